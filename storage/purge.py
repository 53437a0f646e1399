"""Conversations deleted for good, with everything that hangs on them. What lies outside the database is named in what is returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import column, delete, inspect, select, table
from sqlalchemy.orm import Session

from storage.database import Unit
from storage.tables import Attachment, Conversation, Message, OutboxEntry, Visitor

# The bot's own table (bot/tracker_store.py): it makes it itself, at its first start.
_BOT_EVENTS = table("bot_events", column("sender_id"))


@dataclass(frozen=True)
class Purged:
    """What is gone: ids only. `busy_until`: until then a gateway may still be asking the bot about one of them."""

    conversation_ids: tuple[str, ...] = ()
    attachment_ids: tuple[str, ...] = ()
    busy_until: datetime | None = None


def purge(unit: Unit, conversation_ids: Sequence[str]) -> Purged:
    """Delete these conversations: messages, notes, handoffs with their deliveries, suggestions, ratings, attachments, the bot's memory.

    Files and what a running bot holds in memory are the caller's to remove, after the commit (`Purged`, gateway/erasing.py).
    """
    session = unit.session
    # In one order, and first: whoever is at work on one of them finishes, and finds it gone afterwards.
    found = [
        conversation
        for conversation_id in sorted(set(conversation_ids))
        if (conversation := session.get(Conversation, conversation_id, with_for_update=True)) is not None
    ]
    ids = [conversation.id for conversation in found]
    leases = [conversation.leased_until for conversation in found if conversation.leased_until is not None]
    files = session.scalars(select(Attachment.id).where(Attachment.conversation_id.in_(ids))).all()
    writers = session.scalars(
        select(Message.visitor_id).where(Message.conversation_id.in_(ids), Message.visitor_id.is_not(None)).distinct()
    ).all()
    forget_bot_events(session, ids)
    session.execute(delete(Conversation).where(Conversation.id.in_(ids)))
    session.expire_all()
    for visitor_id in writers:
        _drop_if_empty(session, visitor_id)
    return Purged(tuple(ids), tuple(files), max(leases, default=None))


def purge_visitor(unit: Unit, visitor_id: str) -> Purged:
    """Delete a visitor with all their conversations, files and follow-ups. Raises NotFound.

    Words that a guest wrote into what has become a customer's conversation stay, and with them the guest's random id.
    """
    session = unit.session
    unit.visitors.locked(visitor_id)
    ids = session.scalars(select(Conversation.id).where(Conversation.visitor_id == visitor_id)).all()
    loose = session.scalars(select(Attachment.id).where(Attachment.visitor_id == visitor_id)).all()
    purged = purge(unit, ids)
    session.execute(delete(Attachment).where(Attachment.visitor_id == visitor_id))
    session.execute(delete(OutboxEntry).where(OutboxEntry.visitor_id == visitor_id))
    session.expire_all()
    visitor = session.get(Visitor, visitor_id)
    if visitor is not None and not _is_named(session, visitor_id):
        session.delete(visitor)
        session.flush()
    files = tuple(dict.fromkeys((*purged.attachment_ids, *loose)))
    return Purged(purged.conversation_ids, files, purged.busy_until)


def forget_bot_events(session: Session, conversation_ids: Sequence[str]) -> None:
    """Delete what the bot stored of these conversations; a bot that has never run has no table."""
    if conversation_ids and inspect(session.connection()).has_table(_BOT_EVENTS.name):
        session.execute(delete(_BOT_EVENTS).where(_BOT_EVENTS.c.sender_id.in_(conversation_ids)))


def _drop_if_empty(session: Session, visitor_id: str | None) -> None:
    """Delete a guest of whom nothing is left: they had written what went with a conversation that became somebody else's."""
    visitor = session.get(Visitor, visitor_id) if visitor_id else None
    if visitor is None or visitor.customer_id is not None or _is_named(session, visitor.id):
        return
    session.delete(visitor)
    session.flush()


def _is_named(session: Session, visitor_id: str) -> bool:
    """Say whether anything still belongs to the visitor."""
    return any(
        session.scalar(select(kind).where(owner == visitor_id).limit(1)) is not None
        for kind, owner in (
            (Conversation.id, Conversation.visitor_id),
            (Message.id, Message.visitor_id),
            (Attachment.id, Attachment.visitor_id),
        )
    )
