"""Suggestions and canned responses over REST.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, StringConstraints

from gateway.account_bodies import SwitchIn
from gateway.bodies import Text, checked_conversation
from gateway.clock import Clock
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.library import OFF, Library, switched_off
from gateway.records import Records
from gateway.suggesting import Suggester
from gateway.views import Json
from storage import Unit
from storage.suggestion_tables import CannedResponse
from storage.tables import Agent
from support.asking import asked_for
from support.canned import MOST_CHARS, MOST_TITLE_CHARS, Canned, problems
from support.errors import Conflict, InvalidInput, NotAllowed, NotFound
from support.routing import Role


class Source(BaseModel):
    """Where a suggestion comes from: `url` of an article, `message` of a past answer."""

    kind: Literal["canned", "past_answer", "article", "step"]
    title: str | None
    url: str | None
    message: str | None


class SuggestionOut(BaseModel):
    """A reply to insert and edit; `score` 0 … 1."""

    id: str
    text: str
    source: Source
    score: float


class DecidedOut(BaseModel):
    """A suggestion that was decided about."""

    suggestion: SuggestionOut


class OutcomeIn(BaseModel):
    """What the agent did with it."""

    model_config = ConfigDict(extra="ignore", strict=True)
    outcome: Literal["accepted", "edited", "rejected"]


class Filled(BaseModel):
    """A canned response, filled with this conversation's facts. `own`: an agent wrote it."""

    id: str
    title: str
    text: str
    own: bool


class FilledOut(BaseModel):
    """What can be said in a conversation."""

    canned: list[Filled]


class CannedIn(BaseModel):
    """A canned response, for all agents or, `personal`, for its author alone."""

    model_config = ConfigDict(extra="ignore", strict=True)
    language: Literal["en", "zh"]
    title: Annotated[Text, StringConstraints(min_length=1, max_length=MOST_TITLE_CHARS, strip_whitespace=True)]
    text: Annotated[Text, StringConstraints(min_length=1, max_length=MOST_CHARS, strip_whitespace=True)]
    intents: list[Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,60}$")]] = []
    personal: bool = False


class CannedBody(BaseModel):
    """A canned response; `author` is the agent's id, null for a shipped one; `enabled`: whether it is offered."""

    id: str
    language: str
    title: str
    text: str
    intents: list[str]
    author: str | None
    author_name: str | None
    personal: bool
    enabled: bool


class CannedOut(BaseModel):
    """One canned response."""

    canned: CannedBody


class CannedListOut(BaseModel):
    """All canned responses: the shipped ones, then agents' own."""

    canned: list[CannedBody]


class Done(BaseModel):
    """It is done."""

    ok: Literal[True] = True


