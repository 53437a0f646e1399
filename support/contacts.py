"""Ways to reach somebody: found in what they write, and shown so that only who knows them recognises them ("…0123")."""

from __future__ import annotations

import re

# Plain on purpose: nothing hangs on it but whom an agent writes to, and the agent sees the message, too.
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])")
# Nine digits at least, unless it begins with a plus: a day has eight.
_PHONE = re.compile(
    r"(?<![A-Za-z0-9_+-])(?:\+\d(?:[ ()/.-]{0,2}\d){6,14}|\d(?:[ ()/.-]{0,2}\d){8,14})(?![A-Za-z0-9_-])"
)


def masked_email(address: str) -> str:
    """Return an e-mail address with the first letter of its name only, "" for none."""
    name, at, host = address.strip().rpartition("@")
    return f"{name[:1]}…@{host}" if at and name else ""


def masked_phone(number: str) -> str:
    """Return a phone number's last four digits, fewer of a short one, "" for none."""
    digits = "".join(character for character in number if character.isdigit())
    return f"…{digits[-4:] if len(digits) > 7 else digits[-2:]}" if digits else ""


def found_contact(text: str) -> str | None:
    """Return the e-mail address in a text, or else the phone number; None if it names neither."""
    match = _EMAIL.search(text) or _PHONE.search(text)
    return match.group() if match else None
