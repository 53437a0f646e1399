"""Conversations that agents pass on: to a colleague, to a queue, or back where they came from. Through the relay only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from gateway.changes import Notices, agent_of, change_of, may_lead
from gateway.clock import Clock
from gateway.mentioning import TRANSFER, tell, tell_mentioned
from gateway.push import Change
from gateway.relay import Relay
from gateway.team import candidate, queues
from gateway.views import Json, message_view
from storage import Unit
from storage.tables import Agent, Conversation, Message
from support.conversation import Author, Transition, after
from support.errors import Conflict, InvalidInput, NotFound
from support.privacy import mask_cards


class Transfers:
    """`changed` is called when somebody may be given what nobody has now."""

    def __init__(self, relay: Relay, notices: Notices, clock: Clock, changed: Callable[[], None]) -> None:
        self._relay = relay
        self._notices = notices
        self._clock = clock
        self._changed = changed

    async def to_agent(
        self, conversation_id: str, agent_id: str, note: str, by: str, client_message_id: str | None
    ) -> Json:
        """Give an open conversation to a colleague, who is told why. Raises NotFound, NotAllowed, Conflict."""

        def work(unit: Unit) -> Change:
            now = self._clock()
            conversation, giver, known = self._begin(unit, conversation_id, by, client_message_id)
            if known is not None:
                return change_of(conversation, [], status=False)
            taker = unit.agents.get(agent_id)
            if taker is None:
                raise NotFound("there is no such agent")
            if conversation.assignee_id == taker.id:
                raise Conflict(f"{taker.name} has this conversation already")
            had = conversation.assignee
            conversation.status = after(conversation.status, Transition.ASSIGN)
            conversation.assignee, conversation.let_go_by = taker, None
            conversation.language_fallback = not candidate(taker, 0, now).speaks(conversation.language)
            written = self._note(unit, conversation, giver, note, client_message_id, now)
            # The customer hears of it where they see somebody else than before.
            text = "transferred" if had is not None else "agent_assigned"
            told = self._notices.add(unit, conversation, text, text, now, name=taker.name)
            unit.audit.add(now, giver.id, "transfer", conversation.id, {"agent_id": taker.id})
            change = change_of(conversation, [written, told], status=True)
            if taker.id != giver.id:
                change.notices.append(tell(unit, TRANSFER, taker.id, giver, written, now))
            change.notices += tell_mentioned(unit, written, giver, now, but=(taker.id,))
            return change

        return await self._change(conversation_id, work)

    async def to_queue(
        self, conversation_id: str, queue: str, note: str, by: str, client_message_id: str | None
    ) -> Json:
        """Give an open conversation to whoever answers that queue. Raises NotFound, NotAllowed, Conflict, InvalidInput."""

        def work(unit: Unit) -> Change:
            now = self._clock()
            conversation, giver, known = self._begin(unit, conversation_id, by, client_message_id)
            if known is not None:
                return change_of(conversation, [], status=False)
            written = self._note(unit, conversation, giver, note, client_message_id, now)
            change = self.into_queue(unit, conversation, giver, queue, now)
            change.messages.insert(0, message_view(written))
            change.notices = tell_mentioned(unit, written, giver, now)
            return change

        summary = await self._change(conversation_id, work)
        self._changed()
        return summary

    async def release(self, conversation_id: str, by: str) -> Json:
        """Give an open conversation back to its queue; its customer waits, and hears nothing of it. Raises NotAllowed, Conflict."""

        def work(unit: Unit) -> Change:
            now = self._clock()
            conversation, giver, _ = self._begin(unit, conversation_id, by, None)
            had = conversation.assignee
            if had is None:
                raise Conflict("nobody has this conversation")
            self._let_go(conversation)
            add = self._notices.add
            notice = add(
                unit, conversation, "let_go", "let_go", now, private=True, detail={"name": had.name}, name=had.name
            )
            unit.audit.add(now, giver.id, "release", conversation.id, {"agent_id": had.id})
            return change_of(conversation, [notice], status=True)

        summary = await self._change(conversation_id, work)
        self._changed()
        return summary

    def into_queue(self, unit: Unit, conversation: Conversation, giver: Agent, queue: str, now: datetime) -> Change:
        """Give a conversation that is locked to a queue, within a unit of work. Raises Conflict, InvalidInput."""
        known = queues(unit)
        if queue not in known:
            raise InvalidInput(f"there is no queue {queue}; there are {', '.join(known)}")
        had = conversation.assignee
        if had is None and conversation.queue == queue:
            raise Conflict("it waits in this queue already")
        self._let_go(conversation)
        before, conversation.queue = conversation.queue, queue
        detail = {"queue": queue, "before": before}
        add = self._notices.add
        told = [add(unit, conversation, "queued", "queued", now, private=True, detail=detail, queue=queue)]
        if had is not None:
            told.append(add(unit, conversation, "transferred_to_team", "transferred_to_team", now, name=had.name))
        unit.audit.add(now, giver.id, "transfer", conversation.id, {"queue": queue, "before": before})
        return change_of(conversation, told, status=True)

    def _begin(
        self, unit: Unit, conversation_id: str, by: str, client_message_id: str | None
    ) -> tuple[Conversation, Agent, Message | None]:
        """Return the locked conversation, who passes it on, and the note if this very call has been done already."""
        conversation = unit.conversations.locked(conversation_id)
        giver = agent_of(unit, by)
        known = unit.messages.of_agent(giver.id, client_message_id) if client_message_id else None
        if known is None:
            may_lead(conversation, giver)
        elif known.conversation_id != conversation.id:
            raise Conflict("this client_message_id belongs to another conversation")
        return conversation, giver, known

    def _let_go(self, conversation: Conversation) -> None:
        conversation.status = after(conversation.status, Transition.RELEASE)
        conversation.let_go_by = conversation.assignee_id
        conversation.assignee, conversation.language_fallback = None, False

    def _note(
        self, unit: Unit, conversation: Conversation, by: Agent, note: str, client_message_id: str | None, now: datetime
    ) -> Message:
        return unit.messages.append(
            conversation,
            Author.AGENT,
            mask_cards(note),
            now,
            author_name=by.name,
            agent_id=by.id,
            private=True,
            client_message_id=client_message_id,
        )

    async def _change(self, conversation_id: str, work: Callable[[Unit], Change]) -> Json:
        change = await self._relay.change(conversation_id, work)
        assert change is not None
        return change.summary
