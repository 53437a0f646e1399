"""The summary of a handoff: what they want, why they are here, what happened, what was tried, what is open; each line with its proof.

Five lines at most, for a tired agent, in both of the desk's languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from support import packet_lines as lines
from support.circumstances import Circumstances
from support.emotion import UPSET, Emotion
from support.packet_lines import Words

MAX_LINES = 5
_ATTEMPTS = 4
_OF_MOOD = frozenset({"anger", "frustration"})


def summarise(about: Circumstances) -> list[dict[str, Any]]:
    """Return the lines as `{"text", "text_zh", "evidence"}`; a line that nothing proves is left out."""
    found = [*_wish_and_reason(about), *_order(about), *_tried(about), *_open(about)]
    return [{"text": text["en"], "text_zh": text["zh"], "evidence": evidence} for text, evidence in found if evidence][
        :MAX_LINES
    ]


def who(packet: Mapping[str, Any]) -> Words:
    """Return who writes."""
    name = packet["customer"]["name"]
    return lines.both(name, name) if name else lines.word("who_guest")


Line = tuple[Words, list[str]]


def _wish_and_reason(about: Circumstances) -> list[Line]:
    if not about.said:
        return []
    found: list[Line] = []
    last, wish = about.said[-1], about.wish
    if wish is not None and wish is not last:
        text = lines.line("wish", who=who(about.packet), quote=lines.quote(wish["text"]))
        found.append((text, about.evidence(wish["id"])))
    mood, lowest = _mood(about.packet, last["id"])
    text = lines.line(
        f"why_{about.packet['reason']}", who=who(about.packet), quote=lines.quote(last["text"]), mood=mood
    )
    return [*found, (text, about.evidence(last["id"], lowest))]


def _mood(packet: Mapping[str, Any], last_id: str) -> tuple[Words, str | None]:
    """Describe the move to the lowest point, with its message; nothing where there is none worth telling."""
    timeline, nothing = packet["emotion_timeline"], lines.both("", "")
    lowest = min(timeline, key=lambda point: point["valence"], default=None)
    if lowest is None or (Emotion(lowest["label"]) not in UPSET and lowest["label"] != Emotion.ANXIOUS):
        return nothing, None
    told = packet["reason"] in _OF_MOOD  # the line says already how they feel
    if timeline[0] is lowest:
        same = told or lowest["message_id"] == last_id
        return (
            (nothing, None) if same else (lines.line("mood", label=lines.word(lowest["label"])), lowest["message_id"])
        )
    start, since = lines.word(timeline[0]["label"]), lines.quote(lowest["quote"], 40)
    if told:
        return lines.line("mood_only", start=start, quote=since), lowest["message_id"]
    text = lines.line("mood_since", label=lines.word(lowest["label"]), start=start, quote=since)
    return text, lowest["message_id"]


def _order(about: Circumstances) -> list[Line]:
    order, nothing = about.order, lines.both("", "")
    if order is None:
        return []
    refund = about.overdue
    text = lines.line(
        "order",
        item=lines.both(order["label"][:1].upper() + order["label"][1:], order["label_zh"]),
        order=order["id"],
        status=lines.word(order["status"]),
        total=order["total"],
        late=lines.line("late", days=lines.days(order["days_late"])) if order["days_late"] else nothing,
        refund=lines.line("refund", amount=refund["amount"], days=lines.days(refund["days_overdue"]))
        if refund
        else nothing,
    )
    return [(text, about.evidence(order["id"]))]


def _tried(about: Circumstances) -> list[Line]:
    notes = about.tried[-_ATTEMPTS:]
    if not notes:
        return []
    attempts = lines.listed(
        lines.line("attempt", action=lines.action(note["action"]), outcome=lines.word(note["outcome"]))
        for note in notes
    )
    evidence = about.evidence(*(note.get("message_id") for note in notes)) or about.proof(notes[-1])
    return [(lines.line("tried", attempts=attempts), evidence)]


def _open(about: Circumstances) -> list[Line]:
    """Return what is still to be done: what failed, what they asked last, what the shop owes; else that nobody knows of anything."""
    if not about.said:
        return []
    last, order, note = about.said[-1], about.order, about.unsettled
    if note is not None:
        return [(lines.line(f"open_{note['outcome']}", action=lines.action(note["action"])), about.proof(note))]
    if about.overdue is not None and order is not None:
        days = lines.days(about.overdue["days_overdue"])
        text = lines.line("open_refund", amount=about.overdue["amount"], days=days)
        return [(text, about.evidence(order["id"]))]
    if about.late and order is not None:
        item = lines.both(order["label"], order["label_zh"])
        return [(lines.line("open_late", item=item, days=lines.days(about.late)), about.evidence(order["id"]))]
    question = next((n for n in reversed(about.notes) if n["kind"] == "question" and n["text"].strip()), None)
    if question is not None:
        asked = next((m["id"] for m in reversed(about.said) if m["text"] == question["text"]), last["id"])
        proof = about.evidence(question.get("message_id")) or about.evidence(asked)
        return [(lines.line("open_question", quote=lines.quote(question["text"])), proof)]
    if about.wish is None:
        return [(lines.line("open_unknown"), about.evidence(last["id"]))]
    if about.tried:
        return [(lines.line("open_answered"), about.proof(about.tried[-1]))]
    text = lines.line("open_question", quote=lines.quote(about.wish["text"]))
    return [(text, about.evidence(about.wish["id"]))]
