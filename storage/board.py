"""What a wallboard and the reports count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from storage.tables import Conversation, Handoff
from support.conversation import Status


class Board:
    """Read-only questions over all conversations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self) -> Sequence[Conversation]:
        """Return the open conversations with their assignees, who waits longest first."""
        query = select(Conversation).where(Conversation.status == Status.OPEN)
        query = query.options(selectinload(Conversation.assignee), selectinload(Conversation.visitor))
        found = self._session.scalars(query.order_by(Conversation.waiting_since, Conversation.created_at)).all()
        # Databases disagree on where NULL stands: who waits for nothing comes last.
        return sorted(found, key=lambda one: one.waiting_since is None)

    def counts(self) -> dict[str, int]:
        """Count the conversations in each state but `resolved`."""
        query = select(Conversation.status, func.count()).where(Conversation.status != Status.RESOLVED)
        return {str(status): count for status, count in self._session.execute(query.group_by(Conversation.status))}

    def first_replies(self, since: datetime) -> Sequence[int]:
        """Return the first human replies since then, in seconds of opening hours, the shortest first."""
        query = select(Handoff.first_response_s).where(
            Handoff.first_response_at >= since, Handoff.first_response_s.is_not(None)
        )
        return [one for one in self._session.scalars(query.order_by(Handoff.first_response_s)) if one is not None]

    def handoffs(self, since: datetime) -> int:
        """Count the handoffs that began since then."""
        return self._session.scalar(select(func.count()).select_from(Handoff).where(Handoff.created_at >= since)) or 0

    def started(self, start: datetime, end: datetime) -> Sequence[datetime]:
        """Return when each conversation of the period began; empty ones, and those that were joined with another, never."""
        query = select(Conversation.created_at).where(Conversation.created_at >= start, Conversation.created_at < end)
        query = query.where(Conversation.last_offset > 0, Conversation.merged_into.is_(None))
        return self._session.scalars(query).all()

    def handed_over(self, start: datetime, end: datetime) -> Sequence[tuple[datetime, str]]:
        """Return when each handoff of the period began, and why."""
        query = select(Handoff.created_at, Handoff.reason).where(Handoff.created_at >= start, Handoff.created_at < end)
        return [(at, reason) for at, reason in self._session.execute(query)]

    def ended(self, start: datetime, end: datetime) -> Sequence[tuple[datetime, bool]]:
        """Return when each conversation came to its end in the period, and whether it was ever handed over."""
        with_human = select(Handoff.id).where(Handoff.conversation_id == Conversation.id).exists()
        query = select(Conversation.resolved_at, with_human).where(Conversation.status == Status.RESOLVED)
        query = query.where(Conversation.resolved_at >= start, Conversation.resolved_at < end)
        query = query.where(Conversation.last_offset > 0, Conversation.merged_into.is_(None))
        return [(at, bool(human)) for at, human in self._session.execute(query) if at is not None]

    def settled(self, start: datetime, end: datetime) -> Sequence[timedelta]:
        """Return how long each handoff took that was closed in the period: resolved, or given back to the bot."""
        query = select(Handoff.created_at, Handoff.closed_at).where(Handoff.closed_at >= start, Handoff.closed_at < end)
        return [closed - begun for begun, closed in self._session.execute(query) if closed is not None]

    def handled(self, since: datetime) -> int:
        """Count the conversations that an agent had and that were resolved since then; those joined with another count once."""
        query = select(func.count()).select_from(Conversation)
        query = query.where(Conversation.status == Status.RESOLVED, Conversation.resolved_at >= since)
        query = query.where(Conversation.assignee_id.is_not(None), Conversation.merged_into.is_(None))
        return self._session.scalar(query) or 0
