"""What a customer may have of their own data, and that it is gone when they say so: whoever is at work, whatever crashes."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import date, timedelta
from typing import Any

from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token
from pictures import photo

from storage import Database
from storage.database import engine_of

Json = dict[str, Any]
# What hangs on a person. The audit log stays: ids only.
TABLES = ("conversations", "messages", "notes", "handoffs", "suggestions", "ratings", "attachments", "bot_events")
CARD = "4111 1111 1111 1111"


def give_the_bot_its_table(house: House) -> None:
    """Make the table that Rasa's side makes at its first start."""
    engine = engine_of(house.settings.database_url).execution_options(warmline_write=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE bot_events (sender_id VARCHAR(255), seq INTEGER, data TEXT, PRIMARY KEY (sender_id, seq))"
        )
    engine.dispose()


def bot_remembers(house: House, conversation_id: str, seq: int = 1) -> None:
    """Store an event as the bot does."""
    database = Database(house.settings.database_url)
    with database.unit() as unit:
        unit.session.connection().exec_driver_sql(
            f"INSERT INTO bot_events VALUES ('{conversation_id}', {seq}, '{{\"text\": \"secret lamp\"}}')"
        )
    database.close()


def left(house: House) -> dict[str, int]:
    return {table: house.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


async def until(wanted: Any, timeout_s: float = 8.0) -> None:
    """Wait until `wanted()` holds."""
    async with asyncio.timeout(timeout_s):
        while not wanted():
            await asyncio.sleep(0.05)


async def a_whole_story(house: House, tab: Tab, token: str, mia: AgentAtDesk) -> str:
    """Let somebody leave something in every table; return the conversation."""
    follow_up = {"kind": "follow_up", "key": "refund:1", "due_on": str(date.today() + timedelta(days=3)), "about": {}}  # noqa: DTZ011
    fact = {"kind": "fact", "key": "product", "value": "floor lamp"}
    house.bot.script = lambda _: answer("A colleague comes.", handoff=ASKED, notes=[fact, follow_up])
    await tab.begin()
    async with house.http(token) as http:
        headers = {"X-File-Name": "teapot.jpg"}
        files = [
            (await http.post("/api/attachments", content=photo(), headers=headers)).json()["attachment"]["id"]
            for _ in range(2)
        ]
    body = {"message": f"my card {CARD}", "attachments": files[:1], "client_message_id": f"story-{id(tab)}"}
    conversation: str = (await tab.call("user_uttered", body))["message"]["conversation_id"]
    await tab.said("bot", "colleague")
    bot_remembers(house, conversation)
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="She seems nice.", private=True)
    await mia.post(conversation, "messages", text="Hello, Mia here.")
    return conversation


async def test_a_customer_takes_along_what_is_kept_and_nothing_else(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk
) -> None:
    give_the_bot_its_table(house)
    conversation = await a_whole_story(house, lena, customer_token(LENA), mia)
    house.bot.script = lambda _: answer("Hello Tom")
    await tom.say("where is my order W-99999?")
    await tom.said("bot")
    await mia.post(conversation, "resolve")
    await lena.until("status", lambda s: s["status"] == "resolved")
    await lena.call("rate", {"conversation_id": conversation, "csat": {"human": 5}, "comment": "thanks"})

    async with house.http(customer_token(LENA)) as http:
        got = await http.get("/api/privacy/data")
    assert got.headers["content-disposition"] == 'attachment; filename="my-conversations.json"'
    assert got.headers["cache-control"] == "no-store"
    data = got.json()
    assert data["format"] == "warmline-data/1"
    assert (data["person"]["customer_id"], data["person"]["email"]) == ("c-late", "lena@example.com")
    (told,) = data["conversations"]
    assert told["id"] == conversation
    assert told["messages"][0]["text"] == "my card •••• 1111"
    assert told["messages"][0]["attachments"][0]["name"] == "teapot.jpg"
    assert told["messages"][0]["understood"]["emotion"]["label"] == "anxious"
    assert {"kind": "fact", "key": "product", "value": "floor lamp"}.items() <= told["remembered"][0].items()
    assert told["handed_over"][0]["passed_on"]["orders"]
    assert told["rating"]["comment"] == "thanks"
    assert data["planned"][0]["state"] == "waiting"
    assert [f["name"] for f in data["unsent_files"]] == ["teapot.jpg"]
    whole = json.dumps(data)
    assert "She seems nice" not in whole, "what colleagues write for one another is theirs"
    assert mia.id not in whole
    assert "W-99999" not in whole


