"""When a conversation is over: how it was, asked once, in both languages, and seen at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect
from stack import Stack

from browser.windows import Desk, Shop


def test_bot_and_human_are_rated_from_the_keyboard_and_the_desk_sees_it(shop: Shop, desk: Desk) -> None:
    shop.visit("c-late").open_chat().say("where is my lamp?")
    shop.hears("floor lamp")
    shop.say("I want to talk to a person please")
    shop.hears(re.compile("colleague|team"), author="system")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("It comes tomorrow, Lena.")
    desk.does("resolve")
    expect(desk.page.get_by_text("This conversation is resolved")).to_be_visible()

    survey, keyboard = shop.survey, shop.page.keyboard
    expect(survey.get_by_role("heading", name="How was this?")).to_be_visible()
    survey.get_by_role("group", name="With the assistant").get_by_role("radio").first.focus()
    for _ in range(2):
        keyboard.press("ArrowRight")
    expect(survey.get_by_role("group", name="With the assistant").get_by_role("radio", name="Okay")).to_be_checked()
    keyboard.press("Tab")
    keyboard.press("Space")
    for _ in range(4):
        keyboard.press("ArrowRight")
    expect(survey.get_by_role("group", name="With our team").get_by_role("radio", name="Very good")).to_be_checked()
    keyboard.press("Enter")

    expect(survey).to_have_attribute("data-step", "more")
    expect(survey.get_by_role("heading")).to_be_focused()
    shop.page.get_by_test_id("widget-survey-comment").fill("Thanks, Mia!")
    survey.get_by_role("radio").nth(5).check()
    keyboard.press("Enter")
    expect(survey).to_contain_text("Thank you")

    rating = desk.page.get_by_test_id("desk-rating")
    expect(rating).to_contain_text("Bot: okay 3/5")
    expect(rating).to_contain_text("Colleagues: very good 5/5")
    expect(rating).to_contain_text("Thanks, Mia!")
    shop.page.reload()
    expect(survey).to_contain_text("Thank you")
    shop.say("One more thing: what about my rug?")
    expect(survey).to_have_count(0)


def test_a_customer_ends_it_and_does_not_want_to_say_how_it_was(
    person: Callable[..., BrowserContext], stack: Stack
) -> None:
    shop = Shop(person(locale="zh-CN").new_page(), stack).visit("c-zh").open_chat()
    shop.say("我的电饭煲到哪了？")
    shop.hears("云鹿")
    shop.chooses("end")
    shop.hears("您已结束本次对话", author="system")
    expect(shop.survey).to_contain_text("这次服务怎么样？")
    expect(shop.survey.get_by_role("radio", name="非常满意")).to_be_visible()

    shop.survey.get_by_role("button", name="暂不评价").click()
    expect(shop.survey).to_have_count(0)
    shop.page.reload()
    shop.hears("您已结束本次对话", author="system")
    expect(shop.panel).to_contain_text("对话已结束")
    expect(shop.survey).to_have_count(0)


def test_saying_goodbye_ends_it_too(shop: Shop) -> None:
    shop.visit("c-three").open_chat().say("where is my mug?")
    shop.hears("W-10433")
    shop.say("ok thanks, goodbye!")
    shop.is_answered()
    expect(shop.panel).to_contain_text("Conversation closed")
    expect(shop.survey).to_contain_text("How was this?")
    expect(shop.survey.get_by_role("radio")).to_have_count(5)
