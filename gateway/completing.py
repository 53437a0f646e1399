"""What only the shop knows comes into the packet of an agent who took over afterwards: a claim never waits for the shop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from gateway import logs
from gateway.people import People
from gateway.push import Change
from gateway.transitions import Transitions, Unfinished
from storage import Unit
from support.errors import NotFound

Changing = Callable[[str, Callable[[Unit], Change | None]], Awaitable[Change | None]]


class Completing:
    """Asks the shop in the background. `change` is the relay's; `done` is called when a packet is as good as it gets.

    If we die meanwhile, the packet stays as it was, and the outbox delivers it so.
    """

    def __init__(self, people: People, transitions: Transitions, change: Changing, done: Callable[[], None]) -> None:
        self._people = people
        self._transitions = transitions
        self._change = change
        self._done = done
        self.tasks: set[asyncio.Task[None]] = set()

    def begin(self, conversation_id: str, unfinished: Unfinished) -> None:
        """See to it that the packet is completed."""
        task = asyncio.create_task(self._complete(conversation_id, unfinished))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _complete(self, conversation_id: str, unfinished: Unfinished) -> None:
        customer = unfinished.customer
        try:
            dossier = await self._people.dossier(customer.id, customer)
            await self._change(
                conversation_id, lambda unit: self._transitions.complete(unit, conversation_id, unfinished, dossier)
            )
        except NotFound:
            return  # deleted meanwhile
        except Exception:
            logs.failed("packet_not_completed", conversation_id=conversation_id)
        self._done()
