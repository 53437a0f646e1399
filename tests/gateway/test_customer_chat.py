"""What a customer's widget may rely on: answers, order, idempotency, history, tabs."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from house import ASKED, LENA, House, Tab, answer, customer_token

CARD = "4111 1111 1111 1111"


async def test_lena_is_answered_and_the_bot_knows_who_she_is(house: House, lena: Tab) -> None:
    state = await lena.begin()
    assert state["status"] == "pending"
    assert state["customer"] == {"name": "Lena Berg"}
    assert "visitor_token" not in state
    message = await lena.say("where is my lamp?")
    assert message["offset"] == 1
    assert message["conversation_id"] == state["conversation_id"]
    reply = await lena.said("bot")
    assert (reply["text"], reply["offset"]) == ("You said: where is my lamp?", 2)
    asked = house.bot.requests[0]
    who = {"id": "c-late", "name": "Lena Berg", "verified_by": "token", "language": "en", "opt_outs": []}
    assert asked["customer"] == who
    assert asked["sender"] == state["conversation_id"]
    assert asked["message_id"] == message["id"]
    assert house.bot.tokens == {"Bearer internal-token-for-tests"}
    await lena.until("typing", lambda t: t == {"who": "bot", "typing": True})
    await lena.until("typing", lambda t: t == {"who": "bot", "typing": False})
    await lena.until("delivery", lambda d: d == {"message_id": message["id"], "state": "seen"})


async def test_the_acknowledged_message_is_in_the_database(house: House, lena: Tab) -> None:
    house.bot.kill()
    message = await lena.say("are you there?")
    assert house.rows("SELECT text, relay FROM messages WHERE id = :id", id=message["id"]) == [
        ("are you there?", "waiting")
    ]


async def test_customers_never_see_what_was_understood(house: House, lena: Tab) -> None:
    await lena.say("hello")
    await lena.said("bot")
    told = repr(lena.heard) + repr(await lena.call("history", {"after": 0}))
    assert "understood" not in told
    assert "private" not in told


async def test_buttons_come_as_quick_replies_too(house: House, guest: Tab) -> None:
    said = {"messages": [{"text": "Which one?", "buttons": [{"title": "Mug", "payload": "the mug"}]}]}
    house.bot.script = lambda _: answer(**said)
    await guest.say("a return")
    reply = await guest.said("bot")
    assert reply["buttons"] == [{"title": "Mug", "payload": "the mug"}]
    assert reply["quick_replies"] == [{"title": "Mug", "payload": "the mug", "content_type": "text"}]


async def test_the_same_id_again_gets_the_same_answer(house: House, lena: Tab) -> None:
    first = await lena.say("cancel it", "wish-1")
    await lena.said("bot")
    again = await lena.say("cancel it", "wish-1")
    assert again == first
    assert len(house.bot.requests) == 1
    assert house.rows("SELECT count(*) FROM messages WHERE author = 'customer'") == [(1,)]


async def test_two_at_once_with_the_same_id_are_one_message(house: House, lena: Tab, visit: Any) -> None:
    second_tab = await visit(house, {"token": customer_token(LENA)})
    async with house.http(customer_token(LENA)) as http:
        body = {"text": "cancel it", "client_message_id": "wish-1"}
        over_http = http.post("/api/chat", json=body)
        first, second, third = await asyncio.gather(
            lena.say("cancel it", "wish-1"), second_tab.say("cancel it", "wish-1"), over_http
        )
    assert first["id"] == second["id"] == third.json()["message_id"]
    assert [reply["text"] for reply in third.json()["replies"]] == ["You said: cancel it"]
    assert len(house.bot.requests) == 1


async def test_messages_keep_their_order_while_the_bot_thinks(house: House, lena: Tab) -> None:
    def slowly(asked: dict[str, Any]) -> dict[str, Any]:
        time.sleep(0.3)
        return answer(f"You said: {asked['message']}")

    house.bot.script = slowly
    words = [f"number {n}" for n in range(6)]
    acks = await asyncio.gather(*(lena.say(word) for word in words))
    assert [message["text"] for message in sorted(acks, key=lambda m: m["offset"])] == words
    await lena.said("bot", "number 5")
    questions = [asked["message"] for asked in house.bot.requests]
    assert "\n".join(questions).split("\n") == words
    assert [m["text"] for m in lena.all("bot_uttered")] == [f"You said: {question}" for question in questions]


async def test_a_reload_shows_the_history_from_where_one_was(house: House, lena: Tab, visit: Any) -> None:
    await lena.say("one")
    await lena.said("bot", "one")
    await lena.say("two")
    await lena.said("bot", "two")
    reloaded = await visit(house, {"token": customer_token(LENA)})
    whole = await reloaded.begin()
    assert [m["offset"] for m in whole["messages"]] == [1, 2, 3, 4]
    part = await reloaded.begin(after=2)
    assert [m["text"] for m in part["messages"]] == ["two", "You said: two"]
    ack = await reloaded.call("history", {"after": 3})
    assert [m["offset"] for m in ack["messages"]] == [4]


async def test_a_second_tab_hears_everything(house: House, lena: Tab, visit: Any) -> None:
    other = await visit(house, {"token": customer_token(LENA)})
    message = await lena.say("hello")
    assert (await other.until("user_message"))["id"] == message["id"]
    assert (await other.said("bot"))["text"] == "You said: hello"


async def test_a_card_number_reaches_nobody(house: House, lena: Tab, mia: Any) -> None:
    house.bot.script = lambda asked: answer(f"Is it {CARD}?", handoff=ASKED)
    conversation = (await lena.begin())["conversation_id"]
    await mia.tab.call("watch", {"conversation_id": conversation})
    message = await lena.say(f"my card is {CARD}")
    assert message["text"] == "my card is •••• 1111"
    await lena.said("bot")
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text=f"not {CARD} please")
    await lena.said("agent", "1111")
    seen = repr((lena.heard, mia.tab.heard, house.bot.requests, await mia.look(conversation)))
    stored = repr(
        [house.rows(f"SELECT * FROM {table}") for table in ("messages", "notes", "handoffs", "conversations")]
    )
    for place in (seen, stored):
        assert CARD not in place
        assert "4111" not in place


async def test_a_slash_is_text_like_any_other(house: House, guest: Tab) -> None:
    await guest.say("/restart")
    await guest.said("bot")
    assert house.bot.requests[0]["message"] == "/restart"


async def test_rasas_own_widget_comes_back_with_its_session_id(house: House, guest: Tab, visit: Any) -> None:
    await guest.emit("session_request", {"session_id": None})
    session_id = await guest.until("session_confirm")
    assert isinstance(session_id, str)
    await guest.emit("user_uttered", {"message": "hello", "session_id": session_id, "customData": {}})
    # Its widget shows a text only if it has no other key.
    assert await guest.until("bot_uttered") == {"text": "You said: hello"}
    buttons = [{"title": "Mug", "payload": "the mug"}]
    house.bot.script = lambda _: answer(messages=[{"text": "Which one?", "buttons": buttons}])
    await guest.emit("user_uttered", {"message": "a return", "session_id": session_id})
    asked = await guest.until("bot_uttered", lambda m: m["text"] == "Which one?")
    assert asked == {"text": "Which one?", "quick_replies": [{**buttons[0], "content_type": "text"}]}
    assert len(guest.all("bot_uttered")) == 2
    back = await visit(house)
    state = await back.begin(session_id=session_id)
    assert [m["text"] for m in state["messages"]] == ["hello", "You said: hello", "a return", "Which one?"]
    assert state["visitor_token"] == await back.until("session_confirm") == session_id, (
        "another name is another session"
    )
    stranger = await visit(house)
    assert (await stranger.begin(session_id="made-up"))["messages"] == []


async def test_over_http_a_guest_is_answered_and_goes_on(house: House) -> None:
    async with house.http() as http:
        first = await http.post("/api/chat", json={"text": "hello", "client_message_id": "1"})
        assert first.status_code == 200, first.text
        body = first.json()
        assert body["replies"] == [{"text": "You said: hello", "buttons": []}]
        assert body["status"] == "pending"
        headers = {"Authorization": f"Bearer {body['visitor_token']}"}
        again = await http.post("/api/chat", json={"text": "hello", "client_message_id": "1"}, headers=headers)
        assert again.json()["message_id"] == body["message_id"]
        assert again.json()["replies"] == body["replies"]
        assert "visitor_token" not in again.json()
        history = await http.get(f"/api/chat/{body['conversation_id']}?after=1", headers=headers)
        assert [m["text"] for m in history.json()["messages"]] == ["You said: hello"]


@pytest.mark.parametrize("hours", [1, 25])
async def test_writing_to_a_resolved_conversation(house: House, lena: Tab, mia: Any, hours: int) -> None:
    first = (await lena.say("hello"))["conversation_id"]
    await lena.said("bot")
    await mia.post(first, "claim")
    await mia.post(first, "resolve")
    await lena.until("status", lambda s: s["status"] == "resolved")
    house.clock.ahead = timedelta(hours=hours)
    again = await lena.say("one more thing")
    assert (again["conversation_id"] == first) == (hours < 24)
    await lena.said("bot", "one more thing")
    if hours < 24:
        await lena.until("status", lambda s: s == {"status": "pending", "agent": None})
    else:
        await lena.until("conversation", lambda c: c["conversation_id"] == again["conversation_id"])
