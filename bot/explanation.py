"""Why a message was read as it was: the words that moved its emotion, the utterances that it is like."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.reading.reader import LanguageReader, Neighbour

_EMOJI = r"[\U0001F300-\U0001FAFF\u2600-\u27BF]"
# A word, a Han character, a run of signs that carry a temper, an emoji with what is joined to it.
_UNIT = re.compile(
    r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
    r"|[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+(?:['’-][^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)*"
    r"|[!?！？]+|…+|\.{3,}|。{2,}"
    r"|[\U0001F1E6-\U0001F1FF]{2}"
    rf"|{_EMOJI}(?:[\ufe0f\U0001F3FB-\U0001F3FF]|\u200d{_EMOJI})*"
)
# Most Chinese words have two characters, and a third one must be worth it: otherwise the widest window would always win.
_THIRD = 0.85
_NEVER_FIRST = frozenset("们了的吗呢吧啊呀么着得")
_NEVER_LAST = frozenset("我你您他她这那很太")
_LEAST = 0.01  # what moves the share by less says nothing
_BUDGET = 20_000  # characters read for one explanation: some seconds on two cores, whatever a customer writes


@dataclass(frozen=True)
class Span:
    """A part of a text, in characters; `wide` if it is three Han characters."""

    start: int
    end: int
    wide: bool = False


@dataclass(frozen=True)
class Mover:
    """A part of a message that moved its emotion.

    `drop` is what the label's share loses without it; below 0 it speaks against the label.
    """

    text: str
    start: int
    end: int
    drop: float


@dataclass(frozen=True)
class Explanation:
    """A parse result, and what explains it."""

    parsed: dict[str, Any]
    neighbours: tuple[Neighbour, ...]
    movers: tuple[Mover, ...]


def movers(reader: LanguageReader, text: str, label: str, most: int = 5) -> list[Mover]:
    """Return the words of a text that moved the share of an emotion's label the most, the strongest first.

    Each is left out in turn, all in one batch. In Chinese two or three characters in a row stand for a word, those that matter most.
    """
    parts = spans(text)
    if reader.emotions is None or label not in reader.emotions.labels or not parts:
        return []
    without = [re.sub(r" {2,}", " ", text[: part.start] + text[part.end :]) for part in parts]
    shares = reader.emotions.shares(reader.features([text, *without]))[:, reader.emotions.labels.index(label)]
    drops = [float(share) for share in shares[0] - shares[1:]]
    worth = [abs(drop) * (_THIRD if part.wide else 1.0) for drop, part in zip(drops, parts, strict=True)]
    found: list[Mover] = []
    for index in np.argsort(-np.array(worth), kind="stable"):
        part = parts[index]
        if abs(drops[index]) < _LEAST or any(part.start < other.end and other.start < part.end for other in found):
            continue
        found.append(Mover(text[part.start : part.end], part.start, part.end, drops[index]))
        if len(found) == most:
            break
    return sorted(found, key=lambda mover: -abs(mover.drop))


def spans(text: str) -> list[Span]:
    """Return what may be left out of a text: words, signs and emoji, two or three Han characters in a row.

    In a long text it is several units at a time.
    """
    units = list(_UNIT.finditer(text))
    found = [span for index in range(len(units)) for span in _from(units, index)]
    most = max(8, _BUDGET // max(1, len(text)))
    if len(found) <= most:
        return found
    several = max(2, math.ceil(len(units) / most))
    groups = [units[start : start + several] for start in range(0, len(units), several)]
    return [Span(group[0].start(), group[-1].end()) for group in groups]


def _from(units: list[re.Match[str]], index: int) -> Iterator[Span]:
    """Yield what begins at a unit: itself, or the Han characters from it on."""
    unit = units[index]
    start = unit.start()
    follows = index > 0 and _are_one_run(units[index - 1], unit)
    run = [unit]
    for other in units[index + 1 : index + 3]:
        if not _are_one_run(run[-1], other):
            break
        run.append(other)
    if len(run) == 1 and not follows:
        yield Span(start, unit.end())
    if unit.group() in _NEVER_FIRST:
        return
    for last in run[1:]:
        if last.group() not in _NEVER_LAST:
            yield Span(start, last.end(), wide=last.end() - start > 2)


def _are_one_run(one: re.Match[str], other: re.Match[str]) -> bool:
    """Say whether two units are Han characters side by side."""
    return bool(one["han"] and other["han"] and one.end() == other.start())
