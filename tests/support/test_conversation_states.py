"""The states of a conversation: what may follow what."""

from __future__ import annotations

import itertools

import pytest

from support.conversation import Status, Transition, after, bot_may_speak
from support.errors import Conflict

P, O, S, R = Status.PENDING, Status.OPEN, Status.SNOOZED, Status.RESOLVED  # noqa: E741

# Written out here again, apart from the code: a row that changes there has to be meant.
ALLOWED = {
    (P, "handoff"): O, (P, "claim"): O, (P, "resolve"): R, (P, "customer_writes"): P,
    (O, "claim"): O, (O, "resolve"): R, (O, "return_to_bot"): P, (O, "customer_writes"): O, (O, "snooze"): S,
    (S, "customer_writes"): O, (S, "claim"): O, (S, "resolve"): R,
    (R, "customer_writes"): P,
    (P, "bot_speaks"): P, (R, "bot_speaks"): P,
    (O, "assign"): O, (O, "release"): O, (O, "abandon"): O, (S, "wake"): O, (R, "reopen"): O,
    (P, "merge"): R, (O, "merge"): R, (S, "merge"): R,
}  # fmt: skip


@pytest.mark.parametrize(("status", "transition"), list(itertools.product(Status, Transition)))
def test_every_pair_either_moves_as_the_table_says_or_is_a_conflict(status: Status, transition: Transition) -> None:
    expected = ALLOWED.get((status, transition.value))
    if expected is not None:
        assert after(status, transition) is expected
    else:
        with pytest.raises(Conflict, match=f"a {status} conversation cannot {transition.value.replace('_', ' ')}"):
            after(status, transition)


def test_the_bot_speaks_only_while_it_leads() -> None:
    assert [status for status in Status if bot_may_speak(status)] == [Status.PENDING]


def test_a_customer_can_always_write() -> None:
    for status in Status:
        assert after(status, Transition.CUSTOMER_WRITES) in (Status.PENDING, Status.OPEN)
