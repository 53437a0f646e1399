"""Rows in the shapes of the contract (docs/architecture.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gateway.clock import iso
from storage.collaboration_tables import AgentNotice, ConversationViewer
from storage.listing import place_of
from storage.tables import Agent, Attachment, Conversation, Message
from support.attachments import kind
from support.conversation import Status
from support.routing import presence

Json = dict[str, Any]

NOTICE_CHARS = 240


def message_view(message: Message) -> Json:
    """Return a Message as the desk sees it; `customer_view` makes the customer's of it."""
    return {
        "id": message.id,
        "offset": message.offset,
        "conversation_id": message.conversation_id,
        "author": str(message.author),
        "author_name": message.author_name,
        "text": message.text,
        "buttons": message.buttons,
        "attachments": [attachment_view(attachment) for attachment in message.attachments],
        "created_at": iso(message.created_at),
        "client_message_id": message.client_message_id,
        "event": message.event,
        "private": message.private,
        "understood": message.understood,
        "detail": message.detail,
    }


def attachment_view(attachment: Attachment) -> Json:
    """Return an Attachment as everybody sees it who may: what it is, never where it lies."""
    return {
        "id": attachment.id,
        "kind": kind(attachment.media_type),
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size_bytes": attachment.size_bytes,
        "width_px": attachment.width_px,
        "height_px": attachment.height_px,
    }


def customer_view(message: Mapping[str, Any]) -> Json:
    """Return what the customer may see of a Message that is not private."""
    return {key: value for key, value in message.items() if key not in ("private", "understood", "detail")}


def notice_view(notice: AgentNotice) -> Json:
    """Return a notice as its agent sees it; needs its unit of work to be open."""
    return {
        "id": notice.id,
        "kind": notice.kind,
        "conversation_id": notice.conversation_id,
        "customer": notice.conversation.visitor.name or None,
        "by": name_view(notice.by),
        "text": notice.message.text[:NOTICE_CHARS],
        "message_id": notice.message_id,
        "created_at": iso(notice.created_at),
        "seen": notice.seen_at is not None,
    }


def viewer_view(viewer: ConversationViewer, now: datetime) -> Json:
    """Return an agent who has a conversation open, and what they are writing just now."""
    writes = viewer.writing_until is not None and viewer.writing_until > now
    return {**name_view(viewer.agent), "writing": viewer.writing if writes else None}


def summary_view(conversation: Conversation) -> Json:
    """Return a Summary; needs the conversation's unit of work to be open."""
    visitor, assignee = conversation.visitor, conversation.assignee
    verified = visitor.customer_id is not None
    return {
        "id": conversation.id,
        "status": str(conversation.status),
        "priority": conversation.priority,
        "queue": conversation.queue,
        "reason": conversation.reason,
        "language": conversation.language,
        "customer": {"id": visitor.customer_id, "name": visitor.name or None, "verified": verified},
        "assignee": {"id": assignee.id, "name": assignee.name} if assignee else None,
        "last_message": conversation.preview,
        "emotion": conversation.emotion,
        "waiting_since": iso(conversation.waiting_since),
        "sla": conversation.sla,
        "language_fallback": conversation.language_fallback,
        "snoozed_until": iso(conversation.snoozed_until),
        "abandoned_at": iso(conversation.abandoned_at),
        "merged_into": conversation.merged_into,
        "created_at": iso(conversation.created_at),
        "updated_at": iso(conversation.updated_at),
        "message_count": conversation.last_offset,
        "place": place_of(conversation),
    }


def told_status(status: Status) -> str:
    """Return the state as the customer is told it: what is set aside is still with the people."""
    return str(Status.OPEN if status is Status.SNOOZED else status)


def status_view(conversation: Conversation) -> Json:
    """Return what the customer is told of the state: an agent's name, never their id."""
    agent = conversation.assignee
    return {"status": told_status(conversation.status), "agent": {"name": agent.name} if agent else None}


def name_view(agent: Agent) -> Json:
    """Return an agent by id and name."""
    return {"id": agent.id, "name": agent.name}


def agent_view(agent: Agent, now: datetime) -> Json:
    """Return an agent as they see themselves."""
    must_change = agent.one_time_until is not None
    own = {"email": agent.email, "second_factor": agent.totp_secret is not None, "must_change_password": must_change}
    return {**colleague_view(agent, now), **own}


def account_view(agent: Agent, now: datetime) -> Json:
    """Return an agent as admins see them; `one_time_until`: they have not chosen a password of their own yet."""
    second_factor = agent.totp_secret is not None
    account = {"email": agent.email, "second_factor": second_factor, "one_time_until": iso(agent.one_time_until)}
    return {**colleague_view(agent, now), **account}


def colleague_view(agent: Agent, now: datetime) -> Json:
    """Return an agent as those see them who lead; empty queues or languages mean all."""
    return {
        "id": agent.id,
        "name": agent.name,
        "role": agent.role,
        "queues": agent.queues,
        "languages": agent.languages,
        "capacity": agent.capacity,
        "presence": str(presence(agent.away_at, agent.present_until, now)),
        "active": agent.deactivated_at is None,
    }
