"""The shop's own wordings in place of the shipped ones: what there is to change, and what has been changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gateway.bodies import Unfit
from gateway.clock import iso
from gateway.records import Records
from gateway.texts import Texts
from gateway.views import Json
from storage import Unit
from storage.people_tables import ShopSetting
from support.canned import variables
from support.errors import NotFound, SettingsError
from support.language import LANGUAGES
from support.settings import ROOT
from support.wordings import Own, problems

DOMAIN = ROOT / "bot" / "domain"
_PREFIX = "text:"


@dataclass(frozen=True)
class Response:
    """A response as it is shipped; `topic` is its file. `buttons`: their titles, which a customer sends by pressing."""

    name: str
    topic: str
    texts: Mapping[str, tuple[str, ...]]
    buttons: Mapping[str, tuple[str, ...]]


@cache
def shipped(folder: Path = DOMAIN) -> Mapping[str, Response]:
    """Return what the bot and the gateway say to customers, by name; words and lines within a text are no responses of their own.

    Raises:
        SettingsError: a file of the domain cannot be read.
    """
    found: dict[str, Response] = {}
    for file in sorted(folder.glob("*.yml")):
        try:
            loaded: Any = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
            for name, variants in (loaded.get("responses") or {}).items():
                if name.startswith("utter_"):
                    found[name] = _response(name, file.stem, variants)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError) as error:
            raise SettingsError(f"{file}: its responses cannot be read") from error
    return found


def _response(name: str, topic: str, variants: list[dict[str, Any]]) -> Response:
    texts: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    buttons: dict[str, tuple[str, ...]] = dict.fromkeys(LANGUAGES, ())
    for variant in variants:
        language = variant["metadata"]["language"]
        texts[language].append(str(variant["text"]).strip())
        buttons[language] = tuple(str(button["title"]) for button in variant.get("buttons") or ())
    return Response(name, topic, {language: tuple(said) for language, said in texts.items()}, buttons)


class Wordings:
    """Read at the start, again when the desk has changed them here, and by the watcher for what other gateways changed.

    What the gateway itself says (`texts`) follows at once; the bot is told with its next message (gateway/bot.py).
    """

    def __init__(self, records: Records, texts: Texts) -> None:
        self._records = records
        self._texts = texts
        self._own: Own = {}

    @property
    def own(self) -> Own:
        """Return the shop's wordings as they hold."""
        return self._own

    def load(self) -> None:
        """Take over what is set, at the start."""
        self._take(self._records.database.read(_own))

    async def run(self) -> None:
        """Take over what has been set meanwhile."""
        self._take(await self._records.read(_own))

    def _take(self, own: Own) -> None:
        self._own = own
        self._texts.take(own)


def put(unit: Unit, name: str, language: str, texts: list[str], by: str, now: datetime) -> None:
    """Let wordings stand in for the shipped ones. Raises NotFound, Unfit."""
    response = _known(name)
    said = [text.strip() for text in texts]
    for problem in problems(response.texts[language], said, language):
        raise Unfit(problem.message, {"kind": problem.kind, "names": list(problem.names)})
    unit.settings.put(_key(name, language), {"texts": said}, by, now)


def reset(unit: Unit, name: str, language: str) -> None:
    """Let the shipped wordings be said again. Raises NotFound."""
    _known(name)
    unit.settings.drop(_key(name, language))


def listed(unit: Unit, language: str) -> list[Json]:
    """Return all responses in a language, in the order of their files, each with what the shop says instead."""
    names = {agent.id: agent.name for agent in unit.agents.all()}
    changed = {setting.name: setting for setting in unit.settings.beginning(f"{_PREFIX}{language}:")}
    return [
        view(response, language, changed.get(_key(response.name, language)), names) for response in shipped().values()
    ]


def view(response: Response, language: str, setting: ShopSetting | None, names: Mapping[str, str]) -> Json:
    """Return a response as the desk shows and changes it; `names` are agents' by id."""
    said = response.texts[language]
    return {
        "name": response.name,
        "topic": response.topic,
        "shipped": list(said),
        "own": list(setting.value["texts"]) if setting else None,
        "buttons": list(response.buttons[language]),
        "variables": sorted(frozenset().union(*map(variables, said))),
        "changed_by": names.get(setting.changed_by) if setting else None,
        "changed_at": iso(setting.changed_at) if setting else None,
    }


def one(unit: Unit, name: str, language: str) -> Json:
    """Return one of them. Raises NotFound."""
    response, setting = _known(name), unit.settings.get(_key(name, language))
    names = {agent.id: agent.name for agent in unit.agents.all()}
    return view(response, language, setting, names)


def _known(name: str) -> Response:
    found = shipped().get(name)
    if found is None:
        raise NotFound("there is no such text")
    return found


def _key(name: str, language: str) -> str:
    return f"{_PREFIX}{language}:{name}"


def _own(unit: Unit) -> Own:
    """Return what the shop says in its own words; what no release ships any more is left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for setting in unit.settings.beginning(_PREFIX):
        language, _, name = setting.name.removeprefix(_PREFIX).partition(":")
        if name in shipped() and language in LANGUAGES:
            found.setdefault(name, {})[language] = list(setting.value["texts"])
    return found
