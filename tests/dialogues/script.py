"""Scripted dialogues: what somebody writes, step by step, and what must be true of the answers.

A file of `scripts/`, or cli/demonstration/demo.yml, is a list of scripts, or `{never: [regex, …], scripts: [script, …]}`. A script:

    - name: a parcel that is late is traced once       # a sentence; the name of the test
      customer: c-late                                 # or `guest: true`
      language: en                                     # of the answers; a step may have its own from there on
      steps:
      - they: "where is my lamp?"
        says: [floor lamp, [Hannover, depot]]          # all occur in the replies, case does not count; of a list any one
        says_not: [refund]                             # regexes that must not be found in the replies
        intent: track_order                            # what was understood
        changes: [report_problem]                      # kinds of what the shop was asked for in this step, in order
        asks: true                                     # whether the bot asks something, or offers buttons
        status: pending                                # of the conversation: open = handed over, resolved = over
        handoff: anger                                 # why it was
        silent: true                                   # the bot says nothing, as a person leads
        gives: [item, reason]                          # what must not be asked for from here on (TOPICS of asking.py)
        corrects: true                                 # what was given before holds no more, so it may be asked for again

Only `they` is needed. `they` and `says` may hold facts of the demo shop; facts.py resolves them:

    {mug.total} {mug.order}     total and number of the customer's newest order that has a mug in it
    {mug.line}                  what the mugs of that order cost; {mug.until} their last day to go back
    {mug.postcode}              of that order's address; {mug.refund} what was refunded, or will be
    {mug.price}                 the catalogue's
    {c-late/lamp.order}         the same of another customer's order, for guests
    {day+2} {day-1}             a day as the bot says it
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

FOLDER = Path(__file__).parent / "scripts"
LANGUAGES = ("en", "zh")

# What no reply may hold, whatever the script.
NEVER = (
    r"(?i)calm down|冷静|别激动",
    r"utter_",
    r"[{}]",
    r"\bNone\b(?! of)",
    r"(?is)(sorry|apologi[sz]e).*(sorry|apologi[sz]e)",
    r"(?s)(抱歉|对不起|道歉).*(抱歉|对不起|道歉)",
    r"(?i)i understand your frustration",
)


class BadScript(Exception):
    """A script does not say what a script can say; the message names file, script and step."""


@dataclass(frozen=True)
class Step:
    """One message and what is expected of its answer; None: anything will do."""

    they: str
    language: str
    says: tuple[tuple[str, ...], ...] = ()
    says_not: tuple[re.Pattern[str], ...] = ()
    intent: str | None = None
    changes: tuple[str, ...] | None = None
    asks: bool | None = None
    status: str | None = None
    handoff: str | None = None
    silent: bool = False
    gives: tuple[str, ...] = ()
    corrects: bool = False


@dataclass(frozen=True)
class Script:
    """A dialogue. `customer` is None for a guest."""

    name: str
    topic: str
    customer: str | None
    language: str
    steps: tuple[Step, ...]
    never: tuple[re.Pattern[str], ...]

    @property
    def id(self) -> str:
        """Return the test's name."""
        return f"{self.topic}: {self.name}"


def load(folder: Path = FOLDER, others: tuple[Path, ...] = ()) -> list[Script]:
    """Read all scripts of a folder and of other files, file by file.

    Raises:
        BadScript: one of them is wrong, or two of them have one name.
    """
    scripts = [script for path in (*sorted(folder.glob("*.yml")), *others) for script in read(path)]
    seen: set[str] = set()
    for script in scripts:
        if script.id in seen:
            raise BadScript(f"{script.topic}.yml: there are two scripts named {script.name!r}")
        seen.add(script.id)
    return scripts


