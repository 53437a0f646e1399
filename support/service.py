"""The file of hours: `hours.toml` as it ships, and one of the shop's own that says what differs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Any

from support.errors import SettingsError
from support.escalation import PRIORITY_ORDER
from support.hours import WEEKDAYS, Hours, is_day, parse_spans, time_zone
from support.sla import SlaRules

DEFAULT = Path(__file__).with_name("hours.toml")
MINUTES = (1, 100_000)
_LIMITS = {
    ("first_response", "warning_percent"): (1, 100),
    **{("first_response", str(priority)): MINUTES for priority in PRIORITY_ORDER},
    ("routing", "away_minutes"): MINUTES,
    ("standing_still", "abandoned_days"): (0, 3650),
    ("standing_still", "resolve_days"): (0, 3650),
    ("standing_still", "reopen_minutes"): (0, 1440),
}


@dataclass(frozen=True)
class Service:
    """When people are there and what they promise one another. A duration of zero: never."""

    hours: Hours
    sla: SlaRules
    away: timedelta
    abandoned: timedelta
    resolve: timedelta
    reopen: timedelta


def load(path: Path | None = None, timezone: str = "UTC") -> Service:
    """Read the file; what it leaves out is as in `hours.toml`.

    Args:
        timezone: of the shop; it holds where the file names none.

    Raises:
        SettingsError: the file cannot be read, or a key is unknown or makes no sense; the message names both.
    """
    given = {} if path is None else _read(path)
    file, merged = str(path or DEFAULT), _read(DEFAULT)
    for name, table in given.items():
        if name not in merged:
            raise SettingsError(f"{file}: {name} is no key of the hours")
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: {name} must be a table, [{name}]")
        if name != "holidays":
            for key in table.keys() - merged[name].keys():
                raise SettingsError(f"{file}: {name}.{key} is no key of the hours")
        merged[name] |= table
    numbers = {
        (name, key): _number(file, name, key, merged[name][key], limits) for (name, key), limits in _LIMITS.items()
    }
    return Service(
        hours=_hours(file, merged, timezone),
        sla=SlaRules(
            {str(p): timedelta(minutes=numbers["first_response", str(p)]) for p in PRIORITY_ORDER},
            numbers["first_response", "warning_percent"] / 100,
        ),
        away=timedelta(minutes=numbers["routing", "away_minutes"]),
        abandoned=timedelta(days=numbers["standing_still", "abandoned_days"]),
        resolve=timedelta(days=numbers["standing_still", "resolve_days"]),
        reopen=timedelta(minutes=numbers["standing_still", "reopen_minutes"]),
    )


def _hours(file: str, tables: Mapping[str, Any], timezone: str) -> Hours:
    week = tuple(_spans(f"{file}: hours.{day}", tables["hours"][day]) for day in WEEKDAYS)
    holidays = {}
    for day, texts in tables["holidays"].items():
        where = f"{file}: holidays.{day}"
        if not is_day(day):
            raise SettingsError(f"{where} is no day; it should read like 12-25 or 2026-12-24")
        holidays[day] = _spans(where, texts)
    return Hours(_zone(f"{file}: hours.timezone", tables["hours"]["timezone"] or timezone), week, holidays)


def _spans(where: str, texts: object) -> Any:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise SettingsError(f'{where} must be a list of times, as ["09:00-18:00"]')
    try:
        return parse_spans(texts)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _zone(where: str, name: object) -> tzinfo:
    try:
        return time_zone(str(name))
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _number(file: str, name: str, key: str, value: object, limits: tuple[int, int]) -> int:
    where, (low, high) = f"{file}: {name}.{key}", limits
    if not isinstance(value, int) or isinstance(value, bool):
        raise SettingsError(f"{where} must be a whole number")
    if not low <= value <= high:
        raise SettingsError(f"{where}: {value} is not between {low} and {high}")
    return value


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: it is not text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: it is not TOML: {error}") from error
