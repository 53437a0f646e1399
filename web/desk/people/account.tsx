/** One's own account: password, second factor, where one is signed in. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agent } from "../../shared/contract";
import { dayAndTime } from "../../shared/moment";
import { useObservable } from "../../shared/observable";
import { useView } from "../view";
import * as api from "./api";
import { Confirm, PageFrame, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";
import { PasswordForm } from "./password";
import { SecondFactorSetUp } from "./second-factor";

const FEW_CODES = 3;

export function AccountPage({ agent }: { agent: Agent }): JSX.Element {
  const words = usePeopleTexts();
  return (
    <PageFrame title={words.account.title} intro={`${agent.name} · ${agent.email} · ${words.role[agent.role] ?? agent.role}`}>
      <SecondFactor />
      <Sound />
      <Password agent={agent} />
      <Sessions />
    </PageFrame>
  );
}

/** What is heard when something happens while the desk is not in front. */
function Sound(): JSX.Element {
  const { desk } = useView();
  const text = usePeopleTexts().account;
  const { hasSound } = useObservable(desk.alerts.state);
  return (
    <section class="panel" aria-labelledby="account-sound">
      <h2 id="account-sound">{text.sound}</h2>
      <p class="quiet">{text.soundHint}</p>
      <div class="panel-row">
        <label class="choice">
          <input type="checkbox" checked={hasSound} data-testid="sound-switch" onChange={(event) => desk.alerts.setSound(event.currentTarget.checked)} />
          <span>{text.soundOn}</span>
        </label>
        <button type="button" class="button" data-testid="sound-play" onClick={() => desk.alerts.play()}>
          {text.soundPlay}
        </button>
      </div>
    </section>
  );
}

function Password({ agent }: { agent: Agent }): JSX.Element {
  const words = usePeopleTexts();
  const [isChanged, setChanged] = useState(false);
  return (
    <section class="panel" aria-labelledby="account-password">
      <h2 id="account-password">{words.account.password}</h2>
      <PasswordForm agent={agent} onChanged={() => setChanged(true)} />
      <div role="status">{isChanged && <p class="form-done">{words.password.changed}</p>}</div>
    </section>
  );
}

function SecondFactor(): JSX.Element {
  const { desk } = useView();
  const words = usePeopleTexts();
  const text = words.account;
  const loaded = useLoaded(api.secondFactor);
  const [open, setOpen] = useState<"set-up" | "off" | null>(null);
  const isOn = loaded.data?.second_factor ?? false;
  const left = loaded.data?.recovery_codes_left ?? 0;
  const close = (): void => {
    setOpen(null);
    loaded.reload();
    void desk.renew().catch(() => undefined);
  };
  return (
    <section class="panel" aria-labelledby="account-factor">
      <h2 id="account-factor">{text.factor}</h2>
      {loaded.data && (
        <div class="panel-row">
          <p data-testid="second-factor-state">
            {isOn ? text.factorOn(left) : text.factorOff}
            {isOn && left <= FEW_CODES && <strong class="warning-text"> {text.fewCodes}</strong>}
          </p>
          <button type="button" class={isOn ? "button" : "button primary"} data-testid="second-factor-switch" onClick={() => setOpen(isOn ? "off" : "set-up")}>
            {isOn ? text.turnOff : text.turnOn}
          </button>
        </div>
      )}
      {open === "set-up" && <SecondFactorSetUp onClose={close} />}
      {open === "off" && <SecondFactorSetUp isOff onClose={close} />}
    </section>
  );
}

function Sessions(): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.account;
  const loaded = useLoaded(api.sessions);
  const action = useAction();
  const [isAsking, setAsking] = useState(false);
  const list = loaded.data ?? [];
  const end = (id: string): void =>
    void action.run(async () => {
      await api.endSession(id);
      loaded.reload();
    });
  return (
    <section class="panel" aria-labelledby="account-sessions">
      <h2 id="account-sessions">{text.sessions}</h2>
      <p class="quiet">{text.sessionsHint}</p>
      <ul class="rows">
        {list.map((one) => {
          const device = one.device.replace(", ", " · ") || text.unknownDevice;
          return (
            <li class="row" key={one.id} data-testid="session">
              <span class="row-main">
                <strong>{device}</strong> {one.current && <span class="badge good">{text.here}</span>}
                <small>
                  {text.since(dayAndTime(one.created_at, language))}
                  {one.last_seen_at && !one.current && `, ${text.lastSeen(dayAndTime(one.last_seen_at, language))}`}
                </small>
              </span>
              {!one.current && (
                <button type="button" class="button small-text" aria-label={text.endLabel(device)} data-testid="session-end" disabled={action.isBusy} onClick={() => end(one.id)}>
                  {text.end}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <Problem error={isAsking ? null : action.error} />
      {list.length > 1 && (
        <div class="form-actions">
          <button type="button" class="button" onClick={() => setAsking(true)}>
            {text.endOthers}
          </button>
        </div>
      )}
      {isAsking && (
        <Confirm
          title={`${text.endOthers}?`}
          text={text.sessionsHint}
          yes={text.endOthers}
          action={action}
          onClose={() => setAsking(false)}
          onYes={() =>
            void action.run(async () => {
              await api.endOtherSessions();
              setAsking(false);
              loaded.reload();
            })
          }
        />
      )}
    </section>
  );
}
