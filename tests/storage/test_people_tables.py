"""Sessions, tries to sign in, recovery codes, the audit log, queues, what a wallboard counts, and deleting for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql

from storage import Database, Unit, migrate
from storage.audit import AuditFilter
from storage.purge import purge
from storage.retention import count_due, drop_idle_guests, due
from storage.sessions import public_id
from support.conversation import Author, Status

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
WINDOW = timedelta(minutes=5)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    migrate(url)
    database = Database(url)
    yield database
    database.close()


def conversation(unit: Unit, guest: str, resolved: datetime | None = None, into: str | None = None) -> str:
    """Store a conversation with one of everything."""
    visitor = unit.visitors.guest(guest, NOW)
    made = unit.conversations.create(visitor, NOW)
    unit.messages.append(made, Author.CUSTOMER, "hello", NOW, visitor_id=visitor.id)
    unit.messages.add_note(made.id, {"kind": "fact", "key": "a", "value": "b"}, NOW)
    unit.handoffs.open(made.id, "asked", {"schema": "handoff/1"}, "desk", NOW)
    if resolved is not None:
        made.status, made.resolved_at, made.merged_into = Status.RESOLVED, resolved, into
        unit.handoffs.close(made.id, resolved)
    return made.id


def test_sessions_end_one_by_one_or_all_but_one(database: Database) -> None:
    mia = database.write(lambda unit: unit.agents.create("mia@shop.example", "Mia", "agent", "hash", NOW).id)
    end = NOW + timedelta(hours=12)
    for name in ("one", "two", "three"):
        database.write(lambda unit, name=name: unit.sessions.open(mia, name, NOW, end, f"{name}, Linux"))
    database.write(lambda unit: unit.sessions.seen("two", NOW + timedelta(minutes=1)))
    listed = database.read(lambda unit: [(one.token_hash, one.device) for one in unit.sessions.of_agent(mia, NOW)])
    assert listed[0] == ("two", "two, Linux"), "the one used last first"
    ids = database.read(lambda unit: {public_id(one) for one in unit.sessions.of_agent(mia, NOW)})
    assert len(ids) == 3
    assert not any("two" in one for one in ids)
    assert database.read(lambda unit: unit.sessions.valid({"one", "none"}, NOW)) == {"one": "agent"}
    assert sorted(database.write(lambda unit: unit.sessions.end_all(mia, NOW, but="two"))) == ["one", "three"]
    assert database.read(lambda unit: [one.token_hash for one in unit.sessions.of_agent(mia, NOW)]) == ["two"]


def test_tries_are_counted_within_the_window(database: Database) -> None:
    def spend(at: datetime) -> timedelta | None:
        return database.write(lambda unit: unit.sign_in_tries.wait("key", 2, WINDOW, at))

    assert [spend(NOW), spend(NOW + timedelta(minutes=1))] == [None, None]
    assert spend(NOW + timedelta(minutes=2)) == timedelta(minutes=3)
    database.write(lambda unit: unit.sign_in_tries.refund("key"))
    assert spend(NOW + timedelta(minutes=2)) is None
    assert spend(NOW + timedelta(minutes=5)) is None, "the first is over"
    database.write(lambda unit: unit.sign_in_tries.forget("key"))
    assert spend(NOW + timedelta(minutes=5)) is None


def test_a_recovery_code_is_spent_once_and_by_its_agent(database: Database) -> None:
    def work(unit: Unit) -> list[bool]:
        mia = unit.agents.create("mia@shop.example", "Mia", "agent", "hash", NOW).id
        omar = unit.agents.create("omar@shop.example", "Omar", "agent", "hash", NOW).id
        unit.recovery_codes.replace(mia, {"a", "b"})
        return [unit.recovery_codes.spend(*one) for one in ((omar, "a"), (mia, "a"), (mia, "a"), (mia, "b"))]

    assert database.write(work) == [False, True, False, True]


def test_the_audit_log_is_searched_and_dropped_by_age(database: Database) -> None:
    def work(unit: Unit) -> None:
        for minute, actor in enumerate(("a_1", "a_2", "a_1")):
            unit.audit.add(NOW + timedelta(minutes=minute), actor, f"did_{minute}", "cv_1")

    database.write(work)

    def found(**wanted: object) -> list[str]:
        query = AuditFilter(**wanted)  # type: ignore[arg-type]
        return database.read(lambda unit: [one.action for one in unit.audit.search(query, 10)])

    assert found() == ["did_2", "did_1", "did_0"]
    assert found(actor="a_1") == ["did_2", "did_0"]
    assert found(since=NOW + timedelta(minutes=1), until=NOW + timedelta(minutes=2)) == ["did_1"]
    assert found(conversation_id="cv_2") == []
    assert database.read(lambda unit: unit.audit.since("a_1", "did_0", "cv_1", NOW))
    assert not database.read(lambda unit: unit.audit.since("a_1", "did_0", "cv_1", NOW + timedelta(seconds=1)))
    assert database.write(lambda unit: unit.audit.drop(NOW + timedelta(minutes=2))) == 2
    assert found() == ["did_2"]


def test_what_is_due_goes_with_everything_and_nothing_else_does(database: Database) -> None:
    old, young = NOW - timedelta(days=40), NOW - timedelta(days=3)

    def fill(unit: Unit) -> dict[str, str]:
        unit.session.execute(sql("CREATE TABLE bot_events (sender_id VARCHAR(255), seq INTEGER, data TEXT)"))
        ids = {"old": conversation(unit, "v_1", old), "young": conversation(unit, "v_2", young)}
        ids["open"] = conversation(unit, "v_3")
        ids["joined"] = conversation(unit, "v_4", old, ids["open"])
        ids["joined_old"] = conversation(unit, "v_4", young, ids["old"])
        for one in ids.values():
            unit.session.execute(sql("INSERT INTO bot_events VALUES (:id, 1, '{}')"), {"id": one})
        leased = unit.conversations.get(conversation(unit, "v_5", old))
        leased.leased_by, leased.leased_until = "gw_1", NOW + timedelta(seconds=5)
        ids["leased"] = leased.id
        return ids

    ids = database.write(fill)
    before = NOW - timedelta(days=30)
    assert database.read(lambda unit: count_due(unit.session, before)) == 3

    def work(unit: Unit) -> list[str]:
        found = list(due(unit.session, before, NOW, 10))
        purge(unit, found)
        return found

    assert set(database.write(work)) == {ids["old"], ids["joined_old"]}, "what goes on elsewhere goes with that"

    def left(table: str, column: str) -> set[str]:
        rows = database.read(lambda unit: unit.session.execute(sql(f"SELECT {column} FROM {table}")).scalars().all())
        return set(rows)

    stay = {ids[name] for name in ("young", "open", "joined", "leased")}
    assert left("conversations", "id") == stay
    for table in ("messages", "notes", "handoffs"):
        assert left(table, "conversation_id") == stay, table
    assert left("bot_events", "sender_id") == stay - {ids["leased"]}
    assert database.read(lambda unit: unit.session.scalar(sql("SELECT count(*) FROM outbox"))) == 4
    assert database.write(lambda unit: drop_idle_guests(unit.session, NOW)) == 0, (
        "who has just come may be about to write"
    )
    assert database.write(lambda unit: drop_idle_guests(unit.session, NOW + timedelta(days=1))) == 0, "gone already"
    assert left("visitors", "id") == {"v_2", "v_3", "v_4", "v_5"}
    assert database.write(lambda unit: purge(unit, ())).conversation_ids == ()


def test_a_board_counts(database: Database) -> None:
    def work(unit: Unit) -> None:
        waits = unit.conversations.get(conversation(unit, "v_1"))
        waits.status, waits.waiting_since = Status.OPEN, NOW - timedelta(minutes=5)
        answered = unit.conversations.get(conversation(unit, "v_2"))
        answered.status = Status.OPEN
        handoff = unit.handoffs.current(answered.id)
        assert handoff is not None
        handoff.first_response_at, handoff.first_response_s = NOW, 30
        agent = unit.agents.create("mia@shop.example", "Mia", "agent", "hash", NOW)
        done = unit.conversations.get(conversation(unit, "v_3", NOW))
        done.assignee = agent
        conversation(unit, "v_4", NOW)  # by the bot

    database.write(work)
    waiting = database.read(lambda unit: [one.waiting_since for one in unit.board.open()])
    assert waiting == [NOW - timedelta(minutes=5), None], "who waits for nothing comes last"
    assert database.read(lambda unit: unit.board.counts()) == {"open": 2}
    midnight = NOW.replace(hour=0)
    assert database.read(lambda unit: unit.board.first_replies(midnight)) == [30]
    assert database.read(lambda unit: (unit.board.handoffs(midnight), unit.board.handled(midnight))) == (4, 1)
    assert database.read(lambda unit: unit.board.first_replies(NOW + timedelta(days=1))) == []


def test_queues_and_settings_are_kept_once_a_name(database: Database) -> None:
    def work(unit: Unit) -> list[tuple[str, str]]:
        for title in ("Returns", "Send back"):
            unit.queues.put("returns", title, "退货", NOW)
        unit.settings.put("hours", {"a": 1}, "a_1", NOW)
        unit.settings.put("hours", {"a": 2}, "a_1", NOW)
        conversation(unit, "v_1")
        return [(one.name, one.title) for one in unit.queues.all()]

    assert database.write(work) == [("returns", "Send back")]
    kept = database.read(lambda unit: unit.settings.get("hours"))
    assert kept is not None
    assert kept.value == {"a": 2}
    database.write(lambda unit: unit.settings.drop("hours"))
    assert database.read(lambda unit: unit.settings.get("hours")) is None
    database.write(lambda unit: unit.queues.delete("returns"))
    assert database.read(lambda unit: list(unit.queues.all())) == []
