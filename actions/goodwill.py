"""Make good: after a fault of the shop was acknowledged and acted on, what the rules allow, once an issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.turn import Turn, policies, shop, timezone
from integrations.shops.interface import RequestKind, RequestState
from support.goodwill import Fault, Gesture, GestureKind, Given, fault_of, gesture, history_of
from support.money import Money
from support.orders import Order

_MEMORY = "goodwill:"  # in `said`: goodwill:<issue>@<day>


@dataclass(frozen=True)
class Told:
    """What is said of a gesture: the response and its values, which share no name with those of other answers."""

    response: str
    values: dict[str, str]


def offer_gesture(turn: Turn, order: Order, fault: Fault | None = None) -> None:
    """Give what the rules allow, and say so in a message of its own."""
    told = make_good(turn, order, fault)
    if told:
        turn.say(told.response, **told.values)


def make_good(turn: Turn, order: Order, fault: Fault | None = None) -> Told | None:
    """Give what the rules allow for a fault of this order, for the worst that its data show unless one is named; return what to say.

    Nothing for guests: without their other orders nobody can tell whether it would be fair. Where a person takes over in this turn, it is
    left to them; where what is late is still missing, to the day that it comes.
    """
    if not turn.customer:
        return None
    worst = fault or fault_of(order, turn.orders, turn.today, policies(), timezone())
    if worst is None:
        return None
    customer = shop().customer(turn.customer["id"])
    history = history_of(customer, turn.orders, order, _given(turn), turn.today, policies(), timezone())
    found = gesture(worst, order, turn.orders, history, turn.today, policies(), timezone())
    if not found.allowed:
        return None
    if found.waits or turn.handoff_follows or turn.escalated:
        turn.fact("goodwill possible", _described(found))
        return None
    return _give(turn, order, found)


def _give(turn: Turn, order: Order, found: Gesture) -> Told | None:
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
        return None  # given in an earlier conversation
    turn.tried("goodwill", "done", order)
    turn.fact("goodwill given", f"{_described(found)}, {receipt.reference}")
    state = "" if receipt.state is RequestState.DONE else "_requested"
    values = {"gift": str(amount), "gift_reference": receipt.reference, "day_gift_until": str(found.until or "")}
    return Told(f"utter_goodwill_{found.kind}{state}", values)


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
