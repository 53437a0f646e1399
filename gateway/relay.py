"""The relay: takes messages in, puts them to the bot in order, and is the only one to change a conversation's state."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

from gateway import logs
from gateway.answering import Answering
from gateway.bot import Answer, Bot, BotFailed, BotRefused, BotUnreachable
from gateway.clock import Clock
from gateway.completing import Completing
from gateway.identity import Speaker
from gateway.people import Dossier, People, speaker_of
from gateway.push import Change, Push
from gateway.questions import Question
from gateway.receipts import Received
from gateway.records import Records
from gateway.transitions import Transitions, Unfinished
from gateway.typists import Typists
from gateway.views import Json, customer_view, message_view, summary_view
from storage import Unit
from storage.tables import Relay as RelayState
from support.conversation import Status
from support.errors import Conflict, NotFound, WarmlineError
from support.privacy import mask_cards

Result = TypeVar("Result")

TRIES = 3
BACK_OFF_S = 0.25
LONGEST_BACK_OFF_S = 2.0
SWEEP_S = 5.0
LEASE_MARGIN_S = 10.0


class _Superseded(WarmlineError):
    """Somebody else has taken the question: an agent, or another gateway."""


class Relay:
    """Start it with `start()`, end it with `stop()`. `alone`: no other gateway works on this database."""

    def __init__(
        self,
        records: Records,
        transitions: Transitions,
        answering: Answering,
        people: People,
        bot: Bot,
        push: Push,
        clock: Clock,
        typists: Typists,
        *,
        owner: str,
        alone: bool,
        bot_timeout_s: float,
        handed_over: Callable[[], None],
    ) -> None:
        self._records = records
        self._transitions = transitions
        self._answering = answering
        self._people = people
        self._bot = bot
        self._push = push
        self._clock = clock
        self._typists = typists
        self._owner = owner
        self._alone = alone
        self._bot_timeout_s = bot_timeout_s
        self._lease = timedelta(seconds=bot_timeout_s + LEASE_MARGIN_S)
        self._handed_over = handed_over
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._settled: dict[str, set[asyncio.Event]] = {}
        self._completing = Completing(people, transitions, self.change, handed_over)
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what a process before us left unanswered, and keep looking for more."""
        if self._alone:
            await self._records.write(lambda unit: unit.conversations.release())
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Stop; what is not answered yet is found again at the next start."""
        tasks = [*self._workers.values(), *self._completing.tasks, *([self._sweeper] if self._sweeper else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._records.write(lambda unit: unit.conversations.release(self._owner))

    # What customers do.

    async def begin(self, speaker: Speaker, offset: int) -> Json:
        """Return the speaker's conversation, started if there is none, with the messages after `offset`."""
        visitor_of = await self._people.visitor_of(speaker)
        return await self._records.write(lambda unit: self._transitions.begin(unit, visitor_of(unit), offset))

    async def seen(self, visitor_id: str, offset: int) -> None:
        """Note up to where the customer has read."""
        await self._records.write(lambda unit: self._transitions.seen(unit, visitor_id, offset))

    async def receive(
        self,
        speaker: Speaker,
        text: str,
        client_message_id: str,
        conversation_id: str | None = None,
        *,
        attachments: Sequence[str] = (),
    ) -> Received:
        """Store a customer's message, once per id and in order, then let the bot know. Raises NotFound.

        `attachments` are ids of what the speaker has uploaded and not yet sent.
        """
        text = mask_cards(text)
        async with self._lock(speaker.key):
            visitor_of = await self._people.visitor_of(speaker)

            def work(unit: Unit) -> Received:
                visitor = visitor_of(unit)
                return self._transitions.receive(unit, visitor, text, client_message_id, conversation_id, attachments)

            received = await self._records.write(work)
            if received.change is not None:
                logs.note("message_stored", message_id=received.message["id"], waiting=received.waiting)
                self._typists.wrote(received.message["conversation_id"])
                await self._push.publish(received.change)
        if received.waiting:
            self._kick(received.message["conversation_id"])
        return received

    def typing(self, conversation_id: str, typing: bool) -> None:
        """Note that the customer types, or has stopped: the bot holds back a moment for what is coming."""
        self._typists.typing(conversation_id, typing)

    async def replies(self, message_id: str, timeout_s: float) -> tuple[str, list[Json]]:
        """Wait until the message is settled, at most `timeout_s`; return the state and what answered it."""
        event = asyncio.Event()
        self._settled.setdefault(message_id, set()).add(event)
        deadline = asyncio.get_running_loop().time() + timeout_s
        try:
            while True:
                status, waiting, replies = await self._records.read(lambda unit: _replies(unit, message_id))
                left = deadline - asyncio.get_running_loop().time()
                if not waiting or left <= 0:
                    return status, replies
                # Another gateway may answer it, which nobody tells us: so look now and then.
                try:
                    async with asyncio.timeout(min(1.0, left)):
                        await event.wait()
                except TimeoutError:
                    continue
        finally:
            events = self._settled.get(message_id, set())
            events.discard(event)
            if not events:
                self._settled.pop(message_id, None)

    # What agents do.

    async def claim(self, conversation_id: str, agent_id: str) -> Json:
        """Give the conversation to the agent, the first who asks, however slow the shop is. Raises NotFound, Conflict."""
        left: list[Unfinished] = []

        def work(unit: Unit) -> Change:
            change, unfinished = self._transitions.claim(unit, conversation_id, agent_id)
            left.extend([unfinished] if unfinished else [])
            return change

        change = await self._changed(conversation_id, work)
        await self._push.typing_to_customer(change.visitor_id, "bot", False)
        if change.status is not None:
            self._handed_over()
        for unfinished in left:
            self._completing.begin(conversation_id, unfinished)
        return change.summary

    async def say(
        self,
        conversation_id: str,
        agent_id: str,
        text: str,
        private: bool,
        client_message_id: str | None,
        seen: int | None = None,
        attachments: Sequence[str] = (),
    ) -> Json:
        """Store and show an agent's message or private note. Raises NotFound, Conflict, NotAllowed.

        `seen`: the newest offset that the agent had seen when they began to write, None if that does not matter.
        """
        text = mask_cards(text)
        async with self._lock(await self._lock_key(conversation_id)):
            message, change = await self._records.write(
                lambda unit: self._transitions.say(
                    unit, conversation_id, agent_id, text, private, client_message_id, seen, attachments
                )
            )
            if change is not None:
                await self._push.publish(change)
        return message

    async def done(self, conversation_id: str, agent_id: str, client_message_id: str) -> Json | None:
        """Return the conversation's summary if the agent has done what goes by this id; None if not. Raises NotFound, Conflict."""

        def look(unit: Unit) -> Json | None:
            conversation = unit.conversations.get(conversation_id)
            known = unit.messages.of_agent(agent_id, client_message_id)
            if known is not None and known.conversation_id != conversation.id:
                raise Conflict("this client_message_id belongs to another conversation")
            return summary_view(conversation) if known else None

        return await self._records.read(look)

    async def resolve(self, conversation_id: str, agent_id: str) -> Json:
        """End the conversation. Raises NotFound, Conflict, NotAllowed."""
        change = await self._changed(
            conversation_id, lambda unit: self._transitions.resolve(unit, conversation_id, agent_id)
        )
        return change.summary

    async def return_to_bot(self, conversation_id: str, agent_id: str) -> Json:
        """Let the bot lead again. Raises NotFound, Conflict, NotAllowed."""
        change = await self._changed(
            conversation_id, lambda unit: self._transitions.return_to_bot(unit, conversation_id, agent_id)
        )
        return change.summary

    async def change(self, conversation_id: str, work: Callable[[Unit], Change | None]) -> Change | None:
        """Do `work` on the conversation, then tell everybody; None: nothing has changed. Raises NotFound."""
        async with self._lock(await self._lock_key(conversation_id)):
            change = await self._records.write(work)
            if change is not None:
                await self._push.publish(change)
        return change

    async def _changed(self, conversation_id: str, work: Callable[[Unit], Change]) -> Change:
        change = await self.change(conversation_id, work)
        assert change is not None
        return change

    async def alone(self, key: str, work: Callable[[Unit], Result]) -> Result:
        """Do `work` while this gateway neither stores nor pushes anything else of the person with this key."""
        async with self._lock(key):
            return await self._records.write(work)

    # What the bot does.

    async def commit(self, key: str, work: Callable[[Unit], Change | None]) -> Change | None:
        """Do `work` on the conversation of the person with this key, then tell everybody; None: nothing has changed."""
        async with self._lock(key):
            change = await self._records.write(work)
            if change is not None:
                await self._push.publish(change)
        if change is not None and change.summary["status"] == Status.OPEN:
            logs.note("handed_over", conversation_id=change.conversation_id, reason=change.summary["reason"])
            self._handed_over()
        return change

    def _kick(self, conversation_id: str) -> None:
        """See to it that somebody works on the conversation."""
        if conversation_id in self._workers:
            self._again.add(conversation_id)
        else:
            self._workers[conversation_id] = asyncio.create_task(self._work(conversation_id))

    async def _work(self, conversation_id: str) -> None:
        """Relay one question after the other until no message waits."""
        try:
            while True:
                self._again.discard(conversation_id)
                while await self._turn(conversation_id):
                    pass
                if conversation_id not in self._again:
                    return
        except WarmlineError as error:
            logs.warn("turn_failed", conversation_id=conversation_id, error=type(error).__name__)
        except Exception:
            logs.failed("turn_failed", conversation_id=conversation_id)  # the sweep comes back to it
        finally:
            self._workers.pop(conversation_id, None)
            self._again.discard(conversation_id)

    async def _turn(self, conversation_id: str) -> bool:
        """Put the next question to the bot and store what it says; False if no message waits."""
        await self._typists.pause(conversation_id)
        question = await self._records.write(
            lambda unit: self._answering.take(unit, conversation_id, self._owner, self._lease)
        )
        if question is None:
            return False
        visitor_id, customer = question.asker.visitor_id, question.asker.customer
        await self._push.typing_to_customer(visitor_id, "bot", True)
        try:
            answer = await self._ask(question)
            dossier = Dossier()
            if answer is None or answer.handoff is not None:
                dossier = await self._people.dossier(customer.id if customer else None, customer)

            def work(unit: Unit) -> Change | None:
                if answer is None:
                    return self._answering.give_up(unit, question, dossier)
                return self._answering.answer(unit, question, answer, dossier)

            change = await self.commit(question.asker.key, work)
        except _Superseded:
            change = None
        finally:
            await self._push.typing_to_customer(visitor_id, "bot", False)
        if change is None:
            logs.note("bot_discarded", message_id=question.message_id)
        for message_id in question.message_ids:
            for event in self._settled.get(message_id, ()):
                event.set()
        return True

    async def _ask(self, question: Question) -> Answer | None:
        """Return the bot's answer; None when it did not give one in all tries. Raises _Superseded."""
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(min(BACK_OFF_S * 2**attempt, LONGEST_BACK_OFF_S))
                wanted = await self._records.write(
                    lambda unit: self._answering.renew(unit, question, self._owner, self._lease)
                )
                if not wanted:
                    raise _Superseded
            try:
                async with asyncio.timeout(self._bot_timeout_s):
                    return await self._ask_until_reached(question)
            except TimeoutError:
                logs.warn("bot_silent", message_id=question.message_id, attempt=attempt + 1)
            except BotFailed as error:
                logs.warn("bot_failed", message_id=question.message_id, attempt=attempt + 1, detail=str(error))
            except BotRefused as error:
                logs.warn("bot_refused", message_id=question.message_id, detail=str(error))
                return None
        return None

    async def _ask_until_reached(self, question: Question) -> Answer:
        """Ask; as long as nobody listens (the bot may be restarting), ask again. The caller sets the time."""
        pause_s = BACK_OFF_S
        while True:
            try:
                return await self._bot.ask(
                    question.conversation_id,
                    question.text,
                    question.message_id,
                    question.asker.who,
                    question.attachments,
                )
            except BotUnreachable:
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, LONGEST_BACK_OFF_S)

    async def _sweep(self) -> None:
        """Find messages that wait and that nobody relays: left by a dead process, or by a failed turn."""
        while True:
            try:
                for conversation_id in await self._records.read(lambda u: u.conversations.unanswered(self._clock())):
                    self._kick(conversation_id)
            except Exception:
                logs.failed("sweep_failed")
            await asyncio.sleep(SWEEP_S)

    def _lock(self, key: str) -> asyncio.Lock:
        """Return the lock of one person's conversations: it keeps what is pushed in the order of the commits."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock

    async def _lock_key(self, conversation_id: str) -> str:
        def look(unit: Unit) -> str:
            return speaker_of(unit.conversations.get(conversation_id).visitor).key

        return await self._records.read(look)


def _replies(unit: Unit, message_id: str) -> tuple[str, bool, list[Json]]:
    message = unit.messages.get(message_id)
    if message is None:
        raise NotFound("this message has been deleted")
    conversation = unit.conversations.get(message.conversation_id)
    turn = message.turn or message.id
    replies = [customer_view(message_view(reply)) for reply in unit.messages.replies(turn)]
    return str(conversation.status), message.relay is RelayState.WAITING, replies
