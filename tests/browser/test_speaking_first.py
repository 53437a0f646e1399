"""The bot has the first word where something is wrong, once; and what it promised for a day waits behind the closed chat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect
from promises import approved_refund, fall_due, pay_out
from stack import Stack

from browser.windows import Shop

LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
MY_REFUND = "When will I get the refund for my tent?"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A Warmline that may speak first: the others keep their mouth shut, for tests count what is said.

    Within ten minutes it looks but once for reasons to speak to somebody: each test here has a customer of its own.
    """
    stack = Stack(tmp_path_factory.mktemp("speaks-first"), {"WARMLINE_SPEAKS_FIRST": "true"})
    yield stack.start()
    stack.stop()


@pytest.fixture
def visitor(person: Callable[..., BrowserContext], stack: Stack) -> Callable[..., Shop]:
    """Return a maker of customers' windows, each in a browser of its own."""

    def make(**options: str) -> Shop:
        return Shop(person(**options).new_page(), stack)

    return make


def test_a_late_parcel_is_told_before_anything_is_asked_and_only_once(visitor: Callable[..., Shop]) -> None:
    shop = visitor().visit("c-late").open_chat()

    shop.hears("floor lamp")
    expect(shop.messages).to_have_count(1)
    expect(shop.replies).to_have_text(["Yes, please", "No, thanks"])
    (told,) = shop.history()

    shop.page.reload()
    shop.shows([told])
    expect(shop.replies).to_have_count(2)
    # Nor on another device, where it is there to read all the same.
    elsewhere = visitor().visit("c-late").open_chat()
    elsewhere.shows([told])

    # The answer came after whatever else would have been said.
    shop.choose("Yes, please")
    shop.hears("Northpost")
    assert shop.history().count(told) == 1
    assert shop.history()[:2] == [told, "Yes, please"]
    shop.page.reload()
    shop.hears("Northpost")
    assert shop.history().count(told) == 1


def test_a_customer_who_writes_chinese_is_told_in_chinese(visitor: Callable[..., Shop]) -> None:
    shop = visitor(locale="zh-CN").visit("c-zh-late").open_chat()

    shop.hears("背包")
    expect(shop.replies).to_have_text(["好的，麻烦了", "不用了，谢谢"])
    shop.choose("不用了，谢谢")
    expect(shop.messages).to_have_count(3)
    said = " ".join(shop.history())
    assert not LATIN_WORD.search(said), said


def test_where_all_is_well_the_customer_has_the_first_word(visitor: Callable[..., Shop]) -> None:
    shop = visitor().visit("c-three").open_chat()
    expect(shop.panel).to_contain_text("Hello Thomas, how can we help?")

    shop.say("Where is my mug?")

    shop.hears("W-10433")
    assert shop.history()[0] == "Where is my mug?"


def test_a_follow_up_shows_on_the_closed_chat_and_is_read_by_opening_it(
    visitor: Callable[..., Shop], stack: Stack
) -> None:
    shop = visitor().visit("c-cancelled").open_chat()
    shop.say(MY_REFUND)
    shop.hears("stop messages")
    shop.launcher.click()
    expect(shop.panel).to_have_count(0)
    expect(shop.unread).to_have_count(0)

    refund = approved_refund(stack, "c-cancelled")
    pay_out(stack, refund)
    fall_due(stack, "c-cancelled")

    expect(shop.unread).to_have_text("1")
    expect(shop.launcher).to_have_accessible_name("Open support chat, 1 unread message")
    # It waits, too, for somebody who comes back another day.
    shop.page.reload()
    expect(shop.unread).to_have_text("1")
    expect(shop.panel).to_have_count(0)

    shop.open_chat()
    expect(shop.messages.last).to_contain_text(str(refund.amount))
    expect(shop.messages.last).to_contain_text("yesterday")
    expect(shop.messages.last).to_be_in_viewport()
    shop.launcher.click()
    expect(shop.launcher).to_have_accessible_name("Open support chat")
    expect(shop.unread).to_have_count(0)
    shop.page.reload()
    shop.known_as("c-cancelled")
    expect(shop.launcher).to_have_accessible_name("Open support chat")
