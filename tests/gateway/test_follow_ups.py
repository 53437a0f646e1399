"""What the bot promised to look at again, it looks at on the day: once, never over a human, never against a wish."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token

ARRIVED = "Your refund of €129.00 has arrived."
ABOUT = {"what": "refund", "order_id": "W-10388", "refund_id": "W-10388-F1"}
TODAY = datetime.now(UTC).date()


def note(day: date, key: str = "refund:W-10388-F1") -> dict[str, Any]:
    return {"kind": "follow_up", "key": key, "due_on": day.isoformat(), "about": ABOUT}


def says(text: str = ARRIVED, **extra: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda _: {**answer(text, **extra), "understood": None}


async def promise(house: House, tab: Tab, *notes: dict[str, Any], text: str = "where is my refund?") -> str:
    """Let the bot promise to come back; return the conversation's id."""
    house.bot.script = lambda _: answer(f"Noted: {text}", notes=list(notes))
    message = await tab.say(text)
    await tab.said("bot", f"Noted: {text}")
    return str(message["conversation_id"])


def entries(house: House) -> list[tuple[str, str]]:
    return [tuple(row) for row in house.rows("SELECT kind, state FROM outbox ORDER BY id")]


async def until_entries(house: House, *states: str) -> None:
    async with asyncio.timeout(30):
        while [state for _, state in entries(house)] != list(states):
            await asyncio.sleep(0.02)


async def test_on_the_day_the_bot_looks_and_says_what_it_sees(house: House, lena: Tab) -> None:
    house.bot.initiative = says()
    conversation = await promise(house, lena, note(TODAY + timedelta(days=2)))
    assert entries(house) == [("follow_up", "waiting")]
    house.clock.to(days=2, hour=9, minute=58)
    await asyncio.sleep(0.3)
    assert house.bot.events == []
    house.clock.to(days=2, hour=10, minute=1)
    said = await lena.said("bot", ARRIVED)
    assert said["conversation_id"] == conversation
    (told,) = house.bot.events
    assert (told["event"], told["about"], told["sender"]) == ("follow_up", ABOUT, conversation)
    assert told["customer"]["id"] == "c-late"
    await asyncio.sleep(0.3)
    assert entries(house) == [("follow_up", "delivered")]
    assert len(house.bot.events) == 1


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
async def test_ten_o_clock_is_the_shops(build: Callable[..., House], visit: Any, zone: str) -> None:
    house = build(WARMLINE_TIMEZONE=zone)
    house.bot.start()
    house.start()
    lena = await visit(house, {"token": customer_token(LENA)})
    day = TODAY + timedelta(days=5)
    await promise(house, lena, note(day))
    ((due_at,),) = house.rows("SELECT due_at FROM outbox")
    at = datetime.fromisoformat(due_at).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert (at.date(), at.hour, at.minute) == (day, 10, 0)


async def test_silence_ends_it_and_leaves_nothing(house: House, lena: Tab) -> None:
    house.bot.initiative = lambda _: {"messages": []}
    await promise(house, lena, note(TODAY + timedelta(days=2)))
    house.clock.to(days=2, hour=11)
    await until_entries(house, "delivered")
    assert house.rows("SELECT count(*) FROM messages") == [(2,)]


async def test_a_key_is_one_promise_that_can_be_moved(house: House, lena: Tab) -> None:
    house.bot.initiative = says()
    await promise(house, lena, note(TODAY + timedelta(days=2)), note(TODAY + timedelta(days=2), "parcel:1"))
    await promise(house, lena, note(TODAY + timedelta(days=4)), text="and now?")
    assert house.rows("SELECT count(*) FROM outbox") == [(2,)]
    house.clock.to(days=2, hour=11)
    await until_entries(house, "waiting", "delivered")
    house.clock.to(days=4, hour=11)
    await until_entries(house, "delivered", "delivered")
    # What has happened does not happen again, unless there is a later day to look at it.
    await promise(house, lena, note(TODAY + timedelta(days=4)), text="once more?")
    assert entries(house)[0] == ("follow_up", "delivered")
    await promise(house, lena, note(TODAY + timedelta(days=9)), text="later?")
    assert entries(house)[0] == ("follow_up", "waiting")


