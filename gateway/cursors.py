"""Where the next page of a list begins, as a text that callers hand back unread."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime

from storage.listing import Position
from support.errors import InvalidInput

MAX_CHARS = 400
_HIGHEST_PLACE = 15


def cursor_of(position: Position) -> str:
    """Return the text for a position."""
    waiting = position.waiting_since.isoformat() if position.waiting_since else None
    parts = [position.place, waiting, position.updated_at.isoformat(), position.id]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def position_in(cursor: str) -> Position:
    """Return the position that a text stands for. Raises InvalidInput if it is none of ours."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place, waiting, updated, conversation_id = json.loads(raw)
        position = Position(
            _whole(place), None if waiting is None else _moment(waiting), _moment(updated), _text(conversation_id)
        )
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise InvalidInput("`cursor` is not one that a list has given out") from None
    return position


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _HIGHEST_PLACE:
        raise ValueError
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    # Without a zone it is no moment; at the calendar's edge it has none in UTC.
    if moment.tzinfo is None or not 1 < moment.year < 9999:
        raise ValueError
    return moment


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100 or not value.isascii() or not value.isprintable():
        raise ValueError
    return value
