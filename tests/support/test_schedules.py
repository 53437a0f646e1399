"""Opening hours as data: there and back, and what makes no sense is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from support import service
from support.errors import InvalidInput
from support.schedules import hours_of, schedule_of

WEEK = {"monday": ["09:00-12:30", "13:30-18:00"], "friday": ["22:00-06:00"], "sunday": ["00:00-24:00"]}
GIVEN: dict[str, Any] = {
    "timezone": "Europe/Berlin",
    "week": WEEK,
    "holidays": {"12-25": [], "2026-12-24": ["09:00-13:00"]},
}


def test_there_and_back() -> None:
    hours = hours_of(GIVEN, "UTC")
    back = schedule_of(hours)
    assert {day: spans for day, spans in back["week"].items() if spans} == WEEK
    assert (back["timezone"], back["holidays"]) == ("Europe/Berlin", GIVEN["holidays"])
    assert hours_of(back, "UTC") == hours
    assert hours.is_open(datetime(2026, 11, 23, 8, 0, tzinfo=UTC)), "nine in Berlin, a Monday"
    assert hours.is_open(datetime(2026, 11, 28, 4, 59, tzinfo=UTC)), "Friday's night"
    assert not hours.is_open(datetime(2026, 12, 24, 12, 30, tzinfo=UTC))


def test_where_no_zone_is_named_the_shops_holds() -> None:
    assert schedule_of(hours_of({**GIVEN, "timezone": ""}, "Asia/Shanghai"))["timezone"] == "Asia/Shanghai"
    assert schedule_of(hours_of({**GIVEN, "timezone": "UTC"}, "Asia/Shanghai"))["timezone"] == "UTC"


def test_the_same_hours_as_the_file_of_hours(tmp_path: Path) -> None:
    file = tmp_path / "hours.toml"
    week = "\n".join(f"{day} = {WEEK.get(day, [])}" for day in schedule_of(hours_of(GIVEN, "UTC"))["week"])
    text = f'[hours]\ntimezone = "Europe/Berlin"\n{week}\n[holidays]\n"12-25" = []\n"2026-12-24" = ["09:00-13:00"]\n'
    file.write_text(text.replace("'", '"'), encoding="utf-8")
    assert service.load(file).hours == hours_of(GIVEN, "UTC")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"week": {"monday": ["9-5"]}}, "monday"),
        ({"week": {"monday": ["09:00-18:00", "17:00-20:00"]}}, "monday"),
        ({"week": {"monday": ["09:00-09:00"]}}, "monday"),
        ({"holidays": {"13-45": []}}, "13-45"),
        ({"holidays": {"2026-02-29": []}}, "2026-02-29"),
        ({"holidays": {"12-25": ["late"]}}, "12-25"),
        ({"timezone": "Atlantis/Capital"}, "Atlantis/Capital"),
        ({"timezone": "../etc/passwd"}, "../etc/passwd"),
    ],
)
def test_what_makes_no_sense_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        hours_of({**GIVEN, **change}, "UTC")
