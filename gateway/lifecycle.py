"""Conversations that stand still: set aside and back again, abandoned, resolved by rule. Through the relay only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from gateway import logs
from gateway.changes import Notices, change_of, may_manage
from gateway.clock import Clock, iso
from gateway.push import Change
from gateway.records import Records
from gateway.relay import Relay
from gateway.team import presence_of
from gateway.views import Json
from storage import Unit
from storage.tables import Conversation
from support.conversation import Status, Transition, after
from support.errors import InvalidInput
from support.routing import Presence

LONGEST_SNOOZE = timedelta(days=90)
BY_ITSELF = "watcher"


class Lifecycle:
    """`abandoned`, `resolve`: after how long without a word; zero means never."""

    def __init__(
        self,
        records: Records,
        relay: Relay,
        notices: Notices,
        clock: Clock,
        *,
        abandoned: timedelta,
        resolve: timedelta,
    ) -> None:
        self._records = records
        self._relay = relay
        self._notices = notices
        self._clock = clock
        self._abandoned = abandoned
        self._resolve = resolve

    async def snooze(self, conversation_id: str, agent_id: str, until: datetime) -> Json:
        """Set the conversation aside until then. Raises NotFound, NotAllowed, Conflict, InvalidInput."""
        change = await self._relay.change(
            conversation_id, lambda unit: self.set_aside(unit, conversation_id, agent_id, until)
        )
        assert change is not None
        return change.summary

    def set_aside(self, unit: Unit, conversation_id: str, agent_id: str, until: datetime) -> Change:
        """Set the conversation aside within a unit of work. Raises NotFound, NotAllowed, Conflict, InvalidInput."""
        now = self._clock()
        if not now < until <= now + LONGEST_SNOOZE:
            raise InvalidInput(f"`until` must lie within the next {LONGEST_SNOOZE.days} days")
        conversation = unit.conversations.locked(conversation_id)
        may_manage(conversation, agent_id)
        conversation.status = after(conversation.status, Transition.SNOOZE)
        conversation.snoozed_until, conversation.abandoned_at = until, None
        said = iso(until) or ""
        notice = self._notices.add(unit, conversation, "snoozed", "snoozed", now, private=True, until=said)
        unit.audit.add(now, agent_id, "snooze", conversation.id, {"until": said})
        return change_of(conversation, [notice], status=True)

    async def run(self) -> None:
        """Do what is due."""
        now = self._clock()
        for conversation_id in await self._records.read(lambda unit: unit.conversations.to_wake(now)):
            await self._do("conversation_woken", conversation_id, self._wake)
        if self._abandoned:
            for conversation_id in await self._records.read(
                lambda unit: unit.conversations.silent(now - self._abandoned)
            ):
                await self._do("conversation_abandoned", conversation_id, self._abandon)
        if self._resolve:
            for conversation_id in await self._records.read(
                lambda unit: unit.conversations.abandoned(now - self._resolve)
            ):
                await self._do("conversation_expired", conversation_id, self._expire)

    async def _do(self, name: str, conversation_id: str, work: Callable[[str, Unit], Change | None]) -> None:
        if await self._relay.change(conversation_id, partial(work, conversation_id)) is not None:
            logs.note(name, conversation_id=conversation_id)

    # Each looks again under the lock: somebody may have been faster.

    def _wake(self, conversation_id: str, unit: Unit) -> Change | None:
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        until = conversation.snoozed_until
        if conversation.status is not Status.SNOOZED or until is None or until > now:
            return None
        conversation.status = after(conversation.status, Transition.WAKE)
        conversation.snoozed_until = None
        agent = conversation.assignee
        if agent is not None and presence_of(agent, now) is not Presence.ONLINE:
            conversation.assignee, conversation.language_fallback = None, False
        notice = self._notices.add(unit, conversation, "woken", "woken", now, private=True)
        unit.audit.add(now, BY_ITSELF, "wake", conversation.id)
        return change_of(conversation, [notice], status=True)

    def _abandon(self, conversation_id: str, unit: Unit) -> Change | None:
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        if not _waits_for_customer(conversation) or conversation.updated_at > now - self._abandoned:
            return None
        conversation.status = after(conversation.status, Transition.ABANDON)
        conversation.abandoned_at = now
        notice = self._notices.add(unit, conversation, "abandoned", "abandoned", now, private=True)
        unit.audit.add(now, BY_ITSELF, "abandon", conversation.id)
        return change_of(conversation, [notice], status=False)

    def _expire(self, conversation_id: str, unit: Unit) -> Change | None:
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        abandoned_at = conversation.abandoned_at
        if conversation.status is not Status.OPEN or abandoned_at is None or abandoned_at > now - self._resolve:
            return None
        conversation.status = after(conversation.status, Transition.RESOLVE)
        conversation.resolved_at = now
        unit.messages.leave_to_humans(conversation.id)
        unit.handoffs.close(conversation.id, now)
        notice = self._notices.add(unit, conversation, "resolved_silent", "resolved", now)
        unit.audit.add(now, BY_ITSELF, "resolve", conversation.id, {"why": "abandoned"})
        return change_of(conversation, [notice], status=True)


def _waits_for_customer(conversation: Conversation) -> bool:
    still = conversation.waiting_since is None and conversation.abandoned_at is None
    return conversation.status is Status.OPEN and still
