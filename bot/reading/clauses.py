"""Where a message may hold more than one wish: its clauses, and which of them are wishes of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What people put between two wishes. A bare "and" or comma joins as often two things of one wish ("the lamp and the rug"), so it counts
# only before what starts a request.
# A question or an order after "and" is a wish of its own; "and i want my money back" mostly ends the story before it.
_ASKED = (
    r"(?:where|what|when|why|how|which|who|can|could|would|will|do|does|did|is|are|please|pls|plz|tell|show|send|give|cancel|return|refund"
    r"|exchange|swap|change|track|check|stop|delete|remove|update|reorder|unsubscribe|subscribe|resend|email)\b"
)
_WANTED = r"(?:i\s+(?:want|need|also|would|wanna)|i'd|let|get|make|has|have|need|want|order)\b"
_HAN_REQUEST = (
    r"(?:帮|请|麻烦|给我|能不能|能否|可不可以|可以|什么时候|啥时候|何时|几时|怎么|咋|多少|哪|有没有|为什么|为啥"
    r"|想要?问|问一?下|我要|我想|要不要|查|退|换|取消|改|开|补发|发票|谁|多久|几天)"
)
_JOINT = re.compile(
    r"(?P<end>[.!?]+(?=\s|$)|[。！？!?；;\n]+)"
    r"|(?P<word>[,，、\s]*\b(?:and\s+also|and\s+then|and\s+another\s+thing|oh\s+and|also|plus|btw|by\s+the\s+way|one\s+more\s+thing|another\s+thing"
    r"|while\s+(?:you're|youre|ur|you\s+are|i'm|im)\s+(?:at\s+it|here|there)|on\s+top\s+of\s+that|secondly|second\s+thing)\b[,:]?\s*)"
    rf"|(?P<asked>[,\s]+(?:and|n|&|then)\s+(?={_ASKED})|\s*,\s+(?={_ASKED}))"
    rf"|(?P<wanted>[,\s]+(?:and|n|&|then)\s+(?={_WANTED})|\s*,\s+(?={_WANTED}))"
    r"|(?P<dash>\s+[-–—]+\s+|\s*—\s*)"
    r"|(?P<han>[，,、\s]*(?:另外|还有|顺便|對了|对了|然后|以及|再就是|还想|还要|另|外加|再(?=[帮给问查看把说催退换])|也帮我|也想)[，,、\s]*)"
    rf"|(?P<hancomma>[，,～~\s]+(?={_HAN_REQUEST}))",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")

# What is said around a wish is no wish: moods, greetings, answers, stories.
NO_WISHES = frozenset(
    {"greet", "goodbye", "thanks", "affirm", "deny", "inform", "out_of_scope", "complaint", "review", "bot_challenge"}
)


@dataclass(frozen=True)
class Clause:
    """A part of a message: its text and its place (`start` to `end`, in characters).

    `beside`: a word such as "also" or 另外, or a question or an order after "and", puts it beside what stands before it.
    `announced`: it was such a word.
    """

    text: str
    start: int
    end: int
    beside: bool = False
    announced: bool = False


@dataclass(frozen=True)
class Wish:
    """Something that the customer wants: the intent, its confidence 0 … 1, and where it is said."""

    intent: str
    confidence: float
    start: int
    end: int


def clauses(text: str, most: int = 8) -> list[Clause]:
    """Return the clauses of a message in order, at most `most`; one clause for a message that holds no joint."""
    found, start, beside, announced = [], 0, False, False
    for joint in _JOINT.finditer(text):
        end = joint.end("end") if joint.group("end") else joint.start()
        # "还想", "再帮我" belong to what follows; the comma and white space before do not.
        following = joint.end()
        if joint.group("han"):
            following = joint.start() + len(joint.group()) - len(joint.group().lstrip("，,、 \t\n"))
        found.append((start, end, beside, announced))
        # A joint that opens the sentence after a full stop belongs to that sentence, too.
        empty = not text[start:end].strip(" ,，、\t\n")
        announced = bool(joint.group("word") or joint.group("han")) or (announced and empty)
        beside = announced or bool(joint.group("asked")) or (beside and empty)
        start = following
    found.append((start, len(text), beside, announced))
    parts = [_trimmed(text, *place) for place in found]
    kept: list[Clause] = []
    for part in parts:
        if not _LETTER.search(part.text):
            continue
        if (kept and _is_short(part.text)) or len(kept) >= most:
            last = kept.pop()
            kept.append(Clause(text[last.start : part.end], last.start, part.end, last.beside, last.announced))
        else:
            kept.append(part)
    return kept or [Clause(text, 0, len(text))]


def wishes(
    whole: Mapping[str, float],
    parts: Sequence[Clause],
    shares: Sequence[Mapping[str, float]],
    *,
    least: float = 0.5,
    support: float = 0.05,
) -> list[Wish]:
    """Return the wishes of a message in their order; empty if it holds fewer than two.

    Where a word such as "also" announces a second wish, a clause's likeliest intent is taken at `least`. Where nothing but a comma
    or a full stop stands between two clauses, one of them may be a part of the other's story: then each must be half-way from
    `least` to certain, and the whole message must lend it some support.

    Args:
        whole: the intents' shares of the whole message.
        parts: its clauses.
        shares: the intents' shares of each clause.
        least: share that a clause's intent needs to be a wish.
        support: share that this intent needs in the whole message, if nothing announces it.
    """
    announced = any(part.beside for part in parts)
    found: list[Wish] = []
    for index, (part, ranked) in enumerate(zip(parts, shares, strict=True)):
        intent, confidence = max(ranked.items(), key=lambda item: item[1])
        if intent in NO_WISHES or any(wish.intent == intent for wish in found):
            continue
        if part.beside or (announced and index == 0):
            enough = confidence >= least
        else:
            enough = confidence >= (1 + least) / 2 and whole.get(intent, 0.0) >= support
        if enough:
            found.append(Wish(intent, confidence, part.start, part.end))
    return found if len(found) > 1 else []


def leading(whole: Mapping[str, float], parts: Sequence[Clause], found: Sequence[Wish], support: float = 0.02) -> str:
    """Return the intent that is answered first: the first wish's, unless no word announces several and the whole message denies it.

    "The seal is broken, can i return it?" holds what looks like two wishes; read as a whole it is about the return.

    Args:
        whole: the intents' shares of the whole message, the likeliest first.
        parts: its clauses.
        found: its wishes.
        support: share that the first wish needs in the whole message.
    """
    if found and (any(part.announced for part in parts) or whole.get(found[0].intent, 0.0) >= support):
        return found[0].intent
    return next(iter(whole))


def _trimmed(text: str, start: int, end: int, beside: bool, announced: bool) -> Clause:
    part = text[start:end]
    left = len(part) - len(part.lstrip(" ,，、\t\n"))
    right = len(part.rstrip(" ,，、\t\n"))
    if right <= left:
        return Clause("", start, start, beside, announced)
    return Clause(part[left:right], start + left, start + right, beside, announced)


def _is_short(text: str) -> bool:
    """Say whether a part is too short to be a wish by itself: "pls", "ok", "急"."""
    han = len(_HAN.findall(text))
    return han < 3 if han else len(text.split()) < 2
