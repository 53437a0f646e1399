"""Ways to reach somebody, shown so that only who knows them recognises them: "l…@example.com", "…0123"."""

from __future__ import annotations


def masked_email(address: str) -> str:
    """Return an e-mail address with the first letter of its name only, "" for none."""
    name, at, host = address.strip().rpartition("@")
    return f"{name[:1]}…@{host}" if at and name else ""


def masked_phone(number: str) -> str:
    """Return a phone number's last four digits, fewer of a short one, "" for none."""
    digits = "".join(character for character in number if character.isdigit())
    return f"…{digits[-4:] if len(digits) > 7 else digits[-2:]}" if digits else ""