async def test_the_bot_may_put_it_off_itself(house: House, lena: Tab) -> None:
    later = TODAY + timedelta(days=6)
    house.bot.initiative = lambda _: {"messages": [], "notes": [note(later)]}
    await promise(house, lena, note(TODAY + timedelta(days=2)))
    house.clock.to(days=2, hour=11)
    async with asyncio.timeout(30):
        while not house.bot.events:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    assert entries(house) == [("follow_up", "waiting")]
    house.bot.initiative = says()
    house.clock.to(days=6, hour=11)
    await lena.said("bot", ARRIVED)
    assert len({told["message_id"] for told in house.bot.events}) == 2


async def test_while_a_human_leads_it_waits_an_hour(house: House, lena: Tab) -> None:
    house.bot.initiative = says()
    await promise(house, lena, note(TODAY + timedelta(days=2)))
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = (await lena.say("a human please"))["conversation_id"]
    await lena.said("system")
    house.clock.to(days=2, hour=10, minute=1)
    mia = await AgentAtDesk(house, "mia").open()
    await asyncio.sleep(0.5)
    assert house.bot.events == []
    await mia.post(conversation, "return-to-bot")
    house.clock.to(days=2, hour=10, minute=50)
    await asyncio.sleep(0.3)
    assert house.bot.events == []
    house.clock.to(days=2, hour=11, minute=10)
    await lena.said("bot", ARRIVED)
    assert house.rows("SELECT attempts FROM outbox WHERE kind = 'follow_up'") == [(1,)], "waiting is no try"
    await mia.close()


async def test_a_human_who_takes_over_while_the_bot_looks_is_not_talked_over(house: House, lena: Tab) -> None:
    conversation = await promise(house, lena, note(TODAY + timedelta(days=2)))
    thinking, go_on = threading.Event(), threading.Event()

    def slow(_: Any) -> dict[str, Any]:
        thinking.set()
        go_on.wait(20)
        return says()({})

    house.bot.initiative = slow
    house.clock.to(days=2, hour=11)
    mia = await AgentAtDesk(house, "mia").open()
    await asyncio.to_thread(thinking.wait, 20)
    await mia.post(conversation, "claim")
    go_on.set()
    await asyncio.sleep(0.4)
    assert ARRIVED not in repr(house.rows("SELECT text FROM messages"))
    assert ("follow_up", "waiting") in entries(house)
    await mia.close()


@pytest.mark.parametrize(("resolved_days", "goes_on"), [(2, True), (1, False)])
async def test_a_resolved_conversation_is_gone_on_with_as_a_message_would(
    house: House, lena: Tab, resolved_days: int, goes_on: bool
) -> None:
    house.bot.initiative = says()
    conversation = await promise(house, lena, note(TODAY + timedelta(days=2)))
    house.clock.to(days=resolved_days, hour=9)
    mia = await AgentAtDesk(house, "mia").open()
    await mia.post(conversation, "claim")
    await mia.post(conversation, "resolve")
    house.clock.to(days=2, hour=10, minute=5)
    said = await lena.said("bot", ARRIVED)
    assert (said["conversation_id"] == conversation) is goes_on
    assert said["conversation_id"] == house.bot.events[0]["sender"]
    assert house.rows("SELECT status FROM conversations WHERE id = :id", id=said["conversation_id"]) == [("pending",)]
    await mia.close()


async def test_a_bot_that_is_down_is_asked_again_with_the_same_id(house: House, lena: Tab) -> None:
    replies: list[Any] = [500, says()({})]
    house.bot.initiative = lambda _: replies.pop(0)
    await promise(house, lena, note(TODAY + timedelta(days=2)))
    house.clock.to(days=2, hour=11)
    await lena.said("bot", ARRIVED)
    assert len({told["message_id"] for told in house.bot.events}) == 1
    await until_entries(house, "delivered")
    assert house.rows("SELECT attempts FROM outbox") == [(2,)]


async def test_a_bot_that_refuses_is_not_asked_again(house: House, lena: Tab) -> None:
    house.bot.initiative = lambda _: 400
    await promise(house, lena, note(TODAY + timedelta(days=2)))
    house.clock.to(days=2, hour=11)
    await until_entries(house, "parked")
    assert len(house.bot.events) == 1


