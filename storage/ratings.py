"""What customers say at the end of a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.rating_tables import Rating


class Ratings:
    """The repository of ratings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, conversation_id: str, *, lock: bool = False) -> Rating | None:
        """Return the conversation's rating, None before the survey was shown."""
        query = select(Rating).where(Rating.conversation_id == conversation_id)
        if lock:
            query = query.with_for_update()
        return self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()

    def ask(self, conversation_id: str, question: str | None, language: str, at: datetime) -> Rating:
        """Note that the survey is shown. The conversation's row must be locked: it is asked once."""
        rating = Rating(conversation_id=conversation_id, question=question, language=language, asked_at=at)
        self._session.add(rating)
        self._session.flush()
        return rating

    def of_conversations(self, conversation_ids: Sequence[str]) -> Sequence[Rating]:
        """Return the ratings of these conversations."""
        return self._session.scalars(select(Rating).where(Rating.conversation_id.in_(conversation_ids))).all()

    def between(self, start: datetime, end: datetime) -> Sequence[Rating]:
        """Return the surveys that were shown, or answered, from `start` on and before `end`, in the order of asking."""
        asked = (Rating.asked_at >= start) & (Rating.asked_at < end)
        answered = (Rating.answered_at >= start) & (Rating.answered_at < end)
        return self._session.scalars(select(Rating).where(or_(asked, answered)).order_by(Rating.asked_at)).all()
