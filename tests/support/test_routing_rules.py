"""Who gets a conversation, and who comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from support.routing import (
    Candidate,
    Choice,
    Presence,
    Waiting,
    absent_since,
    ahead_of,
    choose,
    in_order,
    presence,
)

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def waits(
    id: str = "cv_1", queue: str = "general", language: str = "en", priority: str = "normal", m: int = 0
) -> Waiting:
    return Waiting(id, queue, language, priority, NOW + m * MINUTE)


def test_skill_language_and_free_capacity_are_needed() -> None:
    legal = Candidate("a", queues=("legal",))
    full = Candidate("b", capacity=2, load=2)
    away = Candidate("c", online=False)
    german = Candidate("d", languages=("en",), load=5)
    assert choose(waits(), [legal, full, away]) is None
    assert choose(waits(), [legal, full, away, german]) == Choice("d", True)
    assert choose(waits(queue="legal"), [legal, german]) == Choice("a", True), "the least busy"


def test_the_least_busy_then_who_had_none_for_longest() -> None:
    one = Candidate("a", load=1, assigned_at=NOW - 9 * MINUTE)
    two = Candidate("b", load=1, assigned_at=NOW)
    new = Candidate("c", load=1)
    idle = Candidate("d", load=0, assigned_at=NOW)
    assert choose(waits(), [one, two, new, idle]) == Choice("d", True)
    assert choose(waits(), [one, two, new]) == Choice("c", True)
    assert choose(waits(), [two, one]) == Choice("a", True)


def test_nobody_speaks_it_so_anybody_does_and_it_is_said() -> None:
    english, chinese = Candidate("a", languages=("en",)), Candidate("b", languages=("zh",), load=6)
    asked = waits(language="zh")
    assert choose(asked, [english]) == Choice("a", False)
    assert choose(asked, [english, chinese]) is None, "somebody here speaks it: it waits for them"


def test_danger_comes_first_among_equals_but_not_before_a_higher_priority() -> None:
    line = [waits("1", priority="urgent"), replace(waits("2", priority="urgent", m=9), danger=True)]
    assert [one.id for one in in_order(line)] == ["2", "1"]
    assert [one.id for one in in_order([waits("3", priority="high"), replace(line[1], priority="normal")])] == [
        "3",
        "2",
    ]


def test_priority_comes_first_then_waiting_time() -> None:
    line = [waits("1", priority="low"), waits("2", m=5), waits("3", priority="urgent", m=9), waits("4", m=2)]
    assert [one.id for one in in_order(line)] == ["3", "4", "2", "1"]
    assert ahead_of(line[0], line) == 3
    assert ahead_of(line[2], line) == 0
    assert ahead_of(waits("5", queue="legal", m=10), line) == 0, "another queue"


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.sampled_from("abcdefgh"),
        st.sampled_from([(), ("general",), ("legal",)]),
        st.sampled_from([(), ("en",), ("zh",)]),
        st.integers(0, 3),
        st.integers(0, 4),
        st.booleans(),
        st.one_of(st.none(), st.just(NOW)),
    ),
    unique_by=lambda candidate: candidate.id,
)


@given(CANDIDATES, st.sampled_from(["general", "legal"]), st.sampled_from(["en", "zh"]))
def test_whoever_is_chosen_can_take_it_and_nobody_better_is_passed_over(
    candidates: list[Candidate], queue: str, language: str
) -> None:
    chosen = choose(waits(queue=queue, language=language), candidates)
    able = [c for c in candidates if c.online and c.has_skill(queue)]
    speakers = [c for c in able if c.speaks(language)]
    free = [c for c in speakers or able if c.load < c.capacity]
    if chosen is None:
        assert not free
        return
    agent = next(c for c in candidates if c.id == chosen.agent_id)
    assert agent in free
    assert agent.load == min(c.load for c in free)
    assert chosen.speaks == agent.speaks(language)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), st.integers(1, 40))
def test_nobody_ever_gets_more_than_they_can_take_and_all_is_shared_out(capacities: list[int], asked: int) -> None:
    loads, last = [0] * len(capacities), [None] * len(capacities)
    for number in range(asked):
        agents = [Candidate(str(i), capacity=c, load=loads[i], assigned_at=last[i]) for i, c in enumerate(capacities)]
        chosen = choose(waits(str(number)), agents)
        if chosen is not None:
            loads[int(chosen.agent_id)] += 1
            last[int(chosen.agent_id)] = NOW + number * MINUTE  # type: ignore[call-overload]
    assert all(load <= capacity for load, capacity in zip(loads, capacities, strict=True))
    assert sum(loads) == min(asked, sum(capacities))
    busy = [load for load, capacity in zip(loads, capacities, strict=True) if load < capacity]
    assert not busy or max(loads) - min(busy) <= 1, "evenly, as far as there is room"


def test_presence_and_how_long_somebody_is_gone() -> None:
    past, future = NOW - 5 * MINUTE, NOW + MINUTE
    assert presence(None, future, NOW) is Presence.ONLINE
    assert presence(past, future, NOW) is Presence.AWAY
    assert presence(None, NOW, NOW) is presence(None, None, NOW) is Presence.OFFLINE
    assert absent_since(None, future, NOW, past) is None
    assert absent_since(past, future, NOW, NOW) == past
    assert absent_since(None, past, NOW, NOW) == past
    assert absent_since(past, past - MINUTE, NOW, NOW) == past - MINUTE
    assert absent_since(None, None, NOW, past) == past
