"""Whoever types faster than the desk draws: what follows a shortcut is text, and never another shortcut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from browser.bare import AGENT, PASSWORD, Bare

# A key, and in the next task, before anything is painted, "e": alone it would resolve the conversation.
QUICK = """async key => {
    const press = (key, more) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    const turn = () => new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(null);
    });
    await new Promise(requestAnimationFrame);
    press(key.at(-1), { ctrlKey: key.length > 1 });
    await turn();
    press("e", {});
    return document.activeElement.tagName;
}"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A gateway where one customer waits."""
    bare = Bare(tmp_path_factory.mktemp("bare")).start()
    bare.fill([{"id": "quick", "name": "Lena Berg"}])
    yield bare
    bare.stop()


@pytest.fixture
def page(bare: Bare, person: Callable[..., BrowserContext]) -> Page:
    """Mia's desk, with the conversation that is hers."""
    page = person(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{bare.base_url}/desk#/cv_quick")
    page.get_by_test_id("desk-email").fill(AGENT)
    page.get_by_test_id("desk-password").fill(PASSWORD)
    page.get_by_test_id("desk-sign-in").click()
    expect(page.get_by_role("heading", name="Lena Berg", level=2)).to_be_visible()
    if page.get_by_test_id("desk-claim").count():
        page.keyboard.press("c")
    expect(page.get_by_test_id("desk-composer")).to_be_enabled()
    return page


@pytest.mark.parametrize(
    ("key", "focused"),
    [("m", "INPUT"), ("/", "INPUT"), ("^k", "INPUT"), ("t", "SELECT"), ("i", None), ("?", None), ("r", "TEXTAREA")],
)
def test_the_key_after_a_shortcut_is_no_shortcut(page: Page, key: str, focused: str | None) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.rpartition("/")[2])

    page.on("request", note)
    tag = page.evaluate(QUICK, key)
    if focused is not None:
        assert tag == focused
    page.wait_for_timeout(300)
    assert "resolve" not in asked
    expect(page.get_by_test_id("desk-resolve")).to_have_count(1)
