"""The robustness set: what typing, input methods and habits make of an utterance, drawn with a fixed seed.

Strength: one slip in about `PER_SLIP` characters, one at least; when two kinds meet in one utterance, each gets half as many. `case`,
`spaced` and `traditional` are habits rather than slips and change the whole text. Order numbers, addresses of mail and web pages are never
touched. An utterance's slips depend on its own text and the seed only, so a set that grows keeps what it had.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from evaluation.scores import SEED
from evaluation.slips import (
    ABBREVIATIONS,
    DRAWN_OUT,
    ENGLISH,
    HOMOPHONES,
    KEYBOARD,
    LOOKALIKES,
    PINYIN,
    SIMPLIFIED,
    STRAY,
    TRADITIONAL,
)

PER_SLIP = 12

# "W-10423", "#10423", "order 10423": any four digits in a row, with what is attached to them; and addresses.
_UNTOUCHED = re.compile(
    r"\s?(?:\S+@\S+|https?://\S+|www\.\S+|(?:[#＃]\s?|\bW\s?-?\s?)?[!-~]*\d{4,}[!-~]*|[#＃]\s?\d+)\s?",
    re.IGNORECASE | re.ASCII,
)
_WORD = re.compile(r"[A-Za-z]+")
_LETTERS = re.compile(r"[A-Za-z]|[\u4e00-\u9fff]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_GAP = re.compile(r"(?<=[A-Za-z,;]) (?=[A-Za-z])")
_NEGATION = frozenset("不没别未无非")
_TO_TRADITIONAL = str.maketrans(SIMPLIFIED, TRADITIONAL)
_ABBREVIATED = re.compile(
    r"(?<![\w'’])(?:"
    + "|".join(re.escape(word) for word in sorted(ABBREVIATIONS, key=len, reverse=True))
    + r")(?![\w'’])",
    re.IGNORECASE,
)
_PINYIN = re.compile("|".join(sorted(PINYIN, key=len, reverse=True)))
_ENGLISH = re.compile("|".join(sorted(ENGLISH, key=len, reverse=True)))
_WIDTH = str.maketrans("，。？！；：", ",.?!;:")

Edit = tuple[int, int, str]  # from, to, what comes in
Slip = Callable[[str, "Free", random.Random, int], list[Edit]]


@dataclass(frozen=True)
class Corrupted:
    """An utterance after its slips; `kinds` in the order in which they happened, `index` of the utterance in the set."""

    text: str
    kinds: tuple[str, ...]
    index: int


class Free:
    """Which stretches of a text may be touched."""

    def __init__(self, text: str) -> None:
        self._bounds = [place for match in _UNTOUCHED.finditer(text) for place in match.span()]

    def __call__(self, start: int, end: int) -> bool:
        """Say whether nothing in [start, end) is protected."""
        first = bisect_right(self._bounds, start)
        return first % 2 == 0 and (first == len(self._bounds) or self._bounds[first] >= end)


def robustness_set(texts: Sequence[str], language: str, seed: int = SEED) -> list[Corrupted]:
    """Return each text with one or two kinds of slips; texts on which none of them fits ("👍", "W-10423") are left out."""
    found = []
    for index, text in enumerate(texts):
        chance = random.Random(f"{seed}|{language}|{text}")  # noqa: S311  (not for secrets)
        kinds = list(KINDS[language])
        chance.shuffle(kinds)
        two = len(_LETTERS.findall(text)) >= PER_SLIP and chance.random() < 0.5
        changed = text
        done: list[str] = []
        for kind in kinds:
            after = _apply(changed, kind, chance, share=2 if two else 1)
            if after != changed:
                changed, done = after, [*done, kind]
            if len(done) == 1 + two:
                break
        if changed != text:
            found.append(Corrupted(changed, tuple(done), index))
    return found


def of_one_kind(
    texts: Sequence[str], language: str, kind: str, most: int | None = None, seed: int = SEED
) -> list[Corrupted]:
    """Return the texts that this kind alone can change; of more than `most`, a fixed sample, in the order of `texts`."""
    order = list(range(len(texts)))
    order.sort(key=lambda index: random.Random(f"{seed}|{texts[index]}").random())  # noqa: S311
    found = []
    for index in order:
        text = corrupt(texts[index], language, kind, seed)
        if text != texts[index]:
            found.append(Corrupted(text, (kind,), index))
        if most is not None and len(found) >= most:
            break
    return sorted(found, key=lambda one: one.index)


def corrupt(text: str, language: str, kind: str, seed: int = SEED) -> str:
    """Return the text with slips of one kind, unchanged where the kind doesn't fit. Raises KeyError for an unknown kind."""
    if kind not in KINDS[language]:
        raise KeyError(kind)
    return _apply(text, kind, random.Random(f"{seed}|{language}|{kind}|{text}"), share=1)  # noqa: S311


