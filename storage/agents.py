"""Agents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.ids import NewId
from storage.tables import Agent, Conversation
from support.conversation import Status
from support.routing import Role


class Agents:
    """The repository of agents."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def get(self, agent_id: str) -> Agent | None:
        """Return the agent."""
        return self._session.get(Agent, agent_id)

    def locked_one(self, agent_id: str) -> Agent | None:
        """Return the agent and hold others off them until the transaction ends."""
        query = select(Agent).where(Agent.id == agent_id).with_for_update(key_share=True)
        return self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()

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

    def active_admins(self) -> int:
        """Count the admins who may sign in."""
        query = select(func.count()).select_from(Agent)
        return self._session.scalar(query.where(Agent.role == Role.ADMIN, Agent.deactivated_at.is_(None))) or 0

    def kept_conversations(self, agent_id: str) -> Sequence[str]:
        """Return the ids of the conversations that are open or set aside and theirs."""
        query = select(Conversation.id).where(Conversation.assignee_id == agent_id)
        return self._session.scalars(query.where(Conversation.status.in_((Status.OPEN, Status.SNOOZED)))).all()

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
