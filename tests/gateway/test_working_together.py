"""Mia and Omar work on one conversation; Sue leads them; Tom and strangers see none of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token


@pytest.fixture
async def sue(house: House) -> AsyncIterator[AgentAtDesk]:
    """Sue, a supervisor."""
    agent = await AgentAtDesk(house, "sue", role="supervisor").open()
    yield agent
    await agent.close()


async def handed_over(house: House, tab: Tab, *agents: AgentAtDesk, text: str = "human please") -> str:
    """Hand a conversation over; the first of the agents claims it."""
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = str((await tab.say(text))["conversation_id"])
    await tab.said("system")
    if agents:
        await agents[0].post(conversation, "claim")
    return conversation


async def get(agent: AgentAtDesk, path: str, status: int = 200, **params: Any) -> Any:
    response = await agent.http.get(path, params=params)
    assert response.status_code == status, response.text
    return response.json()


async def watch(agent: AgentAtDesk, conversation: str) -> Any:
    ack = await agent.tab.call("watch", {"conversation_id": conversation})
    assert ack["ok"], ack
    return ack["viewers"]


# Who is viewing and writing.


async def test_agents_see_who_has_it_open_and_who_is_writing(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    assert [one["name"] for one in await watch(mia, conversation)] == ["Mia"]
    assert [one["name"] for one in await watch(omar, conversation)] == ["Mia", "Omar"]
    await mia.tab.until("viewers", lambda b: len(b["viewers"]) == 2)
    await mia.tab.emit("typing", {"conversation_id": conversation, "typing": True})
    seen = await omar.tab.until("viewers", lambda b: b["viewers"][0]["writing"] == "reply")
    assert seen["viewers"][1] == {"id": omar.id, "name": "Omar", "writing": None}
    await lena.until("typing", lambda b: b["who"] == "agent" and b["typing"])
    # A note is for colleagues: they see that it is being written, the customer does not.
    before = len(lena.all("typing"))
    await omar.tab.emit("typing", {"conversation_id": conversation, "typing": True, "private": True})
    await mia.tab.until("viewers", lambda b: b["viewers"][-1]["writing"] == "note")
    await omar.tab.emit("typing", {"conversation_id": conversation, "typing": True})  # no reply of his would be taken
    await asyncio.sleep(0.2)
    assert len(lena.all("typing")) == before
    listed = await get(mia, f"/api/conversations/{conversation}/viewers")
    assert [one["writing"] for one in listed["viewers"]] == ["reply", "note"]
    mia.tab.heard.clear()
    await omar.tab.close()
    await mia.tab.until("viewers", lambda b: [one["name"] for one in b["viewers"]] == ["Mia"])
    assert house.rows("SELECT agent_id FROM conversation_viewers") == [(mia.id,)]


async def test_who_is_not_heard_of_any_more_is_forgotten(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    await watch(mia, conversation)
    # As a gateway leaves it that died: nobody there says again that Omar is here.
    house.change(
        "INSERT INTO conversation_viewers (conversation_id, agent_id, viewing_until) VALUES (:c, :a, :until)",
        **{"c": conversation, "a": omar.id, "until": (house.clock() + timedelta(seconds=30)).replace(tzinfo=None)},
    )
    listed = await get(mia, f"/api/conversations/{conversation}/viewers")
    assert [one["name"] for one in listed["viewers"]] == ["Mia", "Omar"]
    mia.tab.heard.clear()
    house.clock.ahead = timedelta(seconds=31)
    await mia.tab.until("viewers", lambda b: [one["name"] for one in b["viewers"]] == ["Mia"])


# A second reply.


async def test_a_colleague_who_answered_meanwhile_is_named_before_a_second_reply(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk, sue: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    seen = (await mia.look(conversation))["messages"][-1]["offset"]
    await sue.post(conversation, "assign", agent_id=omar.id)
    await omar.post(conversation, "messages", text="I've looked into it, Lena.")
    await sue.post(conversation, "assign", agent_id=mia.id)
    reply = {"text": "Mia here", "client_message_id": "d1", "seen_offset": seen}
    refused = (await mia.post(conversation, "messages", 409, **reply))["error"]
    assert refused["code"] == "conflict"
    detail = refused["detail"]
    assert (detail["kind"], detail["by"]) == ("answered", {"id": omar.id, "name": "Omar"})
    said = [m["text"] for m in (await mia.look(conversation))["messages"] if m["author"] == "agent"]
    assert said == ["I've looked into it, Lena."], "nothing was sent"
    # A note crosses nobody, and who knows may send.
    await mia.post(conversation, "messages", text="late", private=True, seen_offset=seen)
    sent = (await mia.post(conversation, "messages", **reply, anyway=True))["message"]
    again = (await mia.post(conversation, "messages", **reply))["message"]
    assert sent["id"] == again["id"], "what was sent is not asked about again"
    # Who has seen it all is not asked.
    newest = (await mia.look(conversation))["messages"][-1]["offset"]
    await mia.post(conversation, "messages", text="One more thing", seen_offset=newest)


async def test_a_colleague_who_is_writing_is_named(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk, sue: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, omar)
    await watch(omar, conversation)
    await watch(mia, conversation)
    await omar.tab.emit("typing", {"conversation_id": conversation, "typing": True})
    await mia.tab.until("viewers", lambda b: any(one["writing"] == "reply" for one in b["viewers"]))
    await sue.post(conversation, "assign", agent_id=mia.id)
    seen = (await mia.look(conversation))["messages"][-1]["offset"]
    refused = await mia.post(conversation, "messages", 409, text="Mia here", seen_offset=seen)
    assert refused["error"]["detail"] == {"kind": "writing", "by": {"id": omar.id, "name": "Omar"}}
    house.clock.ahead = timedelta(seconds=9)  # he has stopped without a word
    await mia.post(conversation, "messages", text="Mia here", seen_offset=seen)


# Passing on.


async def test_a_transfer_tells_the_taker_who_and_why(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    why = "Omar knows the carrier; card 4111 1111 1111 1111 was named"
    given = await mia.post(conversation, "transfer", agent_id=omar.id, note=why, client_message_id="t1")
    assert given["conversation"]["assignee"]["name"] == "Omar"
    notice = (await omar.tab.until("notice"))["notice"]
    assert (notice["kind"], notice["by"]["name"], notice["customer"]) == ("transfer", "Mia", "Lena Berg")
    assert "knows the carrier" in notice["text"]
    assert "4111" not in notice["text"], "card numbers are masked in notes, too"
    # Sent once more, it is done once.
    await mia.post(conversation, "transfer", agent_id=omar.id, note=why, client_message_id="t1")
    assert len((await get(omar, "/api/notices"))["notices"]) == 1
    # The customer is told that somebody else goes on, never why.
    told = await lena.until("bot_uttered", lambda m: m["event"] == "transferred")
    assert "Omar" in told["text"]
    assert not any("carrier" in m["text"] for m in lena.all("bot_uttered"))
    assert house.rows("SELECT actor, detail FROM audit_log WHERE action = 'transfer'")[0][0] == mia.id
    await mia.post(conversation, "transfer", 403, agent_id=mia.id, note="back")
    await omar.post(conversation, "transfer", 409, agent_id=omar.id, note="to me")


async def test_a_transfer_needs_a_goal_and_a_note(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    for body in (
        {"agent_id": omar.id},
        {"agent_id": omar.id, "note": "  "},
        {"note": "why"},
        {"agent_id": omar.id, "queue": "legal", "note": "why"},
        {"queue": "nowhere", "note": "why"},
        {"queue": "General!", "note": "why"},
    ):
        await mia.post(conversation, "transfer", 400, **body)
    await mia.post(conversation, "transfer", 404, agent_id="a_nobody", note="why")
    async with house.http() as http:
        for headers in ({}, {"Authorization": f"Bearer {customer_token(LENA)}"}):
            for path in ("transfer", "release"):
                outside = await http.post(
                    f"/api/conversations/{conversation}/{path}",
                    json={"queue": "legal", "note": "why"},
                    headers=headers,
                )
                assert outside.status_code == 401
    assert house.rows("SELECT assignee_id FROM conversations WHERE id = :id", id=conversation) == [(mia.id,)]


async def test_a_transfer_to_a_queue_lets_it_wait_there(
    house: House, lena: Tab, mia: AgentAtDesk, sue: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    given = (await mia.post(conversation, "transfer", queue="legal", note="a lawyer's letter, @Sue"))["conversation"]
    assert (given["queue"], given["assignee"], given["status"]) == ("legal", None, "open")
    assert (await sue.tab.until("notice"))["notice"]["kind"] == "mention"
    await lena.until("bot_uttered", lambda m: m["event"] == "transferred_to_team")
    assert not [m for m in lena.all("bot_uttered") if m["event"] == "queued"]
    detail = next(m for m in (await sue.look(conversation))["messages"] if m["event"] == "queued")["detail"]
    assert detail == {"queue": "legal", "before": "general"}


async def test_who_lets_go_is_not_given_it_again_by_routing(build: Any, visit: Any) -> None:
    house = build(WARMLINE_ROUTING="auto")
    house.bot.start()
    house.start()
    mia = await AgentAtDesk(house, "mia").open()
    lena = await visit(house, {"token": customer_token(LENA)})
    conversation = await handed_over(house, lena)
    await mia.tab.until("conversation_changed", lambda c: c["conversation"]["assignee"] is not None)
    freed = (await mia.post(conversation, "release"))["conversation"]
    assert (freed["assignee"], freed["queue"]) == (None, "general")
    await asyncio.sleep(0.6)
    assert (await mia.look(conversation))["conversation"]["assignee"] is None
    omar = await AgentAtDesk(house, "omar").open()
    await omar.tab.until("conversation_changed", lambda c: (c["conversation"]["assignee"] or {}).get("id") == omar.id)
    for agent in (mia, omar):
        await agent.close()


async def test_only_the_assignee_and_who_leads_let_go(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk, sue: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    await omar.post(conversation, "release", 403)
    await omar.post(conversation, "transfer", 403, queue="legal", note="mine now")
    await sue.post(conversation, "release")
    await mia.post(conversation, "release", 409)
    assert not [m for m in lena.all("bot_uttered") if m["event"] == "let_go"]
    # Back to the bot, which then answers as before: it is not handed over again by itself.
    await mia.post(conversation, "claim")
    await mia.post(conversation, "transfer", agent_id=omar.id, note="please finish")
    await omar.post(conversation, "return-to-bot")
    house.bot.script = lambda _: answer("Here I am again")
    await lena.say("and my lamp?")
    await lena.said("bot", "Here I am again")
    assert (await omar.look(conversation))["conversation"]["status"] == "pending"


# Mentions.


async def test_who_is_named_in_a_note_is_told_now_and_later(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk, sue: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    await omar.tab.close()
    note = (await mia.post(conversation, "messages", text="@omar do you know this? cc @Sue @mia", private=True))[
        "message"
    ]
    assert (await sue.tab.until("notice"))["notice"]["message_id"] == note["id"]
    mine = await get(omar, "/api/notices")  # he comes back later
    assert [(one["kind"], one["by"]["name"], one["seen"]) for one in mine["notices"]] == [("mention", "Mia", False)]
    assert mine["unseen"] == 1
    assert (await get(mia, "/api/notices"))["notices"] == [], "nobody is told of themselves"
    # Nobody else can say for him that he has seen it.
    await mia.http.post("/api/notices/seen", json={"ids": [mine["notices"][0]["id"]]})
    assert (await get(omar, "/api/notices"))["unseen"] == 1
    left = (await omar.http.post("/api/notices/seen", json={"ids": [mine["notices"][0]["id"]]})).json()
    assert (left["unseen"], left["notices"][0]["seen"]) == (0, True)
    # What goes to the customer names nobody.
    await mia.post(conversation, "messages", text="Write to @Sue if you like")
    assert len((await get(sue, "/api/notices"))["notices"]) == 1
    async with house.http() as http:
        assert (await http.get("/api/notices")).status_code == 401
        assert (await http.get("/api/colleagues")).status_code == 401
    people = await get(mia, "/api/colleagues")
    assert [one["name"] for one in people["agents"]] == ["Mia", "Omar", "Sue"]
    assert "load" not in people["agents"][0], "how much others do is for those who lead"
    assert {"general", "legal", "safety"} <= set(people["queues"])
