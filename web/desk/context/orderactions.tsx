/** What an agent may have done with an order: asked for with item and amount, done once, with a receipt in the conversation. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ActionableOrder, Address, ConversationDetail, OrderAction } from "../../shared/contract";
import { ApiError } from "../api";
import { Dialog } from "../dialog";
import * as api from "../teamapi";
import { useView } from "../view";

export type Actionable = Record<string, ActionableOrder> | "failed" | null;

/** Refusals that the order's status says already. */
const PLAIN: Record<string, string[]> = { refund: ["cancelled", "returned"], chase_refund: ["settled"] };

const PROBLEMS = ["damaged", "wrong", "missing"];

/** Return what may be done with the customer's orders, by number; null where the agent may do nothing here. */
export function useOrderActions(detail: ConversationDetail): Actionable {
  const { desk } = useView();
  const [found, setFound] = useState<Actionable>(null);
  const { conversation, messages } = detail;
  const mayAct = conversation.status === "open" && conversation.assignee !== null && conversation.assignee.id === desk.state.value.agent?.id && conversation.customer?.verified === true;
  // What has just been done changes what may be done.
  const receipts = messages.filter((message) => message.event === "order_action").length;
  useEffect(() => {
    if (!mayAct) return setFound(null);
    let isCurrent = true;
    api.orders(conversation.id).then(
      (orders) => isCurrent && setFound(Object.fromEntries(orders.map((order) => [order.id, order]))),
      () => isCurrent && setFound("failed"),
    );
    return () => void (isCurrent = false);
  }, [conversation.id, mayAct, receipts]);
  return found;
}

export function OrderActions({ order }: { order: ActionableOrder }): JSX.Element | null {
  const { language, texts } = useView();
  const words = texts.team.orders;
  const [asked, setAsked] = useState<OrderAction | null>(null);
  const allowed = order.actions.filter((action) => action.allowed);
  const refused = order.actions.filter((action) => !action.allowed && !(PLAIN[action.kind] ?? []).includes(action.rule));
  if (allowed.length + refused.length === 0) return null;
  return (
    <>
      <div class="order-actions" role="group" aria-label={words.actions}>
        {allowed.map((action) => (
          <button key={action.kind} type="button" class="button small" data-testid={`desk-order-${action.kind}`} onClick={() => setAsked(action)}>
            {words.open[action.kind]}
          </button>
        ))}
        {refused.length > 0 && (
          <p class="quiet">
            {refused.map((action) => `${words.not[action.kind]}${language === "zh" ? "：" : ": "}${words.rule[action.rule] ?? action.rule}`).join(language === "zh" ? "；" : "; ")}
          </p>
        )}
      </div>
      {asked && <Confirm order={order} action={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function Confirm({ order, action, onClose }: { order: ActionableOrder; action: OrderAction; onClose: () => void }): JSX.Element {
  const { desk, language, texts } = useView();
  const words = texts.team.orders;
  const [address, setAddress] = useState<Address>(order.address ?? { name: "", street: "", postcode: "", city: "", country: "" });
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const item = `${language === "zh" ? order.label_zh || order.label : order.label} (${order.id})`;
  const isMove = action.kind === "change_address";

  useLayoutEffect(() => form.current?.querySelector<HTMLElement>(isMove ? "input[name=street]" : "input, button")?.focus(), []);

  const submit = async (): Promise<void> => {
    const { selectedId } = desk.state.value;
    if (!selectedId || isBusy) return;
    setBusy(true);
    setComplaint(null);
    try {
      const confirmed = { ...(action.amount ? { amount: action.amount } : {}), ...(isMove ? { address } : {}), ...(problem ? { problem } : {}) };
      await api.act(selectedId, order.id, action.kind, confirmed);
      onClose();
      await desk.reload();
    } catch (error) {
      const rule = error instanceof ApiError ? error.detail?.["rule"] : undefined;
      setComplaint(typeof rule === "string" ? words.refused(words.rule[rule] ?? rule) : texts.team.failed);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog title={words.open[action.kind]} testId="desk-order-confirm" onClose={onClose}>
      <form
        ref={form}
        class="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="sheet-question">{words.ask[action.kind](item, action.amount)}</p>
        {isMove && action.by === "carrier" && <p>{words.carrier(action.amount)}</p>}
        {isMove && <AddressFields address={address} onChange={setAddress} />}
        {action.kind === "refund" && (
          <fieldset class="sheet-choices">
            <legend>{words.problem}</legend>
            {PROBLEMS.map((name) => (
              <label key={name} class="sheet-choice">
                <input type="radio" name="problem" required checked={problem === name} data-testid={`desk-problem-${name}`} onChange={() => setProblem(name)} />
                {words.problems[name]}
              </label>
            ))}
          </fieldset>
        )}
        <p class="quiet">{words.told}</p>
        {complaint && (
          <p role="alert" data-testid="desk-order-complaint">
            {complaint}
          </p>
        )}
        <div class="sheet-end">
          <button type="button" class="button" onClick={onClose}>
            {texts.team.cancel}
          </button>
          <button type="submit" class="button primary" data-testid="desk-order-submit" disabled={isBusy}>
            {words.open[action.kind]}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const FIELDS = ["name", "street", "postcode", "city", "country"] as const;
const LIMITS = { name: 200, street: 200, postcode: 20, city: 100, country: 2 };

function AddressFields({ address, onChange }: { address: Address; onChange: (address: Address) => void }): JSX.Element {
  const { texts } = useView();
  return (
    <>
      {FIELDS.map((name) => (
        <label key={name}>
          {texts.team.orders.address[name]}
          <input
            name={name}
            required={name !== "country" && name !== "postcode"}
            maxLength={LIMITS[name]}
            pattern={name === "country" ? "[A-Za-z]{2}" : undefined}
            value={address[name]}
            onInput={(event) => onChange({ ...address, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
    </>
  );
}
