"""What customers think, in figures, for supervisors and admins.

Without postponed annotations, as in gateway/desk.py.
"""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel

from gateway.clock import Clock, iso
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.records import Records
from storage import Unit
from storage.rating_tables import Rating
from storage.tables import Agent
from support.calendars import local_day
from support.errors import InvalidInput
from support.ratings import Rated, figures, of_part

DEFAULT_PERIOD = timedelta(days=30)
LONGEST_PERIOD = timedelta(days=366)


class FiguresOut(BaseModel):
    """Shares in percent: `csat` of 4 and 5, `nps` of 9 and 10 less that of 0 to 6; `ces` the mean of 1 to 7."""

    asked: int
    answered: int
    csat_answers: int
    csat: float | None
    csat_mean: float | None
    ces_answers: int
    ces: float | None
    nps_answers: int
    nps: float | None


class RatingsReport(BaseModel):
    """Surveys that were shown or answered in a period; days are the shop's.

    By part: satisfaction as it was given to bot and humans. Effort and recommendation are said once a conversation: they count for
    `human` where an agent spoke, else for `bot`.
    """

    start: str
    end: str
    total: FiguresOut
    by_part: dict[Literal["bot", "human"], FiguresOut]
    by_language: dict[str, FiguresOut]
    by_day: dict[str, FiguresOut]


def router(gate: Gate, records: Records, clock: Clock, timezone: str) -> APIRouter:
    """Return the routes under /api/reports; `timezone` is the shop's."""
    routes = APIRouter(prefix="/api/reports", tags=["supervision"], responses=RESPONSES)

    async def leads(request: Request) -> Agent:
        return await gate.lead(request)

    @routes.get("/ratings")
    async def of_ratings(
        _: Annotated[Agent, Depends(leads)],
        start: Annotated[AwareDatetime | None, Query()] = None,
        end: Annotated[AwareDatetime | None, Query()] = None,
    ) -> RatingsReport:
        """Count surveys and their answers, of the last 30 days by default; for supervisors and admins."""
        since, until = period(start, end, clock())

        def work(unit: Unit) -> list[Rated]:
            return [_rated(row, timezone) for row in unit.ratings.between(since, until)]

        every = await records.read(work)
        return RatingsReport(
            start=iso(since) or "",
            end=iso(until) or "",
            total=_figures(every),
            by_part={
                "bot": _figures(
                    [of_part(one, "bot") for one in every if one.csat_bot is not None or not one.with_human]
                ),
                "human": _figures([of_part(one, "human") for one in every if one.with_human]),
            },
            by_language={
                name: _figures([o for o in every if o.language == name]) for name in _values(every, "language")
            },
            by_day={day: _figures([one for one in every if one.day == day]) for day in _values(every, "day")},
        )

    return routes


def period(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """Return from when until when. Raises InvalidInput."""
    until = end or now
    try:
        since = start or until.astimezone(UTC) - DEFAULT_PERIOD
        fits = since < until <= since + LONGEST_PERIOD
    except OverflowError:
        raise InvalidInput("`start` or `end` is no date that we know") from None
    if not fits:
        raise InvalidInput(f"`start` must come before `end`, by {LONGEST_PERIOD.days} days at most")
    return since, until


def _rated(row: Rating, timezone: str) -> Rated:
    return Rated(
        language=row.language,
        day=local_day(row.answered_at or row.asked_at, timezone).isoformat(),
        with_human=row.with_human,
        answered=row.answered_at is not None,
        csat_bot=row.csat_bot,
        csat_human=row.csat_human,
        effort=row.effort,
        recommend=row.recommend,
    )


def _values(every: list[Rated], name: str) -> list[str]:
    return sorted({str(getattr(one, name)) for one in every})


def _figures(every: list[Rated]) -> FiguresOut:
    return FiguresOut.model_validate(asdict(figures(every)))
