"""The macros there are: those shipped, which an admin switches off, and the shop's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gateway import logs
from gateway.clock import iso
from gateway.queues import known
from gateway.views import Json
from storage import Unit
from storage.people_tables import ShopSetting
from support.errors import InvalidInput, NotAllowed, NotFound
from support.language import LANGUAGES
from support.macros import Macro, macro_of

MOST = 200
_PREFIX = "macro:"
_OFF = "macros_off"

Shipped = Mapping[str, Mapping[str, Macro]]


def offered(unit: Unit, shipped: Shipped, language: str) -> dict[str, Macro]:
    """Return the macros of a language by id: the shop's, and the shipped ones that are on."""
    off = _off(unit)
    return {
        **{macro.id: macro for macro in shipped[language].values() if macro.id not in off},
        **{macro.id: macro for macro, _ in _own(unit, language)},
    }


def listed(unit: Unit, shipped: Shipped, language: str) -> list[Json]:
    """Return all macros of a language as the desk shows and changes them: the shop's, then the shipped ones."""
    names, off = {agent.id: agent.name for agent in unit.agents.all()}, _off(unit)
    own = [
        _view(macro, True, names.get(setting.changed_by), iso(setting.changed_at))
        for macro, setting in _own(unit, language)
    ]
    return [
        *own,
        *(_view(macro, macro.id not in off, None, None, shipped=True) for macro in shipped[language].values()),
    ]


def put(unit: Unit, shipped: Shipped, language: str, macro_id: str, entry: Json, by: str, now: datetime) -> Json:
    """Keep a macro of the shop's, `entry` being of the form of data/macros, and return it.

    Raises:
        InvalidInput: it is not of that form, or gives to a queue that is not there.
        NotAllowed: it is a shipped one.
    """
    _not_shipped(shipped, macro_id)
    macro = macro_of({**entry, "id": macro_id}, language)
    for kind, value in macro.does:
        if kind == "queue" and value not in known(unit):
            raise InvalidInput(f"there is no queue {value}")
    others = [one for one, _ in _own(unit, language) if one.id != macro_id]
    if len(others) >= MOST:
        raise InvalidInput(f"a shop has at most {MOST} macros a language")
    if any(one.title == macro.title for one in [*others, *shipped[language].values()]):
        raise InvalidInput("there is a macro of this title")
    unit.settings.put(_key(language, macro_id), entry, by, now)
    author = unit.agents.get(by)
    return _view(macro, True, author.name if author else None, iso(now))


def existing(unit: Unit, shipped: Shipped, macro_id: str) -> str:
    """Return the language of a macro of the shop's. Raises NotFound; NotAllowed for a shipped one."""
    _not_shipped(shipped, macro_id)
    for language in LANGUAGES:
        if unit.settings.get(_key(language, macro_id)):
            return language
    raise NotFound("there is no such macro")


def drop(unit: Unit, shipped: Shipped, macro_id: str) -> None:
    """Remove a macro of the shop's. Raises NotFound, NotAllowed."""
    unit.settings.drop(_key(existing(unit, shipped, macro_id), macro_id))


def switch(unit: Unit, shipped: Shipped, macro_id: str, enabled: bool, by: str, now: datetime) -> None:
    """Let a shipped macro be offered, or not, in both languages. Raises NotFound."""
    if not any(macro_id in macros for macros in shipped.values()):
        raise NotFound("there is no such shipped macro")
    off = _off(unit) - {macro_id} if enabled else _off(unit) | {macro_id}
    unit.settings.put(_OFF, {"ids": sorted(off)}, by, now)


def _off(unit: Unit) -> set[str]:
    setting = unit.settings.get(_OFF)
    return set(setting.value["ids"]) if setting else set()


def _own(unit: Unit, language: str) -> list[tuple[Macro, ShopSetting]]:
    found = []
    for setting in unit.settings.beginning(f"{_PREFIX}{language}:"):
        try:
            found.append((macro_of({**setting.value, "id": setting.name.rpartition(":")[2]}, language), setting))
        except InvalidInput:  # kept by a release that knew other variables or steps
            logs.failed("macro_not_read", macro=setting.name)
    return found


def _not_shipped(shipped: Shipped, macro_id: str) -> None:
    if any(macro_id in macros for macros in shipped.values()):
        raise NotAllowed("shipped macros are files: switch them off, or make your own")


def _key(language: str, macro_id: str) -> str:
    return f"{_PREFIX}{language}:{macro_id}"


def _view(macro: Macro, enabled: bool, by: str | None, at: str | None, *, shipped: bool = False) -> Json:
    return {
        "id": macro.id,
        "language": macro.language,
        "title": macro.title,
        "text": macro.text,
        "note": macro.note,
        "when": sorted(macro.when),
        "asks": [{"name": name, "question": question} for name, question in macro.asks],
        "does": [{"kind": kind, "value": value} for kind, value in macro.does],
        "shipped": shipped,
        "enabled": enabled,
        "changed_by": by,
        "changed_at": at,
    }
