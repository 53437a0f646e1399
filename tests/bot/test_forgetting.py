"""The bot forgets conversations for good: stored and in memory, after a turn that is still going on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from dialogues import says
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.gateway import GatewayInput
from bot.tracker_store import LiveTrackerStore

SMALL = Domain.from_dict({"intents": ["track_order"]})


@pytest.fixture
def agent(tmp_path: Path) -> SimpleNamespace:
    """Rasa's agent with its own lock store, and our tracker store wrapped as Rasa wraps it."""
    live = LiveTrackerStore(SMALL, database_url=f"sqlite:///{tmp_path}/bot.db")
    return SimpleNamespace(tracker_store=FailSafeTrackerStore(live), lock_store=InMemoryLockStore(), live=live)


async def turn(agent: SimpleNamespace, sender: str) -> None:
    """Store a turn of this conversation, on top of what is there."""
    tracker = await agent.tracker_store.retrieve(sender) or DialogueStateTracker(sender, SMALL.slots)
    tracker.update(says("where is my lamp?"))
    await agent.tracker_store.save(tracker)


async def test_it_forgets_what_it_stored_and_what_it_holds(agent: SimpleNamespace) -> None:
    channel = GatewayInput("a token for tests only")
    for sender in ("cv_1", "cv_2"):
        await turn(agent, sender)
    assert await channel.forget({"senders": ["cv_1", "cv_unknown"]}, agent) == (200, {"forgotten": 2})
    assert list(await agent.tracker_store.keys()) == ["cv_2"]
    assert list(agent.live._live) == ["cv_2"]
    assert await agent.tracker_store.retrieve("cv_1") is None


async def test_a_turn_that_is_going_on_ends_first(agent: SimpleNamespace) -> None:
    channel = GatewayInput("a token for tests only")

    async def slow_turn() -> None:
        async with agent.lock_store.lock("cv_1"):
            await asyncio.sleep(0.2)
            await turn(agent, "cv_1")

    running = asyncio.create_task(slow_turn())
    await asyncio.sleep(0.05)
    await channel.forget({"senders": ["cv_1"]}, agent)
    assert running.done()
    assert list(await agent.tracker_store.keys()) == []


@pytest.mark.parametrize("body", [{}, {"senders": "cv_1"}, {"senders": [1]}, {"senders": [""]}])
async def test_what_names_no_conversations_is_refused(agent: SimpleNamespace, body: dict[str, object]) -> None:
    status, said = await GatewayInput("a token for tests only").forget(body, agent)
    assert (status, list(said)) == (400, ["error"])
