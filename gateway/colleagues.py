"""What agents see of one another: who is there, who has what open, and what they are told. All of it for agents only.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from gateway.bodies import NoticesIn, checked_conversation
from gateway.clock import Clock
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.records import Records
from gateway.team import queues
from gateway.viewers import Viewers
from gateway.views import Json, colleague_view, notice_view
from storage import Unit
from storage.tables import Agent

LISTED = 100


class ColleagueName(BaseModel):
    """A colleague as every agent sees them."""

    id: str
    name: str
    role: str
    presence: Literal["online", "away", "offline"]
    queues: list[str]
    languages: list[str]


class ColleaguesOut(BaseModel):
    """All agents by name, and the queues there are."""

    agents: list[ColleagueName]
    queues: list[str]


class Viewer(BaseModel):
    """An agent who has a conversation open; `writing` tells what, if anything."""

    id: str
    name: str
    writing: Literal["reply", "note"] | None


class ViewersOut(BaseModel):
    """Who has a conversation open."""

    viewers: list[Viewer]


class By(BaseModel):
    """An agent, by id and name."""

    id: str
    name: str


class NoticeBody(BaseModel):
    """A colleague named this agent in a note, or gave them a conversation; `text` is the note's beginning."""

    id: str
    kind: Literal["mention", "transfer"]
    conversation_id: str
    customer: str | None
    by: By
    text: str
    message_id: str
    created_at: str
    seen: bool


class NoticesOut(BaseModel):
    """This agent's notices, those not seen first; `unseen` counts all of these."""

    notices: list[NoticeBody]
    unseen: int


def router(gate: Gate, records: Records, viewers: Viewers, clock: Clock) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api", tags=["colleagues"], responses=RESPONSES)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    Signed = Annotated[Agent, Depends(signed_in)]

    @routes.get("/colleagues")
    async def colleagues(_: Signed) -> ColleaguesOut:
        """List all agents and queues: to whom a conversation can go, and who can be named in a note."""

        def work(unit: Unit) -> Json:
            now = clock()
            return {"agents": [colleague_view(one, now) for one in unit.agents.all()], "queues": queues(unit)}

        return ColleaguesOut.model_validate(await records.read(work))

    @routes.get("/conversations/{conversation_id}/viewers")
    async def viewing(conversation_id: str, _: Signed) -> ViewersOut:
        """List who has the conversation open now."""
        checked_conversation(conversation_id)
        await records.read(lambda unit: unit.conversations.get(conversation_id).id)
        return ViewersOut.model_validate({"viewers": await viewers.of(conversation_id)})

    @routes.get("/notices")
    async def notices(agent: Signed) -> NoticesOut:
        """List what colleagues told this agent."""
        return NoticesOut.model_validate(await records.read(lambda unit: _notices(unit, agent)))

    @routes.post("/notices/seen")
    async def seen(body: NoticesIn, agent: Signed) -> NoticesOut:
        """Say which of one's own notices have been seen, and list what is left."""

        def work(unit: Unit) -> Json:
            unit.notices.see(agent.id, body.ids, clock())
            return _notices(unit, agent)

        return NoticesOut.model_validate(await records.write(work))

    return routes


def _notices(unit: Unit, agent: Agent) -> Json:
    listed = unit.notices.of_agent(agent.id, LISTED)
    return {"notices": [notice_view(one) for one in listed], "unseen": unit.notices.unseen(agent.id)}
