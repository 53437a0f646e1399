"""docs/architecture.md is true to the code: states, escalation, the bot's turn, tables, routes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from documents import code, fenced, table, text

from gateway.app import create_app
from gateway.errors import _CODES
from storage.tables import Base
from support.conversation import TRANSITIONS, diagram
from support.emotion import Emotion, Reading
from support.escalation import TABLE, Reason, decision
from support.settings import load

PAGE = text("docs/architecture.md")
UPSET = Reading(Emotion.FRUSTRATED, 0.9, -0.6, 0.6)
# The gateway hands these over itself, whatever the mood (gateway/transitions.py, gateway/danger.py).
BY_THE_GATEWAY = {Reason.BOT_UNAVAILABLE, Reason.AGENT_TOOK_OVER}


def test_the_diagram_shows_exactly_the_transitions() -> None:
    (drawn_block,) = [block for block in fenced(PAGE, "mermaid") if block.startswith("stateDiagram")]
    drawn = re.findall(r"(?m)^\s*(\w+) --> (\w+): (\w+)$", drawn_block)
    assert sorted(drawn) == sorted((str(a), str(b), str(t)) for (a, t), b in TRANSITIONS.items())
    assert re.findall(r"\[\*\] --> (\w+)", drawn_block) == ["pending"]
    assert drawn_block.strip() == diagram()


def test_the_escalation_table_is_the_code() -> None:
    rows = {Reason(code(row[1])[0]): row for row in table(PAGE, "trigger", "reason")}
    assert set(rows) == set(Reason)
    for reason, (_, _, priority, queue) in rows.items():
        plain, upset = decision(reason), decision(reason, UPSET)
        fixed = reason in BY_THE_GATEWAY or plain.priority is upset.priority
        assert priority == (str(plain.priority) if fixed else f"{plain.priority}; {upset.priority} when upset"), reason
        assert queue == plain.queue
        assert TABLE[reason].response in ("", f"utter_handoff_{reason}")
    assert list(rows) == list(TABLE), "the order is the table's"
    gateway = text("gateway/transitions.py") + text("gateway/danger.py")
    assert all(f"decision(Reason.{reason.name}" in gateway for reason in BY_THE_GATEWAY)


def test_the_bots_turn_names_what_the_policy_does() -> None:
    policy = text("bot/components/turn_policy.py")
    named = {name for row in table(PAGE, "when", "then") for name in code(row[1])} - {"RulePolicy"}
    assert named == {"action_handoff", *re.findall(r'return "(action_\w+)"', policy)}
    (first,) = re.findall(r"(?s)ANSWER_FIRST = frozenset\(\s*\{(.*?)\}", policy)
    (line,) = re.findall(r"(?m)^What the bot can look up: (.*?)\. There", PAGE)
    assert sorted(code(line)) == sorted(re.findall(r'"(\w+)"', first))
    config = yaml.safe_load(text("config.yml"))["policies"][0]
    for row in table(PAGE, "when", "then"):
        assert all(name in config for name in code(row[0]) if name.startswith("min_"))


def test_the_storage_table_names_every_table() -> None:
    ours = {name for row in table(PAGE, "table", "holds") for name in code(row[0])}
    assert ours == {*Base.metadata.tables, "bot_events"}
    assert '"bot_events"' in text("bot/tracker_store.py")


def test_error_codes_and_statuses_are_those_of_the_gateway() -> None:
    (listed,) = re.findall(r"(?s)^Error codes everywhere: (.*?)\. HTTP errors", PAGE, re.MULTILINE)
    told = {(name, int(status)) for name, status in re.findall(r"`(\w+)`\s+\((\d+)", listed)}
    assert told == {(name, status) for _, name, status in _CODES}


@pytest.fixture
async def document(tmp_path: Path) -> dict[str, Any]:
    app = create_app(load({"WARMLINE_HOME": str(tmp_path)}))
    # The application's lifespan is left out: no relay and no outbox for a look at a document.
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://warmline.test") as client:
        return dict((await client.get("/api/openapi.json")).json())


def test_every_route_that_is_named_exists(document: dict[str, Any]) -> None:
    named = re.findall(r"`(?:(GET|POST) )(/[^\s`?]*)", PAGE)
    missing = []
    for method, path in named:
        if path.startswith("/webhooks/") or path == "/api/openapi.json":
            continue
        shape = re.sub(r"\{\w+\}", "{}", path)
        shapes = {re.sub(r"\{\w+\}", "{}", known): operations for known, operations in document["paths"].items()}
        if method.lower() not in shapes.get(shape, {}):
            missing.append(f"{method} {path}")
    assert not missing
    assert len(named) > 10


def test_every_route_that_exists_is_named(document: dict[str, Any]) -> None:
    named = {(method, re.sub(r"\{\w+\}", "{}", path)) for method, path in re.findall(r"`(GET|POST) (/[^\s`?]*)", PAGE)}
    real = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert sorted(real - named) == []
