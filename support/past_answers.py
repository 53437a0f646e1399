"""Agents' answers of resolved conversations, made fit to be said to somebody else, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from support.language import detect
from support.privacy import MASKS, mask_personal

LEAST_CHARS = {"en": 25, "zh": 10}
MOST_CHARS = 600

_ORDER = re.compile(r"\bW[- ]?\d+\b|#\d+", re.IGNORECASE)
# What is true of one customer only, and stands in words: counts, days, colours of a calendar.
_FACTS = {
    "en": re.compile(
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|couple|few|several)\s+(?:\w+\s+)?"
        r"(?:days?|weeks?|hours?|months?|euros?|dollars?|pounds?|pieces?|parcels?|items?)\b"
        r"|\b(?:today|tonight|tomorrow|yesterday|this morning|this afternoon|this evening|last (?:week|month|night)|next (?:week|month)"
        r"|this week|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
        r"|\b(?:mr|mrs|ms|dr|miss)\b\.?",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"[一二两三四五六七八九十百千半几]+(?:天|日|周|个月|个小时|小时|分钟|元|块|件|个包裹|单|点|号)|今天|今晚|明天|后天|昨天|前天|上午|下午|本周|这周|下周|上周|周[一二三四五六日天末]"
        r"|星期|礼拜|月底|月初|女士|先生|小姐|太太|老师"
    ),
}
# A capital within an English sentence: a name, a town, a brand. These are none.
_CAPITAL = re.compile(r"(?<![.!?…:\n\"“])(?<![.!?…:] )(?<=[\w,;)’'-] )([A-Z][\w’'-]*)")
_NO_NAMES = frozenset({"I", "I'm", "I’m", "I'll", "I’ll", "I've", "I’ve", "I'd", "I’d", "OK", "PDF", "FAQ", "SMS"})
_LINK = re.compile(r"https?:|www\.|[/\\]\w+[/\\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset({"and", "more", "the", "with", "for", "set", "one", "new", "size"})


@dataclass(frozen=True)
class PastAnswer:
    """A reply with variables, and the (masked) words that it answered."""

    message_id: str
    language: str
    asked: str
    text: str


def reusable(
    text: str,
    language: str,
    *,
    names: Iterable[str],
    orders: Iterable[Mapping[str, Any]] = (),
    agent: str = "",
    products: Iterable[str] = (),
) -> str | None:
    """Return an agent's answer with what belonged to its customer replaced by variables, None where anything of theirs would remain.

    Args:
        names: what the customer is known by.
        orders: their orders as the packet has them; numbers and labels become `{order}` and `{item}`.
        agent: the agent's own name, which the next agent would not sign with.
        products: what else people bought: an answer that names one of these is about that one only.
    """
    orders = list(orders)
    plain = " ".join(text.split())
    if not LEAST_CHARS.get(language, MOST_CHARS) <= len(plain) <= MOST_CHARS or re.search(r"[{}<>]|https?:", plain):
        return None
    if detect(plain) != language or (agent and _says(plain, agent)):
        return None
    numbers = {order["id"].lower() for order in orders}
    plain = _ORDER.sub(lambda m: "{order}" if m[0].lower().replace(" ", "-") in numbers else m[0], plain)
    labels = {str(order["label_zh"] if language == "zh" else order["label"]) for order in orders} - {""}
    for label in sorted(labels, key=len, reverse=True):
        plain = re.sub(
            rf"(?<![\w{{]){re.escape(label)}(?![\w}}])" if language == "en" else re.escape(label), "{item}", plain
        )
    if plain.count("{item}") > 1 and len(labels) > 1:
        return None  # of two orders one variable cannot tell
    names = list(names)
    plain = mask_personal(plain, names).replace("<name>", "{customer}")
    left = re.sub(r"\{\w+\}", "", plain)
    if any(mask in left for mask in MASKS) or _LINK.search(left) or re.search(r"\d|[€$£¥•@#]", left):
        return None
    if _FACTS[language].search(left) or _rest_of(orders, left, language):
        return None
    if any(_names(left, product, language) for product in products):
        return None
    if language == "en" and any(word not in _NO_NAMES for word in _CAPITAL.findall(plain)):
        return None
    return plain


def masked(text: str, names: Iterable[str]) -> str:
    """Return what a customer wrote as it may be compared with others' words: masked, without numbers."""
    plain = mask_personal(" ".join(text.split()), names)
    for mask in MASKS:
        plain = plain.replace(mask, "")
    return " ".join(re.sub(r"•*\s?\d+", "", _ORDER.sub("", plain)).split())[:400]


def _names(text: str, product: str, language: str) -> bool:
    if language == "zh":
        return len(product) > 1 and product in text
    return bool(product) and re.search(rf"\b{re.escape(product)}s?\b", text, re.IGNORECASE) is not None


def _says(text: str, name: str) -> bool:
    return mask_personal(text, [name]) != text


def _rest_of(orders: Iterable[Mapping[str, Any]], left: str, language: str) -> bool:
    """Say whether a part of what somebody bought is still named."""
    for order in orders:
        for line in order["lines"]:
            name = str((line["name_zh"] if language == "zh" else line["name"]) or "")
            if language == "zh":
                parts = {name[i : i + 2] for i in range(len(name) - 1)}
                parts |= {order["label_zh"][i : i + 2] for i in range(len(order["label_zh"] or "") - 1)}
                if any(part in left for part in parts):
                    return True
            else:
                words = {word.lower() for word in _WORD.findall(f"{name} {order['label']}")} - _COMMON
                if words & {word.lower() for word in _WORD.findall(left)}:
                    return True
    return False
