"""Which pieces of an order a customer means: "the rug", "one of the mugs", "everything but the kettle"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from support import reference, replies
from support.dialogue import choose
from support.naming import ORDINARY
from support.orders import Order, OrderLine

_BUT = re.compile(r"\b(?:but|except|apart from|other than|without)\b|除了|除", re.IGNORECASE)
# "I only need one of the two", "keep one": the others are meant.
_STAY = re.compile(
    r"\b(?:only|just) (?:need|want|keep)|\bneed only|\bkeep(?:ing)? (?:only |just )?(?:one|two|three|four|five|\d)\b|只(?:要|留|需要|保留)",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:the|all) (?:rest|others?)\b|其[他余它]|剩下", re.IGNORECASE)
_REST_STAYS = re.compile(
    r"\b(?:keep|keeping|leave|leaving|want|need)\s+(?:all )?(?:the )?(?:rest|others?)\b"
    r"|\b(?:the|all) (?:rest|others?) (?:\w+ ){0,2}(?:stays?|as (?:it|they)|is fine|are fine|can stay)"
    r"|(?:其[他余它]|剩下)[^，,。]{0,4}(?:保留|留|要|不变|不动|照)",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\b(?:too|also|as well|plus)\b|\band (?:the|my)\b|也|还有", re.IGNORECASE)
_NOT = re.compile(r"\b(?:no|not|instead|rather|only|just)\b|不|只", re.IGNORECASE)


def meant(text: str, order: Order, known: Mapping[str, int] | None = None) -> dict[str, int]:
    """Return how many pieces of which lines, by line id; nothing where the text names no part of the order.

    Args:
        known: what was meant before: a number alone is about that one line, "and the mug too" adds to it.
    """
    lines = [line for line in order.lines if line.kept]
    named = _named(text, lines)
    # "Everything but the rug", "keep the rug, cancel the rest"; but "the rug, keep the rest" is about the rug.
    of_one = len(named) == 1 and named[0].kept > 1 and _STAY.search(text)
    left_out: list[OrderLine] = []
    if replies.everything(text):
        left_out = _kept(text, lines)
    elif _REST.search(text) and not _REST_STAYS.search(text) and not of_one:
        left_out = named or _kept(text, lines)
    if 0 < len(left_out) < len(lines):
        return {line.id: line.kept for line in lines if line not in left_out}
    if named:
        found = _of(text, named, lines)
        added = known and _ALSO.search(text) and not _NOT.search(text)
        return {**(known or {}), **found} if added else found
    number = replies.quantity(text)
    if known and len(known) == 1 and number:
        return _of(text, [line for line in lines if line.id in known], lines)
    if known is None and number and len(lines) == 1 and number < lines[0].kept:
        return _of(text, lines, lines)
    return {}


def before_exception(text: str) -> str:
    """Return what "everything but the rug" says before the exception: the order with the rug in it is still the one."""
    return _BUT.split(text)[0] if replies.everything(text) else text


def everything(text: str, order: Order) -> bool:
    """Say whether a text means all of the order, leaving nothing out."""
    lines = [line for line in order.lines if line.kept]
    return replies.everything(text) and not _kept(text, lines)


def _of(text: str, named: list[OrderLine], lines: list[OrderLine]) -> dict[str, int]:
    """Return the pieces of the lines that are named: all of each, or so many where it is but one."""
    if len(named) != 1:
        return {line.id: line.kept for line in named} if len(named) < len(lines) else {}
    line = named[0]
    number = None if re.search(r"\ball\b|全部|都", text) else _number(text, line)
    if number and _STAY.search(text) and number < line.kept:
        number = line.kept - number
    pieces = min(number or line.kept, line.kept)
    return {} if len(lines) == 1 and pieces == line.kept else {line.id: pieces}


def _number(text: str, line: OrderLine) -> int | None:
    """Return how many pieces are named, by a word of the product too: "2 mugs"."""
    words = "|".join(re.escape(word) for word in line.product.short_name.split() if word.lower() not in ORDINARY)
    before = re.search(rf"(?<![\w.,-])(\d{{1,2}}) (?:\w+ )?(?:{words})", text, re.IGNORECASE) if words else None
    return int(before.group(1)) if before else replies.quantity(text)


def _named(text: str, lines: list[OrderLine]) -> list[OrderLine]:
    """Return the lines that are named and not ruled out; of two in different colours the one whose colour is named."""
    said = reference.read(text, [_names(line) for line in lines], [line.variant for line in lines if line.variant])
    found: dict[str, OrderLine] = {}
    for phrase in said.wanted:
        fitting = [lines[i] for i in sorted(phrase.indices) if not phrase.describes or phrase.fits(lines[i].variant)]
        if len(fitting) == 1 or phrase.complete:
            found |= {line.id: line for line in fitting}
    if not found and (index := choose(text, [_names(line) for line in lines], ordinals=False)) is not None:
        return [lines[index]]
    return [line for line in lines if line.id in found]


def _kept(text: str, lines: list[OrderLine]) -> list[OrderLine]:
    """Return the lines that "everything but …" leaves out."""
    said = reference.read(text, [_names(line) for line in lines], [line.variant for line in lines if line.variant])
    out = {i for phrase in said.excluded for i in phrase.indices}
    if _BUT.search(text):
        after = _BUT.split(text)[-1]
        out |= {i for phrase in reference.read(after, [_names(line) for line in lines]).wanted for i in phrase.indices}
    return [lines[i] for i in sorted(out)]


def _names(line: OrderLine) -> list[str]:
    product = line.product
    return [name for name in (product.short_name or product.name, product.short_name_zh) if name]
