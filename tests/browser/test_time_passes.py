"""What needs time that a test can move: the night, a deadline, a bot that thinks too long, a shop that hangs."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from house import answer
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from browser.axe import violations
from browser.stand import Stand
from browser.windows import Desk, Shop

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WHERE = "where is my lamp?"
LATE_WORDS = "Your floor lamp is on its way."
DESK: ViewportSize = {"width": 1440, "height": 900}

# What the customer is told at night, and must not be told; what the desk shows in the morning.
NIGHT: dict[str, dict[str, Any]] = {
    "en": {
        "locale": "en-GB",
        "asks": "I want to talk to a person",
        "passed_on": "I'll pass this on to a colleague.",
        "told": r"tomorrow at 09:00 \(UTC\)",
        "asked_for": "e-mail",
        "untrue": r"will be with you|right away|connect(ed|ing) to a person|next in line",
        "head": "Passed on to our team",
        "greets": "Good morning",
    },
    "zh": {
        "locale": "zh-CN",
        "asks": "转人工",
        "passed_on": "我把对话转给同事。",
        "told": r"明天09:00 \(UTC\)",
        "asked_for": "邮箱",
        "untrue": "正在为您转接|马上|即时回复|排在第一位",
        "head": "已转给人工客服",
        "greets": "早上好",
    },
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_at_night_a_guest_hears_when_and_the_morning_shift_has_everything(
    stand: Callable[..., Stand], person: Callable[..., BrowserContext], tmp_path: Path, language: str
) -> None:
    words = NIGHT[language]
    hours = tmp_path / "hours.toml"
    hours.write_text('[hours]\ntimezone = "UTC"\n' + "".join(f'{day} = ["09:00-17:00"]\n' for day in DAYS), "utf-8")
    place = stand(WARMLINE_HOURS=str(hours))
    place.bot_hands_over(words["passed_on"], language)
    place.house.clock.to(days=1, hour=20)

    shop = Shop(person(locale=words["locale"]).new_page(), place)
    place.keep_time(shop.page)
    shop.visit().open_chat()
    shop.say(words["asks"])
    shop.hears(words["passed_on"])
    told = shop.hears(re.compile(words["told"]), author="system")
    expect(told).to_contain_text(words["asked_for"])
    expect(shop.panel.get_by_role("banner")).to_contain_text(words["head"])
    assert not re.search(words["untrue"], shop.panel.inner_text()), "nobody is there, and nothing says so"
    shop.say("kim@example.com")
    shop.hears("kim@example.com", author="system")
    shop.say("W-10423")
    shop.page.close()

    # The next morning: the night counts for nothing, the contact is a known fact, all that was said is there.
    place.house.clock.to(days=2, hour=9, minute=1)
    desk = Desk(person(viewport=DESK).new_page(), place)
    place.keep_time(desk.page)
    desk.visit().sign_in()
    expect(desk.items).to_have_count(1)
    expect(desk.items.get_by_test_id("desk-due")).to_have_text(re.compile(r"^reply within [34] min"))
    desk.items.click()
    expect(desk.page.get_by_test_id("desk-fact").filter(has_text="kim@example.com")).to_be_visible()
    for said in (words["asks"], words["passed_on"], "kim@example.com", "W-10423"):
        expect(desk.message(said)).to_be_visible()
    expect(desk.message(re.compile(words["told"]))).to_be_visible()
    expect(desk.packet).to_contain_text("Guest")

    # Back in the same browser, the guest finds the answer.
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write(words["greets"])
    expect(desk.items.get_by_test_id("desk-due")).to_have_count(0)
    back = Shop(shop.page.context.new_page(), place)
    place.keep_time(back.page)
    back.visit().open_chat()
    back.hears(words["greets"], author="agent")
    expect(back.panel.get_by_role("banner")).to_contain_text("Mia")


def test_a_late_first_reply_is_warned_of_at_80_percent_then_overdue_and_counted(
    stand: Callable[..., Stand], person: Callable[..., BrowserContext]
) -> None:
    place = stand()
    place.bot_hands_over("I'll get a colleague.")
    sue = Desk(person(viewport=DESK).new_page(), place)
    sue.page.goto(f"{place.base_url}/desk#/wallboard")
    sue.sign_in(email=place.employ("sue", "supervisor"))
    expect(sue.page.get_by_test_id("board-open")).to_have_text("0")
    desk = Desk(person(viewport=DESK).new_page(), place).visit().sign_in()
    shop = Shop(person().new_page(), place).visit("c-late").open_chat()
    shop.say("a person please")
    shop.hears("colleague")
    due = desk.item("Lena Berg").get_by_test_id("desk-due")
    expect(due).to_have_class("due ok")
    expect(due).to_have_text(re.compile("^reply within [45] min"))

    place.wait(timedelta(minutes=3), desk.page, sue.page)
    expect(due).to_have_text(re.compile("^reply within [12] min"))
    expect(due).to_have_class("due ok")
    expect(sue.page.get_by_test_id("board-warning")).to_have_text("0")

    place.wait(timedelta(minutes=4, seconds=2), desk.page, sue.page)  # 80 % of five minutes
    expect(due).to_have_class("due warning")
    alarm = desk.page.get_by_test_id("desk-alarm")
    expect(alarm).to_contain_text("Lena Berg is waiting: the first reply is due soon")
    assert violations(desk.page) == []
    expect(sue.page.get_by_test_id("board-warning")).to_have_text("1")
    expect(sue.page.get_by_test_id("board-breached")).to_have_text("0")

    place.wait(timedelta(minutes=6, seconds=30), desk.page, sue.page)
    expect(due).to_have_class("due breached")
    expect(alarm).to_contain_text("the first reply is overdue")
    assert violations(desk.page) == []
    desk.page.set_viewport_size({"width": 390, "height": 844})
    expect(alarm).to_be_in_viewport()
    desk.page.emulate_media(color_scheme="dark")
    assert violations(desk.page) == []
    desk.page.emulate_media(color_scheme="light")
    desk.page.set_viewport_size(DESK)
    expect(due).to_have_text(re.compile("^reply overdue by [12] min"))
    expect(sue.page.get_by_test_id("board-breached")).to_have_text("1")
    expect(sue.page.get_by_test_id("board-warning")).to_have_text("0")

    # Answered late it is no longer due, and stays counted; it was announced once each.
    desk.page.get_by_test_id("desk-alarm-open").click()
    expect(alarm).to_have_count(0)
    desk.does("claim")
    desk.write("Here I am, Lena. Sorry that you had to wait.")
    shop.hears("Here I am", author="agent")
    expect(due).to_have_count(0)
    report = sue.page.request.get(f"{place.base_url}/api/reports/sla").json()
    assert (report["total"]["breached"], report["total"]["met"]) == (1, 0)
    audited = place.house.rows("SELECT action FROM audit_log WHERE action LIKE 'sla_%' ORDER BY id")
    assert audited == [("sla_warning",), ("sla_breached",)]


class Thinking:
    """A bot that thinks until it is let go on."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.said = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.begun.set()
        self.go_on.wait(20)
        self.said.set()
        return answer(LATE_WORDS)


