"""How a guest proves that an order is theirs: what a message claims, and how often may be tried."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from support import replies

# "W-10423", "w 10423", "#10423", "order number is 10423", "单号：10423". "Order 2025" may be a year: four digits need more than that word.
_MARKED = re.compile(
    r"(?<![A-Za-z0-9_])(?P<marked>(?:W\s?-?\s?|[#＃]\s?)\d{4,10})(?![\dA-Za-z])"
    r"|(?:(?<![A-Za-z0-9_])(?:order|number)(?:\s+(?:number|no|nr|id)\b\.?)?(?:\s+is)?\s*[:：]?\s?|单号?是?\s?[:：]?\s?)"
    r"(?P<bare>(?!(?:19|20)\d\d(?!\d))\d{4,10})(?![\d/年]|-\d)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\dA-Za-z-])\d{4,10}(?![\dA-Za-z]|-\d)")
_CODE_WORD = re.compile(
    r"(?:\bpost ?code|\bpostal code|\bzip(?: ?code)?|\bplz|邮政编码|邮编)\s*(?:is|was|是|为)?\s*[:：=]?\s*",
    re.IGNORECASE,
)
# In "what did I buy in 2024" nobody names a postcode; where little else is said, 2024 is one.
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT = 4
# Between a number and a postcode that stand side by side: "W-10423, 22765", "W-10423 and 22765".
_BESIDE = re.compile(r"^\s*(?:[,;/+&，、；]|\band\b|和|及)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Claim:
    """What a message says of an order: its number as typed, its postcode; None where it says nothing."""

    number: str | None = None
    postcode: str | None = None


def claim(text: str, asked: str = "") -> Claim:
    """Read order number and postcode.

    Args:
        asked: what the message may be an answer to: "number" or "postcode", else nothing. Digits without a word are taken for what was
            asked for; in a message that answers nothing they are no postcode, unless they stand right beside the order number.
    """
    marked = _MARKED.search(text)
    number = re.sub(r"\s", "", marked["marked"] or marked["bare"]).upper() if marked else None
    rest = text[: marked.start()] + "\n" + text[marked.end() :] if marked else text
    word = _CODE_WORD.search(rest)
    postcode = replies.postcode(rest[word.end() :]) if word else None
    if number is None and asked == "number":
        place = _BARE.search(rest[: word.start()] if word else rest)
        if place:
            number = place.group(0)
            rest = rest[: place.start()] + "\n" + rest[place.end() :]
    if postcode is None and asked and (asked == "postcode" or number):
        postcode = replies.postcode(rest)
        if postcode and _YEAR.fullmatch(postcode) and len(rest.split()) > _SHORT:
            postcode = None
    elif postcode is None and number:
        after = rest.partition("\n")[2]
        found = replies.postcode(after)
        typed = found and re.search(r"\s*".join(map(re.escape, found.replace(" ", ""))), after, re.IGNORECASE)
        postcode = found if typed and _BESIDE.match(after[: typed.start()]) else None
    return Claim(number, postcode)


def spellings(number: str) -> tuple[str, ...]:
    """Return what a typed order number may be in the shop's own writing, the likeliest first."""
    digits = re.sub(r"\D", "", number)
    plain = re.sub(r"[\s#＃]", "", number).upper()
    return tuple(dict.fromkeys((f"W-{digits}", plain, digits)))


class Throttle:
    """Counts tries for each order number in this process, whatever conversation they come from. Safe for many threads.

    At most `known` numbers are remembered; of more the one that was tried longest ago is forgotten.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        most: int = 10,
        within: timedelta = timedelta(hours=1),
        known: int = 10_000,
    ) -> None:
        self._clock = clock
        self._most = most
        self._within = within
        self._known = known
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, number: str) -> bool:
        """Count a try before it is made; False where there were too many, which then is none."""
        key, now = _key(number), self._clock()
        with self._lock:
            tries = self._tries.setdefault(key, deque())
            self._tries.move_to_end(key)
            while tries and now - tries[0] >= self._within:
                tries.popleft()
            while len(self._tries) > self._known:
                self._tries.popitem(last=False)
            if len(tries) >= self._most:
                return False
            tries.append(now)
            return True

    def give_back(self, number: str) -> None:
        """Uncount a try that was right."""
        with self._lock:
            tries = self._tries.get(_key(number))
            if tries:
                tries.pop()


def _key(number: str) -> str:
    # However it is written, it is one order.
    return re.sub(r"\D", "", number).lstrip("0")
