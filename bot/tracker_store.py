"""Conversation state: live trackers in memory, new events appended, the cost of a turn flat in the conversation's length."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_metadata = sa.MetaData()
_events = sa.Table(
    "bot_events",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("data", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class _Mark:
    """How much of a tracker object is stored: `seq` events, the newest of them `last`."""

    seq: int
    last: Event | None


class LiveTrackerStore(TrackerStore):
    """Keep trackers alive between turns.

    A stock store reads a conversation back and replays it for every message; this one reads it once, then appends what is new. Trackers
    longer than `max_events` are cut at the beginning of a turn, their slots kept, so that policies and the action server are given a
    bounded piece. Several Rasa processes may share a database: a tracker that another process has moved on is read again.

    Args:
        database_url: SQLAlchemy URL. (Rasa passes the endpoint's own `url` under the name `host`, so ours has a name of its own.)
        max_events: events of a live tracker.
        max_trackers: trackers held in memory; the ones unused for longest go first.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        database_url: str = "",
        max_events: int = 120,
        max_trackers: int = 1000,
        **kwargs: Any,
    ) -> None:
        if not database_url:
            raise ValueError("endpoints.yml: the tracker store needs a database_url (WARMLINE_DATABASE_URL)")
        super().__init__(domain, event_broker, **kwargs)
        self.max_events = int(max_events)
        self.max_trackers = int(max_trackers)
        self._live: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._engine = _engine(database_url)
        _metadata.create_all(self._engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are not stored yet."""
        mark = _mark(tracker)
        stored = self._stored(tracker.sender_id)
        fresh: list[Event] = []
        for event in reversed(tracker.events):
            if mark is not None and event is mark.last:
                break
            fresh.append(event)
        fresh.reverse()
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, fresh, tracker.sender_id)
        if fresh:
            rows = [
                {"sender_id": tracker.sender_id, "seq": stored + index, "data": json.dumps(event.as_dict())}
                for index, event in enumerate(fresh, start=1)
            ]
            with self._engine.begin() as connection:
                connection.execute(_events.insert(), rows)
        self._keep(self._bounded(tracker), stored + len(fresh))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the live tracker, read from the database if this process does not have its newest state."""
        stored = self._stored(sender_id)
        if stored == 0:
            return None
        live = self._live.get(sender_id)
        mark = _mark(live) if live else None
        # What a failed turn left in memory only is not the conversation's state.
        if live is None or mark is None or mark.seq != stored or live.events[-1] is not mark.last:
            tracker = DialogueStateTracker.from_events(sender_id, list(self._read(sender_id)), self.domain.slots)
            return self._keep(self._bounded(tracker), stored)
        self._live.move_to_end(sender_id)
        return live

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return a tracker with every event."""
        events = list(self._read(conversation_id))
        return DialogueStateTracker.from_events(conversation_id, events, self.domain.slots) if events else None

    async def keys(self) -> Iterable[str]:
        """Return all conversation ids."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(_events.c.sender_id).distinct()))

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation."""
        self._live.pop(sender_id, None)
        with self._engine.begin() as connection:
            connection.execute(_events.delete().where(_events.c.sender_id == sender_id))

    def _stored(self, sender_id: str) -> int:
        with self._engine.connect() as connection:
            query = sa.select(sa.func.coalesce(sa.func.max(_events.c.seq), 0)).where(_events.c.sender_id == sender_id)
            return int(connection.scalar(query) or 0)

    def _read(self, sender_id: str) -> Iterable[Event]:
        with self._engine.connect() as connection:
            query = sa.select(_events.c.data).where(_events.c.sender_id == sender_id).order_by(_events.c.seq)
            for data in connection.scalars(query):
                event = Event.from_parameters(json.loads(data))
                if event is not None:
                    yield event

    def _keep(self, tracker: DialogueStateTracker, seq: int) -> DialogueStateTracker:
        tracker.warmline_mark = _Mark(seq, tracker.events[-1] if tracker.events else None)
        self._live[tracker.sender_id] = tracker
        self._live.move_to_end(tracker.sender_id)
        while len(self._live) > self.max_trackers:
            self._live.popitem(last=False)
        return tracker

    def _bounded(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        if len(tracker.events) <= self.max_events:
            return tracker
        events = list(tracker.events)
        start = next(
            (i for i in range(len(events) - self.max_events // 2, len(events)) if isinstance(events[i], UserUttered)),
            None,
        )
        if start is None:
            return tracker
        # Rasa copies a tracker by replaying it, so the slots of the cut-off part have to be events of the rest.
        slots: list[Event] = [
            SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.value is not None
        ]
        # Before a customer's message the bot listens, or policies take the turn for a running one.
        listen = ActionExecuted(ACTION_LISTEN_NAME)
        return DialogueStateTracker.from_events(tracker.sender_id, [*slots, listen, *events[start:]], self.domain.slots)


def _mark(tracker: DialogueStateTracker) -> _Mark | None:
    mark: _Mark | None = getattr(tracker, "warmline_mark", None)
    return mark


def _engine(url: str) -> sa.Engine:
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    parsed = sa.make_url(url)
    if parsed.drivername == "postgresql":
        # SQLAlchemy 2.1 takes psycopg 3 for a bare postgresql://; we ship psycopg2.
        parsed = parsed.set(drivername="postgresql+psycopg2")
    engine = sa.create_engine(parsed, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def _pragmas(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA busy_timeout=10000")

    return engine
