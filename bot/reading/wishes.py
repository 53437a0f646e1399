"""Which clauses of a message are wishes of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.reading.clauses import Clause

# What is said around a wish is no wish: moods, greetings, answers, stories.
NO_WISHES = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "inform", "out_of_scope", "bot_challenge"})
# Nor are these, mostly a mood, unless the clause names them: "I want to complain", "where do I leave a review".
_NAMED = {
    "complaint": re.compile(r"\bcomplain|投诉", re.IGNORECASE),
    "review": re.compile(r"\breviews?\b|\bratings?\b|\bfeedback\b|\bnice words\b|[好差中]?评|反馈|表扬", re.IGNORECASE),
}
# What is wrong, told right before what is to be done about it, is its reason (docs/annotation.md: what they want done next).
_FAULTS = frozenset({"item_damaged", "wrong_item", "missing_item", "late_delivery"})
_REMEDIES = frozenset({"get_refund", "return_item", "exchange_item", "warranty", "cancel_order"})
_REASON = 0.1  # unless the whole message gives the fault this share

# Chinese tells what lies behind and then says what is wanted, with nothing but commas between; read clause by clause, the story looks like
# wishes. It is none where the clause speaks of earlier times or of what is settled, or where what is wanted is said to be the one thing,
# and only if it asks for nothing itself. A fault of earlier times may well be what it is about: it must be settled, too.
_EARLIER = re.compile(r"之前|上次|上回|上个?月|上周|去年|前年|以前|原来|本来|早先|前几?[天年]|昨[天晚儿]|那[时会]")
_SETTLED = re.compile(
    r"已经.*了|[弄改办补处搞换修退收][好完了过]|[开退买领填换报]过|搞定|成功了|解决了"
    r"|都[填给领].*了|[领填给]了.*[填给领]了"
)
_ONLY_NOW = re.compile(
    r"那?[么就]?(?:所以|因此)|(?:今[天儿]|现在|这[次回])?(?:就是?|只是?)?(?:想问|想知道|问[下一])|[就只][是要]?[想问]"
    r"|算了|现在[请我帮要]|今[天儿][只就]|这[次回][想要我只就]"
)
_ASKS = re.compile(
    r"[帮请要退换]一?下|(?<!已经)[帮请]|麻烦|[吗呢么?？]|怎[么样]|能不能|可不可以|可以|[我想]要|想[要把退换改查问知取]"
    r"|要[把退换改查开补买]|给我[^改开退换弄办补]|(?<!前)[几多][久少天号]|哪|吧$|转人工|还没|没到|没收到|一直"
)

# The reading as several runs wins over the one as a whole if the product of their shares, times this for every cut, is the
# greatest: parts are a little less sure than a whole, and after "also" a second wish is likely.
_CUT, _ANNOUNCED_CUT = 1.2, 1.8

Shares = Mapping[str, float]
Run = tuple[int, int]


@dataclass(frozen=True)
class Wish:
    """Something that the customer wants: the intent, its confidence 0 … 1, and where it is said."""

    intent: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class _Said:
    """A run of clauses, its likeliest intent and that intent's share."""

    run: Run
    intent: str
    share: float


def runs(parts: Sequence[Clause]) -> list[Run]:
    """Return which runs of clauses, (first, last), are to be read beside the whole message: each clause, and each with its next."""
    count = len(parts)
    if count < 2:
        return []
    alone = [(index, index) for index in range(count)]
    return alone if count == 2 else alone + [(index, index + 1) for index in range(count - 1)]


def spoken(text: str, parts: Sequence[Clause], run: Run) -> str:
    """Return a run's words."""
    return text[parts[run[0]].start : parts[run[1]].end]


