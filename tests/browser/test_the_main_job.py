"""From "where is my lamp?" to a person who knows everything, and back: a customer and an agent, each in their window."""

from __future__ import annotations

import re
from typing import Any

import httpx
from playwright.sync_api import expect
from stack import Person, Stack

from browser.windows import Desk, Shop

WHERE = "where is my lamp??"
AGAIN = "This is the third late parcel in a row. I'm really disappointed."
A_PERSON = "I want to talk to a person please"


def in_the_queue(stack: Stack) -> Person:
    """Let Lena's conversation wait for an agent: two messages of hers, spoken over HTTP."""
    lena = stack.customer("c-late")
    lena.say(WHERE)
    lena.say(A_PERSON)
    assert lena.status == "open"
    return lena


def as_the_customer_sees_it(stack: Stack, person: Person) -> list[dict[str, Any]]:
    """Return a conversation's messages as the gateway gives them to its customer."""
    headers = {"Authorization": f"Bearer {person.token}"}
    answer = httpx.get(f"{stack.base_url}/api/chat/{person.conversation_id}", headers=headers)
    answer.raise_for_status()
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


def test_lena_hears_the_facts_gets_a_person_and_mia_knows_everything(shop: Shop, desk: Desk, stack: Stack) -> None:
    stack.customer("c-three").say("I'd like to talk to a person")
    stack.customer("c-damaged").say("My teapot is in pieces. This is outrageous, you people are a disgrace!!!")

    # Lena asks, from the keyboard.
    shop.visit("c-late").launcher.focus()
    shop.page.keyboard.press("Enter")
    expect(shop.input).to_be_focused()
    shop.page.keyboard.type(WHERE)
    shop.page.keyboard.press("Enter")
    facts = shop.hears(re.compile("floor lamp"))
    expect(facts).to_contain_text("third")
    expect(facts).to_contain_text("Northpost")
    shop.say(AGAIN)
    shop.is_answered()

    # She wants a person, and hears in the same turn that one comes, and what happens meanwhile.
    shop.say(A_PERSON)
    shop.hears(re.compile("person|colleague|human"))
    shop.hears(re.compile("colleague|team"), author="system")
    expect(shop.panel).to_contain_text("Passed on to our team")
    expect(shop.input).to_be_enabled()

    # Mia sees her behind Dana, who is angry, and before Thomas, who has waited longer but was not let down again and again.
    desk.visit().sign_in()
    expect(desk.items).to_contain_text(["Dana Whitfield", "Lena Berg", "Thomas Okafor"])
    expect(desk.item("Dana")).to_have_attribute("data-priority", "high")
    expect(desk.item("Lena")).to_have_attribute("data-priority", "high")
    expect(desk.item("Lena")).to_contain_text("Asked for a person")

    # The packet: who, verified how, which order, how she feels.
    desk.open("Lena Berg")
    expect(desk.packet).to_contain_text("Verified by shop sign-in")
    expect(desk.packet).to_contain_text("lena.berg@example.com")
    expect(desk.packet.locator(".why")).to_have_text(re.compile("High.*Asked for a person"))
    expect(desk.page.get_by_test_id("desk-because").last).to_contain_text("We failed them before")
    expect(desk.page.get_by_test_id("desk-next-step")).to_contain_text("Because it is 2 days late")
    expect(desk.orders.first).to_have_attribute("data-id", "W-10423")
    expect(desk.orders.first).to_contain_text(re.compile("floor lamp", re.IGNORECASE))
    expect(desk.orders.first).to_contain_text("2 days late")
    expect(desk.points).to_have_count(3)
    assert desk.points.nth(1).get_attribute("data-label") == "disappointed"

    # A point and a line of the summary lead to the words that they stand on.
    desk.points.nth(1).click()
    desk.jumped_to(desk.message(AGAIN))
    desk.page.get_by_test_id("desk-summary-line").first.click()
    desk.jumped_to(desk.message(WHERE))

    # She takes a suggested reply, makes it her own, and sends it.
    desk.page.get_by_test_id("desk-suggestion-insert").first.click()
    expect(desk.composer).to_have_value(re.compile("floor lamp"))
    expect(desk.composer).to_be_disabled()
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    shop.hears("Mia", author="system")
    desk.composer.press("Control+End")
    desk.composer.press_sequentially(" Mia here, I stay with you.")
    desk.page.get_by_test_id("desk-send").click()

    answer = shop.hears("Mia here, I stay with you.", author="agent")
    expect(answer).to_contain_text("floor lamp")
    expect(answer).to_contain_text("Mia")
    expect(shop.panel.get_by_role("banner")).to_contain_text("Mia")
    expect(desk.composer).to_have_value("")


