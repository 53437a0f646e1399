"""When a human is the better answer, what the customer hears then, and what the agent gets."""

from __future__ import annotations

import jsonschema
import pytest
from onlooker import Onlooker, titles
from stack import Person, Stack

from support.handoff import json_schema

COLLEAGUE = ("colleague", "person", "people", "someone", "human")


def explains(answer: str) -> bool:
    return any(word in answer for word in (*COLLEAGUE, "同事", "人工"))


@pytest.mark.parametrize(
    ("texts", "reason", "priority"),
    [
        (["I want to talk to a human please"], "asked", "normal"),
        (["转人工"], "asked", "normal"),
        (["cancel my mug", "no wait, let me speak to a real person"], "asked", "normal"),
        (["This is an absolute disgrace. You are liars and I want this fixed NOW!!!"], "anger", "high"),
        (["asdf qwer zxcv", "blorp zib wug", "fnord kkkk zzz"], "not_understood", "normal"),
        (["If this isn't solved today you will hear from my lawyer."], "legal", "urgent"),
        (["I'm going to do a chargeback with my bank"], "legal", "urgent"),
        (["再不处理我就去消费者协会投诉你们，找律师"], "legal", "urgent"),
        (["where is my mug?", "I'd hate to involve my lawyer"], "legal", "urgent"),
        (["it would be a shame if my bank had to reverse this"], "legal", "urgent"),
        (["the desk lamp caught fire last night"], "safety", "urgent"),
        (["cancel my mug", "我女儿把台灯上的零件吞了"], "safety", "urgent"),
        (["where is my mug? I don't want to live anymore"], "self_harm", "urgent"),
        (["我不想活了"], "self_harm", "urgent"),
        (["cancel the desk lamp", "cancel the desk lamp anyway, I insist"], "policy_exception", None),
    ],
    ids=lambda value: value[-1][:20] if isinstance(value, list) else None,
)
def test_a_human_is_brought_in(
    stack: Stack, look: Onlooker, texts: list[str], reason: str, priority: str | None
) -> None:
    thomas = stack.customer("c-three")

    answers = [thomas.hears(text) for text in texts]

    assert thomas.status == "open"
    assert explains(answers[-1])
    found = look.handed_over(thomas)
    assert found is not None
    assert found[0] == reason
    assert priority is None or found[1] == priority


def test_frustration_that_rises_over_three_turns_brings_a_human(stack: Stack, look: Onlooker) -> None:
    rafael = stack.customer("c-refund")

    rafael.hears("I'm still waiting for my refund, this is getting tiring")
    assert look.handed_over(rafael) is None
    rafael.hears("again the same answer about my refund, I've asked for weeks")
    rafael.hears("honestly, how often do I have to ask for my refund, it's always the same with you")

    found = look.handed_over(rafael)
    assert found is not None
    assert found[0] in ("frustration", "anger")
    assert found[1] == "high"


@pytest.mark.parametrize(
    "text",
    [
        "this is a bit annoying, where is my desk lamp?",
        "I'd kill for that desk lamp 😂 when does it come?",
        "haha this is killing me, can't wait 😂",
        "do you sell a murder mystery game?",
        "does the hell fire hot sauce come in a bigger bottle?",
        "Is the court shoe available in 40?",
        "my cat will sue you lol, where is my desk lamp?",
        "this knife is killer, do you have it in black?",
        "could the desk lamp catch fire?",
    ],
)
def test_a_human_is_not_brought_in_for(stack: Stack, look: Onlooker, text: str) -> None:
    thomas = stack.customer("c-three")

    assert thomas.hears(text)

    assert look.handed_over(thomas) is None


def test_the_same_answer_a_third_time_brings_a_human_with_it(stack: Stack, look: Onlooker) -> None:
    thomas = stack.customer("c-three")

    thomas.hears("where is my mug?")
    thomas.hears("and where is my mug now?")
    assert look.handed_over(thomas) is None
    answer = thomas.hears("where is my mug?")

    assert "mug" in answer
    found = look.handed_over(thomas)
    assert found is not None
    assert found[0] == "repeated_question"


def test_an_angry_customer_still_hears_the_facts_in_the_same_turn(stack: Stack, look: Onlooker) -> None:
    lena = stack.customer("c-late")

    answer = lena.hears("WHERE IS MY FLOOR LAMP?! You lot are useless, this is unacceptable!!!")

    assert "floor lamp" in answer
    assert explains(answer)
    assert look.handed_over(lena) == ("anger", "urgent"), "one sooner: her orders came late again and again"
    assert not any(mark in answer for mark in "!😊😀🙂")


def test_after_the_handoff_the_bot_is_silent_and_what_is_written_is_kept(stack: Stack, look: Onlooker) -> None:
    thomas = stack.customer("c-three")
    thomas.hears("I want to talk to a human")

    assert thomas.say("Where is my mug?") == []
    assert thomas.say("cancel it") == []

    texts = [message["text"] for message in look.conversation(thomas)["messages"]]
    assert {"Where is my mug?", "cancel it"} <= set(texts)
    assert look.requests("c-three") == []


