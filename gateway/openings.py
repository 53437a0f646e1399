"""The bot's word on opening the chat: once a customer and day, and only if it has something to say."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta, tzinfo

from gateway import logs
from gateway.answering import NotNow
from gateway.bot import Event
from gateway.clock import Clock
from gateway.identity import Speaker
from gateway.initiative import Initiative, Inquiry
from gateway.records import Records
from gateway.wishes import MESSAGES
from storage import Unit
from storage.tables import Conversation, Visitor
from support.conversation import Status
from support.errors import WarmlineError

QUIET_FOR = timedelta(hours=24)
ASK_AGAIN_AFTER = timedelta(minutes=10)
REMEMBERED = 5_000


class Openings:
    """Asks the bot in the background whenever a customer opens the chat. End it with `stop()`."""

    def __init__(
        self, records: Records, initiative: Initiative, clock: Clock, timezone: tzinfo, *, enabled: bool
    ) -> None:
        self._records = records
        self._initiative = initiative
        self._clock = clock
        self._timezone = timezone
        self._enabled = enabled
        self._asked: dict[str, datetime] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def opened(self, speaker: Speaker) -> None:
        """Note that somebody has opened the chat; returns at once and never fails."""
        if not self._enabled:
            return
        now = self._clock()
        asked = self._asked.get(speaker.key)
        # Every page of the shop opens the chat anew, and there is rarely news within minutes.
        if not speaker.verified or (asked is not None and now - asked < ASK_AGAIN_AFTER):
            return
        if len(self._asked) >= REMEMBERED:
            self._asked = {key: at for key, at in self._asked.items() if now - at < ASK_AGAIN_AFTER}
        self._asked[speaker.key] = now
        task = asyncio.create_task(self._open(speaker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Stop; an opening that is lost is no loss."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _open(self, speaker: Speaker) -> None:
        today = self._clock().astimezone(self._timezone).date()
        try:
            inquiry = await self._records.read(lambda unit: self._inquiry(unit, speaker, today))
            if inquiry is None:
                return
            answer = await self._initiative.ask(inquiry)
            if not answer.messages:
                return
            change = await self._initiative.speak(inquiry, answer, lambda _, visitor: _greet(visitor, today))
            if change is not None:
                logs.note("opening_said", conversation_id=change.conversation_id)
        except NotNow:
            logs.note("opening_discarded")
        except (WarmlineError, TimeoutError) as error:
            logs.warn("opening_failed", error=type(error).__name__)
        except Exception:
            logs.failed("opening_failed")

    def _inquiry(self, unit: Unit, speaker: Speaker, today: date) -> Inquiry | None:
        visitor = unit.visitors.find(speaker.customer_id, speaker.guest_id)
        if visitor is None or not _may_greet(visitor, today):
            return None
        conversation = unit.conversations.of_visitor(visitor.id)
        if conversation is not None and _is_running(conversation, self._clock()):
            return None
        return self._initiative.inquiry(unit, visitor, Event("opened", {}), f"open_{visitor.id}_{today}")


def _greet(visitor: Visitor, today: date) -> bool:
    if not _may_greet(visitor, today):
        return False
    visitor.greeted_on = today
    return True


def _may_greet(visitor: Visitor, today: date) -> bool:
    return visitor.greeted_on != today and MESSAGES not in visitor.opt_outs


def _is_running(conversation: Conversation, now: datetime) -> bool:
    """Say whether something is going on: a human leads, or the bot and something was said within the last day."""
    if conversation.status is Status.RESOLVED:
        return False
    quiet = conversation.last_offset == 0 or now - conversation.updated_at >= QUIET_FOR
    return conversation.status is not Status.PENDING or not quiet
