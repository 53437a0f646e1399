"""Tables as CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response


class Csv(Response):
    """A table as text."""

    media_type = "text/csv"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the table with its head; None is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
    return written.getvalue()


def _harmless(cell: object) -> object:
    """Return a cell that a spreadsheet takes for text, if it is one: a name may begin like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
