"""Who has a desk open here: renewed while the socket lasts, so that other gateways and a crash tell the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from gateway.changes import agent_of
from gateway.clock import Clock
from gateway.records import Records
from gateway.views import Json, agent_view
from storage import Unit

RENEW_EVERY = timedelta(seconds=10)
PRESENT_FOR = timedelta(seconds=30)


class Presences:
    """Counts the open desks of this gateway; `changed` is called when somebody has come or gone."""

    def __init__(self, records: Records, clock: Clock, changed: Callable[[], None]) -> None:
        self._records = records
        self._clock = clock
        self._changed = changed
        self._tabs: Counter[str] = Counter()
        self._renewed_at: datetime | None = None

    async def arrived(self, agent_id: str) -> None:
        """A desk has been opened."""
        self._tabs[agent_id] += 1
        until = self._clock() + PRESENT_FOR
        await self._records.write(lambda unit: unit.agents.present([agent_id], until))
        self._changed()

    async def left(self, agent_id: str) -> None:
        """A desk has been closed. On another gateway the same agent may have one, which renews soon."""
        self._tabs[agent_id] -= 1
        if self._tabs[agent_id] > 0:
            return
        del self._tabs[agent_id]
        now = self._clock()
        await self._records.write(lambda unit: unit.agents.gone([agent_id], now))
        self._changed()

    async def renew(self) -> None:
        """Say again, from time to time, who is here."""
        now = self._clock()
        if not self._tabs or (self._renewed_at is not None and now - self._renewed_at < RENEW_EVERY):
            return
        here = list(self._tabs)
        await self._records.write(lambda unit: unit.agents.present(here, now + PRESENT_FOR))
        self._renewed_at = now

    async def set_away(self, agent_id: str, away: bool) -> Json:
        """Note what the agent says of themselves, and return them."""
        now = self._clock()

        def work(unit: Unit) -> Json:
            agent = agent_of(unit, agent_id)
            if away != (agent.away_at is not None):
                agent.away_at = now if away else None
                unit.audit.add(now, agent_id, "away" if away else "online")
            return agent_view(agent, now)

        seen = await self._records.write(work)
        self._changed()
        return seen
