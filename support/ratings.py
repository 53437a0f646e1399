"""Surveys at the end of a conversation: what is asked, what may be answered, and the figures that come of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

MAX_COMMENT_CHARS = 1000
# So long after its end a conversation may be rated, and so long after it was given may a rating be changed.
OPEN_FOR = timedelta(hours=24)

CSAT = range(1, 6)
EFFORT = range(1, 8)
RECOMMEND = range(11)
_SATISFIED, _PROMOTER, _DETRACTOR = 4, 9, 6


class Question(StrEnum):
    """What follows the satisfaction: `CES`, how easy it was made, or `NPS`, whether they would recommend the shop."""

    CES = "ces"
    NPS = "nps"


class Survey(StrEnum):
    """What the setting says: which question follows. `ROTATE`: either, by conversation; `CSAT`: none; `OFF`: no survey."""

    ROTATE = "rotate"
    CES = "ces"
    NPS = "nps"
    CSAT = "csat"
    OFF = "off"


def question_of(survey: Survey, conversation_id: str) -> Question | None:
    """Return the second question. It hangs on the conversation's id alone, so it stays the same, and halves of all get either."""
    if survey is Survey.ROTATE:
        return (Question.CES, Question.NPS)[zlib.crc32(conversation_id.encode()) % 2]
    return Question(survey) if survey in (Survey.CES, Survey.NPS) else None


@dataclass(frozen=True)
class Rated:
    """One survey that was shown, and the answers; None where there is none. `with_human`: an agent spoke, too."""

    language: str
    day: str
    with_human: bool
    answered: bool = True
    csat_bot: int | None = None
    csat_human: int | None = None
    effort: int | None = None
    recommend: int | None = None


def of_part(one: Rated, part: str) -> Rated:
    """Return it as far as it is about "bot" or "human": what was said of the whole is the human's, if there was one."""
    whole = one.with_human is (part == "human")
    return replace(
        one,
        csat_bot=one.csat_bot if part == "bot" else None,
        csat_human=one.csat_human if part == "human" else None,
        effort=one.effort if whole else None,
        recommend=one.recommend if whole else None,
    )


@dataclass(frozen=True)
class Figures:
    """Shares in percent, means as they are; None where nobody answered.

    `csat` is the share of 4 and 5, `ces` the mean of 1 to 7, `nps` the share of 9 and 10 less that of 0 to 6.
    """

    asked: int
    answered: int
    csat_answers: int
    csat: float | None
    csat_mean: float | None
    ces_answers: int
    ces: float | None
    nps_answers: int
    nps: float | None


def figures(rated: Iterable[Rated]) -> Figures:
    """Return the figures; who rated bot and human gave two answers on satisfaction."""
    every = list(rated)
    csat = [value for one in every for value in (one.csat_bot, one.csat_human) if value is not None]
    efforts = [one.effort for one in every if one.effort is not None]
    scores = [one.recommend for one in every if one.recommend is not None]
    return Figures(
        asked=len(every),
        answered=sum(one.answered for one in every),
        csat_answers=len(csat),
        csat=_share(sum(value >= _SATISFIED for value in csat), len(csat)),
        csat_mean=_mean(csat),
        ces_answers=len(efforts),
        ces=_mean(efforts),
        nps_answers=len(scores),
        nps=_nps(scores),
    )


def _nps(scores: list[int]) -> float | None:
    promoters = sum(score >= _PROMOTER for score in scores)
    return _share(promoters - sum(score <= _DETRACTOR for score in scores), len(scores))


def _share(count: int, of: int) -> float | None:
    return round(100 * count / of, 1) if of else None


def _mean(values: list[int]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None
