"""The bot dies, hangs, talks nonsense; the gateway dies: nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from house import LENA, House, Tab, answer, customer_token


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less between tries."""
    monkeypatch.setattr("gateway.relay.BACK_OFF_S", 0.05)


async def test_a_bot_killed_in_mid_message_answers_once_when_it_is_back(house: House, lena: Tab) -> None:
    thinking = threading.Event()

    def hang(_: Any) -> dict[str, Any]:
        thinking.set()
        time.sleep(0.5)
        return answer("from the dead")

    house.bot.script = hang
    await lena.say("where is my lamp?")
    await asyncio.to_thread(thinking.wait, 20)
    house.bot.kill()
    house.bot.script = lambda asked: answer("I am back")
    await asyncio.sleep(0.3)
    house.bot.start()
    await lena.said("bot", "I am back")
    await asyncio.sleep(0.7)
    assert [m["text"] for m in lena.all("bot_uttered")] == ["I am back"]
    assert len({asked["message_id"] for asked in house.bot.requests}) == 1


@pytest.mark.hasty
async def test_a_bot_that_never_comes_back_leads_to_honesty_and_a_human(house: House, lena: Tab, mia: Any) -> None:
    house.bot.kill()
    message = await lena.say("where is my lamp?")
    notice = await lena.said("system")
    assert notice["event"] == "handoff"
    assert "sorry" in notice["text"]
    await lena.until("status", lambda s: s["status"] == "open")
    whole = await mia.look(message["conversation_id"])
    assert (whole["handoff"]["reason"], whole["handoff"]["priority"]) == ("bot_unavailable", "high")
    assert whole["handoff"]["orders"][0]["id"] == "W-10423"
    house.bot.start()
    await lena.say("still there?")
    await asyncio.sleep(0.2)
    assert house.bot.requests == []


@pytest.mark.parametrize(
    ("said", "tries"),
    [
        (500, 3),
        (401, 1),
        ({"messages": []}, 3),
        ({"messages": [{"text": "  "}]}, 3),
        ({"nonsense": True}, 3),
        ({**answer(), "handoff": {"reason": "made up"}}, 3),
    ],
)
async def test_errors_and_nonsense_are_never_an_answer(house: House, lena: Tab, said: Any, tries: int) -> None:
    house.bot.script = lambda _: said
    await lena.say("hello")
    assert (await lena.said("system"))["event"] == "handoff"
    assert len(house.bot.requests) == tries
    assert all(m["author"] == "system" for m in lena.all("bot_uttered"))


async def test_a_bot_that_fails_once_is_asked_again(house: House, lena: Tab) -> None:
    replies: list[Any] = [500, answer("second try")]
    house.bot.script = lambda _: replies.pop(0)
    await lena.say("hello")
    await lena.said("bot", "second try")
    assert len({asked["message_id"] for asked in house.bot.requests}) == 1


@pytest.mark.hasty
async def test_a_slow_bot_is_given_up_after_its_time(house: House) -> None:
    house.bot.script = lambda _: time.sleep(1.5) or answer("late")
    async with house.http(customer_token(LENA)) as http:
        began = time.monotonic()
        said = (await http.post("/api/chat", json={"text": "hello"})).json()
        assert time.monotonic() - began < 1.5, "an HTTP caller waits for the bot's time-out and no longer"
        assert (said["replies"], said["status"]) == ([], "pending")
        async with asyncio.timeout(30):
            while (history := (await http.get(f"/api/chat/{said['conversation_id']}")).json())["status"] != "open":
                await asyncio.sleep(0.1)
    assert [m["event"] for m in history["messages"]] == [None, "handoff", "waiting"]


async def test_what_was_not_answered_is_answered_after_a_restart(build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_BOT_TIMEOUT_S="20")
    house.start()
    lena = await visit(house, {"token": customer_token(LENA)})
    words = ["one", "two", "three"]
    for word in words:
        await lena.say(word)
    await lena.close()
    house.stop()
    assert house.rows("SELECT count(*) FROM messages WHERE relay = 'waiting'") == [(3,)]
    house.bot.start()
    house.start()
    back = await visit(house, {"token": customer_token(LENA)})
    async with asyncio.timeout(30):
        while house.rows("SELECT count(*) FROM messages WHERE relay = 'waiting'") != [(0,)]:
            await asyncio.sleep(0.05)
    # What may have reached the bot before goes again as it was, what came after it together.
    questions = [asked["message"] for asked in house.bot.requests]
    assert "\n".join(questions).split("\n") == words
    state = await back.begin()
    assert [m["text"] for m in state["messages"]] == words + [f"You said: {question}" for question in questions]


async def test_a_guest_over_http_gets_the_same_honesty(house: House) -> None:
    house.bot.script = lambda _: 400
    async with house.http() as http:
        said = (await http.post("/api/chat", json={"text": "hello"})).json()
    assert said["status"] == "open"
    sorry, nobody_is_here = said["replies"]
    assert "sorry" in sorry["text"]
    assert "sorry" not in nobody_is_here["text"], "one apology"


async def test_many_talk_at_once(house: House) -> None:
    async with house.http() as http:
        bodies = [{"text": f"hello {n}", "client_message_id": str(n)} for n in range(20)]
        answers = await asyncio.gather(*(http.post("/api/chat", json=body) for body in bodies))
    assert [a.json()["replies"][0]["text"] for a in answers] == [f"You said: hello {n}" for n in range(20)]
