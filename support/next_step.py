"""The next best step for the agent, with its reason and what proves it: the first row that fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from support import packet_lines as lines
from support.circumstances import Circumstances
from support.packet_lines import Words

# Before anything about orders.
_FIRST = ("self_harm", "safety", "legal")
# Where nothing about the order says it, the reason of the handoff does.
_BY_REASON: Mapping[str, str] = {"repeated_question": "repeated", "not_understood": "not_understood"}


def next_step(about: Circumstances) -> dict[str, Any] | None:
    """Return `{"text", "text_zh", "because", "because_zh", "evidence"}`; None where nobody has said anything yet."""
    if not about.said:
        return None
    name, values, evidence = _chosen(about)
    wording = lines.wordings()["next_steps"][name]
    step, because = lines.fill(wording["do"], values), lines.fill(wording["because"], values)
    return {
        "text": step["en"],
        "text_zh": step["zh"],
        "because": because["en"],
        "because_zh": because["zh"],
        "evidence": evidence,
    }


def _chosen(about: Circumstances) -> tuple[str, dict[str, str | Words], list[str]]:
    """Return the row's name, its values and its proof."""
    reason, last, order, note = about.packet["reason"], about.said[-1], about.order, about.unsettled
    here = about.evidence(last["id"])
    if reason in _FIRST:
        return reason, {"quote": lines.quote(last["text"])}, here
    if note is not None and note["outcome"] == "failed":
        return "failed", {"action": lines.action(note["action"])}, about.proof(note)
    if order is not None:
        item = lines.both(order["label"], order["label_zh"])
        if about.overdue is not None:
            values = {"amount": about.overdue["amount"], "days": lines.days(about.overdue["days_overdue"])}
            return "refund_overdue", values, about.evidence(order["id"])
        if about.problem is not None:
            return "problem", {"item": item, "problem": lines.word(about.problem)}, about.evidence(order["id"])
    if note is not None:
        return "refused", {"action": lines.action(note["action"])}, about.proof(note)
    if order is not None and about.late:
        carrier = order["carrier"] or lines.word("carrier")
        return "late", {"carrier": carrier, "item": item, "days": lines.days(about.late)}, about.evidence(order["id"])
    if reason in _BY_REASON:
        return _BY_REASON[reason], {"quote": lines.quote(last["text"])}, here
    if about.wish is None:
        return "unknown", {}, here
    return "answer", {"quote": lines.quote(about.wish["text"])}, about.evidence(about.wish["id"])
