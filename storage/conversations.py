"""Conversations: finding, listing, and the lease by which one gateway at a time relays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session, selectinload

from storage.ids import NewId
from storage.tables import Conversation, Message, Relay, Visitor
from support.conversation import Status
from support.errors import NotFound
from support.escalation import DANGER

_RANK = case({"urgent": 0, "high": 1, "normal": 2, "low": 3}, value=Conversation.priority, else_=2)

# Of equal priority who may be in danger stands first.
_DANGER = case((Conversation.reason.in_([str(reason) for reason in DANGER]), 0), else_=1)


class Conversations:
    """The repository of conversations."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def reserve(self) -> str:
        """Return the id of a conversation that may be created later."""
        return self._new_id("cv")

    def create(self, visitor: Visitor, at: datetime, conversation_id: str | None = None) -> Conversation:
        """Start a conversation, under an id that was reserved for it if need be: the bot leads."""
        conversation = Conversation(
            id=conversation_id or self.reserve(),
            visitor=visitor,
            visitor_id=visitor.id,
            language=visitor.language,
            created_at=at,
            updated_at=at,
        )
        self._session.add(conversation)
        self._session.flush()
        return conversation

    def get(self, conversation_id: str) -> Conversation:
        """Return the conversation. Raises NotFound."""
        return _found(self._session.get(Conversation, conversation_id))

    def locked(self, conversation_id: str) -> Conversation:
        """Return the conversation and hold others off it until the transaction ends. Raises NotFound."""
        query = select(Conversation).where(Conversation.id == conversation_id).with_for_update(key_share=True)
        return _found(self._session.scalars(query.execution_options(populate_existing=True)).one_or_none())

    def of_visitor(
        self, visitor_id: str, conversation_id: str | None = None, *, lock: bool = False
    ) -> Conversation | None:
        """Return the visitor's conversation of that id, or their latest one that was not joined to another; None before the first.

        `lock` holds others off it until the transaction ends. Raises NotFound for an id that is unknown or somebody
        else's.
        """
        query = select(Conversation).where(Conversation.visitor_id == visitor_id)
        if lock:
            query = query.with_for_update(key_share=True)
        if conversation_id is not None:
            return _found(self._session.scalars(query.where(Conversation.id == conversation_id)).one_or_none())
        query = query.where(Conversation.merged_into.is_(None))
        return self._session.scalars(
            query.order_by(Conversation.created_at.desc(), Conversation.id).limit(1)
        ).one_or_none()

    def all_of_visitor(self, visitor_id: str) -> Sequence[Conversation]:
        """Return all conversations of the visitor, oldest first."""
        query = select(Conversation).where(Conversation.visitor_id == visitor_id)
        return self._session.scalars(query.order_by(Conversation.created_at, Conversation.id)).all()

    def earlier(self, conversation: Conversation, limit: int) -> Sequence[Conversation]:
        """Return the same visitor's conversations that began before this one, newest first; empty ones never."""
        query = (
            select(Conversation)
            .where(Conversation.visitor_id == conversation.visitor_id, Conversation.id != conversation.id)
            .where(Conversation.created_at <= conversation.created_at, Conversation.last_offset > 0)
            .order_by(Conversation.created_at.desc(), Conversation.id)
            .limit(limit)
        )
        return self._session.scalars(query).all()

    def unanswered(self, now: datetime) -> Sequence[str]:
        """Return the ids of conversations with a message that waits for the bot and that nobody is relaying."""
        query = (
            select(Conversation.id)
            .join(Message, Message.conversation_id == Conversation.id)
            .where(Message.relay == Relay.WAITING, Conversation.status == Status.PENDING)
            .where(or_(Conversation.leased_until.is_(None), Conversation.leased_until <= now))
            .distinct()
        )
        return self._session.scalars(query).all()

    def unassigned(self) -> Sequence[Conversation]:
        """Return the open conversations that nobody has, the first who wait first."""
        query = select(Conversation).where(Conversation.status == Status.OPEN, Conversation.assignee_id.is_(None))
        return self._session.scalars(query.order_by(_RANK, _DANGER, Conversation.waiting_since)).all()

    def unanswered_of_agents(self) -> Sequence[Conversation]:
        """Return the open conversations whose customer waits for their assignee."""
        query = select(Conversation).where(Conversation.status == Status.OPEN, Conversation.waiting_since.is_not(None))
        query = query.where(Conversation.assignee_id.is_not(None)).options(selectinload(Conversation.assignee))
        return self._session.scalars(query.order_by(_RANK, _DANGER, Conversation.waiting_since)).all()

    def to_wake(self, now: datetime) -> Sequence[str]:
        """Return the ids of those that were set aside until now."""
        query = select(Conversation.id).where(Conversation.status == Status.SNOOZED)
        return self._session.scalars(query.where(Conversation.snoozed_until <= now)).all()

    def silent(self, before: datetime) -> Sequence[str]:
        """Return the ids of open conversations that wait for their customer, in which nothing was said since `before`."""
        query = select(Conversation.id).where(Conversation.status == Status.OPEN, Conversation.waiting_since.is_(None))
        query = query.where(Conversation.abandoned_at.is_(None), Conversation.updated_at <= before)
        return self._session.scalars(query).all()

    def abandoned(self, before: datetime) -> Sequence[str]:
        """Return the ids of open conversations that their customer abandoned before then."""
        query = select(Conversation.id).where(Conversation.status == Status.OPEN, Conversation.abandoned_at <= before)
        return self._session.scalars(query).all()

    def merged(self, conversation_id: str) -> Sequence[Conversation]:
        """Return the conversations that go on in this one, oldest first."""
        query = select(Conversation).where(Conversation.merged_into == conversation_id)
        return self._session.scalars(query.order_by(Conversation.created_at, Conversation.id)).all()

    def release(self, owner: str | None = None) -> None:
        """End the leases of `owner`; those of everybody if None, which only the one gateway there is may ask for."""
        query = select(Conversation).where(Conversation.leased_by.is_not(None)).with_for_update(key_share=True)
        if owner is not None:
            query = query.where(Conversation.leased_by == owner)
        for conversation in self._session.scalars(query):
            conversation.leased_by = conversation.leased_until = None


def _found(conversation: Conversation | None) -> Conversation:
    if conversation is None:
        raise NotFound("there is no such conversation")
    return conversation
