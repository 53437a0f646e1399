"""Making good: a bounded gesture where the shop is at fault, by rules on the fault, the order's value and the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from support import refunds
from support.calendars import local_day, months_from
from support.money import Money
from support.orders import Customer, Order, OrderStatus, Refund, RefundStatus, days_late, delays_in_a_row
from support.payments import paid
from support.policies import Goodwill, Policies, shipped

_YEAR = timedelta(days=365)


class Fault(StrEnum):
    """What the shop did wrong. The first three show in its own data, the others are reported and believed."""

    LATE = "late"
    LATE_ROW = "late_row"
    REFUND_OVERDUE = "refund_overdue"
    DAMAGED = "damaged"
    WRONG = "wrong"
    MISSING = "missing"


class GestureKind(StrEnum):
    """What the shop gives."""

    NONE = "none"
    FREE_SHIPPING = "free_shipping"
    VOUCHER = "voucher"


@dataclass(frozen=True)
class Given:
    """A gesture made before: for which issue (`issue`), and when."""

    issue: str
    on: date


@dataclass(frozen=True)
class History:
    """What lies behind the customer: gestures ever made; of the last 365 days how many orders, with claims, and with failures of the shop.

    `failures` leaves out the order in question.
    """

    given: tuple[Given, ...] = ()
    orders: int = 0
    claims: int = 0
    failures: int = 0
    since: date | None = None


@dataclass(frozen=True)
class Gesture:
    """What may be offered, and why.

    `rule` names why nothing: off, not_late_enough, no_row, not_overdue_enough, given_before, enough_this_year, many_claims, no_value.
    `amount` and `until` are a voucher's, `percent` what it is of the order's goods. `because`: the fault, then very_late, repeated,
    loyal, least, most where they counted. `issue`: the key under which it is to be remembered as given. `waits`: what is late has to come
    first; a voucher for a lamp that is still missing insults.
    """

    allowed: bool
    kind: GestureKind
    rule: str = ""
    amount: Money | None = None
    percent: int = 0
    until: date | None = None
    because: tuple[str, ...] = ()
    issue: str = ""
    waits: bool = False


def gesture(
    fault: Fault,
    order: Order,
    orders: Sequence[Order],
    history: History,
    today: date,
    policies: Policies | None = None,
    timezone: str = "UTC",
) -> Gesture:
    """Decide what may be offered for one fault.

    Args:
        order: the one in question; orders: all that the customer has, for late ones in a row.
    """
    all_rules = policies or shipped()
    rules = all_rules.goodwill
    issue = issue_of(fault, order)
    late = days_late(order, today, timezone)
    refusal = (
        _of_the_fault(fault, order, orders, today, all_rules, timezone)
        or _of_the_history(issue, history, today, rules)
        or ("no_value" if _value(order, all_rules).minor_units <= 0 else "")
    )
    if refusal:
        return Gesture(False, GestureKind.NONE, refusal, because=(str(fault),), issue=issue)
    because = [str(fault)]
    if fault is Fault.LATE and late >= rules.very_late_days:
        because.append("very_late")
    if history.failures or fault is Fault.LATE_ROW:
        because.append("repeated")
    if is_loyal(history.since, today, rules):
        because.append("loyal")
    waits = rules.after_mending and not _mended(fault, order)
    if because[1:] in ([], ["loyal"]) and fault is Fault.LATE:
        return Gesture(True, GestureKind.FREE_SHIPPING, because=tuple(because), issue=issue, waits=waits)
    return replace(_voucher(order, because, issue, today, all_rules), waits=waits)


def fault_of(
    order: Order, orders: Sequence[Order], today: date, policies: Policies | None = None, timezone: str = "UTC"
) -> Fault | None:
    """Return the worst fault that the shop's own data show, None if they show none that is bad enough."""
    rules = policies or shipped()
    for fault in (Fault.REFUND_OVERDUE, Fault.LATE_ROW, Fault.LATE):
        if not _of_the_fault(fault, order, orders, today, rules, timezone):
            return fault
    return None


def issue_of(fault: Fault, order: Order) -> str:
    """Return the key of an issue: a late order is one, alone or in a row."""
    return f"{Fault.LATE if fault is Fault.LATE_ROW else fault}:{order.id}"


