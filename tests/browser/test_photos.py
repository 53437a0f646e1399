"""A customer shows what is broken, and the agent sees it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import expect
from stack import Stack

from browser.conftest import Complaints
from browser.windows import Desk, Shop

UNSAFE = b"%PDF-1.5\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n%%EOF\n"


@pytest.fixture
def teapot(tmp_path: Path) -> Path:
    """A photo of a telephone, with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (53.0, 33.0, 0.0)
    Image.new("RGB", (3000, 2000), (40, 90, 110)).save(tmp_path / "teapot.jpg", exif=exif)
    return tmp_path / "teapot.jpg"


def test_a_photo_of_the_damage_is_thanked_for_and_the_agent_sees_it(
    shop: Shop, desk: Desk, stack: Stack, teapot: Path, tmp_path: Path, complaints: Complaints
) -> None:
    complaints.expect(r"status of 400 .*/api/attachments$")  # the PDF that is refused
    shop.visit("c-damaged").open_chat()
    shop.say("My teapot arrived broken")
    shop.hears(re.compile("photo"))

    # What can't be taken says why, and is removed; what can be taken is sent without a word.
    (tmp_path / "script.pdf").write_bytes(UNSAFE)
    picker, tray = shop.page.get_by_test_id("widget-file"), shop.page.get_by_test_id("widget-tray-item")
    picker.set_input_files([teapot, tmp_path / "script.pdf"])
    expect(shop.page.get_by_test_id("widget-tray-fault")).to_contain_text("script.pdf holds scripts")
    shop.page.get_by_label("Remove script.pdf").click()
    expect(tray).to_have_count(1)
    expect(tray).to_have_attribute("data-state", "ready")
    shop.page.get_by_test_id("widget-send").click()
    expect(shop.page.get_by_test_id("widget-attachment")).to_have_count(1)
    shop.hears(re.compile("Thanks for the photo|Got the photo"))
    shop.hears(re.compile("replacement"))

    # Large and back by keys alone; the chat stays open.
    photo = shop.page.get_by_label("Open photo teapot.jpg")
    photo.focus()
    shop.page.keyboard.press("Enter")
    expect(shop.page.get_by_test_id("lightbox")).to_be_visible()
    shop.page.keyboard.press("Escape")
    expect(shop.page.get_by_test_id("lightbox")).to_have_count(0)
    expect(photo).to_be_focused()

    # After a reload it is fetched anew, with her token.
    shop.page.reload()
    shown = shop.page.get_by_label("Open photo teapot.jpg").locator("img")
    expect(shown).to_be_visible()
    assert str(shown.get_attribute("src")).startswith("blob:")
    shop.say("I want to talk to a person please")
    shop.hears(re.compile("colleague|team|person"), author="system")

    desk.visit().sign_in().open("Dana Whitfield")
    seen = desk.page.get_by_test_id("desk-attachment").locator("img")
    expect(seen).to_have_js_property("complete", True)
    assert int(seen.evaluate("image => image.naturalWidth")) == 2560
    expect(desk.page.get_by_test_id("desk-fact").filter(has_text="photos")).to_contain_text("1")
    desk.page.get_by_label("Open photo teapot.jpg").click()
    expect(desk.page.get_by_test_id("lightbox")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_test_id("lightbox")).to_have_count(0)

    # The address alone opens nothing, and what an agent gets tells no place.
    where = stack.base_url + str(seen.get_attribute("src"))
    assert httpx.get(where).status_code == 401
    assert httpx.get(where, headers={"Authorization": f"Bearer {stack.token('c-late')}"}).status_code == 404
    agent = stack.agent()
    assert not dict(Image.open(io.BytesIO(agent.get(where).content)).getexif())
    agent.close()
