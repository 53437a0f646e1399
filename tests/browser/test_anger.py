"""Clear anger brings a person without being asked for one."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from browser.windows import Desk, Shop

FURIOUS = "This is outrageous! You people are a disgrace, I am furious!!!"


def height(point: Locator) -> float:
    """Return how high a point stands in the chart: more is better mood."""
    return -float(point.locator(".dot").get_attribute("cy") or "nan")


def test_an_angry_message_brings_a_person_and_the_desk_shows_the_drop(shop: Shop, desk: Desk) -> None:
    shop.visit("c-damaged").open_chat().say("Hello")
    shop.is_answered()
    shop.say("My teapot arrived broken")
    shop.hears("teapot")
    shop.say(FURIOUS)

    shop.hears(re.compile("colleague|person"))
    shop.hears(re.compile("colleague|team"), author="system")

    desk.visit().sign_in()
    expect(desk.items.first).to_contain_text("Dana Whitfield")
    expect(desk.items.first).to_have_attribute("data-priority", "high")
    expect(desk.items.first).to_contain_text("Clear anger")
    expect(desk.items.first).to_contain_text("angry")

    desk.open("Dana Whitfield")
    expect(desk.points).to_have_count(3)
    expect(desk.points.last).to_have_attribute("data-label", "angry")
    assert height(desk.points.last) < height(desk.points.nth(1)) - 20
    assert height(desk.points.last) < height(desk.points.first) - 20
    expect(desk.orders.first).to_contain_text(re.compile("teapot", re.IGNORECASE))


def test_a_calm_question_brings_nobody(shop: Shop, desk: Desk) -> None:
    shop.visit("c-three").open_chat().say("where is my mug?")
    shop.hears("W-10433")

    desk.visit().sign_in()

    expect(desk.page.get_by_text("Nobody is waiting.")).to_be_visible()
    desk.show("bot")
    expect(desk.item("Thomas Okafor")).not_to_have_count(0)
