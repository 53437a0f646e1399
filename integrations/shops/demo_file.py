"""The demo shop's SQLite file: how it is opened, and its errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import OperationalError
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError

from support.errors import IntegrationError, ShopUnavailable

_BUSY_TIMEOUT_MS = 10_000


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except IntegrityError as error:
        raise IntegrationError(f"the demo shop refused the change: {error.orig}", permanent=True) from error
    except DatabaseError as error:
        raise ShopUnavailable(f"the demo shop's file cannot be used: {error.orig}") from error


def engine_for(path: Path) -> Engine:
    """Return an engine for the file; with the option `warmline_write` a transaction takes the write lock as it begins."""
    # pysqlite must not begin transactions on its own: we choose between BEGIN and BEGIN IMMEDIATE below.
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
    arguments = {"timeout": _BUSY_TIMEOUT_MS / 1000, "isolation_level": None}
    engine = create_engine(f"sqlite:///{path}", connect_args=arguments)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        _use_wal(cursor)
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("warmline_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _use_wal(cursor: Any) -> None:
    """Switch the file to write-ahead logging, once for all; SQLite does not heed busy_timeout while it switches."""
    for attempt in range(100):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError:
            if attempt == 99:
                raise
            sleep(0.05)
