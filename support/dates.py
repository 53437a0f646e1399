"""Dates as customers say them, in English and Chinese: where they stand, and which days they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from support import dates_chinese, dates_english
from support.calendars import EVER, Span
from support.tenses import PAST, Frame, tense

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DateMention:
    """A date in a text: `text[start:end]`. `span` is None where nobody can tell which days are meant."""

    start: int
    end: int
    span: Span | None


def find(text: str, today: date, spoken_of: int | None = None) -> list[DateMention]:
    """Return the dates in `text` from left to right, none overlapping another, as seen on the day `today`.

    What may be past or future ("Monday", "the 3rd") goes by the tense of its clause, or by `spoken_of` (support/tenses.py) if that is
    given. A week begins on Monday; "last Tuesday" is the latest Tuesday that is over, 上周二 the Tuesday of the week before this one;
    seasons are those of the northern hemisphere.
    """
    found: list[DateMention] = []
    for pattern, read in (*dates_english.RULES, *dates_chinese.RULES):
        for match in pattern.finditer(text):
            if match.start() == match.end():
                continue
            when = tense(text, match.start(), match.end()) if spoken_of is None else spoken_of
            span = read(match, Frame(today, when))
            if not isinstance(span, bool):
                found.append(DateMention(match.start(), match.end(), span))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


_SINCE = re.compile(r"\b(?:since|from|after)\s+(?:the\s+)?$|从$|自$", re.IGNORECASE)
_SINCE_AFTER = re.compile(r"\s*(?:onwards?|on\b)|(?:以来|至今|起|开始|到现在|之后|以后)", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:before|until|till|up\s+to|prior\s+to|by)\s+(?:the\s+)?$", re.IGNORECASE)
_UNTIL_AFTER = re.compile(r"(?:之前|以前|前)")
_TO = re.compile(r"\s*(?:and|to|until|till|through|[-–~至到])\s*(?:the\s+)?", re.IGNORECASE)


def _past(text: str, mention: DateMention, today: date) -> DateMention:
    """Return the mention as one of the past: nobody asks what they bought next December."""
    if mention.span is None or mention.span.first <= today:
        return mention
    found = find(text[mention.start : mention.end], today, PAST)
    return DateMention(mention.start, mention.end, found[0].span if found else mention.span)


def period(text: str, mentions: Sequence[DateMention], today: date) -> Span | None:
    """Return the days that a question about the past is asked of: "in March", "since Easter", "between May and July".

    `mentions` are the dates in `text` that count. None where there is none, or none that can be told.
    """
    known = [_past(text, mention, today) for mention in mentions if mention.span]
    if not known or known[0].span is None:
        return None
    first, span = known[0], known[0].span
    if len(known) > 1 and _TO.fullmatch(text[first.end : known[1].start]) and known[1].span:
        return Span(min(span.first, known[1].span.first), max(span.last, known[1].span.last))
    before, after = text[: first.start], text[first.end :]
    if _UNTIL.search(before) or _UNTIL_AFTER.match(after):
        return Span(EVER, span.first - _DAY)
    if _SINCE.search(before) or _SINCE_AFTER.match(after):
        begin = span.last + _DAY if re.search(r"after\s+(?:the\s+)?$", before, re.IGNORECASE) else span.first
        return Span(begin, max(begin, today))
    return span
