"""The tables of agents who work together: what they are told, and who looks at what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables import Agent, Base, Conversation, Message


class AgentNotice(Base):
    """Something that an agent is to know: a colleague named them in a note (`mention`), or gave them a conversation (`transfer`).

    `message_id` is the private note that says what for.
    """

    __tablename__ = "agent_notices"
    __table_args__ = (
        Index("ix_agent_notices_agent_id_created_at", "agent_id", "created_at"),
        Index("ix_agent_notices_conversation_id", "conversation_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    by_agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]

    by: Mapped[Agent] = relationship(foreign_keys=[by_agent_id])
    conversation: Mapped[Conversation] = relationship()
    message: Mapped[Message] = relationship()


class ConversationViewer(Base):
    """An agent who has a conversation open, until `viewing_until` if nobody says so again.

    `writing`: what they are writing, `reply` or `note`, until `writing_until`.
    """

    __tablename__ = "conversation_viewers"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True)
    viewing_until: Mapped[datetime]
    writing: Mapped[str | None]
    writing_until: Mapped[datetime | None]

    agent: Mapped[Agent] = relationship()
