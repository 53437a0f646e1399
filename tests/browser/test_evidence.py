"""What the desk says is proved by what it links to, and what it suggests asks for nothing that is known."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from asking import topics
from playwright.sync_api import expect
from stack import Stack

from browser.windows import Desk, Shop
from support.asking import asked_for

A_PERSON = "I'd like to talk to a person"
LIT = "[data-testid=desk-message].lit, [data-testid=desk-order].lit"

# Conversations whose packets point to messages and to orders: an angry one, a job that was refused, one in Chinese.
TOLD = {
    "c-late": (
        "where is my lamp??",
        "This is the third late parcel in a row. I'm really disappointed.",
        "a person please",
    ),
    "c-refund": ("When will I get my refund for the boots?", "and can you cancel that order?", A_PERSON),
    "c-zh": ("我的电饭煲到哪了？", "能取消吗？", "转人工"),
}


def evidence_of(desk: Desk, conversation_id: str) -> list[list[str]]:
    """Return the evidence of each line of the summary, as the packet has it."""
    packet = desk.page.request.get(f"{desk.stack.base_url}/api/conversations/{conversation_id}").json()["handoff"]
    return [line["evidence"] for line in packet["summary"]]


@pytest.mark.parametrize("customer", TOLD)
def test_every_line_of_the_summary_leads_to_its_evidence(desk: Desk, stack: Stack, customer: str) -> None:
    person = stack.customer(customer)
    for text in TOLD[customer]:
        person.say(text)
    assert person.conversation_id
    desk.visit().sign_in()
    desk.items.first.click()
    lines = desk.page.get_by_test_id("desk-summary-line")
    expected = evidence_of(desk, person.conversation_id)
    expect(lines).to_have_count(len(expected))
    assert len(expected) >= 2
    lit = desk.page.locator(LIT)
    for number, ids in enumerate(expected):
        for evidence in [*ids, ids[0]]:  # each click shows the next, and after the last the first again
            lines.nth(number).click()
            expect(lit).to_have_count(1)
            expect(lit).to_have_attribute("data-id", evidence)
            expect(lit).to_be_in_viewport()
    assert any(one.startswith("m_") for ids in expected for one in ids)
    assert any(not one.startswith("m_") for ids in expected for one in ids), "no line points to an order"

    # From the keyboard the reader lands on the message itself.
    lines.first.press("Enter")
    expect(desk.page.locator("[data-testid=desk-message]:focus")).to_have_attribute("data-id", expected[0][0])


@dataclass(frozen=True)
class Known:
    """What a customer has said, and what nobody may ask for after that, in the words of tests and of the product."""

    customer: str | None
    says: tuple[str, ...]
    then: str
    topics: frozenset[str]
    kinds: frozenset[str]


SIGNED_IN = frozenset({"name", "email", "order_number"})
OF_THE_SHOP = frozenset({"name", "email", "order"})
KNOWN = {
    "who is signed in": Known(
        "c-late", ("where is my lamp?", A_PERSON), "what else do you need from me?", SIGNED_IN, OF_THE_SHOP
    ),
    "what is broken and how": Known(
        "c-damaged",
        ("My teapot arrived broken, the spout is cracked off", A_PERSON),
        "so what happens now?",
        SIGNED_IN | {"item", "reason"},
        OF_THE_SHOP | {"item", "problem"},
    ),
    "why it goes back, and how": Known(
        "c-exchange",
        ("I want to return the hiking boots, they're too tight, I'll drop them off", A_PERSON),
        "can you just arrange it?",
        SIGNED_IN | {"item", "reason", "way_back"},
        OF_THE_SHOP | {"item", "reason"},
    ),
    "a guest's order, verified": Known(
        None,
        ("where is order W-10423?", "22765", A_PERSON),
        "are you looking at my order?",
        frozenset({"order_number", "postcode"}),
        frozenset({"order", "postcode"}),
    ),
    "已登录的客户": Known(
        "c-zh", ("我的电饭煲到哪了？", "转人工"), "还需要我提供什么吗？", SIGNED_IN, OF_THE_SHOP | {"item"}
    ),
}


def test_a_question_for_something_known_would_be_noticed() -> None:
    for text, topic, kind in (
        ("Could you tell me your order number?", "order_number", "order"),
        ("What is your e-mail address?", "email", "email"),
        ("请问您的订单号是多少？", "order_number", "order"),
        ("Which item is it about?", "item", "item"),
    ):
        assert topic in topics(text), text
        assert kind in asked_for(text), text


@pytest.mark.parametrize("which", KNOWN)
def test_no_suggestion_asks_for_what_is_known(desk: Desk, stack: Stack, which: str) -> None:
    known = KNOWN[which]
    person = stack.customer(known.customer)
    for text in known.says:
        person.say(text)
    assert person.status == "open"
    desk.visit().sign_in()
    desk.items.first.click()
    offered = desk.page.locator("[data-testid=desk-suggestion] > p:first-child")
    expect(offered).not_to_have_count(0)
    texts = offered.all_inner_texts()
    desk.does("claim")
    person.say(known.then)
    expect(desk.message(known.then)).to_be_visible()
    # New ones for the new message; none is an answer, too.
    expect(desk.page.get_by_test_id("desk-suggestions-loading")).to_have_count(0)
    texts += offered.all_inner_texts()
    for text in texts:
        assert not topics(text) & known.topics, text
        assert not set(asked_for(text)) & known.kinds, text


def test_what_a_customer_has_told_is_a_fact_that_the_agent_reads(shop: Shop, desk: Desk) -> None:
    shop.visit("c-damaged").open_chat().say("My teapot arrived broken, the spout is cracked off")
    shop.is_answered()
    shop.say(A_PERSON)
    shop.hears("team", author="system")
    desk.visit().sign_in().open("Dana Whitfield")
    facts = desk.page.get_by_test_id("desk-fact")
    expect(facts.filter(has_text="teapot").first).to_be_visible()
    expect(facts.filter(has_text="damaged").first).to_be_visible()
