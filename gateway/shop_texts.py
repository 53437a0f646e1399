"""What the bot says, in the shop's own words, over REST; for admins.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway import wordings
from gateway.bodies import Text
from gateway.clock import Clock
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.records import Records
from storage import Unit
from storage.tables import Agent
from support.wordings import MOST_CHARS, MOST_WORDINGS

Language = Literal["en", "zh"]


class WordingsIn(BaseModel):
    """Wordings that are said in place of the shipped ones, one of them each time."""

    model_config = ConfigDict(extra="ignore", strict=True)
    language: Language
    texts: Annotated[
        list[Annotated[Text, StringConstraints(max_length=MOST_CHARS)]], Field(max_length=MOST_WORDINGS * 2)
    ]


class LanguageIn(BaseModel):
    """The language whose shipped wordings are said again."""

    model_config = ConfigDict(extra="ignore", strict=True)
    language: Language


class TextBody(BaseModel):
    """A response: its `shipped` wordings, the shop's `own` or null, the titles of its buttons, which stay, and the variables it knows."""

    name: str
    topic: str
    shipped: list[str]
    own: list[str] | None
    buttons: list[str]
    variables: list[str]
    changed_by: str | None
    changed_at: str | None


class TextOut(BaseModel):
    """One response."""

    text: TextBody


class TextsOut(BaseModel):
    """All responses in a language."""

    texts: list[TextBody]


def router(gate: Gate, records: Records, clock: Clock, *, changed: Callable[[], Awaitable[None]]) -> APIRouter:
    """Return the routes; `changed` is awaited when other wordings hold from now on."""
    routes = APIRouter(prefix="/api/texts", tags=["texts"], responses=RESPONSES)

    async def administers(request: Request) -> Agent:
        return await gate.admin(request)

    Admin = Annotated[Agent, Depends(administers)]

    @routes.get("")
    async def listed(_: Admin, language: Language = "en") -> TextsOut:
        """List what the bot and the gateway say to customers."""
        return TextsOut.model_validate({"texts": await records.read(lambda unit: wordings.listed(unit, language))})

    @routes.post("/{name}")
    async def put(name: str, body: WordingsIn, admin: Admin) -> TextOut:
        """Let these wordings be said from the next message on; what would leave a customer without an answer is refused."""

        def work(unit: Unit) -> TextOut:
            wordings.put(unit, name, body.language, body.texts, admin.id, clock())
            unit.audit.add(clock(), admin.id, "change_text", None, {"text": name, "language": body.language})
            return TextOut.model_validate({"text": wordings.one(unit, name, body.language)})

        done = await records.write(work)
        await changed()
        return done

    @routes.post("/{name}/reset")
    async def reset(name: str, body: LanguageIn, admin: Admin) -> TextOut:
        """Let the shipped wordings be said again."""

        def work(unit: Unit) -> TextOut:
            wordings.reset(unit, name, body.language)
            unit.audit.add(clock(), admin.id, "reset_text", None, {"text": name, "language": body.language})
            return TextOut.model_validate({"text": wordings.one(unit, name, body.language)})

        done = await records.write(work)
        await changed()
        return done

    return routes
