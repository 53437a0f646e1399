"""Chinese: the interface, the answers, the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect
from stack import Stack

from browser.windows import Desk, Shop

ADDRESS = re.compile(r"https?://\S+")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


def test_xiaomei_asks_and_is_answered_in_chinese_and_so_is_the_interface(
    person: Callable[..., BrowserContext], desk: Desk, stack: Stack
) -> None:
    shop = Shop(person(locale="zh-CN").new_page(), stack).visit("c-zh")
    expect(shop.page.get_by_role("button", name="打开客服聊天")).to_be_visible()
    shop.open_chat()
    expect(shop.page.get_by_role("dialog", name="客服聊天")).to_be_visible()

    shop.say("我的电饭煲到哪了？")
    shop.hears("云鹿速运")
    shop.page.get_by_role("button", name="转人工").click()
    shop.hears(re.compile("人工|同事|客服"), author="system")

    answers = shop.page.locator("[data-testid=widget-message]:not([data-author=customer])").all_inner_texts()
    assert not any(LATIN_WORD.search(ADDRESS.sub("", answer)) for answer in answers), answers
    rest = ADDRESS.sub("", shop.panel.inner_text()).replace("Hearth & Hive", "")
    assert set(LATIN_WORD.findall(rest)) <= set(), rest

    desk.visit().sign_in().open("王晓梅")
    expect(desk.message("我的电饭煲到哪了？")).to_be_visible()
    expect(desk.item("王晓梅")).to_contain_text("Asked for a person")
    expect(desk.page.get_by_test_id("desk-suggestion").first).to_contain_text("您的电饭煲")
    desk.page.get_by_test_id("language-switch").click()
    expect(
        desk.page.get_by_role("heading", name="建议回复").or_(desk.page.get_by_text("建议", exact=False)).first
    ).to_be_visible()
    expect(desk.orders.first).to_contain_text("电饭煲")
    expect(desk.orders.first).to_contain_text("运输中")


def test_the_shops_language_switch_switches_the_chat_too(shop: Shop) -> None:
    shop.visit("c-late").open_chat()
    expect(shop.panel).to_contain_text("Hello Lena, how can we help?")

    shop.page.get_by_test_id("language-switch").click()

    expect(shop.panel).to_contain_text("有什么可以帮您？")
    expect(shop.page.get_by_role("textbox", name="您的消息")).to_be_visible()
    assert shop.page.evaluate("document.documentElement.lang") == "zh-CN"
    shop.page.reload()
    expect(shop.panel).to_contain_text("有什么可以帮您？")


def test_the_switch_in_the_chats_head_leaves_the_shop_as_it_is(shop: Shop) -> None:
    shop.visit().open_chat()

    shop.panel.get_by_role("button", name="Switch to Chinese").click()

    expect(shop.panel).to_contain_text("您好！有什么可以帮您？")
    assert shop.page.evaluate("document.documentElement.lang") == "en"