def read(path: Path) -> list[Script]:
    """Read one file. Raises BadScript."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadScript(f"{path.name} is not YAML: {error}") from error
    if isinstance(found, list):
        found = {"scripts": found}
    here = _Place(path.name)
    whole = here.mapping(found, {"scripts"}, {"never"})
    never = [*NEVER, *here.texts(whole.get("never", []), "never")]
    if not isinstance(whole["scripts"], list) or not whole["scripts"]:
        here.wrong("has no scripts")
    return [
        _script(here.at(f"script {number}"), row, path.stem, never) for number, row in enumerate(whole["scripts"], 1)
    ]


def _script(here: _Place, row: Any, topic: str, never: list[str]) -> Script:
    if isinstance(row, Mapping) and isinstance(row.get("name"), str):
        here = here.instead(repr(row["name"]))
    row = here.mapping(row, {"name", "language", "steps"}, {"customer", "guest"})
    if ("customer" in row) == (row.get("guest") is True):
        here.wrong("needs either `customer` or `guest: true`")
    language = here.one_of(row["language"], LANGUAGES, "language")
    if not isinstance(row["steps"], list) or not row["steps"]:
        here.wrong("has no steps")
    steps: list[Step] = []
    for number, step in enumerate(row["steps"], 1):
        steps.append(_step(here.at(f"step {number}"), step, steps[-1].language if steps else language))
    customer = here.text(row["customer"], "customer") if "customer" in row else None
    patterns = tuple(here.pattern(one, re.NOFLAG) for one in never)
    return Script(here.text(row["name"], "name"), topic, customer, language, tuple(steps), patterns)


def _step(here: _Place, row: Any, language: str) -> Step:
    row = here.mapping(row, {"they"}, set(Step.__dataclass_fields__) - {"they"})
    for name in ("asks", "silent", "corrects"):
        if not isinstance(row.get(name, False), bool):
            here.wrong(f"`{name}` is true or false")
    return Step(
        they=here.text(row["they"], "they"),
        language=here.one_of(row.get("language", language), LANGUAGES, "language"),
        says=tuple(here.any_of(one) for one in here.items(row.get("says", []), "says")),
        says_not=tuple(
            here.pattern(one, re.IGNORECASE | re.DOTALL) for one in here.texts(row.get("says_not", []), "says_not")
        ),
        intent=here.text(row["intent"], "intent") if "intent" in row else None,
        changes=tuple(here.texts(row["changes"], "changes")) if "changes" in row else None,
        asks=row.get("asks"),
        status=here.one_of(row["status"], ("pending", "open", "resolved"), "status") if "status" in row else None,
        handoff=here.text(row["handoff"], "handoff") if "handoff" in row else None,
        silent=row.get("silent", False),
        gives=tuple(here.texts(row.get("gives", []), "gives")),
        corrects=row.get("corrects", False),
    )


@dataclass(frozen=True)
class _Place:
    """Where in the files something stands, for messages."""

    file: str
    inside: tuple[str, ...] = ()

    def at(self, where: str) -> _Place:
        return _Place(self.file, (*self.inside, where))

    def instead(self, where: str) -> _Place:
        return _Place(self.file, (*self.inside[:-1], where))

    def wrong(self, what: str) -> NoReturn:
        raise BadScript(f"{self.file}: {', '.join((*self.inside, ''))}{what}")

    def mapping(self, found: Any, needed: set[str], allowed: set[str]) -> dict[str, Any]:
        if not isinstance(found, dict):
            self.wrong("is not a mapping")
        for name in sorted(needed - set(found)):
            self.wrong(f"has no `{name}`")
        for name in found:
            if name not in needed | allowed:
                self.wrong(f"has an unknown key `{name}`")
        return found

    def text(self, found: Any, name: str) -> str:
        if not isinstance(found, str) or not found.strip():
            self.wrong(f"`{name}` is not a text (quote numbers, yes and no)")
        return found

    def items(self, found: Any, name: str) -> list[Any]:
        if not isinstance(found, list):
            self.wrong(f"`{name}` is not a list")
        return found

    def texts(self, found: Any, name: str) -> list[str]:
        return [self.text(one, name) for one in self.items(found, name)]

    def any_of(self, found: Any) -> tuple[str, ...]:
        return tuple(self.texts(found, "says")) if isinstance(found, list) else (self.text(found, "says"),)

    def one_of(self, found: Any, choices: tuple[str, ...], name: str) -> str:
        if found not in choices:
            self.wrong(f"`{name}` is none of {', '.join(choices)}")
        return str(found)

    def pattern(self, found: str, flags: re.RegexFlag) -> re.Pattern[str]:
        try:
            return re.compile(found, flags)
        except re.error as error:
            self.wrong(f"{found!r} is not a regex: {error}")
