"""Search and notices on both databases: what is found, in what order, and what goes with a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql

from storage import Database, Unit, migrate
from storage.search import Place
from support.conversation import Author

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    migrate(url)
    database = Database(url)
    yield database
    database.close()


def prepare(unit: Unit) -> tuple[str, str, str]:
    """Return the ids of a conversation and of two agents."""
    visitor = unit.visitors.customer("c-1", NOW, name="Lena Berg", email="lena@example.org")
    conversation = unit.conversations.create(visitor, NOW)
    for number, text in enumerate(("Die Lampe ist ÜBERFÄLLIG", "我的落地灯到哪了", "50% weg")):
        unit.messages.append(conversation, Author.CUSTOMER, text, NOW + timedelta(minutes=number))
    mia = unit.agents.create("mia@shop.example", "Mia", "agent", "x", NOW)
    omar = unit.agents.create("omar@shop.example", "Omar", "agent", "x", NOW)
    return conversation.id, mia.id, omar.id


def test_words_are_found_in_either_case_and_script(database: Database) -> None:
    database.write(prepare)

    def found(*words: str, before: Place | None = None) -> list[str]:
        return database.read(lambda unit: [m.text for m, _ in unit.search.messages(words, before, 10)])

    assert found("lampe", "überfällig") == ["Die Lampe ist ÜBERFÄLLIG"]
    assert found("落地灯") == ["我的落地灯到哪了"]
    assert found("0%") == ["50% weg"]
    assert found("5_%") == []
    everything = found("")
    assert everything == ["50% weg", "我的落地灯到哪了", "Die Lampe ist ÜBERFÄLLIG"]
    first = database.read(lambda unit: unit.search.messages([""], None, 1)[0][0])
    assert found("", before=Place(first.created_at, first.id)) == everything[1:]
    people = database.read(lambda unit: [c.visitor.name for c in unit.search.people(["berg", "LENA@"], 5)])
    assert people == ["Lena Berg"]


def test_notices_are_one_agents_own_and_go_with_the_conversation(database: Database) -> None:
    conversation, mia, omar = database.write(prepare)

    def note(unit: Unit) -> str:
        message = unit.messages.append(
            unit.conversations.locked(conversation), Author.AGENT, "@Omar", NOW, agent_id=mia, private=True
        )
        unit.viewers.note(conversation, mia, NOW + timedelta(seconds=30))
        return unit.notices.add("mention", omar, mia, conversation, message.id, NOW).id

    notice = database.write(note)
    database.write(lambda unit: unit.notices.see(mia, [notice], NOW))
    assert database.read(lambda unit: unit.notices.unseen(omar)) == 1
    database.write(lambda unit: unit.notices.see(omar, None, NOW))
    assert database.read(lambda unit: unit.notices.unseen(omar)) == 0
    assert database.read(lambda unit: [v.agent.name for v in unit.viewers.of(conversation, NOW)]) == ["Mia"]
    assert database.write(lambda unit: list(unit.viewers.expired(NOW + timedelta(minutes=1)))) == [conversation]
    database.write(lambda unit: unit.viewers.note(conversation, mia, NOW))
    database.write(lambda unit: unit.session.execute(sql("DELETE FROM conversations")))
    for table in ("agent_notices", "conversation_viewers", "messages"):
        rows = database.read(lambda unit, table=table: unit.session.execute(sql(f"SELECT * FROM {table}")).all())
        assert rows == []
