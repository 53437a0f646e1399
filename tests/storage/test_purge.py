"""Conversations deleted for good, on both databases: everything of them, and nothing of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy import text as sql

from storage import Database, Unit, migrate
from storage.purge import Purged, forget_bot_events, purge, purge_visitor
from storage.tables import Base, Visitor
from support.conversation import Author

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
FILE = {"name": "a.jpg", "media_type": "image/jpeg", "size_bytes": 3, "sha256": "0" * 64}
HELD = ("conversations", "messages", "notes", "handoffs", "outbox", "suggestions", "ratings", "attachments", "visitors")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    migrate(url)
    database = Database(url)
    yield database
    database.close()


def story(unit: Unit, visitor: Visitor, mark: str) -> str:
    """Leave one of everything in a conversation of the visitor's; return its id."""
    conversation = unit.conversations.create(visitor, NOW)
    photo = unit.attachments.add(f"f_{mark}", visitor.id, NOW, **FILE)
    message = unit.messages.append(
        conversation, Author.CUSTOMER, "hello", NOW, visitor_id=visitor.id, client_message_id=mark, attachments=[photo]
    )
    unit.messages.add_note(conversation.id, {"kind": "fact", "key": "a", "value": "b"}, NOW)
    unit.handoffs.open(conversation.id, "asked", {"schema": "handoff/1"}, "desk", NOW)
    offer = {"source": "canned:a", "kind": "canned", "title": "A", "text": "Hi", "score": 0.7}
    unit.suggestions.offer(conversation.id, message.id, [offer], NOW)
    unit.ratings.ask(conversation.id, "ces", "en", NOW).csat_bot = 4
    return conversation.id


def counts(unit: Unit) -> dict[str, int]:
    tables = Base.metadata.tables
    return {name: int(unit.session.scalar(select(func.count()).select_from(tables[name])) or 0) for name in HELD}


def test_a_visitor_goes_with_everything_and_the_other_stays(database: Database) -> None:
    def others(unit: Unit) -> dict[str, int]:
        story(unit, unit.visitors.customer("c-tom", NOW, name="Tom"), "tom")
        return counts(unit)

    before = database.write(others)

    def lena(unit: Unit) -> tuple[str, set[str]]:
        visitor = unit.visitors.customer("c-lena", NOW, name="Lena", email="lena@example.com")
        ids = {story(unit, visitor, "one"), story(unit, visitor, "two")}
        unit.attachments.add("f_loose", visitor.id, NOW, **FILE)
        unit.outbox.follow_up(visitor.id, "refund:1", NOW, {"about": {}, "due_on": "2026-12-04"}, wanted=True)
        unit.conversations.locked(max(ids)).leased_until = NOW + timedelta(seconds=30)
        return visitor.id, ids

    visitor_id, ids = database.write(lena)
    purged = database.write(lambda unit: purge_visitor(unit, visitor_id))
    assert set(purged.conversation_ids) == ids
    assert set(purged.attachment_ids) == {"f_one", "f_two", "f_loose"}
    assert purged.busy_until == NOW + timedelta(seconds=30)
    assert database.read(counts) == before


def test_single_conversations_go_and_their_visitor_stays(database: Database) -> None:
    def work(unit: Unit) -> tuple[str, str]:
        visitor = unit.visitors.customer("c-lena", NOW)
        return story(unit, visitor, "one"), story(unit, visitor, "two")

    first, second = database.write(work)
    purged = database.write(lambda unit: purge(unit, [first, first, "cv_unknown"]))
    assert purged == Purged((first,), ("f_one",), None)
    left = database.read(counts)
    assert left == dict.fromkeys(HELD, 1)
    assert database.read(lambda unit: unit.conversations.get(second).id) == second
    assert database.write(lambda unit: purge(unit, [])) == Purged()


def test_a_guest_whose_words_became_a_customers_goes_when_those_go(database: Database) -> None:
    def work(unit: Unit) -> tuple[str, str]:
        guest, lena = unit.visitors.guest("v_guest", NOW), unit.visitors.customer("c-lena", NOW)
        unit.conversations.locked(story(unit, guest, "said")).visitor = lena
        unit.attachments.give(guest.id, lena.id, unit.conversations.all_of_visitor(lena.id)[0].id)
        return guest.id, lena.id

    guest_id, lena_id = database.write(work)
    assert database.write(lambda unit: purge_visitor(unit, guest_id)) == Purged()
    assert database.read(counts)["visitors"] == 2, "the words are Lena's, and name the guest's random id"
    database.write(lambda unit: purge_visitor(unit, lena_id))
    assert database.read(counts) == dict.fromkeys(HELD, 0)


def test_what_the_bot_stored_goes_where_it_has_a_table(database: Database) -> None:
    def before(unit: Unit) -> bool:
        forget_bot_events(unit.session, ["cv_1"])  # a bot that never ran: nothing happens
        return inspect(unit.session.connection()).has_table("bot_events")

    assert database.write(before) is False

    def work(unit: Unit) -> list[str]:
        unit.session.execute(sql("CREATE TABLE bot_events (sender_id VARCHAR(255), seq INTEGER, data TEXT)"))
        for sender in ("cv_1", "cv_2"):
            unit.session.execute(sql("INSERT INTO bot_events VALUES (:id, 1, '{}')"), {"id": sender})
        forget_bot_events(unit.session, ["cv_1"])
        return list(unit.session.scalars(sql("SELECT sender_id FROM bot_events")))

    assert database.write(work) == ["cv_2"]
