"""Who may see the desk, and what the others are told."""

from __future__ import annotations

import httpx
from playwright.sync_api import expect
from stack import Stack

from browser.windows import Desk


def test_a_wrong_password_is_told_plainly(desk: Desk) -> None:
    desk.visit().sign_in(password="not the password")

    expect(desk.page.get_by_role("alert")).to_contain_text("Email or password is wrong.")
    expect(desk.page.get_by_test_id("desk-password")).to_be_enabled()
    expect(desk.page.get_by_test_id("desk-queue")).to_have_count(0)
    desk.sign_in()
    expect(desk.page.get_by_test_id("desk-queue")).to_be_visible()


def test_an_outsider_sees_only_the_sign_in(desk: Desk, stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    lena.say("I want to talk to a person please")

    desk.page.goto(f"{stack.base_url}/desk#/{lena.conversation_id}")

    expect(desk.page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
    expect(desk.page.get_by_test_id("desk-queue")).to_have_count(0)
    assert "Lena" not in desk.page.content()
    for path in ("/api/conversations", f"/api/conversations/{lena.conversation_id}"):
        answer = httpx.get(f"{stack.base_url}{path}")
        assert answer.status_code == 401
        assert "Lena" not in answer.text


def test_a_customers_token_opens_no_door_of_the_desk(stack: Stack) -> None:
    headers = {"Authorization": f"Bearer {stack.token('c-late')}"}

    assert httpx.get(f"{stack.base_url}/api/conversations", headers=headers).status_code == 401


def test_signing_out_leaves_nothing_on_screen_and_ends_the_session(desk: Desk, stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    lena.say("I want to talk to a person please")
    desk.visit().sign_in().open("Lena Berg")

    desk.page.get_by_test_id("desk-sign-out").click()

    expect(desk.page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
    assert "Lena" not in desk.page.locator("body").inner_html()
    desk.page.reload()
    expect(desk.page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
    # A link to a conversation opens it once somebody has signed in.
    desk.sign_in()
    expect(desk.page.get_by_test_id("desk-queue")).to_be_visible()
