"""Who gets a conversation: skill, language, free capacity; then the least busy, then in turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from support.escalation import PRIORITY_ORDER, Priority

DEFAULT_CAPACITY = 6
MAX_CAPACITY = 1000
_NEVER = datetime.min.replace(tzinfo=UTC)


class Role(StrEnum):
    """`AGENT` answers customers, `SUPERVISOR` also assigns and reads reports, `ADMIN` also changes agents."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


LEADS = frozenset({Role.SUPERVISOR, Role.ADMIN})


class Presence(StrEnum):
    """`ONLINE`: the desk is open. `AWAY`: they said so themselves. `OFFLINE`: no desk is open."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Candidate:
    """An agent as routing sees them: `queues` and `languages` empty means all; `load` counts their open conversations."""

    id: str
    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int = DEFAULT_CAPACITY
    load: int = 0
    online: bool = True
    assigned_at: datetime | None = None

    def has_skill(self, queue: str) -> bool:
        """Say whether they answer this queue."""
        return not self.queues or queue in self.queues

    def speaks(self, language: str) -> bool:
        """Say whether they answer in this language."""
        return not self.languages or language in self.languages


@dataclass(frozen=True)
class Waiting:
    """A conversation that nobody has yet; `danger`: somebody may be hurt, which comes first among equal priorities."""

    id: str
    queue: str
    language: str
    priority: str
    since: datetime
    danger: bool = False


@dataclass(frozen=True)
class Choice:
    """Who gets it; `speaks` is False where nobody online speaks the customer's language."""

    agent_id: str
    speaks: bool


def presence(away_at: datetime | None, present_until: datetime | None, now: datetime) -> Presence:
    """Return where an agent is: what they said themselves counts before an open desk."""
    if away_at is not None:
        return Presence.AWAY
    return Presence.ONLINE if present_until is not None and present_until > now else Presence.OFFLINE


def absent_since(
    away_at: datetime | None, present_until: datetime | None, now: datetime, otherwise: datetime
) -> datetime | None:
    """Return since when an agent is not online, None if they are; `otherwise` for one who has never been here."""
    if presence(away_at, present_until, now) is Presence.ONLINE:
        return None
    ends = [end for end in (away_at, present_until) if end is not None and end <= now]
    return min(ends, default=otherwise)


def choose(waiting: Waiting, candidates: Iterable[Candidate]) -> Choice | None:
    """Return who gets the conversation; None while nobody can take it.

    While somebody online with the skill speaks the language, it waits for one of those, though they be busy.
    """
    skilled = [c for c in candidates if c.online and c.has_skill(waiting.queue)]
    speakers = [c for c in skilled if c.speaks(waiting.language)]
    free = [c for c in speakers or skilled if c.load < c.capacity]
    if not free:
        return None
    best = min(free, key=lambda c: (c.load, c.assigned_at or _NEVER, c.id))
    return Choice(best.id, bool(speakers))


def in_order(waiting: Iterable[Waiting]) -> Sequence[Waiting]:
    """Return who comes first: by priority, danger before the rest, then by how long they have been waiting."""

    def place(one: Waiting) -> tuple[int, bool, datetime, str]:
        return -PRIORITY_ORDER.index(Priority(one.priority)), not one.danger, one.since, one.id

    return sorted(waiting, key=place)


def ahead_of(one: Waiting, others: Iterable[Waiting]) -> int:
    """Return how many of the same queue come before `one`."""
    line = [w.id for w in in_order([one, *(o for o in others if o.id != one.id and o.queue == one.queue)])]
    return line.index(one.id)
