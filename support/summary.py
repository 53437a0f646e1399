"""The summary of a handoff: at most five lines for a tired agent, each with the messages or orders that prove it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from support.emotion import UPSET, Emotion

MAX_LINES = 5

# Said of the customer: "Lena Berg is angry".
_REASONS = {
    "legal": "threatens legal or bank action",
    "asked": "asked for a person",
    "anger": "is angry",
    "frustration": "has become frustrated over several messages",
    "action_failed": "needs what the bot tried and could not do",
    "policy_exception": "wants an exception to a rule",
    "not_understood": "was not understood three times",
    "bot_unavailable": "got no answer from the bot",
    "agent_took_over": "was being served by the bot when an agent took over",
}


def summarise(
    packet: Mapping[str, Any], notes: Sequence[Mapping[str, Any]], messages: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Say who wants what and why they are here, what is wrong with the order, what was tried, how the mood moved."""
    lines: list[dict[str, Any]] = []
    from_customer = [m for m in messages if m["author"] == "customer"]
    from_customer = [m for m in from_customer if m["text"]] or from_customer  # a photo alone says nothing in words
    if from_customer:
        last = from_customer[-1]
        who = packet["customer"]["name"] or "A guest (not verified)"
        wish = _first_wish(from_customer)
        if wish is not last:
            lines.append({"text": f"{who} came with{_quote(wish)}", "evidence": [wish["id"]]})
        reason = _REASONS.get(packet["reason"], packet["reason"])
        lines.append({"text": f"{who} {reason}{_quote(last)}", "evidence": [last["id"]]})
    lines.extend(_order_lines(packet))
    tried = [note for note in notes if note["kind"] == "tried"]
    if tried:
        said = ", ".join(dict.fromkeys(f"{n['action'].replace('_', ' ')} ({n['outcome']})" for n in tried[-4:]))
        evidence = list(dict.fromkeys(n["message_id"] for n in tried[-4:] if n.get("message_id")))
        lines.append({"text": f"The bot tried: {said}", "evidence": evidence or _all_evidence(lines)})
    mood = _mood(packet["emotion_timeline"])
    told = {evidence for line in lines for evidence in line["evidence"]}
    if mood and not (
        packet["reason"] == "anger" and mood["evidence"][0] in told and len(packet["emotion_timeline"]) == 1
    ):
        lines.append(mood)
    return [line for line in lines if line["evidence"]][:MAX_LINES]


def _first_wish(messages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the first message that says more than hello."""
    small_talk = {
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "contact_human_agent",
        "bot_challenge",
        "out_of_scope",
    }
    for message in messages:
        intent = ((message.get("understood") or {}).get("intent") or {}).get("name")
        if intent and intent not in small_talk:
            return message
    return messages[-1]


def _quote(message: Mapping[str, Any]) -> str:
    return f": “{_short(message['text'])}”" if message["text"] else " (sent a photo or a document, no words)"


def _order_lines(packet: Mapping[str, Any]) -> list[dict[str, Any]]:
    touched = {fact["key"].split(" ")[1] for fact in packet["known_facts"] if fact["key"].startswith("order ")}
    lines = []
    for order in packet["orders"]:
        if order["id"] not in touched:
            continue
        label = order["label"][:1].upper() + order["label"][1:]
        text = f"{label} ({order['id']}): {order['status']}, {order['total']}"
        if order["days_late"]:
            text += f", {_days(order['days_late'])} late"
        for refund in order["refunds"]:
            if refund["days_overdue"]:
                text += f", refund of {refund['amount']} {_days(refund['days_overdue'])} overdue"
        lines.append({"text": text, "evidence": [order["id"]]})
    return lines[:1]


def _mood(timeline: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Describe the move to the lowest point, if there is one worth telling."""
    if not timeline:
        return None
    lowest = min(timeline, key=lambda point: point["valence"])
    if Emotion(lowest["label"]) not in UPSET and lowest["label"] != Emotion.ANXIOUS:
        return None
    first = timeline[0]
    start = "from the first message" if first is lowest else f"after starting {first['label']}"
    return {"text": f"Mood: {lowest['label']} {start}: “{_short(lowest['quote'])}”", "evidence": [lowest["message_id"]]}


def _all_evidence(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    return [evidence for line in lines for evidence in line["evidence"]][:1]


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _short(text: str, limit: int = 90) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
