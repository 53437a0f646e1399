"""Agents, their sessions, and the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from storage.ids import NewId
from storage.tables import Agent, AgentSession, AuditEntry, Conversation
from support.conversation import Status


class Agents:
    """The repository of agents and their sessions."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def get(self, agent_id: str) -> Agent | None:
        """Return the agent."""
        return self._session.get(Agent, agent_id)

    def by_email(self, email: str) -> Agent | None:
        """Return the agent of that address, in whatever case it is written."""
        return self._session.scalars(select(Agent).where(Agent.email == email.strip().lower())).one_or_none()

    def create(self, email: str, name: str, role: str, password_hash: str, at: datetime) -> Agent:
        """Add an agent. Raises IntegrityError if the address is taken."""
        agent = Agent(
            id=self._new_id("a"),
            email=email.strip().lower(),
            name=name,
            role=role,
            password_hash=password_hash,
            created_at=at,
        )
        self._session.add(agent)
        self._session.flush()
        return agent

    def all(self) -> Sequence[Agent]:
        """Return every agent, by name."""
        return self._session.scalars(select(Agent).order_by(Agent.name, Agent.id)).all()

    def locked(self) -> Sequence[Agent]:
        """Return every agent and hold others off them until the transaction ends: so nobody is given too much at once."""
        query = select(Agent).order_by(Agent.id).with_for_update(key_share=True)
        return self._session.scalars(query.execution_options(populate_existing=True)).all()

    def loads(self) -> dict[str, int]:
        """Return how many open conversations each agent has, by id; who has none is left out."""
        query = (
            select(Conversation.assignee_id, func.count())
            .where(Conversation.status == Status.OPEN, Conversation.assignee_id.is_not(None))
            .group_by(Conversation.assignee_id)
        )
        return {agent_id: count for agent_id, count in self._session.execute(query) if agent_id is not None}

    def present(self, agent_ids: Iterable[str], until: datetime) -> None:
        """Note that these agents' desks are open, until then if nobody says so again."""
        for agent in self._of(agent_ids):
            agent.present_until = until

    def gone(self, agent_ids: Iterable[str], at: datetime) -> None:
        """Note that these agents' desks have been closed."""
        for agent in self._of(agent_ids):
            agent.present_until = min(agent.present_until or at, at)

    def _of(self, agent_ids: Iterable[str]) -> Sequence[Agent]:
        query = select(Agent).where(Agent.id.in_(list(agent_ids))).order_by(Agent.id).with_for_update(key_share=True)
        return self._session.scalars(query.execution_options(populate_existing=True)).all()

    def open_session(self, agent_id: str, token_hash: str, at: datetime, expires_at: datetime) -> None:
        """Keep a sign-in, and drop what has expired."""
        self._session.execute(delete(AgentSession).where(AgentSession.expires_at <= at))
        self._session.add(AgentSession(token_hash=token_hash, agent_id=agent_id, created_at=at, expires_at=expires_at))
        self._session.flush()

    def of_session(self, token_hash: str, now: datetime) -> Agent | None:
        """Return who is signed in by this token; None if it is unknown, revoked or expired."""
        query = (
            select(AgentSession)
            .where(AgentSession.token_hash == token_hash)
            .where(AgentSession.revoked_at.is_(None), AgentSession.expires_at > now)
            .options(joinedload(AgentSession.agent))
        )
        found = self._session.scalars(query).one_or_none()
        return found.agent if found else None

    def revoke(self, token_hash: str, at: datetime) -> None:
        """End a session."""
        found = self._session.get(AgentSession, token_hash)
        if found is not None and found.revoked_at is None:
            found.revoked_at = at


class Audit:
    """The audit log: written, never changed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        at: datetime,
        actor: str,
        action: str,
        conversation_id: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Write one line: ids only, no personal data."""
        self._session.add(AuditEntry(at=at, actor=actor, action=action, conversation_id=conversation_id, detail=detail))
