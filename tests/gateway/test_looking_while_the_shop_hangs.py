"""An agent who opens a conversation never waits for the shop: what we know is there at once, the rest comes when it comes."""

from __future__ import annotations

import asyncio
import time

from house import ASKED, AgentAtDesk, House, Tab, answer

A_HANGING_SHOP_S = 5.0  # after so long it counts as down (gateway/people.py)


async def test_a_conversation_opens_while_the_shop_hangs(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = (await lena.say("human please"))["conversation_id"]
    await lena.said("system")
    house.shop.answers.clear()
    try:
        began = time.monotonic()
        seen = await mia.look(conversation)
        assert time.monotonic() - began < A_HANGING_SHOP_S, "it did not wait until the shop counts as down"
        assert seen["customer_awaited"]
        assert seen["customer"]["name"] == "Lena Berg"
        assert [order["id"] for order in seen["customer"]["orders"]] == [
            order["id"] for order in seen["handoff"]["orders"]
        ]
        rest = asyncio.create_task(mia.http.get(f"/api/conversations/{conversation}/customer"))
        await asyncio.sleep(0.1)
        assert not rest.done()
    finally:
        house.shop.answers.set()
    card = (await rest).json()["customer"]
    assert {order["id"] for order in card["orders"]} == {"W-10423", "W-10390"}
    assert not (await mia.look(conversation))["customer_awaited"]


async def test_the_card_of_a_guest_and_of_a_shop_that_is_down(
    house: House, guest: Tab, lena: Tab, mia: AgentAtDesk
) -> None:
    theirs = (await guest.say("hello"))["conversation_id"]
    assert (await mia.http.get(f"/api/conversations/{theirs}/customer")).json() == {"customer": None}
    assert not (await mia.look(theirs))["customer_awaited"]
    hers = (await lena.say("hello"))["conversation_id"]
    house.shop.broken = True
    assert not (await mia.look(hers))["customer_awaited"], "down is known at once"
    assert (await mia.http.get(f"/api/conversations/{hers}/customer")).json()["customer"]["orders"] == []
    assert (await mia.http.get("/api/conversations/cv_nothing/customer")).status_code == 404
