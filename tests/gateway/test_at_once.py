"""The transactions at once, from many threads and two gateways, on the databases' own locks."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import KINDS, empty_database
from house import ASKED, answer
from ledger import Ledger, Picture
from processes import Tickets

from gateway.answering import Answering
from gateway.bot import Answer
from gateway.changes import Notices
from gateway.deadlines import Deadlines
from gateway.handing_over import HandingOver
from gateway.handoffs import Handoffs
from gateway.people import Dossier
from gateway.texts import Texts
from gateway.transitions import Transitions
from gateway.waits import Waits
from storage import Database, migrate
from support import service
from support.errors import WarmlineError

LEASE = timedelta(seconds=10)
THREADS, MOVES = 6, 25


@pytest.fixture(params=KINDS)
def gateways(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Database]]:
    """Return two gateways' ways to one database."""
    with empty_database(request.param, tmp_path) as url:
        migrate(url)
        databases = [Database(url), Database(url)]
        yield databases
        for database in databases:
            database.close()


def now() -> datetime:
    return datetime.now(UTC)


def test_what_happens_at_once_is_as_if_one_after_the_other(gateways: list[Database]) -> None:
    terms, notices = service.load(), Notices(Texts.load())
    waits = Waits(terms, notices)
    deadlines = Deadlines(terms, now)
    handing_over = HandingOver(notices, Handoffs("tickets"), deadlines, waits, now)
    does = Transitions(notices, handing_over, deadlines, waits, now, reopen=timedelta(minutes=5))
    bot = Answering(handing_over, now, UTC)
    ledger = Ledger(gateways[0], Tickets())
    agents = [
        gateways[0].write(lambda u, n=name: u.agents.create(f"{n}@shop.example", n, "agent", "-", now()).id)
        for name in ("mia", "omar")
    ]
    acknowledged: dict[str, str] = {}
    failures: list[BaseException] = []
    answers = iter(range(10**6))

    def move(database: Database, owner: str, chance: random.Random) -> None:
        visitor, agent = chance.choice(("v_one", "v_two")), chance.choice(agents)
        conversation = database.read(lambda u: u.conversations.of_visitor(visitor))
        what = chance.choice(("write", "write", "again", "bot", "bot", "bot", "claim", "say", "resolve", "return"))
        if what in ("write", "again") or conversation is None:
            client_id = f"{owner}-{next(answers)}" if what != "again" else f"again-{chance.randrange(5)}"

            def receive(unit: Any) -> Any:
                return does.receive(
                    unit, unit.visitors.guest(visitor, now()), client_id, f"{visitor}-{client_id}", None
                )

            stored = database.write(receive).message
            assert acknowledged.setdefault(f"{visitor}-{client_id}", stored["id"]) == stored["id"]
        elif what == "bot":
            question = database.write(lambda u: bot.take(u, conversation.id, owner, LEASE))
            if question is not None:
                text = f"answer {next(answers)} to {question.message_id} ."
                said = Answer.model_validate(answer(text, handoff=chance.choice((None, ASKED))))
                database.write(lambda u: bot.answer(u, question, said, Dossier()))
        elif what == "claim":
            database.write(lambda u: does.claim(u, conversation.id, agent))
        elif what == "say":
            database.write(lambda u: does.say(u, conversation.id, agent, "hello", False, None))
        else:
            ends = does.resolve if what == "resolve" else does.return_to_bot
            database.write(lambda u: ends(u, conversation.id, agent))

    def run(number: int) -> None:
        chance = random.Random(number)
        for _ in range(MOVES):
            try:
                move(gateways[number % 2], f"gw_{number}", chance)
            except WarmlineError:
                continue  # a conflict, or not the assignee: so it should be
            except BaseException as failure:
                failures.append(failure)
                return

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = Picture.of(gateways[0])
    ledger.stands(found)
    places = {m.client_message_id: m.id for m in found.each().values() if m.client_message_id}
    assert places == acknowledged
    going_on = [c.visitor_id for c in found.conversations.values() if c.status != "resolved"]
    assert len(going_on) == len(set(going_on)), "two conversations of one person at once"
    assert len(found.each()) > 50
