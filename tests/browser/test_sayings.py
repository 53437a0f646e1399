"""What the bot says and what macros do, changed by an admin in the desk: by keyboard, in both languages, with the mistakes told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.axe import violations
from browser.bare import PASSWORD, Bare
from browser.conftest import Complaints
from gateway.accounts import ensure_agent

ADA = "ada@shop.example"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A gateway with Ada, an admin; Mia, who leads, is there already."""
    bare = Bare(tmp_path_factory.mktemp("bare")).start()
    ensure_agent(bare.loaded, ADA, "Ada", PASSWORD, "admin")
    yield bare
    bare.stop()


@pytest.fixture
def sign_in(person: Callable[..., BrowserContext], bare: Bare) -> Callable[..., Page]:
    """Return how somebody opens a page of the desk."""

    def do(page_name: str, email: str = ADA, **look: object) -> Page:
        page = person(**look).new_page()
        page.goto(f"{bare.base_url}/desk#/{page_name}")
        page.get_by_test_id("desk-email").fill(email)
        page.get_by_test_id("desk-password").fill(PASSWORD)
        page.get_by_test_id("desk-sign-in").click()
        return page

    return do


def test_a_text_is_found_changed_and_taken_back(sign_in: Callable[..., Page], complaints: Complaints) -> None:
    complaints.expect(r"status of 400 .*/api/texts/utter_greet")  # the wording that is refused
    page = sign_in("texts")
    topic = page.get_by_test_id("topic-smalltalk")
    expect(topic).to_be_visible()
    expect(page.get_by_test_id("text-row")).to_have_count(536)
    expect(topic.get_by_test_id("text-row").first).to_be_hidden()
    page.get_by_test_id("texts-search").fill("utter_greet")
    row = page.locator("[data-name=utter_greet]")
    expect(row).to_be_visible()
    assert violations(page) == []
    row.get_by_role("button").press("Enter")
    first = page.get_by_test_id("wording-0")
    expect(first).to_be_focused()
    # What would leave a guest without a greeting is refused, and said in words.
    dialog = page.get_by_role("dialog")
    while dialog.get_by_role("button", name="Remove wording").count() > 0:
        dialog.get_by_role("button", name="Remove wording").last.click()
    first.fill("Welcome back, ")
    dialog.get_by_role("button", name="{name}").click()
    expect(first).to_have_value("Welcome back, {name}")
    page.get_by_test_id("text-save").click()
    expect(dialog.get_by_role("alert").filter(has_text="without any")).to_be_visible()
    assert violations(page) == []
    page.get_by_test_id("wording-add").click()
    page.get_by_test_id("wording-1").fill("Welcome to the shop. What can I do for you?")
    page.get_by_test_id("text-save").click()
    expect(dialog).to_have_count(0)
    expect(row.get_by_text("Welcome back, {name}")).to_be_visible()
    expect(row.get_by_text("by Ada")).to_be_visible()
    page.get_by_test_id("texts-search").fill("")
    page.get_by_test_id("texts-changed").check()
    expect(page.get_by_test_id("text-row")).to_have_count(1)
    page.get_by_test_id("texts-language").select_option("zh")
    expect(page.get_by_role("status").filter(has_text="Nothing is changed in this language")).to_be_visible()
    page.get_by_test_id("texts-language").select_option("en")
    row.get_by_role("button").click()
    expect(dialog.get_by_role("region", name="As shipped")).to_be_visible()
    page.get_by_test_id("text-reset").click()
    page.get_by_test_id("confirm-yes").click()
    expect(page.get_by_test_id("text-row")).to_have_count(0)


def test_a_macro_is_made_copied_and_switched(sign_in: Callable[..., Page]) -> None:
    page = sign_in("macros")
    shipped = page.locator("[data-id=late_trace]")
    expect(shipped).to_be_visible()
    assert violations(page) == []
    shipped.get_by_role("switch").click()
    expect(shipped.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    shipped.get_by_role("button", name="Copy").click()
    dialog = page.get_by_role("dialog")
    expect(page.get_by_test_id("macro-text")).not_to_have_value("")
    expect(page.get_by_test_id("macro-when-late")).to_be_checked()
    expect(page.get_by_test_id("macro-title")).to_be_focused()
    page.get_by_test_id("macro-title").fill("Late: our own way")
    page.get_by_test_id("macro-ask-add").click()
    page.get_by_test_id("macro-ask-name-0").fill("depot")
    page.get_by_test_id("macro-ask-question-0").fill("Which depot has it?")
    page.get_by_test_id("macro-submit").click()
    expect(dialog.get_by_role("alert").filter(has_text="{depot}")).to_be_visible()
    note = page.get_by_test_id("macro-note")
    note.fill("Lies at ")
    dialog.get_by_role("button", name="{depot}").click()
    expect(note).to_have_value("Lies at {depot}")
    page.get_by_test_id("macro-end").select_option("queue")
    page.get_by_test_id("macro-value").select_option("legal")
    assert violations(page) == []
    page.get_by_test_id("macro-submit").click()
    expect(dialog).to_have_count(0)
    own = page.get_by_test_id("macro-row").filter(has_text="Late: our own way")
    expect(own.get_by_text("by Ada")).to_be_visible()
    expect(own.get_by_text("Give it to the queue")).to_be_visible()
    own.get_by_role("button", name="Edit").click()
    expect(page.get_by_test_id("macro-ask-name-0")).to_have_value("depot")
    expect(page.get_by_test_id("macro-value")).to_have_value("legal")
    page.keyboard.press("Escape")
    own.get_by_role("button", name="Remove").click()
    page.get_by_test_id("confirm-yes").click()
    expect(own).to_have_count(0)
    shipped.get_by_role("switch").click()
    expect(shipped.get_by_role("switch")).to_have_attribute("aria-checked", "true")


@pytest.mark.parametrize("name", ["texts", "macros"])
def test_both_in_chinese_narrow_and_dark(sign_in: Callable[..., Page], name: str) -> None:
    page = sign_in(name, locale="zh-CN", color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    title = {"texts": "机器人话术", "macros": "宏"}[name]
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
    if name == "texts":
        page.get_by_test_id("texts-search").fill("快递")
        page.get_by_test_id("text-row").first.get_by_role("button").click()
    else:
        page.get_by_test_id("macro-add").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


def test_they_are_for_admins_alone(sign_in: Callable[..., Page]) -> None:
    page = sign_in("texts", "mia@shop.example")
    expect(page.get_by_text("This page is for other roles than yours.")).to_be_visible()
    expect(page.get_by_test_id("nav-texts")).to_have_count(0)
