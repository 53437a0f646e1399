"""The outbox: handoffs on their way to the helpdesk, follow-ups that come due one day, erasures that are not whole yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from storage.tables import OutboxEntry, OutboxKind, OutboxState

_TO_COME = (OutboxState.WAITING, OutboxState.CANCELLED)


class Outbox:
    """The repository of deliveries."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, kind: OutboxKind, now: datetime, lease: timedelta, limit: int = 10) -> Sequence[OutboxEntry]:
        """Return what is due and put it off by `lease`, so that nobody else takes it meanwhile."""
        query = (
            select(OutboxEntry)
            .where(OutboxEntry.kind == kind, OutboxEntry.state == OutboxState.WAITING, OutboxEntry.due_at <= now)
            .options(joinedload(OutboxEntry.handoff))
            .order_by(OutboxEntry.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=OutboxEntry)
        )
        entries = self._session.scalars(query).all()
        for entry in entries:
            entry.attempts += 1
            entry.due_at = now + lease
        return entries

    def waiting(self, entry_id: int) -> OutboxEntry | None:
        """Return the entry, held until the transaction ends, if it still waits to be delivered."""
        query = select(OutboxEntry).where(OutboxEntry.id == entry_id, OutboxEntry.state == OutboxState.WAITING)
        return self._session.scalars(query.with_for_update()).one_or_none()

    def hasten(self, handoff_id: str, now: datetime) -> None:
        """Let a handoff that has not been tried yet go now."""
        mine = (OutboxEntry.handoff_id == handoff_id, OutboxEntry.state == OutboxState.WAITING)
        untried = (OutboxEntry.attempts == 0, OutboxEntry.due_at > now)
        self._session.execute(update(OutboxEntry).where(*mine, *untried).values(due_at=now))

    def follow_up(self, visitor_id: str, key: str, due_at: datetime, body: dict[str, Any], *, wanted: bool) -> None:
        """Store a follow-up, one a key; `body` has its `due_on`. `wanted` is False for one that begins as cancelled.

        One that has not happened yet is moved; one that has happens again only on a later day.
        """
        query = select(OutboxEntry).where(OutboxEntry.visitor_id == visitor_id, OutboxEntry.key == key)
        entry = self._session.scalars(query.with_for_update()).one_or_none()
        if entry is None:
            entry = OutboxEntry(kind=OutboxKind.FOLLOW_UP, visitor_id=visitor_id, key=key)
            self._session.add(entry)
        elif entry.state not in _TO_COME and body["due_on"] <= (entry.body or {})["due_on"]:
            return
        entry.state = OutboxState.WAITING if wanted else OutboxState.CANCELLED
        entry.due_at, entry.body, entry.attempts = due_at, body, 0
        self._session.flush()

    def of_visitor(self, visitor_id: str) -> Sequence[OutboxEntry]:
        """Return the visitor's follow-ups, the next one first."""
        query = select(OutboxEntry).where(OutboxEntry.visitor_id == visitor_id)
        return self._session.scalars(query.order_by(OutboxEntry.due_at, OutboxEntry.id)).all()

    def erasure(self, body: dict[str, Any], due_at: datetime) -> None:
        """Store what is left to be erased outside the database: ids only."""
        self._session.add(OutboxEntry(kind=OutboxKind.ERASURE, body=body, due_at=due_at))
        self._session.flush()

    def cancel_follow_ups(self, visitor_id: str) -> None:
        """Cancel the visitor's follow-ups that have not happened yet."""
        self._move(visitor_id, OutboxState.WAITING, OutboxState.CANCELLED)

    def restore_follow_ups(self, visitor_id: str, now: datetime) -> None:
        """Let the visitor's cancelled follow-ups wait again, except those whose day is over."""
        self._move(visitor_id, OutboxState.CANCELLED, OutboxState.WAITING, OutboxEntry.due_at > now)

    def _move(self, visitor_id: str, before: OutboxState, after: OutboxState, *conditions: Any) -> None:
        mine = (OutboxEntry.kind == OutboxKind.FOLLOW_UP, OutboxEntry.visitor_id == visitor_id)
        self._session.execute(
            update(OutboxEntry).where(*mine, OutboxEntry.state == before, *conditions).values(state=after)
        )
