"""Files that customers and agents add to their messages; their bytes lie elsewhere (gateway/files.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from storage.tables import Attachment


class Attachments:
    """The repository of attachments. One that no message has taken is `loose`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, attachment_id: str, visitor_id: str, at: datetime, **facts: Any) -> Attachment:
        """Keep what is known of a file that a visitor has sent."""
        attachment = Attachment(id=attachment_id, visitor_id=visitor_id, created_at=at, **facts)
        self._session.add(attachment)
        self._session.flush()
        return attachment

    def get(self, attachment_id: str) -> Attachment | None:
        """Return the attachment, None if there is none."""
        return self._session.get(Attachment, attachment_id)

    def loose(self, visitor_id: str, attachment_ids: Sequence[str]) -> list[Attachment]:
        """Return those of the visitor's loose attachments that have these ids, in that order."""
        return self._found(attachment_ids, Attachment.visitor_id == visitor_id, Attachment.agent_id.is_(None))

    def loose_of_agent(self, agent_id: str, conversation_id: str, attachment_ids: Sequence[str]) -> list[Attachment]:
        """Return those of the agent's loose attachments for this conversation that have these ids, in that order."""
        theirs = (Attachment.agent_id == agent_id, Attachment.conversation_id == conversation_id)
        return self._found(attachment_ids, *theirs)

    def count_loose_of_agent(self, agent_id: str) -> int:
        """Return how many loose attachments the agent has."""
        query = select(func.count()).where(Attachment.agent_id == agent_id, Attachment.message_id.is_(None))
        return int(self._session.scalar(query) or 0)

    def _found(self, attachment_ids: Sequence[str], *whose: ColumnElement[bool]) -> list[Attachment]:
        query = select(Attachment).where(Attachment.id.in_(attachment_ids), Attachment.message_id.is_(None), *whose)
        found = {attachment.id: attachment for attachment in self._session.scalars(query.with_for_update())}
        return [found[each] for each in attachment_ids if each in found]

    def all_loose(self, visitor_id: str) -> Sequence[Attachment]:
        """Return the visitor's loose attachments, oldest first."""
        query = select(Attachment).where(Attachment.visitor_id == visitor_id, Attachment.message_id.is_(None))
        query = query.where(Attachment.agent_id.is_(None))
        return self._session.scalars(query.order_by(Attachment.created_at, Attachment.id)).all()

    def give(self, visitor_id: str, to: str, conversation_id: str) -> None:
        """Let a visitor's attachments in this conversation, and their loose ones, be another visitor's."""
        own = and_(Attachment.message_id.is_(None), Attachment.agent_id.is_(None))
        its = or_(Attachment.conversation_id == conversation_id, own)
        query = select(Attachment).where(Attachment.visitor_id == visitor_id, its).with_for_update()
        for attachment in self._session.scalars(query):
            attachment.visitor_id = to
        self._session.flush()

    def count_loose(self, visitor_id: str) -> int:
        """Return how many loose attachments the visitor has."""
        query = select(func.count()).where(Attachment.visitor_id == visitor_id, Attachment.message_id.is_(None))
        query = query.where(Attachment.agent_id.is_(None))
        return int(self._session.scalar(query) or 0)

    def drop_loose(self, before: datetime) -> None:
        """Forget what has been loose since before that moment."""
        query = select(Attachment).where(Attachment.message_id.is_(None), Attachment.created_at < before)
        for attachment in self._session.scalars(query):
            self._session.delete(attachment)
        self._session.flush()

    def known(self, attachment_ids: Sequence[str]) -> set[str]:
        """Return those of the ids that are still known; give some hundred at most."""
        return set(self._session.scalars(select(Attachment.id).where(Attachment.id.in_(attachment_ids))))
