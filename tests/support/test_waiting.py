"""What a waiting customer is told: what is known, and nothing else."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

from support.contacts import found_contact
from support.waiting import Saying, Situation, sayings

NOW = datetime(2026, 11, 27, 17, tzinfo=UTC)
FINE = Situation(NOW, UTC, True, NOW, 1, 0, None, True)


def names(**changes: object) -> list[str]:
    return [saying.name for saying in sayings(dataclasses.replace(FINE, **changes))]  # type: ignore[arg-type]


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert names() == []


def test_place_and_wait_are_told_as_far_as_they_are_known() -> None:
    assert names(ahead=1) == ["one_ahead"]
    assert sayings(dataclasses.replace(FINE, ahead=4)) == (Saying("ahead", count=4),)
    for minutes, saying in (
        (1, Saying("expected_minute", count=1)),
        (7, Saying("expected_minutes", count=7)),
        (90, Saying("expected_minutes", count=90)),
        (91, Saying("expected_hours", count=2)),
        (120, Saying("expected_hours", count=2)),
    ):
        assert sayings(dataclasses.replace(FINE, expected=timedelta(minutes=minutes))) == (saying,)
    assert names(ahead=2, expected=timedelta(minutes=3)) == ["ahead", "expected_minutes"]


def test_with_nobody_there_no_wait_is_made_up() -> None:
    assert names(online=0, ahead=3, expected=timedelta(minutes=2)) == ["nobody_online"]
    assert names(is_open=False, opens_at=None, ahead=3, expected=timedelta(minutes=2)) == ["closed"]


def test_after_hours_the_next_opening_is_named_as_people_say_it() -> None:
    for hours, name in ((3, "closed_today"), (16, "closed_tomorrow"), (64, "closed_until")):
        opens = NOW + timedelta(hours=hours)
        assert sayings(dataclasses.replace(FINE, is_open=False, opens_at=opens)) == (Saying(name, moment=opens),)


def test_who_cannot_be_reached_is_asked_for_a_contact() -> None:
    assert names(online=0, reachable=False) == ["nobody_online", "leave_contact"]
    assert names(is_open=False, opens_at=None, reachable=False) == ["closed", "leave_contact"]
    assert names(reachable=False) == [], "who is served soon is asked for nothing"


def test_contacts_are_found_and_order_numbers_are_none() -> None:
    for text, found in (
        ("mail me: kim.lee+shop@mail.example.com, thanks", "kim.lee+shop@mail.example.com"),
        ("我的邮箱是kim@example.com谢谢", "kim@example.com"),
        ("call +49 40 123456-78 please", "+49 40 123456-78"),
        ("电话13800138000", "13800138000"),
        ("it's order W-10423, from 2026", None),
        ("my card is •••• 1234", None),
        ("between 9 and 18, on 2026-11-28 or 28.11.2026", None),
        ("kim@home", None),
    ):
        assert found_contact(text) == found, text
