"""WCAG 2.2 A and AA by axe, in every state of widget and desk, light and dark."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from stack import Stack

from browser.axe import violations
from browser.conftest import Complaints
from browser.windows import Desk, Shop

SCHEMES = ["light", "dark"]


def photo() -> bytes:
    """Return a small picture, as JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), (40, 90, 110)).save(out, "JPEG")
    return out.getvalue()


class Look:
    """Collects what axe finds, each under the name of the state in which it was found."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        self.states: list[str] = []

    def at(self, state: str, within: str | None = None) -> None:
        self.states.append(state)
        self.found += [f"{state}: {one}" for one in violations(self.page, within)]


def test_axe_sees_what_is_wrong_inside_the_shadow_root(shop: Shop) -> None:
    shop.visit().open_chat()
    shop.panel.evaluate("panel => { panel.querySelector('textarea').removeAttribute('aria-label'); }")
    shop.panel.evaluate("panel => { panel.querySelector('.greeting p').style.color = '#bbb'; }")
    shop.panel.evaluate("panel => { panel.querySelector('textarea').removeAttribute('placeholder'); }")
    rules = {one.split(":")[0] for one in violations(shop.page)}
    assert {"label", "color-contrast"} <= rules


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_widget(person: Callable[..., BrowserContext], stack: Stack, complaints: Complaints, scheme: str) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    context = person(color_scheme=scheme)
    shop = Shop(context.new_page(), stack)
    look, page = Look(shop.page), shop.page
    shop.visit("c-three")
    look.at("closed")
    shop.open_chat()
    look.at("open, the notice shown")
    page.get_by_test_id("widget-notice-ok").click()
    shop.say("where is my order")
    expect(shop.replies).to_have_count(3)
    look.at("quick replies")
    page.get_by_test_id("widget-file").set_input_files({"name": "mug.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.locator("[data-testid=widget-tray-item][data-state=ready]")).to_be_visible()
    look.at("a photo to be sent")
    shop.input.press("Enter")
    expect(page.get_by_test_id("widget-attachment")).to_be_visible()
    shop.is_answered()
    page.get_by_test_id("widget-attachment").get_by_role("button").click()
    look.at("a photo, large")
    page.keyboard.press("Escape")
    shop.page.get_by_test_id("widget-menu").click()
    look.at("the menu")
    page.get_by_test_id("widget-erase").click()
    look.at("the question before deleting")
    page.get_by_test_id("widget-erase-cancel").click()
    context.set_offline(True)
    expect(shop.banner).to_be_visible()
    shop.input.fill("are you there?")
    shop.input.press("Enter")
    look.at("offline, a message waiting")
    context.set_offline(False)
    expect(shop.banner).to_have_count(0)
    shop.is_answered()
    shop.chooses("end")
    expect(shop.survey).to_be_visible()
    look.at("the survey")
    shop.survey.get_by_role("radio").nth(3).check()
    page.get_by_test_id("widget-survey-send").click()
    expect(shop.survey).to_have_attribute("data-step", "more")
    look.at("the survey's second question")
    page.get_by_test_id("widget-survey-send").click()
    expect(shop.survey).to_have_attribute("data-step", "done")
    shop.say("I want to talk to a person please")
    expect(shop.panel).to_contain_text("Passed on to our team")
    look.at("handed over")
    page.set_viewport_size({"width": 360, "height": 700})
    look.at("narrow")
    assert look.found == []
    assert len(look.states) == 12


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_desk(person: Callable[..., BrowserContext], stack: Stack, scheme: str) -> None:
    lena = stack.customer("c-late")
    for text in ("where is my lamp?", "That's the third late parcel. I'm really disappointed.", "a person please"):
        lena.say(text)
    desk = Desk(person(color_scheme=scheme, viewport={"width": 1440, "height": 900}).new_page(), stack)
    look, page = Look(desk.page), desk.page
    desk.visit()
    expect(page.get_by_test_id("desk-sign-in")).to_be_visible()
    look.at("sign-in")
    desk.sign_in()
    expect(desk.items.first).to_be_visible()
    look.at("queue")
    desk.open("Lena Berg")
    expect(desk.packet).to_be_visible()
    look.at("conversation")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("Only for us.", private=True)
    desk.write("Hello Lena.")
    look.at("claimed, a private note")
    desk.composer.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look.at("the list of keys")
    page.keyboard.press("Escape")
    desk.does("resolve")
    expect(page.get_by_text("This conversation is resolved")).to_be_visible()
    look.at("resolved")
    page.set_viewport_size({"width": 390, "height": 800})
    look.at("narrow")
    assert look.found == []
    assert len(look.states) == 7
