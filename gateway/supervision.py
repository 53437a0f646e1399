"""The agents themselves over REST: presence, skills, who does how much, and how soon customers were answered.

Without postponed annotations: FastAPI must see the dependencies that are made within `router`.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel

from gateway.auth import AgentOut
from gateway.bodies import PresenceIn
from gateway.clock import Clock, iso
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.presences import Presences
from gateway.records import Records
from gateway.views import Json, account_view, colleague_view
from storage import Unit
from storage.tables import Agent, Handoff
from support.errors import InvalidInput
from support.routing import Role
from support.sla import Outcome, tally

DEFAULT_PERIOD = timedelta(days=7)
LONGEST_PERIOD = timedelta(days=366)


class Colleague(BaseModel):
    """An agent as those see them who lead; empty queues or languages mean all, `load` counts open conversations.

    The last three are for admins: `one_time_until` is set while a one-time password waits to be used.
    """

    id: str
    name: str
    role: str
    queues: list[str]
    languages: list[str]
    capacity: int
    presence: Literal["online", "away", "offline"]
    active: bool
    load: int
    email: str | None = None
    second_factor: bool | None = None
    one_time_until: str | None = None


class AgentsOut(BaseModel):
    """All agents, by name."""

    agents: list[Colleague]


class ColleagueOut(BaseModel):
    """One agent."""

    agent: Colleague


class Counts(BaseModel):
    """Handoffs by how their first reply went; times in seconds of opening hours, None where nobody was answered."""

    handoffs: int
    met: int
    breached: int
    waiting: int
    unanswered: int
    median_s: int | None
    p90_s: int | None


class SlaReport(BaseModel):
    """First human replies to what was handed over in a period."""

    start: str
    end: str
    total: Counts
    by_priority: dict[str, Counts]
    by_queue: dict[str, Counts]


def router(gate: Gate, records: Records, presences: Presences, clock: Clock) -> APIRouter:
    """Return the routes; who may what is docs/roles.md."""
    routes = APIRouter(prefix="/api", tags=["supervision"], responses=RESPONSES)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    async def leads(request: Request) -> Agent:
        return await gate.lead(request)

    Signed = Annotated[Agent, Depends(signed_in)]
    Leads = Annotated[Agent, Depends(leads)]

    @routes.post("/presence")
    async def presence(body: PresenceIn, agent: Signed) -> AgentOut:
        """Say whether you take conversations; `online` counts while a desk is open."""
        return AgentOut(agent=await presences.set_away(agent.id, body.presence == "away"))

    @routes.get("/agents")
    async def agents(lead: Leads) -> AgentsOut:
        """List all agents with what they do; for supervisors and admins."""
        view = account_view if lead.role == Role.ADMIN else colleague_view

        def work(unit: Unit) -> list[Json]:
            loads, now = unit.agents.loads(), clock()
            return [{**view(one, now), "load": loads.get(one.id, 0)} for one in unit.agents.all()]

        return AgentsOut.model_validate({"agents": await records.read(work)})

    @routes.get("/reports/sla")
    async def sla(
        _: Leads,
        start: Annotated[AwareDatetime | None, Query()] = None,
        end: Annotated[AwareDatetime | None, Query()] = None,
    ) -> SlaReport:
        """Count first human replies by how they stand, of the last 7 days by default; for supervisors and admins."""
        until = end or clock()
        since = start or _before(until)
        if not since < until <= since + LONGEST_PERIOD:
            raise InvalidInput(f"`start` must come before `end`, by {LONGEST_PERIOD.days} days at most")
        outcomes = await records.read(lambda unit: [outcome_of(h) for h in unit.handoffs.between(since, until)])
        return SlaReport(
            start=iso(since) or "",
            end=iso(until) or "",
            total=_counts(outcomes),
            by_priority=_by("priority", outcomes),
            by_queue=_by("queue", outcomes),
        )

    return routes


def _before(until: datetime) -> datetime:
    try:
        return until.astimezone(UTC) - DEFAULT_PERIOD
    except OverflowError:
        raise InvalidInput("`end` is no date that we know") from None


def outcome_of(handoff: Handoff) -> Outcome:
    """Return a handoff for the report."""
    packet = handoff.packet
    answered, closed = handoff.first_response_s, handoff.closed_at is not None
    return Outcome(packet["priority"], packet["queue"], handoff.sla_state, answered, closed)


def _by(key: str, outcomes: list[Outcome]) -> dict[str, Counts]:
    values = sorted({str(getattr(one, key)) for one in outcomes})
    return {value: _counts([one for one in outcomes if getattr(one, key) == value]) for value in values}


def _counts(outcomes: list[Outcome]) -> Counts:
    return Counts.model_validate(tally(outcomes))
