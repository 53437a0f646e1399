"""Who is typing just now, and how long the bot holds back for them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

TYPING_LASTS_S = 3.0
MOST_PAUSES = 8
REMEMBERED = 1_000


@dataclass
class _Typist:
    """A customer who was typing until `until` (monotonic) at least; `wrote`: a message has come since the last look."""

    until: float
    wrote: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Typists:
    """The customers who are typing, by conversation, as far as this gateway hears of it."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._typists: dict[str, _Typist] = {}

    def typing(self, conversation_id: str, typing: bool) -> None:
        """Note that the customer types, or has stopped."""
        now = time.monotonic()
        if len(self._typists) >= REMEMBERED:
            self._typists = {key: typist for key, typist in self._typists.items() if typist.until > now}
        typist = self._typists.get(conversation_id)
        if typist is None:
            if not typing:
                return
            typist = self._typists[conversation_id] = _Typist(now)
        typist.until = now + TYPING_LASTS_S if typing else now
        typist.news.set()

    def wrote(self, conversation_id: str) -> None:
        """Note that a message has come."""
        typist = self._typists.get(conversation_id)
        if typist is not None:
            typist.wrote = True
            typist.news.set()

    async def pause(self, conversation_id: str) -> None:
        """Wait for the customer's next message while they are typing, but never long; return at once if they aren't."""
        for _ in range(MOST_PAUSES):
            typist = self._typists.get(conversation_id)
            if typist is None or not await self._next(typist):
                return

    async def _next(self, typist: _Typist) -> bool:
        """Wait for one more message; False if none came while they were typing."""
        typist.wrote = False
        deadline = time.monotonic() + self._patience_s
        while (left := min(deadline, typist.until) - time.monotonic()) > 0:
            typist.news.clear()
            try:
                async with asyncio.timeout(left):
                    await typist.news.wait()
            except TimeoutError:
                continue  # for it may have been said again meanwhile
            if typist.wrote:
                return True
        return False
