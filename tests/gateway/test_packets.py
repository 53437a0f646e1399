"""What the packet explains: why somebody is handed over and how soon, what lies behind them, what to do next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house import LAMP, LENA, AgentAtDesk, House, Tab, answer
from jsonschema import Draft202012Validator

from support.handoff import json_schema
from support.orders import Order, OrderLine, OrderStatus, Shipment

NOTES = [
    {"kind": "fact", "key": "problem", "value": "damaged"},
    {"kind": "tried", "action": "report_problem", "outcome": "done", "order_ids": ["W-10390"]},
    {"kind": "tried", "action": "request_replacement", "outcome": "done", "order_ids": ["W-10390"]},
    {"kind": "tried", "action": "goodwill", "outcome": "done", "order_ids": ["W-10390"]},
    {"kind": "fact", "key": "goodwill given", "value": "a voucher of €5.00 (damaged), R-7"},
]
TRACKED = [{"kind": "tried", "action": "track_order", "outcome": "answered", "order_ids": ["W-10423"]}]


def asks_for(reason: str = "asked", priority: str = "normal", queue: str = "general", **more: Any) -> dict[str, Any]:
    return {"reason": reason, "priority": priority, "queue": queue, **more}


async def hand_over(house: House, tab: Tab, text: str, ask: dict[str, Any], notes: list[dict[str, Any]]) -> str:
    def script(asked: dict[str, Any]) -> dict[str, Any]:
        shown = [{**each, "evidence": each.get("evidence", [asked["message_id"]])} for each in ask.get("because", [])]
        return answer("I'm getting somebody.", handoff={**ask, "because": shown}, notes=notes)

    house.bot.script = script
    message = await tab.say(text)
    await tab.until("bot_uttered", lambda m: m["event"] == "handoff" and m["offset"] > message["offset"])
    return str(message["conversation_id"])


def late_order(number: int, days_ago: int) -> Order:
    now = datetime.now(UTC)
    day = now - timedelta(days=days_ago)
    parcel = Shipment("s2", "DHL", "2Z", "", day, promised_on=day.date() - timedelta(days=4), delivered_at=day)
    line = OrderLine("l1", LAMP, 1, LAMP.price)
    return Order(f"W-{number}", LENA.id, day - timedelta(days=9), OrderStatus.DELIVERED, (line,), (parcel,))


async def test_the_decision_is_explained_with_its_messages(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    ask = asks_for("anger", "high", because=[{"rule": "anger"}, {"rule": "upset"}])
    conversation = await hand_over(house, lena, "this is a scam", ask, TRACKED)
    packet = (await mia.look(conversation))["handoff"]
    Draft202012Validator(json_schema()).validate(packet)
    (said,) = [m["message_id"] for m in packet["transcript"] if m["author"] == "customer"]
    assert packet["escalation"] == {
        "reason": "anger",
        "priority": "high",
        "queue": "general",
        "because": [{"rule": "anger", "evidence": [said]}, {"rule": "upset", "evidence": [said]}],
    }
    assert packet["next_step"]["evidence"] == ["W-10423"]
    assert packet["next_step"]["text"] != packet["next_step"]["text_zh"]
    assert packet["history"] == {"conversations": 0, "last_at": None, "handoffs": [], "failures": []}


async def test_repeated_failures_of_the_shop_bring_a_human_sooner(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.shop._orders[LENA.id].append(late_order(10350, 60))
    conversation = await hand_over(house, lena, "a person please", asks_for(), TRACKED)
    whole = await mia.look(conversation)
    assert whole["conversation"]["priority"] == whole["handoff"]["priority"] == "high"
    assert whole["handoff"]["escalation"]["because"][-1] == {
        "rule": "repeated_failures",
        "evidence": ["W-10423", "W-10350"],
    }
    (failure,) = whole["handoff"]["history"]["failures"]
    assert (failure["kind"], failure["order_id"], failure["days"]) == ("late", "W-10350", 4), "W-10423 is the present"


async def test_the_history_tells_earlier_talks_failures_and_how_they_were_made_good(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk
) -> None:
    first = await hand_over(house, lena, "the lamp is broken", asks_for("action_failed", "high"), NOTES)
    await hand_over(house, tom, "me too", asks_for(), NOTES)
    await mia.post(first, "resolve")
    house.clock.ahead = timedelta(hours=25)
    second = await hand_over(house, lena, "where is the other lamp?", asks_for(), TRACKED)
    assert second != first
    omar = await AgentAtDesk(house, "omar").open()  # Mia's session is over
    packet = (await omar.look(second))["handoff"]
    await omar.close()
    Draft202012Validator(json_schema()).validate(packet)
    history = packet["history"]
    assert history["conversations"] == 1
    assert [(each["conversation_id"], each["reason"]) for each in history["handoffs"]] == [(first, "action_failed")]
    (failure,) = history["failures"]
    assert (failure["kind"], failure["order_id"]) == ("damaged", "W-10390")
    assert [(each["kind"], each["detail"]) for each in failure["made_good"]] == [
        ("replacement", None),
        ("voucher", "€5.00, R-7"),
    ]


async def test_who_may_be_in_danger_stands_first_in_the_queue(
    house: House, lena: Tab, tom: Tab, guest: Tab, mia: AgentAtDesk
) -> None:
    legal = await hand_over(house, lena, "my lawyer will write", asks_for("legal", "urgent", "legal"), [])
    angry = await hand_over(house, tom, "scam", asks_for("anger", "high"), [])
    grave = await hand_over(house, guest, "it caught fire", asks_for("safety", "urgent", "safety"), [])
    listed = (await mia.http.get("/api/conversations?status=open")).json()["conversations"]
    assert [each["id"] for each in listed] == [grave, legal, angry]


@pytest.mark.parametrize("because", ["nonsense", [{"evidence": ["m_1"]}, 7], [{"rule": ""}], None])
async def test_an_explanation_that_does_not_fit_costs_nobody_their_human(
    house: House, lena: Tab, mia: AgentAtDesk, because: object
) -> None:
    house.bot.script = lambda _: answer("Yes.", handoff={**asks_for(), "because": because}, notes=[])
    message = await lena.say("a person please")
    await lena.said("system")
    packet = (await mia.look(message["conversation_id"]))["handoff"]
    assert packet["escalation"]["because"] == [{"rule": "asked", "evidence": []}]


async def test_taking_over_and_a_silent_bot_are_explained_too(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    message = await lena.say("where is it?")
    await lena.said("bot")
    await mia.post(message["conversation_id"], "claim")
    packet = (await mia.look(message["conversation_id"]))["handoff"]
    assert packet["escalation"]["because"][0]["rule"] == "agent_took_over"


@pytest.mark.parametrize(
    ("text", "reason"), [("I don't want to live anymore", "self_harm"), ("充电宝着火了", "safety")]
)
async def test_danger_is_heard_while_a_human_is_awaited_and_while_the_bot_is_out_of_reach(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk, text: str, reason: str
) -> None:
    conversation = await hand_over(house, lena, "a person please", asks_for(), [])
    await lena.say("hello?")
    assert (await mia.look(conversation))["conversation"]["priority"] == "normal"
    await lena.say(text)
    summary = (await mia.look(conversation))["conversation"]
    assert (summary["reason"], summary["priority"], summary["queue"]) == (reason, "urgent", "safety")

    house.bot.script = lambda _: 500
    message = await tom.say(text)
    notice = await tom.said("system")
    assert "emergency" in notice["text"] or "急" in notice["text"]
    packet = (await mia.look(message["conversation_id"]))["handoff"]
    assert (packet["reason"], packet["priority"]) == (reason, "urgent")
    assert [cause["rule"] for cause in packet["escalation"]["because"]] == [reason, "bot_unavailable"]
