"""Deadlines, hours and what the customer is told while nobody has answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token

Visit = Callable[..., Awaitable[Tab]]


async def handed_over(house: House, tab: Tab) -> str:
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = str((await tab.say("human please"))["conversation_id"])
    await tab.said("system")
    return conversation


async def test_a_late_reply_is_warned_of_and_announced_once_each(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    summary = (await mia.look(conversation))["conversation"]
    assert (summary["sla"]["state"], summary["sla"]["first_response_s"]) == ("ok", None)
    due = datetime.fromisoformat(summary["sla"]["target_at"]) - datetime.fromisoformat(summary["waiting_since"])
    assert due == timedelta(minutes=5)
    house.clock.ahead = timedelta(minutes=4, seconds=1)
    warned = await mia.tab.until("sla_changed", lambda s: s["sla"]["state"] == "warning")
    assert warned["conversation_id"] == conversation
    house.clock.ahead = timedelta(minutes=6)
    await mia.tab.until("sla_changed", lambda s: s["sla"]["state"] == "breached")
    await asyncio.sleep(0.6)  # three looks of the watcher
    assert [s["sla"]["state"] for s in mia.tab.all("sla_changed")] == ["warning", "breached"]
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="Here I am")
    seen = await mia.look(conversation)
    assert seen["sla"] == seen["conversation"]["sla"]
    assert seen["sla"]["state"] == "breached", "a late reply mends nothing"
    assert 360 <= seen["sla"]["first_response_s"] < 420


async def test_danger_brings_the_deadline_forward_to_that_of_its_priority(
    build: Callable[..., House], visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "hours.toml"
    file.write_text("[first_response]\nurgent = 2\n", encoding="utf-8")
    house = build(WARMLINE_HOURS=str(file))
    house.bot.start()
    house.start()
    lena, mia = await visit(house, {"token": customer_token(LENA)}), await AgentAtDesk(house, "mia").open()
    conversation = await handed_over(house, lena)
    before = (await mia.look(conversation))["sla"]["target_at"]
    await lena.say("hello?")
    assert (await mia.look(conversation))["sla"]["target_at"] == before
    await lena.say("the power bank caught fire")
    summary = (await mia.look(conversation))["conversation"]
    due = datetime.fromisoformat(summary["sla"]["target_at"])
    assert due < datetime.fromisoformat(before) - timedelta(minutes=2)
    house.clock.ahead = timedelta(minutes=2, seconds=30)
    await mia.tab.until("sla_changed", lambda s: s["sla"]["state"] == "breached")
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="I am here")
    answered = (await mia.look(conversation))["sla"]
    await lena.say("it is on fire again, the flames are high")
    assert (await mia.look(conversation))["sla"] == answered, "what is answered stands"
    await mia.close()


async def test_a_reply_in_time_meets_it_and_the_report_counts(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="for colleagues", private=True)
    assert (await mia.look(conversation))["sla"]["state"] == "ok", "a note is no reply"
    await mia.post(conversation, "messages", text="Hello Lena")
    assert (await mia.look(conversation))["sla"]["state"] == "met"
    house.clock.ahead = timedelta(hours=1)
    await asyncio.sleep(0.5)
    assert (await mia.look(conversation))["sla"]["state"] == "met"
    assert mia.tab.all("sla_changed") == []
    sue = await AgentAtDesk(house, "sue", role="supervisor").open()
    report = (await sue.http.get("/api/reports/sla")).json()
    counted = {"handoffs": 1, "met": 1, "breached": 0, "waiting": 0, "unanswered": 0}
    assert report["total"].items() >= counted.items()
    assert report["by_priority"]["normal"] == report["by_queue"]["general"] == report["total"]
    earlier = {"start": "2020-01-01T00:00:00Z", "end": "2020-02-01T00:00:00Z"}
    assert (await sue.http.get("/api/reports/sla", params=earlier)).json()["total"]["handoffs"] == 0
    for wrong in ({"start": "yesterday"}, {"start": "2020-01-01T00:00:00Z"}, {"end": "0001-01-01T00:00:00Z"}):
        assert (await sue.http.get("/api/reports/sla", params=wrong)).status_code == 400, wrong
    await sue.close()


@pytest.fixture
def office(build: Callable[..., House], tmp_path: Path) -> House:
    """A house that is open from 9 to 17 in Berlin, every day."""
    days = "".join(f'{day} = ["09:00-17:00"]\n' for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    days += 'saturday = ["09:00-17:00"]\nsunday = ["09:00-17:00"]\n'
    file = tmp_path / "hours.toml"
    file.write_text(f'[hours]\ntimezone = "UTC"\n{days}', encoding="utf-8")
    house = build(WARMLINE_HOURS=str(file))
    house.bot.start()
    house.start()
    return house


async def test_after_hours_a_guest_hears_when_and_leaves_a_contact_that_the_agent_finds(
    office: House, visit: Visit
) -> None:
    office.clock.to(days=1, hour=20)
    guest = await visit(office)
    conversation = await handed_over(office, guest)
    told = await guest.until("bot_uttered", lambda m: m["event"] == "handoff")
    assert "tomorrow at 09:00 (UTC)" in told["text"]
    assert "e-mail" in told["text"]
    await guest.say("I'm kim@example.com")
    noted = await guest.until("bot_uttered", lambda m: m["event"] == "contact_noted")
    assert "kim@example.com" in noted["text"]
    await guest.say("it is about my lamp")
    office.clock.to(days=2, hour=9, minute=1)
    mia = await AgentAtDesk(office, "mia").open()
    seen = await mia.look(conversation)
    assert {"key": "contact", "value": "kim@example.com"} in seen["handoff"]["known_facts"]
    assert seen["conversation"]["customer"] == {"id": None, "name": None, "verified": False}, "typed is no identity"
    assert seen["sla"]["state"] == "ok", "the night does not count"
    assert seen["sla"]["target_at"].endswith("T09:05:00.000Z")
    assert "it is about my lamp" in [m["text"] for m in seen["messages"]]
    assert not [m for m in seen["messages"] if m["event"] == "waiting"], "not told with every message"
    await mia.close()


async def test_in_the_morning_it_is_today_and_a_known_customer_is_asked_for_nothing(
    office: House, visit: Visit
) -> None:
    office.clock.to(days=1, hour=6)
    lena = await visit(office, {"token": customer_token(LENA)})
    await handed_over(office, lena)
    told = await lena.until("bot_uttered", lambda m: m["event"] == "handoff")
    assert "today at 09:00 (UTC)" in told["text"]
    assert "e-mail" not in told["text"]


async def test_nobody_online_is_said_again_only_after_a_while(house: House, guest: Tab) -> None:
    conversation = await handed_over(house, guest)
    told = await guest.until("bot_uttered", lambda m: m["event"] == "handoff")
    assert "online" in told["text"]
    await guest.say("hello?")
    house.clock.ahead = timedelta(minutes=11)
    await guest.say("still there?")
    async with asyncio.timeout(30):
        while not [m for m in guest.all("bot_uttered") if m["event"] == "waiting"]:
            await asyncio.sleep(0.02)
    assert house.rows("SELECT status, id FROM conversations") == [("open", conversation)]


async def test_a_contact_written_before_the_handoff_is_not_asked_for_again(house: House, guest: Tab) -> None:
    await guest.say("my mail is kim@example.com")
    await guest.said("bot")
    conversation = await handed_over(house, guest)
    told = await guest.until("bot_uttered", lambda m: m["event"] == "handoff")
    assert "e-mail" not in told["text"]
    mia = await AgentAtDesk(house, "mia").open()
    facts = (await mia.look(conversation))["handoff"]["known_facts"]
    assert {"key": "contact", "value": "kim@example.com"} in facts
    await mia.close()


async def test_place_in_line_and_real_waits_are_told_when_they_are_known(
    house: House, lena: Tab, visit: Visit, mia: AgentAtDesk
) -> None:
    await handed_over(house, lena)
    (told,) = [m for m in lena.all("bot_uttered") if m["author"] == "system"]
    assert told["text"].startswith(("You're next in line", "Nobody is before you"))
    guest = await visit(house)
    await handed_over(house, guest)
    (told,) = [m for m in guest.all("bot_uttered") if m["author"] == "system"]
    assert told["text"].startswith("One conversation is before yours. ")
    assert "window" in told["text"], "and where the answer comes"
    for _ in range(5):
        answered = await visit(house)
        conversation = await handed_over(house, answered)
        await mia.post(conversation, "claim")
        await mia.post(conversation, "messages", text="Hello")
    newcomer = await visit(house)
    await handed_over(house, newcomer)
    (told,) = [m for m in newcomer.all("bot_uttered") if m["author"] == "system"]
    assert told["text"].startswith(
        "2 conversations are before yours. Lately, most people here got their first reply within a minute. "
    )
