"""Gateways that can die between any two commits: the real code on a loop whose time and threads a test moves.

Every hop to a thread (each unit of work, each call of the shop or helpdesk) waits until the test lets it happen; so the
order of commits, and the moment of a crash, are the test's to choose.
"""

from __future__ import annotations

import asyncio
import itertools
import selectors
import sys
from collections.abc import Callable, Coroutine, Mapping
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest
from house import SmallShop

from gateway import logs
from gateway.answering import Answering
from gateway.bot import Answer, Event
from gateway.changes import Notices
from gateway.deadlines import Deadlines
from gateway.follow_ups import FollowUps
from gateway.handing_over import HandingOver
from gateway.handoffs import Handoffs
from gateway.initiative import Initiative
from gateway.joining import Joining
from gateway.lifecycle import Lifecycle
from gateway.openings import Openings
from gateway.outbox import HelpdeskHandler, OutboxWorker
from gateway.people import People
from gateway.presences import Presences
from gateway.push import Push
from gateway.records import Records
from gateway.relay import Relay
from gateway.routing import Routing
from gateway.texts import Texts
from gateway.transitions import Transitions
from gateway.typists import Typists
from gateway.viewers import Viewers
from gateway.waits import Waits
from gateway.watcher import Watcher
from storage import Database
from storage.tables import OutboxKind
from support import service
from support.errors import IntegrationError, WarmlineError

BEGIN = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
BOT_TIMEOUT_S = 3.0
PROCESS: ContextVar[Gateway] = ContextVar("PROCESS")


class StillLoop(asyncio.SelectorEventLoop):
    """An event loop that never waits: its time stands still until `advance`."""

    def __init__(self) -> None:
        self._moment = 0.0
        super().__init__(selectors.SelectSelector())

    def time(self) -> float:
        return self._moment

    def run_ready(self) -> None:
        """Run until everybody waits for a hop, for the bot, or for time."""
        due = True
        while due:
            self.call_soon(self.stop)
            self.run_forever()
            timers: list[Any] = self._scheduled  # type: ignore[attr-defined]
            due = bool(self._ready) or any(t.when() <= self._moment and not t.cancelled() for t in timers)  # type: ignore[attr-defined]

    def advance(self, seconds: float, between: Callable[[], None]) -> None:
        """Let time pass, from one timer to the next; `between` is called after each."""
        target = self._moment + seconds
        while True:
            timers: list[Any] = self._scheduled  # type: ignore[attr-defined]
            following = min((t.when() for t in timers if not t.cancelled()), default=target)
            self._moment = max(self._moment, min(target, following))
            self.run_ready()
            between()
            if following >= target:
                return


@dataclass(eq=False)
class Hop:
    """Work that waits for its thread."""

    process: Gateway
    work: Callable[[], Any]
    done: asyncio.Future[Any]


@dataclass(eq=False)
class Asked:
    """A question that is with the bot. `stale`: so much time has jumped that its asker may have lost the lease."""

    process: Gateway
    conversation_id: str
    said: str | Event
    message_id: str
    reply: asyncio.Future[Answer]
    stale: bool = False


class ScriptedBot:
    """The bot as one gateway reaches it: it answers when the test says so."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def ask(
        self, conversation_id: str, said: str | Event, message_id: str, who: Any, attachments: Any = ()
    ) -> Answer:
        reply: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        asked = Asked(PROCESS.get(), conversation_id, said, message_id, reply)
        self._stage.asked.append(asked)
        self._stage.on_ask(asked)
        try:
            return await reply
        finally:
            self._stage.asked.remove(asked)


class Browsers:
    """Everybody's browsers, in place of the socket server: they check that nothing reaches them before its commit."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def emit(self, event: str, body: Any, room: str, namespace: str) -> None:
        await asyncio.sleep(0)  # others may come in between
        if PROCESS.get().alive:
            self._stage.on_push(PROCESS.get(), event, body, room, namespace)


