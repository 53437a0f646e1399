"""Promo codes as customers write them: "SPRING20", "my code hello-774", "优惠码XIN88"."""

from __future__ import annotations

import re

from support.naming import everyday

_SPELLING = r"[A-Za-z0-9][A-Za-z0-9-]{2,19}"
_WORD = re.compile(rf"(?<![A-Za-z0-9-]){_SPELLING}(?![A-Za-z0-9-])")
_QUOTED = re.compile(rf"[\"'“‘「『`](?P<code>{_SPELLING})[\"'”’」』`]")
_AFTER = re.compile(
    rf"(?:\b(?:code|coupon|voucher)s?\b|优惠码|优惠券|折扣码|兑换码|口令|邀请码)\s*(?:is|was|called|named|是|为|叫|:|：)?\s*(?P<code>{_SPELLING})(?![A-Za-z0-9-])",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<![A-Za-z0-9-])(?P<code>{_SPELLING}) (?:promo |discount )?(?:code|coupon|voucher)\b", re.IGNORECASE
)
_ORDER = re.compile(r"W-?\d+|#?\d+", re.IGNORECASE)
_NO_CODES = frozenset(
    {
        "PROMO",
        "CODE",
        "CODES",
        "COUPON",
        "VOUCHER",
        "ASAP",
        "PLEASE",
        "HELP",
        "PAYPAL",
        "VISA",
        "KLARNA",
        "IBAN",
        "DHL",
        "UPS",
        "EUR",
        "USD",
    }
)


def find(text: str) -> list[str]:
    """Return what has the form of a promo code, in capitals; empty where nothing has."""
    found = [match["code"] for match in _QUOTED.finditer(text) if not _everyday(match["code"])]
    shouting = not re.search(r"[a-z\u3400-\u9fff]", text) and len(text.split()) > 1
    words = [match.group() for match in _WORD.finditer(text)]
    found += [word for word in words if _mixed(word) or (_capitals(word) and not _everyday(word) and not shouting)]
    return _distinct(found)


def guesses(text: str) -> list[str]:
    """Return the words that stand where a code might, whatever their form: codes if the shop knows them, else just words."""
    around = [match["code"] for pattern in (_AFTER, _BEFORE) for match in pattern.finditer(text)]
    return _distinct([*around, *(match.group() for match in _WORD.finditer(text) if _capitals(match.group()))])


def code(text: str) -> str | None:
    """Return the first that has the form of one."""
    return next(iter(find(text)), None)


def _distinct(words: list[str]) -> list[str]:
    return [code for code in dict.fromkeys(word.upper() for word in words) if _possible(code)]


def _mixed(word: str) -> bool:
    """Letters, three or more, with digits after them."""
    return bool(
        re.fullmatch(r"[A-Za-z]{3,}-?[0-9]+[A-Za-z0-9-]*|[0-9]+[A-Za-z]{3,}[0-9A-Za-z-]*", word)
    ) and not re.fullmatch(
        r"\d+(?:st|nd|rd|th|days?|pcs|euros?|eur|usd|gbp|mins?|hours?|percent|off)", word, re.IGNORECASE
    )


def _capitals(word: str) -> bool:
    return len(word) >= 4 and word.isupper() and word.upper() not in _NO_CODES


def _everyday(word: str) -> bool:
    return word.lower() in everyday()


def _possible(word: str) -> bool:
    return word not in _NO_CODES and not _ORDER.fullmatch(word)
