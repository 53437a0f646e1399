"""What admins decide in the desk: hours that hold at once and over a restart, queues, canned responses, how long things are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from house import ASKED, LENA, TOM, AgentAtDesk, House, Tab, answer, customer_token
from sqlalchemy import create_engine
from sqlalchemy import text as sql

Open = Callable[..., Awaitable[AgentAtDesk]]
CLOSED: dict[str, list[str]] = {}


@pytest.fixture
async def ada(house: House, desk: Open) -> AgentAtDesk:
    """Ada, an admin."""
    return await desk(house, "ada", role="admin")


async def test_hours_set_in_the_desk_hold_at_once_and_after_a_restart(
    house: House, ada: AgentAtDesk, lena: Tab
) -> None:
    before = (await ada.http.get("/api/settings/hours")).json()
    assert (before["hours"]["source"], before["is_open"]) == ("file", True)
    assert before["hours"]["week"]["monday"] == ["00:00-24:00"]
    week = {"monday": ["09:00-12:30", "13:30-18:00"], "friday": ["22:00-06:00"]}
    body = {"timezone": "Europe/Berlin", "week": week, "holidays": {"12-25": [], "2026-12-24": ["09:00-13:00"]}}
    held = (await ada.http.post("/api/settings/hours", json=body)).json()["hours"]
    assert (held["source"], held["zone"], held["holidays"]) == ("desk", "Europe/Berlin", body["holidays"])
    assert held["week"] == {**{day: [] for day in held["week"]}, **week}
    assert held["filed"] == {key: before["hours"][key] for key in ("timezone", "week", "holidays")}
    # Never open: who is handed over hears so.
    await ada.http.post("/api/settings/hours", json={"week": {"monday": ["09:00-09:01"]}, "timezone": "UTC"})
    house.clock.to(days=8 - house.clock().isoweekday(), hour=12)  # a Monday, after closing
    house.bot.script = lambda _: answer(handoff=ASKED)
    await lena.say("human please")
    told = await lena.until("bot_uttered", lambda m: m["event"] == "handoff")
    assert "09:00" in told["text"]
    house.stop()
    house.start()
    again = await AgentAtDesk(house, "ada", role="admin").open()
    try:
        kept = (await again.http.get("/api/settings/hours")).json()
        assert (kept["hours"]["source"], kept["is_open"]) == ("desk", False)
        reset = (await again.http.post("/api/settings/hours/reset")).json()
        assert (reset["hours"]["source"], reset["is_open"]) == ("file", True)
    finally:
        await again.close()
    actions = [row[0] for row in house.rows("SELECT action FROM audit_log WHERE action LIKE '%hours' ORDER BY id")]
    assert actions == ["set_hours", "set_hours", "reset_hours"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"week": {"monday": ["9-5"]}},
        {"week": {"monday": ["09:00-18:00", "17:00-20:00"]}},
        {"week": {"moonday": []}},
        {"week": {}, "timezone": "Atlantis/Capital"},
        {"week": {}, "holidays": {"13-45": []}},
        {"week": {}, "holidays": {"12-25": ["late"]}},
        {"week": {"monday": "09:00-18:00"}},
    ],
)
async def test_hours_that_make_no_sense_are_refused(ada: AgentAtDesk, body: dict[str, Any]) -> None:
    refused = await ada.http.post("/api/settings/hours", json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid")
    assert (await ada.http.get("/api/settings/hours")).json()["hours"]["source"] == "file"


async def test_queues_of_the_shops_own(house: House, ada: AgentAtDesk, mia: AgentAtDesk) -> None:
    names = [one["name"] for one in (await mia.http.get("/api/queues")).json()["queues"]]
    assert names == ["general", "legal", "safety"]
    new = {"name": "returns", "title": "Returns", "title_zh": "退货"}
    made = (await ada.http.post("/api/queues", json=new)).json()["queues"]
    assert made[-1] == {**new, "built_in": False, "open": 0, "agents": 2}
    assert (await ada.http.post("/api/queues", json=new)).status_code == 409
    for wrong in ({"name": "Re turns"}, {"title": " "}, {"title_zh": ""}):
        assert (await ada.http.post("/api/queues", json={**new, **wrong})).status_code == 400, wrong
    renamed = (await ada.http.post("/api/queues/legal", json={"title": "Law", "title_zh": "法务"})).json()["queues"]
    assert [(one["title"], one["built_in"]) for one in renamed if one["name"] == "legal"] == [("Law", True)]
    assert (await ada.http.post("/api/queues/none", json={"title": "x", "title_zh": "x"})).status_code == 404
    assert (await ada.http.post("/api/queues/legal/delete")).status_code == 409
    assert (await ada.http.post("/api/queues/none/delete")).status_code == 404
    await ada.http.post(f"/api/agents/{mia.id}", json={"queues": ["returns"]})
    assert (await ada.http.post("/api/queues/returns/delete")).status_code == 409, "Mia answers it"
    await ada.http.post(f"/api/agents/{mia.id}", json={"queues": []})
    left = (await ada.http.post("/api/queues/returns/delete")).json()["queues"]
    assert [one["name"] for one in left] == ["general", "legal", "safety"]


async def test_the_shops_canned_responses_and_ones_own(
    house: House, lena: Tab, ada: AgentAtDesk, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = (await lena.say("human please"))["conversation_id"]
    await lena.said("system")
    body = {"language": "en", "title": "Tea", "text": "I put the kettle on for you."}
    own = (await mia.http.post("/api/canned", json={**body, "personal": True})).json()["canned"]
    shops = (await omar.http.post("/api/canned", json={**body, "title": "Coffee"})).json()["canned"]
    assert (own["personal"], own["author_name"], shops["personal"]) == (True, "Mia", False)

    async def titles(agent: AgentAtDesk, path: str) -> set[str]:
        return {one["title"] for one in (await agent.http.get(path)).json()["canned"]} & {"Tea", "Coffee"}

    for path in ("/api/canned?language=en", f"/api/conversations/{conversation}/canned"):
        assert [await titles(agent, path) for agent in (mia, omar, ada)] == [{"Tea", "Coffee"}, {"Coffee"}, {"Coffee"}]
    assert (await ada.http.post(f"/api/canned/{own['id']}", json=body)).status_code == 404, "not even an admin"
    assert (await mia.http.post(f"/api/canned/{shops['id']}", json={**body, "title": "Cocoa"})).status_code == 403
    changed = await ada.http.post(f"/api/canned/{shops['id']}", json={**body, "title": "Cocoa"})
    assert changed.json()["canned"]["title"] == "Cocoa"
    assert (await ada.http.post(f"/api/canned/{shops['id']}/delete")).status_code == 200
    # A shipped one that does not fit this shop is switched off, in both languages.
    shipped = next(one for one in (await mia.http.get("/api/canned")).json()["canned"] if one["author"] is None)
    switch = f"/api/canned/{shipped['id']}/switch"
    assert (await ada.http.post(switch, json={"enabled": False})).status_code == 200
    assert (await ada.http.post("/api/canned/none/switch", json={"enabled": False})).status_code == 404
    for language in ("en", "zh"):
        listed = (await mia.http.get(f"/api/canned?language={language}")).json()["canned"]
        assert [one["id"] for one in listed if not one["enabled"]] == [shipped["id"]]
    filled = (await mia.http.get(f"/api/conversations/{conversation}/canned")).json()["canned"]
    assert shipped["id"] not in {one["id"] for one in filled}


async def test_what_was_kept_long_enough_goes_with_everything(
    house: House, ada: AgentAtDesk, lena: Tab, tom: Tab
) -> None:
    engine = create_engine(house.settings.database_url)
    with engine.begin() as connection:
        connection.execute(sql("CREATE TABLE bot_events (sender_id VARCHAR, seq INTEGER, data TEXT)"))
    house.bot.script = lambda _: answer(handoff=ASKED, notes=[{"kind": "fact", "key": "a", "value": "b"}])
    ids = {}
    for name, tab in (("lena", lena), ("tom", tom)):
        ids[name] = (await tab.say("human please"))["conversation_id"]
        await tab.said("system")
        await ada.post(ids[name], "claim")
        await ada.post(ids[name], "messages", text="Hello")
        with engine.begin() as connection:
            connection.execute(sql("INSERT INTO bot_events VALUES (:id, 1, '{}')"), {"id": ids[name]})
    engine.dispose()
    await ada.post(ids["lena"], "resolve")
    shown = (await ada.http.get("/api/settings/retention")).json()
    assert shown == {"retention": {"conversation_days": 0, "audit_days": 0}, "due": 0}
    house.clock.ahead = timedelta(days=31)
    await asyncio.sleep(0.5)
    assert house.rows("SELECT count(*) FROM conversations") == [(2,)], "nothing is deleted unless somebody says so"
    ada = await AgentAtDesk(house, "ada", role="admin").open()
    try:
        for wrong in ({}, {"conversation_days": -1, "audit_days": 0}, {"conversation_days": "30", "audit_days": 0}):
            assert (await ada.http.post("/api/settings/retention", json=wrong)).status_code == 400
        body = {"conversation_days": 30, "audit_days": 0}
        assert (await ada.http.post("/api/settings/retention", json=body)).json() == {"retention": body, "due": 1}
        house.clock.ahead += timedelta(hours=2)
        async with asyncio.timeout(30):
            while house.rows("SELECT count(*) FROM conversations") != [(1,)]:
                await asyncio.sleep(0.05)
    finally:
        await ada.close()
    assert house.rows("SELECT id FROM conversations") == [(ids["tom"],)], "what is open stays"
    for table, column in (
        ("messages", "conversation_id"),
        ("handoffs", "conversation_id"),
        ("bot_events", "sender_id"),
    ):
        assert {row[0] for row in house.rows(f"SELECT {column} FROM {table}")} == {ids["tom"]}, table
    assert house.rows("SELECT count(*) FROM notes") == [(1,)]
    left = sorted(str(kind) for (kind,) in house.rows("SELECT kind FROM outbox"))
    assert left == ["erasure", "handoff"], "what lies outside the database, and what is open"
    (told,) = house.rows("SELECT actor, conversation_id, detail FROM audit_log WHERE action = 'delete_conversations'")
    assert (told[0], told[1]) == ("retention", None)
    assert "1" in str(told[2])
    assert {LENA.id, TOM.id} == {row[0] for row in house.rows("SELECT customer_id FROM visitors")}, (
        "opt-outs hang on them"
    )


async def test_a_guest_of_whom_nothing_is_left_goes_too(house: House, ada: AgentAtDesk, guest: Tab) -> None:
    conversation = (await guest.say("hello"))["conversation_id"]
    await guest.said("bot")
    await ada.post(conversation, "resolve")
    await ada.http.post("/api/settings/retention", json={"conversation_days": 1, "audit_days": 1})
    house.clock.ahead = timedelta(days=3)
    async with asyncio.timeout(30):
        while house.rows("SELECT count(*) FROM visitors") != [(0,)]:
            await asyncio.sleep(0.05)
    async with asyncio.timeout(30):
        while [row[0] for row in house.rows("SELECT action FROM audit_log")] != ["delete_conversations"]:
            await asyncio.sleep(0.05)


async def test_a_customers_token_decides_nothing(house: House) -> None:
    async with house.http(customer_token(LENA)) as http:
        assert (await http.post("/api/settings/hours/reset")).status_code == 401
