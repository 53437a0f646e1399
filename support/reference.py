"""What a message refers to among given things: which it names, by which colour and size, and which it rules out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from support import colours, naming, negation, sizes
from support.negation import Place

_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?:W\s?-?\s?|[#＃]\s?)?(?P<digits>\d{4,8})(?!\d)", re.IGNORECASE)
ORDINALS = (
    (re.compile(r"\b(?:first|1st)\b|第一|第1"), 0),
    (re.compile(r"\b(?:second|2nd)\b|第二|第2"), 1),
    (re.compile(r"\b(?:third|3rd)\b|第三|第3"), 2),
    (re.compile(r"\b(?:fourth|4th)\b|第四|第4"), 3),
    # "I ordered it last week" names no place in a list.
    (re.compile(r"\blast\b(?!\s+(?:week|month|year|night|time|\w+day)\b)|最后(?:一|那)?[个件单]"), -1),
)


@dataclass(frozen=True)
class Phrase:
    """One phrase of a message, "the blue mug": the candidates that its name fits, and what else it says of them."""

    indices: frozenset[int] = frozenset()
    complete: bool = False
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: tuple[int, ...] = ()

    def fits(self, variant: str) -> bool:
        """Say whether a thing's variant is of the colours and sizes that the phrase names."""
        return all(colours.fits(colour, variant) for colour in self.colours) and all(
            sizes.fits(size, variant) for size in self.sizes
        )

    @property
    def describes(self) -> bool:
        """Say whether the phrase names a colour or a size."""
        return bool(self.colours or self.sizes)


@dataclass(frozen=True)
class Reference:
    """What a message wants and what it rules out; `text` is the message with the latter blanked."""

    text: str
    wanted: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    named: frozenset[int] = field(default_factory=frozenset)

    @property
    def description(self) -> Phrase:
        """Return all colours and sizes that are wanted, as one phrase."""
        return Phrase(
            colours=tuple(colour for phrase in self.wanted for colour in phrase.colours),
            sizes=tuple(size for phrase in self.wanted for size in phrase.sizes),
        )


def read(text: str, candidates: Sequence[Sequence[str]], variants: Sequence[str] = ()) -> Reference:
    """Return what `text` refers to.

    Args:
        text: what the customer wrote.
        candidates: for each thing its names.
        variants: words of the shop for colours and sizes ("moss", "42-44") that count where they stand before or after a name.
    """
    found: dict[Place, tuple[str, ...] | naming.Naming] = {}
    for name in naming.find(text, candidates):
        found[Place("product", name.start, name.end)] = name
    for match in _NUMBER.finditer(text):
        found[Place("order_number", match.start(), match.end())] = (match["digits"],)
    for colour in colours.find(text):
        found[Place("colour", colour.start, colour.end)] = (colour.colour,)
    for size in sizes.find(text):
        found[Place("size", size.start, size.end)] = (size.size,)
    for place, word in _own_words(text, variants):
        if not any(other.start < place.end and place.start < other.end for other in found):
            found[place] = (word,)
    for pattern, index in ORDINALS:
        for match in pattern.finditer(text.lower()):
            found.setdefault(Place("ordinal", match.start(), match.end()), (str(index),))
    places = sorted(found, key=lambda place: (place.start, place.end))
    out = negation.excluded(text, places)
    wanted: list[Phrase] = []
    excluded: list[Phrase] = []
    for group in negation.phrases(text, places):
        (excluded if out[group[0]] else wanted).append(_phrase([(places[i].kind, found[places[i]]) for i in group]))
    blank = list(text)
    for place, flag in zip(places, out, strict=True):
        if flag:
            blank[place.start : place.end] = " " * (place.end - place.start)
    named = frozenset(index for phrase in wanted for index in phrase.indices)
    return Reference("".join(blank), tuple(wanted), tuple(excluded), named)


def _phrase(parts: Sequence[tuple[str, tuple[str, ...] | naming.Naming]]) -> Phrase:
    said: dict[str, tuple[str, ...]] = {}
    indices: frozenset[int] = frozenset()
    complete = False
    for kind, what in parts:
        if isinstance(what, naming.Naming):
            indices, complete = indices | frozenset(what.indices), complete or what.complete
        else:
            said[kind] = said.get(kind, ()) + what
    return Phrase(
        indices,
        complete,
        said.get("colour", ()),
        said.get("size", ()),
        said.get("order_number", ()),
        tuple(int(place) for place in said.get("ordinal", ())),
    )


def _own_words(text: str, variants: Sequence[str]) -> list[tuple[Place, str]]:
    """Return where a variant is said in the shop's own word: "the moss one", "in graphite"."""
    found = []
    for variant in dict.fromkeys(variants):
        if len(variant) < 3 or variant.isdecimal():
            continue
        pattern = rf"(?:\b(?:in|the|an?|my)\s+)(?P<word>{re.escape(variant)})(?=\s+\w|\s*$|\s*[,.!?;])"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            after = text[match.end() :]
            if match.group().lower().startswith("in") or re.match(r"\s+(?:ones?|version|colou?r|\w+s?)\b", after):
                found.append((Place("colour", match.start("word"), match.end("word")), variant.lower()))
    return found
