"""The help pages: found from the shop and from the bot's answers, read in either language, with the chat at hand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect
from stack import Stack

from browser.conftest import Complaints
from browser.windows import Shop

RETURNS = "Return window and condition"


def test_from_the_shop_to_an_article_its_neighbour_and_back_to_all(shop: Shop) -> None:
    page = shop.visit().page
    page.get_by_role("contentinfo").get_by_role("link", name="Help").click()
    expect(page).to_have_title("Help")

    page.get_by_role("link", name=RETURNS).click()
    expect(page).to_have_title(re.compile(RETURNS))
    expect(page.get_by_role("main")).to_contain_text("30 days")
    expect(page.get_by_text("Last changed on")).to_have_text(re.compile(r"Last changed on \d{1,2} [A-Z][a-z]+ 20\d\d$"))

    page.get_by_role("navigation").get_by_role("link", name="When a refund arrives").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When a refund arrives")
    page.get_by_role("link", name="All help pages").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")


def test_an_article_changes_its_language_where_it_is(person: Callable[..., BrowserContext], stack: Stack) -> None:
    page = person(locale="zh-CN").new_page()
    page.goto(f"{stack.base_url}/help/return-window")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page.get_by_role("heading", level=1)).to_have_text("退货期限与条件")
    expect(page.get_by_text("更新于")).to_have_text(re.compile(r"更新于20\d\d年\d{1,2}月\d{1,2}日$"))
    expect(page.get_by_role("button", name="打开客服聊天")).to_be_visible()

    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(RETURNS)
    expect(page.get_by_role("button", name="Open support chat")).to_be_visible()
    page.get_by_role("link", name="All help pages").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")


def test_the_bots_answer_leads_to_the_article_and_the_chat_there_goes_on(shop: Shop, stack: Stack) -> None:
    shop.visit("c-vip").open_chat().say("How many days do I have to return something?")
    answer = shop.hears("/help/return-window")

    with shop.page.context.expect_page() as opened:
        answer.get_by_role("link").click()

    help_page = Shop(opened.value, stack)
    expect(help_page.page.get_by_role("heading", level=1)).to_have_text(RETURNS)
    expect(shop.panel).to_be_visible()
    # What the bot quoted stands there word for word.
    assert any(text in answer.inner_text() for text in help_page.page.locator("article p").all_inner_texts())
    # It is the same customer who reads there.
    help_page.open_chat().shows(shop.history())
    help_page.say("and where do I send it?")
    help_page.is_answered()
    shop.shows(help_page.history())


def test_the_chinese_answer_leads_to_the_chinese_article(person: Callable[..., BrowserContext], stack: Stack) -> None:
    shop = Shop(person(locale="zh-CN").new_page(), stack).visit("c-zh").open_chat()
    shop.say("买了以后多少天内可以退货？")
    answer = shop.hears("/help/return-window?lang=zh")

    with shop.page.context.expect_page() as opened:
        answer.get_by_role("link").click()

    expect(opened.value.get_by_role("heading", level=1)).to_have_text("退货期限与条件")


def test_an_address_that_is_none_leads_on(shop: Shop, complaints: Complaints) -> None:
    complaints.expect(r"status of 404 .*/help/refund$")
    shop.page.goto(f"{shop.stack.base_url}/help/refund")

    expect(shop.page.get_by_role("heading", level=1)).to_have_text("There is no such help page")
    shop.page.get_by_role("main").get_by_role("link").first.click()
    expect(shop.page.get_by_role("heading", level=1)).to_have_text("When a refund arrives")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_window(shop: Shop, width: int) -> None:
    shop.page.set_viewport_size({"width": width, "height": 800})
    for path in ("/help?lang=en", "/help/return-window?lang=zh"):
        shop.page.goto(f"{shop.stack.base_url}{path}")
        assert shop.page.evaluate("document.documentElement.scrollWidth") == width


def test_from_the_keyboard_the_content_is_two_keys_away(shop: Shop) -> None:
    shop.page.goto(f"{shop.stack.base_url}/help?lang=en")
    shop.page.keyboard.press("Tab")
    expect(shop.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    shop.page.keyboard.press("Enter")
    shop.page.keyboard.press("Tab")
    expect(shop.page.get_by_role("link", name="Countries we deliver to")).to_be_focused()
