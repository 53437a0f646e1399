"""What agents have done with orders: by the rules, once, with a receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house import LAMP, LENA, AgentAtDesk, House, Tab, customer_token
from test_working_together import handed_over

from support.money import Money
from support.orders import (
    Address,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    Shipment,
)

HOME = Address("Lena Berg", "Elbchaussee 1", "22765", "Hamburg", "DE")
NEW = {"name": "Lena Berg", "street": "Alster 2", "postcode": "20099", "city": "Hamburg"}


def order(number: str, status: OrderStatus, **more: Any) -> Order:
    now = datetime.now(UTC)
    line = OrderLine("l1", LAMP, 1, LAMP.price)
    paid = Payment("p1", "Visa", LAMP.price, PaymentStatus.PAID, now)
    return Order(number, LENA.id, now - timedelta(days=3), status, (line,), address=HOME, payments=(paid,), **more)


@pytest.fixture
def fresh(house: House) -> Order:
    """Lena's newest order, not packed yet."""
    bought = order("W-20001", OrderStatus.PAID)
    house.shop.bring(bought)
    return bought


async def actions(agent: AgentAtDesk, conversation: str) -> dict[tuple[str, str], Any]:
    response = await agent.http.get(f"/api/conversations/{conversation}/orders")
    assert response.status_code == 200, response.text
    return {(o["id"], a["kind"]): a for o in response.json()["orders"] for a in o["actions"]}


async def test_cancelling_needs_the_amount_and_happens_once(
    house: House, fresh: Order, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    path = f"orders/{fresh.id}/cancel"
    check = (await actions(mia, conversation))[fresh.id, "cancel"]
    assert (check["allowed"], check["amount"]) == (True, "€129.00")
    await omar.post(conversation, path, 403, amount="€129.00")
    wrong = await mia.post(conversation, path, 409, amount="€12.90")
    assert wrong["error"]["detail"]["rule"] == "amount"
    assert house.shop.requests == []

    done = (await mia.post(conversation, path, amount="€129.00"))["message"]
    assert (done["event"], done["detail"]["reference"], done["detail"]["state"]) == ("order_action", "R-1", "done")
    told = await lena.until("bot_uttered", lambda m: m["event"] == "order_action")
    assert all(part in told["text"] for part in ("W-20001", "€129.00", "R-1"))
    assert "detail" not in told
    again = (await mia.post(conversation, path, amount="€129.00"))["message"]
    assert again["id"] == done["id"]
    assert [one.key for one in house.shop.requests] == ["cancel:W-20001"], (
        "the bot's own key: never twice, whoever asks"
    )
    rows = house.rows("SELECT actor, detail FROM audit_log WHERE action = 'order_cancel'")
    assert [row[0] for row in rows] == [mia.id]


async def test_a_receipt_that_was_lost_is_kept_at_the_second_try(
    house: House, fresh: Order, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia)
    where = {"address": NEW}
    done = (await mia.post(conversation, f"orders/{fresh.id}/change_address", **where))["message"]
    assert "Alster 2" in done["text"]
    # As after a crash between the shop and our database.
    house.change("DELETE FROM messages WHERE id = :id", id=done["id"])
    same = await mia.post(conversation, f"orders/{fresh.id}/change_address", 409, **where)
    assert same["error"]["detail"]["rule"] == "same", "it is there already"
    back = {"address": {**NEW, "street": HOME.street, "postcode": HOME.postcode}}
    await mia.post(conversation, f"orders/{fresh.id}/change_address", **back)
    # There and back and there again is a third wish, not the first one repeated.
    await mia.post(conversation, f"orders/{fresh.id}/change_address", **where)
    (now,) = [o for o in house.shop.orders(LENA.id) if o.id == fresh.id]
    assert now.address is not None
    assert now.address.street == "Alster 2"
    assert len(house.shop.requests) == 3


async def test_a_refusal_names_the_rule(house: House, fresh: Order, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena, mia)
    shown = await actions(mia, conversation)
    shipped = shown["W-10423", "cancel"]
    assert (shipped["allowed"], shipped["rule"], shipped["alternative"]) == (False, "shipped", "refuse_parcel")
    refused = await mia.post(conversation, "orders/W-10423/cancel", 409, amount="€129.00")
    assert refused["error"]["detail"]["rule"] == "shipped"
    assert shown["W-10390", "refund"]["rule"] == "cancelled"
    early = await mia.post(conversation, f"orders/{fresh.id}/refund", 409, amount="€129.00", problem="damaged")
    assert early["error"]["detail"]["rule"] == "not_arrived"
    await mia.post(conversation, f"orders/{fresh.id}/refund", 400, amount="€129.00")
    await mia.post(conversation, f"orders/{fresh.id}/change_address", 400)
    abroad = {**NEW, "country": "FR"}
    far = await mia.post(conversation, f"orders/{fresh.id}/change_address", 409, address=abroad)
    assert far["error"]["detail"]["rule"] == "country"
    await mia.post(conversation, "orders/W-99999/cancel", 404, amount="€1.00")
    await mia.post(conversation, f"orders/{fresh.id}/burn", 400)
    assert house.shop.requests == []
    house.shop.broken = True
    await mia.post(conversation, f"orders/{fresh.id}/cancel", 503, amount="€129.00")


async def test_money_back_for_what_came_broken_and_what_is_overdue(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    now = datetime.now(UTC)
    parcel = Shipment("s9", "DHL", "1Z9", "", now - timedelta(days=2), delivered_at=now - timedelta(days=1))
    owed = Refund(
        "F1", "W-20003", Money(12900), RefundStatus.APPROVED, now - timedelta(days=30), now - timedelta(days=30)
    )
    house.shop.bring(order("W-20002", OrderStatus.DELIVERED, shipments=(parcel,)))
    house.shop.bring(replace(order("W-20003", OrderStatus.CANCELLED), refunds=(owed,)))
    conversation = await handed_over(house, lena, mia)
    done = await mia.post(conversation, "orders/W-20002/refund", amount="€129.00", problem="damaged")
    assert done["message"]["detail"]["state"] == "requested"
    await mia.post(conversation, "orders/W-20003/chase_refund", amount="€129.00")
    assert [one.key for one in house.shop.requests] == ["refund:W-20002:all", "refund-overdue:F1"]


async def test_outsiders_and_guests_have_nothing_here(
    house: House, fresh: Order, guest: Tab, lena: Tab, mia: AgentAtDesk
) -> None:
    mine = await handed_over(house, lena, mia)
    async with house.http() as http:
        for headers in ({}, {"Authorization": f"Bearer {customer_token(LENA)}"}):
            for method, path in (("GET", "orders"), ("POST", f"orders/{fresh.id}/cancel")):
                body = {"amount": "€129.00"} if method == "POST" else None
                outside = await http.request(method, f"/api/conversations/{mine}/{path}", json=body, headers=headers)
                assert outside.status_code == 401
    theirs = await handed_over(house, guest, mia)
    assert await actions(mia, theirs) == {}
    await mia.post(theirs, f"orders/{fresh.id}/cancel", 404, amount="€129.00")
    assert house.shop.requests == []
