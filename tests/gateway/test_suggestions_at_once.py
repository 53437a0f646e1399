"""An agent looks for suggestions in the moment in which they are stored."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from house import ASKED, answer
from processes import Stage, outcome

from gateway.bot import Answer, Understood
from gateway.identity import Speaker
from gateway.library import Library
from gateway.ranker import Compared
from gateway.suggesting import Suggester
from storage import Database, migrate
from support import knowledge


class Quick:
    """Compares at once, and finds nothing near."""

    async def compare(self, text: str, language: str, texts: list[str], articles: Any = ()) -> Compared:
        return Compared([0.1] * len(texts), [], Understood())


class Nobody:
    """Nobody watches."""

    async def suggestions(self, *_: Any) -> None:
        return None


def test_who_looks_while_they_are_stored_is_not_told_that_there_are_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    migrate(url)
    database = Database(url)
    stage = Stage(database, lambda _: None, lambda *_: None, lambda: None)
    stage.open(1)
    (gateway,) = stage.gateways
    said = gateway.do(gateway.relay.receive(Speaker(guest_id="v_guest"), "a person please", "c1"))
    stage.settle()
    stage.asked[0].reply.set_result(Answer.model_validate(answer("Here comes somebody.", handoff=ASKED)))
    stage.settle()
    conversation = outcome(said).message["conversation_id"]
    suggester = Suggester(
        gateway.records, gateway.people, Quick(), Nobody(), stage.clock, Library.load(knowledge.FOLDER)  # type: ignore[arg-type]
    )  # fmt: skip

    async def kick() -> None:
        suggester.kick(conversation)

    looking: asyncio.Task[Any] = gateway.do(suggester.current(conversation))
    stage.loop.run_ready()
    look = stage.hops.pop()
    found = look.work()  # the thread has looked, and its gateway has yet to learn what it found
    gateway.do(kick())
    stage.settle()
    look.done.set_result(found)
    stage.settle()
    assert outcome(looking) != [], "they are there, and it was only this look that came too early"

    again = gateway.do(suggester.current(conversation))
    stage.settle()
    assert outcome(again)
    stage.close()
    database.close()
