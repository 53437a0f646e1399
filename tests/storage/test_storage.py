"""The tables, the migrations and the unit of work, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError, StatementError

from storage import Database, Unit, migrate
from storage.database import engine_of
from storage.ids import new_id
from storage.migration import config_for
from storage.tables import Base, Conversation, Handoff, Message, OutboxEntry, OutboxKind, OutboxState, Relay
from support.conversation import Author, Status
from support.errors import NotFound
from support.sla import SlaState

NOW = datetime(2026, 11, 21, 10, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    migrate(url)
    database = Database(url)
    yield database
    database.close()


def begin(unit: Unit, guest: str = "v_1") -> Conversation:
    return unit.conversations.create(unit.visitors.guest(guest, NOW), NOW)


# SQLAlchemy cannot read an index on an expression back; that `ix_conversations_listed` is what lists ask for, test_listing.py sees.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_migrations_equal_the_tables(url: str) -> None:
    migrate(url)
    migrate(url)
    engine = engine_of(url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": lambda _, name, *__: name != "ix_conversations_listed"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
        indexes = {index["name"]: index for index in inspect(connection).get_indexes("handoffs")}
        assert indexes["uq_handoffs_open"]["unique"]
    engine.dispose()


def test_migrations_can_be_taken_back(url: str) -> None:
    migrate(url)
    engine = engine_of(url).execution_options(warmline_write=True)
    with engine.begin() as connection:
        command.downgrade(config_for(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    migrate(url)


def test_two_processes_may_migrate_at_once(url: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            migrate(url)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_times_are_utc_and_aware(database: Database) -> None:
    away = NOW.astimezone(timezone(timedelta(hours=8)))
    conversation_id = database.write(lambda unit: unit.conversations.create(unit.visitors.guest("v_1", away), away).id)
    found = database.read(lambda unit: unit.conversations.get(conversation_id).created_at)
    assert found == NOW
    assert found.tzinfo is UTC
    with pytest.raises(StatementError):
        database.write(lambda unit: unit.visitors.guest("v_2", NOW.replace(tzinfo=None)))


def test_offsets_count_from_one_and_previews_skip_what_is_private(database: Database) -> None:
    def work(unit: Unit) -> tuple[list[int], object]:
        conversation = begin(unit)
        append = unit.messages.append
        messages = [
            append(conversation, Author.CUSTOMER, "hello", NOW, visitor_id="v_1", client_message_id="1"),
            append(conversation, Author.AGENT, "secret", NOW, private=True),
            append(conversation, Author.SYSTEM, "notice", NOW),
        ]
        return [message.offset for message in messages], conversation.preview

    offsets, preview = database.write(work)
    assert offsets == [1, 2, 3]
    assert preview == {"text": "hello", "author": "customer", "at": "2026-11-21T10:00:00.123456Z"}


def test_one_client_message_id_per_visitor(database: Database) -> None:
    def twice(unit: Unit) -> None:
        conversation = begin(unit)
        for _ in range(2):
            unit.messages.append(conversation, Author.CUSTOMER, "x", NOW, visitor_id="v_1", client_message_id="same")

    with pytest.raises(IntegrityError):
        database.write(twice)
    assert database.read(lambda unit: unit.visitors.get("v_1")) is None, "all of it was rolled back"


def test_one_open_handoff_per_conversation(database: Database) -> None:
    conversation_id = database.write(lambda unit: begin(unit).id)
    handoff_id = database.write(lambda unit: unit.handoffs.open(conversation_id, "asked", {"a": 1}, "desk", NOW).id)
    with pytest.raises(IntegrityError):
        database.write(lambda unit: unit.handoffs.open(conversation_id, "anger", {}, "desk", NOW).id)
    database.write(lambda unit: unit.handoffs.close(conversation_id, NOW))
    later = NOW + timedelta(minutes=1)
    database.write(lambda unit: unit.handoffs.open(conversation_id, "anger", {}, "desk", later).id)

    def look(unit: Unit) -> tuple[Handoff | None, Handoff | None]:
        return unit.handoffs.latest(conversation_id), unit.session.get(Handoff, handoff_id)

    latest, first = database.read(look)
    assert latest is not None
    assert latest.reason == "anger"
    assert first is not None
    assert first.packet == {"a": 1}


def test_threads_that_write_at_once_lose_nothing(database: Database) -> None:
    conversation_id = database.write(lambda unit: begin(unit).id)
    failures: list[BaseException] = []

    def run(name: str) -> None:
        def work(unit: Unit) -> None:
            # Everybody also tries to be the first to store the same message.
            conversation = unit.conversations.locked(conversation_id)
            unit.messages.append(conversation, Author.AGENT, name, NOW)
            if unit.messages.of_visitor("v_1", "same") is None:
                unit.messages.append(
                    conversation, Author.CUSTOMER, "x", NOW, visitor_id="v_1", client_message_id="same"
                )

        try:
            for _ in range(5):
                database.write(work)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(f"t{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    messages = database.read(lambda unit: unit.messages.after(conversation_id))
    assert [message.offset for message in messages] == list(range(1, 32))


def test_the_same_guest_from_two_places_is_one_visitor(database: Database) -> None:
    barrier = threading.Barrier(4)
    found: list[str] = []

    def run() -> None:
        barrier.wait()
        found.append(database.write(lambda unit: unit.visitors.customer("c-late", NOW, name="Lena").id))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_waiting_messages_are_found_unless_somebody_relays_them(database: Database) -> None:
    def work(unit: Unit) -> str:
        conversation = begin(unit)
        unit.messages.append(conversation, Author.CUSTOMER, "x", NOW, visitor_id="v_1", relay=Relay.WAITING)
        return conversation.id

    conversation_id = database.write(work)
    assert database.read(lambda unit: unit.conversations.unanswered(NOW)) == [conversation_id]

    def lease(unit: Unit) -> None:
        conversation = unit.conversations.locked(conversation_id)
        conversation.leased_by, conversation.leased_until = "gw_1", NOW + timedelta(seconds=30)

    database.write(lease)
    assert database.read(lambda unit: unit.conversations.unanswered(NOW)) == []
    assert database.read(lambda unit: unit.conversations.unanswered(NOW + timedelta(minutes=1))) == [conversation_id]
    database.write(lambda unit: unit.conversations.release("gw_2"))
    assert database.read(lambda unit: unit.conversations.unanswered(NOW)) == []
    database.write(lambda unit: unit.conversations.release("gw_1"))
    assert database.read(lambda unit: unit.conversations.unanswered(NOW)) == [conversation_id]


def test_the_list_is_sorted_and_leaves_out_what_is_empty(database: Database) -> None:
    def work(unit: Unit) -> None:
        for number, (priority, minutes) in enumerate([("normal", 1), ("urgent", 9), ("normal", 5), ("low", 0)]):
            conversation = begin(unit, f"v_{number}")
            conversation.status, conversation.priority = Status.OPEN, priority
            conversation.waiting_since = NOW + timedelta(minutes=minutes)
            unit.messages.append(conversation, Author.CUSTOMER, str(number), NOW)
        begin(unit, "v_empty").status = Status.OPEN

    database.write(work)
    listed = database.read(lambda unit: unit.listing.page(Status.OPEN, None, 10))
    assert [(c.preview or {})["text"] for c in listed] == ["1", "0", "2", "3"]


def test_nobody_finds_another_ones_conversation(database: Database) -> None:
    conversation_id = database.write(lambda unit: begin(unit, "v_1").id)
    database.write(lambda unit: begin(unit, "v_2").id)
    with pytest.raises(NotFound):
        database.read(lambda unit: unit.conversations.of_visitor("v_2", conversation_id))
    with pytest.raises(NotFound):
        database.read(lambda unit: unit.conversations.get("cv_none"))


def test_the_outbox_is_taken_by_one(database: Database) -> None:
    def work(unit: Unit) -> str:
        return unit.handoffs.open(begin(unit).id, "asked", {}, "desk", NOW).id

    handoff_id = database.write(work)
    lease = timedelta(minutes=2)
    assert [e.handoff_id for e in database.write(lambda unit: unit.outbox.take(OutboxKind.HANDOFF, NOW, lease))] == [
        handoff_id
    ]
    assert list(database.write(lambda unit: unit.outbox.take(OutboxKind.HANDOFF, NOW, lease))) == []
    again = database.write(lambda unit: unit.outbox.take(OutboxKind.HANDOFF, NOW + lease, lease))
    assert [(entry.attempts, entry.state) for entry in again] == [(2, OutboxState.WAITING)]


def test_sessions_end_and_can_be_revoked(database: Database) -> None:
    agent_id = database.write(lambda unit: unit.agents.create(" Mia@Shop.example", "Mia", "agent", "hash", NOW).id)
    end = NOW + timedelta(hours=1)
    for token in ("one", "two"):
        database.write(lambda unit, token=token: unit.sessions.open(agent_id, token, NOW, end))

    def holder(token: str, at: datetime) -> str | None:
        session = database.read(lambda unit: unit.sessions.find(token, at))
        return session.agent.email if session else None

    assert holder("one", NOW) == "mia@shop.example"
    assert holder("one", end) is None
    database.write(lambda unit: unit.sessions.end("one", NOW))
    assert (holder("one", NOW), holder("two", NOW)) == (None, "mia@shop.example")

    def let_go(unit: Unit) -> None:
        agent = unit.agents.get(agent_id)
        assert agent is not None
        agent.deactivated_at = NOW

    database.write(let_go)
    assert holder("two", NOW) is None


def test_sqlite_waits_keeps_and_checks(url: str) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("about SQLite")
    engine = engine_of(url)
    with engine.connect() as connection:
        assert connection.execute(sql("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(sql("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(sql("PRAGMA busy_timeout")).scalar() == 10_000
    engine.dispose()


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError):
        database.write(lambda unit: unit.handoffs.open("cv_none", "asked", {}, "desk", NOW))


def test_ids_cannot_be_guessed() -> None:
    made = {new_id("cv") for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(one) == 23 and one.startswith("cv_") for one in made)


def test_the_text_of_an_error_holds_no_values(database: Database) -> None:
    def twice(unit: Unit) -> None:
        unit.agents.create("mia@shop.example", "Mia", "agent", "hash", NOW)
        unit.agents.create("mia@shop.example", "Mia", "agent", "hash", NOW)

    with pytest.raises(IntegrityError) as caught:
        database.write(twice)
    if database.engine.dialect.name == "sqlite":  # PostgreSQL's own detail line is never logged: logs tell types only
        assert "mia@" not in str(caught.value)


def test_messages_are_stored_as_they_are(database: Database) -> None:
    words = "灯 🙂 'quote\" %s :name \\ \n"

    def work(unit: Unit) -> str:
        conversation = begin(unit)
        return unit.messages.append(conversation, Author.BOT, words, NOW, buttons=[{"title": words}]).id

    message_id = database.write(work)
    message = database.read(lambda unit: unit.session.get(Message, message_id))
    assert message is not None
    assert (message.text, message.buttons) == (words, [{"title": words}])


def test_a_follow_up_is_one_of_a_visitor_and_key(database: Database) -> None:
    def promise(unit: Unit, visitor_id: str, key: str, due_on: str, wanted: bool = True) -> None:
        unit.visitors.guest(visitor_id, NOW)
        at = datetime.fromisoformat(f"{due_on}T10:00:00+00:00")
        unit.outbox.follow_up(visitor_id, key, at, {"about": {}, "due_on": due_on}, wanted=wanted)

    def states() -> list[tuple[str | None, str | None, str, str]]:
        def work(unit: Unit) -> list[tuple[str | None, str | None, str, str]]:
            entries = unit.session.scalars(select(OutboxEntry).order_by(OutboxEntry.id)).all()
            return [(e.visitor_id, e.key, (e.body or {})["due_on"], str(e.state)) for e in entries]

        return database.read(work)

    for visitor_id, key, due_on in (("v_1", "a", "2026-12-04"), ("v_2", "a", "2026-12-04"), ("v_1", "a", "2026-12-06")):
        database.write(lambda unit, v=visitor_id, k=key, d=due_on: promise(unit, v, k, d))
    assert states() == [("v_1", "a", "2026-12-06", "waiting"), ("v_2", "a", "2026-12-04", "waiting")]
    database.write(lambda unit: unit.outbox.cancel_follow_ups("v_1"))
    assert [state for *_, state in states()] == ["cancelled", "waiting"]
    later = datetime(2026, 12, 7, tzinfo=UTC)
    database.write(lambda unit: unit.outbox.restore_follow_ups("v_1", later))
    assert [state for *_, state in states()] == ["cancelled", "waiting"], "its moment has passed"
    database.write(lambda unit: unit.outbox.restore_follow_ups("v_1", NOW))
    assert [state for *_, state in states()] == ["waiting", "waiting"]
    taken = database.write(lambda unit: unit.outbox.take(OutboxKind.FOLLOW_UP, later, timedelta(minutes=2)))
    assert [entry.visitor_id for entry in taken] == ["v_2", "v_1"]
    assert list(database.write(lambda unit: unit.outbox.take(OutboxKind.HANDOFF, later, timedelta(minutes=2)))) == []


def test_follow_ups_go_with_their_visitor(database: Database) -> None:
    def promise(unit: Unit) -> None:
        unit.visitors.guest("v_1", NOW)
        unit.outbox.follow_up("v_1", "a", NOW, {"about": {}, "due_on": "2026-12-04"}, wanted=True)

    database.write(promise)
    database.write(lambda unit: unit.session.execute(sql("DELETE FROM visitors")))
    assert database.read(lambda unit: unit.session.scalar(sql("SELECT count(*) FROM outbox"))) == 0


FILE = {"name": "a.jpg", "media_type": "image/jpeg", "size_bytes": 3, "sha256": "0" * 64}


def attach(unit: Unit, *ids: str, guest: str = "v_1") -> None:
    unit.visitors.guest(guest, NOW)
    for attachment_id in ids:
        unit.attachments.add(attachment_id, guest, NOW, **FILE)


def test_a_message_takes_its_attachments_in_order(database: Database) -> None:
    def say(unit: Unit) -> None:
        attach(unit, "f_1", "f_2", "f_3")
        conversation = begin(unit)
        taken = unit.attachments.loose("v_1", ["f_3", "f_1", "f_none"])
        assert [each.id for each in taken] == ["f_3", "f_1"]
        assert unit.attachments.loose("v_2", ["f_2"]) == []
        message = unit.messages.append(conversation, Author.CUSTOMER, "", NOW, attachments=taken, visitor_id="v_1")
        assert (conversation.preview or {})["attachments"] == 2
        assert [each.conversation_id for each in message.attachments] == [conversation.id] * 2

    database.write(say)
    (message,) = database.read(lambda unit: unit.session.scalars(select(Message)).all())
    assert [each.id for each in message.attachments] == ["f_3", "f_1"]
    assert database.read(lambda unit: unit.attachments.loose("v_1", ["f_1", "f_2"]))[0].id == "f_2"
    assert database.read(lambda unit: unit.attachments.count_loose("v_1")) == 1


def test_attachments_go_with_their_conversation_and_loose_ones_with_their_visitor_or_with_time(
    database: Database,
) -> None:
    def say(unit: Unit) -> None:
        attach(unit, "f_1", "f_2")
        attach(unit, "f_3", guest="v_2")
        taken = unit.attachments.loose("v_1", ["f_1"])
        unit.messages.append(begin(unit), Author.CUSTOMER, "", NOW, attachments=taken, visitor_id="v_1")

    def left() -> set[str]:
        return database.read(lambda unit: unit.attachments.known(["f_1", "f_2", "f_3"]))

    database.write(say)
    database.write(lambda unit: unit.attachments.drop_loose(NOW))
    assert left() == {"f_1", "f_2", "f_3"}
    database.write(lambda unit: unit.session.execute(sql("DELETE FROM visitors WHERE id = 'v_2'")))
    assert left() == {"f_1", "f_2"}
    database.write(lambda unit: unit.attachments.drop_loose(NOW + timedelta(seconds=1)))
    assert left() == {"f_1"}
    database.write(lambda unit: unit.session.execute(sql("DELETE FROM conversations")))
    assert left() == set()


def test_presence_lasts_as_long_as_somebody_says_so(database: Database) -> None:
    def make(unit: Unit) -> str:
        return unit.agents.create("mia@shop.example", "Mia", "agent", "x", NOW).id

    agent_id = database.write(make)

    def until() -> datetime | None:
        return database.read(lambda unit: unit.agents.all()[0].present_until)

    database.write(lambda unit: unit.agents.gone([agent_id], NOW))
    assert until() == NOW
    database.write(lambda unit: unit.agents.present([agent_id, "a_nobody"], NOW + timedelta(seconds=30)))
    assert until() == NOW + timedelta(seconds=30)
    database.write(lambda unit: unit.agents.gone([agent_id], NOW + timedelta(seconds=5)))
    assert until() == NOW + timedelta(seconds=5)


def test_only_what_is_due_and_not_yet_said_is_found(database: Database) -> None:
    def work(unit: Unit) -> None:
        handoff = unit.handoffs.open(begin(unit).id, "asked", {}, "desk", NOW)
        handoff.warning_at, handoff.target_at = NOW + timedelta(minutes=4), NOW + timedelta(minutes=5)
        handoff.sla_state = SlaState.OK

    def due(minutes: int) -> int:
        return len(database.read(lambda unit: unit.handoffs.due(NOW + timedelta(minutes=minutes))))

    def say(state: SlaState) -> None:
        def change(unit: Unit) -> None:
            handoff = unit.session.scalars(select(Handoff)).one()
            handoff.sla_state = state

        database.write(change)

    database.write(work)
    assert [due(minutes) for minutes in (3, 4, 5)] == [0, 1, 1]
    say(SlaState.WARNING)
    assert [due(minutes) for minutes in (4, 5)] == [0, 1]
    for said in (SlaState.BREACHED, SlaState.MET):
        say(said)
        assert due(60) == 0


def test_waits_are_those_of_people_who_waited_the_latest_first(database: Database) -> None:
    def work(unit: Unit) -> None:
        for number, reason in enumerate(("asked", "agent_took_over", "anger", "asked")):
            handoff = unit.handoffs.open(begin(unit, f"v_{number}").id, reason, {}, "desk", NOW)
            if number < 3:
                handoff.first_response_at = NOW + timedelta(minutes=number)
                handoff.first_response_s = number * 60

    database.write(work)
    assert database.read(lambda unit: unit.handoffs.waits(NOW, 10)) == [120, 0]
    assert database.read(lambda unit: unit.handoffs.waits(NOW, 1)) == [120]
    assert database.read(lambda unit: unit.handoffs.waits(NOW + timedelta(hours=1), 10)) == []
