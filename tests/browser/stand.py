"""A stand for what a whole Warmline can't be asked to do: wait for the morning, think slowly, have a shop that hangs.

The gateway is the real one with the really built pages, in this process; its clock, its bot and its shop are the test's
(tests/gateway/house.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from house import LENA, House, SmallShop, answer
from playwright.sync_api import Page
from stack import AGENT, PASSWORD

from gateway.accounts import ensure_agent
from support.settings import ROOT

A_PERSON = {"reason": "asked", "priority": "normal", "queue": "general"}


@dataclass(frozen=True)
class Story:
    """Whom a visitor of the storefront can play."""

    customer_id: str
    story: str
    story_zh: str


class SmallShopWithPeople(SmallShop):
    """The small shop, with somebody to play on the storefront."""

    def stories(self) -> Sequence[Story]:
        return [Story(LENA.id, "her lamp is late", "落地灯迟到了")]


@dataclass
class Stand:
    """A house with pages, and Mia at its desk."""

    house: House

    @classmethod
    def build(cls, home: Path, **settings: str) -> Stand:
        """Open it. Close it with `house.close()`."""
        house = House.build(home, **settings)
        house.dist, house.shop = ROOT / "web" / "dist", SmallShopWithPeople()
        ensure_agent(house.settings, AGENT, "Mia", PASSWORD)
        house.bot.start()
        house.start()
        return cls(house)

    @property
    def base_url(self) -> str:
        return self.house.url

    def employ(self, name: str, role: str) -> str:
        """Let somebody else have an account; return their address."""
        email = f"{name}@demo.shop"
        ensure_agent(self.house.settings, email, name.capitalize(), PASSWORD, role=role)
        return email

    def bot_hands_over(self, text: str, language: str = "en", **extra: Any) -> None:
        """Let the bot bring a person, whatever is said."""

        def script(asked: dict[str, Any]) -> dict[str, Any]:
            said = answer(text, handoff=A_PERSON, **extra)
            said["understood"]["language"] = language
            return said

        self.house.bot.script = script

    def now(self) -> datetime:
        """Return what the gateway takes for the present moment."""
        return self.house.clock()

    def wait(self, ahead: timedelta, *pages: Page) -> None:
        """Let so much time have passed since the beginning, in the gateway and on these pages."""
        self.house.clock.ahead = ahead
        self.keep_time(*pages)

    def keep_time(self, *pages: Page) -> None:
        """Let these pages have the gateway's time; their timers go on."""
        for page in pages:
            page.clock.set_fixed_time(self.now())
