"""PostgreSQL in place of SQLite, and two gateways that share it and Redis."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from databases import empty_database
from house import ASKED, LENA, AgentAtDesk, House, answer, customer_token

REDIS = "redis://127.0.0.1:6379"


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database of our own."""
    with empty_database("postgresql", tmp_path) as url:
        yield url


@pytest.fixture
def pair(request: pytest.FixtureRequest, postgres: str, build: Callable[..., House]) -> tuple[House, House]:
    """Two gateways with one bot, one database and one Redis."""
    with redis.Redis.from_url(REDIS) as client:
        try:
            client.ping()
        except redis.ConnectionError:
            pytest.skip("no Redis answers at 127.0.0.1:6379")
    shared = {"WARMLINE_DATABASE_URL": postgres, "WARMLINE_REDIS_URL": f"{REDIS}/9", **getattr(request, "param", {})}
    first = build("one", **shared)
    second = build("two", **shared, WARMLINE_RASA_PORT=str(first.bot.port))
    first.bot.start()
    first.start()
    second.start()
    return first, second


async def test_the_whole_way_on_postgresql(postgres: str, build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_DATABASE_URL=postgres)
    house.bot.start()
    house.start()
    mia = await AgentAtDesk(house, "mia").open()
    lena = await visit(house, {"token": customer_token(LENA)})
    tab = await visit(house, {"token": customer_token(LENA)})
    first, second = await asyncio.gather(lena.say("hello", "1"), tab.say("hello", "1"))
    assert first["id"] == second["id"]
    await lena.said("bot")
    house.bot.script = lambda _: answer(handoff=ASKED)
    await lena.say("zero\x00 human")
    await lena.said("system")
    await mia.post(first["conversation_id"], "claim")
    await mia.post(first["conversation_id"], "messages", text="Hello Lena")
    await lena.said("agent", "Hello Lena")
    whole = await mia.look(first["conversation_id"])
    assert whole["handoff"]["orders"][0]["id"] == "W-10423"
    await mia.post(first["conversation_id"], "return-to-bot")
    house.bot.script = lambda _: answer("back again")
    await lena.say("hi")
    await lena.said("bot", "back again")
    async with asyncio.timeout(30):
        while house.rows("SELECT state FROM outbox") != [("delivered",)]:
            await asyncio.sleep(0.02)
    await mia.close()


async def test_speaking_first_on_postgresql(postgres: str, build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_DATABASE_URL=postgres)
    house.bot.start()
    house.start()
    house.bot.initiative = lambda asked: answer(f"About {asked['event']}", understood=None)
    lena = await visit(house, {"token": customer_token(LENA)})
    await lena.begin()
    await lena.said("bot", "About opened")
    day = house.clock().date() + timedelta(days=2)
    notes = [
        {"kind": "follow_up", "key": key, "due_on": day.isoformat(), "about": {"what": key}} for key in ("one", "two")
    ]
    house.bot.script = lambda asked: answer(f"Yes: {asked['message']}", notes=notes)
    await lena.say("look again")
    await lena.said("bot", "Yes: look again")
    house.bot.script = lambda asked: answer("As you like", notes=[{"kind": "opt_out", "what": "messages"}])
    await lena.say("no, leave it")
    await lena.said("bot", "As you like")
    assert house.rows("SELECT state FROM outbox") == [("cancelled",)] * 2
    house.bot.script = lambda asked: answer("Good", notes=[{"kind": "opt_in", "what": "messages"}])
    await lena.say("well, do")
    await lena.said("bot", "Good")
    house.clock.to(days=2, hour=11)
    await lena.said("bot", "About follow_up")
    async with asyncio.timeout(30):
        while house.rows("SELECT state FROM outbox") != [("delivered",)] * 2:
            await asyncio.sleep(0.02)


