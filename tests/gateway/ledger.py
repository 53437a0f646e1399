"""What must hold after every commit, whoever made it: a book that is kept beside the database and compared with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator
from processes import Asked, Gateway, Tickets
from sqlalchemy import event, select

from storage import Database
from storage.tables import Conversation, Handoff, Message, OutboxEntry, OutboxKind, OutboxState, Relay
from support.conversation import TRANSITIONS, Author, Status
from support.handoff import json_schema

VALIDATOR = Draft202012Validator(json_schema())
MOVES = {(before, after) for (before, _), after in TRANSITIONS.items()}
HUMANS = (Status.OPEN, Status.SNOOZED)
# How deliveries may fail: anything else is a fault of ours.
FORESEEN = {None, "IntegrationError", "BotUnreachable", "BotFailed", "TimeoutError"}
# What is written once: a message never changes, but for what becomes of it.
FIXED = ("id", "offset", "author", "text", "private", "event", "agent_id", "reply_to", "client_message_id")
_NUMBER = re.compile(r"answer (\d+) to (\S+)")


@dataclass
class Picture:
    """The database as it stands: rows by id, messages by conversation and in order."""

    conversations: Mapping[str, Any] = field(default_factory=dict)
    messages: Mapping[str, list[Any]] = field(default_factory=dict)
    handoffs: Mapping[str, Any] = field(default_factory=dict)
    outbox: Mapping[int, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Database) -> Picture:
        with database.engine.connect() as connection:

            def rows(table: Any, *order: Any) -> list[Any]:
                return list(connection.execute(select(table.__table__).order_by(*order)))

            messages: dict[str, list[Any]] = defaultdict(list)
            for message in rows(Message, Message.conversation_id, Message.offset):
                messages[message.conversation_id].append(message)
            return cls(
                {row.id: row for row in rows(Conversation, Conversation.created_at, Conversation.id)},
                dict(messages),
                {row.id: row for row in rows(Handoff, Handoff.created_at)},
                {row.id: row for row in rows(OutboxEntry, OutboxEntry.id)},
            )

    def each(self) -> dict[str, Any]:
        """Return all messages by id."""
        return {message.id: message for messages in self.messages.values() for message in messages}


@dataclass
class Sent:
    """What somebody has sent; `message_id` once it was acknowledged, `before` what had been by then."""

    speaker: str
    client_message_id: str
    text: str
    before: frozenset[str]
    message_id: str | None = None


class Ledger:
    """Keeps the book. Every method raises AssertionError where a promise is broken."""

    def __init__(self, database: Database, helpdesk: Tickets) -> None:
        self.now = Picture()
        self.sent: dict[str, Sent] = {}
        self._database = database
        self._helpdesk = helpdesk
        self._told: dict[str, str] = {}
        self._shown: dict[tuple[str, str], int] = {}
        self._answers: dict[str, str] = {}
        self._touched = True
        event.listen(database.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # Most units of work find nothing to do: then nothing has to be compared.
        self._touched = self._touched or not statement.lstrip().upper().startswith(("SELECT", "BEGIN"))

    def sends(self, speaker: str, client_message_id: str, text: str) -> None:
        before = frozenset(
            one.client_message_id for one in self.sent.values() if one.message_id and one.speaker == speaker
        )
        self.sent.setdefault(client_message_id, Sent(speaker, client_message_id, text, before))

    def acknowledged(self, client_message_id: str, message: Mapping[str, Any]) -> None:
        sent = self.sent[client_message_id]
        assert sent.message_id in (None, message["id"]), "the same id is acknowledged as the same message"
        assert message["text"] == sent.text
        sent.message_id = message["id"]
        assert message["id"] in self.now.each(), "what is acknowledged is committed"

    def asked(self, one: Asked, others: list[Asked]) -> None:
        if not isinstance(one.said, str):
            return
        assert self._told.setdefault(one.message_id, one.said) == one.said, (
            "a turn that has reached the bot never grows"
        )
        at_once = [
            other
            for other in others
            if other.conversation_id == one.conversation_id and isinstance(other.said, str) and not other.stale
        ]
        assert len(at_once) == 1, "one question of a conversation at a time"

    def pushed(self, gateway: Gateway, event: str, body: Any, namespace: str) -> None:
        if event not in ("bot_uttered", "user_message", "message"):
            return
        shown = body["message"] if namespace == "/desk" else body
        if "id" not in shown:
            return  # the same once more, for Rasa's own widget: text and quick replies alone
        assert shown["id"] in self.now.each(), "nothing is shown before it is committed"
        if namespace == "/desk":
            return
        assert not self.now.each()[shown["id"]].private, "customers see no private notes"
        key = (gateway.name, shown["conversation_id"])
        assert self._shown.get(key, 0) < shown["offset"], "what a gateway shows is in order"
        self._shown[key] = shown["offset"]

    def look(self) -> None:
        """Compare the database with how it stood after the last commit."""
        if not self._touched:
            return
        self._touched = False
        before, now = self.now, Picture.of(self._database)
        self._log(before, now)
        self._speakers(before, now)
        self._states(before, now)
        self.stands(now)
        self._handoffs(before, now)
        self._packets(before, now)
        self._outbox(before, now)
        self.now = now

    def stands(self, now: Picture) -> None:
        """Check what must hold of a database as it stands, whatever came before."""
        self._turns(now)
        self._customers(now)
        self._leads(now)
        for key, c in now.conversations.items():
            assert [m.offset for m in now.messages.get(key, [])] == list(range(1, c.last_offset + 1)), (
                "offsets with gaps"
            )
            is_open = [h.id for h in now.handoffs.values() if h.conversation_id == key and h.closed_at is None]
            assert len(is_open) == (1 if c.status in HUMANS else 0), "one handoff while humans lead, otherwise none"

    def _leads(self, now: Picture) -> None:
        """Read each log as the customer does: who was in the lead when somebody spoke?"""
        for messages in now.messages.values():
            humans = False
            for message in messages:
                if message.event in ("handoff", "agent_joined"):
                    humans = True
                elif message.event in ("returned_to_bot", "resolved"):
                    humans = False
                elif message.author is Author.BOT:
                    assert not humans, "the bot spoke while a human led"

    def _log(self, before: Picture, now: Picture) -> None:
        """Messages are a log: numbered without gaps, nothing is lost or changed."""
        assert set(before.conversations) <= set(now.conversations)
        for key in now.conversations:
            was, messages = before.messages.get(key, []), now.messages.get(key, [])
            assert len(was) <= len(messages), "messages are gone"
            for old, new in zip(was, messages, strict=False):
                assert all(getattr(old, name) == getattr(new, name) for name in FIXED), "what is said stays"

    def _speakers(self, before: Picture, now: Picture) -> None:
        """Never two who speak to the customer."""
        for key, messages in now.messages.items():
            stood = before.conversations.get(key)
            new = messages[stood.last_offset if stood else 0 :]
            said = [m for m in new if m.author is Author.BOT]
            numbers = {found.groups() for m in said if (found := _NUMBER.match(m.text))}
            assert len(numbers) == (1 if said else 0), "one answer at a time"
            for number, what in numbers:
                assert what not in self._answers, f"{what} was answered by {self._answers[what]} and {number}"
                self._answers[what] = number
            for message in said:
                if message.reply_to is None:
                    assert stood is None or stood.status in (Status.PENDING, Status.RESOLVED), "unasked over a human"
                    assert not any(m.relay is Relay.WAITING for m in before.messages.get(key, [])), "over a question"
                else:
                    assert stood.status is Status.PENDING, "the bot speaks where it leads"
                    assert before.each()[message.reply_to].relay is Relay.WAITING, "an answer that is wanted no more"
            for message in new:
                if message.author is Author.AGENT and not message.private:
                    assert stood.status is now.conversations[key].status is Status.OPEN, "an agent where the bot leads"
                    assert stood.assignee_id == message.agent_id, "the assignee alone writes"

    def _turns(self, now: Picture) -> None:
        """What the bot was asked is settled as a whole, and waits only where the bot leads."""
        for key, messages in now.messages.items():
            replied = {m.reply_to for m in messages if m.author is Author.BOT and m.reply_to is not None}
            for message in messages:
                if message.author is not Author.CUSTOMER:
                    continue
                assert message.relay is not None
                if message.relay is Relay.WAITING:
                    assert now.conversations[key].status is Status.PENDING, "nobody will ask the bot for it"
                if message.relay is Relay.ANSWERED:
                    assert message.turn in replied, "answered by nothing"
                else:
                    assert message.turn not in replied, "answered, and still to be"

    def _customers(self, now: Picture) -> None:
        """No message is lost, none is doubled, and they are in the order in which they were sent."""
        each, places = now.each(), {}
        for message in each.values():
            if message.client_message_id is not None:
                assert message.client_message_id not in places, "stored twice"
                places[message.client_message_id] = message
        for sent in self.sent.values():
            if sent.message_id is not None:
                assert places[sent.client_message_id].id == sent.message_id, "acknowledged, and lost"
        for sent in self.sent.values():
            mine = places.get(sent.client_message_id)
            for earlier in sent.before if mine is not None else ():
                first = places[earlier]
                assert first.conversation_id != mine.conversation_id or first.offset < mine.offset, "out of order"

    def _states(self, before: Picture, now: Picture) -> None:
        """Each state has what it needs, and nothing else; a visitor has one conversation that goes on."""
        going_on: set[str] = set()
        for key, c in now.conversations.items():
            stood = before.conversations.get(key)
            if stood is not None and stood.status is not c.status:
                assert (stood.status, c.status) in MOVES, f"from {stood.status} to {c.status}"
            if stood is not None and stood.assignee_id is not None and c.assignee_id not in (None, stood.assignee_id):
                new = now.messages[key][stood.last_offset :]
                assert any(m.event == "agent_assigned" for m in new), "taken from an agent who has it"
            if c.status is not Status.RESOLVED:
                assert c.visitor_id not in going_on, "two conversations of one person at once"
                going_on.add(c.visitor_id)
                assert c.resolved_at is None
                assert c.merged_into is None
            if c.status is Status.PENDING:
                unset = (c.assignee_id, c.reason, c.waiting_since, c.sla, c.abandoned_at, c.told_wait_at)
                assert unset == (None,) * 6
                assert (c.priority, c.queue) == ("normal", "general")
            if c.status in HUMANS:
                assert c.reason is not None
                assert c.waiting_since is None or c.abandoned_at is None, "who waits has abandoned nothing"
            if c.status is Status.RESOLVED:
                assert c.resolved_at is not None
                assert c.waiting_since is None
            assert (c.snoozed_until is not None) == (c.status is Status.SNOOZED)
            assert c.abandoned_at is None or c.status in (Status.OPEN, Status.RESOLVED), (
                "what is set aside is not abandoned"
            )
            assert c.assignee_id is not None or not c.language_fallback

    def _handoffs(self, before: Picture, now: Picture) -> None:
        """Each has a valid packet with all that was said; after a return nothing of before hands over again."""
        for handoff in [one for key, one in now.handoffs.items() if key not in before.handoffs]:
            key, packet = handoff.conversation_id, handoff.packet
            assert [fault.message for fault in VALIDATOR.iter_errors(packet)] == []
            assert (packet["conversation_id"], packet["reason"]) == (key, handoff.reason)
            messages = now.messages[key]
            newest = [m.id for m in messages if m.author is Author.CUSTOMER][-1:]
            assert set(newest) <= {m["message_id"] for m in packet["transcript"]}, "the packet lacks what was said last"
            returned = max((m.offset for m in messages if m.event == "returned_to_bot"), default=0)
            new = messages[before.conversations[key].last_offset if key in before.conversations else 0 :]
            causes = {m.reply_to for m in new if m.reply_to is not None}
            offsets = {m.id: m.offset for m in messages}
            assert all(offsets[cause] > returned for cause in causes), (
                "handed over again for what was said before the return"
            )

    def _packets(self, before: Picture, now: Picture) -> None:
        """What is written anew once the shop has answered is as of the same moment, and as whole."""
        for key, stood in before.handoffs.items():
            packet = now.handoffs[key].packet if key in now.handoffs else stood.packet
            if packet != stood.packet:
                assert [fault.message for fault in VALIDATOR.iter_errors(packet)] == []
                assert (packet["reason"], packet["transcript"]) == (stood.packet["reason"], stood.packet["transcript"])
                assert {order["id"] for order in stood.packet["orders"]} <= {order["id"] for order in packet["orders"]}

    def _outbox(self, before: Picture, now: Picture) -> None:
        """Each handoff has one entry, and one ticket when it is delivered."""
        entries = [one for one in now.outbox.values() if one.kind is OutboxKind.HANDOFF]
        assert sorted(one.handoff_id for one in entries) == sorted(now.handoffs)
        assert set(self._helpdesk.tickets) <= set(now.handoffs), "a ticket for nothing"
        for entry in now.outbox.values():
            stood = before.outbox.get(entry.id)
            assert entry.last_error in FORESEEN, entry.last_error
            if entry.kind is OutboxKind.HANDOFF:
                if stood is not None and stood.state is OutboxState.DELIVERED:
                    assert entry.state is OutboxState.DELIVERED, "delivered, and then not"
                if entry.state is OutboxState.DELIVERED:
                    assert entry.handoff_id in self._helpdesk.tickets, "delivered to nobody"
                    assert entry.ticket == f"T-{entry.handoff_id}"

    def at_rest(self) -> None:
        """Nothing is left over once everything works and had its time."""
        assert not [m.id for m in self.now.each().values() if m.relay is Relay.WAITING], "never answered"
        left = [e for e in self.now.outbox.values() if e.kind is OutboxKind.HANDOFF and e.state is OutboxState.WAITING]
        assert not left, "never delivered"
