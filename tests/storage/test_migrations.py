"""What stood in a database of an earlier version is still there, and true, in the present tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, Engine
from sqlalchemy import text as sql

from storage import Database, Unit, migrate
from storage.database import engine_of
from storage.migration import config_for
from storage.tables import OutboxKind, OutboxState

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
AT = "'2026-11-21 10:00:00'"

FIRST = (
    f"INSERT INTO visitors (id, customer_id, name, email, language, created_at) VALUES ('v_1', 'c-1', 'L', '', 'en', {AT})",
    f"""INSERT INTO conversations
        (id, visitor_id, status, language, priority, queue, last_offset, seen_offset, created_at, updated_at)
        VALUES ('cv_1', 'v_1', 'open', 'en', 'normal', 'general', 1, 0, {AT}, {AT})""",
    f"""INSERT INTO messages
        (id, conversation_id, "offset", author, visitor_id, text, buttons, private, relay, created_at)
        VALUES ('m_1', 'cv_1', 1, 'customer', 'v_1', 'hello', '[]', false, 'answered', {AT})""",
    f"INSERT INTO handoffs (id, conversation_id, reason, packet, created_at) VALUES ('h_1', 'cv_1', 'asked', '{{}}', {AT})",
    f"""INSERT INTO agents (id, email, name, role, password_hash, created_at)
        VALUES ('a_1', 'mia@shop.example', 'Mia', 'agent', 'x', {AT})""",
    f"""INSERT INTO outbox (id, handoff_id, helpdesk, state, attempts, due_at)
        VALUES (1, 'h_1', 'desk', 'waiting', 2, {AT})""",
)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = engine_of(url).execution_options(warmline_write=True)
    yield engine
    engine.dispose()


def count(connection: Connection, table: str) -> int:
    return int(connection.scalar(sql(f"SELECT count(*) FROM {table}")) or 0)


def test_what_the_first_tables_held_goes_on(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(config_for(connection), "0001")
    with engine.begin() as connection:
        for statement in FIRST:
            connection.execute(sql(statement))
    migrate(url)
    database = Database(url)
    (entry,) = database.read(lambda unit: unit.outbox.take(OutboxKind.HANDOFF, NOW, NOW - NOW))
    assert (entry.kind, entry.handoff_id, entry.state) == (OutboxKind.HANDOFF, "h_1", OutboxState.WAITING)
    visitor = database.read(lambda unit: unit.visitors.get("v_1"))
    assert visitor is not None
    assert (visitor.opt_outs, visitor.greeted_on) == ([], None)
    message = database.read(lambda unit: unit.messages.get("m_1"))
    assert message is not None
    assert (message.turn, message.attachments) == (None, [])

    def standing(unit: Unit) -> tuple[object, ...]:
        conversation, handoff = unit.conversations.get("cv_1"), unit.handoffs.current("cv_1")
        assert handoff is not None
        return conversation.sla, conversation.language_fallback, conversation.merged_into, handoff.sla_state

    assert database.read(standing) == (None, False, None, None)
    assert database.read(lambda unit: unit.handoffs.due(NOW)) == [], "an older handoff has no deadline"
    agent = database.read(lambda unit: unit.agents.get("a_1"))
    assert agent is not None
    assert (agent.queues, agent.languages, agent.capacity, agent.away_at) == ([], [], 6, None)
    database.close()


def test_taking_it_back_keeps_all_but_what_had_no_place(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(config_for(connection), "0001")
    with engine.begin() as connection:
        for statement in FIRST:
            connection.execute(sql(statement))
    migrate(url)
    database = Database(url)
    body = {"about": {}, "due_on": "2026-12-04"}
    database.write(lambda unit: unit.outbox.follow_up("v_1", "refund:1", NOW, body, wanted=True))
    facts = {"name": "a.jpg", "media_type": "image/jpeg", "size_bytes": 3, "sha256": "0" * 64}
    database.write(lambda unit: unit.attachments.add("f_1", "v_1", NOW, **facts))
    database.close()
    with engine.begin() as connection:
        command.downgrade(config_for(connection), "0001")
    with engine.connect() as connection:
        tables = ("visitors", "conversations", "messages", "handoffs", "outbox", "agents")
        assert {table: count(connection, table) for table in tables} == dict.fromkeys(tables, 1)
        assert connection.scalar(sql("SELECT handoff_id FROM outbox")) == "h_1"
    migrate(url)