async def test_only_a_token_opens_it(house: House, lena: Tab, guest: Tab) -> None:
    await lena.say("where is my lamp?")
    await lena.said("bot")
    state = await guest.begin()
    for token, code in ((None, 401), ("nonsense", 401), (customer_token(LENA, life_s=-60), 401)):
        async with house.http(token) as http:
            assert (await http.get("/api/privacy/data")).status_code == code
            assert (await http.post("/api/privacy/erase", json={"confirm": True})).status_code == code
    async with house.http(state["visitor_token"]) as http:
        assert "lamp" not in (await http.get("/api/privacy/data")).text
    async with house.http(customer_token(LENA)) as http:
        for body in ({}, {"confirm": False}, {"confirm": "true"}):
            assert (await http.post("/api/privacy/erase", json=body)).status_code == 400
        foreign = {"Origin": "https://evil.example"}
        assert (await http.get("/api/privacy/data", headers=foreign)).status_code == 403
        assert (await http.post("/api/privacy/erase", json={"confirm": True}, headers=foreign)).status_code == 403
    assert left_messages(house) > 0


def left_messages(house: House) -> int:
    return int(house.rows("SELECT count(*) FROM messages")[0][0])


async def test_deleting_leaves_nothing_but_a_line_without_a_name(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk
) -> None:
    give_the_bot_its_table(house)
    house.bot.script = lambda _: answer("Hello Tom")
    toms = (await tom.say("hello"))["conversation_id"]
    await tom.said("bot")
    bot_remembers(house, toms)
    before = left(house)
    conversation = await a_whole_story(house, lena, customer_token(LENA), mia)
    assert len(list(house.settings.attachments.iterdir())) == 2

    async with house.http(customer_token(LENA)) as http:
        done = await http.post("/api/privacy/erase", json={"confirm": True})
        assert done.json() == {"deleted_conversations": 1}
        await lena.until("erased")
        await mia.tab.until("conversation_erased", lambda body: body == {"conversation_id": conversation})
        assert left(house) == before, "Tom's stays"
        await until(lambda: not list(house.settings.attachments.iterdir()))
        await until(lambda: house.rows("SELECT state FROM outbox WHERE kind = 'erasure'") == [("delivered",)])
        assert house.bot.forgotten == [conversation]

        assert house.rows("SELECT name FROM visitors WHERE customer_id = 'c-late'") == []
        assert house.rows("SELECT count(*) FROM outbox WHERE kind != 'erasure'") == [(0,)]
        (entry,) = house.rows("SELECT actor, conversation_id, detail FROM audit_log WHERE action = 'delete_data'")
        assert (entry[0], entry[1], json.loads(entry[2])) == ("customer", None, {"conversations": 1})
        everything = repr([house.rows(f"SELECT * FROM {t}") for t in (*TABLES, "audit_log", "outbox", "visitors")])
        for word in ("c-late", "Lena", "lena@", "floor", "teapot"):
            assert word not in everything, word
        assert (await http.post("/api/privacy/erase", json={"confirm": True})).json() == {"deleted_conversations": 0}
        assert (await http.get("/api/privacy/data")).json()["conversations"] == []
    assert (await mia.http.get(f"/api/conversations/{conversation}")).status_code == 404
    await mia.post(conversation, "messages", status=404, text="Lena?")


