"""The tables. Times are aware UTC; ids are opaque strings with a prefix."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, Enum, ForeignKey, Index, Integer, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from storage.columns import UtcDateTime
from support.conversation import Author, Status
from support.routing import DEFAULT_CAPACITY
from support.sla import SlaState

Json = dict[str, Any]


# The first part of the order of the desk's lists (storage/listing.py says it in Python): priority, danger, whether anybody waits.
# A text, for an index on an expression is used for the very same expression alone.
PLACE = (
    "(CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 4 WHEN 'low' THEN 12 ELSE 8 END"
    " + CASE WHEN reason IN ('safety', 'self_harm') THEN 0 ELSE 2 END"
    " + CASE WHEN waiting_since IS NULL THEN 1 ELSE 0 END)"
)
HAS_MESSAGES = "last_offset > 0"


class Relay(StrEnum):
    """What becomes of a customer's message: `WAITING` for the bot, `ANSWERED` by it, or `HUMAN`: left to the agents."""

    WAITING = "waiting"
    ANSWERED = "answered"
    HUMAN = "human"


class OutboxState(StrEnum):
    """`WAITING` to be delivered, `DELIVERED`, `PARKED` (nobody will try again by himself) or `CANCELLED`."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"
    CANCELLED = "cancelled"


class OutboxKind(StrEnum):
    """What is to be done: a `HANDOFF` told to the helpdesk, a `FOLLOW_UP` to the customer, an `ERASURE` brought to its end."""

    HANDOFF = "handoff"
    FOLLOW_UP = "follow_up"
    ERASURE = "erasure"


def _enum(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [str(m.value) for m in members])


class Base(DeclarativeBase):
    """Common ground of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        str: String(100),
        Json: JSON(none_as_null=True),
        list[Json]: JSON(),
        list[str]: JSON(),
        Status: _enum(Status),
        Author: _enum(Author),
        Relay: _enum(Relay),
        OutboxState: _enum(OutboxState),
        OutboxKind: _enum(OutboxKind),
        SlaState: _enum(SlaState),
    }


class Visitor(Base):
    """Who writes to the shop: a customer of a verified id, or a guest (`customer_id` is None).

    `opt_outs` is what they do not want (`messages`, `suggestions`), `greeted_on` the shop's day of the last opening.
    """

    __tablename__ = "visitors"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    language: Mapped[str] = mapped_column(default="en")
    opt_outs: Mapped[list[str]] = mapped_column(default=list)
    greeted_on: Mapped[date | None]
    created_at: Mapped[datetime]


class Conversation(Base):
    """One conversation and its present state. `last_offset` counts its messages.

    `preview`, `emotion` and `sla` repeat the last message, the last reading and the handoff's deadline for the desk's
    list. `leased_by` is the gateway that is relaying a message right now, so that two gateways never ask the bot at
    once. `language_fallback`: the assignee may not speak the customer's language; `told_wait_at`: when the customer
    last heard how the wait looks; `let_go_by`: the agent who gave it back last, to whom routing does not give it again.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_visitor_id_created_at", "visitor_id", "created_at"),
        Index("ix_conversations_status_updated_at", "status", "updated_at"),
        Index("ix_conversations_assignee_id_status", "assignee_id", "status"),
        Index(
            "ix_conversations_listed",
            "status",
            text(PLACE),
            "waiting_since",
            text("updated_at DESC"),
            text("id DESC"),
            sqlite_where=text(HAS_MESSAGES),
            postgresql_where=text(HAS_MESSAGES),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id"))
    status: Mapped[Status] = mapped_column(default=Status.PENDING)
    language: Mapped[str] = mapped_column(default="en")
    priority: Mapped[str] = mapped_column(default="normal")
    queue: Mapped[str] = mapped_column(default="general")
    reason: Mapped[str | None]
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    last_offset: Mapped[int] = mapped_column(default=0)
    seen_offset: Mapped[int] = mapped_column(default=0)
    preview: Mapped[Json | None]
    emotion: Mapped[Json | None]
    waiting_since: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    leased_by: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    sla: Mapped[Json | None]
    language_fallback: Mapped[bool] = mapped_column(default=False)
    told_wait_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    abandoned_at: Mapped[datetime | None]
    merged_into: Mapped[str | None]
    let_go_by: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    visitor: Mapped[Visitor] = relationship()
    assignee: Mapped[Agent | None] = relationship()


class Message(Base):
    """One message. `reply_to` names the customer's message that the bot answered with it.

    `turn` names the newest of the customer's messages that went to the bot together with this one, as one question.
    `detail` is what a notice is about, for the desk to say in its own language.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "offset"),
        UniqueConstraint("visitor_id", "client_message_id"),
        UniqueConstraint("agent_id", "client_message_id"),
        Index(
            "ix_messages_waiting",
            "conversation_id",
            sqlite_where=text("relay = 'waiting'"),
            postgresql_where=text("relay = 'waiting'"),
        ),
        Index("ix_messages_reply_to", "reply_to"),
        Index("ix_messages_created_at_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    offset: Mapped[int]
    author: Mapped[Author]
    author_name: Mapped[str | None] = mapped_column(String(300))
    visitor_id: Mapped[str | None] = mapped_column(ForeignKey("visitors.id"))
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[Json]] = mapped_column(default=list)
    event: Mapped[str | None]
    private: Mapped[bool] = mapped_column(default=False)
    client_message_id: Mapped[str | None]
    understood: Mapped[Json | None]
    response: Mapped[str | None] = mapped_column(String(200))
    reply_to: Mapped[str | None]
    relay: Mapped[Relay | None]
    turn: Mapped[str | None]
    detail: Mapped[Json | None]
    created_at: Mapped[datetime]

    attachments: Mapped[list[Attachment]] = relationship(order_by="Attachment.position", lazy="selectin")


