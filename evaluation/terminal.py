"""The main figures as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table


def figures(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a compact table: names to the left, figures to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=bool(number))
    for row in rows:
        table.add_row(*row)
    return table
