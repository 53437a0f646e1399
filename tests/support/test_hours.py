"""Opening hours: what is open when, over nights, holidays and changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import service
from support.errors import SettingsError
from support.hours import Hours, Span, parse_spans

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = tuple(parse_spans(["09:00-12:00", "13:00-18:00"]) if day < 5 else () for day in range(7))


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


def test_a_day_with_a_break() -> None:
    hours = Hours(BERLIN, OFFICE)
    open_at = {"08:59": False, "09:00": True, "11:59": True, "12:00": False, "13:00": True, "18:00": False}
    for clock, is_open in open_at.items():
        assert hours.is_open(berlin(f"2026-11-27T{clock}")) is is_open, clock  # a Friday
    assert hours.opens_next(berlin("2026-11-27T10:00")) == berlin("2026-11-27T10:00")
    assert hours.opens_next(berlin("2026-11-27T12:30")) == berlin("2026-11-27T13:00")
    assert hours.opens_next(berlin("2026-11-27T18:00")) == berlin("2026-11-30T09:00"), "over the weekend"


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    week = tuple(parse_spans(["22:00-06:00"]) if day == 4 else () for day in range(7))
    hours = Hours(BERLIN, week)
    assert not hours.is_open(berlin("2026-11-27T05:00")), "the night before was Thursday's"
    assert hours.is_open(berlin("2026-11-27T23:00"))
    assert hours.is_open(berlin("2026-11-28T05:59"))
    assert not hours.is_open(berlin("2026-11-28T06:00"))
    assert hours.between(berlin("2026-11-27T00:00"), berlin("2026-11-29T00:00")) == timedelta(hours=8)


def test_holidays_replace_the_day_and_a_date_wins_over_every_year() -> None:
    hours = Hours(BERLIN, OFFICE, {"12-25": (), "12-24": (), "2026-12-24": parse_spans(["10:00-12:00"])})
    assert hours.opens_next(berlin("2026-12-24T08:00")) == berlin("2026-12-24T10:00")
    assert hours.opens_next(berlin("2026-12-24T12:00")) == berlin("2026-12-28T09:00")
    assert hours.opens_next(berlin("2027-12-23T18:00")) == berlin("2027-12-27T09:00")


def test_the_clock_that_goes_forward_and_back() -> None:
    nights = Hours(BERLIN, (parse_spans(["01:00-04:00"]),) * 7)
    spring, autumn = "2027-03-28", "2026-10-25"
    for day, length in ((spring, 2), (autumn, 4)):
        midnight = berlin(f"{day}T00:00")
        assert nights.between(midnight, midnight + timedelta(hours=12)) == timedelta(hours=length)
    assert nights.is_open(berlin(f"{autumn}T02:30", fold=1)), "the second 02:30"
    always = Hours(BERLIN, ((Span(0, 1440),),) * 7)
    start = berlin(f"{autumn}T00:00").astimezone(UTC)
    assert always.add(start, timedelta(hours=25)) == berlin("2026-10-26T00:00")
    skipped = Hours(BERLIN, (parse_spans(["02:15-10:00"]),) * 7)
    assert skipped.opens_next(berlin(f"{spring}T00:00")) == berlin(f"{spring}T03:15")


def test_zones_that_change_at_midnight_are_always_open_too() -> None:
    always = Hours(ZoneInfo("Africa/Cairo"), ((Span(0, 1440),),) * 7)
    at = datetime(2026, 4, 20, tzinfo=UTC)
    assert always.between(at, at + timedelta(days=14)) == timedelta(days=14)


def test_who_never_opens() -> None:
    never = Hours(UTC, ((),) * 7)
    at = datetime(2026, 11, 28, tzinfo=UTC)
    assert not never.is_open(at)
    assert never.opens_next(at) is None
    assert never.add(at, timedelta(minutes=5)) is None
    assert never.between(at, at + timedelta(days=3)) == timedelta()


TIMES = st.integers(0, 1439)
DAYS = st.lists(TIMES, max_size=4, unique=True).map(
    lambda marks: tuple(Span(a, b) for a, b in zip(*[iter(sorted(marks))] * 2, strict=False))
)
HOURS = st.builds(
    Hours,
    st.sampled_from([UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai"), ZoneInfo("Africa/Cairo")]),
    st.tuples(*[DAYS] * 7),
    st.dictionaries(st.sampled_from(["12-25", "10-25", "2026-03-29"]), DAYS),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(HOURS, MOMENTS, st.timedeltas(timedelta(minutes=1), timedelta(days=2)))
def test_time_that_is_added_is_time_that_passes(hours: Hours, at: datetime, time_open: timedelta) -> None:
    end = hours.add(at, time_open)
    if end is not None:
        assert hours.between(at, end) == time_open
        assert end >= at + time_open


@given(HOURS, MOMENTS)
def test_the_next_opening_is_open_and_nothing_is_open_before_it(hours: Hours, at: datetime) -> None:
    opens = hours.opens_next(at)
    if opens is None:
        assert hours.between(at, at + timedelta(days=30)) == timedelta()
        return
    assert opens >= at
    assert hours.is_open(opens)
    assert hours.between(at, opens) == timedelta()
    assert hours.is_open(at) is (opens == at)


@given(HOURS, MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), st.timedeltas(timedelta(), timedelta(days=9)))
def test_open_time_adds_up(hours: Hours, at: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = at + one, at + one + two
    assert hours.between(at, middle) + hours.between(middle, end) == hours.between(at, end) <= end - at


@pytest.mark.parametrize(
    "texts",
    [["9-18"], ["09:00-09:00"], ["25:00-26:00"], ["09:60-10:00"], ["09:00-12:00", "11:00-13:00"], ["24:00-24:00"]],
)
def test_hours_that_make_no_sense_are_refused(texts: list[str]) -> None:
    with pytest.raises(ValueError, match=r"\d|overlap"):
        parse_spans(texts)


# The file.


def own(folder: Path, text: str) -> Path:
    file = folder / "hours.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_as_it_ships_somebody_is_there_and_replies_are_due_in_five_minutes(tmp_path: Path) -> None:
    shipped = service.load()
    assert shipped == service.load(own(tmp_path, ""))
    at = datetime(2026, 11, 28, 3, tzinfo=UTC)
    assert shipped.hours.is_open(at)
    assert set(shipped.sla.first_response.values()) == {timedelta(minutes=5)}
    assert shipped.sla.warning_share == 0.8


def test_an_own_file_changes_what_it_names(tmp_path: Path) -> None:
    file = own(
        tmp_path,
        '[hours]\nmonday = ["10:00-11:00"]\n[holidays]\n"05-01" = []\n[first_response]\nlow = 60\n[routing]\naway_minutes = 3\n',
    )
    read = service.load(file, "Europe/Berlin")
    assert read.hours.timezone == BERLIN
    assert read.hours.week[0] == (Span(600, 660),)
    assert read.hours.week[1] == (Span(0, 1440),)
    assert read.hours.holidays == {"05-01": ()}
    assert (read.sla.first_response["low"], read.away) == (timedelta(hours=1), timedelta(minutes=3))
    assert read.sla.first_response["high"] == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[hours", "TOML"),
        ("[opening]\n", "opening"),
        ("hours = 3\n", "hours"),
        ("[hours]\nfunday = []\n", "hours.funday"),
        ('[hours]\nmonday = "9-5"\n', "hours.monday"),
        ('[hours]\nmonday = ["9-5"]\n', "hours.monday"),
        ('[hours]\ntimezone = "Mars/Olympus"\n', "hours.timezone"),
        ('[holidays]\n"02-30" = []\n', "holidays.02-30"),
        ('[holidays]\n"xmas" = []\n', "holidays.xmas"),
        ("[first_response]\nurgent = 0\n", "first_response.urgent"),
        ("[first_response]\nurgent = true\n", "first_response.urgent"),
        ("[first_response]\nwarning_percent = 101\n", "first_response.warning_percent"),
        ("[standing_still]\nabandoned_days = -1\n", "standing_still.abandoned_days"),
    ],
)
def test_a_bad_file_names_itself_and_the_key(tmp_path: Path, text: str, named: str) -> None:
    file = own(tmp_path, text)
    with pytest.raises(SettingsError, match=named) as caught:
        service.load(file)
    assert str(file) in str(caught.value)
