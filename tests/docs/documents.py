"""The documentation, read as the tests need it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_FENCE = re.compile(r"(?ms)^( *)(```|~~~).*?^\1\2\s*$")


def pages() -> list[Path]:
    """Return all Markdown pages of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").glob("*.md")])


def text(name: str) -> str:
    """Return a page by its path within the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(markdown: str) -> str:
    """Return a page without its fenced code."""
    return _FENCE.sub("", markdown)


def fenced(markdown: str, language: str) -> list[str]:
    """Return the fenced blocks of one language."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", markdown)


def tables(markdown: str) -> Iterator[list[list[str]]]:
    """Yield each table: a list of rows, the head first, each a list of cells."""
    rows: list[list[str]] = []
    for line in [*prose(markdown).splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])])
        elif rows:
            yield [rows[0], *rows[2:]]
            rows = []


def table(markdown: str, *head: str) -> list[list[str]]:
    """Return the rows of the one table whose head begins so, without the head."""
    (found,) = [rows for rows in tables(markdown) if tuple(rows[0][: len(head)]) == head]
    return found[1:]


def code(cell: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def anchors(markdown: str) -> set[str]:
    """Return the anchors of a page's headings, as the usual renderers make them."""
    found: set[str] = set()
    for heading in re.findall(r"(?m)^#+ +(.+?) *#*$", prose(markdown)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(anchor if anchor not in found else f"{anchor}-1")
    return found
