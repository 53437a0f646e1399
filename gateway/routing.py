"""Gives open conversations to agents, by themselves or by a supervisor's hand; every change goes through the relay."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from gateway import logs
from gateway.changes import Notices, agent_of, change_of
from gateway.clock import Clock
from gateway.push import Change
from gateway.records import Records
from gateway.relay import Relay
from gateway.team import candidate, candidates, waiting_of
from gateway.views import Json
from storage import Unit
from storage.tables import Agent, Conversation
from support.conversation import Status, Transition, after
from support.errors import NotFound
from support.routing import absent_since, choose, in_order

BY_ITSELF = "routing"


class Routing:
    """`auto`: whether conversations find their agent by themselves. Safe in several gateways at once."""

    def __init__(
        self, records: Records, relay: Relay, notices: Notices, clock: Clock, *, auto: bool, away: timedelta
    ) -> None:
        self._records = records
        self._relay = relay
        self._notices = notices
        self._clock = clock
        self._auto = auto
        self._away = away

    async def run(self) -> None:
        """Take conversations from agents who are gone, then give out what nobody has; in manual mode do nothing."""
        if not self._auto:
            return
        for conversation_id in await self._records.read(self._left_alone):
            change = await self._relay.change(conversation_id, partial(self._release, conversation_id))
            if change is not None:
                logs.note("conversation_released", conversation_id=conversation_id)
        for conversation_id in await self._records.read(self._line):
            change = await self._relay.change(conversation_id, partial(self._assign, conversation_id))
            if change is not None:
                logs.note("conversation_assigned", conversation_id=conversation_id)

    async def assign_to(self, conversation_id: str, agent_id: str, by: str) -> Json:
        """Give an open conversation to this agent, whoever had it. Raises NotFound, Conflict."""

        def work(unit: Unit) -> Change:
            conversation = unit.conversations.locked(conversation_id)
            agent = unit.agents.get(agent_id)
            if agent is None or agent.deactivated_at is not None:
                raise NotFound("there is no such agent")
            if conversation.assignee_id == agent.id:
                return change_of(conversation, [], status=False)
            return self._give(unit, conversation, agent, by)

        change = await self._relay.change(conversation_id, work)
        assert change is not None
        return change.summary

    async def take_back(self, agent_id: str, by: str) -> int:
        """Let everybody have what this agent has, who is gone for good; return how many conversations that were."""
        kept = await self._records.read(lambda unit: unit.agents.kept_conversations(agent_id))
        taken = [await self._relay.change(one, partial(self._take_back, one, agent_id, by)) for one in kept]
        return sum(change is not None for change in taken)

    def _take_back(self, conversation_id: str, agent_id: str, by: str, unit: Unit) -> Change | None:
        conversation = unit.conversations.locked(conversation_id)
        agent = conversation.assignee
        if agent is None or agent.id != agent_id or conversation.status is Status.RESOLVED:
            return None
        if conversation.status is Status.OPEN:
            conversation.status = after(conversation.status, Transition.RELEASE)
        return self._free(unit, conversation, agent, by)

    def _left_alone(self, unit: Unit) -> list[str]:
        now = self._clock()
        return [c.id for c in unit.conversations.unanswered_of_agents() if self._is_gone(c, now)]

    def _is_gone(self, conversation: Conversation, now: datetime) -> bool:
        """Say whether the assignee has been away for too long, and the customer still waits."""
        agent = conversation.assignee
        if agent is None or conversation.waiting_since is None:
            return False
        since = absent_since(agent.away_at, agent.present_until, now, conversation.waiting_since)
        return since is not None and now - since >= self._away

    def _line(self, unit: Unit) -> list[str]:
        """Return who waits and could be given to somebody right now, in order."""
        waiting = unit.conversations.unassigned()
        line = in_order(map(waiting_of, waiting))
        if not line:
            return []
        agents = candidates(unit, unit.agents.all(), self._clock())
        let_go = {one.id: one.let_go_by for one in waiting}
        return [one.id for one in line if choose(one, (a for a in agents if a.id != let_go[one.id])) is not None]

    def _release(self, conversation_id: str, unit: Unit) -> Change | None:
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        agent = conversation.assignee
        # What was read before the lock may have changed: a reply, a claim, another gateway.
        if agent is None or not self._is_gone(conversation, now):
            return None
        conversation.status = after(conversation.status, Transition.RELEASE)
        return self._free(unit, conversation, agent, BY_ITSELF)

    def _free(self, unit: Unit, conversation: Conversation, agent: Agent, by: str) -> Change:
        now = self._clock()
        conversation.assignee, conversation.language_fallback = None, False
        notice = self._notices.add(unit, conversation, "released", "released", now, private=True, name=agent.name)
        unit.audit.add(now, by, "release", conversation.id, {"agent_id": agent.id})
        return change_of(conversation, [notice], status=True)

    def _assign(self, conversation_id: str, unit: Unit) -> Change | None:
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        if conversation.assignee_id is not None or conversation.status is not Status.OPEN:
            return None
        # All agents are held: two gateways never count the same free place twice.
        agents = unit.agents.locked()
        others = [agent for agent in agents if agent.id != conversation.let_go_by]
        choice = choose(waiting_of(conversation), candidates(unit, others, now))
        if choice is None:
            return None
        agent = agent_of(unit, choice.agent_id)
        agent.assigned_at = now
        return self._give(unit, conversation, agent, BY_ITSELF)

    def _give(self, unit: Unit, conversation: Conversation, agent: Agent, by: str) -> Change:
        now = self._clock()
        conversation.status = after(conversation.status, Transition.ASSIGN)
        conversation.assignee, conversation.let_go_by = agent, None
        conversation.language_fallback = not candidate(agent, 0, now).speaks(conversation.language)
        notice = self._notices.add(unit, conversation, "agent_assigned", "agent_assigned", now, name=agent.name)
        unit.audit.add(now, by, "assign", conversation.id, {"agent_id": agent.id})
        return change_of(conversation, [notice], status=True)
