"""Pieces of Markdown: tables, cells that cannot break out of one, figures as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NONE = "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table, its first column to the left, the others to the right, and an empty line."""
    lines = [_line(head), _line(["---", *["---:"] * (len(head) - 1)])]
    return [*lines, *(_line(row) for row in rows), ""]


def plain_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table of texts, all columns to the left, and an empty line."""
    return [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows), ""]


def cell(text: str) -> str:
    """Return a text, such as a customer's, so that it stays within its cell and is no markup."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")
    for sign, safe in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("`", "\\`"),
        ("*", "\\*"),
        ("_", "\\_"),
        ("[", "\\["),
    ):
        escaped = escaped.replace(sign, safe)
    return escaped


def percent(share: float | None) -> str:
    """Return 0.9401 as "94.0%"."""
    return NONE if share is None else f"{share:.1%}"


def between(interval: Sequence[float | None] | None) -> str:
    """Return an interval of shares as "92.1 to 95.8%"."""
    if interval is None or interval[0] is None or interval[1] is None:
        return NONE
    return f"{100 * interval[0]:.1f} to {interval[1]:.1%}"


def points(share: float | None) -> str:
    """Return a difference of shares in percentage points: "1.2", "−0.3"."""
    if share is None:
        return NONE
    return f"{100 * share:.1f}".replace("-", "−").replace("−0.0", "0.0")


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with a fixed count of digits."""
    return NONE if value is None else f"{value:.{digits}f}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
