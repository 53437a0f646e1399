"""Rasa's own web widget, as published on npm, chats with the gateway unmodified."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route, expect
from stack import Stack

from browser.conftest import Complaints
from browser.windows import Shop

BUNDLE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "rasa-webchat" / "lib" / "index.js"
# As its README embeds it.
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop with Rasa's widget</title>
<link rel="icon" href="data:,"></head><body><h1>A shop with Rasa's widget</h1><div id="webchat"></div>
<script src="/rasa-webchat.js"></script>
<script>
WebChat.default({
  socketUrl: location.origin, socketPath: "/socket.io/", initPayload: "", title: "Help", inputTextFieldHint: "Write",
  params: { storage: "local" }
}, null);
</script></body></html>"""


def served(page: Page, stack: Stack) -> None:
    """Serve the page and the untouched bundle from the gateway's address."""

    def html(route: Route) -> None:
        route.fulfill(body=PAGE, content_type="text/html")

    def script(route: Route) -> None:
        route.fulfill(path=BUNDLE, content_type="text/javascript")

    page.route("**/rasa-shop", html)
    page.route("**/rasa-webchat.js", script)
    page.goto(f"{stack.base_url}/rasa-shop")


def test_it_opens_says_chooses_and_goes_on_after_a_reload(shop: Shop, stack: Stack, complaints: Complaints) -> None:
    complaints.expect("fonts.googleapis.com")  # the widget asks for a font that it can do without
    page = shop.page
    served(page, stack)
    page.locator(".rw-launcher").click()
    field = page.locator(".rw-new-message")
    field.fill("I want to complain about your service")
    field.press("Enter")
    replies = page.locator(".rw-reply")
    expect(replies.first).to_be_visible()
    assert "Talk to a person" in replies.all_inner_texts()
    session = page.evaluate("() => JSON.parse(localStorage.getItem('chat_session')).session_id")

    replies.get_by_text("Tell you more", exact=True).click()
    expect(page.locator(".rw-client", has_text="Tell you more")).to_be_visible()
    expect(page.locator(".rw-response")).to_have_count(2)

    page.reload()
    expect(page.locator(".rw-client", has_text="I want to complain")).to_be_visible()
    assert page.evaluate("() => JSON.parse(localStorage.getItem('chat_session')).session_id") == session
    before = page.locator(".rw-response").count()
    field.fill("never mind, goodbye")
    field.press("Enter")
    expect(page.locator(".rw-response")).to_have_count(before + 1)
    # One guest and one conversation, before and after.
    agent = stack.agent()
    found = agent.get("/api/conversations", params={"status": "all"}).json()["conversations"]
    agent.close()
    (conversation,) = [one for one in found if one["customer"]["id"] is None]
    assert conversation["message_count"] >= 6
