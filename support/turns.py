"""One customer message as the bot understood it, and what it answered: what the escalation table looks at."""

from __future__ import annotations

from dataclasses import dataclass

from support.emotion import Reading


@dataclass(frozen=True)
class Answer:
    """What the bot made of a message: the responses it said, by name, and what it noted as tried.

    `tried`: (action, outcome, order ids) of each note; `of_a_job`: whether it answered an open question.
    """

    said: tuple[str, ...] = ()
    tried: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    of_a_job: bool = False


@dataclass(frozen=True)
class Turn:
    """One customer message as understood: `confidence` of the intent 0 … 1.

    `message_id` is the gateway's, empty where nothing names it; `things` are the values of its entities; `at` its time in seconds since
    1970; `answer` is None until the bot has acted.
    """

    intent: str
    confidence: float
    reading: Reading | None
    text: str = ""
    message_id: str = ""
    things: frozenset[str] = frozenset()
    at: float = 0.0
    answer: Answer | None = None
