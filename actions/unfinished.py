"""What a turn only interrupted: the question that is still open, the job that was left for hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actions.turn import Turn

# Questions that an answer to something else does not close.
KEPT = frozenset({"job", "account", "confirm_cancel", "which_order", "problem", "remedy", "product", "verify"})
MOST = 2  # turns about something else, after which a question is taken for forgotten
LONG = timedelta(hours=2)  # after which coming back begins with a reminder
OLD = timedelta(days=7)  # after which nobody is reminded any more


def carry_on(turn: Turn) -> None:
    """Keep the question that this turn was not about, and say it again; remind once of a job that was left for hours."""
    if turn.asked or turn.settled or turn.escalated or turn.intent in ("goodbye", "opt_out"):
        return
    question = turn.question
    if question and question.get("kind") in KEPT and question.get("kept", 0) < MOST:
        if turn.small_talk or "put" not in question:
            turn.keep_question({**question, "kept": question.get("kept", 0) + 1})
        else:
            repeat(turn, question, "utter_unfinished" if _age(turn.job) >= LONG else "utter_back_to_it")
        return
    remind(turn)


def remind(turn: Turn) -> None:
    """Come back, once, to a job that was left for hours."""
    left = turn.job
    if left and not left.get("reminded") and LONG <= _age(left) < OLD:
        turn.job = {**left, "reminded": True}
        repeat(turn, left["question"], "utter_unfinished")


def repeat(turn: Turn, question: dict[str, Any], opening: str) -> None:
    """Say a question again, in other words, and leave it open."""
    put = question["put"]
    turn.say(put["response"], buttons=put["buttons"], **{**put["values"], "opening": [opening]})
    turn.keep_question({**question, "kept": question.get("kept", 0) + 1})


def _age(job: dict[str, Any] | None) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(job["at"]) if job else timedelta(0)
