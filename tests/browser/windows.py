"""The two kinds of windows that people have: a customer's on the shop, an agent's on the desk."""

from __future__ import annotations

import re
from re import Pattern
from typing import Protocol

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine, text
from stack import AGENT, PASSWORD, Stack

from integrations.shops.demo import DemoShop, demo_path

TIMEOUT_MS = 30_000
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that a test makes up has no address; chromium would take it for one of the internet and keep it from ours.
    "--disable-features=LocalNetworkAccessChecks",
]


def order_states(stack: Stack, customer: str) -> dict[str, str]:
    """Return the status of each of a customer's orders, from the shop's own file."""
    shop = DemoShop.open(demo_path(stack.home))
    states = {order.id: str(order.status) for order in shop.orders(customer)}
    shop.close()
    return states


def forget_everything(stack: Stack) -> None:
    """Remove all conversations, so that the next one of anybody begins with a greeting."""
    engine = create_engine(stack.settings.get("WARMLINE_DATABASE_URL", f"sqlite:///{stack.home / 'warmline.db'}"))
    with engine.begin() as connection:
        for table in (
            "ratings",
            "suggestions",
            "outbox",
            "handoffs",
            "notes",
            "attachments",
            "agent_notices",
            "conversation_viewers",
            "messages",
            "conversations",
        ):
            connection.execute(text(f"DELETE FROM {table}"))
    engine.dispose()


class Place(Protocol):
    """A running Warmline, or a gateway alone."""

    @property
    def base_url(self) -> str:
        """Return where its pages are."""


class Shop:
    """A customer's window: the storefront with the chat widget."""

    def __init__(self, page: Page, stack: Place) -> None:
        self.page = page
        self.stack = stack
        self.launcher = page.get_by_test_id("widget-launcher")
        self.unread = page.get_by_test_id("widget-unread")
        self.panel = page.get_by_test_id("widget-panel")
        self.log = page.get_by_test_id("widget-log")
        self.input = page.get_by_test_id("widget-input")
        self.messages = page.get_by_test_id("widget-message")
        self.replies = page.get_by_test_id("widget-quick-reply")
        self.banner = page.get_by_test_id("widget-banner")
        self.survey = page.get_by_test_id("widget-survey")
        self.teaser = page.get_by_test_id("widget-teaser")

    def visit(self, customer: str | None = None) -> Shop:
        """Open the shop and, unless a guest, choose who is shopping. Returns once the widget knows."""
        self.page.goto(f"{self.stack.base_url}/")
        if customer:
            self.become(customer)
        return self

    def become(self, customer: str) -> None:
        """Choose another customer, or "guest", in the shop's menu."""
        self.page.get_by_test_id("customer-switch").click()
        self.page.locator(f"[data-testid=customer-option][data-id={customer}]").click()
        self.known_as(customer)

    def known_as(self, customer: str) -> None:
        """Wait until the widget knows who is here."""
        key = "guest" if customer == "guest" else f"customer:{customer}"
        self.page.wait_for_function(
            "key => (localStorage.getItem('warmline:v1:last') ?? 'guest') === key", arg=key, timeout=TIMEOUT_MS
        )

    def open_chat(self) -> Shop:
        """Open the panel with a click."""
        self.launcher.click()
        expect(self.input).to_be_visible()
        return self

    def say(self, text: str) -> None:
        """Write a message and send it with Enter; returns once the gateway has it."""
        self.input.fill(text)
        self.input.press("Enter")
        expect(self.own(text).last).to_have_attribute("data-state", re.compile("sent|seen"))

    def own(self, text: str) -> Locator:
        """Return the customer's own messages with exactly this text."""
        own = self.page.locator("[data-testid=widget-message][data-author=customer]")
        return own.filter(has=self.page.get_by_text(text, exact=True))

    def hears(self, text: str | Pattern[str], author: str = "bot") -> Locator:
        """Wait for a message of `author` that contains `text`, and return it."""
        found = self.page.locator(f"[data-testid=widget-message][data-author={author}]").filter(has_text=text).last
        expect(found).to_be_visible()
        return found

    def is_answered(self) -> None:
        """Wait until somebody else has the last word."""
        expect(self.messages.last).not_to_have_attribute("data-author", "customer")

    def choose(self, title: str) -> None:
        """Click the quick reply with this title."""
        self.replies.get_by_text(title, exact=True).click()

    def chooses(self, item: str) -> None:
        """Open the menu and choose: end, download or erase."""
        self.page.get_by_test_id("widget-menu").click()
        self.page.get_by_test_id(f"widget-{item}").click()

    def history(self) -> list[str]:
        """Return the texts of all messages on screen, without notices."""
        return self.page.get_by_test_id("widget-message-text").all_inner_texts()

    def shows(self, texts: list[str]) -> None:
        """Wait until exactly these messages are on screen."""
        expect(self.page.get_by_test_id("widget-message-text")).to_have_text(texts)

    def kept(self) -> str:
        """Return everything that the browser keeps of the shop, as one text."""
        kept = self.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
        return str(kept)


class Desk:
    """An agent's window."""

    def __init__(self, page: Page, stack: Place) -> None:
        self.page = page
        self.stack = stack
        self.items = page.get_by_test_id("desk-item")
        self.messages = page.get_by_test_id("desk-message")
        self.composer = page.get_by_test_id("desk-composer")
        self.packet = page.get_by_test_id("desk-packet")
        self.points = page.get_by_test_id("desk-chart-point")
        self.orders = page.get_by_test_id("desk-order")

    def visit(self) -> Desk:
        """Open the desk's address."""
        self.page.goto(f"{self.stack.base_url}/desk")
        return self

    def sign_in(self, password: str = PASSWORD, email: str = AGENT) -> Desk:
        """Fill in and send the sign-in form."""
        self.page.get_by_test_id("desk-email").fill(email)
        self.page.get_by_test_id("desk-password").fill(password)
        self.page.get_by_test_id("desk-sign-in").click()
        return self

    def item(self, name: str) -> Locator:
        """Return the queue's entry of a customer."""
        return self.items.filter(has_text=name)

    def open(self, name: str) -> None:
        """Open a customer's conversation; returns once it is shown."""
        self.item(name).click()
        expect(self.page.get_by_role("heading", name=name, level=2)).to_be_visible()

    def show(self, tab: str) -> None:
        """Switch the queue: open, mine, bot or resolved."""
        self.page.get_by_test_id(f"desk-tab-{tab}").click()

    def write(self, text: str, *, private: bool = False) -> None:
        """Write a reply or a private note, and send it."""
        self.page.get_by_test_id("desk-note-toggle" if private else "desk-reply-toggle").click()
        self.composer.fill(text)
        self.page.get_by_test_id("desk-send").click()
        expect(self.message(text)).to_be_visible()
        expect(self.composer).to_have_value("")

    def message(self, text: str | Pattern[str]) -> Locator:
        """Return the message that contains `text`."""
        return self.messages.filter(has_text=text).last

    def jumped_to(self, message: Locator) -> None:
        """Wait until the log has jumped to this message."""
        expect(message).to_be_focused()
        expect(message).to_be_in_viewport()

    def does(self, action: str) -> None:
        """Click claim, resolve or return."""
        self.page.get_by_test_id(f"desk-{action}").click()
