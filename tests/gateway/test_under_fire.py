"""What the relay guarantees, under random fire: interleavings, resends, late bots, crashes between any two commits, and time.

CI plays the same few games each time. `FIRE=2000` plays that many others, `SHRINK=1` makes one that fails as short as it can.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import empty_database
from game import SPEAKERS, Game, pick_of
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from processes import Gateway
from sqlalchemy import event
from sqlalchemy import text as sql

from storage import Database, migrate
from storage.tables import Base

GAMES = int(os.environ.get("FIRE", "0"))
WORDS = ("where is it?", "and now?", "my mail is kim@example.com", "the lamp caught fire and burnt my hand")
JUMPS = {
    "hour": timedelta(minutes=65),
    "day": timedelta(hours=25),
    "days": timedelta(days=3, hours=1),
    "week": timedelta(days=8),
}
TOGETHER = ("claim", "reply", "note", "resolve", "return", "snooze", "assign", "merge")
SO_FAR = ("nothing", "asked", "handed over", "claim", "reply", "resolve")

some = st.integers(0, 11)
# How far things go before the next move: to the end, or so many hops, chosen among those that wait.
paces = st.one_of(st.none(), st.lists(some, max_size=5))


class UnderFire(Game):
    """The moves of people, the bot, the clock and fate."""

    @initialize(gateways=st.integers(1, 2), who=st.sampled_from(sorted(SPEAKERS)), so_far=st.sampled_from(SO_FAR))
    def begin(self, gateways: int, who: str, so_far: str) -> None:
        """Begin with nothing, or where much has happened already."""

        def hire(unit: Any) -> list[str]:
            names = ("mia", "omar", "ida")
            agents = [unit.agents.create(f"{n}@shop.example", n, "agent", "-", self.stage.clock()) for n in names]
            agents[1].languages = ["zh"]
            return [agent.id for agent in agents]

        self.agents = self.database.write(hire)
        for agent in self.agents[:2]:
            self._agent_is(agent, "here")
        self.stage.open(gateways)
        for move in SO_FAR[1 : SO_FAR.index(so_far) + 1]:
            if move == "asked":
                self.customer_writes(who, 0, WORDS[0], None)
            elif move == "handed over":
                self.bot_answers("handoff", 0, None)
            else:
                self.agent_acts(move, 0, True, 0, 0, 0, None)

    # What people do.

    @rule(who=st.sampled_from(sorted(SPEAKERS)), gateway=some, words=st.sampled_from(WORDS), pace=paces)
    def customer_writes(self, who: str, gateway: int, words: str, pace: Any) -> None:
        self._send(who, gateway, f"c{self._next()}", f"{words} ({self.count})", None)
        self._go(pace)

    @precondition(lambda self: self.ledger.sent)
    @rule(pick=some, gateway=some, signed_in=st.booleans(), pace=paces)
    def customer_sends_again(self, pick: int, gateway: int, signed_in: bool, pace: Any) -> None:
        sent = pick_of(list(self.ledger.sent.values())[::-1], pick)
        if sent.speaker in SPEAKERS:
            # The widget sends what was not acknowledged again, also after its guest has signed in.
            who = "lena" if signed_in and self._has_signed_in() else sent.speaker
            self._send(who, gateway, sent.client_message_id, sent.text, None)
        self._go(pace)

    @precondition(lambda self: self.ledger.now.messages)
    @rule(who=st.sampled_from(sorted(SPEAKERS)), gateway=some, pick=some, pace=paces)
    def customer_writes_to(self, who: str, gateway: int, pick: int, pace: Any) -> None:
        """Over HTTP a customer may name a conversation, be it an old one."""
        self._send(who, gateway, f"c{self._next()}", f"as I said ({self.count})", self._conversation(pick))
        self._go(pace)

    @precondition(lambda self: self.stage.asked)
    @rule(who=st.sampled_from(sorted(SPEAKERS)), gateway=some, times=st.integers(1, 3), pace=paces)
    def customer_writes_on(self, who: str, gateway: int, times: int, pace: Any) -> None:
        """A customer writes while the bot is thinking, perhaps in two tabs."""
        for number in range(times):
            self._send(who, gateway + number, f"c{self._next()}", f"and also ({self.count})", None)
        self._go(pace)

    @precondition(lambda self: self.ledger.now.conversations)
    @rule(gateway=some, pace=paces)
    def guest_signs_in(self, gateway: int, pace: Any) -> None:
        process = self._gateway(gateway)

        async def sign_in() -> None:
            visitor_of = await process.people.visitor_of(SPEAKERS["lena"])
            visitor_id = await process.records.write(lambda unit: visitor_of(unit).id)
            await process.joining.sign_in(visitor_id, "v_guest")

        self._begin(process, sign_in())
        self._go(pace)

    @rule(who=st.sampled_from(sorted(SPEAKERS)), gateway=some, pace=paces)
    def customer_opens_the_chat(self, who: str, gateway: int, pace: Any) -> None:
        process = self._gateway(gateway)

        async def look() -> None:
            await process.relay.begin(SPEAKERS[who], 0)
            process.openings.opened(SPEAKERS[who])

        self._begin(process, look())
        self._go(pace)

    @precondition(lambda self: self._led_by_humans())
    @rule(what=st.sampled_from(TOGETHER), mine=st.integers(0, 3), gateway=some, pick=some, other=some, pace=paces)
    def agent_goes_on(self, what: str, mine: int, gateway: int, pick: int, other: int, pace: Any) -> None:
        """An agent acts where agents are at work, most often the one who has the conversation."""
        process, key = self._gateway(gateway), pick_of(self._led_by_humans(), pick)
        assignee = self.ledger.now.conversations[key].assignee_id
        # A claim is put in by anybody: that of who has it already changes nothing.
        own = assignee if mine and what != "claim" else None
        self._act(process, what, key, own or pick_of(self.agents, other), other)
        self._go(pace)

    @precondition(lambda self: self.ledger.now.messages)
    @rule(what=st.sampled_from(TOGETHER), who=some, mine=st.booleans(), gateway=some, pick=some, other=some, pace=paces)
    def agent_acts(self, what: str, who: int, mine: bool, gateway: int, pick: int, other: int, pace: Any) -> None:
        process, key = self._gateway(gateway), self._conversation(pick)
        assignee = self.ledger.now.conversations[key].assignee_id
        self._act(process, what, key, assignee if mine and assignee else pick_of(self.agents, who), other)
        self._go(pace)

    def _act(self, process: Gateway, what: str, key: str, agent: str, other: int) -> None:
        if what in ("reply", "note"):
            self._agent_writes(process, key, agent, f"{what} {self._next()}", what == "note", f"a{self.count}")
        elif what == "claim":
            self._begin(process, process.relay.claim(key, agent))
        elif what == "resolve":
            self._begin(process, process.relay.resolve(key, agent))
        elif what == "return":
            self._begin(process, process.relay.return_to_bot(key, agent))
        elif what == "snooze":
            until = self.stage.clock() + timedelta(minutes=1 + 300 * other)
            self._begin(process, process.lifecycle.snooze(key, agent, until))
        elif what == "assign":
            self._begin(process, process.routing.assign_to(key, pick_of(self.agents, other), self.agents[0]))
        else:
            self._begin(process, process.joining.merge(key, self._conversation(other), agent))

    @precondition(lambda self: any(one.speaker in self.agents for one in self.ledger.sent.values()))
    @rule(pick=some, gateway=some, pace=paces)
    def agent_sends_again(self, pick: int, gateway: int, pace: Any) -> None:
        sent = pick_of([one for one in self.ledger.sent.values() if one.speaker in self.agents], pick)
        found = next(
            (m for m in self.ledger.now.each().values() if m.client_message_id == sent.client_message_id), None
        )
        if found is not None:
            process = self._gateway(gateway)
            self._agent_writes(
                process, found.conversation_id, sent.speaker, sent.text, found.private, sent.client_message_id
            )
        self._go(pace)

    # What the bot, the helpdesk, time and fate do.

    @precondition(lambda self: self.stage.asked)
    @rule(
        kind=st.sampled_from(
            (
                "plain",
                "two",
                "handoff",
                "follow_up",
                "opt_out",
                "opt_in",
                "silence",
                "fails",
                "refuses",
                "away",
                "breaks",
            )
        ),
        pick=some,
        pace=paces,
    )
    def bot_answers(self, kind: str, pick: int, pace: Any) -> None:
        self._answer(pick_of(self.stage.asked, pick), kind)
        self._go(pace)

    @rule(seconds=st.sampled_from((0.3, 1.0, 3.1, 6.0, 14.0)), flowing=st.booleans())
    def time_passes(self, seconds: float, flowing: bool) -> None:
        self.stage.advance(seconds, flowing=flowing)
        self._go([])

    @rule(what=st.sampled_from(("here", "away", "gone", "down", "deaf", *sorted(JUMPS))), who=some, pace=paces)
    def meanwhile(self, what: str, who: int, pace: Any) -> None:
        """An agent comes or goes, the helpdesk has a mood, or the wall clock jumps."""
        if what in ("here", "away", "gone"):
            self._agent_is(pick_of(self.agents, who), what)
        elif what in JUMPS:
            self.stage.jump(JUMPS[what])
        else:
            self.stage.helpdesk.moods.append(what)
        self._go(pace)

    @rule(gateway=some, pace=paces)
    def watcher_looks(self, gateway: int, pace: Any) -> None:
        process = self._gateway(gateway)
        self._begin(process, process.watcher.look())
        self._go(pace)

    @precondition(lambda self: self.stage.hops)
    @rule(picks=st.lists(some, min_size=1, max_size=8))
    def things_happen(self, picks: list[int]) -> None:
        self._go(picks)

    @rule()
    def everything_happens(self) -> None:
        self._go(None)

    @rule(gateway=some, after=st.one_of(st.none(), some))
    def process_dies(self, gateway: int, after: int | None) -> None:
        """A gateway dies: before its commits, or `after` one of them and before it has learnt of it."""
        process = self._gateway(gateway)
        mine = [hop for hop in self.stage.hops if hop.process is process]
        if after is not None and mine:
            hop = pick_of(mine, after)
            self.stage.hops.remove(hop)
            self.stage.perform(hop)
        self.stage.replace(self.stage.gateways.index(process))
        self._go([])


def play(machine: type[UnderFire], games: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=GAMES or games,
            stateful_step_count=40,
            derandomize=not GAMES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, *([Phase.shrink] if os.environ.get("SHRINK") else [])],
            print_blob=False,
        ),
    )


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite database that is up to date and empty, to be copied."""
    file = tmp_path_factory.mktemp("fire") / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


def test_every_guarantee_holds_under_fire(migrated: Path, tmp_path: Path) -> None:
    games = iter(range(10**9))

    def open_database() -> Database:
        file = tmp_path / f"{next(games)}.db"
        shutil.copy(migrated, file)
        database = Database(f"sqlite:///{file}", ids())
        # A power cut is not what is tried here, and syncing takes longer than the work.
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        return database

    play(type("OnSqlite", (UnderFire,), {"open_database": staticmethod(open_database)}), 60)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with empty_database("postgresql", tmp_path_factory.mktemp("unused")) as url:
        migrate(url)
        yield url


def test_every_guarantee_holds_on_postgresql_too(postgres: str) -> None:
    tables = ", ".join(name for name in Base.metadata.tables if name != "alembic_version")

    def open_database() -> Database:
        database = Database(postgres, ids())
        with database.engine.begin() as connection:
            connection.execute(sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        return database

    play(type("OnPostgres", (UnderFire,), {"open_database": staticmethod(open_database)}), 8)


def ids() -> Callable[[str], str]:
    """Return ids that are the same in every game."""
    count = 0

    def new_id(prefix: str) -> str:
        nonlocal count
        count += 1
        return f"{prefix}_{count:05}"

    return new_id
