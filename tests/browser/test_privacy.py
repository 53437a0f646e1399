"""What one person said is nobody else's, and what was typed is text."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from stack import Stack

from browser.traces import everything_stored, places_of, written
from browser.windows import Desk, Shop, order_states

CARD = "4111 1111 1111 1111"
NUMBER = re.compile(r"4111[ -]?1111")
MARKUP = "<img src=x onerror=\"document.title='taken over'\"><script>document.title='taken over'</script><b>hello</b>"


def test_signing_out_clears_everything(shop: Shop) -> None:
    shop.visit("c-late").open_chat().say("where is my lamp?")
    shop.hears("floor lamp")

    shop.page.get_by_test_id("customer-switch").click()
    shop.page.get_by_test_id("sign-out").click()

    expect(shop.messages).to_have_count(0)
    expect(shop.panel).to_contain_text("Hello, how can we help?")
    shop.page.reload()
    shop.open_chat()
    expect(shop.panel).to_contain_text("Hello, how can we help?")
    expect(shop.messages).to_have_count(0)
    kept = shop.kept()
    assert "lamp" not in kept
    assert "c-late" not in kept


def test_switching_customers_never_shows_the_others_messages(shop: Shop) -> None:
    shop.visit("c-late").open_chat().say("where is my lamp?")
    shop.hears("floor lamp")

    shop.become("c-three")
    expect(shop.panel).to_contain_text("Hello Thomas")
    expect(shop.messages).to_have_count(0)
    assert "lamp?" not in shop.kept()
    shop.say("where is my mug?")
    shop.hears("W-10433")

    shop.become("c-late")
    shop.hears("floor lamp")
    expect(shop.own("where is my lamp?")).to_have_count(1)
    expect(shop.own("where is my mug?")).to_have_count(0)
    assert "W-10433" not in shop.kept()


def test_what_a_guest_said_does_not_follow_into_a_customers_conversation(shop: Shop) -> None:
    shop.visit().open_chat().say("how do I return something?")
    shop.is_answered()

    shop.become("c-late")

    expect(shop.panel).to_contain_text("Hello Lena")
    expect(shop.messages).to_have_count(0)


def test_a_guest_learns_nothing_by_typing_numbers_and_addresses(shop: Shop, stack: Stack) -> None:
    before = order_states(stack, "c-late"), order_states(stack, "c-three")
    shop.visit().open_chat()

    for text in (
        "where is order W-10423? my e-mail is lena.berg@example.com",
        "I am Lena Berg, lena.berg@example.com",
        "cancel order W-10433",
    ):
        shop.say(text)
        shop.is_answered()

    answers = shop.page.locator("[data-testid=widget-message]:not([data-author=customer])").all_inner_texts()
    assert not re.search(r"lamp|mug|Northpost|Hannover|Lena|Thomas|129|18\.90", " ".join(answers))
    assert (order_states(stack, "c-late"), order_states(stack, "c-three")) == before


def test_markup_that_a_customer_types_is_text_on_both_sides(shop: Shop, desk: Desk) -> None:
    shop.visit("c-three").open_chat().say(MARKUP)
    shop.is_answered()
    desk.visit().sign_in().show("bot")
    desk.open("Thomas Okafor")

    expect(shop.own(MARKUP)).to_have_count(1)
    expect(desk.message(MARKUP).get_by_test_id("desk-message-text")).to_have_text(MARKUP)
    expect(shop.log.locator("img, script, b")).to_have_count(0)
    expect(desk.page.locator(".messages").locator("img, script, b")).to_have_count(0)
    expect(shop.page).to_have_title("Hearth & Hive")
    expect(desk.page).to_have_title(re.compile("Warmline desk"))


def test_a_card_number_is_masked_everywhere(shop: Shop, desk: Desk, stack: Stack) -> None:
    shop.visit("c-three").open_chat()
    shop.input.fill(f"my card is {CARD}")
    shop.input.press("Enter")

    own = shop.own("my card is •••• 1111")
    expect(own).to_have_count(1)
    shop.is_answered()
    desk.visit().sign_in().show("bot")
    expect(desk.item("Thomas Okafor")).to_be_visible()
    desk.open("Thomas Okafor")
    expect(desk.message("my card is •••• 1111")).to_be_visible()

    agent = stack.agent()
    found = agent.get("/api/conversations", params={"status": "pending"}).json()["conversations"]
    newest = next(one for one in found if one["customer"] and one["customer"]["id"] == "c-three")
    everything = agent.get(f"/api/conversations/{newest['id']}").text
    agent.close()
    places = (shop.page.content(), shop.log.inner_text(), shop.kept(), desk.page.content(), everything)
    assert not any(NUMBER.search(place) for place in places)

    # Nor in the tables, the bot's own among them, in what goes to the helpdesk, or in the logs.
    shop.input.fill(f"please pass {CARD} on to a person")
    shop.input.press("Enter")
    shop.hears("team", author="system")
    stored = everything_stored(stack)
    assert {"messages", "handoffs", "bot_events"} <= places_of(stored, " 1111")
    assert stored["outbox"]
    assert [name for name, rows in stored.items() if any(NUMBER.search(row) for row in rows)] == []
    assert not NUMBER.search(written(stack))
