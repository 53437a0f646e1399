"""Cancelling a part of an order: which pieces, and what goes back for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from support.money import Money
from support.orders import Order, may_cancel
from support.policies import Policies
from support.refunds import amount_back, is_whole


@dataclass(frozen=True)
class PartCheck:
    """Whether these pieces may be cancelled.

    `rule`: why not: packed, shipped, delivered, cancelled, returned, unknown (no such line), nothing (no piece named), quantity
    (more than there are). `amount` goes back; `whole`: nothing of the order is left, so the fee for shipping is in it.
    """

    allowed: bool
    rule: str = ""
    amount: Money | None = None
    whole: bool = False
    alternative: str = ""


def may_cancel_pieces(order: Order, pieces: Mapping[str, int], policies: Policies | None = None) -> PartCheck:
    """Decide whether so many pieces of each line (by line id) may be cancelled."""
    check = may_cancel(order, policies)
    if not check.allowed:
        return PartCheck(False, check.rule, alternative=check.alternative)
    kept = {line.id: line.kept for line in order.lines}
    if any(line_id not in kept for line_id in pieces):
        return PartCheck(False, "unknown")
    if any(number < 0 for number in pieces.values()) or not any(pieces.values()):
        return PartCheck(False, "nothing")
    if any(number > kept[line_id] for line_id, number in pieces.items()):
        return PartCheck(False, "quantity")
    return PartCheck(
        True, amount=amount_back(order, pieces, policies, fee_with_the_last=True), whole=is_whole(order, pieces)
    )


def whole_order(order: Order) -> dict[str, int]:
    """Return all pieces that are left, by line id."""
    return {line.id: line.kept for line in order.lines if line.kept}