def test_what_the_bot_says_after_an_agent_has_taken_over_reaches_nobody(
    stand: Callable[..., Stand], person: Callable[..., BrowserContext]
) -> None:
    place = stand(WARMLINE_BOT_TIMEOUT_S="30")
    thinking = place.house.bot.script = Thinking()
    shop = Shop(person().new_page(), place).visit("c-late").open_chat()
    desk = Desk(person(viewport=DESK).new_page(), place).visit().sign_in()
    shop.say(WHERE)
    assert thinking.begun.wait(10)
    expect(shop.page.get_by_test_id("widget-typing")).to_be_visible()
    desk.show("bot")
    desk.open("Lena Berg")
    desk.does("claim")
    shop.hears("Mia", author="system")
    expect(shop.page.get_by_test_id("widget-typing")).to_have_count(0)

    thinking.go_on.set()
    assert thinking.said.wait(10)
    _until_free(place, desk.page)
    desk.write("Hello Lena, I'm looking for your lamp.")
    shop.hears("looking for your lamp", author="agent")
    everything = (shop.panel, desk.page.locator("body"))
    assert not any(LATE_WORDS in window.inner_text() for window in everything)
    shop.page.reload()
    shop.hears("looking for your lamp", author="agent")
    assert LATE_WORDS not in shop.panel.inner_text()
    assert place.house.rows("SELECT text FROM messages WHERE author = 'bot'") == []
    # And the bot stays silent.
    shop.say("thank you")
    expect(desk.message("thank you")).to_be_visible()
    assert [asked["message"] for asked in place.house.bot.requests] == [WHERE]


def test_an_agent_takes_over_at_once_while_the_shop_hangs_and_the_orders_come_by_themselves(
    stand: Callable[..., Stand], person: Callable[..., BrowserContext]
) -> None:
    place = stand()
    shop = Shop(person().new_page(), place).visit("c-late").open_chat()
    shop.say(WHERE)
    shop.hears(WHERE)
    desk = Desk(person(viewport=DESK).new_page(), place).visit().sign_in()
    desk.show("bot")
    desk.open("Lena Berg")
    lines = desk.page.get_by_test_id("desk-summary-line")
    expect(lines).to_have_count(0)

    place.house.shop.answers.clear()
    try:
        desk.does("claim")
        expect(desk.composer).to_be_enabled(timeout=3_000)
        shop.hears("Mia", author="system")
        desk.write("Hello Lena")
        shop.hears("Hello Lena", author="agent")
        ((packet,),) = place.house.rows("SELECT packet FROM handoffs")
        assert "W-10423" not in packet
    finally:
        place.house.shop.answers.set()
    expect(_order(desk, "W-10423")).to_be_visible()
    expect(desk.packet.locator(".why")).to_contain_text("Taken over")
    expect(lines).not_to_have_count(0)


def _order(desk: Desk, order_id: str) -> Locator:
    return desk.page.locator(f"[data-testid=desk-order][data-id={order_id}]")


def _until_free(place: Stand, page: Page) -> None:
    """Wait until the gateway has done with the bot's answer."""
    for _ in range(200):
        if place.house.rows("SELECT leased_by FROM conversations") == [(None,)]:
            return
        page.wait_for_timeout(25)
    raise AssertionError("the gateway still holds the conversation")
