"""Take the pictures of docs/screenshots: real conversations on a real Warmline.

By hand, from the repository's root: `.venv/bin/python tests/browser/screenshots.py`, with names for some of them only
(`… screenshots.py desk-light chat-zh`).
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402
from stack import Stack  # noqa: E402

from browser.windows import ARGUMENTS, CHROMIUM, TIMEOUT_MS, Desk, Shop, forget_everything  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 840}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}

# Lena's evening: hopeful, then worried, then let down, then angry.
LENA = (
    "Hi! I just wanted to check on my floor lamp, I'm so looking forward to it",
    "Hmm, it should have been here two days ago. Will it come before the weekend? I have guests.",
    "That's the third late parcel in a row. I'm really disappointed.",
    "This is ridiculous! Three late parcels in a row, and nothing but excuses. I'm furious!!",
)


def begin_anew(stack: Stack) -> None:
    """Let the shop's stories and everybody's conversations begin again."""
    stack.reset_shop()
    forget_everything(stack)


def before_the_shelves(page: Page) -> None:
    """Scroll to the products: the chat would cut through the words above them."""
    page.evaluate("scrollTo({ top: document.querySelector('.catalogue').offsetTop - 24, behavior: 'instant' })")


def noted(shop: Shop) -> None:
    """Let the privacy notice have been read: it would hide the beginning of what is shown."""
    shop.page.get_by_test_id("widget-notice-ok").click()


def shop_chat(browser: Browser, stack: Stack, scheme: str) -> Page:
    """Lena on the shop's page: one question, and the facts."""
    page = browser.new_context(**WIDE, color_scheme=scheme, locale="en-GB").new_page()
    shop = Shop(page, stack).visit("c-late").open_chat()
    noted(shop)
    shop.say("where is my lamp??")
    shop.hears("floor lamp")
    before_the_shelves(page)
    return page


def chat_mobile(browser: Browser, stack: Stack) -> Page:
    """Thomas on his phone, for the first time: which order, may it go."""
    page = browser.new_context(**PHONE, locale="en-GB").new_page()
    shop = Shop(page, stack).visit("c-three").open_chat()
    shop.say("where is my order")
    expect(shop.replies).to_have_count(3)
    shop.choose("Mug")
    shop.hears("W-10433")
    shop.say("Ah good, then please cancel the mug")
    expect(shop.replies).to_have_count(2)
    return page


def chat_mobile_dark(browser: Browser, stack: Stack) -> Page:
    """Dana on her phone in the evening: her teapot came broken, and she wants a person, who is there."""
    agent = browser.new_context(**WIDE, locale="en-GB").new_page()
    desk = Desk(agent, stack).visit().sign_in()
    page = browser.new_context(**PHONE, locale="en-GB", color_scheme="dark").new_page()
    shop = Shop(page, stack).visit("c-damaged").open_chat()
    noted(shop)
    shop.say("can I talk to a person about my teapot? it arrived in pieces")
    desk.open("Dana Whitfield")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("Hello Dana, Mia here. A new teapot leaves our warehouse today, and you can throw the broken one away.")
    shop.hears("Mia here", author="agent")
    shop.say("Oh wow, that was quick. Thank you!")
    agent.context.close()
    return page


def chat_zh(browser: Browser, stack: Stack) -> Page:
    """Xiaomei: where her rice cooker is, in her language."""
    page = browser.new_context(**WIDE, locale="zh-CN").new_page()
    shop = Shop(page, stack).visit("c-zh").open_chat()
    noted(shop)
    shop.say("我的电饭煲到哪了？")
    shop.hears("云鹿速运")
    shop.say("太好了，谢谢！")
    shop.is_answered()
    before_the_shelves(page)
    return page


def full_desk(browser: Browser, stack: Stack, **options: Any) -> Page:
    """Mia's desk with Lena's handoff, and others in the queue."""
    thomas = stack.customer("c-refund")
    thomas.say("When will I get my refund for the boots?")
    thomas.say("I'd like to talk to a person please")
    xiaomei = stack.customer("c-zh")
    xiaomei.say("我的电饭煲到哪了？")
    xiaomei.say("我想转人工")
    lena = stack.customer("c-late")
    for text in LENA:
        lena.say(text)
    assert lena.status == "open"
    page = browser.new_context(locale="en-GB", **options).new_page()
    desk = Desk(page, stack).visit().sign_in()
    desk.open("Lena Berg")
    expect(desk.points).to_have_count(len(LENA))
    return page


def desk_wide(browser: Browser, stack: Stack, scheme: str) -> Page:
    """The three columns, a suggested reply taken up."""
    page = full_desk(browser, stack, viewport={"width": 1440, "height": 900}, color_scheme=scheme)
    desk = Desk(page, stack)
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.page.get_by_test_id("desk-suggestion-insert").first.click()
    expect(desk.composer).to_have_value(re.compile("lamp"))
    desk.page.locator(".context").evaluate("place => place.scrollTo(0, 0)")
    return page


def desk_mobile(browser: Browser, stack: Stack, scheme: str) -> Page:
    """What matters first, on a phone."""
    page = full_desk(browser, stack, **PHONE, color_scheme=scheme)
    page.get_by_role("navigation").get_by_role("button", name="Context").click()
    expect(page.get_by_test_id("desk-chart")).to_be_visible()
    return page


PICTURES: dict[str, Callable[[Browser, Stack], Page]] = {
    "shop-chat-light": lambda browser, stack: shop_chat(browser, stack, "light"),
    "shop-chat-dark": lambda browser, stack: shop_chat(browser, stack, "dark"),
    "chat-mobile": chat_mobile,
    "chat-mobile-dark": chat_mobile_dark,
    "chat-zh": chat_zh,
    "desk-light": lambda browser, stack: desk_wide(browser, stack, "light"),
    "desk-dark": lambda browser, stack: desk_wide(browser, stack, "dark"),
    "desk-mobile": lambda browser, stack: desk_mobile(browser, stack, "light"),
    "desk-mobile-dark": lambda browser, stack: desk_mobile(browser, stack, "dark"),
}


def take(stack: Stack, names: list[str]) -> None:
    """Play each conversation and take its picture."""
    expect.set_options(timeout=TIMEOUT_MS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in names:
            begin_anew(stack)
            page = PICTURES[name](browser, stack)
            page.mouse.move(0, 0)
            page.evaluate("document.fonts.ready")
            page.evaluate(
                "Promise.all(document.getAnimations().filter(a => a.playState === 'running').map(a => a.finished))"
            )
            path = FOLDER / f"{name}.png"
            page.screenshot(path=path)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")
            page.context.close()
        browser.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        stack = Stack(Path(home) / "home")
        stack.start()
        try:
            take(stack, sys.argv[1:] or list(PICTURES))
        finally:
            stack.stop()


if __name__ == "__main__":
    main()
