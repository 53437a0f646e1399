"""Photos and documents of customers and agents: checked, made harmless, kept, and found again by who may see them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import anyio
import anyio.to_thread

from gateway import logs
from gateway.bodies import Unsafe, Unsupported, checked_attachment
from gateway.clock import Clock
from gateway.files import Files
from gateway.identity import Speaker
from gateway.people import People
from gateway.pictures import Picture, redrawn
from gateway.records import Records
from gateway.views import Json, attachment_view
from storage import Unit
from storage.ids import NewId
from storage.tables import Attachment
from support import attachments
from support.errors import NotFound, RateLimited
from support.privacy import mask_cards

LOOSE_FOR = timedelta(days=1)
MOST_LOOSE = 20  # of one visitor: five messages full
SWEEP_S = 3600.0
# Some minutes after the start: who started with another database by mistake has time to see it before files go.
FIRST_SWEEP_S = 300.0
_ORPHAN_S = 3600.0
_BATCH = 500
_AT_ONCE = 2  # pictures redrawn at a time: each may take 150 MB


@dataclass(frozen=True)
class Stored:
    """A file to be sent out."""

    path: Path
    name: str
    media_type: str


class Attachments:
    """Takes files in and gives them out. `start()` begins to clear away what nobody needs, `stop()` ends it."""

    def __init__(self, records: Records, people: People, files: Files, clock: Clock, ids: NewId) -> None:
        self._records = records
        self._people = people
        self._files = files
        self._clock = clock
        self._ids = ids
        self._drawing = anyio.CapacityLimiter(_AT_ONCE)
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to clear away."""
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """End."""
        if self._sweeper:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)

    async def add(self, speaker: Speaker, name: str, data: bytes) -> Json:
        """Keep a file of the speaker's and return it as an Attachment.

        Raises Unsupported, Unreadable, Unsafe, TooLarge; RateLimited for somebody who sends files and no messages.
        """
        visitor_of = await self._people.visitor_of(speaker)

        def room(unit: Unit) -> str:
            visitor = visitor_of(unit)
            if unit.attachments.count_loose(visitor.id) >= MOST_LOOSE:
                raise RateLimited("send what you have attached first", 60.0)
            return visitor.id

        visitor_id = await self._records.write(room)
        attachment_id, facts = await self._kept(name, data)

        def keep(unit: Unit) -> Json:
            return attachment_view(unit.attachments.add(attachment_id, visitor_id, self._clock(), **facts))

        return await self._records.write(keep)

    async def add_of_agent(self, agent_id: str, conversation_id: str, name: str, data: bytes) -> Json:
        """Keep a file that an agent will send in this conversation, and return it as an Attachment.

        Raises NotFound; Unsupported, Unreadable, Unsafe, TooLarge; RateLimited for somebody who attaches and never sends.
        """

        def room(unit: Unit) -> None:
            unit.conversations.get(conversation_id)
            if unit.attachments.count_loose_of_agent(agent_id) >= MOST_LOOSE:
                raise RateLimited("send what you have attached first", 60.0)

        await self._records.read(room)
        attachment_id, facts = await self._kept(name, data)

        def keep(unit: Unit) -> Json:
            conversation = unit.conversations.locked(conversation_id)
            whose = {"agent_id": agent_id, "conversation_id": conversation.id}
            added = unit.attachments.add(attachment_id, conversation.visitor_id, self._clock(), **whose, **facts)
            return attachment_view(added)

        return await self._records.write(keep)

    async def _kept(self, name: str, data: bytes) -> tuple[str, Json]:
        """Make a file harmless and write it; return its new id, and what is known of it."""
        kept = await anyio.to_thread.run_sync(harmless, data, limiter=self._drawing)
        attachment_id = self._ids("f")
        await anyio.to_thread.run_sync(self._files.write, attachment_id, kept.data)
        facts = {
            "name": attachments.clean_name(mask_cards(name), kept.media_type),
            "media_type": kept.media_type,
            "size_bytes": len(kept.data),
            "sha256": hashlib.sha256(kept.data).hexdigest(),
            "width_px": kept.width_px or None,
            "height_px": kept.height_px or None,
        }
        logs.note("attachment_stored", attachment_id=attachment_id, media_type=kept.media_type, size=len(kept.data))
        return attachment_id, facts

    async def of_speaker(self, attachment_id: str, speaker: Speaker) -> Stored:
        """Return a file of the speaker's own, or one that an agent has sent them. Raises NotFound, for any other too."""

        def may(unit: Unit, attachment: Attachment) -> bool:
            visitor = unit.visitors.find(speaker.customer_id, speaker.guest_id)
            if visitor is None or attachment.visitor_id != visitor.id:
                return False
            return attachment.agent_id is None or _is_shown(unit, attachment)

        return await self._stored(attachment_id, may)

    async def for_agents(self, attachment_id: str) -> Stored:
        """Return a file that is part of a conversation. Raises NotFound."""
        return await self._stored(attachment_id, lambda _, attachment: attachment.message_id is not None)

    async def _stored(self, attachment_id: str, may: Callable[[Unit, Attachment], bool]) -> Stored:
        path = self._files.path(checked_attachment(attachment_id))

        def look(unit: Unit) -> Stored | None:
            found = unit.attachments.get(attachment_id)
            return Stored(path, found.name, found.media_type) if found and may(unit, found) else None

        stored = await self._records.read(look)
        if stored is None or not path.is_file():
            raise NotFound("there is no such attachment")
        return stored

    async def clear(self) -> None:
        """Delete what no message took within a day, and every file that no row knows any more."""
        before = self._clock() - LOOSE_FOR
        await self._records.write(lambda unit: unit.attachments.drop_loose(before))
        lying = await anyio.to_thread.run_sync(lambda: list(self._files.older_than(_ORPHAN_S)))
        gone = 0
        while lying:
            some, lying = lying[:_BATCH], lying[_BATCH:]
            known = await self._records.read(partial(_known, some))
            for attachment_id in set(some) - known:
                self._files.remove(attachment_id)
                gone += 1
        if gone:
            logs.note("attachments_removed", count=gone)

    async def _sweep(self) -> None:
        await asyncio.sleep(FIRST_SWEEP_S)
        while True:
            try:
                await self.clear()
            except Exception:
                logs.failed("attachments_not_cleared")
            await asyncio.sleep(SWEEP_S)


def _is_shown(unit: Unit, attachment: Attachment) -> bool:
    """Say whether the file is part of a message that the customer sees: private notes have files too."""
    message = unit.messages.get(attachment.message_id) if attachment.message_id else None
    return message is not None and not message.private


def _known(attachment_ids: Sequence[str], unit: Unit) -> set[str]:
    return unit.attachments.known(attachment_ids)


def harmless(data: bytes) -> Picture:
    """Return a file as it may be kept: a picture drawn anew, a PDF as it is, of no size in pixels.

    Raises Unsupported, Unreadable, Unsafe, TooLarge.
    """
    media_type = attachments.media_type(data)
    if media_type is None:
        raise Unsupported("only photos (JPEG, PNG, WebP, GIF) and PDF files can be sent")
    if media_type != attachments.PDF:
        return redrawn(data, media_type)
    if not attachments.is_inert(data):
        raise Unsafe("this PDF holds scripts, files or a lock: print it to a new PDF, or send a photo of it")
    return Picture(data, media_type, 0, 0)
