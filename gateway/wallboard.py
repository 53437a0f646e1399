"""The supervisors' wallboard: what waits, who is here, how today goes. No customer's name: it hangs on a wall.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from gateway import logs
from gateway.clock import Clock, iso
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.push import Change, Push
from gateway.queues import known
from gateway.records import Records
from gateway.team import presence_of
from gateway.terms import Terms
from gateway.views import Json
from storage import Unit
from storage.tables import Agent, Conversation
from support.routing import Presence
from support.sla import Outcome, SlaState, tally

SHOWN = 8
PAUSE_S = 0.5  # changes within so little time are one
_ORDER = {Presence.ONLINE: 0, Presence.AWAY: 1, Presence.OFFLINE: 2}


class Standing(BaseModel):
    """Open conversations: how many, how many without an agent, whose first reply is nearly or already late, who waits longest."""

    open: int
    unassigned: int
    warning: int
    breached: int
    waiting_since: str | None


class QueueStanding(Standing):
    """The same of one queue."""

    queue: str
    title: str | None
    title_zh: str | None


class Longest(BaseModel):
    """One of those who wait longest."""

    conversation_id: str
    queue: str
    priority: str
    language: str
    waiting_since: str
    assignee: str | None
    sla: Literal["ok", "warning", "breached", "met"] | None


class AtWork(BaseModel):
    """An agent with their load."""

    id: str
    name: str
    presence: Literal["online", "away", "offline"]
    load: int
    capacity: int


class Today(BaseModel):
    """What has happened since the shop's midnight; `median_s` of first replies, in opening hours."""

    since: str
    handoffs: int
    answered: int
    median_s: int | None
    handled: int


class WallboardOut(BaseModel):
    """The wallboard as of `at`."""

    at: str
    total: Standing
    with_bot: int
    snoozed: int
    queues: list[QueueStanding]
    longest: list[Longest]
    agents: list[AtWork]
    today: Today


class Wallboard:
    """Looks when somebody watches, and tells them when it has changed."""

    def __init__(self, records: Records, terms: Terms, push: Push, clock: Clock) -> None:
        self._records = records
        self._terms = terms
        self._push = push
        self._clock = clock
        self._watchers: set[str] = set()
        self._told: Json | None = None
        self._soon: asyncio.Task[None] | None = None

    def join(self, sid: str) -> None:
        """Let this connection be told."""
        self._watchers.add(sid)

    def leave(self, sid: str) -> None:
        """Let it be told no more."""
        self._watchers.discard(sid)

    def changed(self, _: Change | None = None) -> None:
        """Something has changed: tell those who watch, soon."""
        if self._watchers and (self._soon is None or self._soon.done()):
            self._soon = asyncio.create_task(self._tell_soon())

    async def _tell_soon(self) -> None:
        await asyncio.sleep(PAUSE_S)
        try:
            await self.run()
        except Exception:
            logs.failed("wallboard_failed")

    async def run(self) -> None:
        """Tell those who watch, if anything is other than before: by another gateway, or by time alone."""
        if not self._watchers:
            self._told = None
            return
        board = await self.look()
        if self._told is not None and {**self._told, "at": None} == {**board, "at": None}:
            return
        self._told = board
        for sid in list(self._watchers):
            await self._push.wallboard(sid, board)

    async def stop(self) -> None:
        """Tell nobody any more."""
        if self._soon is not None:
            self._soon.cancel()
            await asyncio.gather(self._soon, return_exceptions=True)

    async def look(self) -> Json:
        """Return the wallboard as it is."""
        now, zone = self._clock(), self._terms.hours.timezone
        midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
        return await self._records.read(lambda unit: _board(unit, now, midnight))


def router(gate: Gate, wallboard: Wallboard) -> APIRouter:
    """Return the route, for supervisors and admins."""
    routes = APIRouter(prefix="/api", tags=["supervision"], responses=RESPONSES)

    async def leads(request: Request) -> Agent:
        return await gate.lead(request)

    @routes.get("/wallboard")
    async def look(_: Annotated[Agent, Depends(leads)]) -> WallboardOut:
        """Show what waits, who is here and how today goes; live by `watch_wallboard` on the desk's socket."""
        return WallboardOut.model_validate(await wallboard.look())

    return routes


def _board(unit: Unit, now: datetime, midnight: datetime) -> Json:
    waiting, counts, loads = unit.board.open(), unit.board.counts(), unit.agents.loads()
    replies = unit.board.first_replies(midnight)
    queues = known(unit)
    names = [*queues, *sorted({one.queue for one in waiting} - set(queues))]
    agents = [agent for agent in unit.agents.all() if agent.deactivated_at is None]
    return {
        "at": iso(now),
        "total": _standing(waiting),
        "with_bot": counts.get("pending", 0),
        "snoozed": counts.get("snoozed", 0),
        "queues": [
            {
                "queue": name,
                "title": queues[name].title if name in queues else None,
                "title_zh": queues[name].title_zh if name in queues else None,
                **_standing([one for one in waiting if one.queue == name]),
            }
            for name in names
        ],
        "longest": [_longest(one) for one in waiting if one.waiting_since is not None][:SHOWN],
        "agents": sorted((_at_work(agent, loads, now) for agent in agents), key=lambda one: _ORDER[one["presence"]]),
        "today": {
            "since": iso(midnight),
            "handoffs": unit.board.handoffs(midnight),
            "answered": len(replies),
            "median_s": tally([Outcome("", "", None, one, True) for one in replies])["median_s"],
            "handled": unit.board.handled(midnight),
        },
    }


def _standing(conversations: Sequence[Conversation]) -> Json:
    states = [_sla(one) for one in conversations]
    waits = [one.waiting_since for one in conversations if one.waiting_since is not None]
    return {
        "open": len(conversations),
        "unassigned": sum(one.assignee_id is None for one in conversations),
        "warning": states.count(SlaState.WARNING),
        "breached": states.count(SlaState.BREACHED),
        "waiting_since": iso(min(waits, default=None)),
    }


def _sla(conversation: Conversation) -> str | None:
    """Return how the first reply stands while it is still to come."""
    sla = conversation.sla
    return str(sla["state"]) if sla is not None and sla["first_response_s"] is None else None


def _longest(conversation: Conversation) -> Json:
    return {
        "conversation_id": conversation.id,
        "queue": conversation.queue,
        "priority": conversation.priority,
        "language": conversation.language,
        "waiting_since": iso(conversation.waiting_since),
        "assignee": conversation.assignee.name if conversation.assignee else None,
        "sla": _sla(conversation),
    }


def _at_work(agent: Agent, loads: Mapping[str, int], now: datetime) -> Json:
    load = loads.get(agent.id, 0)
    presence = presence_of(agent, now)
    return {"id": agent.id, "name": agent.name, "presence": presence, "load": load, "capacity": agent.capacity}
