"""The day by which somebody needs a parcel: "will it be here before Saturday?", "三天后就要出发了，来得及吗"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_ASKED = re.compile(
    r"\bin time\b|\bon time for\b|\bmake it (?:by|for|before|until|to)\b|\btoo late for\b"
    r"|\b(?:here|there|arrives?|comes?|delivered|get it|get them|have it|have them|reach(?:es)? me|with me)\s+(?:by|before|until)\b"
    r"|\bneed(?:ed)?\s+(?:it|them|this|that|the\s+\w+|my\s+\w+)\s+(?:by|before|on|for|until)\b"
    r"|\bbefore\s+(?:i|we|he|she|they)(?:'re|\s+are|\s+have\s+to|\s+must)?\s+(?:leav|go|travel|fly|mov|driv|set off)"
    r"|来得及|来不及|赶得上|赶不上|赶得及|(?:之?前|以前)(?:能|可以|会|就?要)?(?:不能)?(?:到|收到|送到|拿到|寄到)|能.{0,8}(?:之?前)(?:到|收|送)",
    re.IGNORECASE,
)
# Where somebody goes is a deadline only with the day.
_LEAVING = re.compile(
    r"\b(?:i|we)(?:'m|'re|\s+am|\s+are|'ll)?\s+(?:leav|fly|travel|going|mov|driv|off|set)\w*\b|出发|动身|出差|旅行|旅游|搬家|过生日|结婚|要用|急用",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:did|was|were|has|have|had)(?:n'?t|\s+not|\s+never)\b[^.?!]{0,30}\bin time\b|\btoo late for\b.*\b(?:was|were)\b|没(来得及|赶上)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Deadline:
    """That something is needed in time, and the day, if it was said."""

    day: date | None


def deadline(text: str, days: Sequence[date], today: date, places: Sequence[int] = ()) -> Deadline | None:
    """Return by when a parcel is needed, None if the text says nothing of the kind.

    Args:
        text: what the customer wrote.
        days: the first day of each date in it.
        today: the shop's day; earlier ones are no deadlines ("it was due yesterday").
        places: where in the text each date begins. One behind the words that ask comes first: "it won't come today, I need it by tomorrow".
    """
    ahead = [day for day in days if day >= today]
    asks = _ASKED.search(text) or (_LEAVING.search(text) if ahead else None)
    if asks is None or _PAST.search(text):
        return None
    behind = [day for day, place in zip(days, places, strict=False) if day in ahead and place >= asks.start()]
    ahead = behind or ahead
    return Deadline(min(ahead) if ahead else None)