class Tickets:
    """A helpdesk that keeps one ticket a key. `moods` are used up by the next deliveries, then all is well."""

    name = "tickets"

    def __init__(self) -> None:
        self.moods: list[str] = []
        self.tickets: dict[str, Mapping[str, Any]] = {}

    def deliver(self, packet: Mapping[str, Any], key: str) -> str:
        mood = self.moods.pop(0) if self.moods else "well"
        if mood == "down":
            raise IntegrationError("down", permanent=False)
        self.tickets.setdefault(key, packet)
        if mood == "deaf":  # it has the packet, and we shall never hear of it
            raise IntegrationError("the line broke", permanent=False)
        return f"T-{key}"


class Gateway:
    """One process: everything that `create_app` puts together, without its sockets."""

    def __init__(self, stage: Stage, name: str, *, alone: bool) -> None:
        self.name, self.alive = name, True
        self.tasks: set[asyncio.Task[Any]] = set()
        self._stage = stage
        self._context = copy_context()
        self._context.run(PROCESS.set, self)
        clock, terms, records = stage.clock, stage.terms, Records(stage.database)
        people, bot, push = People(stage.shop, clock), ScriptedBot(stage), Push(Browsers(stage))  # type: ignore[arg-type]
        notices, deadlines = Notices(stage.texts), Deadlines(terms, clock)
        waits, handoffs = Waits(terms, notices), Handoffs(stage.helpdesk.name)
        handing_over = HandingOver(notices, handoffs, deadlines, waits, clock)
        answering = Answering(handing_over, clock, UTC)
        transitions = Transitions(notices, handing_over, deadlines, waits, clock, reopen=terms.reopen)
        self.records, self.people = records, people
        self.relay = Relay(
            records,
            transitions,
            answering,
            people,
            bot,  # type: ignore[arg-type]
            push,
            clock,
            Typists(0.0),
            owner=name,
            alone=alone,
            bot_timeout_s=BOT_TIMEOUT_S,
            handed_over=lambda: self.outbox.kick(),
        )
        self.routing = Routing(records, self.relay, notices, clock, auto=True, away=terms.away)
        self.lifecycle = Lifecycle(
            records, self.relay, notices, clock, abandoned=terms.abandoned, resolve=terms.resolve
        )
        self.joining = Joining(records, self.relay, notices, clock)
        self.watcher = Watcher(
            records,
            self.relay,
            Presences(records, clock, lambda: None),
            deadlines,
            self.lifecycle,
            self.routing,
            Viewers(records, push, clock),
            clock,
        )
        initiative = Initiative(records, self.relay, answering, people, bot, clock, bot_timeout_s=BOT_TIMEOUT_S)  # type: ignore[arg-type]
        self.openings = Openings(records, initiative, clock, UTC, enabled=True)
        handlers = {
            OutboxKind.HANDOFF: HelpdeskHandler(stage.helpdesk),
            OutboxKind.FOLLOW_UP: FollowUps(records, initiative, clock),
        }
        self.outbox = OutboxWorker(records, handlers, clock, back_off_s=2.0)  # type: ignore[arg-type]
        self.do(self._start())

    async def _start(self) -> None:
        await self.relay.start()
        self.outbox.start()

    def do(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin something in this process."""
        return self._context.run(self._stage.loop.create_task, work)

    def die(self) -> None:
        """Be gone at once: nothing that has begun goes on."""
        self.alive = False
        self._stage.hops = [hop for hop in self._stage.hops if hop.process is not self]
        for task in list(self.tasks):
            task.cancel()
        self._stage.loop.run_ready()
        assert not self.tasks, "a dead process does nothing"


@dataclass
class Stage:
    """A database, the shop, bot and helpdesk around it, and the gateways at work. Close it with `close()`."""

    database: Database
    on_ask: Callable[[Asked], None]
    on_push: Callable[[Gateway, str, Any, str, str], None]
    on_step: Callable[[], None]
    hops: list[Hop] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    gateways: list[Gateway] = field(default_factory=list)
    shop: SmallShop = field(default_factory=SmallShop)
    helpdesk: Tickets = field(default_factory=Tickets)
    unforeseen: list[BaseException | None] = field(default_factory=list)
    ahead: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.loop = StillLoop()
        self.loop.set_task_factory(self._task)
        self.texts = Texts.load()
        self.texts._choose = lambda wordings: wordings[0]
        self.terms = service.load(Path(__file__).with_name("fire.toml"))
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(anyio.to_thread, "run_sync", self._hop)
        self._patch.setattr(logs, "failed", lambda event, **_: self.unforeseen.append(sys.exc_info()[1]))
        self._names = (f"gw_{number}" for number in itertools.count(1))

    def clock(self) -> datetime:
        return BEGIN + timedelta(seconds=self.loop.time()) + self.ahead

    def open(self, count: int) -> None:
        """Start this many gateways."""
        self.gateways = [Gateway(self, next(self._names), alone=count == 1) for _ in range(count)]
        self.settle()

    def replace(self, index: int) -> None:
        """Let a gateway die, and start another in its place."""
        self.gateways[index].die()
        self.gateways[index] = Gateway(self, next(self._names), alone=len(self.gateways) == 1)
        self.loop.run_ready()

    def step(self, pick: int) -> None:
        """Let one hop happen, and its process go on until the next."""
        hop = self.hops.pop(pick % len(self.hops))
        self.perform(hop)
        self.loop.run_ready()

    def perform(self, hop: Hop) -> None:
        """Let a hop happen; its process learns of it when the loop runs next."""
        try:
            result = hop.work()
        except Exception as error:
            self.on_step()
            if not hop.done.done():
                hop.done.set_exception(error)
        else:
            self.on_step()
            if not hop.done.done():
                hop.done.set_result(result)

    def settle(self) -> None:
        """Let everything happen that does not wait for the bot or for time, in order."""
        self.loop.run_ready()
        for _ in range(5_000):
            if not self.hops:
                return
            self.step(0)
        raise AssertionError("it never comes to rest")

    def advance(self, seconds: float, *, flowing: bool) -> None:
        """Let time pass; `flowing`: work goes on meanwhile, otherwise every process hangs."""
        self.loop.advance(seconds, self.settle if flowing else lambda: None)

    def jump(self, ahead: timedelta) -> None:
        """Let the wall clock jump, as after the machine has slept."""
        self.ahead += ahead
        for asked in self.asked:
            asked.stale = True

    def close(self) -> None:
        for gateway in self.gateways:
            gateway.die()
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        self._patch.undo()

    def _task(self, loop: asyncio.AbstractEventLoop, work: Any, context: Any = None) -> asyncio.Task[Any]:
        task = asyncio.Task(work, loop=loop, context=context)
        process = PROCESS.get(None)
        if process is not None:
            process.tasks.add(task)
            task.add_done_callback(process.tasks.discard)
        return task

    async def _hop(self, work: Callable[..., Any], *args: Any, abandon_on_cancel: bool = False, **_: Any) -> Any:
        process = PROCESS.get()
        if not process.alive:
            raise asyncio.CancelledError
        hop = Hop(process, lambda: work(*args), self.loop.create_future())
        self.hops.append(hop)
        try:
            return await hop.done
        except asyncio.CancelledError:
            if hop in self.hops:
                self.hops.remove(hop)
                if process.alive and not abandon_on_cancel:
                    self.perform(hop)  # as a thread does: it ends its work, whoever still waits for it
            raise


def outcome(task: asyncio.Task[Any]) -> Any:
    """Return what came of a task: a result, a refusal that we foresee, or None if it died. Raises anything else."""
    if task.cancelled():
        return None
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, WarmlineError):
        return error
    raise error
