"""What has been kept long enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from storage.tables import Attachment, Conversation, Message, OutboxEntry, Visitor
from support.conversation import Status


def due(session: Session, resolved_before: datetime, now: datetime, limit: int) -> Sequence[str]:
    """Return the ids of conversations that were resolved before then and held for us until the transaction ends, oldest first.

    One that was joined with another goes with that one, not before it. What a gateway is relaying right now is left alone.
    """
    query = (
        select(Conversation.id)
        .where(Conversation.status == Status.RESOLVED, Conversation.resolved_at <= resolved_before)
        .where(Conversation.merged_into.is_(None))
        .where(or_(Conversation.leased_until.is_(None), Conversation.leased_until <= now))
        .order_by(Conversation.resolved_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return self_and_merged(session, session.scalars(query).all())


def count_due(session: Session, resolved_before: datetime) -> int:
    """Count the conversations that were resolved before then."""
    query = select(func.count()).select_from(Conversation)
    query = query.where(Conversation.status == Status.RESOLVED, Conversation.resolved_at <= resolved_before)
    return session.scalar(query) or 0


def self_and_merged(session: Session, conversation_ids: Collection[str]) -> list[str]:
    """Return these and all that were joined with them, directly or not."""
    found, fresh = list(conversation_ids), list(conversation_ids)
    while fresh:
        query = select(Conversation.id).where(Conversation.merged_into.in_(fresh), Conversation.id.not_in(found))
        fresh = list(session.scalars(query))
        found += fresh
    return found


def drop_idle_guests(session: Session, before: datetime) -> int:
    """Delete guests, made before then, of whom nothing is left but their row; return how many."""
    query = (
        delete(Visitor)
        .where(Visitor.customer_id.is_(None), Visitor.created_at < before)
        .where(~exists().where(Conversation.visitor_id == Visitor.id))
        .where(~exists().where(Message.visitor_id == Visitor.id))
        .where(~exists().where(Attachment.visitor_id == Visitor.id))
        .where(~exists().where(OutboxEntry.visitor_id == Visitor.id))
        .execution_options(synchronize_session=False)
        .returning(Visitor.id)
    )
    return len(session.execute(query).all())
