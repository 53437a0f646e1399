"""Reloads, second tabs, a dead connection: every message stays, and acts once."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Route, expect
from stack import Stack

from browser.conftest import Complaints
from browser.windows import Desk, Shop


def test_a_reload_keeps_a_customers_conversation_and_the_open_panel(shop: Shop) -> None:
    shop.visit("c-late").open_chat().say("where is my lamp?")
    shop.hears("floor lamp")
    said = shop.history()

    shop.page.reload()

    expect(shop.panel).to_be_visible()
    shop.shows(said)


def test_a_reload_keeps_a_guests_conversation(shop: Shop) -> None:
    shop.visit().open_chat().say("how do I return something?")
    shop.is_answered()
    said = shop.history()

    shop.page.reload()

    shop.shows(said)
    shop.say("thanks")
    shop.is_answered()


def test_two_tabs_show_the_same_each_message_once(person: Callable[..., BrowserContext], stack: Stack) -> None:
    thomas = person()
    one = Shop(thomas.new_page(), stack).visit("c-three").open_chat()
    one.say("where is my order")
    expect(one.replies).to_have_count(3)

    two = Shop(thomas.new_page(), stack).visit()
    two.known_as("c-three")
    two.open_chat()
    expect(two.replies).to_have_text(["Mug", "Headphones", "Desk lamp"])
    two.choose("Headphones")

    two.hears("W-10430")
    one.hears("W-10430")
    expect(one.own("Headphones")).to_have_count(1)
    expect(two.own("Headphones")).to_have_count(1)
    expect(one.replies).to_have_count(0)
    one.shows(two.history())


def test_written_offline_a_message_waits_and_arrives_exactly_once(
    shop: Shop, stack: Stack, complaints: Complaints
) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    shop.visit("c-three").open_chat().say("where is my order")
    expect(shop.replies).to_have_count(3)

    shop.page.context.set_offline(True)
    expect(shop.banner).to_contain_text("You are offline")
    shop.input.fill("Mug")
    shop.input.press("Enter")
    expect(shop.own("Mug")).to_have_attribute("data-state", "queued")
    expect(shop.own("Mug")).to_contain_text("Waiting for connection")

    shop.page.context.set_offline(False)
    shop.hears("W-10433")
    expect(shop.banner).to_have_count(0)
    expect(shop.own("Mug")).to_have_count(1)
    expect(shop.own("Mug")).to_have_attribute("data-state", "seen")
    assert arrived(stack, "Thomas Okafor").count("Mug") == 1


def test_after_an_interruption_so_short_that_the_connection_survived_it_the_chat_goes_on(shop: Shop) -> None:
    shop.visit("c-three").open_chat().say("hello")
    shop.is_answered()

    shop.page.evaluate("() => { dispatchEvent(new Event('offline')); dispatchEvent(new Event('online')); }")

    expect(shop.banner).to_have_count(0)
    shop.say("where is my mug?")
    shop.hears("W-10433")


def test_a_message_survives_a_reload_while_offline(shop: Shop, stack: Stack, complaints: Complaints) -> None:
    """The page is closed before the connection is back; the next visit sends what was written."""
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    shop.visit("c-three").open_chat().say("hello")
    shop.is_answered()
    shop.page.context.set_offline(True)
    expect(shop.banner).to_be_visible()
    shop.input.fill("where is my mug")
    shop.input.press("Enter")
    expect(shop.own("where is my mug")).to_have_attribute("data-state", "queued")

    context = shop.page.context
    shop.page.close()
    context.set_offline(False)
    later = Shop(context.new_page(), stack).visit()

    later.known_as("c-three")
    later.open_chat().hears("W-10433")
    expect(later.own("where is my mug")).to_have_count(1)
    assert arrived(stack, "Thomas Okafor").count("where is my mug") == 1


def test_what_an_agent_types_while_a_reply_is_on_its_way_stays(desk: Desk, stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    lena.say("I want to talk to a person please")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    held: list[Route] = []
    desk.page.route("**/messages", lambda route: held.append(route))

    desk.composer.press_sequentially("Hello Lena.")
    with desk.page.expect_request("**/messages"):
        desk.composer.press("Enter")
    desk.composer.press_sequentially(" One moment")
    held[0].continue_()

    expect(desk.message("Hello Lena.")).to_be_visible()
    expect(desk.composer).to_have_value("One moment")


def arrived(stack: Stack, customer: str) -> list[str]:
    """Return what the gateway has of a customer's newest conversation, as an agent reads it: their own messages."""
    agent = stack.agent()
    found = agent.get("/api/conversations", params={"status": "pending"}).json()["conversations"]
    newest = next(one for one in found if one["customer"] and one["customer"]["name"] == customer)
    messages = agent.get(f"/api/conversations/{newest['id']}").json()["messages"]
    agent.close()
    return [message["text"] for message in messages if message["author"] == "customer"]
