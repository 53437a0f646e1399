"""Mask what must not be kept: payment card numbers, before anything is stored, logged or sent."""

from __future__ import annotations

import re

# Groups of digits with spaces, dots or dashes between them as people (and Chinese keyboards) type them.
_GROUPS = re.compile(r"\d+(?:[ \t.\-\u00a0\u2002-\u200a\u2010-\u2015\u202f\u2212\u3000\uff0d]{1,3}\d+)*")
_GROUP = re.compile(r"\d+")
_LENGTHS = (16, 15, 19, 18, 17, 14, 13)  # of card numbers, the likeliest first


def luhn(digits: str) -> bool:
    """Say whether `digits` passes the Luhn check of ISO/IEC 7812-1."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit)
        if index % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def mask_cards(text: str) -> str:
    """Replace card numbers (13–19 digits that pass Luhn) by `•••• 1234`, keeping the last four digits."""
    return _GROUPS.sub(lambda match: _mask_groups(match.group()), text)


def _mask_groups(text: str) -> str:
    """Mask every card among the groups: "4111 1111 1111 1111 12/27" has an expiry date behind it that is no part of it."""
    groups = [(match.start(), match.end()) for match in _GROUP.finditer(text)]
    found = []
    for first, (start, _) in enumerate(groups):
        for _, end in groups[first : first + 19]:
            # int() reads any script's digits (full-width too).
            digits = "".join(str(int(c)) for c in text[start:end] if c.isdecimal())
            if len(digits) in _LENGTHS and luhn(digits) and len(set(digits)) > 1:
                whole = (start, end) == (0, len(text))
                found.append((-1 if whole else _LENGTHS.index(len(digits)), start, end, digits[-4:]))
    cards: list[tuple[int, int, str]] = []
    for _, start, end, last_four in sorted(found):
        if all(end <= other_start or other_end <= start for other_start, other_end, _ in cards):
            cards.append((start, end, last_four))
    for start, end, last_four in sorted(cards, reverse=True):
        text = f"{text[:start]}•••• {last_four}{text[end:]}"
    return text
