"""The annotation guide, the privacy page, the helpdesk page and the decisions, held to the code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from documents import ROOT, fenced, table, tables, text
from sqlalchemy import Connection, create_engine
from sqlalchemy import text as sql

from cli.validation.limits import EVENTS
from evaluation.page import page
from storage import Database, Unit, migrate
from support.conversation import Author
from support.emotion import VALENCE

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def _intents() -> list[str]:
    domain = yaml.safe_load(text("bot/domain/core.yml"))
    return [next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]]


def test_the_annotation_guide_has_every_intent() -> None:
    named = [name for row in table(text("docs/annotation.md"), "intent") for name in re.split(r"\s*/\s*", row[0])]
    assert sorted(named) == sorted(set(_intents()) - EVENTS)  # what the gateway tells is no utterance


def test_the_annotation_guide_has_every_emotion_and_its_valence() -> None:
    rows = table(text("docs/annotation.md"), "emotion", "valence")
    assert {row[0]: float(row[1].replace("−", "-")) for row in rows} == {str(e): v for e, v in VALENCE.items()}


def _conversation_of(unit: Unit, customer: str) -> str:
    """Store a conversation with one of everything; return its id."""
    visitor = unit.visitors.customer(customer, NOW, name="Lena Berg", email="lena@example.com")
    conversation = unit.conversations.create(visitor, NOW)
    message = unit.messages.append(conversation, Author.CUSTOMER, "hello", NOW, visitor_id=visitor.id)
    offer = {"source": "canned:a", "kind": "canned", "title": "", "text": "Hi Lena", "score": 0.5}
    unit.suggestions.offer(conversation.id, message.id, [offer], NOW)
    unit.messages.add_note(conversation.id, {"kind": "fact", "key": "a", "value": "b"}, NOW)
    unit.handoffs.open(conversation.id, "asked", {"schema": "handoff/1"}, "desk", NOW)
    unit.ratings.ask(conversation.id, "ces", "en", NOW)
    unit.audit.add(NOW, "relay", "handoff", conversation.id)
    return conversation.id


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A migrated database with the bot's table and the conversations of two customers."""
    url = f"sqlite:///{tmp_path / 'warmline.db'}"
    migrate(url)
    database = Database(url)
    ids = [database.write(lambda unit, name=name: _conversation_of(unit, name)) for name in ("c-late", "c-three")]
    database.close()
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(sql("PRAGMA foreign_keys = ON"))
        connection.execute(sql("CREATE TABLE bot_events (sender_id VARCHAR, seq INTEGER, data TEXT)"))
        for conversation_id in ids:
            connection.execute(sql("INSERT INTO bot_events VALUES (:id, 1, '{}')"), {"id": conversation_id})
        yield connection
    engine.dispose()


def _run(connection: Connection, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            connection.execute(sql(statement))


def test_deleting_a_customer_leaves_nothing_of_them(connection: Connection) -> None:
    (statements,) = [block for block in fenced(text("docs/privacy.md"), "sql") if "visitors" in block]
    _run(connection, statements)
    names = (
        "visitors",
        "conversations",
        "messages",
        "notes",
        "handoffs",
        "suggestions",
        "ratings",
        "outbox",
        "bot_events",
        "audit_log",
    )
    left = {name: connection.scalar(sql(f"SELECT count(*) FROM {name}")) for name in names}
    assert left == {**dict.fromkeys(names, 1), "audit_log": 2}
    assert connection.scalars(sql("SELECT customer_id FROM visitors")).all() == ["c-three"]


def test_all_statements_on_the_pages_fit_the_tables(connection: Connection) -> None:
    blocks = [block for page in ("docs/privacy.md", "docs/helpdesks.md") for block in fenced(text(page), "sql")]
    assert len(blocks) >= 2
    for block in blocks:
        _run(connection, block)


def test_the_privacy_page_knows_every_table() -> None:
    privacy = text("docs/privacy.md")
    tables_named = {name for row in table(privacy, "what", "where") for name in re.findall(r"`(\w+)`", row[1])}
    stored = {
        name for row in table(text("docs/architecture.md"), "table", "holds") for name in re.findall(r"`(\w+)`", row[0])
    }
    assert stored - tables_named == {"conversations"}  # said in words: state only


def test_the_helpdesk_page_names_every_adapter_and_its_example_is_python() -> None:
    page = text("docs/helpdesks.md")
    named = {row[0].strip("`") for row in table(page, "`WARMLINE_HELPDESK`")}
    (choices,) = re.findall(r'env\.choice\("WARMLINE_HELPDESK", "\w+", \(([^)]*)\)', text("support/settings.py"))
    assert named == set(re.findall(r'"(\w+)"', choices))
    for block in fenced(page, "python"):
        ast.parse(block)


def test_decisions_are_short_whole_and_listed() -> None:
    index = text("docs/decisions/README.md")
    files = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert [file.name[:4] for file in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    for file in files:
        said = file.read_text(encoding="utf-8")
        assert len(said.splitlines()) <= 40, file.name
        assert re.findall(r"(?m)^## (.+)$", said) == ["Context", "Decision", "Consequences", "Alternatives"], file.name
        title = re.match(r"# (\d{4}): (.+)", said)
        assert title
        assert title.group(1) == file.name[:4]
        assert f"[{title.group(1)}]({file.name}) | {title.group(2)} |" in index


def test_figures_in_the_readme_are_those_of_the_evaluation() -> None:
    report = text("docs/evaluation/README.md")
    measured = dict(re.findall(r"## (\w+, \w+)\n\n\d+ utterances: (accuracy [\d.]+%, macro-F1 [\d.]+%)", report))
    shown = {}
    for rows in tables(text("README.md")):
        if rows[0][0] == "held-out utterances":
            shown = {row[0].strip(): f"accuracy {row[1]}, macro-F1 {row[2]}" for row in rows[1:]}
    assert len(measured) == 4
    assert shown == measured


def test_the_evaluation_page_is_made_of_its_results() -> None:
    folder = ROOT / "docs" / "evaluation"
    file = folder / "results.json"
    if not file.exists():
        pytest.skip("`make evaluate` has not written docs/evaluation/results.json yet")
    results = json.loads(file.read_text(encoding="utf-8"))
    said = text("docs/evaluation/README.md")
    assert said == page(results)
    assert ("A quick run" in said) is results["quick"]  # who reads it is told what was left out
    pictures = set(re.findall(r"\(([\w-]+\.png)\)", said))
    assert pictures == {picture.name for picture in folder.glob("*.png")}
