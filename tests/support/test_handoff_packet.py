"""The handoff packet: valid whatever happened, and with everything an agent needs."""

from __future__ import annotations

import re
import string
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from samples import LENA, TODAY, WANG, delivered, message, moment, order, refund, shipped

from support import packet_lines
from support.emotion import Emotion
from support.escalation import Priority, Reason
from support.handoff import build_packet, customer_card, json_schema, order_card
from support.orders import Customer, Order, OrderStatus, RefundStatus
from support.settings import ROOT
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
    **more: Any,
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
        **more,
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


def zh_of(packet: dict[str, Any]) -> list[str]:
    return [line["text_zh"] for line in packet["summary"]]


def test_the_summary_tells_wish_reason_order_attempts_and_what_is_open_with_evidence() -> None:
    packet = build(messages=ANGRY_TALK, notes=[tried("track_order", "W-10423"), tried("trace_parcel", outcome="done")])
    assert [(line["text"], line["evidence"]) for line in packet["summary"]] == [
        ("Lena Berg came with: “where is my floor lamp?”", ["m_2"]),
        (
            "Lena Berg asked for a person, angry since “this is a joke” after starting neutral: “get me a human”",
            ["m_5", "m_4"],
        ),
        ("Floor lamp (W-10423): shipped, €10.00, 8 days late", ["W-10423"]),
        ("The bot tried: track order (answered), trace parcel (done)", ["m_5"]),
        ("Still open: the floor lamp has not arrived, 8 days late", ["W-10423"]),
    ]
    assert zh_of(packet) == [
        "Lena Berg的来意：“where is my floor lamp?”",
        "Lena Berg要求人工（开始时平静，从“this is a joke”起愤怒）：“get me a human”",
        "落地灯（W-10423）：运输中，€10.00，晚了 8 天",
        "机器人已尝试：查询订单（已回答）、查件（已完成）",
        "尚未解决：落地灯还没送到，已晚 8 天",
    ]


def test_attempts_are_proved_by_their_messages_where_known() -> None:
    packet = build(
        messages=ANGRY_TALK, notes=[tried("track_order", message_id="m_2"), tried("cancel_order", message_id="m_4")]
    )
    assert packet["summary"][2]["evidence"] == ["m_2", "m_4"]


def open_line(**given: Any) -> tuple[str, list[str]]:
    last = build(**given)["summary"][-1]
    return last["text"], last["evidence"]


def test_what_is_open_is_what_failed_what_is_owed_or_what_they_asked_last() -> None:
    asked = [{"kind": "question", "text": "can I still cancel?", "at": AT, "message_id": "m_2"}]
    talk = [
        message(1, "where is my lamp?", intent="track_order"),
        message(2, "can I still cancel?", intent="cancel_order"),
    ]
    owed = order(10424, "kettle", status=OrderStatus.RETURNED, refunds=(refund(due=TODAY - 5 * DAY),))
    refused = tried("cancel_order", "W-10423", outcome="refused", message_id="m_2")
    assert open_line(messages=talk, notes=[refused, *asked]) == ("Still open: cancel order, which was refused", ["m_2"])
    failed = tried("cancel_order", outcome="failed", message_id="m_2")
    assert open_line(messages=talk, notes=[failed])[0] == "Still open: cancel order, which failed"
    done = tried("cancel_order", "W-10500", outcome="done")
    assert open_line(messages=talk, notes=[refused, done, *asked]) == ("Still open: “can I still cancel?”", ["m_2"])
    assert open_line(messages=talk, orders=(owed,), notes=[tried("track_refund", "W-10424")]) == (
        "Still open: the refund of €49.00, 5 days overdue",
        ["W-10424"],
    )
    hello = [message(1, "hi", intent="greet"), message(2, "a human please", intent="contact_human_agent")]
    assert open_line(messages=hello) == ("Still open: they have not said yet what it is about", ["m_2"])
    assert open_line(messages=talk, notes=[tried("article")])[0] == "Still open: whether the bot's answer was enough"


def test_a_guest_is_called_a_guest() -> None:
    packet = build(customer=None)
    assert lines_of(packet)[0] == "A guest (not verified) asked for a person: “where is my lamp?”"
    assert zh_of(packet)[0] == "访客（未验证）要求人工：“where is my lamp?”"


def test_a_calm_conversation_has_no_word_about_mood() -> None:
    calm = [
        message(1, "hello", intent="greet", feeling="happy"),
        message(2, "where is it", intent="track_order", feeling="neutral"),
    ]
    assert lines_of(build(messages=calm))[0] == "Lena Berg asked for a person: “where is it”"


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
    first = lines_of(build(messages=furious, reason="anger"))[0]
    assert first == "Lena Berg is angry: “third time late, this is a disgrace”"


def test_who_is_here_for_their_mood_is_not_called_angry_twice() -> None:
    packet = build(messages=ANGRY_TALK, reason="anger")
    assert lines_of(packet)[1] == "Lena Berg is angry, since “this is a joke”, after starting neutral: “get me a human”"
    assert packet["summary"][1]["evidence"] == ["m_5", "m_4"]