async def test_a_slow_bot_holds_no_helpdesk_up(build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_BOT_TIMEOUT_S="60")
    house.bot.start()
    house.start()
    lena = await visit(house, {"token": customer_token(LENA)})
    await promise(house, lena, note(TODAY + timedelta(days=2)))
    go_on = threading.Event()
    house.bot.initiative = lambda _: go_on.wait(40) and says()({})
    house.clock.to(days=2, hour=11)
    async with asyncio.timeout(30):
        while not house.bot.events:
            await asyncio.sleep(0.02)
    guest = await visit(house)
    house.bot.script = lambda _: answer(handoff=ASKED)
    await guest.say("a human please")
    async with asyncio.timeout(30):
        while ("handoff", "delivered") not in entries(house):
            await asyncio.sleep(0.02)
    go_on.set()
    await lena.said("bot", ARRIVED)


async def test_a_promise_survives_a_restart(house: House, lena: Tab, visit: Any) -> None:
    await promise(house, lena, note(TODAY + timedelta(days=2)))
    await lena.close()
    house.stop()
    house.bot.initiative = says()
    house.clock.to(days=2, hour=11)
    house.start()
    await until_entries(house, "delivered")
    back = await visit(house, {"token": customer_token(LENA)})
    assert (await back.begin())["messages"][-1]["text"] == ARRIVED


async def test_opting_out_cancels_what_waits_and_opting_in_restores_it(house: House, lena: Tab) -> None:
    house.bot.initiative = says()
    await promise(house, lena, note(TODAY + timedelta(days=2)), note(TODAY + timedelta(days=9), "parcel:1"))
    await promise(house, lena, {"kind": "opt_out", "what": "messages"}, text="stop it")
    assert entries(house) == [("follow_up", "cancelled")] * 2
    await promise(house, lena, note(TODAY + timedelta(days=3), "parcel:2"), text="and this?")
    assert entries(house) == [("follow_up", "cancelled")] * 3, "promised against the wish, so it does not happen"
    house.clock.to(days=4, hour=11)
    await asyncio.sleep(0.4)
    assert house.bot.events == []
    await promise(house, lena, {"kind": "opt_in", "what": "messages"}, text="start again")
    assert [state for _, state in entries(house)] == ["cancelled", "waiting", "cancelled"], "its day is over"


async def test_opt_outs_travel_to_the_bot(house: House, lena: Tab) -> None:
    async def known(text: str) -> list[str]:
        await promise(house, lena, text=text)
        opt_outs: list[str] = house.bot.requests[-1]["customer"]["opt_outs"]
        return opt_outs

    await promise(house, lena, {"kind": "opt_out", "what": "suggestions"})
    assert await known("one") == ["suggestions"]
    await promise(house, lena, {"kind": "opt_out", "what": "messages"}, text="more")
    assert await known("two") == ["messages", "suggestions"]
    await promise(house, lena, {"kind": "opt_in", "what": "suggestions"}, text="less")
    assert await known("three") == ["messages"]


@pytest.mark.parametrize(
    "nonsense",
    [
        {**note(TODAY), "due_on": "soon"},
        {**note(TODAY), "key": ""},
        {**note(TODAY), "key": "k" * 201},
        {**note(TODAY), "about": "the refund"},
        {"kind": "opt_out", "what": "everything"},
        {"kind": "opt_out"},
    ],
)
async def test_a_note_that_makes_no_sense_does_not_cost_the_answer(
    house: House, lena: Tab, nonsense: dict[str, Any]
) -> None:
    await promise(house, lena, nonsense)
    assert entries(house) == []
    assert house.rows("SELECT count(*) FROM notes") == [(0,)]


async def test_a_follow_up_may_hand_over(house: House, lena: Tab) -> None:
    house.bot.initiative = says("It has not arrived, I'm passing this on.", handoff=ASKED)
    conversation = await promise(house, lena, note(TODAY + timedelta(days=2)))
    house.clock.to(days=2, hour=11)
    await lena.said("bot", "passing this on")
    assert (await lena.said("system"))["event"] == "handoff"
    assert house.rows("SELECT status FROM conversations WHERE id = :id", id=conversation) == [("open",)]
    await until_entries(house, "delivered", "delivered")
    (packet,) = house.helpdesk.tickets.values()
    assert packet["orders"][0]["id"] == "W-10423"
