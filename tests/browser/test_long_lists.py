"""Ten thousand open conversations in one list: what is on screen is in the page, and the last one can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from browser.axe import violations
from browser.bare import AGENT, PASSWORD, Bare
from browser.conftest import Complaints

COUNT = 10_000
MOST_ROWS = 40


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A gateway with ten thousand who wait; the first since longest."""
    bare = Bare(tmp_path_factory.mktemp("bare")).start()
    now = datetime.now(UTC)
    bare.fill(
        {"id": f"{number:05}", "name": f"Customer {number}", "at": now - timedelta(seconds=2 * COUNT - number)}
        for number in range(COUNT)
    )
    yield bare
    bare.stop()


@pytest.fixture
def page(bare: Bare, person: Callable[..., BrowserContext]) -> Page:
    """Mia's desk."""
    page = person(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{bare.base_url}/desk")
    page.get_by_test_id("desk-email").fill(AGENT)
    page.get_by_test_id("desk-password").fill(PASSWORD)
    page.get_by_test_id("desk-sign-in").click()
    expect(row(page, 1)).to_be_visible()
    return page


def row(page: Page, position: int) -> Locator:
    """Return the row at this position of the whole list, from 1."""
    return page.locator(f"[aria-posinset='{position}'] [data-testid=desk-item]")


def rows(page: Page) -> int:
    return page.locator("[data-testid=desk-queue] li").count()


def scroll(page: Page, by_px: int | None) -> None:
    """Scroll the list by so much, or to its end."""
    page.get_by_test_id("desk-queue").evaluate(
        "(list, by) => list.scrollTo(0, by === null ? list.scrollHeight : list.scrollTop + by)", by_px
    )


def test_the_last_of_ten_thousand_is_reached_with_few_rows_in_the_page(page: Page) -> None:
    expect(page.get_by_test_id("desk-count")).to_have_text("10,000 conversations")
    expect(page.locator("[aria-posinset='1']")).to_have_attribute("aria-setsize", str(COUNT))
    expect(row(page, 1)).to_contain_text("Customer 0")
    for position in (60, 200):
        scroll(page, 114 * position)
        assert rows(page) <= MOST_ROWS
    expect(row(page, 262)).to_contain_text("Customer 261")
    scroll(page, None)
    expect(row(page, COUNT)).to_contain_text(f"Customer {COUNT - 1}")
    assert rows(page) <= MOST_ROWS
    expect(page.get_by_text("End of the list")).to_be_in_viewport()
    row(page, COUNT).click()
    expect(page.get_by_role("heading", name=f"Customer {COUNT - 1}", level=2)).to_be_visible()
    expect(row(page, COUNT)).to_have_attribute("aria-current", "true")
    # Whoever was chosen stays chosen, also while their row is not in the page.
    scroll(page, -114 * 200)
    expect(row(page, COUNT - 201)).to_be_visible()
    assert rows(page) <= MOST_ROWS
    expect(page.get_by_role("heading", name=f"Customer {COUNT - 1}", level=2)).to_be_visible()
    assert violations(page) == []


def test_keys_go_on_where_nothing_is_loaded_yet(page: Page) -> None:
    row(page, 1).focus()
    for _ in range(12):
        page.keyboard.press("j")
    expect(row(page, 13)).to_be_focused()
    page.keyboard.press("k")
    expect(row(page, 12)).to_be_focused()
    page.keyboard.press("End")
    expect(row(page, COUNT)).to_be_focused()
    expect(row(page, COUNT)).to_be_in_viewport()
    page.keyboard.press("ArrowDown")
    expect(row(page, COUNT)).to_be_focused()
    page.keyboard.press("Home")
    expect(row(page, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Customer 1", level=2)).to_be_visible()


def test_the_focus_stays_with_its_row_when_that_scrolls_away(page: Page) -> None:
    row(page, 2).focus()
    scroll(page, 114 * 100)
    expect(row(page, 102)).to_be_visible()
    expect(row(page, 2)).to_be_focused()
    page.keyboard.press("j")
    expect(row(page, 3)).to_be_focused()
    expect(row(page, 3)).to_be_in_viewport()


def test_what_happens_moves_rows_in_place(page: Page, bare: Bare) -> None:
    scroll(page, 114 * 50 + 20)
    seen = row(page, 55)
    expect(seen).to_contain_text("Customer 54")
    top = seen.bounding_box()
    assert top is not None
    with closing(bare.agent()) as mia:
        # Somebody far above is taken care of: what is being read stays under the eyes, one place further up.
        gone = f"/api/conversations/cv_{7:05}"
        mia.post(f"{gone}/claim", json={}).raise_for_status()
        mia.post(f"{gone}/resolve", json={}).raise_for_status()
        expect(page.get_by_test_id("desk-count")).to_have_text("9,999 conversations")
        expect(row(page, 54)).to_contain_text("Customer 54")
        moved = row(page, 54).bounding_box()
        assert moved is not None
        assert abs(moved["y"] - top["y"]) < 2
        # And what is on screen changes where it stands.
        mia.post(f"/api/conversations/cv_{54:05}/claim", json={}).raise_for_status()
        expect(page.locator("[data-id=cv_00054]")).to_contain_text("you")
        page.get_by_test_id("desk-tab-mine").click()
        expect(page.get_by_test_id("desk-item")).to_have_count(1)
        mia.post(f"/api/conversations/cv_{54:05}/release", json={}).raise_for_status()
        expect(page.get_by_text("You have no open conversation.")).to_be_visible()


def test_a_page_that_does_not_come_is_said_and_asked_for_again(page: Page, complaints: Complaints) -> None:
    complaints.expect(r"Failed to load resource|net::ERR_FAILED")

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/api/conversations?*cursor=*", refuse)
    scroll(page, 114 * 400)
    alert = page.get_by_text("More could not be loaded.")
    expect(alert).to_be_visible()
    assert rows(page) <= MOST_ROWS
    page.unroute("**/api/conversations?*cursor=*", refuse)
    alert.get_by_role("button").click()
    expect(row(page, 402)).to_be_visible()
    expect(alert).to_have_count(0)


def test_pages_and_counts_are_for_agents(bare: Bare) -> None:
    for path in ("", "/counts"):
        assert httpx.get(f"{bare.base_url}/api/conversations{path}", trust_env=False).status_code == 401
