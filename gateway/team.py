"""The agents as routing sees them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage import Unit
from storage.tables import Agent, Conversation
from support.escalation import DANGER, TABLE
from support.routing import Candidate, Presence, Waiting, presence


def presence_of(agent: Agent, now: datetime) -> Presence:
    """Return whether the agent is online, away or offline."""
    return presence(agent.away_at, agent.present_until, now)


def candidates(unit: Unit, agents: Iterable[Agent], now: datetime) -> list[Candidate]:
    """Return the agents who may sign in, with what they have to do already."""
    loads = unit.agents.loads()
    return [candidate(agent, loads.get(agent.id, 0), now) for agent in agents if agent.deactivated_at is None]


def candidate(agent: Agent, load: int, now: datetime) -> Candidate:
    """Return one agent with that many open conversations."""
    return Candidate(
        agent.id,
        tuple(agent.queues),
        tuple(agent.languages),
        agent.capacity,
        load,
        presence_of(agent, now) is Presence.ONLINE,
        agent.assigned_at,
    )


def waiting_of(conversation: Conversation) -> Waiting:
    """Return a conversation as one that waits for an agent."""
    since = conversation.waiting_since or conversation.updated_at
    danger = conversation.reason in DANGER
    return Waiting(conversation.id, conversation.queue, conversation.language, conversation.priority, since, danger)


def queues(unit: Unit) -> list[str]:
    """Return the queues there are: those that handoffs go to, and those that agents answer."""
    known = {row.queue for row in TABLE.values()}
    return sorted(known.union(*(agent.queues for agent in unit.agents.all())))
