"""What agents are told of one another, and which conversation each of them has open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from storage.collaboration_tables import AgentNotice, ConversationViewer
from storage.ids import NewId
from storage.tables import Conversation


class AgentNotices:
    """The repository of notices to agents."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def add(
        self, kind: str, agent_id: str, by_agent_id: str, conversation_id: str, message_id: str, at: datetime
    ) -> AgentNotice:
        """Tell an agent of a note."""
        notice = AgentNotice(
            id=self._new_id("n"),
            kind=kind,
            agent_id=agent_id,
            by_agent_id=by_agent_id,
            conversation_id=conversation_id,
            message_id=message_id,
            created_at=at,
        )
        self._session.add(notice)
        self._session.flush()
        return notice

    def of_agent(self, agent_id: str, limit: int) -> Sequence[AgentNotice]:
        """Return an agent's notices, those not seen first, then the newest."""
        query = (
            select(AgentNotice)
            .where(AgentNotice.agent_id == agent_id)
            .options(
                joinedload(AgentNotice.by),
                joinedload(AgentNotice.message),
                joinedload(AgentNotice.conversation).joinedload(Conversation.visitor),
            )
            .order_by(AgentNotice.seen_at.is_not(None), AgentNotice.created_at.desc(), AgentNotice.id)
            .limit(limit)
        )
        return self._session.scalars(query).all()

    def unseen(self, agent_id: str) -> int:
        """Return how many notices the agent has not seen."""
        query = select(func.count()).where(AgentNotice.agent_id == agent_id, AgentNotice.seen_at.is_(None))
        return int(self._session.scalar(query) or 0)

    def see(self, agent_id: str, ids: Sequence[str] | None, at: datetime) -> None:
        """Note that the agent has seen these of their notices, all of them if None."""
        query = update(AgentNotice).where(AgentNotice.agent_id == agent_id, AgentNotice.seen_at.is_(None))
        if ids is not None:
            query = query.where(AgentNotice.id.in_(ids))
        self._session.execute(query.values(seen_at=at))


class Viewers:
    """The repository of who has which conversation open."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, conversation_id: str, now: datetime) -> Sequence[ConversationViewer]:
        """Return who has the conversation open, by name."""
        query = (
            select(ConversationViewer)
            .where(ConversationViewer.conversation_id == conversation_id, ConversationViewer.viewing_until > now)
            .options(joinedload(ConversationViewer.agent))
        )
        return sorted(self._session.scalars(query), key=lambda one: (one.agent.name, one.agent_id))

    def note(self, conversation_id: str, agent_id: str, until: datetime) -> None:
        """Note that the agent has the conversation open, until then if nobody says so again."""
        found = self._session.get(ConversationViewer, (conversation_id, agent_id))
        if found is None:
            self._session.add(
                ConversationViewer(conversation_id=conversation_id, agent_id=agent_id, viewing_until=until)
            )
        else:
            found.viewing_until = until
        self._session.flush()

    def write(self, conversation_id: str, agent_id: str, what: str | None, until: datetime) -> None:
        """Note what the agent is writing there, until then; None: nothing any more."""
        found = self._session.get(ConversationViewer, (conversation_id, agent_id))
        if found is not None:
            found.writing, found.writing_until = what, until if what else None

    def remove(self, conversation_id: str, agent_id: str) -> None:
        """Forget a viewer."""
        mine = (ConversationViewer.conversation_id == conversation_id) & (ConversationViewer.agent_id == agent_id)
        self._session.execute(delete(ConversationViewer).where(mine))

    def known(self, conversation_ids: Iterable[str]) -> set[str]:
        """Return those of the conversations that still exist."""
        wanted = set(conversation_ids)
        return (
            set(self._session.scalars(select(Conversation.id).where(Conversation.id.in_(wanted)))) if wanted else set()
        )

    def expired(self, now: datetime) -> Sequence[str]:
        """Forget who has not been heard of again, and return the conversations that this changes."""
        query = delete(ConversationViewer).where(ConversationViewer.viewing_until <= now)
        gone = self._session.scalars(query.returning(ConversationViewer.conversation_id)).all()
        return sorted(set(gone))