# ── Why, and what next ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_packet_of_before_is_still_valid() -> None:
    packet = build()
    before = {key: packet[key] for key in packet if key not in ("escalation", "next_step", "history")}
    before["summary"] = [{"text": line["text"], "evidence": line["evidence"]} for line in packet["summary"]]
    VALIDATOR.validate(before)


def test_the_decision_is_explained() -> None:
    because = [{"rule": "anger", "evidence": ["m_1"]}, {"rule": "repeated_failures", "evidence": ["W-1", "W-2"]}]
    packet = build(reason="anger", priority="urgent", because=because)
    assert packet["escalation"] == {"reason": "anger", "priority": "urgent", "queue": "general", "because": because}
    assert build()["escalation"]["because"] == [{"rule": "asked", "evidence": []}]


def step_of(**given: Any) -> tuple[str, str, list[str]]:
    step = build(**given)["next_step"]
    return step["text"], step["because"], step["evidence"]


def test_the_next_step_has_a_reason_and_a_proof() -> None:
    owed = order(10424, "kettle", status=OrderStatus.RETURNED, refunds=(refund(due=TODAY - 5 * DAY),))
    assert step_of(orders=(owed,), notes=[tried("track_refund", "W-10424")]) == (
        "Have the refund of €49.00 paid out, and name the day on which it arrives.",
        "it was approved and is 5 days overdue",
        ["W-10424"],
    )
    assert step_of(notes=[tried("track_order", "W-10423")]) == (
        "Find out from DHL where the floor lamp is, and name a new day or offer to send it again.",
        "it is 8 days late",
        ["W-10423"],
    )
    failed = tried("cancel_order", "W-10423", outcome="failed", message_id="m_1")
    assert step_of(notes=[failed])[0] == "Do by hand what the bot could not: cancel order."
    refused = tried("return_item", "W-10301", outcome="refused", message_id="m_1")
    assert step_of(notes=[refused]) == (
        "Decide whether to make an exception: return item.",
        "the rules refused it, and the bot may not go beyond them",
        ["m_1"],
    )
    broken = [fact("problem", "damaged"), tried("report_problem", "W-10301", outcome="done")]
    assert step_of(notes=broken)[0] == "Offer a replacement or the money back for the mug."
    assert step_of(notes=[*broken, tried("request_refund", "W-10301", outcome="done")])[0].startswith("Answer:")
    hello = [message(1, "a human please", intent="contact_human_agent")]
    assert step_of(messages=hello)[1] == "they have not said it yet"
    assert build(messages=[])["next_step"] is None


@pytest.mark.parametrize("reason", ["self_harm", "safety", "legal"])
def test_danger_and_law_come_before_any_order(reason: str) -> None:
    said = [message(1, "something grave", intent="track_order")]
    packet = build(messages=said, reason=reason, notes=[tried("track_order", "W-10423", outcome="failed")])
    assert packet["next_step"]["evidence"] == ["m_1"]
    assert "something grave" in packet["next_step"]["because"]
    assert "W-10423" not in packet["next_step"]["text"]
    sources = {reply["source"] for reply in packet["suggested_replies"]}
    if reason != "legal":
        assert sources == {f"canned:{reason}"}, "nobody suggests a voucher here"


def test_every_line_and_step_says_the_same_facts_in_both_languages() -> None:
    wordings = packet_lines.wordings()
    steps = [part for step in wordings["next_steps"].values() for part in step.values()]
    for wording in [*wordings["lines"].values(), *steps, *wordings["words"].values()]:
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(wording[language]) if name} for language in ("en", "zh")
        ]
        assert fields[0] == fields[1], wording
    assert {f"why_{reason}" for reason in Reason} <= set(wordings["lines"])


def test_everything_that_the_bot_can_try_has_a_name_in_both_languages() -> None:
    names = {
        name.removeprefix("action_") for name in re.findall(r"action_\w+", (ROOT / "bot/domain/core.yml").read_text())
    }
    for file in (ROOT / "actions").glob("*.py"):
        names |= set(re.findall(r'tried\(\s*"(\w+)"', file.read_text(encoding="utf-8")))
    known = packet_lines.wordings()["actions_zh"]
    assert sorted(names - set(known)) == []
    assert all(re.search(r"[\u4e00-\u9fff]", name) for name in known.values())


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
        assert line["text_zh"]
    step = packet["next_step"]
    assert (step is None) == (not any(m["author"] == "customer" and not m["private"] for m in messages))
    assert step is None or (step["evidence"] and set(step["evidence"]) <= there)
    assert {point["message_id"] for point in packet["emotion_timeline"]} <= there
    private = {m["id"] for m in messages if m["private"]}
    assert not private & {m["message_id"] for m in packet["transcript"]}
    assert len(packet["suggested_replies"]) <= 3
    assert packet["suggested_replies"], "there is always a reply to start from"
    assert bool(packet["orders"]) == bool(customer and orders)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_told_in_words(reason: Reason) -> None:
    told = lines_of(build(reason=str(reason)))[0]
    assert told.endswith(": “where is my lamp?”")
    assert "_" not in told
