"""A customer's data deleted for good: at once in the database, and to the end outside of it, whatever crashes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import anyio.to_thread

from gateway import logs
from gateway.bot import Bot
from gateway.clock import Clock
from gateway.files import Files
from gateway.identity import Speaker
from gateway.outbox import NotYet
from gateway.push import Push
from gateway.records import Records
from gateway.relay import Relay
from gateway.views import Json
from storage import Unit
from storage.purge import Purged, forget_bot_events, purge_visitor
from storage.tables import OutboxEntry

DONE = "erased"


class Erasing:
    """Deletes a speaker's data. `leave` ends the visitor's connections, `kick` has the outbox looked at."""

    def __init__(
        self,
        records: Records,
        relay: Relay,
        push: Push,
        clock: Clock,
        *,
        leave: Callable[[str], Awaitable[None]],
        kick: Callable[[], None],
    ) -> None:
        self._records = records
        self._relay = relay
        self._push = push
        self._clock = clock
        self._leave = leave
        self._kick = kick

    async def erase(self, speaker: Speaker) -> int:
        """Delete everything of the speaker's and return how many conversations that was; doing it twice is fine.

        What an agent or the bot is about to say finds no conversation any more, and comes to nothing.
        """

        def work(unit: Unit) -> tuple[str, Purged] | None:
            visitor = unit.visitors.find(speaker.customer_id, speaker.guest_id)
            if visitor is None:
                return None
            now, visitor_id = self._clock(), visitor.id
            purged = purge_visitor(unit, visitor_id)
            note_purge(unit, purged, "customer" if speaker.verified else "guest", now)
            return visitor_id, purged

        done = await self._relay.alone(speaker.key, work)
        if done is None:
            return 0
        visitor_id, purged = done
        logs.note("data_deleted", conversations=len(purged.conversation_ids), files=len(purged.attachment_ids))
        self._kick()
        await self._push.erased(visitor_id, purged.conversation_ids)
        await self._leave(visitor_id)
        return len(purged.conversation_ids)


def note_purge(unit: Unit, purged: Purged, actor: str, now: datetime) -> None:
    """Write the one line of the audit log, and into the outbox what is still to be erased."""
    unit.audit.add(now, actor, "delete_data", None, {"conversations": len(purged.conversation_ids)})
    leave_the_rest(unit, purged, now)


def leave_the_rest(unit: Unit, purged: Purged, now: datetime) -> None:
    """Write into the outbox what lies outside the database and is still to be erased: files, the bot's memory."""
    if purged.conversation_ids or purged.attachment_ids:
        body: Json = {
            "conversations": list(purged.conversation_ids),
            "attachments": list(purged.attachment_ids),
            "busy_until": purged.busy_until.isoformat() if purged.busy_until else None,
        }
        unit.outbox.erasure(body, now)


class Erasures:
    """The outbox's handler of erasures: files are removed, and the bot forgets. Doing it again does no harm."""

    def __init__(self, records: Records, files: Files, bot: Bot, clock: Clock) -> None:
        self._records = records
        self._files = files
        self._bot = bot
        self._clock = clock

    async def deliver(self, entry: OutboxEntry) -> str:
        """Erase what is left. Raises NotYet while a turn may be going on that would write again; BotUnreachable, BotFailed."""
        body = entry.body or {}
        for attachment_id in body.get("attachments", []):
            await anyio.to_thread.run_sync(self._files.remove, attachment_id)
        conversation_ids = body.get("conversations", [])
        if conversation_ids:
            # First its memory, then what it had stored since: the other way round it would store it once more.
            await self._bot.forget(conversation_ids)
            await self._records.write(lambda unit: forget_bot_events(unit.session, conversation_ids))
        busy_until = datetime.fromisoformat(body["busy_until"]) if body.get("busy_until") else None
        if busy_until is not None and busy_until > self._clock():
            raise NotYet(busy_until - self._clock())
        return DONE
