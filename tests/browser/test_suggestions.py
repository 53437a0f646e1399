"""The agent answers from what is offered: with a key, from the composer, and anew after each message."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from stack import Stack

from browser.windows import Desk, Shop

WHERE = "where is my lamp?"
A_PERSON = "I'd like to talk to a person"


def test_suggestions_follow_the_conversation(shop: Shop, desk: Desk, stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say(WHERE)
    lena.say(A_PERSON)
    shop.visit("c-late").open_chat().hears("floor lamp")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()

    # They are there, name their origin, and say true things of her order.
    offered = desk.page.get_by_test_id("desk-suggestion")
    expect(offered.first).to_contain_text("floor lamp")
    expect(desk.page.get_by_test_id("desk-suggestion-source").first).to_have_text(re.compile(r"\w"))
    expect(desk.packet).not_to_contain_text("{")

    # A digit inserts, also while somebody writes; what is inserted is edited and sent.
    first = offered.first.get_attribute("data-id")
    desk.page.locator("body").press("1")
    expect(desk.composer).to_be_focused()
    expect(desk.composer).to_have_value(re.compile("floor lamp"))
    desk.composer.press("Control+End")
    desk.composer.press_sequentially(" Mia here.")
    desk.page.get_by_test_id("desk-send").click()
    shop.hears("Mia here.", author="agent")
    expect(desk.page.locator(f"[data-testid=desk-suggestion][data-id={first}]")).to_have_count(0)

    # Her next message brings others, without a reload.
    before = offered.evaluate_all("rows => rows.map(row => row.dataset.id)")
    shop.say("I can't wait any longer. I just want my money back")
    expect(desk.message("money back")).to_be_visible()
    expect(desk.page.locator("[data-testid=desk-suggestion][data-kind=canned]").first).to_contain_text("refund")
    after = offered.evaluate_all("rows => rows.map(row => row.dataset.id)")
    assert after
    assert not set(before) & set(after)
    desk.composer.press("Alt+1")
    expect(desk.composer).not_to_have_value("")
    desk.composer.fill("")

    # One that does not fit goes.
    gone = offered.last.get_attribute("data-id")
    offered.last.get_by_test_id("desk-suggestion-dismiss").click()
    expect(desk.page.locator(f"[data-testid=desk-suggestion][data-id={gone}]")).to_have_count(0)
    desk.page.reload()
    expect(offered.first).to_be_visible()
    expect(desk.page.locator(f"[data-testid=desk-suggestion][data-id={gone}]")).to_have_count(0)


def test_a_slash_finds_canned_responses_by_keyboard(shop: Shop, desk: Desk, stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say(WHERE)
    lena.say(A_PERSON)
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()

    options = desk.page.get_by_test_id("desk-canned-option")
    desk.composer.press_sequentially("/late carrier")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.first).to_contain_text("Northpost")
    desk.composer.press("Escape")
    expect(options).to_have_count(0)
    expect(desk.composer).to_have_value("/late carrier")

    desk.composer.fill("/trace")
    expect(options.first).to_contain_text("floor lamp")
    desk.composer.press("Enter")
    expect(desk.composer).to_have_value(re.compile("opening a trace with Northpost"))
    expect(options).to_have_count(0)
    assert desk.page.get_by_test_id("desk-message").filter(has_text="/trace").count() == 0, (
        "Enter chose, and did not send"
    )

    desk.composer.blur()
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Insert a suggestion")
