"""Handoffs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.ids import NewId
from storage.tables import Handoff, OutboxEntry
from support.escalation import Reason
from support.sla import SlaState


class Handoffs:
    """The repository of handoffs."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def open(
        self,
        conversation_id: str,
        reason: str,
        packet: dict[str, Any],
        helpdesk: str,
        at: datetime,
        due_at: datetime | None = None,
    ) -> Handoff:
        """Store a handoff and its outbox entry, due at once or at `due_at`. Raises IntegrityError if the conversation has an open one."""
        handoff = Handoff(
            id=self._new_id("h"), conversation_id=conversation_id, reason=reason, packet=packet, created_at=at
        )
        self._session.add(handoff)
        self._session.flush()
        self._session.add(OutboxEntry(handoff_id=handoff.id, helpdesk=helpdesk, due_at=due_at or at))
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

    def reopen(self, conversation_id: str) -> None:
        """Go on with the newest handoff, which was closed."""
        handoff = self.latest(conversation_id)
        if handoff is not None:
            handoff.closed_at = None
            self._session.flush()

    def due(self, now: datetime) -> Sequence[str]:
        """Return the ids of conversations whose first reply is now late, or nearly, and nobody has said so."""
        nearly = (Handoff.sla_state == SlaState.OK) & (Handoff.warning_at <= now)
        late = Handoff.sla_state.in_((SlaState.OK, SlaState.WARNING)) & (Handoff.target_at <= now)
        query = select(Handoff.conversation_id).where(Handoff.closed_at.is_(None)).where(nearly | late)
        return self._session.scalars(query).all()

    def waits(self, since: datetime, limit: int) -> Sequence[int]:
        """Return the latest real first responses since then, in seconds of opening hours, the newest first.

        Of customers who waited only, not of conversations that an agent took over unasked.
        """
        query = (
            select(Handoff.first_response_s)
            .where(Handoff.first_response_at >= since, Handoff.first_response_s.is_not(None))
            .where(Handoff.reason != Reason.AGENT_TOOK_OVER)
            .order_by(Handoff.first_response_at.desc())
            .limit(limit)
        )
        return [seconds for seconds in self._session.scalars(query) if seconds is not None]

    def between(self, start: datetime, end: datetime) -> Sequence[Handoff]:
        """Return the handoffs that began from `start` on and before `end`."""
        query = select(Handoff).where(Handoff.created_at >= start, Handoff.created_at < end)
        return self._session.scalars(query.order_by(Handoff.created_at)).all()

    def close(self, conversation_id: str, at: datetime) -> None:
        """Close the open handoff, if there is one."""
        handoff = self.current(conversation_id)
        if handoff is not None:
            handoff.closed_at = at
            self._session.flush()
