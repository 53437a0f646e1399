"""A game against the real relay: the stage is set, work begun and heard of, and after each commit the ledger is compared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar

from house import ASKED, LENA, answer
from hypothesis.stateful import RuleBasedStateMachine
from ledger import HUMANS, Ledger
from processes import Asked, Gateway, Stage, outcome

from gateway.bot import Answer, BotFailed, BotRefused, BotUnreachable
from gateway.identity import Speaker
from storage import Database

SPEAKERS = {"lena": Speaker(customer_id=LENA.id, email=LENA.email), "guest": Speaker(guest_id="v_guest")}


class Game(RuleBasedStateMachine):
    """How it is played; which moves there are, the tests say."""

    open_database: ClassVar[Callable[[], Database]]

    def __init__(self) -> None:
        super().__init__()
        self.database = type(self).open_database()
        self.stage = Stage(self.database, self._on_ask, self._on_push, self._on_step)
        self.ledger = Ledger(self.database, self.stage.helpdesk)
        self.waiting: list[tuple[asyncio.Task[Any], Callable[[Any], None]]] = []
        self.memory: dict[str, Answer] = {}
        self.count = 0
        self.broken = False

    def teardown(self) -> None:
        try:
            if self.stage.gateways and not self.broken:
                self._come_to_rest()
        finally:
            self.stage.close()
            self.database.close()

    @contextmanager
    def _told_once(self) -> Iterator[None]:
        """Remember that a promise is broken: what follows from it is not worth telling."""
        try:
            yield
        except BaseException:
            self.broken = True
            raise

    def _on_ask(self, asked: Asked) -> None:
        with self._told_once():
            self.ledger.asked(asked, self.stage.asked)

    def _on_push(self, gateway: Gateway, event_name: str, body: Any, room: str, namespace: str) -> None:
        with self._told_once():
            self.ledger.pushed(gateway, event_name, body, namespace)

    def _on_step(self) -> None:
        with self._told_once():
            self.ledger.look()

    def _agent_is(self, agent_id: str, presence: str) -> None:
        now = self.stage.clock()

        def work(unit: Any) -> None:
            agent = unit.agents.get(agent_id)
            agent.away_at = now if presence == "away" else None
            agent.present_until = now + timedelta(days=30) if presence == "here" else now

        self.database.write(work)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _gateway(self, pick: int) -> Gateway:
        return pick_of(self.stage.gateways, pick)

    def _conversation(self, pick: int) -> str:
        """Return one that has messages, the newest first."""
        return pick_of([key for key in self.ledger.now.conversations if key in self.ledger.now.messages][::-1], pick)

    def _led_by_humans(self) -> list[str]:
        return [key for key, one in self.ledger.now.conversations.items() if one.status in HUMANS][::-1]

    def _has_signed_in(self) -> bool:
        guests = [m for m in self.ledger.now.each().values() if m.client_message_id and m.author == "customer"]
        owners = {self.ledger.now.conversations[m.conversation_id].visitor_id for m in guests}
        sent = {s.client_message_id for s in self.ledger.sent.values() if s.speaker == "guest"}
        return "v_guest" not in owners and any(m.client_message_id in sent for m in guests)

    def _send(self, who: str, gateway: int, client_id: str, text: str, conversation_id: str | None) -> None:
        process = self._gateway(gateway)
        self.ledger.sends(who, client_id, text)
        work = process.relay.receive(SPEAKERS[who], text, client_id, conversation_id)
        self._begin(process, work, lambda received: self.ledger.acknowledged(client_id, received.message))

    def _agent_writes(self, process: Gateway, key: str, agent: str, text: str, private: bool, client_id: str) -> None:
        self.ledger.sends(agent, client_id, text)
        work = process.relay.say(key, agent, text, private, client_id)
        self._begin(process, work, lambda message: self.ledger.acknowledged(client_id, message))

    def _begin(self, process: Gateway, work: Any, then: Callable[[Any], None] = lambda _: None) -> None:
        self.waiting.append((process.do(work), then))

    def _answer(self, asked: Asked, kind: str) -> None:
        failure = {"fails": BotFailed, "refuses": BotRefused, "away": BotUnreachable, "breaks": BotUnreachable}.get(
            kind
        )
        to_event = not isinstance(asked.said, str)
        if (kind == "silence" and to_event) or asked.reply.done():
            if not asked.reply.done():
                asked.reply.set_result(Answer(messages=[]))
            return
        if kind in ("fails", "refuses", "away"):
            asked.reply.set_exception(failure("as it happens"))  # type: ignore[misc]
            return
        # The channel answers the same id from the tracker once the bot has acted.
        said = self.memory.setdefault(asked.message_id, self._words(asked.message_id, kind))
        if failure is not None:
            asked.reply.set_exception(failure("after it has acted"))
        else:
            asked.reply.set_result(said)

    def _words(self, message_id: str, kind: str) -> Answer:
        number = self._next()
        notes: list[dict[str, Any]] = [{"kind": "tried", "action": "track_order", "outcome": "answered"}]
        if kind == "follow_up":
            day = (self.stage.clock() + timedelta(days=1)).date().isoformat()
            notes.append({"kind": "follow_up", "key": "refund", "due_on": day, "about": {"what": "refund"}})
        if kind in ("opt_out", "opt_in"):
            notes.append({"kind": kind, "what": "messages"})
        handoff = ASKED if kind in ("handoff", "breaks") else None
        said = answer(f"answer {number} to {message_id} .", handoff=handoff, notes=notes)
        if kind == "two":
            said["messages"].append({"text": f"answer {number} to {message_id} , more of it"})
        return Answer.model_validate(said)

    def _go(self, pace: list[int] | None) -> None:
        """Let things happen, then hear what came of what was begun."""
        self.stage.loop.run_ready()
        if pace is None:
            self.stage.settle()
        for pick in pace or ():
            if self.stage.hops:
                self.stage.step(pick)
        self._hear()

    def _hear(self) -> None:
        for task, then in list(self.waiting):
            if task.done():
                self.waiting.remove((task, then))
                result = outcome(task)
                if result is not None and not isinstance(result, Exception):
                    then(result)
        for failure in self.stage.unforeseen:
            raise AssertionError(f"not foreseen: {failure!r}") from failure

    def _come_to_rest(self) -> None:
        """Let everything work again, and see that nothing is left over."""
        self.stage.helpdesk.moods.clear()
        self._go(None)
        for _ in range(40):
            for asked in list(self.stage.asked):
                self._answer(asked, "plain")
            self._go(None)
            self.stage.advance(2.5, flowing=True)
            busy = [m for m in self.ledger.now.each().values() if m.relay == "waiting"]
            if not busy and not self.stage.asked:
                break
        self.stage.jump(timedelta(minutes=15))  # as long as the outbox may put something off
        for _ in range(3):
            self.stage.advance(2.5, flowing=True)
            for asked in list(self.stage.asked):
                self._answer(asked, "plain")
            self._go(None)
        self.ledger.at_rest()
        assert not self.waiting, "somebody is never answered"


def pick_of(choices: list[Any], number: int) -> Any:
    return choices[number % len(choices)]
