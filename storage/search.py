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
from support.conversation import Author, Status


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

    def joinable(self, one: Conversation, agent_id: str, words: Sequence[str], limit: int) -> Sequence[Conversation]:
        """Return the conversations that can be joined with this one: of its customer, newest first, then guests', or others' for a guest's.

        One of the two has to be with people, and the other one nobody else's. `words` are of the customer's name, address or id, of the
        conversation's own, or of a message.
        """
        with_people = Conversation.status.in_((Status.OPEN, Status.SNOOZED))
        same = Conversation.visitor_id == one.visitor_id
        is_with_people = one.status in (Status.OPEN, Status.SNOOZED)
        fits: ColumnElement[bool]
        if one.visitor.customer_id is None:
            fits = with_people
        elif is_with_people:
            fits = or_(same, Visitor.customer_id.is_(None))
        else:
            fits = and_(same, with_people)
        query = (
            select(Conversation)
            .join(Visitor, Conversation.visitor_id == Visitor.id)
            .where(
                fits,
                Conversation.id != one.id,
                Conversation.status != Status.RESOLVED,
                Conversation.last_offset > 0,
                or_(Conversation.assignee_id.is_(None), Conversation.assignee_id == agent_id),
            )
            .options(selectinload(Conversation.visitor), selectinload(Conversation.assignee))
            .order_by(same.desc(), Conversation.updated_at.desc(), Conversation.id)
            .limit(limit)
        )
        for word in words:
            said = select(Message.id).where(
                Message.conversation_id == Conversation.id, Message.author != Author.SYSTEM, _has(Message.text, word)
            )
            columns = (Visitor.name, Visitor.email, Visitor.customer_id, Conversation.id)
            query = query.where(or_(*(_has(column, word) for column in columns), said.exists()))
        return self._session.scalars(query).all()

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
