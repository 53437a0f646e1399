"""The review form: what `warmline learn` writes for a person to fill in, and what it reads back."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import yaml

from cli.learning.clusters import Cluster
from cli.validation.files import DataInvalid, nodes_of
from cli.validation.labels import EMOTIONS
from cli.validation.likeness import normal
from cli.validation.limits import LIMITS
from cli.validation.texts import character_problems, is_foreign, mark_problems, plain
from cli.validation.training import Example
from support.language import LANGUAGES
from support.learning import Candidate, filled

SKIP = "skip"
_CLUSTER = ("size", "language", "guess", "utterances")
_UTTERANCE = ("text", "guess", "why", "times", "intent", "emotion")

_HEAD = """\
# What customers wrote that the model was unsure of: {utterances} utterances in {clusters} clusters.
#
# 1. Fill in `intent:` and `emotion:` as docs/annotation.md says. `guess` is what the model took the message for; if it were
#    always right, the message would not be here. `why`: {whys}.
# 2. `intent: skip` leaves an utterance out for good. What stays empty is left out this time.
# 3. Read each text for personal data that was not found. <email>, <name> and the like are masks; invented data take their
#    place. You may change a text, keep its double quotes (\\" for a quote inside) and mark entities: "my [lamp](product)".
# 4. Then: warmline learn --accept {file}
#
# intents: {intents}
# emotions: {emotions}
"""
_WHYS = "unsure (little confidence, or two intents as good as equal), not_understood, handoff (said before one)"
_WIDTH = 118


@dataclass(frozen=True)
class Review:
    """A form that was filled in: what is labelled, and how many utterances are not."""

    labelled: tuple[Example, ...]
    skipped: int
    unlabelled: int


@dataclass(frozen=True)
class _Entry:
    """One utterance as it stands in a form."""

    text: str
    intent: str
    emotion: str
    language: str
    place: str


class _Odd(Exception):
    """The form is not as it was written; the message begins with the place."""


def form(clusters: Sequence[Cluster], file: str, intents: Collection[str]) -> str:
    """Return the form as YAML; `file` is how its path is typed."""
    head = _HEAD.format(
        utterances=sum(len(cluster.candidates) for cluster in clusters),
        clusters=len(clusters),
        whys=_WHYS,
        file=file,
        intents=_wrapped(sorted(intents)),
        emotions=_wrapped(sorted(EMOTIONS)),
    )
    lines = [head + "clusters:"]
    for cluster in clusters:
        lines += [
            f"- size: {cluster.size}",
            f"  language: {cluster.language}",
            f"  guess: {{intent: {cluster.intent or '~'}, emotion: {cluster.emotion or '~'}}}",
            "  utterances:",
        ]
        for candidate in cluster.candidates:
            lines += _utterance(candidate)
    return "\n".join(lines) + "\n"


def _utterance(candidate: Candidate) -> list[str]:
    guess = candidate.guess
    return [
        f"  - text: {quoted(candidate.text)}",
        f"    guess: {{intent: {guess.intent or '~'}, confidence: {guess.confidence:.2f}, emotion: {guess.emotion or '~'}}}",
        f"    why: [{', '.join(candidate.whys)}]",
        f"    times: {candidate.times}",
        "    intent:",
        "    emotion:",
    ]


def quoted(text: str) -> str:
    """Return a text as a double-quoted YAML scalar on one line."""
    return json.dumps(text, ensure_ascii=False)


def _wrapped(names: Sequence[str]) -> str:
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > _WIDTH - len("# emotions: "):
            lines.append("")
        lines[-1] += f"{name} "
    return "\n#   ".join(line.strip() for line in lines)


def read_form(file: Path, intents: Set[str], entities: Set[str]) -> Review:
    """Return what a person filled in, masks replaced by invented data.

    Raises:
        DataInvalid: the file cannot be read, or what it says makes no sense; one line a problem, with its place.
    """
    labelled: list[Example] = []
    problems: list[str] = []
    skipped = unlabelled = 0
    for entry in _entries(file):
        if entry.intent == SKIP:
            skipped += 1
        elif not entry.intent and not entry.emotion:
            unlabelled += 1
        else:
            marked = filled(entry.text, entry.language)
            example = Example(plain(marked), marked, entry.intent, entry.emotion, entry.language, entry.place)
            problems += [f"{entry.place}: {what}" for what in _problems(example, intents, entities)]
            labelled.append(example)
    if problems:
        raise DataInvalid("nothing was added, for the form is not right yet:\n  " + "\n  ".join(problems))
    return Review(tuple(labelled), skipped, unlabelled)


def skipped_before(folder: Path) -> frozenset[str]:
    """Return the normal forms of what was marked with `intent: skip` in the forms of a folder; broken forms don't count."""
    found: set[str] = set()
    for file in sorted(folder.glob("*.yml")):
        try:
            found |= {normal(entry.text) for entry in _entries(file) if entry.intent == SKIP}
        except DataInvalid:
            continue
    return frozenset(found)


