"""Accounts in a real browser: a new agent's first day, a second factor, a session that is ended, and what an agent does not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import create_engine, text
from stack import PASSWORD, Stack

from gateway.accounts import ensure_agent
from support.settings import load

OWN = "a sentence of my own"


@pytest.fixture
def people(stack: Stack) -> Iterator[Callable[..., str]]:
    """Return a maker of agents; whoever was made goes afterwards, for the stack is everybody's."""
    settings = load({"WARMLINE_HOME": str(stack.home), **stack.settings})

    def make(name: str, role: str = "agent") -> str:
        email = f"{name}@shop.example"
        ensure_agent(settings, email, name.capitalize(), PASSWORD, role)
        return email

    yield make
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        for table, column in (("agent_sessions", "agent_id"), ("recovery_codes", "agent_id"), ("agents", "id")):
            ids = "SELECT id FROM agents WHERE email LIKE '%@shop.example'"
            connection.execute(text(f"DELETE FROM {table} WHERE {column} IN ({ids})"))
    engine.dispose()


@pytest.fixture
def sit_down(person: Callable[..., BrowserContext], stack: Stack) -> Callable[..., Page]:
    """Return how somebody sits down at a browser of their own and signs in."""

    def sign_in(email: str, password: str = PASSWORD, place: str = "", **options: str) -> Page:
        page = person(**options).new_page()
        page.goto(f"{stack.base_url}/desk{place}")
        page.get_by_test_id("desk-email").fill(email)
        page.get_by_test_id("desk-password").fill(password)
        page.get_by_test_id("desk-sign-in").click()
        return page

    return sign_in


def test_an_admin_adds_an_agent_who_must_choose_a_password(
    people: Callable[..., str], sit_down: Callable[..., Page]
) -> None:
    ada = sit_down(people("ada", "admin"), place="#/team")
    ada.get_by_test_id("team-add").click()
    ada.get_by_test_id("agent-name").fill("Noor")
    ada.get_by_test_id("agent-email").fill("noor@shop.example")
    ada.get_by_test_id("agent-submit").click()
    password = ada.get_by_test_id("one-time-password").inner_text()
    ada.get_by_test_id("one-time-done").click()
    expect(ada.get_by_test_id("team-row").filter(has_text="Noor")).to_contain_text("Invited")

    noor = sit_down("noor@shop.example", password)
    expect(noor.get_by_role("heading", name="Choose your password")).to_be_visible()
    expect(noor.get_by_test_id("desk-queue")).to_have_count(0)
    noor.get_by_test_id("password-old").fill(password)
    noor.get_by_test_id("password-new").fill(OWN)
    noor.get_by_test_id("password-again").fill("something else")
    noor.get_by_test_id("password-submit").click()
    expect(noor.get_by_role("alert").filter(has_text="differ")).to_be_visible()
    noor.get_by_test_id("password-again").fill(OWN)
    noor.get_by_test_id("password-submit").click()
    expect(noor.get_by_test_id("desk-queue")).to_be_visible()
    # She is an agent: what is for others is not offered, and not shown either.
    expect(noor.get_by_test_id("desk-wallboard")).to_have_count(0)
    noor.get_by_test_id("desk-settings").click()
    expect(noor.get_by_role("heading", name="My account", level=1)).to_be_focused()
    expect(noor.get_by_test_id("nav-team")).to_have_count(0)
    noor.goto(noor.url.split("#")[0] + "#/team")
    expect(noor.get_by_text("This page is for other roles than yours.")).to_be_visible()

    # Her last day: she is out at once.
    ada.get_by_test_id("team-row").filter(has_text="Noor").get_by_test_id("team-edit").click()
    ada.get_by_test_id("agent-deactivate").click()
    ada.get_by_test_id("confirm-yes").click()
    expect(ada.get_by_test_id("team-row").filter(has_text="Noor")).to_contain_text("Deactivated")
    expect(noor.get_by_test_id("desk-email")).to_be_visible()


