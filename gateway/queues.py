"""The queues there are: those that handoffs go to by themselves, and the shop's own."""

from __future__ import annotations

from dataclasses import dataclass

from storage import Unit
from support.escalation import TABLE

BUILT_IN = tuple(sorted({row.queue for row in TABLE.values()}, key=lambda name: (name != "general", name)))


@dataclass(frozen=True)
class Known:
    """A queue; one of ours has titles only where the shop gave it some."""

    title: str | None
    title_zh: str | None
    built_in: bool


def known(unit: Unit) -> dict[str, Known]:
    """Return the queues by name, ours first."""
    stored = {queue.name: queue for queue in unit.queues.all()}
    found = {name: Known(None, None, built_in=True) for name in BUILT_IN}
    for name, queue in stored.items():
        found[name] = Known(queue.title, queue.title_zh, built_in=name in BUILT_IN)
    return found
