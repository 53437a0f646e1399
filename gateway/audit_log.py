"""The audit log over REST: who saw and did what, for supervisors and admins. Ids only; never a word of a message.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from gateway.clock import Clock, iso
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.records import Records
from gateway.spreadsheets import Csv, table
from gateway.views import Json
from storage import Unit
from storage.audit import AuditFilter
from storage.tables import Agent, AuditEntry
from support.errors import InvalidInput

PAGE = 50
MOST = 200
EXPORTED = 10_000

Id = Annotated[str | None, Query(max_length=100)]
Moment = Annotated[AwareDatetime | None, Query()]


class Entry(BaseModel):
    """One line. `actor_name` is an agent's name as of now, null for what acts by itself; `detail` holds ids and counts."""

    id: int
    at: str
    actor: str
    actor_name: str | None
    action: str
    conversation_id: str | None
    detail: dict[str, Any] | None


class AuditOut(BaseModel):
    """A page, newest first; `next` is the `before` of the page that follows, null on the last. `actions`: all kinds there are."""

    entries: list[Entry]
    next: int | None
    actions: list[str]


def router(gate: Gate, records: Records, clock: Clock) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/audit", tags=["supervision"], responses=RESPONSES)

    async def leads(request: Request) -> Agent:
        return await gate.lead(request)

    def wanted(
        actor: Id = None,
        action: Id = None,
        conversation: Id = None,
        since: Moment = None,
        until: Moment = None,
    ) -> AuditFilter:
        if since is not None and until is not None and since >= until:
            raise InvalidInput("`since` must come before `until`")
        values = (actor or None, action or None, conversation or None)
        for value in values:
            if value is not None and not value.isprintable():
                raise InvalidInput("a filter is a name or an id")
        return AuditFilter(*values, since, until)

    Leads = Annotated[Agent, Depends(leads)]
    Wanted = Annotated[AuditFilter, Depends(wanted)]

    @routes.get("")
    async def search(
        _: Leads,
        wanted: Wanted,
        before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    ) -> AuditOut:
        """Return what was done, newest first; filtered by who, what, which conversation, when."""
        asked = AuditFilter(**{**vars(wanted), "before": before})

        def work(unit: Unit) -> Json:
            found = unit.audit.search(asked, limit + 1)
            shown, names = found[:limit], _names(unit)
            following = shown[-1].id if len(found) > limit else None
            entries = [_view(entry, names) for entry in shown]
            return {"entries": entries, "next": following, "actions": list(unit.audit.actions())}

        return AuditOut.model_validate(await records.read(work))

    @routes.get("/export", response_class=Csv)
    async def export(lead: Leads, wanted: Wanted) -> Response:
        """Return the same as a CSV file, 10,000 lines at most; that it was exported is a line itself."""

        def work(unit: Unit) -> list[Json]:
            names = _names(unit)
            rows = [_view(entry, names) for entry in unit.audit.search(wanted, EXPORTED)]
            unit.audit.add(clock(), lead.id, "export_audit", None, {"lines": len(rows)})
            return rows

        text = _csv(await records.write(work))
        headers = {"Content-Disposition": 'attachment; filename="warmline-audit.csv"'}
        return Csv(text, headers=headers)

    return routes


def _names(unit: Unit) -> dict[str, str]:
    return {agent.id: agent.name for agent in unit.agents.all()}


def _view(entry: AuditEntry, names: dict[str, str]) -> Json:
    return {
        "id": entry.id,
        "at": iso(entry.at),
        "actor": entry.actor,
        "actor_name": names.get(entry.actor),
        "action": entry.action,
        "conversation_id": entry.conversation_id,
        "detail": entry.detail,
    }


def _csv(rows: list[Json]) -> str:
    columns = ("at", "actor", "actor_name", "action", "conversation_id", "detail")
    details = [json.dumps(row["detail"], ensure_ascii=False) if row["detail"] else "" for row in rows]
    lines = [(*(row[name] for name in columns[:-1]), detail) for row, detail in zip(rows, details, strict=True)]
    return table(columns, lines)
