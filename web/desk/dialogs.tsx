/** The one dialog of the team's that is open, if any. */

import type { JSX } from "preact";
import type { Agent } from "../shared/contract";
import { useObservable } from "../shared/observable";
import { CrossingQuestion } from "./crossing";
import { Macros } from "./macros";
import { Merge } from "./merge";
import { Notices } from "./notices";
import { Search } from "./search";
import type { DeskState } from "./store";
import { Assign, Transfer } from "./transfer";
import { useView } from "./view";

export function Dialogs({ state, agent }: { state: DeskState; agent: Agent }): JSX.Element | null {
  const { desk } = useView();
  const { dialog, crossing } = useObservable(desk.team.state);
  const conversation = state.detail.data?.conversation;
  const close = (): void => desk.team.close();
  return (
    <>
      {dialog === "search" && <Search onClose={close} />}
      {dialog === "notices" && <Notices onClose={close} />}
      {conversation && dialog === "transfer" && <Transfer conversation={conversation} agent={agent} onClose={close} />}
      {conversation && dialog === "assign" && <Assign conversation={conversation} agent={agent} onClose={close} />}
      {conversation && dialog === "merge" && <Merge conversation={conversation} agent={agent} onClose={close} />}
      {conversation && dialog === "macros" && <Macros conversationId={conversation.id} onClose={close} />}
      {crossing && <CrossingQuestion crossing={crossing} agent={agent} />}
    </>
  );
}
