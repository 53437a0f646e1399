"""Mask what must not be kept: payment card numbers, before anything is stored, logged or sent."""

from __future__ import annotations

import re

# 13–19 digits, with single spaces, dots or dashes between them as people type them; not inside a longer run of digits.
_CARD = re.compile(r"(?<![\d])(?:\d[ .\-\u2010-\u2015\u00a0]?){12,18}\d(?![\d])")


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

    def mask(match: re.Match[str]) -> str:
        # int() in luhn reads any script's digits (full-width too), and so must the last four.
        digits = "".join(str(int(c)) for c in match.group() if c.isdigit())
        if not luhn(digits) or len(set(digits)) == 1:
            return match.group()
        return f"•••• {digits[-4:]}"

    return _CARD.sub(mask, text)
