"""What an agent is told while the desk is not in front: a number in the title, and a sound that can be switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.bare import AGENT, PASSWORD, Bare

COUNTED = """
    window.notes = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.notes += 1; return start.apply(this, when); };
    // A page that a test drives is always in front: let the test say where it is.
    window.inFront = true;
    document.hasFocus = () => window.inFront;
    window.go = front => { window.inFront = front; window.dispatchEvent(new Event(front ? 'focus' : 'blur')); };
"""
SAID = "and where is my order now?"


@pytest.fixture
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A gateway where Lena waits, and others have been there for hours."""
    bare = Bare(tmp_path_factory.mktemp("bare"), {"WARMLINE_ROUTING": "manual"}).start()
    before = datetime.now(UTC) - timedelta(hours=2)
    bare.fill([{"id": "lena", "name": "Lena Berg", "at": before}, {"id": "tom", "name": "Tom Reed", "at": before}])
    yield bare
    bare.stop()


@pytest.fixture
def page(bare: Bare, person: Callable[..., BrowserContext]) -> Page:
    """Mia's desk; Lena's conversation is hers."""
    with closing(bare.agent()) as mia:
        mia.post("/api/conversations/cv_lena/claim", json={}).raise_for_status()
    context = person(viewport={"width": 1440, "height": 900})
    context.add_init_script(COUNTED)
    page = context.new_page()
    page.goto(f"{bare.base_url}/desk")
    page.get_by_test_id("desk-email").fill(AGENT)
    page.get_by_test_id("desk-password").fill(PASSWORD)
    page.get_by_test_id("desk-sign-in").click()
    expect(page.get_by_test_id("desk-item")).to_have_count(2)
    return page


def says(bare: Bare, who: str, text: str = SAID) -> None:
    """Let a customer write."""
    token = bare.token(f"c-{who}")
    said = httpx.post(
        f"{bare.base_url}/api/chat",
        json={"text": text},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=30,
    )
    said.raise_for_status()


def test_what_happens_behind_ones_back_is_told_once(page: Page, bare: Bare) -> None:
    expect(page).to_have_title("(2) Warmline desk")
    says(bare, "lena")
    expect(page.get_by_test_id("desk-item").filter(has_text=SAID)).to_have_count(1)
    expect(page).to_have_title("(2) Warmline desk")
    assert page.evaluate("notes") == 0, "who looks hears nothing"

    page.evaluate("go(false)")
    says(bare, "lena", "are you there?")
    expect(page).to_have_title("● 1 new · Warmline desk")
    assert page.evaluate("notes") == 2, "one sound of two notes"
    # What has waited for hours is no news, whatever else changes about it.
    with closing(bare.agent()) as mia:
        note = {"text": "hm", "private": True}
        mia.post("/api/conversations/cv_tom/messages", json=note).raise_for_status()
    page.wait_for_timeout(400)
    expect(page).to_have_title("● 1 new · Warmline desk")
    page.evaluate("go(true)")
    expect(page).to_have_title("(2) Warmline desk")


def test_the_sound_is_switched_off_and_stays_off(page: Page, bare: Bare) -> None:
    page.get_by_test_id("desk-settings").click()
    page.get_by_test_id("nav-account").click()
    page.get_by_test_id("sound-play").click()
    assert page.evaluate("notes") == 2
    page.get_by_test_id("sound-switch").uncheck()
    page.evaluate("go(false)")
    says(bare, "lena")
    expect(page).to_have_title("● 1 new · My account · Warmline desk")
    assert page.evaluate("notes") == 2
    page.evaluate("go(true)")
    expect(page).to_have_title("My account · Warmline desk")
    page.reload()
    expect(page.get_by_test_id("sound-switch")).not_to_be_checked()
    page.get_by_test_id("sound-switch").check()
    assert page.evaluate("notes") == 2, "switching it on lets it be heard"
