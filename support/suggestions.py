"""Suggested replies for the agent: written by hand in `data/responses/suggested_replies.json`, filled with true facts."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from support.escalation import DANGER

MAX_SUGGESTIONS = 3
_EVERYDAY = frozenset({"name", "unnamed", "item"})  # conditions that make a template no more specific
_FILE = Path(__file__).resolve().parent.parent / "data" / "responses" / "suggested_replies.json"


@cache
def _templates() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


def suggest(packet: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return up to three replies in the customer's language, the most specific first.

    A template applies when its `when` (reason, refund_overdue, late, damaged …) holds and every fact it names is known: a reply
    never has a gap and never asks for what is known.
    """
    facts = _facts(packet)
    language = packet["language"]
    # Nobody who may be in danger is written to about a parcel.
    grave = f"reason_{packet['reason']}" if packet["reason"] in DANGER else None
    found = []
    for template in _templates():
        text = template[language]
        needed = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        if grave and grave not in template["when"]:
            continue
        if all(facts.get(flag) for flag in template["when"]) and all(facts.get(name) for name in needed):
            score = 10 * len(set(template["when"]) - _EVERYDAY) + len(needed)
            filled = re.sub(r"(?<!\d)1 days\b", "1 day", text.format(**facts))
            found.append((score, filled, template["id"]))
    found.sort(key=lambda item: -item[0])
    return [{"text": text, "source": f"canned:{name}"} for _, text, name in found[:MAX_SUGGESTIONS]]


def _facts(packet: Mapping[str, Any]) -> dict[str, Any]:
    language = packet["language"]
    touched = {fact["key"].split(" ")[1] for fact in packet["known_facts"] if fact["key"].startswith("order ")}
    orders = [order for order in packet["orders"] if order["id"] in touched] or packet["orders"][:1]
    order = orders[0] if orders else None
    facts: dict[str, Any] = {f"reason_{packet['reason']}": True}
    for fact in packet["known_facts"]:
        if fact["key"] in ("problem", "delays in a row"):
            facts[fact["key"].replace(" ", "_")] = fact["value"]
            facts[f"problem_{fact['value']}"] = fact["key"] == "problem"
    name = packet["customer"]["name"]
    facts["unnamed"] = not name
    if name:
        facts["name"] = name if language == "zh" else name.split(" ")[0]
    if order:
        facts["item"] = order["label_zh"] if language == "zh" else order["label"]
        facts["order"] = order["id"]
        facts["late"] = order["days_late"] if order["status"] == "shipped" else 0
        facts["carrier"] = order["carrier"]
        facts[f"status_{order['status']}"] = True
        overdue = [refund for refund in order["refunds"] if refund["days_overdue"]]
        if overdue:
            facts["refund_amount"] = overdue[0]["amount"]
            facts["refund_overdue"] = overdue[0]["days_overdue"]
    return facts
