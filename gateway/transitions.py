"""What customers and agents do to a conversation, each within one unit of work. Only the relay calls these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway import contacts, crossing, danger, mentioning
from gateway.changes import Notices, agent_of, change_of, may_manage
from gateway.clock import Clock
from gateway.deadlines import Deadlines
from gateway.handing_over import HandingOver, back_to_bot, go_on, is_over
from gateway.people import Dossier, stored_customer
from gateway.push import Change
from gateway.receipts import Received, received
from gateway.team import candidate, presence_of
from gateway.views import Json, customer_view, message_view, status_view
from gateway.waits import Waits
from storage import Unit
from storage.tables import Conversation, Message, Relay, Visitor
from support.conversation import Author, Status, Transition, after, bot_may_speak
from support.errors import Conflict, NotAllowed, NotFound
from support.escalation import Reason, decision
from support.orders import Customer
from support.routing import Presence


@dataclass(frozen=True)
class Unfinished:
    """A handoff whose packet still lacks what the shop knows of the customer."""

    handoff_id: str
    customer: Customer


class Transitions:
    """The transactions of customers and agents; the bot's are in gateway/answering.py. Texts are masked before they come here."""

    def __init__(
        self,
        notices: Notices,
        handing_over: HandingOver,
        deadlines: Deadlines,
        waits: Waits,
        clock: Clock,
        reopen: timedelta,
    ) -> None:
        self._notices = notices
        self._handing_over = handing_over
        self._deadlines = deadlines
        self._waits = waits
        self._clock = clock
        self._reopen = reopen

    def begin(self, unit: Unit, visitor: Visitor, offset: int) -> Json:
        """Return the visitor's latest conversation, or a new one, with the messages after `offset` (`conversation`)."""
        conversation = unit.conversations.of_visitor(visitor.id)
        if conversation is None:
            conversation = unit.conversations.create(visitor, self._clock())
        shown = [customer_view(message_view(message)) for message in unit.messages.after(conversation.id, offset)]
        who = {"name": visitor.name or None}
        return {"conversation_id": conversation.id, **status_view(conversation), "customer": who, "messages": shown}

    def seen(self, unit: Unit, visitor_id: str, offset: int) -> None:
        """Note up to where the customer has read their latest conversation."""
        conversation = unit.conversations.of_visitor(visitor_id, lock=True)
        if conversation is not None:
            conversation.seen_offset = max(conversation.seen_offset, min(offset, conversation.last_offset))

    def receive(
        self,
        unit: Unit,
        visitor: Visitor,
        text: str,
        client_message_id: str,
        conversation_id: str | None,
        attachments: Sequence[str] = (),
    ) -> Received:
        """Store a customer's message, once an id. Raises NotFound for a conversation or an attachment that is not theirs."""
        now = self._clock()
        known = unit.messages.of_visitor(visitor.id, client_message_id)
        if known is not None:
            return received(unit.conversations.get(known.conversation_id), known, None)
        wanted = list(dict.fromkeys(attachments))
        files = unit.attachments.loose(visitor.id, wanted) if wanted else []
        if len(files) < len(wanted):
            raise NotFound("an attachment is not there any more: please attach it again")
        conversation = unit.conversations.of_visitor(visitor.id, conversation_id, lock=True)
        if conversation_id is not None and conversation is not None and conversation.status is Status.RESOLVED:
            # It has ended, or goes on in another one: what is said now belongs where they speak now.
            conversation = unit.conversations.of_visitor(visitor.id, lock=True)
        started = conversation is None or is_over(conversation, now)
        if conversation is None or started:
            conversation = unit.conversations.create(visitor, now)
        before = conversation.status
        self._customer_writes(unit, conversation, now)
        for_bot = bot_may_speak(conversation.status)
        if not for_bot and conversation.waiting_since is None:
            conversation.waiting_since = now
        message = unit.messages.append(
            conversation,
            Author.CUSTOMER,
            text,
            now,
            author_name=visitor.name or None,
            visitor_id=visitor.id,
            client_message_id=client_message_id,
            relay=Relay.WAITING if for_bot else Relay.HUMAN,
            attachments=files,
        )
        notices = [] if for_bot else self._for_humans(unit, conversation, message, now)
        change = change_of(conversation, [message, *notices], status=conversation.status is not before)
        change.started = started
        return received(conversation, message, change)

    def claim(self, unit: Unit, conversation_id: str, agent_id: str) -> tuple[Change, Unfinished | None]:
        """Give the conversation to an agent, the first who asks, and say what is left to do. Raises Conflict if another one has it."""
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        agent = agent_of(unit, agent_id)
        if conversation.status is Status.OPEN and conversation.assignee_id == agent.id:
            return change_of(conversation, [], status=False), None
        if conversation.status is not Status.PENDING and conversation.assignee_id not in (None, agent.id):
            raise Conflict("another agent has this conversation")
        led_by_bot = conversation.status is Status.PENDING
        conversation.status = after(conversation.status, Transition.CLAIM)
        unfinished = self._take_over(unit, conversation) if led_by_bot else None
        is_new = conversation.assignee_id != agent.id  # who takes up what they had set aside joins no second time
        conversation.assignee, conversation.snoozed_until, conversation.let_go_by = agent, None, None
        conversation.language_fallback = not candidate(agent, 0, now).speaks(conversation.language)
        add = self._notices.add
        joined = [add(unit, conversation, "agent_joined", "agent_joined", now, name=agent.name)] if is_new else []
        unit.audit.add(now, agent.id, "claim", conversation.id)
        change = change_of(conversation, joined, status=True)
        last = unit.messages.last_of_customer(conversation.id)
        change.seen = (last.id,) if last else ()
        return change, unfinished

    def complete(self, unit: Unit, conversation_id: str, unfinished: Unfinished, dossier: Dossier) -> Change | None:
        """Let the packet have what the shop knows by now; None if it is not wanted any more. Raises NotFound."""
        conversation = unit.conversations.locked(conversation_id)
        if not self._handing_over.complete(unit, conversation, unfinished.handoff_id, dossier):
            return None
        change = change_of(conversation, [], status=False)
        change.packet = True
        return change

    def _take_over(self, unit: Unit, conversation: Conversation) -> Unfinished | None:
        """Open the handoff of an agent who asks for it. The agent is there: neither they nor the customer wait for the shop."""
        customer = stored_customer(conversation.visitor)
        dossier = Dossier(customer, awaited=customer is not None)
        self._handing_over.hand_over(unit, conversation, decision(Reason.AGENT_TOOK_OVER), dossier, None, None)
        handoff = unit.handoffs.current(conversation.id)
        return Unfinished(handoff.id, customer) if handoff is not None and customer is not None else None

    def say(
        self,
        unit: Unit,
        conversation_id: str,
        agent_id: str,
        text: str,
        private: bool,
        client_message_id: str | None,
        seen: int | None = None,
        attachments: Sequence[str] = (),
    ) -> tuple[Json, Change | None]:
        """Store an agent's message or private note with its files, and tell whom a note names.

        Raises Conflict (also if a colleague answered after `seen`, or is answering now), NotAllowed (not the assignee),
        NotFound (a file that is not the agent's, of another conversation, or sent already).
        """
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        agent = agent_of(unit, agent_id)
        known = unit.messages.of_agent(agent.id, client_message_id) if client_message_id else None
        if known is not None:
            if known.conversation_id != conversation.id:
                raise Conflict("this client_message_id belongs to another conversation")
            return message_view(known), None
        wanted = list(dict.fromkeys(attachments))
        files = unit.attachments.loose_of_agent(agent.id, conversation.id, wanted) if wanted else []
        if len(files) != len(wanted):
            raise NotFound("an attachment is not there any more: please attach it again")
        if files:
            sent = {"attachments": [file.id for file in files], "private": private}
            unit.audit.add(now, agent.id, "send_files", conversation.id, sent)
        if not private:
            if conversation.status is not Status.OPEN:
                raise Conflict(f"the conversation is {conversation.status}: claim it first")
            if conversation.assignee_id != agent.id:
                raise NotAllowed("only the assignee writes to the customer")
            crossing.check(unit, conversation, agent.id, seen, now)
            conversation.waiting_since = conversation.abandoned_at = None
            self._deadlines.answered(unit, conversation, now)
        message = unit.messages.append(
            conversation,
            Author.AGENT,
            text,
            now,
            attachments=files,
            author_name=agent.name,
            agent_id=agent.id,
            private=private,
            client_message_id=client_message_id,
        )
        change = change_of(conversation, [message], status=False)
        if private:
            change.notices = mentioning.tell_mentioned(unit, message, agent, now)
        return message_view(message), change

    def resolve(self, unit: Unit, conversation_id: str, agent_id: str) -> Change:
        """End the conversation. Raises Conflict, NotAllowed."""
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        may_manage(conversation, agent_id)
        conversation.status = after(conversation.status, Transition.RESOLVE)
        conversation.resolved_at = now
        conversation.waiting_since = conversation.snoozed_until = None
        unit.messages.leave_to_humans(conversation.id)
        unit.handoffs.close(conversation.id, now)
        notice = self._notices.add(unit, conversation, "resolved", "resolved", now)
        unit.audit.add(now, agent_id, "resolve", conversation.id)
        return change_of(conversation, [notice], status=True)

    def return_to_bot(self, unit: Unit, conversation_id: str, agent_id: str) -> Change:
        """Let the bot lead again; messages and notes stay. Raises Conflict, NotAllowed."""
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        may_manage(conversation, agent_id)
        conversation.status = after(conversation.status, Transition.RETURN_TO_BOT)
        messages = []
        if conversation.assignee is not None:
            name = conversation.assignee.name
            messages.append(self._notices.add(unit, conversation, "agent_left", "agent_left", now, name=name))
        back_to_bot(conversation)
        unit.handoffs.close(conversation.id, now)
        messages.append(self._notices.add(unit, conversation, "returned_to_bot", "returned_to_bot", now))
        unit.audit.add(now, agent_id, "return_to_bot", conversation.id)
        return change_of(conversation, messages, status=True)

    def _customer_writes(self, unit: Unit, conversation: Conversation, now: datetime) -> None:
        """Go on after a customer's message: with the same agent, if they are here, after a snooze or soon after the end."""
        agent, resolved_at = conversation.assignee, conversation.resolved_at
        here = agent is not None and presence_of(agent, now) is Presence.ONLINE
        soon = resolved_at is not None and now - resolved_at < self._reopen
        if conversation.status is Status.RESOLVED and conversation.merged_into is None and here and soon:
            conversation.status = after(conversation.status, Transition.REOPEN)
            conversation.resolved_at = None
            unit.handoffs.reopen(conversation.id)
        else:
            if conversation.status is Status.SNOOZED and not here:
                conversation.assignee, conversation.language_fallback = None, False
            go_on(conversation, Transition.CUSTOMER_WRITES)
        conversation.snoozed_until = conversation.abandoned_at = None

    def _for_humans(self, unit: Unit, conversation: Conversation, message: Message, now: datetime) -> list[Message]:
        """Heed danger, note a contact that a guest leaves, and tell who still waits how it looks."""
        if danger.heed(unit, conversation, message):
            self._deadlines.hastened(unit, conversation, now)
        contact = contacts.note(unit, conversation, message.text, now)
        if conversation.assignee_id is not None:
            return []
        if contact is not None:
            return [self._notices.add(unit, conversation, "contact_noted", "contact_noted", now, contact=contact)]
        return self._waits.tell(unit, conversation, now, None)