def test_a_private_note_never_reaches_the_customer(shop: Shop, desk: Desk, stack: Stack) -> None:
    lena = in_the_queue(stack)
    shop.visit("c-late").open_chat().hears("floor lamp")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")

    desk.write("The carrier has it in Zanzibar.", private=True)
    expect(desk.message("Zanzibar")).to_have_attribute("data-private", "true")
    desk.write("Hello Lena, I am looking into it.")

    # The reply came after the note: had the note been sent, it would be there by now.
    shop.hears("I am looking into it", author="agent")
    shop.page.reload()
    shop.hears("I am looking into it", author="agent")
    assert not any("Zanzibar" in text for text in shop.history())
    assert "Zanzibar" not in shop.kept()
    assert not any("Zanzibar" in message["text"] for message in as_the_customer_sees_it(stack, lena))


def test_each_sees_the_other_typing(shop: Shop, desk: Desk, stack: Stack) -> None:
    in_the_queue(stack)
    shop.visit("c-late").open_chat().hears("floor lamp")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()

    shop.input.press_sequentially("One more th")
    expect(desk.page.get_by_test_id("desk-typing")).to_have_text("Lena Berg is typing…")
    shop.input.press_sequentially("ing")
    shop.input.press("Enter")
    expect(desk.message("One more thing")).to_be_visible()
    expect(desk.page.get_by_test_id("desk-typing")).to_have_count(0)

    desk.composer.press_sequentially("Yes?")
    expect(shop.page.get_by_test_id("widget-typing")).to_contain_text("Mia is typing")


def test_a_reload_of_both_windows_keeps_everything(shop: Shop, desk: Desk, stack: Stack) -> None:
    in_the_queue(stack)
    shop.visit("c-late").open_chat().hears("floor lamp")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("I have called the depot, Lena.")
    desk.write("She has guests on Sunday.", private=True)
    shop.hears("I have called the depot", author="agent")
    said, seen = shop.history(), desk.page.get_by_test_id("desk-message-text").all_inner_texts()

    shop.page.reload()
    desk.page.reload()

    shop.shows(said)
    expect(shop.panel.get_by_role("banner")).to_contain_text("Mia")
    expect(desk.page.get_by_test_id("desk-message-text")).to_have_text(seen)
    expect(desk.message("guests on Sunday")).to_have_attribute("data-private", "true")
    expect(desk.points).to_have_count(2)
    expect(desk.page.get_by_test_id("desk-resolve")).to_be_visible()


def test_back_with_the_bot_it_still_knows_what_it_is_about_and_resolved_is_told(
    shop: Shop, desk: Desk, stack: Stack
) -> None:
    in_the_queue(stack)
    shop.visit("c-late").open_chat().hears("floor lamp")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("The depot has it. The assistant can tell you more.")

    desk.does("return")
    expect(shop.panel).to_contain_text("Assistant · answers right away")
    shop.say("when will it arrive?")
    shop.is_answered()
    expect(shop.messages.last).to_have_attribute("data-author", "bot")
    expect(shop.messages.last).to_contain_text(re.compile("floor lamp|Northpost"))
    # The desk goes on watching.
    expect(desk.messages.last).to_contain_text(re.compile("floor lamp|Northpost"))

    desk.does("claim")
    desk.does("resolve")
    expect(shop.panel).to_contain_text("Conversation closed")
    expect(desk.item("Lena Berg")).to_have_count(0)
    desk.show("resolved")
    expect(desk.item("Lena Berg")).not_to_have_count(0)
