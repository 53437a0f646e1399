"""Handoffs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.ids import NewId
from storage.tables import Handoff, OutboxEntry


class Handoffs:
    """The repository of handoffs."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def open(self, conversation_id: str, reason: str, packet: dict[str, Any], helpdesk: str, at: datetime) -> Handoff:
        """Store a handoff and its outbox entry. Raises IntegrityError if the conversation has an open one."""
        handoff = Handoff(
            id=self._new_id("h"), conversation_id=conversation_id, reason=reason, packet=packet, created_at=at
        )
        self._session.add(handoff)
        self._session.flush()
        self._session.add(OutboxEntry(handoff_id=handoff.id, helpdesk=helpdesk, due_at=at))
        self._session.flush()
        return handoff

    def current(self, conversation_id: str) -> Handoff | None:
        """Return the conversation's open handoff."""
        query = select(Handoff).where(Handoff.conversation_id == conversation_id, Handoff.closed_at.is_(None))
        return self._session.scalars(query).one_or_none()

    def latest(self, conversation_id: str) -> Handoff | None:
        """Return the conversation's newest handoff, open or closed."""
        query = select(Handoff).where(Handoff.conversation_id == conversation_id)
        return self._session.scalars(query.order_by(Handoff.created_at.desc()).limit(1)).one_or_none()

    def of_conversations(self, conversation_ids: Sequence[str], limit: int) -> Sequence[Handoff]:
        """Return the handoffs of these conversations, newest first."""
        query = select(Handoff).where(Handoff.conversation_id.in_(conversation_ids))
        return self._session.scalars(query.order_by(Handoff.created_at.desc(), Handoff.id).limit(limit)).all()

    def close(self, conversation_id: str, at: datetime) -> None:
        """Close the open handoff, if there is one."""
        handoff = self.current(conversation_id)
        if handoff is not None:
            handoff.closed_at = at
            self._session.flush()
