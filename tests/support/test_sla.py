"""Deadlines of the first human reply, and what is made of real ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from support import service
from support.hours import Hours, parse_spans
from support.sla import Deadline, Outcome, SlaRules, SlaState, deadline, expected_wait, state, tally

NOW = datetime(2026, 11, 27, 17, 58, tzinfo=UTC)  # a Friday
RULES = SlaRules({"normal": timedelta(minutes=5), "low": timedelta(minutes=60)}, 0.8)
OFFICE = Hours(UTC, tuple(parse_spans(["09:00-18:00"]) if day < 5 else () for day in range(7)))


def test_a_deadline_counts_opening_hours_only() -> None:
    due = deadline(RULES, OFFICE, "normal", NOW)
    assert due == Deadline(datetime(2026, 11, 30, 9, 2, tzinfo=UTC), datetime(2026, 11, 30, 9, 3, tzinfo=UTC))
    assert deadline(RULES, Hours(UTC, ((),) * 7), "normal", NOW) is None


def test_states_follow_one_another() -> None:
    due = deadline(RULES, service.load().hours, "low", NOW)
    assert due is not None
    minutes = {0: "ok", 47: "ok", 48: "warning", 59: "warning", 60: "breached", 600: "breached"}
    assert {m: str(state(due, NOW + timedelta(minutes=m))) for m in minutes} == minutes
    late = NOW + timedelta(days=1)
    assert state(due, late, NOW + timedelta(minutes=60)) is SlaState.MET
    assert state(due, late, NOW + timedelta(minutes=61)) is SlaState.BREACHED


@given(st.lists(st.integers(0, 10_000), max_size=40))
def test_most_waits_were_no_longer_than_the_expected_one(waits: list[int]) -> None:
    expected = expected_wait(waits)
    if len(waits) < 5:
        assert expected is None, "of a few nobody concludes anything"
        return
    assert expected is not None
    assert sum(wait <= expected.total_seconds() for wait in waits) >= 0.8 * len(waits)
    assert expected.total_seconds() % 60 == 0
    assert expected >= timedelta(minutes=1)


def test_the_tally_counts_each_handoff_once() -> None:
    outcomes = [
        Outcome("high", "general", SlaState.MET, 60, True),
        Outcome("high", "general", SlaState.MET, 120, False),
        Outcome("high", "general", SlaState.BREACHED, 900, True),
        Outcome("low", "legal", SlaState.BREACHED, None, False),
        Outcome("low", "legal", SlaState.WARNING, None, False),
        Outcome("low", "legal", SlaState.OK, None, True),
    ]
    assert tally(outcomes) == {
        "handoffs": 6, "met": 2, "breached": 2, "waiting": 1, "unanswered": 1, "median_s": 120, "p90_s": 900,
    }  # fmt: skip
    assert tally([])["median_s"] is None


@given(
    st.lists(
        st.builds(
            Outcome,
            st.just("low"),
            st.just("general"),
            st.sampled_from([None, *SlaState]),
            st.one_of(st.none(), st.integers(0, 10**6)),
            st.booleans(),
        )
    )
)
def test_every_handoff_is_counted_in_exactly_one_way(outcomes: list[Outcome]) -> None:
    counted = tally(outcomes)
    assert sum(counted[name] or 0 for name in ("met", "breached", "waiting", "unanswered")) == counted["handoffs"]
