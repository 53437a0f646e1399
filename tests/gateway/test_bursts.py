"""Several messages that wait together are one question, answered once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from house import LENA, AgentAtDesk, House, Tab, answer, customer_token
from slow import SlowFirst


def asked(house: House) -> list[str]:
    return [question["message"] for question in house.bot.requests]


async def test_what_waits_together_is_one_question_and_the_reply_belongs_to_the_newest(
    house: House, visit: Any
) -> None:
    lena = await visit(house, {"token": customer_token(LENA)})
    bot = SlowFirst(house)
    await bot.begin(lena)
    burst = [await lena.say(text) for text in ("my lamp", "the floor one", "where is it?")]
    bot.go_on.set()
    reply = await lena.said("bot", "where is it?")
    assert asked(house) == ["hello", "my lamp\nthe floor one\nwhere is it?"]
    assert house.bot.requests[1]["message_id"] == burst[-1]["id"]
    rows = house.rows('SELECT id, relay, understood IS NOT NULL, reply_to FROM messages ORDER BY "offset"')
    stored = {row[0]: tuple(row[1:]) for row in rows}
    assert [stored[message["id"]] for message in burst] == [
        ("answered", 0, None),
        ("answered", 0, None),
        ("answered", 1, None),
    ]
    assert stored[reply["id"]][2] == burst[-1]["id"]
    for message in burst:
        await lena.until("delivery", lambda d, m=message: d == {"message_id": m["id"], "state": "seen"})


async def test_over_http_every_message_of_a_burst_gets_its_replies(house: House) -> None:
    bot = SlowFirst(house)
    async with house.http(customer_token(LENA)) as http:

        async def say(text: str) -> dict[str, Any]:
            said = await http.post("/api/chat", json={"text": text, "client_message_id": text})
            body: dict[str, Any] = said.json()
            return body

        first = asyncio.create_task(say("one"))
        await asyncio.to_thread(bot.thinking.wait, 20)
        rest = [asyncio.create_task(say(text)) for text in ("two", "three")]
        while house.rows("SELECT count(*) FROM messages") != [(3,)]:
            await asyncio.sleep(0.02)
        bot.go_on.set()
        assert [reply["text"] for reply in (await first)["replies"]] == ["On: one"]
        await asyncio.gather(*rest)
        together = asked(house)[-1]
        assert sorted(together.split("\n")) == ["three", "two"]
        for task in rest:
            assert [reply["text"] for reply in (await task)["replies"]] == [f"On: {together}"]
        # The same ids again: stored once, asked once, the same answers.
        for text in ("two", "three"):
            assert [reply["text"] for reply in (await say(text))["replies"]] == [f"On: {together}"]
    assert len(house.bot.requests) == 2
    assert house.rows("SELECT count(*) FROM messages") == [(5,)]


async def test_a_burst_has_eight_messages_or_four_thousand_characters_at_most(
    build: Callable[..., House], visit: Any
) -> None:
    house = build(WARMLINE_MAX_MESSAGE_CHARS="4000")
    house.bot.start()
    house.start()
    lena = await visit(house, {"token": customer_token(LENA)})
    bot = SlowFirst(house)
    await bot.begin(lena)
    short, long = [f"n{number}" for number in range(9)], ["a" * 2000, "b" * 1990, "c" * 20]
    for text in [*short, *long]:
        await lena.say(text)
    bot.go_on.set()
    await lena.said("bot", "c" * 20)
    assert asked(house)[1:] == ["\n".join(short[:8]), "\n".join([short[8], long[0], long[1]]), long[2]]


async def test_a_burst_that_may_have_reached_the_bot_goes_again_as_it_was(house: House, lena: Tab, visit: Any) -> None:
    bot = SlowFirst(house)
    first = await bot.begin(lena)
    bot.go_on.set()
    await lena.said("bot", "hello")
    asked_twice, hang = threading.Event(), threading.Event()

    def dies(question: dict[str, Any]) -> dict[str, Any]:
        asked_twice.set()
        hang.wait(20)
        return answer("lost")

    house.bot.script = dies
    cancel = await lena.say("cancel it")
    await asyncio.to_thread(asked_twice.wait, 20)
    await lena.say("the lamp")
    await lena.close()
    house.stop()  # the gateway dies while the bot acts; meanwhile the customer has written more
    hang.set()
    house.bot.script = lambda question: answer(f"On: {question['message']}")
    house.start()
    back = await visit(house, {"token": customer_token(LENA)})
    async with asyncio.timeout(30):
        while len((await back.begin())["messages"]) < 6:
            await asyncio.sleep(0.05)
    questions = [(question["message"], question["message_id"]) for question in house.bot.requests]
    assert questions[0] == ("hello", first["id"])
    assert set(questions[1:-1]) == {("cancel it", cancel["id"])}, "one id never asks for more than it did at first"
    assert questions[-1][0] == "the lamp"


async def test_an_agent_who_takes_over_gets_the_whole_burst(house: House, visit: Any) -> None:
    mia = await AgentAtDesk(house, "mia").open()
    lena = await visit(house, {"token": customer_token(LENA)})
    bot = SlowFirst(house)
    conversation = (await bot.begin(lena))["conversation_id"]
    burst = [await lena.say(text) for text in ("my lamp", "where is it?")]
    thinking, go_on = threading.Event(), threading.Event()

    def slow(question: dict[str, Any]) -> dict[str, Any]:
        thinking.set()
        go_on.wait(20)
        return answer("too late")

    house.bot.script = slow
    bot.go_on.set()
    await asyncio.to_thread(thinking.wait, 20)
    await mia.post(conversation, "claim")
    go_on.set()
    await lena.until("typing", lambda t: t == {"who": "bot", "typing": False})
    await asyncio.sleep(0.2)
    assert "too late" not in repr(house.rows("SELECT text FROM messages"))
    states = [house.rows("SELECT relay FROM messages WHERE id = :id", id=message["id"]) for message in burst]
    assert states == [[("human",)], [("human",)]]
    await mia.close()


async def test_the_bot_holds_back_while_the_customer_types_the_next_message(house: House, lena: Tab) -> None:
    await lena.begin()
    await lena.emit("typing", {"typing": True})
    await lena.say("my lamp")
    await asyncio.sleep(0.5)
    assert house.bot.requests == []
    await lena.say("where is it?")
    await lena.emit("typing", {"typing": False})
    await lena.said("bot")
    assert asked(house) == ["my lamp\nwhere is it?"]


async def test_it_holds_back_only_for_so_long(build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_BURST_S="0.5")
    house.bot.start()
    house.start()
    lena = await visit(house, {"token": customer_token(LENA)})
    await lena.begin()
    await lena.emit("typing", {"typing": True})
    began = time.monotonic()
    await lena.say("my lamp")
    await lena.said("bot")
    assert 0.45 < time.monotonic() - began < 3


@pytest.mark.parametrize(("burst_s", "typing"), [("0", True), ("20", False)])
async def test_nobody_waits_who_is_not_typing_or_where_it_is_off(
    build: Callable[..., House], visit: Any, burst_s: str, typing: bool
) -> None:
    house = build(WARMLINE_BURST_S=burst_s)
    house.bot.start()
    house.start()
    lena = await visit(house, {"token": customer_token(LENA)})
    await lena.begin()
    await lena.emit("typing", {"typing": True})
    await lena.emit("typing", {"typing": typing})
    await lena.say("my lamp")
    await lena.until("bot_uttered", timeout_s=2.5)
    assert asked(house) == ["my lamp"]


async def test_who_said_long_ago_that_they_type_is_not_waited_for(
    build: Callable[..., House], visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.typists.TYPING_LASTS_S", 0.3)
    house = build(WARMLINE_BURST_S="20")
    house.bot.start()
    house.start()
    lena = await visit(house, {"token": customer_token(LENA)})
    await lena.begin()
    await lena.emit("typing", {"typing": True})
    await lena.say("my lamp")
    await lena.until("bot_uttered", timeout_s=2.5)
