"""The tables of suggestions and of agents' own canned responses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class Suggestion(Base):
    """A reply that was offered to agents for a customer's message.

    `source` names where it comes from for good ("canned:late_trace"), `rank` counts from 0 within its message; `outcome` is what an agent
    did with it: accepted, edited, rejected, or nothing yet.
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        UniqueConstraint("message_id", "source"),
        Index("ix_suggestions_conversation_id", "conversation_id"),
        Index("ix_suggestions_source_outcome", "source", "outcome"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    rank: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str | None] = mapped_column(String(500))
    source_message: Mapped[str | None]
    text: Mapped[str] = mapped_column(Text)
    score: Mapped[float] = mapped_column(Float)
    outcome: Mapped[str | None]
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class CannedResponse(Base):
    """A canned response that somebody wrote in the desk; the shipped ones are files (data/canned).

    `personal`: for its author alone; the others are the shop's, for everybody.
    """

    __tablename__ = "canned_responses"
    __table_args__ = (UniqueConstraint("language", "title"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    intents: Mapped[list[str]]
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id"))
    personal: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
