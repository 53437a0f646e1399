"""What admins decide, over REST: agents' accounts, queues, opening hours, how long conversations are kept.

Without postponed annotations: FastAPI must see the dependencies that are made within `router`.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from gateway.account_bodies import AgentIn, HoursIn, NewAgentIn, NewQueueIn, QueueIn, RetentionIn
from gateway.clock import Clock, iso
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.queues import BUILT_IN, known
from gateway.records import Records
from gateway.retention import SETTING as RETENTION
from gateway.retention import Kept
from gateway.staff import Staff
from gateway.supervision import Colleague, ColleagueOut
from gateway.terms import SETTING as HOURS
from gateway.terms import Terms
from gateway.views import Json
from storage import Unit
from storage.tables import Agent
from support.errors import Conflict, NotFound
from support.hours import WEEKDAYS


class LetInOut(BaseModel):
    """An account with its one-time password, which is shown this once."""

    agent: Colleague
    one_time_password: str


class QueueOut(BaseModel):
    """A queue; `built_in`: handoffs go there by themselves. `open` and `agents` (who answer it) are counts."""

    name: str
    title: str | None
    title_zh: str | None
    built_in: bool
    open: int
    agents: int


class QueuesOut(BaseModel):
    """All queues, ours first."""

    queues: list[QueueOut]


class Filed(BaseModel):
    """The hours of the file (WARMLINE_HOURS), which hold again after a reset."""

    timezone: str
    week: dict[str, list[str]]
    holidays: dict[str, list[str]]


class Hours(Filed):
    """The hours as they hold; `source` says whether they come from the file or were set in the desk."""

    source: Literal["file", "desk"]
    zone: str
    filed: Filed


class HoursOut(BaseModel):
    """The hours, whether it is open now, and when it opens next."""

    hours: Hours
    is_open: bool
    opens_at: str | None


class Retention(BaseModel):
    """After how many days conversations that are resolved, and lines of the audit log, are deleted; 0: never."""

    conversation_days: int
    audit_days: int


class RetentionOut(BaseModel):
    """How long things are kept; `due`: how many conversations the next run deletes."""

    retention: Retention
    due: int


def router(
    gate: Gate, records: Records, staff: Staff, terms: Terms, clock: Clock, *, changed: Callable[[], None]
) -> APIRouter:
    """Return the routes; `changed` is called when something holds from now on that others build upon."""
    routes = APIRouter(prefix="/api", tags=["administration"], responses=RESPONSES)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    async def administers(request: Request) -> Agent:
        return await gate.admin(request)

    Signed = Annotated[Agent, Depends(signed_in)]
    Admin = Annotated[Agent, Depends(administers)]

    @routes.post("/agents")
    async def add(body: NewAgentIn, admin: Admin) -> LetInOut:
        """Make an account with a one-time password, which opens the desk within three days, to choose another."""
        agent, password = await staff.add(body, admin.id)
        return LetInOut.model_validate({"agent": agent, "one_time_password": password})

    @routes.post("/agents/{agent_id}")
    async def change(agent_id: str, body: AgentIn, admin: Admin) -> ColleagueOut:
        """Change an agent's name, role, queues, languages or capacity, or let them go (`active`: false)."""
        return ColleagueOut.model_validate({"agent": await staff.change(agent_id, body, admin.id)})

    @routes.post("/agents/{agent_id}/reset-password")
    async def reset_password(agent_id: str, admin: Admin) -> LetInOut:
        """Give an agent a new one-time password; their sessions end."""
        agent, password = await staff.reset_password(agent_id, admin.id)
        return LetInOut.model_validate({"agent": agent, "one_time_password": password})

    @routes.post("/agents/{agent_id}/reset-second-factor")
    async def reset_second_factor(agent_id: str, admin: Admin) -> ColleagueOut:
        """Take an agent's second factor off; their sessions end."""
        return ColleagueOut.model_validate({"agent": await staff.reset_second_factor(agent_id, admin.id)})

    @routes.get("/queues")
    async def queues(_: Signed) -> QueuesOut:
        """List the queues."""
        return QueuesOut.model_validate({"queues": await records.read(_queues)})

    @routes.post("/queues")
    async def add_queue(body: NewQueueIn, admin: Admin) -> QueuesOut:
        """Add a queue of the shop's own."""

        def work(unit: Unit) -> list[Json]:
            if body.name in known(unit):
                raise Conflict("there is a queue of this name")
            unit.queues.put(body.name, body.title, body.title_zh, clock())
            unit.audit.add(clock(), admin.id, "add_queue", None, {"queue": body.name})
            return _queues(unit)

        return QueuesOut.model_validate({"queues": await records.write(work)})

    @routes.post("/queues/{name}")
    async def rename_queue(name: str, body: QueueIn, admin: Admin) -> QueuesOut:
        """Change a queue's titles; its name stays, for conversations and agents know it by that."""

        def work(unit: Unit) -> list[Json]:
            if name not in known(unit):
                raise NotFound("there is no such queue")
            unit.queues.put(name, body.title, body.title_zh, clock())
            unit.audit.add(clock(), admin.id, "change_queue", None, {"queue": name})
            return _queues(unit)

        return QueuesOut.model_validate({"queues": await records.write(work)})

    @routes.post("/queues/{name}/delete")
    async def delete_queue(name: str, admin: Admin) -> QueuesOut:
        """Remove a queue that nobody waits in and nobody answers."""

        def work(unit: Unit) -> list[Json]:
            if name in BUILT_IN:
                raise Conflict("handoffs go to this queue by themselves: it stays")
            found = next((one for one in _queues(unit) if one["name"] == name), None)
            if found is None:
                raise NotFound("there is no such queue")
            if found["open"]:
                raise Conflict("conversations are open in this queue: move or resolve them first")
            if any(name in agent.queues for agent in unit.agents.all()):
                raise Conflict("agents answer this queue: take it from them first")
            unit.queues.delete(name)
            unit.audit.add(clock(), admin.id, "delete_queue", None, {"queue": name})
            return _queues(unit)

        return QueuesOut.model_validate({"queues": await records.write(work)})

    def hours_out(unit: Unit) -> HoursOut:
        now = clock()
        opens = terms.hours.opens_next(now)
        seen: dict[str, Any] = {
            "hours": terms.as_json(unit),
            "is_open": terms.hours.is_open(now),
            "opens_at": iso(opens),
        }
        return HoursOut.model_validate(seen)

    @routes.get("/settings/hours")
    async def hours(_: Admin) -> HoursOut:
        """Return the opening hours and holidays."""
        return await records.read(hours_out)

    @routes.post("/settings/hours")
    async def set_hours(body: HoursIn, admin: Admin) -> HoursOut:
        """Set them; they hold from now on, before those of the file. Deadlines that run stay as promised."""
        given = {str(day): spans for day, spans in body.week.items()}
        week = {day: given.get(day, []) for day in WEEKDAYS}
        value = {"timezone": body.timezone, "week": week, "holidays": body.holidays}
        terms.read(value)

        def work(unit: Unit) -> None:
            unit.settings.put(HOURS, value, admin.id, clock())
            unit.audit.add(clock(), admin.id, "set_hours")

        await records.write(work)
        await terms.run()
        changed()
        return await records.read(hours_out)

    @routes.post("/settings/hours/reset")
    async def reset_hours(admin: Admin) -> HoursOut:
        """Let the hours of the file hold again."""

        def work(unit: Unit) -> None:
            unit.settings.drop(HOURS)
            unit.audit.add(clock(), admin.id, "reset_hours")

        await records.write(work)
        await terms.run()
        changed()
        return await records.read(hours_out)

    def retention_out(unit: Unit) -> RetentionOut:
        kept = Kept.of(unit)
        return RetentionOut(retention=Retention(**kept.as_json()), due=kept.count_due(unit, clock()))

    @routes.get("/settings/retention")
    async def retention(_: Admin) -> RetentionOut:
        """Return how long things are kept."""
        return await records.read(retention_out)

    @routes.post("/settings/retention")
    async def set_retention(body: RetentionIn, admin: Admin) -> RetentionOut:
        """Set it; what is due then is deleted within the hour, for good."""

        def work(unit: Unit) -> RetentionOut:
            unit.settings.put(RETENTION, body.model_dump(), admin.id, clock())
            unit.audit.add(clock(), admin.id, "set_retention", None, body.model_dump())
            return retention_out(unit)

        return await records.write(work)

    return routes


def _queues(unit: Unit) -> list[Json]:
    counts, agents = unit.queues.open(), [one for one in unit.agents.all() if one.deactivated_at is None]
    return [
        {
            "name": name,
            "title": queue.title,
            "title_zh": queue.title_zh,
            "built_in": queue.built_in,
            "open": counts.get(name, 0),
            "agents": sum(not agent.queues or name in agent.queues for agent in agents),
        }
        for name, queue in known(unit).items()
    ]
