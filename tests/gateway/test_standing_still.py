"""Conversations that are set aside, abandoned, resolved by rule, reopened or joined."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from house import ASKED, LENA, PASSWORD, TOM, AgentAtDesk, House, Tab, answer, customer_token


async def taken(house: House, tab: Tab, agent: AgentAtDesk, reply: str = "Hello") -> str:
    """Hand a conversation over, let the agent claim and answer it."""
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = str((await tab.say("human please"))["conversation_id"])
    await tab.said("system")
    await agent.post(conversation, "claim")
    if reply:
        await agent.post(conversation, "messages", text=reply)
    return conversation


async def becomes(agent: AgentAtDesk, conversation_id: str, status: str) -> dict[str, Any]:
    """Wait until the conversation is in that state; return it whole."""
    async with asyncio.timeout(30):
        while (seen := await agent.look(conversation_id))["conversation"]["status"] != status:
            await asyncio.sleep(0.05)
    return seen


async def signs_in_again(agent: AgentAtDesk) -> None:
    """Sign in anew: a session does not last for days."""
    body = {"email": f"{agent.name}@shop.example", "password": PASSWORD}
    assert (await agent.http.post("/api/auth/login", json=body)).status_code == 200


def later(house: House, **by: float) -> str:
    return (house.clock() + timedelta(**by)).isoformat()


async def test_what_is_set_aside_comes_back_by_itself(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await taken(house, lena, mia)
    aside = (await mia.post(conversation, "snooze", until=later(house, hours=2)))["conversation"]
    assert aside["status"] == "snoozed"
    assert datetime.fromisoformat(aside["snoozed_until"]) > datetime.now(UTC) + timedelta(hours=1)
    listed = (await mia.http.get("/api/conversations?status=snoozed")).json()["conversations"]
    assert [one["id"] for one in listed] == [conversation]
    await asyncio.sleep(0.5)
    assert (await mia.look(conversation))["conversation"]["status"] == "snoozed"
    house.clock.ahead = timedelta(hours=2, minutes=1)
    back = (await becomes(mia, conversation, "open"))["conversation"]
    assert (back["snoozed_until"], back["waiting_since"]) == (None, None)
    await mia.post(conversation, "snooze", until=later(house, hours=2))
    assert (await mia.post(conversation, "claim"))["conversation"]["status"] == "open", "or by hand"
    assert len([m for m in lena.all("bot_uttered") if m["event"] == "agent_joined"]) == 1
    # For the agents alone: the customer has not been told of any of this.
    assert {"snoozed", "woken"} & {m["event"] for m in lena.all("bot_uttered")} == set()


async def test_a_message_of_the_customer_brings_it_back_to_the_agent_who_is_here(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = await taken(house, lena, mia)
    await mia.post(conversation, "snooze", until=later(house, hours=2))
    await lena.say("one more thing")
    seen = await becomes(mia, conversation, "open")
    assert seen["conversation"]["assignee"]["id"] == mia.id
    assert len(house.bot.requests) == 1, "the bot stays silent"


async def test_a_message_of_the_customer_goes_to_everybody_when_the_agent_is_gone(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await taken(house, lena, mia)
    await mia.post(conversation, "snooze", until=later(house, hours=2))
    await mia.tab.close()
    async with asyncio.timeout(30):
        while house.rows("SELECT present_until > :now FROM agents WHERE id = :id", id=mia.id, now=house.clock())[0][0]:
            await asyncio.sleep(0.05)
    await lena.say("one more thing")
    seen = await becomes(omar, conversation, "open")
    assert seen["conversation"]["assignee"] is None
    await omar.post(conversation, "claim")


async def test_setting_aside_is_refused_where_it_makes_no_sense(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await taken(house, lena, mia)
    until = later(house, hours=1)
    await omar.post(conversation, "snooze", status=403, until=until)
    for wrong in (later(house, hours=-1), later(house, days=91), "tomorrow", "2026-12-01T10:00:00", 5, None):
        await mia.post(conversation, "snooze", status=400, until=wrong)
    house.bot.script = lambda _: answer()
    pending = (await tom.say("hello"))["conversation_id"]
    await mia.post(pending, "snooze", status=409, until=until)
    async with house.http() as http:
        outsider = await http.post(f"/api/conversations/{conversation}/snooze", json={"until": until})
    assert outsider.status_code == 401


async def test_a_silent_customer_is_marked_and_later_let_go(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await taken(house, lena, mia)
    house.clock.ahead = timedelta(days=3, minutes=1)
    await mia.tab.until("conversation_changed", lambda c: c["conversation"]["abandoned_at"] is not None)
    house.clock.ahead = timedelta(days=7, minutes=2)
    await lena.until("bot_uttered", lambda m: m["event"] == "resolved")
    actions = [row[0] for row in house.rows("SELECT action FROM audit_log WHERE actor = 'watcher' ORDER BY id")]
    assert actions == ["abandon", "resolve"]
    assert house.rows("SELECT status FROM conversations WHERE id = :id", id=conversation) == [("resolved",)]


async def test_who_writes_in_time_has_abandoned_nothing(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await taken(house, lena, mia)
    house.clock.ahead = timedelta(days=3, minutes=1)
    await mia.tab.until("conversation_changed", lambda c: c["conversation"]["abandoned_at"] is not None)
    await lena.say("sorry, I was ill")
    house.clock.ahead = timedelta(days=9)
    await asyncio.sleep(0.6)  # three looks of the watcher: it is the customer who waits now
    assert house.rows("SELECT status, abandoned_at FROM conversations WHERE id = :id", id=conversation) == [
        ("open", None)
    ]


async def test_what_is_done_with_an_abandoned_one_counts_its_days_anew(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk
) -> None:
    aside, asked = await taken(house, lena, mia), await taken(house, tom, mia)
    house.clock.ahead = timedelta(days=3, minutes=1)
    for conversation in (aside, asked):
        await mia.tab.until(
            "conversation_changed",
            lambda c, id=conversation: c["conversation"]["id"] == id and c["conversation"]["abandoned_at"] is not None,
        )
    await signs_in_again(mia)
    kept = (await mia.post(aside, "snooze", until=later(house, days=6)))["conversation"]
    assert kept["abandoned_at"] is None
    await mia.post(asked, "messages", text="Are you still there?")
    house.clock.ahead = timedelta(days=9, minutes=2)  # longer than an abandoned one is kept
    await signs_in_again(mia)
    woken = (await becomes(mia, aside, "open"))["conversation"]
    assert woken["abandoned_at"] is None, "somebody wanted to look at it again: it is not ended the moment it is back"
    statuses = house.rows("SELECT id, status FROM conversations ORDER BY created_at")
    assert [tuple(row) for row in statuses] == [(aside, "open"), (asked, "open")]


@pytest.fixture
def reopening(build: Callable[..., House], tmp_path: Path) -> House:
    """A house where who writes within ten minutes of the end gets the same agent."""
    file = tmp_path / "hours.toml"
    file.write_text("[standing_still]\nreopen_minutes = 10\n", encoding="utf-8")
    house = build(WARMLINE_HOURS=str(file))
    house.bot.start()
    house.start()
    return house


async def test_soon_after_the_end_the_same_agent_goes_on_and_later_the_bot(reopening: House, visit: Any) -> None:
    mia = await AgentAtDesk(reopening, "mia").open()
    lena = await visit(reopening, {"token": customer_token(LENA)})
    conversation = await taken(reopening, lena, mia)
    packet = (await mia.look(conversation))["handoff"]
    await mia.post(conversation, "resolve")
    await lena.say("wait, the address is wrong")
    seen = await becomes(mia, conversation, "open")
    assert seen["conversation"]["assignee"]["id"] == mia.id
    assert seen["handoff"] == packet
    assert len(reopening.bot.requests) == 1
    await mia.post(conversation, "resolve")
    reopening.bot.script = lambda _: answer("the bot again")
    reopening.clock.ahead = timedelta(minutes=11)
    await lena.say("thanks")
    await lena.said("bot", "the bot again")
    await mia.close()


async def test_as_it_ships_the_bot_answers_after_the_end(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await taken(house, lena, mia)
    await mia.post(conversation, "resolve")
    house.bot.script = lambda _: answer("the bot again")
    await lena.say("thanks")
    await lena.said("bot", "the bot again")


async def test_a_guests_conversation_is_joined_with_the_customers(
    house: House, guest: Tab, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    source = await taken(house, guest, mia, reply="")
    target = await taken(house, lena, mia)
    await guest.say("my mail is kim@example.com")
    await omar.post(source, "merge", status=403, into=target)
    joined = (await mia.post(source, "merge", into=target))["conversation"]
    assert (joined["id"], joined["status"]) == (target, "open")
    assert joined["waiting_since"] is not None, "the guest still waits for a reply, there"
    seen = await mia.look(target)
    assert [one["id"] for one in seen["merged"]] == [source]
    assert seen["messages"][-1]["event"] == "merged"
    assert seen["messages"][-1]["private"] is True
    ended = await mia.look(source)
    assert (ended["conversation"]["status"], ended["conversation"]["merged_into"]) == ("resolved", target)
    assert [m["text"] for m in ended["messages"] if m["author"] == "customer"][-1] == "my mail is kim@example.com"
    # The guest's browser goes on by itself, in a new conversation: it may not look into the customer's.
    house.bot.script = lambda _: answer("a new one")
    again = await guest.say("hello again")
    assert again["conversation_id"] not in (source, target)


async def test_what_can_be_joined_is_found_by_words_among_any_number(
    house: House, guest: Tab, lena: Tab, tom: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    async def pairs(agent: AgentAtDesk, conversation: str, q: str = "") -> dict[str, bool]:
        response = await agent.http.get(f"/api/conversations/{conversation}/joinable", params={"q": q})
        assert response.status_code == 200, response.text
        return {one["conversation"]["id"]: one["goes_there"] for one in response.json()["pairs"]}

    of_guest, of_lena = await taken(house, guest, mia), await taken(house, lena, mia)
    of_tom = await taken(house, tom, omar)
    await guest.say("it is about the teapot, kim@example.com")
    # A guest's goes on as anybody's who is with people; what is a colleague's is theirs to join.
    assert await pairs(mia, of_guest) == {of_lena: True}
    assert await pairs(mia, of_lena) == {of_guest: False}
    assert await pairs(omar, of_tom) == {}
    assert await pairs(mia, of_lena, "TEAPOT kim") == {of_guest: False}
    assert await pairs(mia, of_guest, "berg") == {of_lena: True}
    assert await pairs(mia, of_guest, "nobody") == {}
    await mia.post(of_lena, "resolve")
    assert await pairs(mia, of_guest) == {}
    assert (await mia.http.get("/api/conversations/cv_nothing/joinable")).status_code == 404
    # Every pair that is offered is one that can be joined.
    for conversation, goes_there in (await pairs(mia, of_lena)).items():
        source, target = (of_lena, conversation) if goes_there else (conversation, of_lena)
        await mia.post(source, "merge", into=target)


async def test_two_customers_are_never_joined(house: House, lena: Tab, tom: Tab, guest: Tab, mia: AgentAtDesk) -> None:
    of_lena, of_tom = await taken(house, lena, mia), await taken(house, tom, mia)
    await mia.post(of_lena, "merge", status=409, into=of_tom)
    await mia.post(of_lena, "merge", status=400, into=of_lena)
    await mia.post(of_lena, "merge", status=404, into="cv_nothing")
    of_guest = await taken(house, guest, mia)
    await mia.post(of_lena, "merge", status=409, into=of_guest)
    async with house.http() as http:
        outsider = await http.post(f"/api/conversations/{of_guest}/merge", json={"into": of_lena})
    assert outsider.status_code == 401
    assert house.rows("SELECT count(*) FROM conversations WHERE merged_into IS NOT NULL") == [(0,)]


async def test_what_a_guest_said_goes_on_after_signing_in_only_if_the_browser_shows_both_tokens(
    house: House, guest: Tab, visit: Any, mia: AgentAtDesk
) -> None:
    state = await guest.begin()
    conversation = await taken(house, guest, mia)
    apart = await visit(house, {"token": customer_token(LENA)})
    assert (await apart.begin())["conversation_id"] != conversation
    forged = await visit(house, {"token": customer_token(LENA), "visitor": "made.up.token"})
    assert (await forged.begin())["conversation_id"] != conversation
    lena = await visit(house, {"token": customer_token(LENA), "visitor": state["visitor_token"]})
    joined = await lena.begin()
    assert joined["conversation_id"] == conversation
    assert joined["agent"] == {"name": "Mia"}
    assert "human please" in [m["text"] for m in joined["messages"]]
    assert (await mia.look(conversation))["customer"]["id"] == LENA.id
    await lena.say("it's me, Lena")
    assert len(house.bot.requests) == 1, "Mia leads"
    # The guest's browser has lost it to the customer, and so has everybody else who shows the old token.
    old = await visit(house, {"visitor": state["visitor_token"]})
    assert (await old.begin())["conversation_id"] != conversation
    tom = await visit(house, {"token": customer_token(TOM), "visitor": state["visitor_token"]})
    assert (await tom.begin())["conversation_id"] != conversation


async def test_what_a_guest_said_long_ago_stays_where_it_is(house: House, guest: Tab, visit: Any) -> None:
    state = await guest.begin()
    await guest.say("hello")
    await guest.said("bot")
    house.clock.ahead = timedelta(hours=25)
    lena = await visit(house, {"token": customer_token(LENA, life_s=200_000), "visitor": state["visitor_token"]})
    assert (await lena.begin())["conversation_id"] != state["conversation_id"]


async def test_what_a_guest_sent_is_not_stored_again_when_their_browser_sends_it_after_signing_in(
    house: House, guest: Tab, visit: Any
) -> None:
    state = await guest.begin()
    first = await guest.say("where is my lamp?", "one-1")
    await guest.said("bot")
    lena = await visit(house, {"token": customer_token(LENA), "visitor": state["visitor_token"]})
    assert (await lena.begin())["conversation_id"] == first["conversation_id"]
    # The acknowledgement was lost on the way, so the widget does not know.
    assert (await lena.say("where is my lamp?", "one-1"))["id"] == first["id"]
    assert house.rows("SELECT count(*) FROM messages WHERE author = 'customer'") == [(1,)]


async def test_who_names_an_old_conversation_is_heard_where_they_speak_now(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    old = await taken(house, lena, mia)
    await mia.post(old, "resolve")
    house.clock.ahead = timedelta(hours=25)
    house.bot.script = lambda _: answer("here")
    async with house.http(customer_token(LENA, life_s=200_000)) as http:
        heard = []
        for number in range(2):
            body = {"text": "hello?", "client_message_id": f"n-{number}", "conversation_id": old}
            heard.append((await http.post("/api/chat", json=body)).json()["conversation_id"])
    assert heard[0] != old
    assert heard[0] == heard[1], "one conversation, not one a message"
