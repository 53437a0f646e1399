"""The handoff packet: valid whatever happened, and with everything an agent needs."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from samples import LENA, TODAY, WANG, delivered, message, moment, order, refund, shipped

from support.emotion import Emotion
from support.escalation import Priority, Reason
from support.handoff import build_packet, customer_card, json_schema, order_card
from support.orders import Customer, Order, OrderStatus, RefundStatus
from support.summary import MAX_LINES

DAY = timedelta(days=1)
VALIDATOR = Draft202012Validator(json_schema())
AT = "2026-11-21T10:00:00Z"

LATE_LAMP = shipped(10423, "floor lamp", promised=TODAY - 8 * DAY, placed=TODAY - 12 * DAY)
OLD_MUG = delivered(10301, "mug", on=moment(TODAY - 30 * DAY), placed=TODAY - 40 * DAY)
NEW_RUG = order(10500, "rug")


def tried(action: str, *order_ids: str, outcome: str = "answered", **more: Any) -> dict[str, Any]:
    return {"kind": "tried", "action": action, "outcome": outcome, "order_ids": list(order_ids), "at": AT, **more}


def fact(key: str, value: str) -> dict[str, Any]:
    return {"kind": "fact", "key": key, "value": value, "at": AT}


def build(
    *,
    customer: Customer | None = LENA,
    orders: tuple[Order, ...] = (NEW_RUG, LATE_LAMP, OLD_MUG),
    notes: list[dict[str, Any]] | None = None,
    messages: list[dict[str, Any]] | None = None,
    reason: str = "asked",
    priority: str = "normal",
    language: str = "en",
) -> dict[str, Any]:
    packet = build_packet(
        conversation_id="cv_1",
        created_at=moment(TODAY, 10),
        reason=reason,
        priority=priority,
        queue="general",
        language=language,
        customer=customer,
        verified_by="token" if customer else None,
        orders=orders,
        today=TODAY,
        notes=notes or [],
        messages=messages if messages is not None else [message(1, "where is my lamp?", intent="track_order")],
    )
    VALIDATOR.validate(packet)
    return packet


def ids(packet: dict[str, Any]) -> list[str]:
    return [card["id"] for card in packet["orders"]]


def test_the_schema_is_a_schema_and_can_fail() -> None:
    Draft202012Validator.check_schema(json_schema())
    packet = build()
    assert not VALIDATOR.is_valid({**packet, "reason": "boredom"})
    assert not VALIDATOR.is_valid({**packet, "extra": 1})
    assert not VALIDATOR.is_valid({key: value for key, value in packet.items() if key != "summary"})


def test_the_order_in_question_comes_first() -> None:
    assert ids(build(notes=[tried("track_order", "W-10423")])) == ["W-10423", "W-10500", "W-10301"]


def test_the_order_touched_last_comes_first_however_often_others_were() -> None:
    notes = [tried("track_order", "W-10301"), *[tried("track_order", "W-10423")] * 4]
    assert ids(build(notes=notes))[:2] == ["W-10423", "W-10301"]
    assert ids(build(notes=notes[::-1]))[:2] == ["W-10301", "W-10423"]


def test_untouched_orders_follow_open_ones_first() -> None:
    assert ids(build(orders=(OLD_MUG, NEW_RUG, LATE_LAMP))) == ["W-10500", "W-10423", "W-10301"]


def test_orders_that_are_not_the_customers_do_not_appear() -> None:
    assert "W-99999" not in ids(build(notes=[tried("track_order", "W-99999")]))


def test_a_long_history_is_cut_but_never_the_order_in_question() -> None:
    many = tuple(order(20000 + n, "mug") for n in range(60))
    packet = build(orders=many, notes=[tried("cancel_order", "W-20059", outcome="refused")])
    assert len(packet["orders"]) == 20
    assert ids(packet)[0] == "W-20059"


def test_guests_have_no_name_and_no_orders_even_if_some_are_passed() -> None:
    packet = build(customer=None, notes=[tried("track_order", "W-10423")])
    assert packet["customer"] == {"id": None, "name": None, "verified_by": None}
    assert packet["orders"] == []
    assert not any("10423" in f["key"] + f["value"] or "lena" in f["value"] for f in packet["known_facts"])
    assert "Lena" not in str(packet)


def test_the_customer_is_who_was_verified_and_how() -> None:
    assert build()["customer"] == {"id": "c-late", "name": "Lena Berg", "verified_by": "token"}


def test_private_notes_do_not_enter_the_transcript() -> None:
    messages = [
        message(1, "hello"),
        message(2, "she sounds cross", "agent", private=True),
        message(3, "hi there", "bot"),
        message(4, "Mia has joined", "system"),
    ]
    packet = build(messages=messages)
    assert [m["message_id"] for m in packet["transcript"]] == ["m_1", "m_3", "m_4"]
    assert packet["transcript"][0] == {
        "message_id": "m_1",
        "at": "2026-11-21T10:01:00Z",
        "author": "customer",
        "text": "hello",
    }
    assert "cross" not in str(packet)


def test_only_customers_have_an_emotion_timeline() -> None:
    messages = [
        message(1, "hello", feeling="neutral"),
        message(2, "I am furious too", "agent", feeling="angry"),
        message(3, "no reading"),
        message(4, "x" * 500, feeling="frustrated"),
        message(5, "intent only", intent="greet"),
    ]
    timeline = build(messages=messages)["emotion_timeline"]
    assert [(point["message_id"], point["label"]) for point in timeline] == [("m_1", "neutral"), ("m_4", "frustrated")]
    assert timeline[1] == {
        "message_id": "m_4", "at": "2026-11-21T10:04:00Z", "label": "frustrated", "valence": -0.65, "confidence": 0.9,
        "quote": "x" * 140,
    }  # fmt: skip


def test_what_was_tried_keeps_its_order_and_outcome() -> None:
    notes = [tried("track_order", "W-10423"), fact("product", "lamp"), tried("cancel_order", outcome="refused")]
    assert build(notes=notes)["tried"] == [
        {"action": "track_order", "outcome": "answered", "at": AT},
        {"action": "cancel_order", "outcome": "refused", "at": AT},
    ]


def test_the_newest_question_counts_and_otherwise_the_customers_last_message() -> None:
    question = [{"kind": "question", "text": text, "at": AT} for text in ("first?", "second?")]
    messages = [message(1, "one"), message(2, "two"), message(3, "answer", "bot")]
    assert build(notes=question, messages=messages)["open_question"] == "second?"
    assert build(messages=messages)["open_question"] == "two"
    assert build(messages=[])["open_question"] == ""


def test_known_facts_say_what_nobody_must_ask_again() -> None:
    owed = order(10424, "kettle", status=OrderStatus.RETURNED, refunds=(refund(due=TODAY - 5 * DAY),))
    notes = [
        tried("track_order", "W-10423"),
        tried("track_refund", "W-10424"),
        fact("product", "lamp"),
        fact("product", "floor lamp"),
    ]
    packet = build(orders=(NEW_RUG, LATE_LAMP, owed), notes=notes)
    facts = {f["key"]: f["value"] for f in packet["known_facts"]}
    assert facts == {
        "customer": "Lena Berg (c-late)",
        "email": "lena@example.org",
        "product": "floor lamp",  # the later one
        "order W-10424": "kettle, returned, €10.00",
        "refund r-1": "€49.00, approved, 5 days overdue",
        "order W-10423": "floor lamp, shipped, €10.00",
        "order W-10423 late": "8 days after 2026-11-13",
    }


def test_delays_in_a_row_are_known() -> None:
    before = delivered(10200, "mug", on=moment(TODAY - 50 * DAY), promised=TODAY - 55 * DAY, placed=TODAY - 60 * DAY)
    packet = build(orders=(LATE_LAMP, before))
    assert {"key": "delays in a row", "value": "2"} in packet["known_facts"]


def test_an_order_card_shows_money_days_and_lateness() -> None:
    card = order_card(LATE_LAMP, TODAY)
    assert card["days_late"] == 8
    assert (card["promised_on"], card["delivered_at"], card["total"]) == ("2026-11-13", None, "€10.00")
    assert card["placed_at"] == "2026-11-09T12:00:00Z"
    assert card["lines"] == [
        {"name": "Halden Floor Lamp", "name_zh": "哈尔登落地灯", "quantity": 1, "variant": "", "total": "€10.00"}
    ]
    assert order_card(NEW_RUG, TODAY)["carrier"] is None


def test_moments_are_written_in_utc() -> None:
    beijing = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=8)))
    assert order_card(delivered(on=beijing), TODAY)["delivered_at"] == "2026-11-21T00:00:00Z"


def test_the_customers_card_has_their_orders_as_given() -> None:
    card = customer_card(WANG, "token", (LATE_LAMP, OLD_MUG), TODAY)
    assert (card["name"], card["language"], card["since"], card["verified_by"]) == ("王小明", "zh", None, "token")
    assert card["orders"] == [order_card(LATE_LAMP, TODAY), order_card(OLD_MUG, TODAY)]


# ── The summary ──────────────────────────────────────────────────────────────────────────────────────────────────────


def lines_of(packet: dict[str, Any]) -> list[str]:
    return [line["text"] for line in packet["summary"]]


ANGRY_TALK = [
    message(1, "hi", intent="greet", feeling="neutral"),
    message(2, "where is my floor lamp?", intent="track_order", feeling="anxious"),
    message(3, "It is late.", "bot"),
    message(4, "this is a joke", intent="complaint", feeling="angry"),
    message(5, "get me a human", intent="contact_human_agent", feeling="frustrated"),
]


def test_the_summary_tells_wish_reason_order_attempts_and_mood_with_evidence() -> None:
    packet = build(messages=ANGRY_TALK, notes=[tried("track_order", "W-10423"), tried("trace_parcel", outcome="done")])
    assert packet["summary"] == [
        {"text": "Lena Berg came with: “where is my floor lamp?”", "evidence": ["m_2"]},
        {"text": "Lena Berg asked for a person: “get me a human”", "evidence": ["m_5"]},
        {"text": "Floor lamp (W-10423): shipped, €10.00, 8 days late", "evidence": ["W-10423"]},
        {"text": "The bot tried: track order (answered), trace parcel (done)", "evidence": ["m_2"]},
        {"text": "Mood: angry after starting neutral: “this is a joke”", "evidence": ["m_4"]},
    ]


def test_attempts_are_proved_by_their_messages_where_known() -> None:
    packet = build(
        messages=ANGRY_TALK, notes=[tried("track_order", message_id="m_2"), tried("cancel_order", message_id="m_4")]
    )
    assert packet["summary"][2]["evidence"] == ["m_2", "m_4"]


def test_a_guest_is_called_a_guest() -> None:
    assert lines_of(build(customer=None))[0] == "A guest (not verified) asked for a person: “where is my lamp?”"


def test_a_calm_conversation_has_no_line_about_mood() -> None:
    calm = [
        message(1, "hello", intent="greet", feeling="happy"),
        message(2, "where is it", intent="track_order", feeling="neutral"),
    ]
    assert not any(text.startswith("Mood") for text in lines_of(build(messages=calm)))


def test_one_day_is_one_day_and_names_keep_their_capitals() -> None:
    cable = shipped(10423, "USB-C cable", promised=TODAY - DAY)
    packet = build(orders=(cable,), notes=[tried("track_order", "W-10423")])
    assert "USB-C cable (W-10423): shipped, €10.00, 1 day late" in lines_of(packet)


def test_long_messages_are_shortened_and_put_on_one_line() -> None:
    packet = build(messages=[message(1, "my lamp\n" + "very " * 100 + "late", intent="late_delivery")])
    first = lines_of(packet)[0]
    assert "\n" not in first
    assert first.endswith("…”")
    assert len(first) < 140


def test_one_angry_message_is_not_told_twice() -> None:
    furious = [message(1, "third time late, this is a disgrace", intent="late_delivery", feeling="angry")]
    texts = lines_of(build(messages=furious, reason="anger"))
    assert sum("disgrace" in text for text in texts) == 1


def test_nothing_said_is_nothing_to_sum_up() -> None:
    assert build(messages=[])["summary"] == []


# ── Whatever happened ────────────────────────────────────────────────────────────────────────────────────────────────

texts = st.text(max_size=200)
order_ids = st.sampled_from(["W-10000", "W-10001", "W-10002", "W-99999"])
days = st.integers(-60, 60).map(lambda n: TODAY + n * DAY)
some_notes = st.one_of(
    st.builds(
        tried, st.sampled_from(["track_order", "cancel_order"]), order_ids,
        outcome=st.sampled_from(["answered", "done", "asked", "refused", "failed"]),
    ),
    st.builds(fact, st.sampled_from(["problem", "product", "order", "order x", "delays in a row"]) | texts, texts),
    st.builds(lambda text: {"kind": "question", "text": text, "at": AT}, texts),
    st.builds(lambda text: {"kind": "remark", "text": text, "at": AT}, texts),
)  # fmt: skip


@st.composite
def some_orders(draw: st.DrawFn) -> tuple[Order, ...]:
    made = []
    for number in range(draw(st.integers(0, 3))):
        status = draw(st.sampled_from(list(OrderStatus)))
        refunds = draw(st.lists(st.builds(refund, st.sampled_from(list(RefundStatus)), st.none() | days), max_size=2))
        parcel = draw(st.none() | days.map(lambda day: shipped(promised=day).shipment))
        names = draw(st.lists(st.sampled_from(["mug", "floor lamp", "tent"]), max_size=4))
        made.append(
            order(10000 + number, *names, status=status, placed=draw(days), parcel=parcel, refunds=tuple(refunds))
        )
    return tuple(made)


@st.composite
def some_messages(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        message(
            number,
            draw(texts),
            draw(st.sampled_from(["customer", "customer", "bot", "agent", "system"])),
            intent=draw(st.none() | st.sampled_from(["greet", "track_order", "contact_human_agent"])),
            feeling=draw(st.none() | st.sampled_from([str(label) for label in Emotion])),
            private=draw(st.booleans()),
        )
        for number in range(1, draw(st.integers(1, 6)))
    ]


@settings(max_examples=200)
@given(
    st.sampled_from([LENA, WANG, None]),
    some_orders(),
    st.lists(some_notes, max_size=6),
    some_messages(),
    st.sampled_from([str(reason) for reason in Reason]),
    st.sampled_from([str(priority) for priority in Priority]),
    st.sampled_from(["en", "zh"]),
)
def test_every_packet_is_valid_and_its_summary_has_evidence(
    customer: Customer | None,
    orders: tuple[Order, ...],
    notes: list[dict[str, Any]],
    messages: list[dict[str, Any]],
    reason: str,
    priority: str,
    language: str,
) -> None:
    packet = build(
        customer=customer,
        orders=orders,
        notes=notes,
        messages=messages,
        reason=reason,
        priority=priority,
        language=language,
    )
    assert len(packet["summary"]) <= MAX_LINES
    there = {m["id"] for m in messages} | {card["id"] for card in packet["orders"]}
    for line in packet["summary"]:
        assert line["evidence"]
        assert set(line["evidence"]) <= there
    private = {m["id"] for m in messages if m["private"]}
    assert not private & {m["message_id"] for m in packet["transcript"]}
    assert len(packet["suggested_replies"]) <= 3
    assert packet["suggested_replies"], "there is always a reply to start from"
    assert bool(packet["orders"]) == bool(customer and orders)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_told_in_words(reason: Reason) -> None:
    told = lines_of(build(reason=str(reason)))[0]
    assert told.endswith(": “where is my lamp?”")
    assert f" {reason}:" not in told
