"""Two conversations of one person become one: by an agent's hand, or when a guest signs in. Through the relay only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gateway import logs
from gateway.changes import Notices, change_of, may_manage
from gateway.clock import Clock
from gateway.handing_over import REOPEN_WITHIN
from gateway.push import Change
from gateway.records import Records
from gateway.relay import Relay
from gateway.views import Json, summary_view
from storage import Unit
from storage.tables import Conversation
from support.conversation import Status, Transition, after
from support.errors import Conflict, InvalidInput

WITH_HUMANS = (Status.OPEN, Status.SNOOZED)
MOST_PAIRS = 50


class Joining:
    """Messages stay where they were written; the conversation that ends names the one that goes on."""

    def __init__(self, records: Records, relay: Relay, notices: Notices, clock: Clock) -> None:
        self._records = records
        self._relay = relay
        self._notices = notices
        self._clock = clock

    async def merge(self, conversation_id: str, into: str, agent_id: str) -> Json:
        """End the conversation as joined with another one of the same person, and return that one's summary.

        What the bot noted goes along. Raises NotFound, NotAllowed, Conflict, InvalidInput.
        """
        if conversation_id == into:
            raise InvalidInput("a conversation cannot be joined with itself")
        await self._relay.change(conversation_id, partial(self._merge, conversation_id, into, agent_id))
        told = await self._relay.change(into, partial(self._tell, into))
        assert told is not None
        return told.summary

    async def pairs(self, conversation_id: str, agent_id: str, words: Sequence[str]) -> list[Json]:
        """Return what `merge` would join it with: each with its summary and whether it is the one that goes on. Raises NotFound."""

        def work(unit: Unit) -> list[Json]:
            one = unit.conversations.get(conversation_id)
            others = unit.search.joinable(one, agent_id, words, MOST_PAIRS)
            # A guest's goes on as the customer's; of two of one customer, the one on screen goes on in the other.
            return [{"conversation": summary_view(other), "goes_there": not _keeps(one, other)} for other in others]

        return await self._records.read(work)

    async def sign_in(self, visitor_id: str, guest_id: str) -> None:
        """Let the guest's conversation of today go on as the customer's: the browser has proven to be both."""

        def look(unit: Unit) -> str | None:
            found = unit.conversations.of_visitor(guest_id)
            return found.id if found else None

        conversation_id = await self._records.read(look)
        if conversation_id is None:
            return
        change = await self._relay.change(conversation_id, partial(self._adopt, conversation_id, visitor_id, guest_id))
        if change is not None:
            logs.note("conversation_adopted", conversation_id=conversation_id)

    def _merge(self, conversation_id: str, into: str, agent_id: str, unit: Unit) -> Change:
        now = self._clock()
        # In one order, so that two who join the same pair crosswise do not wait for one another.
        held = {key: unit.conversations.locked(key) for key in sorted((conversation_id, into))}
        source, target = held[conversation_id], held[into]
        for one in (source, target):
            may_manage(one, agent_id)
        if source.visitor_id != target.visitor_id and source.visitor.customer_id is not None:
            raise Conflict("only conversations of one customer, or a guest's with theirs, can be joined")
        if target.status not in WITH_HUMANS:
            raise Conflict("the conversation that goes on must be with an agent")
        unanswered = source.sla is not None and source.sla["first_response_s"] is None
        if target.waiting_since is None and (source.waiting_since is not None or unanswered):
            target.waiting_since, target.abandoned_at = source.waiting_since or now, None
        self._end(unit, source, target)
        for note in unit.messages.notes(source.id):
            unit.messages.add_note(target.id, note.body, note.at)
        notice = self._notices.add(unit, source, "merged", "merged", now, private=True)
        unit.audit.add(now, agent_id, "merge", source.id, {"into": target.id})
        return change_of(source, [notice], status=True)

    def _tell(self, conversation_id: str, unit: Unit) -> Change:
        conversation = unit.conversations.locked(conversation_id)
        notice = self._notices.add(unit, conversation, "merged", "merged", self._clock(), private=True)
        return change_of(conversation, [notice], status=False)

    def _adopt(self, conversation_id: str, visitor_id: str, guest_id: str, unit: Unit) -> Change | None:
        now = self._clock()
        visitor = unit.visitors.locked(visitor_id)
        own = unit.conversations.of_visitor(visitor_id, lock=True)
        conversation = unit.conversations.locked(conversation_id)
        is_theirs = conversation.visitor_id == guest_id and conversation.visitor.customer_id is None
        # What was said here long ago may have been said by somebody else.
        is_fresh = conversation.last_offset > 0 and now - conversation.updated_at < REOPEN_WITHIN
        if not is_theirs or not is_fresh or conversation.status is Status.RESOLVED:
            return None
        if own is not None and own.status is not Status.RESOLVED:
            if own.status in WITH_HUMANS or unit.messages.waiting(own.id, 1):
                return None  # an agent may still join them
            self._end(unit, own, conversation)
        elif own is not None and own.created_at > conversation.created_at:
            own.merged_into = conversation.id  # the latest of the visitor is the one that goes on
        conversation.visitor = visitor
        unit.attachments.give(guest_id, visitor_id, conversation.id)
        unit.session.flush()
        unit.audit.add(now, visitor.id, "sign_in_joined", conversation.id)
        return change_of(conversation, [], status=True)

    def _end(self, unit: Unit, source: Conversation, target: Conversation) -> None:
        now = self._clock()
        source.status = after(source.status, Transition.MERGE)
        source.merged_into, source.resolved_at = target.id, now
        source.waiting_since = source.snoozed_until = None
        unit.messages.leave_to_humans(source.id)
        unit.handoffs.close(source.id, now)


def _keeps(one: Conversation, other: Conversation) -> bool:
    """Say whether of two that can be joined the first is the one that goes on."""
    guest_joins = one.visitor.customer_id is not None and other.visitor.customer_id is None
    return guest_joins or other.status not in WITH_HUMANS
