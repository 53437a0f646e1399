"""Small screens and dark rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from stack import Stack

from browser.windows import Desk, Shop

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitaen" * 3

# Text and ground as painted: through transparent elements, and out of shadow roots.
COLOURS = """
element => {
  const painted = colour => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const text = painted(getComputedStyle(element).color);
  for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
    const ground = painted(getComputedStyle(at).backgroundColor);
    if (ground[3] === 255) return [text.slice(0, 3), ground.slice(0, 3)];
  }
  return [text.slice(0, 3), [255, 255, 255]];
}
"""


def luminance(colour: list[int]) -> float:
    """Return the relative luminance, 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(element: Locator) -> float:
    """Return the contrast of an element's text with what is painted behind it, 1 to 21."""
    text, ground = element.evaluate(COLOURS)
    low, high = sorted((luminance(text), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def ground(element: Locator) -> float:
    """Return the luminance of what is painted behind an element."""
    return luminance(element.evaluate(COLOURS)[1])


def overflows(page: Page) -> bool:
    """Say whether the page can be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_on_a_phone_the_panel_fills_the_screen_and_nothing_scrolls_sideways(
    person: Callable[..., BrowserContext], stack: Stack
) -> None:
    shop = Shop(person(**PHONE).new_page(), stack).visit("c-three")
    assert not overflows(shop.page)
    shop.open_chat()

    shop.panel.evaluate("panel => Promise.all(panel.getAnimations().map(one => one.finished))")
    box = shop.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    shop.say(LONG_WORD)
    shop.is_answered()
    shop.say("where is my order")
    expect(shop.replies).to_have_count(3)
    assert not overflows(shop.page)
    assert shop.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    for reply in shop.replies.all():
        expect(reply).to_be_in_viewport(ratio=1)
    shop.panel.get_by_role("button", name="Close chat").tap()
    expect(shop.launcher).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_desk_shows_one_pane_at_a_time(person: Callable[..., BrowserContext], stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    lena.say("I want to talk to a person please")
    desk = Desk(person(**PHONE).new_page(), stack).visit().sign_in()
    expect(desk.items).to_have_count(1)
    assert not overflows(desk.page)

    desk.item("Lena Berg").tap()
    expect(desk.message("I want to talk to a person please")).to_be_in_viewport()
    assert not overflows(desk.page)
    desk.page.get_by_role("navigation").get_by_role("button", name="Context").tap()
    expect(desk.packet).to_be_in_viewport()
    assert not overflows(desk.page)
    desk.points.first.locator(".dot").tap()
    expect(desk.message("where is my lamp?")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark(person: Callable[..., BrowserContext], stack: Stack, scheme: str) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    lena.say("I want to talk to a person please")
    shop = Shop(person(color_scheme=scheme).new_page(), stack).visit("c-late").open_chat()
    desk = Desk(person(color_scheme=scheme).new_page(), stack).visit().sign_in()
    desk.open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("Hello Lena")
    desk.write("Only for us", private=True)
    shop.hears("Hello Lena", author="agent")

    is_dark = scheme == "dark"
    for place in (shop.page.locator("body"), shop.panel, shop.log, desk.page.locator("body"), desk.packet):
        assert (ground(place) < 0.1) is is_dark
    texts = [
        *shop.page.get_by_test_id("widget-message-text").all(),
        *shop.panel.locator(".notice, .day, .meta, .who span, .who strong, .speaker, .person").all(),
        *desk.page.get_by_test_id("desk-message-text").all(),
        *desk.page.locator(".message-by time, .chip, .emotion, .system-event, .priority, .reason, .verified").all(),
        *desk.page.locator(".late, .customer-detail, .question figcaption, .summary-line small, .outcome, dt").all(),
    ]
    poor = [(round(contrast(one), 2), one.inner_text()) for one in texts if one.is_visible() and contrast(one) < 4.5]
    assert len(texts) > 20
    assert not poor
