"""The terms of service as they hold now: the file of hours, and before it the hours that an admin has set in the desk."""

from __future__ import annotations

from datetime import datetime, tzinfo

from gateway import logs
from gateway.records import Records
from gateway.views import Json
from storage import Unit
from storage.people_tables import ShopSetting
from support.errors import InvalidInput, SettingsError
from support.hours import WEEKDAYS, Hours, Span
from support.service import Service, hours_of
from support.sla import SlaRules

SETTING = "hours"


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
        tables = {"hours": {"timezone": value["timezone"], **value["week"]}, "holidays": value["holidays"]}
        try:
            return hours_of("the hours", tables, self._timezone)
        except SettingsError as error:
            raise InvalidInput(str(error)) from None

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
        filed = hours_view(self.filed.hours)
        held = {"source": "desk", **setting.value} if setting else {"source": "file", **filed}
        return {**held, "zone": zone_name(self._hours.timezone), "filed": filed}


def hours_view(hours: Hours) -> Json:
    """Return hours in the form in which they can be set."""
    return {
        "timezone": zone_name(hours.timezone),
        "week": {day: [_span(one) for one in spans] for day, spans in zip(WEEKDAYS, hours.week, strict=True)},
        "holidays": {day: [_span(one) for one in spans] for day, spans in sorted(hours.holidays.items())},
    }


def zone_name(zone: tzinfo) -> str:
    """Return the name of a time zone."""
    return str(getattr(zone, "key", None) or "UTC")


def _span(span: Span) -> str:
    end = span.end if span.end <= 24 * 60 else span.end - 24 * 60
    return f"{span.start // 60:02d}:{span.start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
