"""The terms of service as they hold now: the file of hours, and before it the hours that an admin has set in the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from gateway import logs
from gateway.records import Records
from gateway.views import Json
from storage import Unit
from storage.people_tables import ShopSetting
from support.errors import InvalidInput
from support.hours import Hours
from support.schedules import hours_of, schedule_of, zone_name
from support.service import Service
from support.sla import SlaRules

SETTING = "hours"


class Promises(Protocol):
    """When people are there and how soon they answer, as it holds at the moment: Terms, or a Service that never changes."""

    @property
    def hours(self) -> Hours:
        """Return when people are there."""

    @property
    def sla(self) -> SlaRules:
        """Return how soon they answer."""


class Terms:
    """Read once at the start, again when the desk has changed them here, and by the watcher for what other gateways changed."""

    def __init__(self, service: Service, records: Records, timezone: str) -> None:
        self.filed = service
        self._records = records
        self._timezone = timezone
        self._hours = service.hours
        self._as_of: datetime | None = None

    @property
    def hours(self) -> Hours:
        """Return when people are there."""
        return self._hours

    @property
    def sla(self) -> SlaRules:
        """Return how soon they answer."""
        return self.filed.sla

    def read(self, value: Json) -> Hours:
        """Return the hours that a setting describes. Raises InvalidInput, which names what makes no sense."""
        return hours_of(value, self._timezone)

    async def run(self) -> None:
        """Take over what has been set meanwhile."""
        self.take(await self._records.read(lambda unit: unit.settings.get(SETTING)))

    def load(self) -> None:
        """Take over what is set, at the start."""
        self.take(self._records.database.read(lambda unit: unit.settings.get(SETTING)))

    def take(self, setting: ShopSetting | None) -> None:
        """Let a setting hold, or the file if there is none; one that cannot be read changes nothing."""
        as_of = setting.changed_at if setting else None
        if as_of == self._as_of:
            return
        try:
            self._hours = self.read(setting.value) if setting else self.filed.hours
        except InvalidInput:
            logs.failed("hours_not_read")
        self._as_of = as_of

    def as_json(self, unit: Unit) -> Json:
        """Return the hours as the desk shows and changes them, with where they come from."""
        setting = unit.settings.get(SETTING)
        filed = schedule_of(self.filed.hours)
        held = {"source": "desk", **setting.value} if setting else {"source": "file", **filed}
        return {**held, "zone": zone_name(self._hours.timezone), "filed": filed}
