"""Finding words in messages, and people by name or address (docs/decisions/0018-search-by-words.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from storage.columns import UtcDateTime
from storage.tables import Conversation, Message, Visitor
from support.conversation import Author


@dataclass(frozen=True)
class Place:
    """Where a page of messages ends: the last one's time and id."""

    at: datetime
    message_id: str


class Search:
    """Reads only. A text fits if every word is somewhere in it, in whatever case; a word may be a part of one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def messages(
        self, words: Sequence[str], before: Place | None, limit: int
    ) -> Sequence[tuple[Message, Conversation]]:
        """Return what people and the bot wrote, private notes among it, newest first."""
        query = (
            select(Message, Conversation)
            .join(Conversation, Message.conversation_id == Conversation.id)
            .where(Message.author != Author.SYSTEM, *(_has(Message.text, word) for word in words))
            .options(selectinload(Conversation.visitor), selectinload(Conversation.assignee))
            .order_by(Message.created_at.desc(), Message.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(tuple_(Message.created_at, Message.id) < tuple_(*_bound(before)))
        return [(message, conversation) for message, conversation in self._session.execute(query)]

    def people(self, words: Sequence[str], limit: int) -> Sequence[Conversation]:
        """Return the latest conversation of each customer whose name, address or id has every word, newest first."""
        fits = and_(
            *(or_(*(_has(column, w) for column in (Visitor.name, Visitor.email, Visitor.customer_id))) for w in words)
        )
        return self._latest(fits, limit)

    def of_customer(self, customer_id: str) -> Sequence[Conversation]:
        """Return a customer's latest conversation, if there is one."""
        return self._latest(Visitor.customer_id == customer_id, 1)

    def _latest(self, fits: ColumnElement[bool], limit: int) -> Sequence[Conversation]:
        query = (
            select(Conversation)
            .join(Visitor, Conversation.visitor_id == Visitor.id)
            .where(fits, Conversation.last_offset > 0, Conversation.merged_into.is_(None))
            .options(selectinload(Conversation.visitor), selectinload(Conversation.assignee))
            .order_by(Conversation.updated_at.desc(), Conversation.id)
            .limit(limit * 5)
        )
        found: dict[str, Conversation] = {}
        for conversation in self._session.scalars(query):
            found.setdefault(conversation.visitor_id, conversation)
        return list(found.values())[:limit]


def _has(column: InstrumentedAttribute[Any], word: str) -> ColumnElement[bool]:
    """Say that the column has the word. SQLite knows upper and lower case of ASCII only: so others are asked for as they may stand."""
    if word.isascii() or word.lower() == word.upper():
        return column.icontains(word, autoescape=True)
    forms = dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))
    return or_(*(column.icontains(form, autoescape=True) for form in forms))


def _bound(place: Place) -> tuple[Any, Any]:
    return literal(place.at, UtcDateTime()), literal(place.message_id, String())
