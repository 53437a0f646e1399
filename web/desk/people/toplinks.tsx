import type { JSX } from "preact";
import type { Agent } from "../../shared/contract";
import { BoardIcon, GearIcon } from "../../shared/icons";
import { isFor } from "../place";
import { usePeopleTexts } from "./parts";

/** The ways from the queue to everything else. */
export function TopLinks({ agent }: { agent: Agent }): JSX.Element {
  const { nav } = usePeopleTexts();
  return (
    <>
      {isFor("wallboard", agent.role) && (
        <a class="quiet-button" href="#/wallboard" aria-label={nav.wallboard} title={nav.wallboard} data-testid="desk-wallboard">
          <BoardIcon />
        </a>
      )}
      <a class="quiet-button" href={isFor("team", agent.role) ? "#/team" : "#/account"} aria-label={nav.settings} title={nav.settings} data-testid="desk-settings">
        <GearIcon />
      </a>
      <a class="agent-name" href="#/account" title={nav.account}>
        {agent.name}
      </a>
    </>
  );
}
