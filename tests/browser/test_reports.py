"""The reports in the desk: any days, tables with bars, a file; and for those who lead alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import text

from browser.axe import violations
from browser.bare import AGENT, PASSWORD, Bare
from gateway.accounts import ensure_agent
from storage.database import engine_of
from support.conversation import Status

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A gateway where ten conversations of yesterday have ended, four of them with people, and rated."""
    bare = Bare(tmp_path_factory.mktemp("bare")).start()
    ensure_agent(bare.loaded, "omar@shop.example", "Omar", PASSWORD)
    at = NOW - timedelta(days=1)
    ended = {"status": Status.RESOLVED, "resolved_at": at + timedelta(hours=1), "waiting_since": None, "at": at}
    bare.fill({"id": f"{number}", "name": f"Customer {number}", **ended} for number in range(10))
    handed = (
        "INSERT INTO handoffs (id, conversation_id, reason, packet, sla_state, first_response_at, first_response_s, "
        "created_at, closed_at) VALUES (:id, :cv, :reason, :packet, :state, :at, :s, :at, :closed)"
    )
    rated = (
        "INSERT INTO ratings (conversation_id, language, asked_at, answered_at, with_human, csat_bot, csat_human) "
        "VALUES (:cv, 'en', :at, :at, true, 2, 5)"
    )
    plain = at.replace(tzinfo=None)
    engine = engine_of(bare.loaded.database_url).execution_options(warmline_write=True)
    with engine.begin() as connection:
        for number in range(4):
            values = {
                "id": f"h_{number}",
                "cv": f"cv_{number}",
                "reason": "anger" if number else "asked",
                "packet": '{"priority": "high", "queue": "general"}',
                "state": "breached" if number == 3 else "met",
                "at": plain,
                "closed": plain + timedelta(minutes=20 * (number + 1)),
                "s": 40 * (number + 1),
            }
            connection.execute(text(handed), values)
            connection.execute(text(rated), {"cv": f"cv_{number}", "at": plain})
    engine.dispose()
    yield bare
    bare.stop()


@pytest.fixture
def sign_in(person: Callable[..., BrowserContext], bare: Bare) -> Callable[..., Page]:
    """Return how somebody opens the reports."""

    def open_page(email: str = AGENT, **options: object) -> Page:
        page = person(**options).new_page()
        page.goto(f"{bare.base_url}/desk#/reports")
        page.get_by_test_id("desk-email").fill(email)
        page.get_by_test_id("desk-password").fill(PASSWORD)
        page.get_by_test_id("desk-sign-in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    return open_page


def test_a_lead_reads_the_figures_of_any_days(sign_in: Callable[..., Page]) -> None:
    page = sign_in(viewport={"width": 1440, "height": 1000})
    figures = page.get_by_test_id("reports-figures")
    expect(figures).to_contain_text("60 %")
    expect(figures).to_contain_text("6 of 10 that ended")
    expect(figures).to_contain_text("75 %")
    reasons = page.get_by_test_id("reports-reason")
    expect(reasons).to_have_text(["Clear anger3", "Asked for a person1"])
    expect(page.get_by_test_id("reports-queue")).to_contain_text("General")
    ratings = page.get_by_test_id("reports-rating")
    expect(ratings.filter(has_text="Bot")).to_contain_text("0 %")
    expect(ratings.filter(has_text="People")).to_contain_text("100 %")
    expect(page.get_by_test_id("reports-day")).to_have_count(30)
    assert violations(page) == []
    page.get_by_test_id("reports-7").press("Enter")
    expect(page.get_by_test_id("reports-day")).to_have_count(7)
    expect(page.get_by_test_id("reports-7")).to_have_attribute("aria-pressed", "true")

    # Days on which nothing happened, and no days at all.
    long_ago = (NOW - timedelta(days=200)).date().isoformat()
    page.get_by_test_id("reports-since").fill(long_ago)
    page.get_by_test_id("reports-until").fill(long_ago)
    expect(page.get_by_text("Nothing happened in these days.")).to_be_visible()
    page.get_by_test_id("reports-until").fill("")
    expect(page.get_by_text("Choose a first and a last day.")).to_be_visible()
    expect(page.get_by_test_id("reports-csv")).to_have_count(0)
    page.get_by_test_id("reports-30").click()
    with page.expect_download() as download:
        page.get_by_test_id("reports-csv").click()
    assert "work,total,contained,60.0" in download.value.path().read_text(encoding="utf-8")


def test_on_a_phone_in_chinese_nothing_is_wider_than_the_window(sign_in: Callable[..., Page]) -> None:
    page = sign_in(viewport={"width": 390, "height": 844}, locale="zh-CN", color_scheme="dark")
    expect(page.get_by_test_id("reports-figures")).to_contain_text("未转人工即结束")
    expect(page.get_by_test_id("reports-reason").first).to_contain_text("3")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_agents_see_no_reports(sign_in: Callable[..., Page]) -> None:
    page = sign_in("omar@shop.example")
    expect(page.get_by_text("This page is for other roles than yours.")).to_be_visible()
    expect(page.get_by_test_id("nav-reports")).to_have_count(0)
