"""What customers wrote and what the bot made of it, read for labelling."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import column, inspect, select, table
from sqlalchemy.orm import Session

from storage.tables import Conversation, Handoff, Message, Relay, Visitor
from support.conversation import Author
from support.language import LANGUAGES, detect
from support.learning import BEFORE_HANDOFF, TELLING, Guess, Heard

# The bot's own table (bot/tracker_store.py): only there is the second best intent.
_EVENTS = table("bot_events", column("sender_id"), column("seq"), column("data"))
_NOT_UNDERSTOOD = "not_understood"  # part of the names of the responses that say so


@dataclass(frozen=True)
class _Parsed:
    intent: dict[str, Any]
    emotion: str | None
    language: str | None
    runner_up: float | None
    known_words: float


class Transcripts:
    """Reads answered customers' messages since a moment; `has_tables` is False for a database that was never used."""

    def __init__(self, session: Session, since: datetime) -> None:
        self._session = session
        self._since = since
        inspector = inspect(session.connection())
        self.has_tables = inspector.has_table(Message.__tablename__)
        self._has_events = inspector.has_table("bot_events")

    def conversations(self) -> Sequence[str]:
        """Return the ids of the conversations in which the bot has answered a customer since then."""
        query = select(Message.conversation_id).where(*self._answered()).distinct()
        return sorted(self._session.scalars(query))

    def heard(self, conversation_ids: Sequence[str]) -> Iterator[Heard]:
        """Yield these conversations' messages, those of a conversation in order; give some hundred ids at most."""
        not_understood = set(
            self._session.scalars(
                select(Message.reply_to).where(
                    Message.conversation_id.in_(conversation_ids), Message.response.contains(_NOT_UNDERSTOOD)
                )
            )
        )
        parsed = self._parsed(conversation_ids)
        query = (
            select(Message, Visitor.name, Conversation.language)
            .join(Conversation, Message.conversation_id == Conversation.id)
            .join(Visitor, Conversation.visitor_id == Visitor.id)
            .where(Message.conversation_id.in_(conversation_ids), *self._answered())
            .order_by(Message.conversation_id, Message.offset)
        )
        rows, texts = _whole_turns(self._session.execute(query).all())
        before_handoff = self._before_handoff(conversation_ids, [message for message, _, _ in rows])
        for message, name, preferred in rows:
            known = parsed.get(message.id)
            guess, language = _guess(message.understood, known)
            text = texts[message.id]
            if not text.strip():
                continue  # a photo without words
            language = language if language in LANGUAGES else detect(text) or preferred
            yield Heard(
                text=text,
                language=language if language in LANGUAGES else LANGUAGES[0],
                guess=guess,
                runner_up=known.runner_up if known else None,
                known_words=known.known_words if known else 1.0,
                not_understood=message.id in not_understood,
                handoff=message.id in before_handoff,
                names=tuple({one for one in (name, message.author_name) if one}),
            )

    def _answered(self) -> tuple[Any, ...]:
        return (
            Message.author == Author.CUSTOMER,
            Message.relay == Relay.ANSWERED,
            Message.created_at >= self._since,
        )

    def _before_handoff(self, conversation_ids: Sequence[str], messages: Sequence[Message]) -> set[str]:
        """Return the ids of the last messages that the bot answered before it handed over, since the handoff before."""
        handoffs: dict[str, list[Handoff]] = defaultdict(list)
        query = select(Handoff).where(Handoff.conversation_id.in_(conversation_ids)).order_by(Handoff.created_at)
        for handoff in self._session.scalars(query):
            handoffs[handoff.conversation_id].append(handoff)
        said: dict[str, list[Message]] = defaultdict(list)
        for message in messages:
            said[message.conversation_id].append(message)
        found: set[str] = set()
        for conversation_id, theirs in handoffs.items():
            begin: datetime | None = None
            for handoff in theirs:
                led_here = [
                    message.id
                    for message in said[conversation_id]
                    if (begin is None or message.created_at > begin) and message.created_at <= handoff.created_at
                ]
                if handoff.reason in TELLING:
                    found.update(led_here[-BEFORE_HANDOFF:])
                begin = handoff.created_at
        return found

    def _parsed(self, conversation_ids: Sequence[str]) -> dict[str, _Parsed]:
        """Return what the bot's memory has of these conversations' messages, by their ids."""
        if not self._has_events:
            return {}
        query = select(_EVENTS.c.data).where(
            _EVENTS.c.sender_id.in_(conversation_ids), _EVENTS.c.data.contains('"event": "user"')
        )
        found = {}
        for data in self._session.scalars(query):
            event = json.loads(data)
            if event.get("event") == "user" and event.get("message_id"):
                found[str(event["message_id"])] = _read(event.get("parse_data") or {})
        return found


def _whole_turns(rows: Sequence[Any]) -> tuple[list[Any], dict[str, str]]:
    """Return the rows of the messages that close a turn, and the text of each as the bot read it, by the message's id."""
    said: dict[str, list[str]] = defaultdict(list)
    for message, *_ in rows:
        said[message.turn or message.id].append(message.text)
    closing = [row for row in rows if row[0].turn in (None, row[0].id)]
    return closing, {message.id: "\n".join(said[message.id]) for message, *_ in closing}


def _read(parsed: dict[str, Any]) -> _Parsed:
    ranking = sorted((float(one.get("confidence") or 0.0) for one in parsed.get("intent_ranking") or []), reverse=True)
    known_words = parsed.get("known_words")
    return _Parsed(
        intent=parsed.get("intent") or {},
        emotion=(parsed.get("emotion") or {}).get("label"),
        language=parsed.get("language"),
        runner_up=ranking[1] if len(ranking) > 1 else None,
        known_words=1.0 if known_words is None else float(known_words),
    )


def _guess(understood: dict[str, Any] | None, known: _Parsed | None) -> tuple[Guess, str | None]:
    """Return what the message was taken for, and its language: as the gateway stored it, else from the bot's memory."""
    if understood is not None:
        intent = understood.get("intent") or {}
        emotion, language = (understood.get("emotion") or {}).get("label"), understood.get("language")
    elif known is not None:
        intent, emotion, language = known.intent, known.emotion, known.language
    else:
        intent, emotion, language = {}, None, None
    return Guess(intent.get("name"), float(intent.get("confidence") or 0.0), emotion), language
