"""What is passed on from desk to desk: to a queue with a note, joined with another by its words; and opened while the shop hangs."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect
from stack import PASSWORD

from browser.axe import violations
from browser.stand import Stand
from browser.windows import Desk, Shop

WIDE = {"width": 1440, "height": 900}
PASSED_ON = "I'll pass this on to a colleague."


def handed_over(place: Stand, page: Page, customer: str | None, says: str) -> Shop:
    """Let somebody ask for a person."""
    place.bot_hands_over(PASSED_ON)
    shop = Shop(page, place).visit(customer).open_chat()
    shop.say(says)
    shop.hears(PASSED_ON)
    return shop


def test_a_conversation_goes_to_another_queue_with_a_note(
    stand: Callable[..., Stand], person: Callable[..., BrowserContext]
) -> None:
    place = stand()
    omar = place.employ("omar", "agent")
    shop = handed_over(place, person().new_page(), "c-late", "I want to see the terms, a person please")
    mia = Desk(person(viewport=WIDE).new_page(), place).visit().sign_in()
    mia.open("Lena Berg")
    mia.does("claim")
    shop.hears("Mia", author="system")
    mia.page.keyboard.press("Escape")
    mia.page.keyboard.press("t")
    goal = mia.page.get_by_test_id("desk-transfer-to")
    expect(goal).to_be_focused()
    assert violations(mia.page) == []
    goal.select_option(label="Legal")
    mia.page.get_by_test_id("desk-transfer-note").fill("She asks for the terms of 2024, nothing promised yet.")
    mia.page.get_by_test_id("desk-transfer-note").press("Control+Enter")
    expect(mia.page.get_by_role("dialog")).to_have_count(0)
    expect(mia.composer).to_be_disabled()

    second = Desk(person(viewport=WIDE).new_page(), place).visit().sign_in(PASSWORD, omar)
    expect(second.items).to_have_count(1)
    second.open("Lena Berg")
    expect(second.message("She asks for the terms of 2024")).to_have_attribute("data-private", "true")
    assert place.house.rows("SELECT queue, assignee_id FROM conversations") == [("legal", None)]
    second.does("claim")
    shop.hears("Omar", author="system")
    second.write("Hello Lena, here are the terms.")
    shop.hears("here are the terms", author="agent")
    expect(shop.panel.get_by_text("nothing promised yet")).to_have_count(0)
    (row,) = place.house.rows("SELECT detail FROM audit_log WHERE action = 'transfer'")
    assert "terms" not in str(row), "ids only"


def test_a_guests_conversation_is_found_by_its_words_and_joined(
    stand: Callable[..., Stand], person: Callable[..., BrowserContext]
) -> None:
    place = stand()
    for thing in ("teapot", "kettle"):
        handed_over(place, person().new_page(), None, f"my {thing} arrived broken")
    handed_over(place, person().new_page(), "c-late", "me again, with my account")
    desk = Desk(person(viewport=WIDE).new_page(), place).visit().sign_in()
    desk.open("Lena Berg")
    desk.does("claim")
    desk.page.get_by_test_id("desk-more").click()
    desk.page.get_by_test_id("desk-merge").click()
    choices = desk.page.get_by_test_id("desk-merge-choice")
    expect(choices).to_have_count(2)
    assert violations(desk.page) == []
    field = desk.page.get_by_test_id("desk-merge-search")
    field.fill("nothing like this")
    expect(desk.page.get_by_role("status").filter(has_text="None of these words")).to_be_visible()
    field.fill("TEAPOT")
    expect(choices).to_have_count(1)
    choices.check()
    desk.page.get_by_test_id("desk-merge-submit").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.page.get_by_text(re.compile("Joined: what Guest"))).to_be_visible()
    rows = place.house.rows("SELECT count(*) FROM conversations WHERE merged_into IS NOT NULL")
    assert rows == [(1,)]


def test_a_conversation_opens_while_the_shop_hangs_and_the_orders_come(
    stand: Callable[..., Stand], person: Callable[..., BrowserContext]
) -> None:
    place = stand()
    handed_over(place, person().new_page(), "c-late", "where is my lamp? a person please")
    desk = Desk(person(viewport=WIDE).new_page(), place).visit().sign_in()
    place.house.shop.answers.clear()
    try:
        desk.item("Lena Berg").click()
        expect(desk.message("where is my lamp?")).to_be_visible(timeout=4_000)
        expect(desk.page.get_by_test_id("desk-asking-shop")).to_be_visible()
        assert violations(desk.page) == []
    finally:
        place.house.shop.answers.set()
    expect(desk.page.get_by_test_id("desk-asking-shop")).to_have_count(0)
    expect(desk.page.get_by_test_id("desk-order").first).to_contain_text("W-10423")