def router(gate: Gate, records: Records, suggester: Suggester, library: Library, clock: Clock) -> APIRouter:
    """Return the routes; all of them are for agents only."""
    routes = APIRouter(prefix="/api", tags=["suggestions"], responses=RESPONSES)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    async def administers(request: Request) -> Agent:
        return await gate.admin(request)

    Signed = Annotated[Agent, Depends(signed_in)]

    @routes.post("/conversations/{conversation_id}/suggestions/{suggestion_id}")
    async def decide(conversation_id: str, suggestion_id: str, body: OutcomeIn, agent: Signed) -> DecidedOut:
        """Say what became of a suggestion: later ones are ranked by it."""
        checked_conversation(conversation_id)
        decided = await suggester.decide(conversation_id, suggestion_id, body.outcome, agent.id)
        return DecidedOut.model_validate({"suggestion": decided})

    @routes.get("/conversations/{conversation_id}/canned")
    async def filled(conversation_id: str, agent: Signed) -> FilledOut:
        """List the canned responses whose variables are all known here, filled."""
        return FilledOut.model_validate(
            {"canned": await suggester.canned(checked_conversation(conversation_id), agent.id)}
        )

    @routes.get("/canned")
    async def listed(agent: Signed, language: Literal["en", "zh"] = "en") -> CannedListOut:
        """List the canned responses of a language, with their variables: the shipped ones, the shop's and one's own."""

        def work(unit: Unit) -> list[Json]:
            off = switched_off(unit)
            shipped = [_shipped(one, one.id not in off) for one in library.shipped[language].values()]
            return [*shipped, *(_own(unit, one) for one in unit.canned.listed(language, agent.id))]

        return CannedListOut.model_validate({"canned": await records.read(work)})

    @routes.post("/canned")
    async def create(body: CannedIn, agent: Signed) -> CannedOut:
        """Add a canned response for all agents, or for oneself alone."""
        _check(body)

        def work(unit: Unit) -> Json:
            if unit.canned.titled(body.language, body.title) is not None:
                raise Conflict("there is a canned response of this title")
            made = (body.language, body.title, body.text, body.intents, agent.id, clock())
            return _own(unit, unit.canned.create(*made, personal=body.personal))

        return CannedOut.model_validate({"canned": await records.write(work)})

    @routes.post("/canned/{canned_id}")
    async def change(canned_id: str, body: CannedIn, agent: Signed) -> CannedOut:
        """Change a canned response of one's own; admins change the shop's, too."""
        _check(body)

        def work(unit: Unit) -> Json:
            found = _mine(unit, canned_id, agent, library)
            same = unit.canned.titled(body.language, body.title)
            if same is not None and same.id != found.id:
                raise Conflict("there is a canned response of this title")
            found.language, found.title, found.text = body.language, body.title, body.text
            found.intents, found.personal, found.updated_at = body.intents, body.personal, clock()
            if found.agent_id != agent.id:
                if body.personal:
                    raise InvalidInput("somebody else's canned response cannot become personal")
                unit.audit.add(clock(), agent.id, "change_canned", None, {"canned_id": found.id})
            return _own(unit, found)

        return CannedOut.model_validate({"canned": await records.write(work)})

    @routes.post("/canned/{canned_id}/delete")
    async def delete(canned_id: str, agent: Signed) -> Done:
        """Remove a canned response of one's own; admins remove the shop's, too."""

        def work(unit: Unit) -> None:
            found = _mine(unit, canned_id, agent, library)
            if found.agent_id != agent.id:
                unit.audit.add(clock(), agent.id, "delete_canned", None, {"canned_id": found.id})
            unit.canned.delete(found.id)

        await records.write(work)
        return Done()

    @routes.post("/canned/{canned_id}/switch")
    async def switch(canned_id: str, body: SwitchIn, admin: Annotated[Agent, Depends(administers)]) -> Done:
        """Let a shipped canned response be offered, or not, in both languages; for admins."""

        def work(unit: Unit) -> None:
            if not any(canned_id in shipped for shipped in library.shipped.values()):
                raise NotFound("there is no such shipped canned response")
            off = switched_off(unit) - {canned_id} if body.enabled else switched_off(unit) | {canned_id}
            unit.settings.put(OFF, {"ids": sorted(off)}, admin.id, clock())
            told = {"canned_id": canned_id, "enabled": body.enabled}
            unit.audit.add(clock(), admin.id, "switch_canned", None, told)

        await records.write(work)
        return Done()

    return routes


def _check(body: CannedIn) -> None:
    asks = asked_for(body.text)
    canned = Canned("own", body.language, body.title, body.text, intents=frozenset(body.intents), asks=asks)
    for problem in problems(canned):
        raise InvalidInput(problem)


def _mine(unit: Unit, canned_id: str, agent: Agent, library: Library) -> CannedResponse:
    if any(canned_id in shipped for shipped in library.shipped.values()):
        raise NotAllowed("shipped canned responses are files")
    found = unit.canned.get(canned_id)
    if found.agent_id == agent.id:
        return found
    if found.personal:
        raise NotFound("there is no such canned response")
    if agent.role != Role.ADMIN:
        raise NotAllowed("only its author and admins may do this")
    return found


def _own(unit: Unit, one: CannedResponse) -> Json:
    named = {name: getattr(one, name) for name in ("id", "language", "title", "text", "intents", "personal")}
    author = unit.agents.get(one.agent_id)
    return {**named, "author": one.agent_id, "author_name": author.name if author else None, "enabled": True}


def _shipped(one: Canned, enabled: bool) -> Json:
    named = {name: getattr(one, name) for name in ("id", "language", "title", "text")}
    nobody = {"author": None, "author_name": None, "personal": False}
    return {**named, **nobody, "intents": sorted(one.intents), "enabled": enabled}
