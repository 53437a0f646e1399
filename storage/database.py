"""The engine and the unit of work."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from storage.agents import Agents
from storage.attachments import Attachments
from storage.audit import Audit
from storage.board import Board
from storage.collaboration import AgentNotices, Viewers
from storage.conversations import Conversations
from storage.handoffs import Handoffs
from storage.ids import NewId, new_id
from storage.listing import Listing
from storage.messages import Messages
from storage.outbox import Outbox
from storage.ratings import Ratings
from storage.search import Search
from storage.sessions import RecoveryCodes, Sessions, SignInTries
from storage.shop_settings import Queues, ShopSettings
from storage.suggestions import CannedResponses, Suggestions
from storage.visitors import Visitors

Result = TypeVar("Result")

BUSY_TIMEOUT_MS = 10_000
TRIES = 3
TRIES_WHEN_BUSY = 8
LONGEST_PAUSE_MS = 40
# PostgreSQL's serialization_failure and deadlock_detected: the transaction was fine, only its moment was not.
_TRY_AGAIN = frozenset({"40001", "40P01"})


class Unit:
    """One transaction and its repositories."""

    def __init__(self, session: Session, ids: NewId) -> None:
        self.session = session
        self.visitors = Visitors(session, ids)
        self.conversations = Conversations(session, ids)
        self.listing = Listing(session)
        self.messages = Messages(session, ids)
        self.attachments = Attachments(session)
        self.handoffs = Handoffs(session, ids)
        self.outbox = Outbox(session)
        self.ratings = Ratings(session)
        self.agents = Agents(session, ids)
        self.sessions = Sessions(session)
        self.recovery_codes = RecoveryCodes(session)
        self.sign_in_tries = SignInTries(session)
        self.settings = ShopSettings(session)
        self.queues = Queues(session)
        self.audit = Audit(session)
        self.board = Board(session)
        self.suggestions = Suggestions(session, ids)
        self.canned = CannedResponses(session, ids)
        self.notices = AgentNotices(session, ids)
        self.viewers = Viewers(session)
        self.search = Search(session)


class Database:
    """A database and the units of work on it. Thread-safe; close it with `close()`."""

    def __init__(self, url: str, ids: NewId = new_id) -> None:
        self.engine = engine_of(url)
        self._ids = ids
        self._writing = self.engine.execution_options(warmline_write=True)
        # SQLite has one writer at a time: waiting for a lock in turn is quicker than its polling, and fair.
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def unit(self, *, write: bool = True) -> Iterator[Unit]:
        """Open a unit of work: committed at the end, rolled back by an exception."""
        engine = self._writing if write else self.engine
        turn = self._turn if write and self._turn else nullcontext()
        with turn, Session(engine, expire_on_commit=False) as session, session.begin():
            yield Unit(session, self._ids)

    def write(self, work: Callable[[Unit], Result]) -> Result:
        """Do `work` in one transaction and commit it.

        Two that create the same thing at once meet at a unique constraint: the loser's work is done again, and then
        finds what the winner made. So `work` must look before it creates, and touch nothing but its unit.
        """
        for attempt in range(1, TRIES_WHEN_BUSY + 1):
            try:
                with self.unit() as unit:
                    return work(unit)
            except DBAPIError as error:
                busy = getattr(error.orig, "pgcode", None) in _TRY_AGAIN
                tries = TRIES_WHEN_BUSY if busy else TRIES if isinstance(error, IntegrityError) else 1
                if attempt >= tries:
                    raise
                if busy:  # those who met would meet again at once
                    time.sleep(secrets.randbelow(LONGEST_PAUSE_MS * attempt) / 1000)
        raise AssertionError("unreachable")

    def read(self, work: Callable[[Unit], Result]) -> Result:
        """Do `work`, which only reads."""
        with self.unit(write=False) as unit:
            return work(unit)

    def check(self) -> None:
        """Return if the database answers. Raises SQLAlchemyError."""
        with self.engine.connect() as connection:
            connection.execute(sql("SELECT 1"))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def engine_of(url: str) -> Engine:
    """Make the engine of a URL: `sqlite:///…`, `postgresql://…` (by psycopg2)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        # SQLAlchemy 2.1 takes psycopg 3 for a bare postgresql://; we ship psycopg2.
        parsed = parsed.set(drivername="postgresql+psycopg2")
        return create_engine(parsed, pool_size=10, max_overflow=30, pool_pre_ping=True, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_size=10, max_overflow=30, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # We say BEGIN ourselves: sqlite3 would begin late, and a read that turns into a write can fail as busy.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("warmline_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
