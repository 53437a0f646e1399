"""One chromium for the folder, fresh windows for each test, and no test passes with an error on a console."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from house import House
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from stack import Stack

from browser.stand import Stand
from browser.windows import ARGUMENTS, CHROMIUM, TIMEOUT_MS, Desk, Shop, forget_everything

HERE = Path(__file__).parent
# Who is not signed in is told so by the API; the browser writes that on the console whatever the page does.
SIGNED_OUT = re.compile(r"status of 401 .*/api/auth/(me|login)$")

expect.set_options(timeout=TIMEOUT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


# For the package, not for the session: while Playwright's loop runs, no test elsewhere could run one of its own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's chromium, running. Our name keeps clear of pytest-playwright's fixtures."""
    if not Path(CHROMIUM).exists() and not os.environ.get("CI"):
        pytest.skip(f"there is no {CHROMIUM}: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def stack(stack: Stack) -> Stack:
    """The running Warmline, where nobody has ever said anything: a widget shows even what was resolved long ago."""
    forget_everything(stack)
    return stack


class Complaints:
    """What went wrong on the consoles of a test's pages: errors, uncaught exceptions, violations of the CSP."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.expected: list[re.Pattern[str]] = [SIGNED_OUT]

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"uncaught: {error}"))
        page.on("crash", lambda _: self.found.append("the page crashed"))

    def expect(self, pattern: str) -> None:
        """Let errors that match `pattern` (text, then address) pass: the test itself causes them."""
        self.expected.append(re.compile(pattern))

    def left(self) -> list[str]:
        return [one for one in self.found if not any(pattern.search(one) for pattern in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(f"{message.text} {message.location.get('url', '')}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """The test's complaints; any that it does not expect fails it."""
    complaints = Complaints()
    yield complaints
    assert not complaints.left()


@pytest.fixture
def person(chromium: Browser, complaints: Complaints) -> Iterator[Callable[..., BrowserContext]]:
    """Return a maker of people: each call gives a browser of somebody else, with storage and cookies of its own."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        settings = {"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        context = chromium.new_context(**{**settings, **options})
        context.set_default_timeout(TIMEOUT_MS)
        context.on("page", complaints.listen)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def shop(person: Callable[..., BrowserContext], stack: Stack) -> Shop:
    """A customer's window, nothing opened yet."""
    return Shop(person().new_page(), stack)


@pytest.fixture
def desk(person: Callable[..., BrowserContext], stack: Stack) -> Desk:
    """An agent's window, nothing opened yet."""
    return Desk(person(viewport={"width": 1440, "height": 900}).new_page(), stack)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Callable[..., Stand]]:
    """Return a maker of stands: gateways with pages, whose clock, bot and shop are the test's.

    Ask for it before `person`: its gateways are to be there as long as anybody looks at them.
    """
    houses: list[House] = []

    def build(**settings: str) -> Stand:
        built = Stand.build(tmp_path / f"stand-{len(houses)}", **settings)
        houses.append(built.house)
        return built

    yield build
    for house in houses:
        house.close()
