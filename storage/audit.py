"""The audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.tables import AuditEntry


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for; None is everything. `before` is an entry's id: older ones are meant."""

    actor: str | None = None
    action: str | None = None
    conversation_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


class Audit:
    """The audit log: written, never changed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        at: datetime,
        actor: str,
        action: str,
        conversation_id: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Write one line: ids only, no personal data."""
        self._session.add(AuditEntry(at=at, actor=actor, action=action, conversation_id=conversation_id, detail=detail))

    def search(self, wanted: AuditFilter, limit: int) -> Sequence[AuditEntry]:
        """Return what fits, the newest first."""
        query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
        conditions = (
            (AuditEntry.actor, wanted.actor),
            (AuditEntry.action, wanted.action),
            (AuditEntry.conversation_id, wanted.conversation_id),
        )
        for column, value in conditions:
            if value is not None:
                query = query.where(column == value)
        if wanted.since is not None:
            query = query.where(AuditEntry.at >= wanted.since)
        if wanted.until is not None:
            query = query.where(AuditEntry.at < wanted.until)
        if wanted.before is not None:
            query = query.where(AuditEntry.id < wanted.before)
        return self._session.scalars(query).all()

    def actions(self) -> Sequence[str]:
        """Return every kind of action that was written, by name."""
        return self._session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()

    def since(self, actor: str, action: str, conversation_id: str, since: datetime) -> bool:
        """Say whether this stands here already, from `since` on."""
        query = select(AuditEntry.id).where(
            AuditEntry.conversation_id == conversation_id,
            AuditEntry.actor == actor,
            AuditEntry.action == action,
            AuditEntry.at >= since,
        )
        return self._session.scalars(query.limit(1)).one_or_none() is not None

    def drop(self, before: datetime) -> int:
        """Delete what is older; return how many lines that were."""
        query = delete(AuditEntry).where(AuditEntry.at < before).returning(AuditEntry.id)
        return len(self._session.execute(query).all())