def history_of(
    customer: Customer | None,
    orders: Sequence[Order],
    order: Order,
    given: Sequence[Given],
    today: date,
    policies: Policies | None = None,
    timezone: str = "UTC",
) -> History:
    """Count what lies behind a customer. A claim is a refund or a return of what was not cancelled before it left."""
    rules = (policies or shipped()).goodwill
    year = [each for each in orders if timedelta(0) <= today - local_day(each.placed_at, timezone) < _YEAR]
    sold = [each for each in year if each.status is not OrderStatus.CANCELLED]
    failed = [each for each in year if each.id != order.id and days_late(each, today, timezone) >= rules.late_days]
    return History(
        tuple(given),
        len(sold),
        sum(1 for each in sold if each.refunds or any(line.returned for line in each.lines)),
        len(failed),
        customer.since if customer else None,
    )


def is_loyal(since: date | None, today: date, rules: Goodwill) -> bool:
    """Say whether a customer has been here for long enough."""
    day = months_from(since, 12 * rules.loyal_years) if since else None
    return day is not None and day <= today


def _of_the_fault(
    fault: Fault, order: Order, orders: Sequence[Order], today: date, rules: Policies, timezone: str
) -> str:
    """Return why the fault is none, or not bad enough."""
    late = days_late(order, today, timezone)
    if fault is Fault.LATE and late < rules.goodwill.late_days:
        return "not_late_enough"
    if fault is Fault.LATE_ROW and (not late or delays_in_a_row(orders, today, timezone) < rules.goodwill.late_row):
        return "no_row"
    if fault is Fault.REFUND_OVERDUE:
        days = [_days_overdue(refund, today, rules, timezone) for refund in order.refunds]
        return "" if max(days, default=0) >= rules.goodwill.refund_overdue_days else "not_overdue_enough"
    return ""


def _days_overdue(refund: Refund, today: date, rules: Policies, timezone: str) -> int:
    """Return how many days a refund is overdue, or was when it was paid."""
    until = refunds.due(refund, rules, timezone)
    if refund.status is RefundStatus.PAID_OUT and refund.paid_out_at and until:
        return max(0, (local_day(refund.paid_out_at, timezone) - until).days)
    return refunds.look(refund, today, rules, timezone).days_overdue


def _mended(fault: Fault, order: Order) -> bool:
    """Say whether what was late has come; of the other faults the remedy is chosen before anything is given."""
    if fault in (Fault.LATE, Fault.LATE_ROW):
        return order.status is OrderStatus.DELIVERED
    if fault is Fault.REFUND_OVERDUE:
        return all(refund.status is not RefundStatus.APPROVED for refund in order.refunds)
    return True


def _of_the_history(issue: str, history: History, today: date, rules: Goodwill) -> str:
    """Return why this customer gets nothing for this issue."""
    if not rules.enabled:
        return "off"
    if any(given.issue == issue for given in history.given):
        return "given_before"
    if sum(1 for given in history.given if today - given.on < _YEAR) >= rules.gestures_a_year:
        return "enough_this_year"
    often = history.claims * 100 >= rules.abusive_percent * history.orders
    return "many_claims" if history.claims >= rules.abusive_claims and often else ""


def _value(order: Order, policies: Policies) -> Money:
    """Return what the goods of an order were worth to the shop: their prices, or what was paid if that is less."""
    return (order.total - order.shipping_fee).at_most(paid(order, policies))


def _voucher(order: Order, because: list[str], issue: str, today: date, policies: Policies) -> Gesture:
    rules, value = policies.goodwill, _value(order, policies)
    more = {"repeated": rules.repeated_percent, "loyal": rules.loyal_percent}
    percent = min(100, rules.percent + sum(more.get(name, 0) for name in because))
    amount = value.share(percent, 100)
    if amount.minor_units < rules.voucher_least:
        # No gift is worth more than what was bought.
        amount = Money(rules.voucher_least, value.currency).at_most(value)
        because = [*because, "least"]
    elif amount.minor_units > rules.voucher_most:
        amount = Money(rules.voucher_most, value.currency)
        because = [*because, "most"]
    if amount.minor_units <= 0:
        return Gesture(False, GestureKind.NONE, "no_value", because=tuple(because), issue=issue)
    until = today + timedelta(days=rules.voucher_days)
    return Gesture(True, GestureKind.VOUCHER, "", amount, percent, until, tuple(because), issue)
