"""A token that the shop has not signed makes nobody a customer: whoever shows one is told nothing but what a guest is told."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable

import httpx
import jwt
import pytest
from playwright.sync_api import expect
from stack import Stack

from browser.test_embedding import plain_shop
from browser.windows import Desk, Shop

HERS = re.compile(r"lamp|Northpost|Hannover|Lena|W-10423", re.IGNORECASE)


def claims() -> dict[str, object]:
    """Return what would make somebody Lena, were it signed."""
    return {"sub": "c-late", "email": "lena.berg@example.com", "exp": int(time.time()) + 900}


def part(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def another_key(stack: Stack) -> str:
    return jwt.encode(claims(), "a key of thirty-two bytes or more, not the shop's", algorithm="HS256")


def no_algorithm(stack: Stack) -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims())}."


def another_name(stack: Stack) -> str:
    """A real token of somebody else's, with Lena's name written into it."""
    head, _, signature = stack.token("c-three").split(".")
    return f"{head}.{part(claims())}.{signature}"


@pytest.mark.parametrize("forge", [another_key, no_algorithm, another_name])
def test_a_forged_token_is_no_customer(shop: Shop, desk: Desk, stack: Stack, forge: Callable[[Stack], str]) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    token = forge(stack)
    plain_shop(shop, stack)
    shop.page.evaluate("token => { Warmline.identify(token); Warmline.open(); }", token)
    expect(shop.banner).to_contain_text("Your sign-in has expired")
    shop.input.fill("where is my order?")
    shop.input.press("Enter")
    expect(shop.own("where is my order?")).to_have_attribute("data-state", "queued")
    assert not HERS.search(shop.panel.inner_text().replace("where is my order?", ""))

    # Over HTTP it opens nothing either: no history, no data, nothing deleted.
    headers = {"Authorization": f"Bearer {token}"}
    for method, path, body in (
        ("GET", f"/api/chat/{lena.conversation_id}", None),
        ("POST", "/api/chat", {"text": "where is my lamp?", "client_message_id": "forged"}),
        ("GET", "/api/privacy/data", None),
        ("POST", "/api/privacy/erase", {"confirm": True}),
    ):
        answer = httpx.request(method, f"{stack.base_url}{path}", headers=headers, json=body)
        assert answer.status_code == 401, (path, answer.text)
        assert not HERS.search(answer.text)

    # Let go of it, and they are a guest: answered, and told nothing of hers.
    shop.page.evaluate("Warmline.logout()")
    expect(shop.messages).to_have_count(0)
    shop.say("where is my order?")
    shop.is_answered()
    assert not HERS.search(shop.panel.inner_text())
    desk.visit().sign_in().show("bot")
    expect(desk.items).to_have_count(2)
    expect(desk.items.filter(has_text="Guest")).to_have_count(1)
    expect(desk.item("Lena Berg")).to_be_visible()
