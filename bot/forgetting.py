"""Conversations forgotten for good, when a customer has their data deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any


def problem(body: dict[str, Any]) -> str | None:
    """Return what is wrong with a body `{"senders": [...]}`, None if nothing is."""
    senders = body.get("senders")
    if not isinstance(senders, list) or not all(isinstance(each, str) and each for each in senders):
        return "senders must be a list of texts"
    return None


async def forget(agent: Any, senders: Sequence[str]) -> None:
    """Delete the trackers of these conversations, stored or in memory. A turn that is going on ends first: it would store itself again."""
    for sender in senders:
        async with agent.lock_store.lock(sender):
            for store in _stores(agent.tracker_store):
                if hasattr(store, "delete"):
                    await store.delete(sender)  # our own (bot/tracker_store.py)
                elif isinstance(getattr(store, "store", None), dict):
                    store.store.pop(sender, None)  # Rasa's in memory: it steps in while the database is away


def _stores(outer: Any) -> Iterator[Any]:
    """Yield the stores that Rasa has wrapped into one another."""
    yield outer
    for name in ("_tracker_store", "_fallback_tracker_store"):
        inner = getattr(outer, name, None)
        if inner is not None:
            yield from _stores(inner)
