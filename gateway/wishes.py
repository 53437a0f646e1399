"""What the bot's notes ask of the gateway itself: to come back on a day, and what the customer does not want."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from gateway.bot import Answer, BotNote, FollowUpNote, OptNote, masked
from storage import Unit
from storage.tables import Visitor

DUE = time(10)  # in the shop's day: not in anybody's night
MESSAGES = "messages"


def zone(name: str) -> tzinfo:
    """Return the shop's time zone; UTC needs no database of zones."""
    return UTC if name == "UTC" else ZoneInfo(name)


def has_wishes(answer: Answer) -> bool:
    """Say whether the notes change something about the visitor."""
    return any(note.kind in ("follow_up", "opt_out", "opt_in") for note in answer.notes)


def fulfil(unit: Unit, visitor: Visitor, notes: Iterable[BotNote], now: datetime, timezone: tzinfo) -> None:
    """Store the wishes, in order; the visitor's row must be locked."""
    for note in notes:
        fields = note.model_extra or {}
        if note.kind == "follow_up":
            _follow_up(unit, visitor, FollowUpNote.model_validate(fields), timezone)
        elif note.kind == "opt_out":
            what = OptNote.model_validate(fields).what
            visitor.opt_outs = sorted({*visitor.opt_outs, what})
            if what == MESSAGES:
                unit.outbox.cancel_follow_ups(visitor.id)
        elif note.kind == "opt_in":
            what = OptNote.model_validate(fields).what
            visitor.opt_outs = [one for one in visitor.opt_outs if one != what]
            if what == MESSAGES:
                unit.outbox.restore_follow_ups(visitor.id, now)


def due_at(day: date, timezone: tzinfo) -> datetime:
    """Return the moment of the shop's day at which a follow-up is due."""
    return datetime.combine(day, DUE, timezone).astimezone(UTC)


def _follow_up(unit: Unit, visitor: Visitor, wish: FollowUpNote, timezone: tzinfo) -> None:
    body = masked({"about": wish.about, "due_on": wish.due_on.isoformat()})
    wanted = MESSAGES not in visitor.opt_outs
    unit.outbox.follow_up(visitor.id, masked(wish.key), due_at(wish.due_on, timezone), body, wanted=wanted)