class Attachment(Base):
    """A file that a visitor has sent, or an agent (`agent_id`) to them; until a message takes it, nobody else sees it.

    A visitor's own is in no conversation before; an agent's is, so that it goes with it.
    `media_type`, `size_bytes`, `sha256` and the size in pixels (None of a PDF) are those of what is kept, not of what was sent.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_message_id", "message_id"),
        Index("ix_attachments_conversation_id", "conversation_id"),
        Index("ix_attachments_visitor_id", "visitor_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id", ondelete="CASCADE"))
    agent_id: Mapped[str | None]
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    created_at: Mapped[datetime]


class Note(Base):
    """What the bot wrote down about a conversation (the contract's `notes`)."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_conversation_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    body: Mapped[Json]
    at: Mapped[datetime]


class Handoff(Base):
    """One passing on to a human, with its packet. At most one of a conversation is not closed.

    `warning_at`, `target_at`: when the first human reply is warned of, and due (None where it never is);
    `first_response_s` counts opening hours only. `sla_state` moves on once each time, by who announces it.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "uq_handoffs_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_handoffs_conversation_id_created_at", "conversation_id", "created_at"),
        Index("ix_handoffs_created_at", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    reason: Mapped[str]
    packet: Mapped[Json]
    warning_at: Mapped[datetime | None]
    target_at: Mapped[datetime | None]
    sla_state: Mapped[SlaState | None]
    first_response_at: Mapped[datetime | None]
    first_response_s: Mapped[int | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class OutboxEntry(Base):
    """Something to be delivered later. `last_error` names the kind of failure, never its text.

    A handoff has `handoff_id` and `helpdesk`; a follow-up has `visitor_id`, `key` (one of a visitor) and `body`; an erasure has a `body`
    of nothing but random ids.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_due_at", "state", "due_at"), UniqueConstraint("visitor_id", "key"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[OutboxKind] = mapped_column(default=OutboxKind.HANDOFF)
    handoff_id: Mapped[str | None] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"), unique=True)
    helpdesk: Mapped[str | None]
    visitor_id: Mapped[str | None] = mapped_column(ForeignKey("visitors.id", ondelete="CASCADE"))
    key: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[Json | None]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    ticket: Mapped[str | None] = mapped_column(String(300))
    last_error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]

    handoff: Mapped[Handoff | None] = relationship()


class Agent(Base):
    """A human who answers customers. `email` is kept in lower case.

    `queues`, `languages`: what they answer, empty means all; `capacity`: how many open conversations at once.
    `away_at`: since when they say that they are away; `present_until`: a gateway where their desk is open renews it;
    `assigned_at`: when routing last gave them a conversation. `deactivated_at`: since when they may not sign in;
    `one_time_until`: until when their password lets them in to choose another one; None for one of their own.
    `totp_secret` and `totp_pending` (not yet confirmed) are encrypted; `totp_step` is the last time step that was used.
    """

    __tablename__ = "agents"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(default="agent")
    queues: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=DEFAULT_CAPACITY)
    away_at: Mapped[datetime | None]
    present_until: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(String(300))
    deactivated_at: Mapped[datetime | None]
    one_time_until: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(300))
    totp_pending: Mapped[str | None] = mapped_column(String(300))
    totp_step: Mapped[int | None]
    created_at: Mapped[datetime]


class AgentSession(Base):
    """A signed-in browser; the token itself is only in the cookie. `device` names browser and system, no more."""

    __tablename__ = "agent_sessions"
    __table_args__ = (Index("ix_agent_sessions_agent_id", "agent_id"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    last_seen_at: Mapped[datetime | None]

    agent: Mapped[Agent] = relationship()


class AuditEntry(Base):
    """Who did what to which conversation, and when: ids only."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_conversation_id", "conversation_id"),
        Index("ix_audit_log_actor", "actor"),
        Index("ix_audit_log_at", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    conversation_id: Mapped[str | None]
    detail: Mapped[Json | None]
