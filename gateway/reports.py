"""What customers think and what was done, in figures, for supervisors and admins.

Without postponed annotations, as in gateway/desk.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from gateway.clock import Clock, iso
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.records import Records
from gateway.spreadsheets import Csv, table
from gateway.supervision import outcome_of
from storage import Unit
from storage.rating_tables import Rating
from storage.tables import Agent
from support.calendars import local_day
from support.errors import InvalidInput
from support.ratings import Rated, figures, of_part
from support.sla import Outcome, tally
from support.work import Work
from support.work import work as work_of

DEFAULT_PERIOD = timedelta(days=30)
LONGEST_PERIOD = timedelta(days=366)

Moment = Annotated[AwareDatetime | None, Query()]
Line = tuple[str, str, str, object]


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


class DayOut(BaseModel):
    """One day of the shop's."""

    started: int
    handed_over: int
    resolved: int
    by_bot_alone: int


class SpansOut(BaseModel):
    """How long something took, by the clock on the wall."""

    count: int
    median_s: int | None
    p90_s: int | None


class WorkReport(BaseModel):
    """What came in and what was done in a period; days are the shop's, and each has a row.

    `contained`: percent of the conversations that ended in it and were never handed over. `settled`: from a handoff
    until it was resolved or given back to the bot.
    """

    start: str
    end: str
    by_day: dict[str, DayOut]
    by_reason: dict[str, int]
    settled: SpansOut
    ended: int
    by_bot_alone: int
    contained: float | None


def router(gate: Gate, records: Records, clock: Clock, timezone: str) -> APIRouter:
    """Return the routes under /api/reports; `timezone` is the shop's."""
    routes = APIRouter(prefix="/api/reports", tags=["supervision"], responses=RESPONSES)

    async def leads(request: Request) -> Agent:
        return await gate.lead(request)

    Leads = Annotated[Agent, Depends(leads)]

    @routes.get("/ratings")
    async def of_ratings(
        _: Leads,
        start: Moment = None,
        end: Moment = None,
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
            by_part={"bot": _figures(parts(every)["bot"]), "human": _figures(parts(every)["human"])},
            by_language={
                name: _figures([o for o in every if o.language == name]) for name in _values(every, "language")
            },
            by_day={day: _figures([one for one in every if one.day == day]) for day in _values(every, "day")},
        )

    @routes.get("/work")
    async def of_work(_: Leads, start: Moment = None, end: Moment = None) -> WorkReport:
        """Count what came in, why people were needed and how long it took, of the last 30 days by default; for supervisors and admins."""
        since, until = period(start, end, clock())
        found = await records.read(lambda unit: _work(unit, since, until, timezone))
        return WorkReport.model_validate({"start": iso(since), "end": iso(until), **asdict(found)})

    @routes.get("/export", response_class=Csv)
    async def export(lead: Leads, start: Moment = None, end: Moment = None) -> Response:
        """Return the figures of all reports as a CSV file: report, row, figure, value. That it was exported is a line of the audit log."""
        since, until = period(start, end, clock())

        def work(unit: Unit) -> list[tuple[str, str, str, object]]:
            unit.audit.add(clock(), lead.id, "export_reports", None, {"start": iso(since), "end": iso(until)})
            rated = [_rated(row, timezone) for row in unit.ratings.between(since, until)]
            outcomes = [outcome_of(handoff) for handoff in unit.handoffs.between(since, until)]
            return [*work_lines(_work(unit, since, until, timezone)), *sla_lines(outcomes), *rating_lines(rated)]

        headers = {"Content-Disposition": 'attachment; filename="warmline-reports.csv"'}
        return Csv(table(("report", "row", "figure", "value"), await records.write(work)), headers=headers)

    return routes


def work_lines(found: Work) -> Iterator[Line]:
    """Yield the figures of the work, one a line."""
    yield "work", "total", "ended", found.ended
    yield "work", "total", "by_bot_alone", found.by_bot_alone
    yield "work", "total", "contained", found.contained
    for name, value in asdict(found.settled).items():
        yield "settled", "total", name, value
    for day, row in found.by_day.items():
        for name, value in asdict(row).items():
            yield "day", day, name, value
    for reason, count in found.by_reason.items():
        yield "reason", reason, "handoffs", count


def sla_lines(outcomes: Sequence[Outcome]) -> Iterator[Line]:
    """Yield the figures of first replies, one a line."""
    groups = {"total": list(outcomes)}
    for outcome in outcomes:
        groups.setdefault(f"priority {outcome.priority}", []).append(outcome)
        groups.setdefault(f"queue {outcome.queue}", []).append(outcome)
    for row, some in groups.items():
        for name, value in tally(some).items():
            yield "first_reply", row, name, value


def rating_lines(every: list[Rated]) -> Iterator[Line]:
    """Yield the figures of the ratings, one a line."""
    for row, some in {"total": every, **parts(every)}.items():
        for name, value in asdict(figures(some)).items():
            yield "ratings", row, name, value


def parts(every: list[Rated]) -> dict[str, list[Rated]]:
    """Return what was said of bot and of humans."""
    return {
        "bot": [of_part(one, "bot") for one in every if one.csat_bot is not None or not one.with_human],
        "human": [of_part(one, "human") for one in every if one.with_human],
    }


def _work(unit: Unit, since: datetime, until: datetime, timezone: str) -> Work:
    def day(moment: datetime) -> str:
        return local_day(moment, timezone).isoformat()

    first, last = local_day(since, timezone), local_day(until - timedelta(microseconds=1), timezone)
    days = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    return work_of(
        days,
        [day(at) for at in unit.board.started(since, until)],
        [(day(at), reason) for at, reason in unit.board.handed_over(since, until)],
        [(day(at), with_human) for at, with_human in unit.board.ended(since, until)],
        unit.board.settled(since, until),
    )


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