async def test_a_guest_deletes_theirs_alone_and_is_heard_again(house: House, guest: Tab, visit: Any) -> None:
    await guest.say("is this private?")
    await guest.said("bot")
    token = (await guest.begin())["visitor_token"]
    other = await visit(house)
    await other.say("hello there")
    await other.said("bot")
    async with house.http(token) as http:
        assert (await http.post("/api/privacy/erase", json={"confirm": True})).json() == {"deleted_conversations": 1}
    assert [row[0] for row in house.rows("SELECT text FROM messages WHERE author = 'customer'")] == ["hello there"]
    again = await visit(house, {"visitor": token})
    await again.say("here I am again")
    assert (await again.said("bot"))["text"] == "You said: here I am again"


async def test_what_the_bot_is_just_about_to_say_comes_to_nothing(house: House, lena: Tab) -> None:
    give_the_bot_its_table(house)

    def slowly(asked: Json) -> Json:
        time.sleep(0.8)
        bot_remembers(house, asked["sender"], 7)  # the bot stores its turn after everything was deleted
        return answer("Too late", handoff=ASKED)

    house.bot.script = slowly
    await lena.begin()
    conversation = (await lena.say("where is my lamp?"))["conversation_id"]
    await until(lambda: bool(house.bot.requests))
    async with house.http(customer_token(LENA)) as http:
        assert (await http.post("/api/privacy/erase", json={"confirm": True})).status_code == 200
    # The lease is over after the bot's time-out and ten seconds; then it is looked after once more.
    await asyncio.sleep(1.2)
    assert lena.all("bot_uttered") == []
    house.clock.ahead += timedelta(hours=2)
    await until(lambda: house.rows("SELECT state FROM outbox WHERE kind = 'erasure'") == [("delivered",)])
    assert house.rows("SELECT count(*) FROM bot_events") == [(0,)]
    assert house.rows("SELECT count(*) FROM conversations WHERE id = :id", id=conversation) == [(0,)]


async def test_it_comes_to_its_end_after_a_crash_and_while_the_bot_is_away(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    give_the_bot_its_table(house)
    conversation = await a_whole_story(house, lena, customer_token(LENA), mia)
    house.bot.kill()
    async with house.http(customer_token(LENA)) as http:
        assert (await http.post("/api/privacy/erase", json={"confirm": True})).status_code == 200
    await mia.close()
    house.stop()
    assert house.rows("SELECT count(*) FROM bot_events") == [(0,)], "the database does not wait for the bot"
    house.bot.start()
    house.start()
    house.clock.ahead += timedelta(minutes=30)
    await until(lambda: house.rows("SELECT state FROM outbox WHERE kind = 'erasure'") == [("delivered",)])
    assert house.bot.forgotten == [conversation]


async def test_what_a_guest_took_along_goes_with_the_customer(house: House, guest: Tab, visit: Any) -> None:
    await guest.say("I look at lamps")
    await guest.said("bot")
    token = (await guest.begin())["visitor_token"]
    lena = await visit(house, {"token": customer_token(LENA), "visitor": token})
    await lena.begin()
    async with house.http(token) as http:
        assert (await http.post("/api/privacy/erase", json={"confirm": True})).json() == {"deleted_conversations": 0}
    assert left_messages(house) == 2, "it is the customer's now"
    async with house.http(customer_token(LENA)) as http:
        assert (await http.post("/api/privacy/erase", json={"confirm": True})).json() == {"deleted_conversations": 1}
    assert left_messages(house) == 0
    assert house.rows("SELECT count(*) FROM visitors") == [(0,)]


async def test_who_goes_on_in_the_same_tab_is_somebody_new(house: House, lena: Tab, visit: Any) -> None:
    await lena.say("hello")
    await lena.said("bot")
    async with house.http(customer_token(LENA)) as http:
        await http.post("/api/privacy/erase", json={"confirm": True})
    await until(lambda: not lena.client.connected)
    again = await visit(house, {"token": customer_token(LENA)})
    assert (await again.begin())["messages"] == []
    await again.say("it is me")
    assert (await again.said("bot"))["text"] == "You said: it is me"