def test_back_with_the_bot_the_context_is_kept_and_nothing_is_handed_over_again(stack: Stack, look: Onlooker) -> None:
    lena = stack.customer("c-late")
    lena.hears("where is my floor lamp?")
    lena.hears("This is an outrage! You are the worst shop ever, I hate this!!")
    assert lena.status == "open"

    look.back_to_the_bot(lena)
    answer = lena.hears("ok. and when will it arrive?")

    assert "floor lamp" in answer
    assert "sorry" not in answer.lower()
    assert look.handed_over(lena) is None


def test_back_with_the_bot_a_person_can_be_asked_for_again(stack: Stack, look: Onlooker) -> None:
    thomas = stack.customer("c-three")
    thomas.hears("I want to talk to a human")
    look.back_to_the_bot(thomas)
    assert "mug" in thomas.hears("where is my mug?")

    thomas.hears("I want to talk to a human")

    assert look.handed_over(thomas) == ("asked", "normal")


def _handed_over(stack: Stack, customer: str | None, *texts: str) -> Person:
    person = stack.customer(customer)
    for text in texts:
        person.hears(text)
    return person


def test_the_packet_of_the_late_lamp_holds_all_an_agent_needs(stack: Stack, look: Onlooker) -> None:
    texts = ["hello", "where is my floor lamp?", "it's the third time it's late...", "please let me talk to a person"]
    lena = _handed_over(stack, "c-late", *texts)

    packet = look.packet(lena)
    lamp = look.order("c-late", "floor lamp")

    assert packet["customer"] == {"id": "c-late", "name": "Lena Berg", "verified_by": "token"}
    assert packet["orders"][0]["id"] == lamp.id
    assert packet["orders"][0]["days_late"] == 2
    facts = {fact["key"]: fact["value"] for fact in packet["known_facts"]}
    assert facts["product"] == "floor lamp"
    assert facts["delays in a row"] == "3"
    assert facts["carrier trace"].startswith("R-204")
    assert {tried["action"] for tried in packet["tried"]} >= {"track_order", "trace_parcel"}
    assert "late" in packet["open_question"]
    assert any("floor lamp" in suggestion["text"] for suggestion in packet["suggested_replies"])


@pytest.mark.parametrize(
    ("customer", "texts"),
    [
        ("c-late", ["where is my lamp?", "I want a person"]),
        ("c-zh-late", ["我的登山包怎么还没到？", "我要人工客服"]),
        ("c-damaged", ["my teapot is broken", "I want a person"]),
        ("c-refund", ["where is my refund", "I want a person"]),
        ("c-new", ["I want a person"]),
        ("c-vip", ["what have I bought", "I want a person"]),
        (None, ["my lamp is broken, talk to a human please", "talk to a human"]),
    ],
    ids=lambda value: str(value) if not isinstance(value, list) else "",
)
def test_every_packet_fits_the_schema_and_proves_what_it_says(
    stack: Stack, look: Onlooker, customer: str | None, texts: list[str]
) -> None:
    person = _handed_over(stack, customer, *texts)

    packet = look.packet(person)
    messages = look.conversation(person)["messages"]

    jsonschema.validate(packet, json_schema())
    mine = [message["id"] for message in messages if message["author"] == "customer"]
    points = [point["message_id"] for point in packet["emotion_timeline"]]
    assert points == mine[: len(points)]
    assert len(points) >= 1
    known = {message["id"] for message in messages} | {order["id"] for order in packet["orders"]}
    assert packet["summary"]
    for line in packet["summary"]:
        assert set(line["evidence"]) <= known
        assert line["evidence"]
    assert packet["suggested_replies"]
    chinese = customer == "c-zh-late"
    assert packet["language"] == ("zh" if chinese else "en")
    for suggestion in packet["suggested_replies"]:
        assert ("您" in suggestion["text"]) is chinese
    assert packet["open_question"]
    if customer is None:
        assert packet["orders"] == []


def test_every_customer_message_has_its_point_on_the_timeline(stack: Stack, look: Onlooker) -> None:
    texts = ["hi", "where is my mug?", "wonderful, thank you so much!", "can I talk to a person?"]
    thomas = _handed_over(stack, "c-three", *texts)

    timeline = look.packet(thomas)["emotion_timeline"]

    assert [point["quote"] for point in timeline] == texts
    assert timeline[2]["valence"] > 0.3


def test_the_offer_to_wait_is_a_way_out(stack: Stack, look: Onlooker) -> None:
    lena = stack.customer("c-late")
    lena.hears("where is my floor lamp?")
    wait = titles(lena.say("where is my floor lamp?"))[1]

    assert lena.hears(wait)

    assert look.handed_over(lena) is None
