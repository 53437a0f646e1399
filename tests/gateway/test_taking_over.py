"""An agent takes a conversation from the bot: at once, whatever the shop does; what only the shop knows comes afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from house import LENA, AgentAtDesk, House, Tab, customer_token
from jsonschema import Draft202012Validator

from gateway.people import SHOP_TIMEOUT_S
from support.handoff import json_schema

Visit = Callable[..., Awaitable[Tab]]
AT_ONCE_S = SHOP_TIMEOUT_S / 2


async def with_the_bot(house: House, lena: Tab) -> str:
    """Let Lena talk with the bot; return the conversation's id."""
    conversation = str((await lena.say("where is my lamp?"))["conversation_id"])
    await lena.said("bot")
    return conversation


async def tickets(house: House, count: int = 1) -> None:
    async with asyncio.timeout(30):
        while len(house.helpdesk.tickets) < count:
            await asyncio.sleep(0.02)


async def test_of_two_who_claim_at_once_one_has_it_however_slow_the_shop(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await with_the_bot(house, lena)
    for agent in (mia, omar):
        await agent.tab.call("watch", {"conversation_id": conversation})
    house.shop.answers.clear()
    try:
        began = time.monotonic()
        path = f"/api/conversations/{conversation}/claim"
        answers = await asyncio.gather(*(agent.http.post(path) for agent in (mia, omar)))
        assert time.monotonic() - began < AT_ONCE_S, "a claim waits for nobody"
        assert sorted(one.status_code for one in answers) == [200, 409]
        joined = await lena.until("bot_uttered", lambda m: m["event"] == "agent_joined")
        ((packet,),) = house.rows("SELECT packet FROM handoffs")
        assert '"orders": []' in packet
    finally:
        house.shop.answers.set()

    # The shop has answered: the packet is whole, those who look at it are told, and the helpdesk gets no other.
    await mia.tab.until("packet_changed", lambda p: p["conversation_id"] == conversation)
    whole = (await mia.look(conversation))["handoff"]
    Draft202012Validator(json_schema()).validate(whole)
    assert [order["id"] for order in whole["orders"]] == ["W-10423", "W-10390"]
    assert whole["reason"] == "agent_took_over"
    assert "read_orders" not in [tried["action"] for tried in whole["tried"]]
    assert joined["id"] not in [said["message_id"] for said in whole["transcript"]], "as of when it was opened"
    assert len(house.rows("SELECT id FROM handoffs")) == 1
    await tickets(house)
    assert list(house.helpdesk.tickets.values()) == [whole]


async def test_a_shop_that_is_down_holds_nobody_up_and_the_packet_says_so(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = await with_the_bot(house, lena)
    await mia.tab.call("watch", {"conversation_id": conversation})
    house.shop.broken = True
    await mia.post(conversation, "claim")
    await mia.tab.until("packet_changed")
    packet = (await mia.look(conversation))["handoff"]
    assert (packet["orders"], packet["customer"]["name"]) == ([], "Lena Berg")
    assert [(t["action"], t["outcome"]) for t in packet["tried"]] == [("read_orders", "failed")]
    await tickets(house)
    assert list(house.helpdesk.tickets.values()) == [packet]


async def test_what_happens_before_the_shop_answers_stays(house: House, visit: Visit, mia: AgentAtDesk) -> None:
    lena = await visit(house, {"token": customer_token(LENA)})
    conversation = await with_the_bot(house, lena)
    await mia.tab.call("watch", {"conversation_id": conversation})
    house.shop.answers.clear()
    try:
        await mia.post(conversation, "claim")
        await lena.say("the lamp is on fire")
        await mia.post(conversation, "messages", text="Are you safe?")
    finally:
        house.shop.answers.set()
    await mia.tab.until("packet_changed")
    seen = await mia.look(conversation)
    assert (seen["conversation"]["reason"], seen["conversation"]["priority"]) == ("safety", "urgent")
    assert seen["sla"]["state"] == "met"
    assert [order["id"] for order in seen["handoff"]["orders"]] == ["W-10423", "W-10390"]


async def test_given_back_before_the_shop_answers_nothing_is_written_anew(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = await with_the_bot(house, lena)
    house.shop.answers.clear()
    try:
        await mia.post(conversation, "claim")
        await mia.post(conversation, "return-to-bot")
    finally:
        house.shop.answers.set()
    await lena.say("and now?")
    async with asyncio.timeout(30):
        while len(house.bot.requests) < 2:
            await asyncio.sleep(0.02)
    assert house.rows("SELECT status FROM conversations") == [("pending",)]
    await tickets(house)
    (packet,) = house.helpdesk.tickets.values()
    assert packet["orders"] == []


async def test_a_guest_is_taken_over_without_asking_any_shop(house: House, guest: Tab, mia: AgentAtDesk) -> None:
    conversation = await with_the_bot(house, guest)
    house.shop.answers.clear()
    try:
        await mia.post(conversation, "claim")
        await tickets(house)
    finally:
        house.shop.answers.set()
    (packet,) = house.helpdesk.tickets.values()
    assert packet["customer"] == {"id": None, "name": None, "verified_by": None}
