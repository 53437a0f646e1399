"""The shop's rules as data: `default.toml` as it ships, and a file of the shop's own that says what differs."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from support.errors import SettingsError

DEFAULT = Path(__file__).with_name("default.toml")
CONDITIONS = ("unopened", "opened", "used")
_BEFORE_SHIPPING = ("paid", "packed")


def _whole(low: int, high: int) -> Any:
    return field(metadata={"low": low, "high": high})


def _cents() -> Any:
    return _whole(0, 10_000_000)


def _one_of(choices: tuple[str, ...]) -> Any:
    return field(metadata={"choices": choices})


@dataclass(frozen=True, kw_only=True)
class Returns:
    """What may go back, for how long, and what it costs. Fees in minor units."""

    window_days: int = _whole(0, 3650)
    conditions: tuple[str, ...] = _one_of(CONDITIONS)
    never: tuple[str, ...]
    sealed_only: tuple[str, ...]
    free_label: bool
    label_fee: int = _cents()
    pickup: bool
    pickup_fee: int = _cents()
    refund_shipping: bool


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """For how long things are exchanged."""

    window_days: int = _whole(0, 3650)


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """Until which status an order may be cancelled."""

    until: str = _one_of(_BEFORE_SHIPPING)


@dataclass(frozen=True, kw_only=True)
class ChangeOrder:
    """Until which status items may change, and whether the shop takes the difference where that costs more."""

    until: str = _one_of(_BEFORE_SHIPPING)
    extra_charge: bool


@dataclass(frozen=True, kw_only=True)
class ChangeAddress:
    """Until which status the shop changes the address, and whether the carrier is asked later."""

    until: str = _one_of(_BEFORE_SHIPPING)
    carrier_request: bool
    carrier_fee: int = _cents()


@dataclass(frozen=True, kw_only=True)
class Refunds:
    """How long money takes."""

    payout_days: int = _whole(0, 365)


@dataclass(frozen=True, kw_only=True)
class Warranty:
    """What every product has at least."""

    least_months: int = _whole(0, 1200)


@dataclass(frozen=True, kw_only=True)
class Verification:
    """How often a guest may try."""

    tries: int = _whole(1, 20)


@dataclass(frozen=True, kw_only=True)
class Payments:
    """When a payment is one too many."""

    twice_within_days: int = _whole(0, 60)


@dataclass(frozen=True, kw_only=True)
class Promotions:
    """What holds for every promo code."""

    one_per_order: bool
    most_percent: int = _whole(1, 100)
    grace_days: int = _whole(0, 365)


@dataclass(frozen=True, kw_only=True)
class Goodwill:
    """When and how far the bot may make good. Vouchers in minor units."""

    enabled: bool
    after_mending: bool
    late_days: int = _whole(1, 365)
    very_late_days: int = _whole(1, 365)
    late_row: int = _whole(2, 100)
    refund_overdue_days: int = _whole(1, 365)
    percent: int = _whole(1, 100)
    repeated_percent: int = _whole(0, 100)
    loyal_percent: int = _whole(0, 100)
    loyal_years: int = _whole(0, 100)
    voucher_least: int = _cents()
    voucher_most: int = _cents()
    voucher_days: int = _whole(1, 3650)
    gestures_a_year: int = _whole(0, 100)
    abusive_claims: int = _whole(1, 1000)
    abusive_percent: int = _whole(0, 100)


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """Who is served sooner."""

    valued_orders: int = _whole(1, 10_000)
    valued_years: int = _whole(0, 100)
    failures: int = _whole(1, 1000)
    raise_to: str = _one_of(("normal", "high", "urgent"))


@dataclass(frozen=True, kw_only=True)
class Policies:
    """All rules that a shop may set."""

    returns: Returns
    exchange: Exchange
    cancel: Cancel
    change_order: ChangeOrder
    change_address: ChangeAddress
    refunds: Refunds
    warranty: Warranty
    verification: Verification
    payments: Payments
    promotions: Promotions
    goodwill: Goodwill
    escalation: Escalation


def load(path: Path | None = None) -> Policies:
    """Read the rules; what the file at `path` leaves out is as in `default.toml`.

    Raises:
        SettingsError: the file cannot be read, or a key is unknown, of the wrong type or out of range; the message names both.
    """
    given = {} if path is None else _read(path)
    file = str(path or DEFAULT)
    default = _read(DEFAULT)
    for name in given.keys() - default.keys():
        raise SettingsError(f"{file}: {name} is no key of the policies")
    sections: dict[str, Any] = {}
    for name, kind in typing.get_type_hints(Policies).items():
        own = given.get(name, {})
        if not isinstance(own, dict):
            raise SettingsError(f"{file}: {name} must be a table, [{name}]")
        for key in own.keys() - default[name].keys():
            raise SettingsError(f"{file}: {name}.{key} is no key of the policies")
        sections[name] = _section(file, name, kind, {**default[name], **own})
    policies = Policies(**sections)
    if policies.goodwill.voucher_least > policies.goodwill.voucher_most:
        raise SettingsError(f"{file}: goodwill.voucher_least is more than goodwill.voucher_most")
    if policies.goodwill.late_days > policies.goodwill.very_late_days:
        raise SettingsError(f"{file}: goodwill.late_days is more than goodwill.very_late_days")
    return policies


@cache
def shipped() -> Policies:
    """Return the rules as they ship, read once."""
    return load()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: it is not text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: it is not TOML: {error}") from error


def _section(file: str, name: str, kind: Any, values: Mapping[str, Any]) -> Any:
    types = typing.get_type_hints(kind)
    read = {
        each.name: _value(f"{file}: {name}.{each.name}", values[each.name], types[each.name], each.metadata)
        for each in dataclasses.fields(kind)
    }
    return kind(**read)


def _value(where: str, value: Any, kind: Any, limits: Mapping[str, Any]) -> Any:
    """Return a value as its field wants it; a flag is no number, though Python thinks so."""
    choices: tuple[str, ...] = limits.get("choices", ())
    if kind is bool:
        if not isinstance(value, bool):
            raise SettingsError(f"{where} must be true or false")
        return value
    if kind is int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise SettingsError(f"{where} must be a whole number")
        if not limits["low"] <= value <= limits["high"]:
            raise SettingsError(f"{where}: {value} is not between {limits['low']} and {limits['high']}")
        return value
    if kind is str:
        if value not in choices:
            raise SettingsError(f"{where}: {value!r} is none of {', '.join(choices)}")
        return value
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise SettingsError(f"{where} must be a list of words")
    for word in value:
        if choices and word not in choices:
            raise SettingsError(f"{where}: {word!r} is none of {', '.join(choices)}")
    return tuple(value)
