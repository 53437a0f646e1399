"""Conversations find an agent: skill, language, capacity, in order, exactly once, and never stay with one who is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from house import ASKED, LENA, TOM, AgentAtDesk, House, Tab, answer, customer_token

Visit = Callable[..., Awaitable[Tab]]


@pytest.fixture
def auto(build: Callable[..., House]) -> House:
    """A house where conversations find their agent by themselves."""
    house = build(WARMLINE_ROUTING="auto")
    house.bot.start()
    house.start()
    house.bot.script = lambda _: answer(handoff=ASKED)
    return house


async def asks(tab: Tab, text: str = "human please") -> str:
    return str((await tab.say(text))["conversation_id"])


async def assignee(house: House, conversation_id: str, wanted: str | None) -> None:
    async with asyncio.timeout(30):
        query = "SELECT assignee_id FROM conversations WHERE id = :id"
        while (rows := house.rows(query, id=conversation_id)) != [(wanted,)]:
            assert rows, "no such conversation"
            await asyncio.sleep(0.05)


async def test_a_handoff_finds_the_agent_with_the_skill_and_the_customer_is_told(
    auto: House, visit: Visit, desk: Callable[..., Awaitable[AgentAtDesk]]
) -> None:
    legal = await desk(auto, "omar", queues=("legal",))
    mia = await desk(auto, "mia", queues=("general",))
    lena = await visit(auto, {"token": customer_token(LENA)})
    conversation = await asks(lena)
    await lena.until("status", lambda s: s == {"status": "open", "agent": {"name": "Mia"}})
    told = await lena.until("bot_uttered", lambda m: m["event"] == "agent_assigned")
    assert "Mia" in told["text"]
    changed = await legal.tab.until("conversation_changed", lambda c: c["conversation"]["assignee"] is not None)
    assert changed["conversation"]["assignee"] == {"id": mia.id, "name": "Mia"}
    assert changed["conversation"]["language_fallback"] is False
    await mia.post(conversation, "messages", text="Hello Lena")


async def test_manual_routing_leaves_it_to_the_agents(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = await asks(lena)
    await lena.said("system")
    await asyncio.sleep(0.6)  # three looks of the watcher
    assert house.rows("SELECT assignee_id FROM conversations") == [(None,)]
    await mia.post(conversation, "claim")


async def test_who_waits_is_served_when_somebody_comes_or_has_room(
    auto: House, visit: Visit, desk: Callable[..., Awaitable[AgentAtDesk]]
) -> None:
    lena = await visit(auto, {"token": customer_token(LENA)})
    tom = await visit(auto, {"token": customer_token(TOM)})
    first = await asks(lena)
    await lena.said("system")
    auto.bot.script = lambda _: answer(handoff={**ASKED, "priority": "urgent"})
    urgent = await asks(tom)
    await tom.said("system")
    mia = await desk(auto, "mia", capacity=1)
    await assignee(auto, urgent, mia.id)
    await assignee(auto, first, None)
    await mia.post(urgent, "resolve")
    await assignee(auto, first, mia.id)


async def test_who_says_that_they_are_away_gets_nothing(
    auto: House, visit: Visit, desk: Callable[..., Awaitable[AgentAtDesk]]
) -> None:
    mia = await desk(auto, "mia")
    away = (await mia.http.post("/api/presence", json={"presence": "away"})).json()["agent"]
    assert away["presence"] == "away"
    lena = await visit(auto, {"token": customer_token(LENA)})
    conversation = await asks(lena)
    await lena.until("bot_uttered", lambda m: m["event"] == "handoff")
    await assignee(auto, conversation, None)
    await mia.http.post("/api/presence", json={"presence": "online"})
    await assignee(auto, conversation, mia.id)


async def test_nobody_speaks_the_language_so_anybody_gets_it_and_it_is_marked(
    auto: House, visit: Visit, desk: Callable[..., Awaitable[AgentAtDesk]]
) -> None:
    mia = await desk(auto, "mia", languages=("en",))
    said = answer("好的", handoff=ASKED)
    said["understood"]["language"] = "zh"
    auto.bot.script = lambda _: said
    lena = await visit(auto, {"token": customer_token(LENA)})
    conversation = await asks(lena, "转人工")
    await assignee(auto, conversation, mia.id)
    assert (await mia.look(conversation))["conversation"]["language_fallback"] is True


async def test_an_agent_who_is_gone_without_a_reply_loses_it_to_another(
    auto: House, visit: Visit, desk: Callable[..., Awaitable[AgentAtDesk]]
) -> None:
    mia = await desk(auto, "mia")
    lena = await visit(auto, {"token": customer_token(LENA)})
    tom = await visit(auto, {"token": customer_token(TOM)})
    unanswered, answered = await asks(lena), await asks(tom)
    for conversation in (unanswered, answered):
        await assignee(auto, conversation, mia.id)
    await mia.post(answered, "messages", text="Hello Tom")
    await mia.tab.close()
    omar = await desk(auto, "omar")
    await asyncio.sleep(0.5)
    await assignee(auto, unanswered, mia.id)  # a moment away is no reason
    auto.clock.ahead = timedelta(minutes=11)
    await assignee(auto, unanswered, omar.id)
    await assignee(auto, answered, mia.id)
    events = [m["event"] for m in (await omar.look(unanswered))["messages"] if m["private"]]
    assert events == ["released"]
    assert "released" not in [m["event"] for m in lena.all("bot_uttered")]


async def test_ten_at_once_are_shared_out_and_nobody_is_given_too_many(
    auto: House, visit: Visit, desk: Callable[..., Awaitable[AgentAtDesk]]
) -> None:
    mia, omar = await desk(auto, "mia", capacity=3), await desk(auto, "omar", capacity=4)
    async with auto.http() as http:
        bodies = [{"text": f"human {n}", "client_message_id": str(n)} for n in range(10)]
        await asyncio.gather(*(http.post("/api/chat", json=body) for body in bodies))
    query = "SELECT assignee_id, count(*) FROM conversations WHERE status = 'open' GROUP BY assignee_id"
    async with asyncio.timeout(30):
        while dict(tuple(row) for row in auto.rows(query)) != {None: 3, mia.id: 3, omar.id: 4}:
            await asyncio.sleep(0.1)
    given = auto.rows("SELECT conversation_id, count(*) FROM audit_log WHERE action = 'assign' GROUP BY 1")
    assert [count for _, count in given] == [1] * 7, "each exactly once"


async def test_roles_hold(
    house: House, lena: Tab, mia: AgentAtDesk, desk: Callable[..., Awaitable[AgentAtDesk]]
) -> None:
    sue, ada = await desk(house, "sue", role="supervisor"), await desk(house, "ada", role="admin")
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = await asks(lena)
    await lena.said("system")
    path = f"/api/conversations/{conversation}/assign"
    for_leads = [("GET", "/api/agents", None), ("GET", "/api/reports/sla", None), ("POST", path, {"agent_id": mia.id})]
    for_admins = [("POST", f"/api/agents/{mia.id}", {"role": "admin", "capacity": 9})]
    async with house.http() as http:
        outsider = [(await http.request(m, p, json=b)).status_code for m, p, b in for_leads + for_admins]
    assert outsider == [401] * 4
    assert [(await mia.http.request(m, p, json=b)).status_code for m, p, b in for_leads + for_admins] == [403] * 4
    assert [(await sue.http.request(m, p, json=b)).status_code for m, p, b in for_leads + for_admins] == [200] * 3 + [
        403
    ]
    assert (await mia.look(conversation))["conversation"]["assignee"]["id"] == mia.id
    body = {"role": "supervisor", "queues": ["legal"], "languages": ["zh"], "capacity": 2}
    changed = (await ada.http.post(f"/api/agents/{mia.id}", json=body)).json()["agent"]
    account = {"active": True, "email": "mia@shop.example", "second_factor": False, "one_time_until": None}
    assert changed == {"id": mia.id, "name": "Mia", "presence": "online", "load": 1, **account, **body}
    for wrong in ({"role": "king"}, {"capacity": -1}, {"queues": ["Not a queue"]}, {"capacity": "6"}):
        assert (await ada.http.post(f"/api/agents/{mia.id}", json=wrong)).status_code == 400, wrong
    assert (await ada.http.post("/api/agents/a_nobody", json={})).status_code == 404
    assert (await ada.http.post(f"/api/agents/{ada.id}", json={"role": "agent"})).status_code == 409
    assert (await sue.http.post(path, json={"agent_id": "a_nobody"})).status_code == 404
    assert (await mia.http.post("/api/presence", json={"presence": "asleep"})).status_code == 400
