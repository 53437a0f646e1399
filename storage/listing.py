"""The order of the desk's lists, and how one goes on behind a page: by the place of its last row, never by counting rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, Select, func, literal_column, or_, select, text, tuple_
from sqlalchemy.orm import Session, selectinload

from storage.tables import HAS_MESSAGES, PLACE, Conversation
from support.conversation import Status
from support.escalation import DANGER

# Twice two: of equal priority who may be in danger stands first, and then whoever waits.
_RANKS: Mapping[str, int] = {"urgent": 0, "high": 4, "low": 12}
_OTHER_RANK = 8

# Written out, as the index has it: with parameters the database would not know it again.
_place: ColumnElement[int] = literal_column(PLACE, Integer)
_HAS_MESSAGES = text(HAS_MESSAGES)
_WITHIN_PLACE = (Conversation.waiting_since, Conversation.updated_at.desc(), Conversation.id.desc())


@dataclass(frozen=True)
class Position:
    """Where a conversation stands in a list: its place, since when its customer waits, when it changed, its id."""

    place: int
    waiting_since: datetime | None
    updated_at: datetime
    id: str


def place_of(conversation: Conversation) -> int:
    """Return the first part of the order, as the database computes it: the lower, the sooner."""
    rank = _RANKS.get(conversation.priority, _OTHER_RANK)
    return rank + (0 if conversation.reason in DANGER else 2) + (conversation.waiting_since is None)


def position_of(conversation: Conversation) -> Position:
    """Return where a conversation stands."""
    return Position(place_of(conversation), conversation.waiting_since, conversation.updated_at, conversation.id)


class Listing:
    """Pages of conversations, and how many there are. Conversations in which nothing was said are in none."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(
        self, status: Status | None, assignee_id: str | None, limit: int, after: Position | None = None
    ) -> Sequence[Conversation]:
        """Return conversations by priority, danger first, then by how long the customer has been waiting."""
        if after is None:
            return self._found(pages(status, assignee_id), limit)
        # Two questions, each a plain range of the index: what is left of this place, then the places behind it.
        found = list(self._found(rest_of_place(status, assignee_id, after), limit))
        if len(found) < limit:
            behind = pages(status, assignee_id).where(_place > after.place)
            found += self._found(behind, limit - len(found))
        return found

    def counts(self, agent_id: str) -> dict[str, int]:
        """Count what each of the desk's views holds: by state, and `mine`, what is open and this agent's."""
        by_status = select(Conversation.status, func.count()).where(_HAS_MESSAGES).group_by(Conversation.status)
        found = {str(status): count for status, count in self._session.execute(by_status)}
        mine = select(func.count()).select_from(Conversation).where(_HAS_MESSAGES)
        mine = mine.where(Conversation.status == Status.OPEN, Conversation.assignee_id == agent_id)
        return {
            **{str(status): found.get(str(status), 0) for status in Status},
            "mine": self._session.scalar(mine) or 0,
        }

    def _found(self, query: Select[Conversation], limit: int) -> Sequence[Conversation]:
        query = query.options(selectinload(Conversation.visitor), selectinload(Conversation.assignee))
        return self._session.scalars(query.limit(limit)).all()


def pages(status: Status | None, assignee_id: str | None) -> Select[Conversation]:
    """Return the question for a whole list, in its order."""
    return _members(status, assignee_id).order_by(_place, *_WITHIN_PLACE)


def _members(status: Status | None, assignee_id: str | None) -> Select[Conversation]:
    query = select(Conversation).where(_HAS_MESSAGES)
    if status is not None:
        query = query.where(Conversation.status == status)
    if assignee_id is not None:
        query = query.where(Conversation.assignee_id == assignee_id)
    return query


def rest_of_place(status: Status | None, assignee_id: str | None, after: Position) -> Select[Conversation]:
    """Return the question for those of the same place that stand behind this position."""
    # Ordered without the place, which is the same for all: SQLite would not see that, and sort them.
    query = _members(status, assignee_id).where(_place == after.place).order_by(*_WITHIN_PLACE)
    later = tuple_(Conversation.updated_at, Conversation.id) < tuple_(after.updated_at, after.id)
    if after.waiting_since is None:
        return query.where(Conversation.waiting_since.is_(None), later)
    # The first condition follows from the second; it tells the database where in the index to begin.
    return query.where(
        Conversation.waiting_since >= after.waiting_since,
        or_(Conversation.waiting_since > after.waiting_since, later),
    )
