"""Whoever opens the chat hears of it if there is something to say: once a day, and never over a human."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token

LATE = "Your floor lamp is two days late."


def says(text: str = LATE, **extra: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda _: {**answer(text, **extra), "understood": None}


async def events(house: House, number: int) -> list[dict[str, Any]]:
    """Wait until the bot has been told of so many events, and a little longer for what comes of the last."""
    async with asyncio.timeout(30):
        while len(house.bot.events) < number:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    return house.bot.events


async def test_a_true_reason_to_speak_is_told_on_opening_the_chat(house: House, lena: Tab) -> None:
    house.bot.initiative = says()
    state = await lena.begin()
    said = await lena.said("bot", LATE)
    assert said["conversation_id"] == state["conversation_id"]
    (told,) = house.bot.events
    assert (told["event"], told["about"], told["sender"]) == ("opened", {}, state["conversation_id"])
    assert told["customer"]["id"] == "c-late"
    assert "message" not in told
    await lena.say("thanks")
    await lena.said("bot", "You said: thanks")


async def test_a_shop_that_does_not_want_it_is_not_asked_for_it(build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_SPEAKS_FIRST="false")
    house.bot.start()
    house.start()
    house.bot.initiative = says()
    lena: Tab = await visit(house, {"token": customer_token(LENA)})
    await lena.begin()
    await asyncio.sleep(0.5)
    assert house.bot.events == []


async def test_silence_leaves_nothing(house: House, lena: Tab) -> None:
    house.bot.initiative = lambda _: {"messages": [], "notes": [{"kind": "question", "text": "?"}]}
    await lena.begin()
    await events(house, 1)
    assert house.rows("SELECT count(*) FROM messages") == [(0,)]
    assert house.rows("SELECT count(*) FROM notes") == [(0,)]
    assert house.rows("SELECT greeted_on FROM visitors") == [(None,)]


@pytest.mark.parametrize("failure", [500, 400, {"nonsense": True}])
async def test_a_bot_that_fails_is_the_customers_affair_in_no_way(house: House, lena: Tab, failure: Any) -> None:
    house.bot.initiative = lambda _: failure
    await lena.begin()
    await events(house, 1)
    assert lena.all("error") == []
    assert lena.all("bot_uttered") == []
    await lena.say("hello")
    await lena.said("bot", "hello")


async def test_the_session_does_not_wait_for_the_bot(house: House, lena: Tab) -> None:
    house.bot.kill()
    async with asyncio.timeout(8):  # less than the bot's time-out
        await lena.begin()


async def test_guests_are_not_spoken_to_first(house: House, guest: Tab) -> None:
    house.bot.initiative = says()
    await guest.begin()
    await asyncio.sleep(0.3)
    assert house.bot.events == []


async def test_once_a_day_of_the_shop(build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_TIMEZONE="Asia/Shanghai")  # eight hours ahead of UTC
    house.bot.start()
    house.start()
    house.bot.initiative = says()
    today = house.clock.to(days=1, hour=8)
    mia = await AgentAtDesk(house, "mia").open()
    lena = await visit(house, {"token": customer_token(LENA)})
    first = (await lena.begin())["conversation_id"]
    await lena.said("bot", LATE)
    assert house.rows("SELECT greeted_on FROM visitors") == [(today.isoformat(),)]
    await mia.post(first, "claim")
    await mia.post(first, "resolve")
    house.clock.to(days=1, hour=15, minute=59)
    await lena.begin()
    await asyncio.sleep(0.3)
    assert len(house.bot.events) == 1
    house.clock.to(days=1, hour=16, minute=30)  # half past midnight where the shop is
    await lena.begin()
    await events(house, 2)
    assert len([m for m in lena.all("bot_uttered") if m["text"] == LATE]) == 2
    await mia.close()


async def test_what_is_over_begins_anew(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    first = (await lena.say("hello"))["conversation_id"]
    await lena.said("bot")
    await mia.post(first, "claim")
    await mia.post(first, "resolve")
    house.bot.initiative = says()
    house.clock.ahead = timedelta(hours=25)
    await lena.begin()
    said = await lena.said("bot", LATE)
    assert said["conversation_id"] == house.bot.events[0]["sender"] != first
    assert said["offset"] == 1
    await lena.until("conversation", lambda c: c["conversation_id"] == said["conversation_id"])


async def test_a_conversation_resolved_lately_is_gone_on_with(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    first = (await lena.say("hello"))["conversation_id"]
    await lena.said("bot")
    await mia.post(first, "claim")
    await mia.post(first, "resolve")
    house.bot.initiative = says()
    await lena.begin()
    assert (await lena.said("bot", LATE))["conversation_id"] == first
    await lena.until("status", lambda s: s == {"status": "pending", "agent": None})


async def test_who_is_in_the_middle_of_it_is_not_greeted(house: House, lena: Tab) -> None:
    house.bot.initiative = says()
    await lena.say("hello")
    await lena.said("bot")
    await lena.begin()
    await asyncio.sleep(0.3)
    assert house.bot.events == []
    house.clock.ahead = timedelta(hours=25)
    await lena.begin()
    await lena.said("bot", LATE)


async def test_never_while_a_human_leads(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.initiative = says()
    house.bot.script = lambda _: answer(handoff=ASKED)
    await lena.say("a human please")
    await lena.said("system")
    house.clock.ahead = timedelta(hours=30)
    await lena.begin()
    await asyncio.sleep(0.3)
    assert house.bot.events == []


async def test_what_the_customer_writes_meanwhile_comes_first(house: House, lena: Tab) -> None:
    thinking, go_on = threading.Event(), threading.Event()

    def slow(_: Any) -> dict[str, Any]:
        thinking.set()
        go_on.wait(20)
        return says()({})

    house.bot.initiative = slow
    await lena.begin()
    await asyncio.to_thread(thinking.wait, 20)
    await lena.say("hello")
    await lena.said("bot", "hello")
    go_on.set()
    await asyncio.sleep(0.4)
    assert LATE not in repr(house.rows("SELECT text FROM messages"))
    assert house.rows("SELECT greeted_on FROM visitors") == [(None,)]


async def test_two_tabs_at_once_hear_it_once(house: House, lena: Tab, visit: Any) -> None:
    other = await visit(house, {"token": customer_token(LENA)})
    house.bot.initiative = says()
    await asyncio.gather(lena.begin(), other.begin())
    await lena.said("bot", LATE)
    await other.said("bot", LATE)
    await asyncio.sleep(0.3)
    assert house.rows("SELECT count(*) FROM messages") == [(1,)]


async def test_who_wants_no_messages_is_left_alone(house: House, lena: Tab) -> None:
    house.bot.script = lambda _: answer(notes=[{"kind": "opt_out", "what": "messages"}])
    await lena.say("don't write to me by yourselves")
    await lena.said("bot")
    house.bot.initiative = says()
    house.clock.ahead = timedelta(hours=25)
    await lena.begin()
    await asyncio.sleep(0.3)
    assert house.bot.events == []
    house.bot.script = lambda _: answer("gladly", notes=[{"kind": "opt_in", "what": "messages"}])
    await lena.say("do write again")
    await lena.said("bot", "gladly")
    house.clock.ahead = timedelta(hours=51)
    await lena.begin()
    await lena.said("bot", LATE)