def wishes(
    text: str,
    whole: Shares,
    parts: Sequence[Clause],
    shares: Mapping[Run, Shares],
    *,
    least: float = 0.5,
    support: float = 0.001,
) -> list[Wish]:
    """Return the wishes of a message in their order; empty if it holds fewer than two.

    The message is divided into those runs of one or two clauses that are read most surely, or not at all. Of these runs' likeliest
    intents a wish needs `least` where a word such as "also", or a question or an order after "and", puts it beside the others.
    Elsewhere one may be a part of another's story: it must be half-way from `least` to certain. Where no word announces it, the
    whole message must not deny it either.

    Args:
        text: the message.
        whole: the intents' shares of the whole message.
        parts: its clauses.
        shares: the intents' shares of each of its `runs`.
        least: share that an intent needs to be a wish.
        support: share that it needs in the whole message, if nothing announces it.
    """
    if len(parts) < 2:
        return []
    said = _divided(whole, parts, shares)
    found: list[_Said] = []
    for index, one in enumerate(said):
        if any(other.intent == one.intent for other in found) or _is_no_wish(one.intent, spoken(text, parts, one.run)):
            continue
        first = parts[one.run[0]]
        announced = first.announced or (index == 0 and len(said) > 1 and parts[said[1].run[0]].announced)
        enough = least if announced or first.beside else (1 + least) / 2
        if one.share >= enough and (announced or whole.get(one.intent, 0.0) >= support):
            found.append(one)
    found = [one for one in found if not _is_reason(one, found, whole, parts)]
    found = [one for one in found if not _is_story(one, found, text, parts)]
    wanted = [Wish(one.intent, one.share, parts[one.run[0]].start, parts[one.run[1]].end) for one in found]
    return wanted if len(wanted) > 1 else []


def leading(whole: Shares, parts: Sequence[Clause], found: Sequence[Wish], support: float = 0.02) -> str:
    """Return the intent that is answered first: the first wish's, unless no word announces several and the whole message denies it.

    "The card is refused, do you take cheques?" holds what looks like two wishes; read as a whole it is about ways to pay.

    Args:
        whole: the intents' shares of the whole message, the likeliest first.
        parts: its clauses.
        found: its wishes.
        support: share that the first wish needs in the whole message.
    """
    if found and (any(part.announced for part in parts) or whole.get(found[0].intent, 0.0) >= support):
        return found[0].intent
    return next(iter(whole))


def _divided(whole: Shares, parts: Sequence[Clause], shares: Mapping[Run, Shares]) -> list[_Said]:
    """Return the runs that the message is most surely read in."""
    count = len(parts)
    best: list[tuple[float, list[_Said]]] = [(1.0, [])]
    for end in range(1, count + 1):
        ways = []
        for start in range(end):
            run = (start, end - 1)
            read = whole if end - start == count else shares.get(run)
            if read is None:
                continue
            intent, share = max(read.items(), key=lambda item: item[1])
            cut = (_ANNOUNCED_CUT if parts[start].announced else _CUT) if start else 1.0
            ways.append((best[start][0] * cut * share, [*best[start][1], _Said(run, intent, share)]))
        best.append(max(ways, key=lambda way: way[0]))
    return best[count][1]


def _is_no_wish(intent: str, words: str) -> bool:
    return intent in NO_WISHES or (intent in _NAMED and not _NAMED[intent].search(words))


def _is_reason(one: _Said, found: Sequence[_Said], whole: Shares, parts: Sequence[Clause]) -> bool:
    """Say whether this only tells why the customer wants what the very next clause asks for."""
    after = next((other for other in found if other.run[0] == one.run[1] + 1), None)
    return (
        after is not None
        and one.intent in _FAULTS
        and after.intent in _REMEDIES
        and not parts[after.run[0]].announced
        and whole.get(one.intent, 0.0) < _REASON
    )


def _is_story(one: _Said, found: Sequence[_Said], text: str, parts: Sequence[Clause]) -> bool:
    """Say whether this only tells what lies behind the wish that comes after it, in Chinese."""
    after = [other for other in found if other.run[0] > one.run[1]]
    words = spoken(text, parts, one.run)
    if not after or parts[after[0].run[0]].announced or _ASKS.search(words):
        return False
    if any(_ONLY_NOW.match(spoken(text, parts, other.run)) for other in after):
        return True
    earlier, settled = bool(_EARLIER.search(words)), bool(_SETTLED.search(words))
    return (earlier and settled) if one.intent in _FAULTS else (earlier or settled)
