"""Who asks for a person gets one in mid-sentence, who is worn down is brought one; and what the bot does when it is its turn again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, expect
from stack import Stack

from browser.windows import Desk, Shop, order_states

TO_A_PERSON = re.compile("colleague|person|human|team|同事|人工|客服")


@dataclass(frozen=True)
class Scene:
    """Who says what in which language; `order` is what must stay as it is."""

    locale: str
    customer: str
    name: str
    says: tuple[str, ...]
    then: str
    order: str = ""


MID_JOB = {
    "a cancellation": Scene(
        "en-GB",
        "c-three",
        "Thomas Okafor",
        ("cancel my mug", "no wait, let me speak to a real person"),
        "yes",
        "W-10433",
    ),
    "a return": Scene(
        "en-GB",
        "c-exchange",
        "",
        ("I want to send my hiking boots back", "before that I want to talk to a human"),
        "they're too tight, and please have them picked up",
    ),
    "取消": Scene("zh-CN", "c-three", "Thomas Okafor", ("取消马克杯", "算了，我要找人工客服"), "好的", "W-10433"),
}
WORN_DOWN = {
    "en": Scene(
        "en-GB",
        "c-refund",
        "",
        (
            "I'm still waiting for my refund, this is getting tiring",
            "again the same answer about my refund, I've asked for weeks",
            "honestly, how often do I have to ask for my refund, it's always the same with you",
        ),
        "when will I get my refund?",
    ),
    "zh": Scene(
        "zh-CN",
        "c-zh-late",
        "",
        (
            "又是“运输中”，我的背包到底走到哪了，等得真烦",
            "绕来绕去的，就查个背包到哪了咋这么费劲",
            "我都问第三遍了，背包到底在哪啊",
        ),
        "我的背包到哪了？",
    ),
}


@pytest.mark.parametrize("which", MID_JOB)
def test_a_person_in_the_middle_of_a_job_and_nothing_is_done(
    person: Callable[..., BrowserContext], desk: Desk, stack: Stack, which: str
) -> None:
    scene = MID_JOB[which]
    before = order_states(stack, scene.customer)
    shop = Shop(person(locale=scene.locale).new_page(), stack).visit(scene.customer).open_chat()
    first, a_person = scene.says
    shop.say(first)
    shop.is_answered()
    expect(shop.messages.last).to_contain_text(re.compile("[?？]"))
    shop.say(a_person)

    # In the same turn: the very next thing that is said brings a person, and argues about nothing.
    shop.hears(TO_A_PERSON, author="system")
    answers = shop.page.locator("[data-testid=widget-message][data-author=bot]")
    expect(answers.last).to_contain_text(TO_A_PERSON)
    expect(answers.last).not_to_contain_text(re.compile("[?？]"))
    expect(shop.replies).to_have_count(0)

    desk.visit().sign_in()
    desk.items.first.click()
    expect(desk.packet.locator(".why")).to_contain_text("Asked for a person")
    expect(desk.packet).to_contain_text(first)
    # A yes that comes now is the agent's to read; the bot does nothing with it.
    shop.say(scene.then)
    expect(desk.message(scene.then)).to_be_visible()
    count = answers.count()
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("Mia 👋")
    shop.hears("Mia 👋", author="agent")
    assert answers.count() == count
    assert order_states(stack, scene.customer) == before


@pytest.mark.parametrize("language", WORN_DOWN)
def test_frustration_that_rises_in_clean_language_brings_a_person_once(
    person: Callable[..., BrowserContext], desk: Desk, stack: Stack, language: str
) -> None:
    scene = WORN_DOWN[language]
    shop = Shop(person(locale=scene.locale).new_page(), stack).visit(scene.customer).open_chat()
    handed_over = shop.page.locator("[data-testid=widget-message][data-author=system]")
    for text in scene.says[:-1]:
        shop.say(text)
        shop.is_answered()
        expect(handed_over).to_have_count(0)
    shop.say(scene.says[-1])
    shop.hears(TO_A_PERSON, author="system")
    expect(shop.page.locator("[data-testid=widget-message][data-author=bot]").last).to_contain_text(TO_A_PERSON)

    # The agent sees that it was the course of it, and which messages show that.
    desk.visit().sign_in()
    desk.items.first.click()
    expect(desk.packet.locator(".why")).to_contain_text("Rising frustration")
    expect(desk.points).to_have_count(len(scene.says))
    because = desk.page.get_by_test_id("desk-because").first
    for _ in scene.says:
        because.click()
        expect(desk.page.locator("[data-testid=desk-message]:focus")).to_be_visible()
    desk.does("claim")
    desk.does("return")
    expect(desk.page.get_by_test_id("desk-claim")).to_have_text("Take over")

    # What was felt before is settled: the bot answers, and hands nothing over again at once.
    count = handed_over.count()
    shop.say(scene.then)
    shop.is_answered()
    expect(shop.messages.last).to_have_attribute("data-author", "bot")
    expect(handed_over).to_have_count(count)
    expect(desk.page.get_by_test_id("desk-claim")).to_have_text("Take over")
    desk.show("open")
    expect(desk.items).to_have_count(0)
