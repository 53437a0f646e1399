"""Conversations are kept: appended, bounded in memory, shared by processes. On SQLite, and on PostgreSQL where one answers."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from dialogues import answers, does, listens, says
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import LiveTrackerStore

POSTGRES = "postgresql+psycopg2://root@127.0.0.1:5432/test"
# A small domain is enough here, and quicker to read than the bot's.
SMALL = Domain.from_yaml("""
version: "3.1"
intents: [track_order]
slots:
  said: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  order_in_view: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_track_order]
session_config: {session_expiration_time: 0, carry_over_slots_to_new_session: true}
""")


def postgres_answers() -> bool:
    engine = sa.create_engine(POSTGRES, connect_args={"connect_timeout": 2})
    try:
        with engine.connect():
            return True
    except sa.exc.OperationalError:
        return False
    finally:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deep/bot.db"
    if not postgres_answers():
        pytest.skip("no PostgreSQL on 127.0.0.1:5432")
    return POSTGRES


@pytest.fixture
def sender(url: str) -> Iterator[str]:
    """Return the id of a conversation of our own, whose rows are removed at the end."""
    name = f"cv_test_{uuid.uuid4().hex}"
    yield name
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM bot_events WHERE sender_id LIKE :name"), {"name": f"{name}%"})
    engine.dispose()


@pytest.fixture
def process(url: str) -> Iterator[Callable[..., LiveTrackerStore]]:
    """Start stores on the same database, as several Rasa processes do."""
    stores: list[LiveTrackerStore] = []

    def start(**options: Any) -> LiveTrackerStore:
        stores.append(LiveTrackerStore(SMALL, database_url=url, **options))
        return stores[-1]

    yield start
    for store in stores:
        store._engine.dispose()


def rows(url: str, sender: str) -> list[tuple[int, str]]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        query = sa.text("SELECT seq, data FROM bot_events WHERE sender_id = :sender ORDER BY seq")
        found = [(int(seq), str(data)) for seq, data in connection.execute(query, {"sender": sender})]
    engine.dispose()
    return found


async def take_turn(store: LiveTrackerStore, sender: str, text: str, **slots: Any) -> DialogueStateTracker:
    """Do what Rasa does with a message: get the tracker, add events, save."""
    tracker = await store.get_or_create_tracker(sender)
    events: list[Event] = [says(text), *does(**slots), answers(f"re: {text}"), listens()]
    for event in events:
        tracker.update(event)
    await store.save(tracker)
    return tracker


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    assert tracker is not None
    return [event.text or "" for event in tracker.events if isinstance(event, UserUttered)]


async def test_an_unknown_conversation_is_none(process: Callable[..., LiveTrackerStore], sender: str) -> None:
    store = process()
    assert await store.retrieve(sender) is None
    assert await store.retrieve_full_tracker(sender) is None


async def test_events_are_only_ever_appended(process: Callable[..., LiveTrackerStore], url: str, sender: str) -> None:
    store = process()
    await take_turn(store, sender, "one")
    first = rows(url, sender)
    await take_turn(store, sender, "two")
    second = rows(url, sender)
    assert second[: len(first)] == first
    assert len(second) - len(first) == 4
    assert [seq for seq, _ in second] == list(range(1, len(second) + 1))


async def test_saving_again_without_news_stores_nothing(
    process: Callable[..., LiveTrackerStore], url: str, sender: str
) -> None:
    store = process()
    tracker = await take_turn(store, sender, "one")
    before = rows(url, sender)
    await store.save(tracker)
    await store.save(await store.get_or_create_tracker(sender))
    assert rows(url, sender) == before


async def test_another_process_reads_the_same_conversation(
    process: Callable[..., LiveTrackerStore], sender: str
) -> None:
    written = await take_turn(process(), sender, "where is 我的灯 😡", said=["late:W-10423"])
    read = await process().retrieve(sender)
    assert read is not None
    assert [e.as_dict() for e in read.events] == [e.as_dict() for e in written.events]
    assert read.get_slot("said") == ["late:W-10423"]
    assert read.latest_action_name == "action_listen"


async def test_a_live_tracker_is_not_read_back(process: Callable[..., LiveTrackerStore], sender: str) -> None:
    store = process()
    await take_turn(store, sender, "one")
    assert await store.retrieve(sender) is await store.retrieve(sender)


async def test_two_processes_may_take_turns(process: Callable[..., LiveTrackerStore], url: str, sender: str) -> None:
    here, there = process(), process()
    for number in range(6):
        await take_turn((here, there)[number % 2], sender, f"message {number}", order_in_view=f"W-{number}")
    for store in (here, there):
        tracker = await store.retrieve(sender)
        assert texts(tracker) == [f"message {number}" for number in range(6)]
        assert tracker is not None
        assert tracker.get_slot("order_in_view") == "W-5"
    assert [seq for seq, _ in rows(url, sender)] == list(range(1, len(rows(url, sender)) + 1))


async def test_what_a_failed_turn_left_in_memory_is_dropped(
    process: Callable[..., LiveTrackerStore], sender: str
) -> None:
    store = process()
    await take_turn(store, sender, "one", order_in_view="W-1")
    tracker = await store.retrieve(sender)
    assert tracker is not None
    tracker.update(says("two"))
    tracker.update(SlotSet("order_in_view", "W-2"))  # and then the action died
    again = await store.retrieve(sender)
    assert texts(again) == ["one"]
    assert again is not None
    assert again.get_slot("order_in_view") == "W-1"
    await take_turn(store, sender, "two")
    assert texts(await process().retrieve(sender)) == ["one", "two"]


async def test_a_live_tracker_is_bounded_and_keeps_its_slots(
    process: Callable[..., LiveTrackerStore], url: str, sender: str
) -> None:
    store = process(max_events=30)
    await take_turn(store, sender, "first", said=["late:W-10423"], order_in_view="W-10423")
    longest = 0
    for number in range(40):
        tracker = await take_turn(store, sender, f"message {number}")
        longest = max(longest, len(tracker.events))
    live = await store.retrieve(sender)
    assert live is not None
    assert longest <= 30 + 5
    assert len(live.events) <= 30
    assert texts(live)[-1] == "message 39"
    assert live.get_slot("said") == ["late:W-10423"]
    assert live.copy().get_slot("order_in_view") == "W-10423"  # Rasa copies by replaying
    # Nothing is lost, and what the bound adds is not stored.
    full = await store.retrieve_full_tracker(sender)
    assert texts(full) == ["first", *[f"message {number}" for number in range(40)]]
    slots = [data for _, data in rows(url, sender) if json.loads(data)["event"] == "slot"]
    assert len(slots) == 2


async def test_a_long_conversation_is_cut_at_the_beginning_of_a_turn(
    process: Callable[..., LiveTrackerStore], sender: str
) -> None:
    store = process(max_events=30)
    for number in range(20):
        await take_turn(store, sender, f"message {number}", order_in_view=f"W-{number}")
    for tracker in (await store.retrieve(sender), await process(max_events=30).retrieve(sender)):
        assert tracker is not None
        events = [event for event in tracker.events if not isinstance(event, SlotSet)]
        first = next(i for i, event in enumerate(events) if isinstance(event, UserUttered))
        assert [event.as_dict()["name"] for event in events[:first]] == ["action_listen"]
        assert tracker.get_slot("order_in_view") == "W-19"


async def test_a_cut_conversation_goes_on_in_another_process(
    process: Callable[..., LiveTrackerStore], url: str, sender: str
) -> None:
    here, there = process(max_events=20), process(max_events=20)
    for number in range(20):
        await take_turn((here, there)[number % 2], sender, f"message {number}")
    assert texts(await process(max_events=10_000).retrieve(sender)) == [f"message {n}" for n in range(20)]


async def test_only_so_many_trackers_are_kept_alive(process: Callable[..., LiveTrackerStore], sender: str) -> None:
    store = process(max_trackers=2)
    for number in range(4):
        await take_turn(store, f"{sender}_{number}", "hello", order_in_view=f"W-{number}")
    assert len(store._live) == 2
    forgotten = await store.retrieve(f"{sender}_0")
    assert forgotten is not None
    assert forgotten.get_slot("order_in_view") == "W-0"


async def test_conversations_do_not_mix(process: Callable[..., LiveTrackerStore], sender: str) -> None:
    store = process()
    await asyncio.gather(*[take_turn(store, f"{sender}_{n}", f"I am {n}") for n in range(5)])
    for number in range(5):
        assert texts(await process().retrieve(f"{sender}_{number}")) == [f"I am {number}"]
    assert {f"{sender}_{n}" for n in range(5)} <= set(await store.keys())


async def test_deleting_forgets_everywhere(process: Callable[..., LiveTrackerStore], url: str, sender: str) -> None:
    here, there = process(), process()
    await take_turn(here, sender, "one")
    assert await there.retrieve(sender) is not None
    await here.delete(sender)
    assert rows(url, sender) == []
    assert await here.retrieve(sender) is None
    assert await there.retrieve(sender) is None
    assert sender not in await here.keys()
    await take_turn(there, sender, "anew")
    assert texts(await here.retrieve(sender)) == ["anew"]


def test_a_store_without_a_database_says_what_is_missing() -> None:
    with pytest.raises(ValueError, match="WARMLINE_DATABASE_URL"):
        LiveTrackerStore(SMALL)
