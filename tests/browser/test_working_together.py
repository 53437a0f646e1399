"""Mia and Kenji at one conversation: who is here, who answers, what is passed on, found, run and done with orders."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect
from stack import Stack

from browser.conftest import Complaints
from browser.windows import Desk, Shop, order_states
from gateway.accounts import ensure_agent
from support.settings import load

KENJI, PASSWORD = "kenji@demo.shop", "a password of Kenji's"
WHERE = "where is my lamp?"
A_PERSON = "I'd like to talk to a person"


@pytest.fixture
def kenji(person: Callable[..., BrowserContext], stack: Stack) -> Desk:
    """Kenji, a supervisor, signed in at a desk of his own."""
    settings = load({"WARMLINE_HOME": str(stack.home), **stack.settings})
    ensure_agent(settings, KENJI, "Kenji", PASSWORD, role="supervisor")
    desk = Desk(person(viewport={"width": 1440, "height": 900}).new_page(), stack).visit()
    desk.page.get_by_test_id("desk-email").fill(KENJI)
    desk.page.get_by_test_id("desk-password").fill(PASSWORD)
    desk.page.get_by_test_id("desk-sign-in").click()
    return desk


def choose(desk: Desk, field: str, name: str) -> None:
    """Choose the option of a list that begins with this name."""
    options = desk.page.get_by_test_id(field).locator("option")
    option = options.filter(has_text=re.compile(f"^{name} "))
    expect(option).to_have_count(1)
    desk.page.get_by_test_id(field).select_option(value=option.get_attribute("value"))


def test_two_agents_at_one_conversation_see_and_do_not_cross_each_other(
    shop: Shop, desk: Desk, kenji: Desk, stack: Stack, complaints: Complaints
) -> None:
    complaints.expect(r"status of 409 .*/messages$")  # the question before a second reply
    lena = stack.customer("c-late")
    lena.say(WHERE)
    lena.say(A_PERSON)
    shop.visit("c-late").open_chat()
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    kenji.open("Lena Berg")
    expect(desk.page.get_by_test_id("desk-viewers")).to_contain_text("Kenji")
    expect(kenji.page.get_by_test_id("desk-viewers")).to_contain_text("Mia")

    # A note with a name, found by @: Mia is told, wherever she is.
    desk.show("resolved")
    kenji.page.get_by_test_id("desk-note-toggle").click()
    kenji.composer.press_sequentially("Ask the carrier, @m")
    expect(kenji.page.get_by_test_id("desk-mention-option")).to_have_text(re.compile("Mia"))
    expect(desk.page.get_by_test_id("desk-viewers")).to_contain_text("Kenji is writing a note")
    kenji.composer.press("Enter")
    expect(kenji.composer).to_have_value("Ask the carrier, @Mia ")
    kenji.composer.press("Enter")
    expect(desk.message("Ask the carrier, @Mia")).to_be_visible()

    # Mia begins to write; meanwhile Kenji gets it, answers, and gives it back with a note.
    desk.page.get_by_test_id("desk-reply-toggle").click()
    desk.composer.press_sequentially("Hello Lena, Mia here")
    company = kenji.page.get_by_test_id("desk-viewers")
    expect(company).to_contain_text("Mia is writing a reply")
    expect(company).to_have_text("Also here: Mia")  # she pauses
    kenji.page.get_by_test_id("desk-more").click()
    kenji.page.get_by_test_id("desk-assign").click()
    choose(kenji, "desk-assign-to", "Kenji")
    kenji.page.get_by_test_id("desk-assign-submit").click()
    kenji.write("I've asked the carrier, Lena.")
    kenji.page.keyboard.press("Escape")
    kenji.page.keyboard.press("t")
    choose(kenji, "desk-transfer-to", "Mia")
    kenji.page.get_by_test_id("desk-transfer-note").fill("Yours again: they call back at noon")
    kenji.page.get_by_test_id("desk-transfer-submit").click()
    shop.hears("Mia", author="system")
    expect(desk.message("they call back at noon")).to_have_attribute("data-private", "true")
    expect(desk.composer).to_be_enabled()
    desk.composer.press("Enter")
    question = desk.page.get_by_test_id("desk-crossing")
    expect(question).to_contain_text("Kenji answered")
    desk.page.get_by_test_id("desk-crossing-look").click()
    desk.jumped_to(desk.message("I've asked the carrier"))
    expect(desk.composer).to_have_value("Hello Lena, Mia here")
    desk.composer.press("Enter")
    shop.hears("Hello Lena, Mia here", author="agent")
    expect(question).to_have_count(0)

    # Back with the bot, she is answered by it, and not handed over again at once.
    desk.does("return")
    shop.say(WHERE)
    shop.hears("floor lamp")
    expect(desk.page.get_by_test_id("desk-claim")).to_have_text("Take over")


def test_search_macros_and_orders_from_the_keyboard(desk: Desk, shop: Shop, stack: Stack) -> None:
    stack.customer("c-late").say(A_PERSON)
    thomas = stack.customer("c-three")
    thomas.say("cancel the mug")
    thomas.say(A_PERSON)
    shop.visit("c-three").open_chat()
    desk.visit().sign_in().open("Lena Berg")
    keyboard = desk.page.keyboard

    # Search: from anywhere, to the very message.
    keyboard.press("Control+k")
    keyboard.type("cancel mug")
    found = desk.page.get_by_test_id("desk-search-result")
    expect(found.filter(has_text="Thomas").last).to_contain_text("cancel the mug")
    places = found.evaluate_all("rows => rows.map(row => row.textContent)")
    for _ in range(next(at for at, text in enumerate(places) if "cancel the mug" in text)):
        keyboard.press("ArrowDown")
    keyboard.press("Enter")
    desk.jumped_to(desk.message("cancel the mug"))
    expect(desk.page.get_by_role("heading", name="Thomas Okafor", level=2)).to_be_visible()

    # An order, with its amount; the refusal of another one names the rule.
    keyboard.press("c")
    mug = desk.orders.filter(has_text="W-10433")
    mug.get_by_test_id("desk-order-cancel").press("Enter")
    expect(desk.page.get_by_test_id("desk-order-confirm")).to_contain_text("€18.90")
    keyboard.press("Escape")
    expect(mug.get_by_test_id("desk-order-cancel")).to_be_focused()
    keyboard.press("Enter")
    desk.page.get_by_test_id("desk-order-submit").click()
    shop.hears("W-10433", author="system")
    expect(mug).to_contain_text("Cancelled")
    expect(mug.get_by_test_id("desk-order-cancel")).to_have_count(0)
    assert order_states(stack, "c-three")["W-10433"] == "cancelled"


def test_a_macro_from_the_keyboard(desk: Desk, shop: Shop, stack: Stack) -> None:
    stack.customer("c-three").say(A_PERSON)
    shop.visit("c-three").open_chat()
    desk.visit().sign_in().open("Thomas Okafor")
    keyboard = desk.page.keyboard
    keyboard.press("c")
    expect(desk.composer).to_be_enabled()
    keyboard.press("Escape")
    desk.composer.blur()
    keyboard.press("m")
    keyboard.type("settled")
    expect(desk.page.get_by_test_id("desk-macro")).to_have_count(1)
    keyboard.press("Enter")
    expect(desk.page.get_by_test_id("desk-macro-preview")).to_contain_text("Thomas")
    keyboard.press("Enter")
    shop.hears("Glad that's settled, Thomas", author="agent")
    expect(desk.page.get_by_test_id("desk-resolve")).to_have_count(0)
