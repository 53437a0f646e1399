"""What an agent may have done with an order: by the same rules as the bot, which names the rule where it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from support.cancellations import whole_order
from support.changes import may_change_address
from support.money import Money
from support.orders import Address, Order, OrderStatus, RefundStatus, may_cancel
from support.policies import Policies
from support.refunds import amount_back, look, unpaid


class OrderAction(StrEnum):
    """`REFUND`: the money back for what came broken, wrong or incomplete. `CHASE_REFUND`: press for one that is overdue."""

    CANCEL = "cancel"
    CHANGE_ADDRESS = "change_address"
    REFUND = "refund"
    CHASE_REFUND = "chase_refund"


# What a refund may be for.
PROBLEMS = ("damaged", "wrong", "missing")


@dataclass(frozen=True)
class ActionCheck:
    """Whether an action is allowed.

    `rule` names why not: the order's status (packed, shipped, delivered, cancelled, returned), not_arrived, nothing_left (all of it went
    back), no_refund, in_time (the refund is not overdue), settled (it is paid out or was refused), and those of an address
    (support.changes.AddressCheck). `amount`: what goes back. `by`: who changes an address, shop or carrier, for what `fee`.
    `alternative`: what can be done instead, if anything.
    """

    action: OrderAction
    allowed: bool
    rule: str = ""
    amount: Money | None = None
    by: str = ""
    fee: Money | None = None
    refund_id: str = ""
    alternative: str = ""


def offered(order: Order, today: date, policies: Policies, timezone: str) -> list[ActionCheck]:
    """Return the checks of all actions; of a refund to press for only where there is one, of a change of address for an open order."""
    checks = [check(order, action, today, policies, timezone) for action in OrderAction]
    return [each for each in checks if each.rule != "no_refund" and (each.action in _ALWAYS or order.is_open)]


_ALWAYS = frozenset({OrderAction.REFUND, OrderAction.CHASE_REFUND})


def check(
    order: Order,
    action: OrderAction,
    today: date,
    policies: Policies,
    timezone: str,
    address: Address | None = None,
) -> ActionCheck:
    """Decide about one action; `address` is where the order shall go, None while nobody has said."""
    match action:
        case OrderAction.CANCEL:
            return _cancel(order, policies)
        case OrderAction.CHANGE_ADDRESS:
            found = may_change_address(order, address, policies)
            return ActionCheck(
                action, found.allowed, found.rule, by=found.by, fee=found.fee, alternative=found.alternative
            )
        case OrderAction.REFUND:
            return _refund(order, policies)
        case OrderAction.CHASE_REFUND:
            return _chase(order, today, policies, timezone)


def _cancel(order: Order, policies: Policies) -> ActionCheck:
    found = may_cancel(order, policies)
    if not found.allowed:
        return ActionCheck(OrderAction.CANCEL, False, found.rule, alternative=found.alternative)
    amount = order.total - unpaid(order).at_most(order.total)
    return ActionCheck(OrderAction.CANCEL, True, amount=amount)


def _refund(order: Order, policies: Policies) -> ActionCheck:
    action = OrderAction.REFUND
    if order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
        return ActionCheck(action, False, str(order.status))
    if order.status is not OrderStatus.DELIVERED:
        instead = "cancel" if may_cancel(order, policies).allowed else ""
        return ActionCheck(action, False, "not_arrived", alternative=instead)
    # Who got nothing that is any good pays for no delivery either.
    amount = amount_back(order, whole_order(order), policies, fee_with_the_last=True)
    if not amount.minor_units:
        return ActionCheck(action, False, "nothing_left")
    return ActionCheck(action, True, amount=amount)


def _chase(order: Order, today: date, policies: Policies, timezone: str) -> ActionCheck:
    action = OrderAction.CHASE_REFUND
    if not order.refunds:
        return ActionCheck(action, False, "no_refund")
    looks = [(look(refund, today, policies, timezone), refund) for refund in order.refunds]
    for found, refund in looks:
        if found.allowed:
            return ActionCheck(action, True, amount=found.amount, refund_id=refund.id)
    waiting = any(refund.status in (RefundStatus.REQUESTED, RefundStatus.APPROVED) for refund in order.refunds)
    return ActionCheck(action, False, "in_time" if waiting else "settled")
