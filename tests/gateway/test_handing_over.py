"""From bot to human and back: one transaction, one assignee, nobody talking over anybody."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token
from jsonschema import Draft202012Validator

from storage.handoffs import Handoffs
from support.errors import IntegrationError
from support.handoff import json_schema
from support.language import detect


def with_handoff(text: str = "I'll get somebody.", **ask: str) -> dict[str, Any]:
    notes = [
        {"kind": "tried", "action": "track_order", "outcome": "answered", "order_ids": ["W-10423"]},
        {"kind": "fact", "key": "product", "value": "floor lamp"},
        {"kind": "question", "text": "Where is my floor lamp?"},
    ]
    return answer(text, handoff={**ASKED, **ask}, notes=notes)


async def handed_over(house: House, tab: Tab, text: str = "I want a human") -> str:
    """Let a customer ask for a human; return the conversation's id."""
    house.bot.script = lambda _: with_handoff()
    message = await tab.say(text)
    await tab.said("system")
    return str(message["conversation_id"])


async def delivered(house: House, times: int = 1) -> None:
    async with asyncio.timeout(30):
        while house.rows("SELECT count(*) FROM outbox WHERE state = 'delivered'") != [(times,)]:
            await asyncio.sleep(0.02)


async def test_a_handoff_carries_everything_and_is_delivered_once(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.helpdesk.failures = [IntegrationError("busy", permanent=False)] * 2
    conversation = await handed_over(house, lena)
    bot, notice = lena.all("bot_uttered")
    assert (bot["author"], bot["text"]) == ("bot", "I'll get somebody.")
    assert (notice["author"], notice["event"]) == ("system", "handoff")
    await lena.until("status", lambda s: s == {"status": "open", "agent": None})
    await mia.tab.until("conversation_changed", lambda c: c["conversation"]["status"] == "open")

    whole = await mia.look(conversation)
    packet = whole["handoff"]
    Draft202012Validator(json_schema()).validate(packet)
    assert packet["customer"] == {"id": "c-late", "name": "Lena Berg", "verified_by": "token"}
    assert [order["id"] for order in packet["orders"]] == ["W-10423", "W-10390"]
    assert packet["orders"][0]["days_late"] == 2
    assert packet["open_question"] == "Where is my floor lamp?"
    assert {"key": "product", "value": "floor lamp"} in packet["known_facts"]
    assert [point["label"] for point in packet["emotion_timeline"]] == ["anxious"]
    assert whole["customer"]["email"] == LENA.email
    assert whole["customer"]["orders"][0]["id"] == "W-10423"
    summary = whole["conversation"]
    assert (summary["reason"], summary["priority"], summary["queue"]) == ("asked", "normal", "general")
    assert summary["customer"] == {"id": "c-late", "name": "Lena Berg", "verified": True}
    assert summary["emotion"] == {"label": "anxious", "valence": -0.4}
    assert summary["waiting_since"]
    assert whole["messages"][0]["understood"]["intent"]["name"] == "track_order"

    await delivered(house)
    assert len(house.helpdesk.tries) == 3
    assert len(set(house.helpdesk.tries)) == 1
    assert list(house.helpdesk.tickets.values()) == [packet]
    assert house.rows("SELECT ticket, attempts FROM outbox") == [(f"T-{house.helpdesk.tries[0]}", 3)]


async def test_a_helpdesk_that_refuses_is_not_asked_again(house: House, lena: Tab) -> None:
    house.helpdesk.failures = [IntegrationError("no such account", permanent=True)]
    await handed_over(house, lena)
    async with asyncio.timeout(30):
        while house.rows("SELECT state, last_error FROM outbox") != [("parked", "IntegrationError")]:
            await asyncio.sleep(0.02)
    assert len(house.helpdesk.tries) == 1


async def test_the_bot_is_silent_after_the_handoff(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    await lena.say("hello? anybody?")
    async with house.http() as http:
        headers = {"Authorization": f"Bearer {customer_token(LENA)}"}
        over_http = await http.post("/api/chat", json={"text": "and over http?"}, headers=headers)
        assert over_http.json()["replies"] == []
        assert over_http.json()["status"] == "open"
    await mia.post(conversation, "claim")
    await lena.say("are you there, Mia?")
    assert len(house.bot.requests) == 1


async def test_agent_and_customer_talk_live(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    assert (await mia.tab.call("watch", {"conversation_id": conversation}))["ok"] is True
    assert (await lena.call("watch", {"conversation_id": conversation}))["ok"] is False
    claimed = await mia.post(conversation, "claim")
    assert claimed["conversation"]["assignee"] == {"id": mia.id, "name": "Mia"}
    joined = await lena.until("bot_uttered", lambda m: m["event"] == "agent_joined")
    assert joined["text"] == "Mia has joined"
    await lena.until("status", lambda s: s == {"status": "open", "agent": {"name": "Mia"}})
    await mia.tab.emit("typing", {"conversation_id": conversation, "typing": True})
    await lena.until("typing", lambda t: t == {"who": "agent", "name": "Mia", "typing": True})
    sent = await mia.post(conversation, "messages", text="Hello Lena", client_message_id="m1")
    assert await mia.post(conversation, "messages", text="Hello Lena", client_message_id="m1") == sent
    heard = await lena.said("agent")
    assert (heard["text"], heard["author_name"]) == ("Hello Lena", "Mia")
    assert len(lena.all("bot_uttered")) == 4
    await lena.emit("typing", {"typing": True})
    await mia.tab.until("typing", lambda t: t["who"] == "customer" and t["conversation_id"] == conversation)
    reply = await lena.say("hi Mia")
    await mia.tab.until("message", lambda m: m["message"]["id"] == reply["id"])
    assert (await mia.post(conversation, "resolve"))["conversation"]["status"] == "resolved"
    await lena.until("bot_uttered", lambda m: m["event"] == "resolved")


async def test_private_notes_are_for_agents_only(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk, visit: Any
) -> None:
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await omar.tab.call("watch", {"conversation_id": conversation})
    note = await omar.post(conversation, "messages", text="she is a VIP", private=True)
    assert note["message"]["private"] is True
    await omar.tab.until("message", lambda m: m["message"]["text"] == "she is a VIP")
    after = await mia.post(conversation, "messages", text="One moment")
    await lena.said("agent", "One moment")
    assert after["message"]["offset"] == note["message"]["offset"] + 1
    reload = await visit(house, {"token": customer_token(LENA)})
    state = await reload.begin()
    history = await lena.call("history", {"after": 0})
    async with house.http(customer_token(LENA)) as http:
        over_http = (await http.get(f"/api/chat/{conversation}")).text
    assert "VIP" not in repr((lena.heard, state, history, over_http))
    assert "VIP" in repr(await mia.look(conversation))
    assert (await mia.look(conversation))["conversation"]["last_message"]["text"] == "One moment"


async def test_the_first_claim_wins(house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    path = f"/api/conversations/{conversation}/claim"
    answers = await asyncio.gather(*(agent.http.post(path) for agent in (mia, omar)))
    assert sorted(a.status_code for a in answers) == [200, 409]
    winner, loser = (mia, omar) if answers[0].status_code == 200 else (omar, mia)
    await winner.post(conversation, "claim")  # once more is fine
    await loser.post(conversation, "claim", status=409)
    await loser.post(conversation, "messages", status=403, text="me too")
    await loser.post(conversation, "resolve", status=403)
    await loser.post(conversation, "return-to-bot", status=403)
    assert house.rows("SELECT count(*) FROM messages WHERE event = 'agent_joined'") == [(1,)]


async def test_an_agent_takes_over_while_the_bot_is_thinking(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    thinking, go_on = threading.Event(), threading.Event()

    def slow(_: Any) -> dict[str, Any]:
        thinking.set()
        go_on.wait(20)
        return {**with_handoff("too late"), "handoff": None}

    house.bot.script = slow
    conversation = (await lena.say("where is my lamp?"))["conversation_id"]
    await asyncio.to_thread(thinking.wait, 20)
    claimed = await mia.post(conversation, "claim")
    assert (claimed["conversation"]["status"], claimed["conversation"]["reason"]) == ("open", "agent_took_over")
    go_on.set()
    await lena.until("typing", lambda t: t == {"who": "bot", "typing": False})
    await mia.post(conversation, "messages", text="I am here")
    await lena.said("agent")
    assert lena.all("bot_uttered")[0]["event"] == "agent_joined"
    assert "too late" not in repr(house.rows("SELECT text FROM messages"))
    assert house.rows("SELECT count(*) FROM notes") == [(0,)]
    packet = (await mia.look(conversation))["handoff"]
    Draft202012Validator(json_schema()).validate(packet)
    assert packet["reason"] == "agent_took_over"
    assert packet["orders"]


async def test_a_late_answer_stays_out_even_after_a_return_to_the_bot(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    thinking, go_on = threading.Event(), threading.Event()

    def slow(asked: dict[str, Any]) -> dict[str, Any]:
        if asked["message"] == "first":
            thinking.set()
            go_on.wait(20)
        return answer(f"on {asked['message']}")

    house.bot.script = slow
    conversation = (await lena.say("first"))["conversation_id"]
    await asyncio.to_thread(thinking.wait, 20)
    await mia.post(conversation, "claim")
    await mia.post(conversation, "return-to-bot")
    go_on.set()
    await lena.say("second")
    await lena.said("bot", "on second")
    assert [m["text"] for m in lena.all("bot_uttered") if m["author"] == "bot"] == ["on second"]


async def test_the_bot_goes_on_after_a_return_with_what_is_known(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="Back to our assistant")
    returned = await mia.post(conversation, "return-to-bot")
    assert returned["conversation"]["status"] == "pending"
    assert returned["conversation"]["assignee"] is None
    await lena.until("status", lambda s: s == {"status": "pending", "agent": None})
    events = [m["event"] for m in lena.all("bot_uttered") if m["event"]]
    assert events == ["handoff", "agent_joined", "agent_left", "returned_to_bot"]
    house.bot.script = lambda _: with_handoff("once more")
    await lena.say("and now?")
    await lena.said("bot", "once more")
    await lena.until("status", lambda s: s["status"] == "open" and s["agent"] is None)
    assert [asked["message"] for asked in house.bot.requests] == ["I want a human", "and now?"]
    packet = (await mia.look(conversation))["handoff"]
    assert len(packet["tried"]) == 2, "the notes of before are kept"
    assert house.rows("SELECT count(*) FROM handoffs WHERE closed_at IS NULL") == [(1,)]
    await delivered(house, 2)


async def test_without_the_shop_the_handoff_says_so(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.shop.broken = True
    conversation = await handed_over(house, lena)
    whole = await mia.look(conversation)
    assert whole["handoff"]["orders"] == []
    tried = [(step["action"], step["outcome"]) for step in whole["handoff"]["tried"]]
    assert ("read_orders", "failed") in tried
    assert whole["handoff"]["customer"]["name"] == "Lena Berg"
    assert whole["customer"]["orders"] == []


async def test_a_guest_is_handed_over_without_orders(house: House, guest: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, guest)
    whole = await mia.look(conversation)
    assert whole["customer"] is None
    assert whole["handoff"]["customer"] == {"id": None, "name": None, "verified_by": None}
    assert whole["handoff"]["orders"] == []


async def test_nothing_is_half_done_when_the_handoff_cannot_be_stored(
    house: House, lena: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = Handoffs.open, [RuntimeError("disk full")]

    def fail_once(self: Any, *args: Any) -> Any:
        if failures:
            raise failures.pop()
        return real(self, *args)

    monkeypatch.setattr(Handoffs, "open", fail_once)
    house.bot.script = lambda _: with_handoff()
    message = await lena.say("I want a human")
    await asyncio.sleep(0.3)
    assert lena.all("bot_uttered") == []
    assert house.rows("SELECT status, last_offset FROM conversations") == [("pending", 1)]
    assert house.rows("SELECT relay FROM messages WHERE id = :id", id=message["id"]) == [("waiting",)]
    assert house.rows("SELECT count(*) FROM outbox") == [(0,)]


async def test_the_queue_is_sorted_by_priority_then_by_waiting(
    house: House, lena: Tab, tom: Tab, guest: Tab, mia: AgentAtDesk
) -> None:
    for tab, priority in ((tom, "normal"), (guest, "urgent"), (lena, "normal")):
        house.bot.script = lambda _, p=priority: with_handoff(priority=p)
        await tab.say("human please")
        await tab.said("system")
    listed = (await mia.http.get("/api/conversations?status=open&mine=0")).json()["conversations"]
    assert [c["customer"]["name"] for c in listed] == [None, "Tom Reed", "Lena Berg"]
    await mia.post(listed[1]["id"], "claim")
    mine = (await mia.http.get("/api/conversations?status=open&mine=1")).json()["conversations"]
    assert [c["customer"]["name"] for c in mine] == ["Tom Reed"]
    await lena.emit("seen", {"offset": 3})
    assert (await mia.http.get("/api/conversations?status=resolved")).json() == {"conversations": [], "next": None}


async def test_chinese_customers_read_chinese_notices(house: House, guest: Tab, mia: AgentAtDesk) -> None:
    understood = {**answer()["understood"], "language": "zh"}
    house.bot.script = lambda _: {**with_handoff(), "understood": understood}
    conversation = (await guest.say("我要人工"))["conversation_id"]
    notice = await guest.said("system")
    assert detect(notice["text"]) == "zh"  # whichever of its wordings
    await mia.post(conversation, "claim")
    joined = await guest.until("bot_uttered", lambda m: m["event"] == "agent_joined")
    assert joined["text"] == "Mia 已加入对话"


async def test_who_watches_learns_what_was_understood(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = (await lena.begin())["conversation_id"]
    await mia.tab.call("watch", {"conversation_id": conversation})
    message = await lena.say("where is my lamp?")
    told = await mia.tab.until("message", lambda m: m["message"]["understood"] is not None)
    assert told["message"]["id"] == message["id"]
    assert told["message"]["understood"]["emotion"]["label"] == "anxious"
    await lena.said("bot")
    assert "understood" not in repr(lena.heard)
