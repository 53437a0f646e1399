"""The table of what customers say at the end of a conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class Rating(Base):
    """A survey and what was answered to it: one a conversation, made when it is first shown.

    `question` is what follows the stars: `ces`, `nps`, or None. `csat_bot` and `csat_human` are 1 to 5, `effort` 1 to 7, `recommend` 0 to
    10; what was not asked or not answered is None. `agent_id` had the conversation then.
    """

    __tablename__ = "ratings"
    __table_args__ = (Index("ix_ratings_answered_at", "answered_at"), Index("ix_ratings_asked_at", "asked_at"))

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str | None]
    language: Mapped[str]
    csat_bot: Mapped[int | None] = mapped_column(Integer)
    csat_human: Mapped[int | None] = mapped_column(Integer)
    effort: Mapped[int | None] = mapped_column(Integer)
    recommend: Mapped[int | None] = mapped_column(Integer)
    comment: Mapped[str | None] = mapped_column(Text)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    with_human: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
