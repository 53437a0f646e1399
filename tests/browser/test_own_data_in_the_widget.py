"""Who reads along is said first; a customer takes their data along, or has them deleted."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect
from stack import Stack

from browser.windows import Desk, Shop


def test_the_notice_comes_once_and_leads_to_the_shops_own(shop: Shop) -> None:
    shop.visit().open_chat()
    notice = shop.page.get_by_test_id("widget-notice")
    expect(notice).to_contain_text("assistant answers first")
    expect(notice.get_by_role("link", name="Privacy notice")).to_have_attribute("href", "/help/privacy")
    expect(shop.input).to_be_focused()
    shop.page.get_by_test_id("widget-notice-ok").click()
    expect(notice).to_have_count(0)
    expect(shop.input).to_be_focused()
    shop.say("hello")
    shop.page.reload()
    expect(shop.own("hello")).to_be_visible()
    expect(notice).to_have_count(0)


def test_data_are_taken_along_by_their_owner(shop: Shop, stack: Stack, tmp_path: Path) -> None:
    stack.customer("c-three").say("where is my mug?")
    shop.visit("c-late").open_chat().say("where is my lamp?")
    shop.hears("floor lamp")
    with shop.page.expect_download() as started:
        shop.chooses("download")
    started.value.save_as(tmp_path / "data.json")
    expect(shop.banner).to_contain_text("saved as a file")

    text = (tmp_path / "data.json").read_text(encoding="utf-8")
    (conversation,) = json.loads(text)["conversations"]
    assert conversation["messages"][0]["text"] == "where is my lamp?"
    assert json.loads(text)["person"]["customer_id"] == "c-late"
    assert "mug" not in text.lower()


def test_deleting_asks_first_and_leaves_nothing_here_or_at_the_desk(shop: Shop, desk: Desk) -> None:
    shop.visit("c-late").open_chat().say("where is my lamp?")
    shop.hears("floor lamp")
    shop.say("I want to talk to a person please")
    shop.hears("team", author="system")
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()

    shop.chooses("erase")
    dialog, keyboard = shop.page.get_by_role("alertdialog", name="Delete your data?"), shop.page.keyboard
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    expect(dialog).to_contain_text("Your orders stay with the shop")
    keyboard.press("Shift+Tab")
    expect(dialog.get_by_role("button", name="Delete for good")).to_be_focused()
    keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(shop.own("where is my lamp?")).to_be_visible()

    shop.chooses("erase")
    dialog.get_by_role("button", name="Delete for good").click()
    expect(shop.banner).to_contain_text("has been deleted")
    expect(shop.messages).to_have_count(0)
    assert "lamp" not in shop.kept()
    expect(desk.page.get_by_test_id("desk-erased")).to_be_visible()
    assert "Lena" not in desk.page.locator("body").inner_text()

    shop.say("hello, is somebody there?")
    shop.is_answered()
    shop.page.reload()
    expect(shop.own("hello, is somebody there?")).to_be_visible()
    expect(shop.own("where is my lamp?")).to_have_count(0)
