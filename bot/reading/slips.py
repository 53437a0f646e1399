"""Slips to train with: what fingers and input methods do to an utterance, so that what spelling can't put right is still understood.

The slips that `make evaluate` tries the bot with are others, of its own tables (evaluation/noise.py).
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PER_SLIP = 14  # characters
_PER_SLIP_HAN = 9
_WORD = re.compile(r"[A-Za-z]{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KEPT = re.compile(r"\S*[\d@]\S*")  # order numbers, sizes, addresses
_NEGATION = frozenset("不没别未无非")


class Slipper:
    """Make slips in texts like `texts`; the same ones for the same text."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._alike = _alike(texts)

    def slip(self, text: str) -> str:
        """Return the text with a slip or more; as it is where none fits."""
        chance = random.Random(text)  # noqa: S311  (not for secrets)
        han = len(_HAN.findall(text))
        slips = max(1, len(text) // (_PER_SLIP_HAN if han * 2 > len(text) else _PER_SLIP))
        for _ in range(chance.randint(1, slips) if slips > 1 else 1):
            text = self._han_slip(text, chance) if chance.random() * len(text) < han else _letter_slip(text, chance)
        return text

    def _han_slip(self, text: str, chance: random.Random) -> str:
        places = [
            index
            for index, sign in enumerate(text)
            if _HAN.match(sign) and sign not in _NEGATION and _free(text, index)
        ]
        if len(places) < 4:
            return text
        place, kind = chance.choice(places), chance.random()
        if kind < 0.6 and (others := self._alike.get(text[place])):
            return text[:place] + chance.choices(list(others), list(others.values()))[0] + text[place + 1 :]
        if kind < 0.8 and place + 1 in places:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        return text[:place] + text[place + 1 :]


def _alike(texts: Sequence[str]) -> dict[str, Mapping[str, int]]:
    """Return for each Han character in the texts those that sound alike, with their counts."""
    counts = Counter(sign for text in texts for sign in _HAN.findall(text))
    if not counts:
        return {}
    from pypinyin import lazy_pinyin

    sounds: dict[str, dict[str, int]] = defaultdict(dict)
    for sign, count in counts.items():
        if sign not in _NEGATION:
            sounds[lazy_pinyin(sign)[0]][sign] = count
    return {
        sign: {other: count for other, count in family.items() if other != sign}
        for family in sounds.values()
        if len(family) > 1
        for sign in family
    }


def _letter_slip(text: str, chance: random.Random) -> str:
    words = [match for match in _WORD.finditer(text) if _free(text, match.start())]
    if not words:
        return text
    word = chance.choice(words)
    start, end = word.span()
    place, kind = chance.randrange(start + 1, end), chance.random()
    if kind < 0.3:
        return text[:place] + text[place + 1 :]
    if kind < 0.55:
        return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
    if kind < 0.8:
        return text[:place] + _beside(text[place], chance) + text[place + 1 :]
    if kind < 0.9 and text[end : end + 1] == " ":
        return text[:end] + text[end + 1 :]
    return text[:place] + text[place] + text[place:]


def _beside(letter: str, chance: random.Random) -> str:
    for row in _ROWS:
        if (place := row.find(letter.lower())) >= 0:
            return chance.choice([key for key in (row[place - 1 : place], row[place + 1 : place + 2]) if key])
    return letter


def _free(text: str, place: int) -> bool:
    return not any(match.start() <= place < match.end() for match in _KEPT.finditer(text))
