"""The same question asked again: the customer asks the same thing for the third time and has got the same answer each time."""

from __future__ import annotations

from collections.abc import Sequence

from support.naming import words
from support.turns import Answer, Turn

TIMES = 3  # the asking that brings a human
_WITHIN_S = 24 * 60 * 60.0  # who looks in once a day asks nothing again
_ALIKE = 0.5  # the share of words that two questions about no order must have in common

# Said often without asking anything; of what was not understood the table has a trigger of its own.
_NO_QUESTION = frozenset(
    {
        "affirm", "bot_challenge", "contact_customer_service", "contact_human_agent", "deny", "goodbye", "greet", "inform", "legal_threat",
        "opt_out", "out_of_scope", "review", "thanks",
    }
)  # fmt: skip
# "Asked back" and "done" are steps of a job: the next message goes on with it.
_ANSWERS = frozenset({"answered", "refused", "failed"})


def asked_again(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns that asked what the last of `turns` asks and got the same answer, that one included; empty if fewer than three.

    The last turn must have been answered: only then it is known whether the answer is still the same.
    """
    if not turns or turns[-1].answer is None:
        return ()
    last = turns[-1]
    same = tuple(turn for turn in turns if _same(turn, last))
    return same if len(same) >= TIMES else ()


def _same(turn: Turn, last: Turn) -> bool:
    if turn.intent != last.intent or last.intent in _NO_QUESTION or last.at - turn.at > _WITHIN_S:
        return False
    now, then = _answered(last.answer), _answered(turn.answer)
    if not now or now != then:
        return False
    about_orders = any(order_ids for _, _, order_ids in (last.answer.tried if last.answer else ()))
    return about_orders or (turn.things == last.things and _alike(turn.text, last.text) >= _ALIKE)


def _answered(answer: Answer | None) -> frozenset[object]:
    """Return what tells an answer from others: what was tried with which result; without notes the responses, openings left out."""
    if answer is None or answer.of_a_job or any(outcome not in _ANSWERS for _, outcome, _ in answer.tried):
        return frozenset()
    return frozenset(answer.tried) or frozenset(name for name in answer.said if not name.startswith("utter_open_"))


def _alike(one: str, other: str) -> float:
    first, second = set(words(one)), set(words(other))
    return len(first & second) / len(first | second) if first and second else 0.0
