"""Where a text names one of several things: whole names, parts of them, plurals, typos, other words for the same, in two languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_ALIKE = 0.8  # SequenceMatcher ratio at which two words count as one with a typo
# "don't" holds no t, and so no t-shirt.
_CONTRACTED = re.compile(r"['’](?:t|s|m|d|re|ve|ll)\b")
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
# The last word of a name that means something else by itself: "my bank refused it" is about no power bank.
ORDINARY = frozenset(
    re.findall(
        r"\w+",
        "bank box card set light bar board case cover stand rest stick top line tag pack pair piece plug kit mix"
        " spray oil water face hand book machine holder maker system unit station club pass band lock screen"
        " control guard rack block stop pad cream bag salt salts reader clip base paper gift brush cap hat pin"
        " paint tape net track point",
    )
)
# Names that are also something that one does, or says of something else.
_ALSO_VERBS = frozenset(
    re.findall(
        r"\w+",
        "watch drill iron plant fan tie ring scale mat rug plate match park pot frame press lift jack switch blind"
        " mouse tablet phone mirror bench cover case light stand rest card box set book",
    )
)
_DETERMINER = re.compile(
    r"(?:\b(?:my|the|an?|this|that|these|those|your|our|her|his|their|new|old|other|another|of|for|and|or|not|\d+|two|three|one|some"
    r"|which|what|blue|red|black|white|green|grey|broken)|[^\w\s'’])\s*$",
    re.IGNORECASE,
)
_MOST_WORDS = 300  # of a message: nobody names a thing after that
_GENERIC_TAILS = frozenset(("套装", "产品", "商品", "用品", "系列", "机器", "礼盒", "两只", "三双", "一对"))


@dataclass(frozen=True)
class Naming:
    """A place `text[start:end]` that names the candidates of these `indices`, all of them equally well; `complete` is the whole name."""

    start: int
    end: int
    indices: tuple[int, ...]
    complete: bool


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    index: int
    complete: bool
    quality: float


class _Window(NamedTuple):
    joined: str
    words: tuple[str, ...]
    start: int
    end: int
    alone: bool


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a Han character is a word."""
    return _WORD.findall(_CONTRACTED.sub("", text.lower()))


@lru_cache(maxsize=100_000)
def alike(a: str, b: str) -> float:
    """Return 1 for the same word, singular or plural, 0.9 for one with a typo, else 0."""
    short, long = sorted((a, b), key=len)
    if a == b or (len(short) > 2 and long in (f"{short}s", f"{short}es")):
        return 1.0
    # Hardly anybody mistypes the first letter: "late" is no plate, a cable no table.
    if len(short) <= 3 or a[0] != b[0] or len(short) * 3 < len(long) * 2:
        return 0.0
    return 0.9 if sorted(a) == sorted(b) or SequenceMatcher(None, a, b).ratio() >= _ALIKE else 0.0


@cache
def everyday() -> frozenset[str]:
    """Return the words that are nobody's misspelt product."""
    lines = Path(__file__).with_name("everyday_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    groups: list[list[str]] = json.loads(Path(__file__).with_name("product_aliases.json").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for name in group:
            key = _key(name)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *group)))
    return found


def known(name: str) -> bool:
    """Say whether `name` is one of the things that have other words for them here."""
    key = _key(name)
    return key in _aliases() or key.removesuffix("s") in _aliases()


@lru_cache(maxsize=10_000)
def _key(name: str) -> str:
    return "".join(words(name))


@lru_cache(maxsize=10_000)
def aliases(name: str) -> tuple[str, ...]:
    """Return other words for what `name` calls a thing, in both languages: "rucksack", 背包 for "backpack"."""
    key = _key(name)
    known = _aliases()
    return tuple(other for other in known.get(key) or known.get(key.removesuffix("s"), ()) if _key(other) != key)


def find(text: str, candidates: Sequence[Sequence[str]]) -> list[Naming]:
    """Return the places of `text` that name candidates, from left to right, none overlapping another.

    Args:
        text: what a customer wrote.
        candidates: for each candidate its names, as short as people use them, in any language.
    """
    same: dict[tuple[str, ...], list[int]] = {}
    for index, names in enumerate(candidates):
        same.setdefault(tuple(names), []).append(index)
    known = list(same)
    others = _others(text)
    hits = [
        _Hit(hit.start, hit.end, index, hit.complete, hit.quality)
        for hit in (*_english(text, known), *_chinese(text, known))
        if hit.complete or not _part_of_another(hit, known[hit.index], others)
        for index in same[known[hit.index]]
    ]
    # Longer first, then whole names, then the better spelling: what is left at the same place is named equally well.
    hits.sort(key=lambda hit: (hit.start - hit.end, not hit.complete, -hit.quality, hit.start))
    kept: list[_Hit] = []
    for hit in hits:
        over = [other for other in kept if other.start < hit.end and hit.start < other.end]
        best = over[0] if over else None
        if best is None or (
            (best.start, best.end, best.complete, best.quality) == (hit.start, hit.end, hit.complete, hit.quality)
        ):
            kept.append(hit)
    places: dict[tuple[int, int], list[_Hit]] = {}
    for hit in kept:
        places.setdefault((hit.start, hit.end), []).append(hit)
    return [
        Naming(start, end, tuple(sorted({hit.index for hit in place})), place[0].complete)
        for (start, end), place in sorted(places.items())
    ]


