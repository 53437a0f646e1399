"""Where a message may hold more than one wish: its clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# A question or an order after "and" stands beside what comes before it; anything else there may as well go on with it.
_ASKED = (
    r"(?:where|what|when|why|how|which|who|can|could|would|will|do|does|did|is|are|please|pls|plz|tell|show|send|give|cancel|return|refund"
    r"|exchange|swap|change|track|check|stop|delete|remove|update|reorder|unsubscribe|subscribe|resend|email)\b"
)
_AND = r"(?:and|n|&|then)"
# 再 and 还有 are as often adverb and verb: 别再发了, 还有货吗; 对了 as often means that something is right: 都填对了.
_HAN_ALSO = (
    r"(?:另外|还有(?![没多少几货别点些什])|顺便|顺带|(?<![\u3400-\u9fff])[对對]了|然后|以及|再就是|还想|还要|另(?![一个款])|外加"
    r"|(?<![别不没先])再(?=[帮给问查看把说催退换])|也帮我|也想)"
)
# What is skipped around a joint is bounded, or a thousand blanks would take seconds; `_trimmed` takes off the rest.
_JOINT = re.compile(
    r"(?P<end>[.!?]+(?=\s|$)|[。！？!?；;\n]+|:\s+|：)"
    r"|(?P<word>[,，、\s]{0,4}\b(?:and\s+also|and\s+then|and\s+another\s+thing|oh\s+and|also|plus|btw|by\s+the\s+way|one\s+more\s+thing"
    r"|another\s+thing|on\s+another\s+note|while\s+(?:you're|youre|ur|you\s+are|i'm|im)\s+(?:at\s+it|here|there)|on\s+top\s+of\s+that"
    r"|secondly|second\s+thing)\b[,:]?\s*)"
    rf"|(?P<asked>[,\s]{{1,4}}{_AND}\s+(?={_ASKED})|,\s+(?={_ASKED}))"
    r"|(?P<dash>\s[-–—+]+\s|—)"
    rf"|(?P<han>[，,、\s]{{0,4}}{_HAN_ALSO}[，,、\s]*)"
    # A bare comma or "and" joins as often two things of one wish ("the lamp and the rug"): both sides have to be long enough for a wish.
    rf"|(?P<soft>,?\s{{1,4}}(?:{_AND}|but)\s+|,\s+|[，～~]+\s*|(?<=[^\x00-\x7f])(?:,\s*|\s+(?=\w)))",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_AROUND = " ,，、～~\t\n"


@dataclass(frozen=True)
class Clause:
    """A part of a message: its text and its place (`start` to `end`, in characters).

    `beside`: a word such as "also" or 另外, or a question or an order after "and", puts it beside what stands before it.
    `announced`: it was such a word. `soft`: nothing but a comma, a blank or a bare "and" stands before it.
    """

    text: str
    start: int
    end: int
    beside: bool = False
    announced: bool = False
    soft: bool = False


def clauses(text: str, most: int = 5) -> list[Clause]:
    """Return the clauses of a message in order, at most `most`; one clause for a message that holds no joint.

    Of more, those are put together again that the least stands between. Whether a clause is a wish of its own, its reading says
    (bot/reading/wishes.py): a cut too many does little harm.
    """
    kept: list[Clause] = []
    for part in _parts(text):
        if not _LETTER.search(part.text) and not (kept and part.text and part.soft):
            continue
        if kept and (_is_short(part) or (part.soft and _is_short(kept[-1], soft=True))):
            kept.append(_together(text, kept.pop(), part))
        else:
            kept.append(part)
    while len(kept) > most:
        weakest = max(range(1, len(kept)), key=lambda index: (kept[index].soft, not kept[index].beside, index))
        kept[weakest - 1 : weakest + 1] = [_together(text, kept[weakest - 1], kept[weakest])]
    return kept or [Clause(text, 0, len(text))]


def _parts(text: str) -> list[Clause]:
    found, start, before = [], 0, Clause("", 0, 0)
    for joint in _JOINT.finditer(text):
        kind = joint.lastgroup
        found.append(_trimmed(text, start, joint.end() if kind == "end" else joint.start(), before))
        announced = kind in ("word", "han")
        here = Clause("", 0, 0, announced or kind == "asked", announced, kind == "soft")
        # A joint that opens the sentence after a full stop belongs to that sentence, too.
        before = here if found[-1].text else _stronger(before, here)
        start = joint.end()
        if kind == "han":
            # "还想", "再帮我" belong to what follows; the comma and white space before do not.
            start = joint.start() + len(joint.group()) - len(joint.group().lstrip(_AROUND))
    return [*found, _trimmed(text, start, len(text), before)]


def _stronger(one: Clause, other: Clause) -> Clause:
    return Clause("", 0, 0, one.beside or other.beside, one.announced or other.announced, one.soft and other.soft)


def _together(text: str, one: Clause, other: Clause) -> Clause:
    return replace(one, text=text[one.start : other.end], end=other.end)


def _trimmed(text: str, start: int, end: int, before: Clause) -> Clause:
    part = text[start:end]
    left = len(part) - len(part.lstrip(_AROUND))
    right = len(part.rstrip(_AROUND))
    if right <= left:
        return replace(before, text="", start=start, end=start)
    return replace(before, text=part[left:right], start=start + left, end=start + right)


def _is_short(part: Clause, soft: bool = False) -> bool:
    """Say whether a part is too short to be a wish by itself: "pls", "ok", "急"; beside a soft joint "the lamp" is, too."""
    han = len(_HAN.findall(part.text))
    return han < 3 if han else len(part.text.split()) < (3 if soft or part.soft else 2)
