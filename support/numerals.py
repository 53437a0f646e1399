"""Numbers in words, English and Chinese."""

from __future__ import annotations

import re

_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_VAGUE = {"a": 1, "an": 1, "couple": 2, "few": 3, "dozen": 12}

_ONE = "|".join(_ONES)
_TEN = "|".join(_TENS)
_SMALL = rf"(?:(?:{_TEN})(?:[\s-]?(?:{_ONE}))?|(?:{_ONE}))"
# "a hundred", "two hundred and fifty", "twenty-five", "three thousand".
ENGLISH = rf"(?:(?:a|{_SMALL})\s(?:thousand|hundred)(?:\s(?:and\s)?{_SMALL})?|{_SMALL})"
CHINESE = "[零〇一二两俩三四五六七八九十百千万]+"

_MOST_DIGITS = 12  # nobody owes more, and nobody bought anything longer ago

_HAN_DIGITS = {han: value for value, han in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}


def english(text: str) -> int | None:
    """Return the number that `text` spells ("25", "twenty-five", "a couple of"), None if it spells none."""
    if text.isdecimal():
        return int(text) if len(text) <= _MOST_DIGITS else None
    total = part = 0
    known = False
    for word in re.findall(r"[a-z]+|\d+", text.lower()):
        if word in ("and", "of"):
            continue
        if word.isdecimal():
            part += int(word[:_MOST_DIGITS])
        elif word in _ONES or word in _TENS or word in _VAGUE:
            part = part * _VAGUE[word] if word == "dozen" and part else part + _number(word)
            if word in ("couple", "few") and part > 2:  # "a couple": the article counts nothing
                part -= 1
        elif word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        else:
            return None
        known = True
    return total + part if known else None


def _number(word: str) -> int:
    return _ONES.get(word) or _TENS.get(word) or _VAGUE.get(word, 0)


def chinese(text: str) -> int | None:
    """Return the number that `text` spells, None if it spells none.

    "25", "二十五", "两百", "一千二百"; the colloquial "一百二" is 120; "二〇二六" is read digit by digit.
    """
    if text.isdecimal():
        return int(text) if len(text) <= _MOST_DIGITS else None
    if not 0 < len(text) <= _MOST_DIGITS or any(
        c not in _HAN_DIGITS and c not in _HAN_UNITS and c != "万" for c in text
    ):
        return None
    if all(c in _HAN_DIGITS for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total = section = digit = 0
    last_unit = 1
    for place, char in enumerate(text):
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
            # "一百二": the digit that ends the number counts tens; after a zero ("一百零二") it counts ones.
            if place == len(text) - 1 and last_unit >= 100 and text[place - 1] not in "零〇":
                digit *= last_unit // 10
        elif char == "万":
            total, section, digit, last_unit = (total + (section + digit or 1)) * 10_000, 0, 0, 10_000
        else:
            last_unit = _HAN_UNITS[char]
            section, digit = section + (digit or 1) * last_unit, 0
    return total + section + digit
