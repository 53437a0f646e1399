"""The desk's lists: in order, page by page, by an index."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import Integer, insert, literal_column, select
from sqlalchemy import text as sql
from sqlalchemy.dialects import postgresql, sqlite

from storage import Database, Unit, migrate
from storage.listing import Position, pages, place_of, position_of, rest_of_place
from storage.tables import PLACE, Agent, Conversation, Visitor
from support.conversation import Status
from support.escalation import Reason

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
PRIORITIES = ("low", "normal", "high", "urgent", "unheard of")
DIALECTS = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    migrate(url)
    database = Database(url)
    yield database
    database.close()


def fill(database: Database, rows: list[dict[str, object]]) -> None:
    """Put conversations straight into the table, all of one visitor; Mia has every seventh."""
    common = {"visitor_id": "v_1", "status": Status.OPEN, "last_offset": 1, "created_at": NOW, "updated_at": NOW}
    blank = {"reason": None, "waiting_since": None, "assignee_id": None, "priority": "normal"}

    def work(unit: Unit) -> None:
        unit.session.add(Visitor(id="v_1", created_at=NOW))
        unit.session.add(Agent(id="a_mia", email="mia@shop.example", name="Mia", password_hash="x", created_at=NOW))
        unit.session.flush()
        ready = [{"id": f"cv_{number:05}", **common, **blank, **row} for number, row in enumerate(rows)]
        unit.session.execute(insert(Conversation), ready)

    database.write(work)


def walk(database: Database, status: Status | None, assignee: str | None, size: int) -> list[str]:
    """Return the ids of all pages, one after the other."""
    seen: list[str] = []
    after: Position | None = None
    while True:
        found = database.read(lambda unit, after=after: unit.listing.page(status, assignee, size, after))
        seen += [one.id for one in found]
        if len(found) < size:
            return seen
        after = position_of(found[-1])


def some(count: int) -> list[dict[str, object]]:
    """Return all kinds of conversations, many of them alike in all but their ids."""
    chance = random.Random(4)
    reasons = (None, *map(str, Reason))
    return [
        {
            "priority": chance.choice(PRIORITIES),
            "reason": chance.choice(reasons),
            "waiting_since": chance.choice((None, NOW, NOW + timedelta(seconds=chance.randrange(3)))),
            "updated_at": NOW + timedelta(microseconds=chance.randrange(3)),
            "assignee_id": chance.choice((None, None, "a_mia")),
            "status": chance.choice(tuple(Status)),
            "last_offset": chance.choice((0, 1, 5)),
        }
        for _ in range(count)
    ]


@pytest.mark.parametrize("size", [1, 7, 400])
def test_pages_one_after_the_other_are_the_list(database: Database, size: int) -> None:
    rows = some(300)
    fill(database, rows)
    for status, assignee in ((Status.OPEN, None), (Status.OPEN, "a_mia"), (Status.RESOLVED, None), (None, None)):
        expected = [
            f"cv_{number:05}"
            for number, row in enumerate(rows)
            if row["last_offset"] and status in (None, row["status"]) and assignee in (None, row["assignee_id"])
        ]
        walked = walk(database, status, assignee, size)
        assert sorted(walked) == expected
        assert walked == walk(database, status, assignee, 400)


def test_the_order_is_priority_danger_who_waits_and_how_long(database: Database) -> None:
    minutes = [NOW + timedelta(minutes=number) for number in range(3)]
    fill(
        database,
        [
            {"priority": "low", "waiting_since": minutes[0]},
            {"updated_at": minutes[1]},
            {"updated_at": minutes[2]},
            {"waiting_since": minutes[2]},
            {"waiting_since": minutes[1]},
            {"waiting_since": minutes[2], "reason": "self_harm"},
            {"priority": "high"},
            {"priority": "urgent", "reason": "legal", "waiting_since": minutes[0]},
            {"priority": "urgent", "reason": "safety"},
        ],
    )
    assert [int(one[-1]) for one in walk(database, Status.OPEN, None, 2)] == [8, 7, 6, 5, 4, 3, 2, 1, 0]


def test_a_row_that_has_moved_makes_no_page_repeat_or_skip_others(database: Database) -> None:
    fill(database, [{"waiting_since": NOW + timedelta(minutes=number)} for number in range(6)])
    first = database.read(lambda unit: unit.listing.page(Status.OPEN, None, 3))
    after = position_of(first[-1])

    def claim(unit: Unit) -> None:
        unit.conversations.get("cv_00000").status = Status.RESOLVED
        unit.conversations.get("cv_00002").priority = "urgent"

    database.write(claim)
    rest = database.read(lambda unit: unit.listing.page(Status.OPEN, None, 10, after))
    assert [one.id for one in rest] == ["cv_00003", "cv_00004", "cv_00005"]


def test_database_and_program_agree_on_the_place(database: Database) -> None:
    kinds = product(PRIORITIES, (None, *map(str, Reason)), (None, NOW))
    fill(database, [{"priority": p, "reason": reason, "waiting_since": waiting} for p, reason, waiting in kinds])
    query = select(Conversation, literal_column(PLACE, Integer))
    found = database.read(lambda unit: [(place_of(row), place) for row, place in unit.session.execute(query)])
    assert len(found) == len(PRIORITIES) * (len(Reason) + 1) * 2
    assert [ours for ours, _ in found] == [theirs for _, theirs in found]


def test_counts_are_those_of_the_lists(database: Database) -> None:
    rows = some(200)
    fill(database, rows)
    counts = database.read(lambda unit: unit.listing.counts("a_mia"))
    assert counts.pop("mine") == len(walk(database, Status.OPEN, "a_mia", 400))
    assert counts == {str(status): len(walk(database, status, None, 400)) for status in Status}
    assert database.read(lambda unit: unit.listing.counts("a_nobody"))["mine"] == 0


def test_a_page_is_read_from_an_index(database: Database) -> None:
    waits = [NOW + timedelta(seconds=number) if number % 2 else None for number in range(3000)]
    fill(database, [{"waiting_since": at, "updated_at": NOW + timedelta(seconds=n)} for n, at in enumerate(waits)])
    kind = database.engine.dialect.name
    explain = "EXPLAIN QUERY PLAN " if kind == "sqlite" else "EXPLAIN "
    waiting, resting = Position(10, NOW, NOW, "cv_1"), Position(11, None, NOW, "cv_1")
    queries = [
        pages(Status.OPEN, None),
        pages(Status.OPEN, None).where(literal_column(PLACE, Integer) > 10),
        rest_of_place(Status.OPEN, None, waiting),
        rest_of_place(Status.OPEN, None, resting),
    ]
    with database.engine.execution_options(warmline_write=True).begin() as connection:
        connection.execute(sql("ANALYZE conversations"))
        for query in queries:
            compiled = query.limit(100).compile(dialect=DIALECTS[kind](), compile_kwargs={"literal_binds": True})
            plan = "\n".join(str(row) for row in connection.execute(sql(explain + str(compiled).replace("%%", "%"))))
            assert "ix_conversations_listed" in plan, plan
            assert "sort" not in plan.lower().replace("temp b-tree", "sort"), plan
