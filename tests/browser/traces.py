"""What a running Warmline has kept: the rows of all its tables, and what it has written beside them."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text
from stack import Stack


def everything_stored(stack: Stack) -> dict[str, list[str]]:
    """Return the rows of all tables, the bot's own among them, each as one text."""
    engine = create_engine(stack.settings.get("WARMLINE_DATABASE_URL", f"sqlite:///{stack.home / 'warmline.db'}"))
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        found = {
            name: [str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))] for name in names
        }
    engine.dispose()
    return found


def places_of(stored: dict[str, list[str]], what: str) -> set[str]:
    """Return the tables in which this stands."""
    return {name for name, rows in stored.items() if any(what in row for row in rows)}


def written(stack: Stack) -> str:
    """Return all that the running Warmline has written beside its databases: logs, above all."""
    files = [file for file in stack.home.rglob("*") if file.is_file() and ".db" not in file.name]
    return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
