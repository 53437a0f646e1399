"""A bot that takes its time over the first question, so that messages gather meanwhile."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from house import House, Tab, answer


class SlowFirst:
    """Answers every question with its words; the first one only when `go_on` is set."""

    def __init__(self, house: House) -> None:
        self.thinking, self.go_on = threading.Event(), threading.Event()
        house.bot.script = self

    def __call__(self, asked: dict[str, Any]) -> dict[str, Any]:
        if not self.thinking.is_set():
            self.thinking.set()
            self.go_on.wait(20)
        return answer(f"On: {asked['message']}")

    async def begin(self, tab: Tab) -> dict[str, Any]:
        first = await tab.say("hello")
        await asyncio.to_thread(self.thinking.wait, 20)
        return first