async def test_two_gateways_follow_up_once(pair: tuple[House, House], visit: Any) -> None:
    first, second = pair
    first.bot.initiative = lambda asked: answer("It has arrived", understood=None)
    day = first.clock().date() + timedelta(days=2)
    note = {"kind": "follow_up", "key": "one", "due_on": day.isoformat(), "about": {"what": "refund"}}
    first.bot.script = lambda asked: answer("I'll look", notes=[note])
    lena = await visit(first, {"token": customer_token(LENA)})
    await lena.say("where is it?")
    await lena.said("bot", "I'll look")
    for house in pair:
        house.clock.to(days=2, hour=11)
    await lena.said("bot", "It has arrived")
    await asyncio.sleep(0.5)
    assert second.rows("SELECT count(*) FROM messages") == [(3,)]
    assert len(first.bot.events) == 1


async def test_two_gateways_keep_one_conversation_in_order(pair: tuple[House, House], visit: Any) -> None:
    first, second = pair

    def slowly(asked: dict[str, Any]) -> dict[str, Any]:
        time.sleep(0.05)
        return answer(f"You said: {asked['message']}")

    first.bot.script = slowly
    here, there = [await visit(house, {"token": customer_token(LENA)}) for house in pair]
    for number in range(6):
        await (here if number % 2 else there).say(f"number {number}")
    for tab in (here, there):
        await tab.said("bot", "number 5")
        said = "\n".join(m["text"].removeprefix("You said: ") for m in tab.all("bot_uttered"))
        assert said.split("\n") == [f"number {n}" for n in range(6)]
    asked = "\n".join(asked["message"] for asked in first.bot.requests)
    assert asked.split("\n") == [f"number {n}" for n in range(6)]
    async with second.http(customer_token(LENA)) as http:
        said = (await http.post("/api/chat", json={"text": "over http"})).json()
    assert [reply["text"] for reply in said["replies"]] == ["You said: over http"]


async def test_agents_and_customers_on_different_gateways(pair: tuple[House, House], visit: Any) -> None:
    first, second = pair
    first.bot.script = lambda _: answer(handoff=ASKED)
    mia = await AgentAtDesk(second, "mia").open()
    lena = await visit(first, {"token": customer_token(LENA)})
    conversation = (await lena.say("human please"))["conversation_id"]
    await mia.tab.until("conversation_changed", lambda c: c["conversation"]["status"] == "open")
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="Hello Lena")
    await lena.said("agent", "Hello Lena")
    async with second.http() as http:
        assert (await http.get("/health")).json()["parts"]["redis"]["status"] == "ok"
    tickets = {**first.helpdesk.tickets, **second.helpdesk.tickets}
    assert len(tickets) <= 1
    await mia.close()


@pytest.mark.parametrize("pair", [{"WARMLINE_ROUTING": "auto"}], indirect=True)
async def test_two_gateways_share_conversations_out_exactly_once(pair: tuple[House, House], visit: Any) -> None:
    first, second = pair
    mia = await AgentAtDesk(first, "mia", capacity=3).open()
    omar = await AgentAtDesk(second, "omar", capacity=3).open()
    first.bot.script = lambda _: answer(handoff=ASKED)
    async with first.http() as one, second.http() as two:
        bodies = [{"text": f"human {n}", "client_message_id": str(n)} for n in range(8)]
        calls = [(one, two)[n % 2].post("/api/chat", json=body) for n, body in enumerate(bodies)]
        await asyncio.gather(*calls)
    query = "SELECT assignee_id, count(*) FROM conversations WHERE status = 'open' GROUP BY assignee_id"
    async with asyncio.timeout(30):
        while dict(tuple(row) for row in first.rows(query)) != {None: 2, mia.id: 3, omar.id: 3}:
            await asyncio.sleep(0.1)
    given = first.rows("SELECT conversation_id, count(*) FROM audit_log WHERE action = 'assign' GROUP BY 1")
    assert [count for _, count in given] == [1] * 6
    joined = first.rows("SELECT count(*) FROM messages WHERE event = 'agent_assigned'")
    assert joined == [(6,)]
    await mia.close()
    await omar.close()
