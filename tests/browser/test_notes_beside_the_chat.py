"""What stands beside the closed chat: help offered once, and what somebody wrote meanwhile."""

from __future__ import annotations

from playwright.sync_api import Route, expect
from stack import Stack

from browser.windows import Desk, Shop

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Some shop</title><link rel="icon" href="data:,">
<script src="{base}/widget.js" data-greet="0.2" data-privacy="javascript:alert(1)" defer></script></head>
<body><h1>Some shop</h1></body></html>"""


def test_help_is_offered_once(shop: Shop, stack: Stack) -> None:
    def serve(route: Route) -> None:
        route.fulfill(body=PAGE.format(base=stack.base_url), content_type="text/html")

    shop.page.route("**/greeting-shop", serve)
    shop.page.goto(f"{stack.base_url}/greeting-shop")
    expect(shop.teaser).to_contain_text("Can we help?")
    expect(shop.panel).to_have_count(0)
    assert shop.page.evaluate("document.activeElement.tagName") == "BODY"
    shop.teaser.get_by_role("button", name="Hide this note").click()
    expect(shop.teaser).to_have_count(0)

    shop.page.reload()
    expect(shop.launcher).to_be_visible()
    shop.page.wait_for_function("() => performance.now() > 1500")
    expect(shop.teaser).to_have_count(0)
    shop.open_chat()
    expect(shop.page.get_by_role("link", name="Privacy notice")).to_have_count(0)


def test_what_an_agent_writes_meanwhile_is_shown_and_can_be_hidden(shop: Shop, desk: Desk) -> None:
    shop.visit("c-late").open_chat().say("I want to talk to a person please")
    shop.hears("team", author="system")
    shop.launcher.click()
    desk.visit().sign_in().open("Lena Berg")
    desk.does("claim")
    expect(desk.composer).to_be_enabled()
    desk.write("Hello Lena, I am here.")
    expect(shop.teaser).to_contain_text("Hello Lena, I am here.")
    expect(shop.teaser).to_contain_text("Mia")
    shop.teaser.get_by_role("button", name="Hide this note").click()
    expect(shop.teaser).to_have_count(0)
    expect(shop.unread).to_be_visible()

    desk.write("It comes tomorrow.")
    shop.teaser.get_by_text("It comes tomorrow.").click()
    expect(shop.panel).to_be_visible()
    expect(shop.unread).to_have_count(0)