def _others(text: str) -> list[tuple[int, int, str]]:
    """Return where `text` names any thing that has other words for it: its place, and the name's key."""
    known = _aliases()
    found = []
    for windows in _windows(text, _tokens(text)).values():
        for window in windows:
            key = next((key for key in (window.joined, window.joined.removesuffix("s")) if key in known), "")
            if key:
                found.append((window.start, window.end, key))
    for run in _HAN_RUN.finditer(text):
        for first in range(run.start(), run.end()):
            for last in range(first + 2, min(first + 7, run.end() + 1)):
                if text[first:last] in known:
                    found.append((first, last, text[first:last]))
    return found


def _part_of_another(hit: _Hit, names: Sequence[str], others: Sequence[tuple[int, int, str]]) -> bool:
    """Say whether what looks like a part of these names is a part of another thing's: the lamp of "floor lamp" is no desk lamp."""
    around = [
        key for start, end, key in others if start <= hit.start and hit.end <= end and end - start > hit.end - hit.start
    ]
    own = {_key(name).removesuffix("s") for base in names for name in (base, *aliases(base))}
    return any(key.removesuffix("s") not in own for key in around)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    lowered = text.lower() if len(text.lower()) == len(text) else "".join(c.lower()[:1] for c in text)
    blanked = _CONTRACTED.sub(lambda match: " " * len(match.group()), lowered)
    return [(m.group(), m.start(), m.end()) for m in re.finditer(r"[a-z0-9]+", blanked)][:_MOST_WORDS]


def _english(text: str, candidates: Sequence[Sequence[str]]) -> Iterator[_Hit]:
    windows = _windows(text, _tokens(text))
    if not windows:
        return
    for index, names in enumerate(candidates):
        for name, rank in _with_aliases(names):
            parts = _parts(name)
            if parts:
                yield from _english_hits(text, windows, parts, index, rank)


@lru_cache(maxsize=10_000)
def _parts(name: str) -> tuple[str, ...]:
    """Return the words of an English name, none of a Chinese one."""
    return () if _HAN_RUN.search(name) else tuple(re.findall(r"[a-z0-9]+", _CONTRACTED.sub("", name.lower())))


def _windows(text: str, tokens: Sequence[tuple[str, int, int]]) -> dict[str, list[_Window]]:
    """Return each run of up to five words with nothing but a space or hyphen between them, by first letter."""
    found: dict[str, list[_Window]] = {}
    for first, (word, start, end) in enumerate(tokens):
        run: tuple[str, ...] = ()
        for token, begin, close in tokens[first : first + 5]:
            if run and text[end:begin] not in ("", " ", "-"):
                break
            run, end = (*run, token), close
            found.setdefault(word[0], []).append(_Window("".join(run), run, start, end, len(tokens) <= 2))
    return found


def _with_aliases(names: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield each name with what it counts: a candidate's own names count more than other words for them."""
    own = {_key(name) for name in names}
    for name in names:
        yield name, 1.0
        for other in aliases(name):
            if _key(other) not in own:
                yield other, 0.8


_ARTICLES = frozenset(("the", "a", "an", "my", "your", "our", "this", "that", "these", "those"))


def _english_hits(
    text: str, windows: Mapping[str, Sequence[_Window]], parts: tuple[str, ...], index: int, rank: float
) -> Iterator[_Hit]:
    whole, head = "".join(parts), parts[-1]
    for window in windows.get(whole[0], ()):
        length = len(window.words)
        share = alike(window.joined, whole) if abs(length - len(parts)) <= 1 else 0.0
        # "Head phones" is one word too many, "watch it" is not.
        if length != len(parts) and share < 1.0 and (len(window.joined) < 9 or min(map(len, window.words)) < 3):
            continue
        if share < 1.0 and window.words[0] in _ARTICLES and parts[0] not in _ARTICLES:
            continue  # "the running shoes" are not nearly the trail running shoes
        if length == 1 and share == 1.0 and window.joined in _ALSO_VERBS and not _is_thing(text, window):
            continue
        if share == 1.0 or (share and not all(word in everyday() for word in window.words)):
            yield _Hit(window.start, window.end, index, True, rank * share)
    if len(parts) == 1 or rank < 1.0 or head in ORDINARY or head.removesuffix("s") in ORDINARY:
        return
    for window in windows.get(head[0], ()):
        share = alike(window.joined, head) if len(window.words) == 1 else 0.0
        thing = window.joined not in _ALSO_VERBS or _is_thing(text, window)
        if share and thing and (share == 1.0 or window.joined not in everyday()):
            yield _Hit(window.start, window.end, index, False, share)


def _is_thing(text: str, window: _Window) -> bool:
    """Say whether a word such as "watch" stands where a thing does: after "my", or with hardly anything beside it."""
    return window.alone or bool(_DETERMINER.search(text[max(0, window.start - 20) : window.start]))


def _chinese(text: str, candidates: Sequence[Sequence[str]]) -> Iterator[_Hit]:
    if not _HAN_RUN.search(text):
        return
    lowered = text.lower() if len(text.lower()) == len(text) else text
    for index, names in enumerate(candidates):
        for name, rank in _with_aliases(names):
            name = name.lower()
            if not _HAN_RUN.search(name) or len(name) < 2:
                continue
            for match in re.finditer(re.escape(name), lowered):
                yield _Hit(match.start(), match.end(), index, True, rank)
            if rank < 1.0:
                continue
            for length in range(len(name) - 1, 1, -1):
                tail = name[-length:]
                if tail in _GENERIC_TAILS or not _HAN_RUN.fullmatch(tail):
                    continue
                for match in re.finditer(re.escape(tail), lowered):
                    yield _Hit(match.start(), match.end(), index, False, 1.0)