def slips_in(text: str, share: int = 1) -> int:
    """Return how many slips a text gets: letters and Chinese characters count, no signs."""
    return max(1, round(len(_LETTERS.findall(text)) / PER_SLIP / share))


def _apply(text: str, kind: str, chance: random.Random, share: int) -> str:
    edits = _SLIPS[kind](text, Free(text), chance, slips_in(text, share))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _some(places: list[Edit], chance: random.Random, count: int) -> list[Edit]:
    return chance.sample(places, min(count, len(places)))


def _letters(text: str, free: Free, least: int) -> list[tuple[int, str, int]]:
    """Return place, word and index in the word of each letter that may be touched, in words of `least` letters or more."""
    return [
        (match.start() + index, match.group(), index)
        for match in _WORD.finditer(text)
        if len(match.group()) >= least and free(*match.span())
        for index in range(len(match.group()))
    ]


def _like(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new


def _neighbour(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Hit the key beside; in words of four letters or more, as all slips of letters: "not" and "now" stay apart."""
    places = [(place, place + 1, word[index]) for place, word, index in _letters(text, free, 4)]
    return [
        (start, end, _like(chance.choice(KEYBOARD[old.lower()]), old))
        for start, end, old in _some(places, chance, slips)
    ]


def _dropped(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Leave a letter out, not the first of its word; of a word one."""
    return _one_a_word(
        [(place, place + 1, "") for place, _, index in _letters(text, free, 4) if index], text, chance, slips
    )


def _swapped(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Write two neighbours in the wrong order; Chinese characters within four or more, and never across a negation."""
    places = [
        (place, place + 2, word[index + 1] + word[index])
        for place, word, index in _letters(text, free, 4)
        if index + 1 < len(word) and word[index].lower() != word[index + 1].lower()
    ]
    for match in _HAN.finditer(text):
        run = match.group()
        if len(run) >= 4 and free(*match.span()):
            places += [
                (match.start() + index, match.start() + index + 2, run[index + 1] + run[index])
                for index in range(len(run) - 1)
                if run[index] != run[index + 1] and not _NEGATION & set(run[max(0, index - 1) : index + 2])
            ]
    return _one_a_word(places, text, chance, slips)


def _one_a_word(places: list[Edit], text: str, chance: random.Random, slips: int) -> list[Edit]:
    """Choose places, of a word one; Chinese runs know no words, so there they only keep apart."""
    chosen: list[Edit] = []
    for start, end, new in _some(places, chance, len(places)):
        if len(chosen) == slips:
            break
        if all(_apart(text, *sorted(((start, end), other[:2]))) for other in chosen):
            chosen.append((start, end, new))
    return chosen


def _apart(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    if second[0] < first[1]:
        return False
    between = text[first[0] : second[1]]
    return not _WORD.fullmatch(between)


def _unspaced(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    return _some([(m.start(), m.end(), "") for m in _GAP.finditer(text) if free(*m.span())], chance, slips)


def _elongated(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Draw out a vowel or a word's last letter ("pleeease", "yesss"), or a Chinese particle."""
    places = [
        (place, place + 1, word[index])
        for place, word, index in _letters(text, free, 2)
        if index and (word[index].lower() in "aeiou" or index == len(word) - 1)
    ]
    places += [(i, i + 1, char) for i, char in enumerate(text) if char in DRAWN_OUT and free(i, i + 1)]
    found = _one_a_word(places, text, chance, max(1, slips // 2))
    return [(start, end, char * chance.randint(3, 5)) for start, end, char in found]


def _case(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Write all in capitals, all in small letters, or Each Word With A Capital."""
    words = [(*m.span(), m.group()) for m in _WORD.finditer(text) if free(*m.span())]
    ways = [
        [(start, end, change(old)) for start, end, old in words] for change in (str.upper, str.lower, str.capitalize)
    ]
    changing = [way for way in ways if way != words]
    return chance.choice(changing) if changing else []


def _abbreviated(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    places = [(*m.span(), m.group().lower()) for m in _ABBREVIATED.finditer(text.replace("’", "'")) if free(*m.span())]
    return [(start, end, chance.choice(ABBREVIATIONS[old])) for start, end, old in _some(places, chance, slips)]


def _fullwidth(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Leave the input method in full width for a word or number; in Chinese also the other way round for the marks."""
    places = [
        (*m.span(), "".join(chr(ord(char) + 0xFEE0) for char in m.group()))
        for m in re.finditer(r"[A-Za-z]+|[0-9]+", text)
        if free(*m.span())
    ]
    places += [
        (i, i + 1, char.translate(_WIDTH)) for i, char in enumerate(text) if ord(char) in _WIDTH and free(i, i + 1)
    ]
    return _some(places, chance, slips)


def _from_table(table: dict[str, str]) -> Slip:
    def slip(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
        places = [(i, i + 1, char) for i, char in enumerate(text) if char in table and free(i, i + 1)]
        return [(start, end, chance.choice(table[char])) for start, end, char in _some(places, chance, slips)]

    return slip


def _spaced(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Put a space into every second gap between Chinese characters, on average."""
    gaps = [i for m in _HAN.finditer(text) for i in range(m.start() + 1, m.end()) if free(i - 1, i + 1)]
    chosen = [i for i in gaps if chance.random() < 0.5] or gaps[:1]
    return [(i, i, " ") for i in chosen]


def _traditional(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    return [(*m.span(), m.group().translate(_TO_TRADITIONAL)) for m in _HAN.finditer(text)]


def _pinyin(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    places = [(*m.span(), PINYIN[m.group()]) for m in _PINYIN.finditer(text) if free(m.start() - 1, m.end() + 1)]
    return _some(places, chance, 1)


def _english(text: str, free: Free, chance: random.Random, slips: int) -> list[Edit]:
    """Say one word in English; where there is none of the table, a stray one comes before the first character."""
    places = [(*m.span(), ENGLISH[m.group()]) for m in _ENGLISH.finditer(text) if free(m.start() - 1, m.end() + 1)]
    if not places and len("".join(_HAN.findall(text))) >= 4:
        places = [(0, 0, f"{chance.choice(STRAY)} ")]
    return _some(places, chance, 1)


_SLIPS: dict[str, Slip] = {
    "neighbour": _neighbour,
    "dropped": _dropped,
    "swapped": _swapped,
    "unspaced": _unspaced,
    "elongated": _elongated,
    "case": _case,
    "abbreviated": _abbreviated,
    "fullwidth": _fullwidth,
    "homophone": _from_table(HOMOPHONES),
    "lookalike": _from_table(LOOKALIKES),
    "spaced": _spaced,
    "traditional": _traditional,
    "pinyin": _pinyin,
    "english": _english,
}
KINDS = MappingProxyType(
    {
        "en": ("neighbour", "dropped", "swapped", "unspaced", "elongated", "case", "abbreviated", "fullwidth"),
        "zh": (
            "homophone", "lookalike", "swapped", "spaced", "elongated", "traditional", "pinyin", "english", "fullwidth",
        ),
    }
)  # fmt: skip
# These change how a message sounds, so what it shows may rightly change: no emotion is held to them.
TONES = frozenset({"elongated", "case"})
