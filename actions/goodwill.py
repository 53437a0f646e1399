"""Make good: after a fault of the shop was acknowledged and acted on, what the rules allow, once an issue."""

from __future__ import annotations

from datetime import date

from actions.turn import Turn, policies, shop, timezone
from integrations.shops.interface import RequestKind, RequestState
from support.goodwill import Fault, Gesture, GestureKind, Given, fault_of, gesture, history_of
from support.money import Money
from support.orders import Order

_MEMORY = "goodwill:"  # in `said`: goodwill:<issue>@<day>


def offer_gesture(turn: Turn, order: Order, fault: Fault | None = None) -> None:
    """Give what the rules allow for a fault of this order, for the worst that its data show unless one is named.

    Nothing for guests: without their other orders nobody can tell whether it would be fair. Where a person takes over in this turn, it is
    left to them.
    """
    if not turn.customer:
        return
    worst = fault or fault_of(order, turn.orders, turn.today, policies(), timezone())
    if worst is None:
        return
    customer = shop().customer(turn.customer["id"])
    history = history_of(customer, turn.orders, order, _given(turn), turn.today, policies(), timezone())
    found = gesture(worst, order, turn.orders, history, turn.today, policies(), timezone())
    if not found.allowed:
        return
    if turn.angry or turn.escalated:
        turn.fact("goodwill possible", _described(found))
        return
    _give(turn, order, found)


def _give(turn: Turn, order: Order, found: Gesture) -> None:
    amount = found.amount or Money(0, order.total.currency)
    receipt = turn.submit(
        RequestKind.GOODWILL,
        order,
        f"{_MEMORY}{found.issue}",
        kind=str(found.kind),
        amount_minor=amount.minor_units,
        currency=amount.currency,
        issue=found.issue,
    )
    turn.said.append(f"{_MEMORY}{found.issue}@{turn.today}")
    if receipt.repeated:
        return  # given in an earlier conversation
    state = "" if receipt.state is RequestState.DONE else "_requested"
    turn.say(
        f"utter_goodwill_{found.kind}{state}",
        amount=str(amount),
        reference=receipt.reference,
        day_until=str(found.until or ""),
    )
    turn.tried("goodwill", "done", order)
    turn.fact("goodwill given", f"{_described(found)}, {receipt.reference}")


def _given(turn: Turn) -> list[Given]:
    """Return what this conversation remembers to have given."""
    found = []
    for memory in turn.said:
        if memory.startswith(_MEMORY):
            issue, _, day = memory.removeprefix(_MEMORY).rpartition("@")
            found.append(Given(issue, date.fromisoformat(day)))
    return found


def _described(found: Gesture) -> str:
    what = f"a voucher of {found.amount}" if found.kind is GestureKind.VOUCHER else "free delivery of the next order"
    return f"{what} ({', '.join(found.because)})"
