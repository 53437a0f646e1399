"""The database, from the event loop: every unit of work runs in a thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread

from storage import Database, Unit

Result = TypeVar("Result")


class Records:
    """Asynchronous units of work on a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def read(self, work: Callable[[Unit], Result]) -> Result:
        """Do `work`, which only reads."""
        return await anyio.to_thread.run_sync(self.database.read, work)

    async def write(self, work: Callable[[Unit], Result]) -> Result:
        """Do `work` in one transaction; a cancelled caller still waits for the commit, so nothing is half known."""
        return await anyio.to_thread.run_sync(self.database.write, work)