def _problems(example: Example, intents: Set[str], entities: Set[str]) -> Iterator[str]:
    for kind, given, known in (("intent", example.intent, intents), ("emotion", example.emotion, EMOTIONS)):
        if not given:
            yield f"{kind} is empty: fill in both, or intent: {SKIP}"
        elif given not in known:
            near = difflib.get_close_matches(given, sorted(known), n=1)
            yield f"there is no {kind} {given!r}{f'; did you mean {near[0]}?' if near else ''}"
    yield from character_problems(example.text, LIMITS.characters)
    yield from mark_problems(example.marked, entities)
    if is_foreign(example.text, example.language):
        yield f"“{example.text}” is in the other language, not in {example.language}"


def _entries(file: Path) -> Iterator[_Entry]:
    """Yield a form's utterances. Raises DataInvalid."""
    try:
        top = _mapping(nodes_of(file, file.parent), file.name, ("clusters",))
        for cluster in _list(top.get("clusters"), file.name):
            parts = _mapping(cluster, file.name, _CLUSTER)
            language = _scalar(parts.get("language"))
            if language not in LANGUAGES:
                raise _Odd(f"{_place(cluster, file.name)}: language {language!r} is none of {', '.join(LANGUAGES)}")
            for node in _list(parts.get("utterances"), file.name):
                said = _mapping(node, file.name, _UTTERANCE)
                place = _place(node, file.name)
                for name in ("text", "intent", "emotion"):
                    if name in said and not isinstance(said[name], yaml.ScalarNode):
                        raise _Odd(f"{_place(said[name], file.name)}: {name} is not a single value")
                yield _Entry(
                    " ".join(_scalar(said.get("text")).split()),
                    _scalar(said.get("intent")),
                    _scalar(said.get("emotion")),
                    language,
                    place,
                )
    except _Odd as error:
        raise DataInvalid(str(error)) from error


def _place(node: yaml.Node | None, name: str) -> str:
    return f"{name}:{node.start_mark.line + 1 if node else 1}"


def _mapping(node: yaml.Node | None, name: str, allowed: tuple[str, ...]) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _Odd(f"{_place(node, name)}: here should be {', '.join(allowed)}, as `warmline learn` writes them")
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in allowed:
            raise _Odd(f"{_place(key, name)}: unusual key {key.value!r}; here may be {', '.join(allowed)}")
        if key.value in found:
            raise _Odd(f"{_place(key, name)}: {key.value} stands twice")
        found[key.value] = value
    return found


def _list(node: yaml.Node | None, name: str) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise _Odd(f"{_place(node, name)}: here should be a list, each item beginning with -")
    found: list[yaml.Node] = node.value
    return found


def _scalar(node: yaml.Node | None) -> str:
    """Return a scalar's text, nothing for an empty one."""
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    return str(node.value).strip()
