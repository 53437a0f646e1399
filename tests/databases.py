"""Databases to test on: SQLite always, PostgreSQL where it answers."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

POSTGRES = "postgresql+psycopg2://root@127.0.0.1:5432"
KINDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database of its own, in `folder` if it is SQLite's; skip the test where none answers."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'test.db'}"
        return
    name = f"warmline_test_{secrets.token_hex(4)}"
    engine = create_engine(f"{POSTGRES}/test", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(sql(f"CREATE DATABASE {name}"))
    except OperationalError:
        engine.dispose()
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432")
    # As the settings would say it, without a driver's name.
    yield f"postgresql://root@127.0.0.1:5432/{name}"
    with engine.connect() as connection:
        connection.execute(sql(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
