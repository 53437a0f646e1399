"""A macro is of the form, fits only where it is true, and its preview tells itself from any other."""

from __future__ import annotations

from typing import Any

import pytest

from support.errors import InvalidInput
from support.macros import filled, fingerprint, fits, macro_of

WHOLE: dict[str, Any] = {
    "id": "trace",
    "title": "Trace",
    "when": ["late"],
    "text": "Your {item} is late, I call {when_called}.",
    "note": "Trace for {order}",
    "ask": {"when_called": "When?"},
    "do": [{"priority": "high"}, {"snooze_days": 2}],
}


def test_a_whole_one_is_read_and_knows_what_it_needs() -> None:
    macro = macro_of(WHOLE, "en")
    assert macro.needs == {"item", "order"}
    assert macro.does == (("priority", "high"), ("snooze_days", "2"))
    assert fits(macro, {"late", "shipped"}, {"item", "order", "amount"})
    assert not fits(macro, {"shipped"}, {"item", "order"}), "it is not late"
    assert not fits(macro, {"late"}, {"item"}), "a fact is missing"


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"text": "Hi {nobody}"}, "there is no variable nobody"),
    ({"text": "Hi {"}, "a brace stands alone"),
    ({"ask": {"item": "Which?"}, "text": "{item}"}, "is a fact"),
    ({"ask": {"when_called": "When?", "idle": "?"}}, "never used"),
    ({"when": ["full_moon"]}, "no condition full_moon"),
    ({"do": [{"burn": True}]}, "nothing is done by burn"),
    ({"do": [{"priority": "soon"}]}, "a priority is one of"),
    ({"do": [{"snooze_days": 0}]}, "a number from 1 to 90"),
    ({"do": [{"snooze_hours": 100}]}, "a number from 1 to 72"),
    ({"do": [{"snooze_days": 2}, {"resolve": True}]}, "either given to a queue"),
    ({"do": [{"resolve": True}, {"resolve": True}]}, "twice"),
    ({"do": [{"queue": "Legal!"}]}, "small letters"),
    ({"do": [{"queue": "legal"}], "note": ""}, "says why"),
    ({"do": [{"resolve": False}]}, "resolve is true"),
    ({"do": ["resolve"]}, "list of single steps"),
    ({"text": "", "note": "", "do": [], "ask": {}}, "says, notes or does"),
    ({"text": "您的{item}，{when_called}"}, "not in en"),
    ({"id": "Bad id"}, "an id is"),
    ({"extra": 1}, "no field extra"),
    ({"title": ""}, "title must be a text"),
    ({"text": "x" * 1001, "ask": {}}, "at most 1000"),
]


@pytest.mark.parametrize(("change", "why"), BROKEN)
def test_what_is_wrong_is_named(change: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        macro_of({**WHOLE, **change}, "en")


def test_values_with_braces_stay_and_other_facts_make_another_preview() -> None:
    assert filled("{item} and {open}", {"item": "{order}"}) == "{order} and {open}"
    macro = macro_of(WHOLE, "en")
    one = fingerprint(macro, {"item": "lamp", "order": "W-1"})
    assert one == fingerprint(macro, {"item": "lamp", "order": "W-1", "carrier": "DHL"})
    assert one != fingerprint(macro, {"item": "lamp", "order": "W-2"})
