"""Suggestions in the database: once a message, with what became of them, and which answers were given to what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from storage import Database, Unit, migrate
from storage.tables import Conversation
from support.conversation import Author, Status
from support.errors import NotFound

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
OFFER: dict[str, Any] = {"source": "canned:a", "kind": "canned", "title": "A", "text": "Hello", "score": 0.7}


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    migrate(url)
    database = Database(url)
    yield database
    database.close()


def conversation(unit: Unit, customer: str = "c-1") -> Conversation:
    return unit.conversations.create(unit.visitors.customer(customer, NOW, name="Lena Berg", email=""), NOW)


def test_offers_are_stored_once_a_message(database: Database) -> None:
    def work(unit: Unit) -> tuple[list[str], list[str]]:
        made = conversation(unit)
        message = unit.messages.append(made, Author.CUSTOMER, "hello", NOW)
        first = unit.suggestions.offer(made.id, message.id, [OFFER, {**OFFER, "source": "canned:b"}], NOW)
        again = unit.suggestions.offer(made.id, message.id, [{**OFFER, "source": "canned:c"}], NOW)
        return [one.source for one in first], [one.source for one in again]

    assert database.write(work) == (["canned:a", "canned:b"],) * 2


def test_outcomes_are_counted_by_source_and_the_last_word_counts(database: Database) -> None:
    def work(unit: Unit) -> dict[str, dict[str, int]]:
        agent = unit.agents.create("a@shop.example", "A", "agent", "x", NOW)
        for number, outcomes in enumerate((["accepted"], ["edited", "rejected"], [])):
            made = conversation(unit, f"c-{number}")
            message = unit.messages.append(made, Author.CUSTOMER, "hello", NOW)
            (one,) = unit.suggestions.offer(made.id, message.id, [OFFER], NOW)
            for outcome in outcomes:
                unit.suggestions.decide(made.id, one.id, outcome, agent.id, NOW)
            with pytest.raises(NotFound):
                unit.suggestions.decide("cv_other", one.id, "accepted", agent.id, NOW)
        return unit.suggestions.outcomes()

    assert database.write(work) == {"canned:a": {"accepted": 1, "rejected": 1}}


def test_an_answer_is_an_agents_first_one_after_the_customer(database: Database) -> None:
    def work(unit: Unit) -> list[tuple[str, str]]:
        agent = unit.agents.create("a@shop.example", "Mia", "agent", "x", NOW)
        for customer in ("c-1", "c-2"):
            made = conversation(unit, customer)
            made.assignee = agent
            for author, text, more in (
                (Author.CUSTOMER, "hello", {}),
                (Author.BOT, "Hi, what is it?", {}),
                (Author.CUSTOMER, "can it be wrapped?", {}),
                (Author.CUSTOMER, "as a gift", {}),
                (Author.BOT, "I pass you on.", {}),
                (Author.CUSTOMER, "a human!", {"understood": {"intent": {"name": "contact_human_agent"}}}),
                (Author.SYSTEM, "Mia joined", {}),
                (Author.AGENT, "She sounds nice.", {"private": True}),
                (Author.AGENT, "Yes, it can.", {}),
                (Author.AGENT, "Anything else?", {}),
            ):
                unit.messages.append(made, author, text, NOW, **more)
            if customer == "c-1":
                made.status, made.resolved_at = Status.RESOLVED, NOW
        unit.session.flush()
        return [(one.asked, one.text) for one in unit.suggestions.answered()]

    assert database.write(work) == [("can it be wrapped?\nas a gift", "Yes, it can.")]


def test_titles_are_taken_once_a_language(database: Database) -> None:
    def work(unit: Unit) -> tuple[bool, bool, int]:
        agent = unit.agents.create("a@shop.example", "A", "agent", "x", NOW)
        made = unit.canned.create("en", "T", "Hello", ["greet"], agent.id, NOW)
        taken = unit.canned.titled("en", "T") is not None, unit.canned.titled("zh", "T") is not None
        unit.canned.delete(made.id)
        return *taken, len(unit.canned.listed())

    assert database.write(work) == (True, False, 0)
