"""What an admin decides at run time: settings by name, and the shop's queues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage.people_tables import Queue, ShopSetting
from storage.tables import Conversation
from support.conversation import Status


class ShopSettings:
    """The repository of settings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str) -> ShopSetting | None:
        """Return what was set under this name."""
        return self._session.get(ShopSetting, name)

    def beginning(self, prefix: str) -> Sequence[ShopSetting]:
        """Return what was set under names with this beginning, by name."""
        query = select(ShopSetting).where(ShopSetting.name.startswith(prefix, autoescape=True))
        return self._session.scalars(query.order_by(ShopSetting.name)).all()

    def put(self, name: str, value: dict[str, Any], by: str, at: datetime) -> None:
        """Set it."""
        found = self.get(name)
        if found is None:
            self._session.add(ShopSetting(name=name, value=value, changed_by=by, changed_at=at))
        else:
            found.value, found.changed_by, found.changed_at = value, by, at
        self._session.flush()

    def drop(self, name: str) -> None:
        """Forget it: what the start's settings say holds again."""
        self._session.execute(delete(ShopSetting).where(ShopSetting.name == name))


class Queues:
    """The repository of the shop's queues, and of its titles for ours."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Sequence[Queue]:
        """Return them by name."""
        return self._session.scalars(select(Queue).order_by(Queue.name)).all()

    def get(self, name: str) -> Queue | None:
        """Return one."""
        return self._session.get(Queue, name)

    def put(self, name: str, title: str, title_zh: str, at: datetime) -> None:
        """Keep a queue's titles, and the queue itself if it is new."""
        found = self.get(name)
        if found is None:
            self._session.add(Queue(name=name, title=title, title_zh=title_zh, created_at=at))
        else:
            found.title, found.title_zh = title, title_zh
        self._session.flush()

    def delete(self, name: str) -> None:
        """Remove it, if it is there."""
        self._session.execute(delete(Queue).where(Queue.name == name))

    def open(self) -> dict[str, int]:
        """Return how many conversations are open or set aside in each queue."""
        query = (
            select(Conversation.queue, func.count())
            .where(Conversation.status.in_((Status.OPEN, Status.SNOOZED)))
            .group_by(Conversation.queue)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}
