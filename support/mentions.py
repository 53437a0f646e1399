"""Whom an agent's note names with an @."""

from __future__ import annotations

from collections.abc import Mapping


def mentioned(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the ids of those whose whole name follows an @ in the text, in the order of their first mention.

    Args:
        names: the name of everybody who can be named, by id. Of names that begin alike the longest counts; who share a
            name are all meant. A letter or digit right after a name of letters makes another word of it.
    """
    said = text.casefold()
    by_length = sorted(((name.strip().casefold(), key) for key, name in names.items()), key=lambda one: -len(one[0]))
    found: dict[str, None] = {}
    place = said.find("@")
    while place >= 0:
        rest = said[place + 1 :]
        longest = next((name for name, _ in by_length if name and rest.startswith(name) and _ends(rest, name)), None)
        # An address of mail is no mention.
        if longest is not None and not (place and said[place - 1].isascii() and said[place - 1].isalnum()):
            found |= dict.fromkeys(key for name, key in by_length if name == longest)
        place = said.find("@", place + 1)
    return list(found)


def _ends(rest: str, name: str) -> bool:
    """Say whether the name ends where a word may end: Chinese has no blanks between words."""
    after = rest[len(name) : len(name) + 1]
    return not (after.isascii() and after.isalnum()) or not name[-1].isascii()
