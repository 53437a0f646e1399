"""The shop's macros over REST; for admins.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

import secrets
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway import macro_shelf
from gateway.account_bodies import SwitchIn
from gateway.bodies import Text
from gateway.clock import Clock
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.macro_shelf import Shipped
from gateway.records import Records
from gateway.teamwork import Asked, Step
from storage import Unit
from storage.tables import Agent
from support.canned import CONDITIONS, MOST_CHARS, MOST_TITLE_CHARS
from support.macros import MACRO_VARIABLES, MOST_ASKED_CHARS

Language = Literal["en", "zh"]
Words = Annotated[Text, StringConstraints(max_length=MOST_CHARS, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class AskIn(_Body):
    """What the agent fills in before it runs: the variable, and the question for it."""

    name: Name
    question: Annotated[Text, StringConstraints(min_length=1, max_length=MOST_ASKED_CHARS, strip_whitespace=True)]


class StepIn(_Body):
    """What it does (support/macros.py: KINDS)."""

    kind: Annotated[Text, StringConstraints(max_length=40)]
    value: Annotated[Text, StringConstraints(max_length=60)]


class ShopMacroIn(_Body):
    """A macro as data/macros has them; a language stays what it was."""

    language: Language
    title: Annotated[Text, StringConstraints(min_length=1, max_length=MOST_TITLE_CHARS, strip_whitespace=True)]
    text: Words = ""
    note: Words = ""
    when: Annotated[list[Name], Field(max_length=20)] = []
    asks: Annotated[list[AskIn], Field(max_length=10)] = []
    does: Annotated[list[StepIn], Field(max_length=5)] = []

    @property
    def entry(self) -> dict[str, Any]:
        """Return it in the form of an entry of data/macros."""
        return {
            "title": self.title,
            "text": self.text,
            "note": self.note,
            "when": self.when,
            "ask": {one.name: one.question for one in self.asks},
            "do": [{step.kind: step.value} for step in self.does],
        }


class ShopMacroBody(BaseModel):
    """A macro with its variables; `enabled`: whether it is offered. A shipped one is changed by nobody."""

    id: str
    language: str
    title: str
    text: str
    note: str
    when: list[str]
    asks: list[Asked]
    does: list[Step]
    shipped: bool
    enabled: bool
    changed_by: str | None
    changed_at: str | None


class ShopMacroOut(BaseModel):
    """One macro."""

    macro: ShopMacroBody


class ShopMacrosOut(BaseModel):
    """All macros of a language, and what one may be made of: facts as variables, conditions."""

    macros: list[ShopMacroBody]
    variables: list[str]
    conditions: list[str]


class Removed(BaseModel):
    """It is done."""

    ok: Literal[True] = True


def router(gate: Gate, records: Records, shipped: Shipped, clock: Clock) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/macros", tags=["macros"], responses=RESPONSES)

    async def administers(request: Request) -> Agent:
        return await gate.admin(request)

    Admin = Annotated[Agent, Depends(administers)]

    @routes.get("")
    async def listed(_: Admin, language: Language = "en") -> ShopMacrosOut:
        """List the macros of a language with their variables: the shop's, then the shipped ones."""
        found = await records.read(lambda unit: macro_shelf.listed(unit, shipped, language))
        parts = {"variables": sorted(MACRO_VARIABLES), "conditions": sorted(CONDITIONS)}
        return ShopMacrosOut.model_validate({"macros": found, **parts})

    @routes.post("")
    async def add(body: ShopMacroIn, admin: Admin) -> ShopMacroOut:
        """Add a macro of the shop's."""
        made = f"own_{secrets.token_hex(8)}"

        def work(unit: Unit) -> ShopMacroOut:
            macro = macro_shelf.put(unit, shipped, body.language, made, body.entry, admin.id, clock())
            unit.audit.add(clock(), admin.id, "add_macro", None, {"macro": made})
            return ShopMacroOut.model_validate({"macro": macro})

        return await records.write(work)

    @routes.post("/{macro_id}")
    async def change(macro_id: str, body: ShopMacroIn, admin: Admin) -> ShopMacroOut:
        """Change a macro of the shop's; whoever has seen it before sees it again before it runs."""

        def work(unit: Unit) -> ShopMacroOut:
            language = macro_shelf.existing(unit, shipped, macro_id)
            macro = macro_shelf.put(unit, shipped, language, macro_id, body.entry, admin.id, clock())
            unit.audit.add(clock(), admin.id, "change_macro", None, {"macro": macro_id})
            return ShopMacroOut.model_validate({"macro": macro})

        return await records.write(work)

    @routes.post("/{macro_id}/delete")
    async def delete(macro_id: str, admin: Admin) -> Removed:
        """Remove a macro of the shop's."""

        def work(unit: Unit) -> None:
            macro_shelf.drop(unit, shipped, macro_id)
            unit.audit.add(clock(), admin.id, "delete_macro", None, {"macro": macro_id})

        await records.write(work)
        return Removed()

    @routes.post("/{macro_id}/switch")
    async def switch(macro_id: str, body: SwitchIn, admin: Admin) -> Removed:
        """Let a shipped macro be offered, or not, in both languages."""

        def work(unit: Unit) -> None:
            macro_shelf.switch(unit, shipped, macro_id, body.enabled, admin.id, clock())
            unit.audit.add(clock(), admin.id, "switch_macro", None, {"macro": macro_id, "enabled": body.enabled})

        await records.write(work)
        return Removed()

    return routes