def test_a_second_factor_and_a_session_that_is_ended(people: Callable[..., str], sit_down: Callable[..., Page]) -> None:
    email = people("mila")
    mila = sit_down(email)
    expect(mila.get_by_test_id("desk-queue")).to_be_visible()
    mila.get_by_test_id("desk-settings").click()
    mila.get_by_test_id("second-factor-switch").click()
    mila.get_by_test_id("second-factor-password").fill(PASSWORD)
    mila.get_by_test_id("second-factor-next").click()
    expect(mila.get_by_role("img", name="QR code")).to_be_visible()
    picture = mila.get_by_role("img", name="QR code")
    assert picture.evaluate("one => one.complete && one.naturalWidth > 100"), "our own policy lets it be shown"
    app = pyotp.TOTP(mila.get_by_test_id("second-factor-secret").inner_text())
    mila.get_by_test_id("second-factor-code").fill(app.now())
    mila.get_by_test_id("second-factor-confirm").click()
    shown = mila.get_by_test_id("recovery-codes").locator("code")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    mila.get_by_test_id("recovery-codes-kept").click()
    expect(mila.get_by_test_id("second-factor-state")).to_contain_text("10 recovery codes are left")

    phone = sit_down(email, locale="zh-CN")
    phone.get_by_test_id("desk-code").fill("000000")
    phone.get_by_test_id("desk-sign-in").click()
    expect(phone.get_by_test_id("desk-sign-in-error")).to_contain_text("验证码不正确")
    phone.get_by_test_id("desk-code").fill(codes[0])
    phone.get_by_test_id("desk-sign-in").click()
    expect(phone.get_by_test_id("desk-queue")).to_be_visible()

    # She ends the other one from here; whoever sits there is out, without touching anything.
    mila.reload()
    expect(mila.get_by_test_id("session")).to_have_count(2)
    mila.get_by_test_id("session-end").click()
    expect(mila.get_by_test_id("session")).to_have_count(1)
    expect(phone.get_by_test_id("desk-email")).to_be_visible()


def test_the_wallboard_changes_while_a_supervisor_looks(
    people: Callable[..., str], sit_down: Callable[..., Page], stack: Stack
) -> None:
    sue = sit_down(people("sue", "supervisor"), place="#/wallboard")
    expect(sue.get_by_test_id("board-open")).to_have_text("0")
    lena = stack.customer("c-late")
    lena.say("I want to talk to a person please")
    expect(sue.get_by_test_id("board-open")).to_have_text("1")
    expect(sue.locator("[data-testid=board-queue][data-queue=general]")).to_contain_text("1")
    assert "Lena" not in sue.locator("body").inner_text()
    sue.goto(sue.url.split("#")[0] + "#/audit")
    sue.get_by_test_id("audit-action").select_option("handoff")
    expect(sue.get_by_test_id("audit-row").first).to_contain_text("Handed over")


def test_hours_set_by_keyboard_hold(people: Callable[..., str], sit_down: Callable[..., Page], stack: Stack) -> None:
    ada = sit_down(people("ada", "admin"), place="#/hours")
    try:
        monday = ada.get_by_test_id("hours-monday")
        monday.get_by_role("button", name="Remove these hours of Monday").press("Enter")
        expect(monday).to_contain_text("closed")
        monday.get_by_role("button", name="Add hours on Monday").press("Enter")
        monday.get_by_role("textbox", name="Monday, to").fill("8:5")
        ada.get_by_test_id("hours-save").press("Enter")
        expect(ada.get_by_role("alert").filter(has_text="Times read like 09:00")).to_be_visible()
        monday.get_by_role("textbox", name="Monday, to").fill("17:30")
        ada.get_by_test_id("hours-save").press("Enter")
        expect(ada.get_by_text("Set here, before the settings.")).to_be_visible()
        ada.reload()
        expect(monday.get_by_role("textbox", name="Monday, to")).to_have_value("17:30")
    finally:
        ada.get_by_role("button", name="Back to the settings").click()
        ada.get_by_test_id("confirm-yes").click()
        expect(ada.get_by_text("As in the settings.")).to_be_visible()
