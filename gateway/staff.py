"""What admins do to agents' accounts: add, change, let go, let in again. Every change is in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from gateway.account_bodies import AgentIn, NewAgentIn
from gateway.accounts import Accounts
from gateway.clock import Clock
from gateway.queues import known
from gateway.records import Records
from gateway.routing import Routing
from gateway.views import Json, account_view
from storage import Unit
from storage.tables import Agent
from support.errors import Conflict, InvalidInput, NotFound
from support.language import LANGUAGES
from support.routing import Role

ONE_TIME_LIFE = timedelta(days=3)


class Staff:
    """`drop` disconnects the desks of sessions; `changed` is called when somebody can take more, or other, conversations."""

    def __init__(
        self,
        records: Records,
        accounts: Accounts,
        routing: Routing,
        clock: Clock,
        drop: Callable[[Sequence[str]], Awaitable[None]],
        changed: Callable[[], None],
    ) -> None:
        self._records = records
        self._accounts = accounts
        self._routing = routing
        self._clock = clock
        self._drop = drop
        self._changed = changed

    async def add(self, new: NewAgentIn, by: str) -> tuple[Json, str]:
        """Make an account and return it with its one-time password. Raises Conflict, InvalidInput."""
        password = secrets.token_urlsafe(12)
        hashed, now = await self._accounts.hash(password), self._clock()

        def work(unit: Unit) -> Json:
            if unit.agents.by_email(new.email) is not None:
                raise Conflict("there is an account of this e-mail address")
            _check_skills(unit, new.queues, new.languages)
            agent = unit.agents.create(new.email, new.name, new.role, hashed, now)
            agent.queues, agent.languages = list(new.queues), list(new.languages)
            agent.capacity = agent.capacity if new.capacity is None else new.capacity
            agent.one_time_until = now + ONE_TIME_LIFE
            unit.audit.add(now, by, "add_agent", None, {"agent_id": agent.id, "role": agent.role})
            return _seen(unit, agent, now)

        return await self._records.write(work), password

    async def change(self, agent_id: str, change: AgentIn, by: str) -> Json:
        """Change an account and return it. Raises NotFound, Conflict, InvalidInput."""
        now, fields = self._clock(), change.model_dump(exclude_none=True, exclude={"active"})
        if agent_id == by and (change.role not in (None, Role.ADMIN) or change.active is False):
            raise Conflict(
                "nobody changes their own role or lets themselves go: there would be no admin left to undo it"
            )

        def work(unit: Unit) -> tuple[Json, list[str]]:
            agent = _locked(unit, agent_id)
            _check_skills(unit, fields.get("queues", ()), fields.get("languages", ()), agent)
            for name, value in fields.items():
                setattr(agent, name, value)
            ended: list[str] = []
            told: dict[str, Any] = {"agent_id": agent.id, **{k: v for k, v in fields.items() if k != "name"}}
            if "name" in fields:
                told["renamed"] = True  # what somebody is called is nothing for the log
            if change.active is not None and change.active is not (agent.deactivated_at is None):
                told["active"] = change.active
                agent.deactivated_at = None if change.active else now
                if not change.active:
                    ended = unit.sessions.end_all(agent.id, now)
                    # Nobody has the hash any more: who comes back is given a new password.
                    agent.password_hash, agent.one_time_until = "!", None
                    self._accounts.second_factor.clear(unit, agent)
            unit.session.flush()
            if unit.agents.active_admins() == 0:
                raise Conflict("there would be no admin left")  # two who take it from one another at once
            unit.audit.add(now, by, "change_agent", None, told)
            return _seen(unit, agent, now), ended

        seen, ended = await self._records.write(work)
        if change.active is False:
            await self._drop(ended)
            await self._routing.take_back(agent_id, by)
            seen = await self._records.read(lambda unit: _seen(unit, _locked(unit, agent_id), now))
        self._changed()
        return seen

    async def reset_password(self, agent_id: str, by: str) -> tuple[Json, str]:
        """Give the agent a new one-time password; their sessions end. Raises NotFound, Conflict for one's own."""
        if agent_id == by:
            raise Conflict("change your own password under Account")
        password = secrets.token_urlsafe(12)
        hashed, now = await self._accounts.hash(password), self._clock()

        def work(unit: Unit) -> tuple[Json, list[str]]:
            agent = _active(unit, agent_id)
            agent.password_hash, agent.one_time_until = hashed, now + ONE_TIME_LIFE
            self._accounts.throttle.forgive(unit, agent.email)
            unit.audit.add(now, by, "reset_password", None, {"agent_id": agent.id})
            return _seen(unit, agent, now), unit.sessions.end_all(agent.id, now)

        seen, ended = await self._records.write(work)
        await self._drop(ended)
        return seen, password

    async def reset_second_factor(self, agent_id: str, by: str) -> Json:
        """Take the agent's second factor off: the phone is gone, and so are the codes; their sessions end. Raises NotFound."""
        now = self._clock()

        def work(unit: Unit) -> tuple[Json, list[str]]:
            agent = _active(unit, agent_id)
            self._accounts.second_factor.clear(unit, agent)
            unit.audit.add(now, by, "reset_second_factor", None, {"agent_id": agent.id})
            return _seen(unit, agent, now), unit.sessions.end_all(agent.id, now)

        seen, ended = await self._records.write(work)
        await self._drop(ended)
        return seen


def _locked(unit: Unit, agent_id: str) -> Agent:
    agent = unit.agents.locked_one(agent_id)
    if agent is None:
        raise NotFound("there is no such agent")
    return agent


def _active(unit: Unit, agent_id: str) -> Agent:
    agent = _locked(unit, agent_id)
    if agent.deactivated_at is not None:
        raise Conflict("this account is deactivated")
    return agent


def _check_skills(unit: Unit, queues: Sequence[str], languages: Sequence[str], agent: Agent | None = None) -> None:
    there = {*known(unit), *(agent.queues if agent else ())}
    if unknown := sorted(set(queues) - there):
        raise InvalidInput(f"there is no queue {', '.join(unknown)}")
    spoken = {*LANGUAGES, *(agent.languages if agent else ())}
    if unknown := sorted(set(languages) - spoken):
        raise InvalidInput(f"customers are answered in {', '.join(LANGUAGES)}, not in {', '.join(unknown)}")


def _seen(unit: Unit, agent: Agent, now: Any) -> Json:
    return {**account_view(agent, now), "load": unit.agents.loads().get(agent.id, 0)}
