"""The connection to a shop's SQL database: time-outs, and errors without credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from support.errors import SettingsError, ShopUnavailable

_CONNECT_TIMEOUT_S = 3
_QUERY_TIMEOUT_S = 5
_POOL_TIMEOUT_S = 5
# A firewall may drop idle connections without a word; younger ones are kept.
_RECYCLE_S = 1800
_SECRET_WORDS = ("user", "pass", "pwd", "secret", "token", "key")


class ShopDatabase:
    """Opens transactions; nothing is connected before the first one."""

    def __init__(self, url: str) -> None:
        """Take an SQLAlchemy URL. Raises SettingsError if it is no such URL, or its driver is not installed."""
        # Neither error is chained: the original one may quote the URL, password and all.
        try:
            self._url = make_url(url)
        except (ArgumentError, ValueError):  # ValueError: a port that is no number
            raise SettingsError("WARMLINE_SHOP_URL: this is no SQLAlchemy URL") from None
        try:
            self._engine = _engine(self._url)
        except (NoSuchModuleError, ModuleNotFoundError):
            scheme = self._url.drivername
            raise SettingsError(f"WARMLINE_SHOP_URL: the driver for {scheme}:// is not installed") from None
        except (ArgumentError, ValueError, TypeError):
            raise SettingsError("WARMLINE_SHOP_URL: SQLAlchemy cannot use this URL") from None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run one transaction.

        Raises:
            IntegrityError: SQLAlchemy's own, when a constraint refuses a row.
            ShopUnavailable: anything else that the database or the way to it did not do.
        """
        file = self._file()
        if file is not None and not file.is_file():
            # SQLite would silently create an empty database.
            raise ShopUnavailable(f"{self._place()}: there is no such file")
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            # Not chained: the driver's own text may name the user or worse.
            raise ShopUnavailable(f"{self._place()}: {self._reason(error)}") from None

    def _file(self) -> Path | None:
        path = self._url.database or ":memory:"
        if self._url.get_backend_name() != "sqlite" or path == ":memory:" or path.startswith("file:"):
            return None
        return Path(path)

    def _place(self) -> str:
        host = (
            f"{self._url.host}:{self._url.port}/" if self._url.port else f"{self._url.host}/" if self._url.host else ""
        )
        return f"the shop's {self._url.get_backend_name()} database {host}{self._url.database or ''}"

    def _reason(self, error: SQLAlchemyError) -> str:
        """Return the first line of what the driver said, without user names and passwords."""
        text = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
        line = text.splitlines()[0]
        query = {k: v for k, v in self._url.query.items() if any(word in k.lower() for word in _SECRET_WORDS)}
        secrets = [self._url.password, self._url.username]
        for value in query.values():
            secrets.extend([value] if isinstance(value, str) else value)
        for secret in filter(None, secrets):
            line = re.sub(rf"(?<!\w){re.escape(str(secret))}(?!\w)", "***", line)
        return line


def _engine(url: URL) -> Engine:
    backend = url.get_backend_name()
    arguments: dict[str, Any] = {}
    if backend == "sqlite":
        arguments = {"timeout": _QUERY_TIMEOUT_S}
    elif backend == "postgresql":
        arguments = {"connect_timeout": _CONNECT_TIMEOUT_S}
    elif backend in ("mysql", "mariadb"):
        arguments = {"connect_timeout": _CONNECT_TIMEOUT_S, "read_timeout": _QUERY_TIMEOUT_S}
    # What the URL sets itself, it sets on purpose.
    arguments = {name: value for name, value in arguments.items() if name not in url.query}
    # Parameters stay out of error messages: they name customers.
    options: dict[str, Any] = {"connect_args": arguments, "hide_parameters": True, "pool_pre_ping": True}
    if backend != "sqlite":
        options |= {"pool_timeout": _POOL_TIMEOUT_S, "pool_recycle": _RECYCLE_S}
    engine = create_engine(url, **options)
    if backend == "postgresql":
        event.listen(engine, "connect", _limit_statements)
    return engine


def _limit_statements(connection: Any, _record: object) -> None:
    """Bound each statement's time. Not as a start-up option, which PgBouncer refuses."""
    cursor = connection.cursor()
    cursor.execute(f"SET statement_timeout = {_QUERY_TIMEOUT_S * 1000}")
    cursor.close()
    connection.commit()
