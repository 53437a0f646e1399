"""Bring a database to the present tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy import text as sql

from storage.database import engine_of

_LOCK = 7_365_501


def migrate(url: str) -> None:
    """Apply the migrations that are missing; does nothing on a present database. Safe to call from two at once."""
    engine = engine_of(url).execution_options(warmline_write=True)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            command.upgrade(config_for(connection), "head")
    finally:
        engine.dispose()


def config_for(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
