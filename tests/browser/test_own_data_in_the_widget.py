"""Who reads along is said first; a customer takes their data along, or has them deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from stack import Stack

from browser.traces import everything_stored, places_of, written
from browser.windows import Desk, Shop

WORD = "Zanzibar-7731"  # nobody else says that


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


def test_deleting_purges_tracker_and_tables_and_leaves_the_audit_entry(shop: Shop, desk: Desk, stack: Stack) -> None:
    other = stack.customer("c-three")
    other.say("where is my mug?")
    shop.visit("c-late").open_chat().say(f"where is my lamp? greetings from {WORD}")
    shop.hears("floor lamp")
    shop.say(f"I want to talk to a person about {WORD}")
    shop.hears("team", author="system")
    desk.visit().sign_in().open("Lena Berg")
    (conversation,) = [row["id"] for row in _listed(stack) if row["customer"]["id"] == "c-late"]
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write(f"Hello Lena, {WORD} it is.")
    desk.write(f"She is in {WORD}.", private=True)
    before = everything_stored(stack)
    # What is looked for is there, in the log, the packet and the bot's own memory: so that its absence says something.
    assert {"messages", "handoffs", "bot_events", "conversations"} <= places_of(before, WORD)
    assert {"messages", "handoffs", "bot_events", "conversations", "audit_log"} <= places_of(before, conversation)
    (visitor,) = {row.split("'")[1] for row in before["visitors"] if "c-late" in row}

    shop.chooses("erase")
    shop.page.get_by_role("button", name="Delete for good").click()
    expect(shop.banner).to_contain_text("has been deleted")
    for _ in range(150):  # the bot's memory goes by the outbox
        after = everything_stored(stack)
        if not places_of({"bot_events": after["bot_events"]}, conversation) and not _waiting(after):
            break
        shop.page.wait_for_timeout(200)
    assert places_of(after, WORD) == set()
    assert places_of(after, conversation) <= {"audit_log", "outbox"}, "ids only: who did what, and what was erased"
    assert places_of(after, visitor) == set(), "whoever comes back has another id"
    assert WORD not in written(stack)
    entries = [row for row in after["audit_log"] if "delete_data" in row]
    assert len(entries) == len([row for row in before["audit_log"] if "delete_data" in row]) + 1
    assert "conversations" in entries[-1]

    # Nobody else's went with it, and she begins as somebody new, of whom the bot remembers nothing.
    assert "mug" in "".join(after["messages"])
    shop.say("and when will it arrive?")
    shop.is_answered()
    assert WORD not in shop.panel.inner_text()
    assert len(_listed(stack, "pending")) == 2


def _listed(stack: Stack, status: str = "open") -> list[dict[str, Any]]:
    agent = stack.agent()
    listed: list[dict[str, Any]] = agent.get("/api/conversations", params={"status": status}).json()["conversations"]
    agent.close()
    return listed


def _waiting(stored: dict[str, list[str]]) -> bool:
    """Say whether an erasure is not through yet."""
    return any("erasure" in row and "waiting" in row for row in stored["outbox"])
