"""Where is my order."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from actions import deadlines
from actions.goodwill import make_good
from actions.refunds import money_back, tell, unsettled
from actions.turn import Turn, TurnAction, ask_or_tell, both, needs_sign_in
from integrations.shops.interface import RequestKind
from support.dialogue import choose
from support.escalation import Reason
from support.orders import Order, OrderStatus, Shipment, days_late, delays_in_a_row, parcel_of, refund_days_overdue

_NTH = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
# Questions that mean the order in view, of whatever intent they look: "so when?", "how long will that take", "哪家快递".
_SHORT = 60
_ABOUT_IT = re.compile(
    r"^(?:(?:so|ok|okay|and|but|well|then|hmm?)\W+)*(?:when|how (?:much )?long(?:er)?)(?: then| now| exactly)?\W*$"
    r"|\b(?:when|how long)\b.*\b(?:it|that|they|this)\b|\bany (?:news|updates?)\b|\bstill nothing\b"
    r"|\bw(?:ho|hich carrier|hat carrier)\b.*\b(?:deliver|carr|bring|ship)\w*\b.*\b(?:it|that|this|them)\b"
    r"|\b(?:is|think|believe|has|hope|if|got|gone)\b.*\b(?:lost|missing)\b|丢了[吗吧？?]|是不是丢|会不会丢|弄丢"
    r"|还要?多久|还没有?(?:收?到|来|送)|(?:哪天|几号|什么时候|多久).{0,4}到|(?:哪家|什么|哪个)快递",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"\b(?:any|no|what'?s the) (?:news|updates?|progress)\b|(?:有|没有?|什么)(?:消息|动静|进展|更新)", re.IGNORECASE
)
_LEFT = re.compile(
    r"\b(?:left|neighbo|locker|shop|pick-?up|reception|porch|garage|signed by)", re.IGNORECASE
)  # where to ask
_LOST = 10  # days late without a new day, from which on it is said that a parcel may be lost
_THE_DAY_AFTER = timedelta(days=1)  # only then it shows whether a day was kept
_RECENT = timedelta(days=10)  # how long a delivery is the likely subject of "it never came"


class TrackOrder(TurnAction):
    """Say where an order is; ask which only if several are on their way."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_track_order"

    def handle(self, turn: Turn) -> None:
        """Find the order and describe it."""
        track(turn)


def track(turn: Turn, order: Order | None = None) -> None:
    """Answer "where is my order?", for `order` if it is known which."""
    if needs_sign_in(turn, "track_order"):
        return
    turn.wish()
    if not turn.orders:
        turn.say("utter_no_orders")
        turn.tried("track_order", "answered")
        return
    if order is None:
        selection = turn.select(_trackable(turn))
        order = selection.order
        if order is None and ask_or_tell(turn, selection, "track_order", "utter_which_order_track"):
            return
    if order is None:
        waiting = unsettled(turn) if turn.intent == "late_delivery" else None
        if waiting:  # "still waiting …" with nothing on its way: for the money, then
            tell(turn, *waiting)
        else:
            _nothing_open(turn)
        return
    turn.fact("product", order.label())
    wanted = deadlines.needed(turn)
    describe(turn, order, followed=wanted is not None)
    if wanted:
        deadlines.weigh(turn, order, wanted, told=True)


def _trackable(turn: Turn) -> list[Order]:
    """Return what "my order" can mean: what is open; for "it never came" the overdue one, or what was said to be delivered."""
    open_orders = [order for order in turn.orders if order.is_open]
    if turn.intent != "late_delivery":
        return open_orders
    overdue = [order for order in open_orders if days_late(order, turn.today)]
    recent = [o for o in turn.orders if o.delivered_at and turn.today - turn.day_of(o.delivered_at) <= _RECENT]
    return overdue or open_orders or recent[:1]


def carry_on(turn: Turn) -> bool:
    """Answer "so when?", "will it be in time?" and "who delivers it?" from the order in view, or the only open one.

    Returns whether it was such a question.
    """
    wanted = deadlines.needed(turn)
    if not wanted and (len(turn.text) > _SHORT or not _ABOUT_IT.search(turn.text)):
        return False
    order = next((order for order in turn.orders if order.id == turn.order_in_view), None)
    if order is None or not (order.is_open or any(refund_days_overdue(r, turn.today) for r in order.refunds)):
        still_open = [order for order in turn.orders if order.is_open]
        if len(still_open) != 1:
            return False
        order = still_open[0]
    turn.wish()
    if wanted and order.is_open:
        deadlines.weigh(turn, order, wanted, told=False)
    else:
        describe(turn, order)
    return True


def open_order_named(turn: Turn) -> bool:
    """Say how far the open order is that the message names; return whether it names one."""
    selection = turn.select([order for order in turn.orders if order.is_open])
    if selection.order is None or not selection.named or not selection.order.is_open:
        return False
    turn.wish()
    wanted = deadlines.needed(turn)
    describe(turn, selection.order, followed=wanted is not None)
    if wanted:
        deadlines.weigh(turn, selection.order, wanted, told=True)
    return True


def asks_for_arrival(text: str) -> bool:
    """Say whether a text asks when something comes."""
    return bool(_ABOUT_IT.search(text) or _NEWS.search(text))


def asks_for_news(text: str) -> bool:
    """Say whether a text asks whether anything has happened."""
    return bool(_NEWS.search(text))


def _parcel(turn: Turn, order: Order) -> Order:
    """Return the order as the parcel has it that the message is about, where there are several."""
    if len(order.shipments) < 2:
        return order
    names = [
        [name for name in (line.product.short_name, line.product.short_name_zh, line.product.name) if name]
        for line in order.lines
    ]
    index = choose(turn.text, names, ordinals=False)
    return order if index is None else parcel_of(order, order.lines[index])


def describe(turn: Turn, order: Order, *, followed: bool = False) -> None:
    """Say how far one order is, or the parcel of it that is meant, acknowledging what is true of it.

    Args:
        followed: whether this turn goes on to weigh by when it is needed.
    """
    order = _parcel(turn, order)
    overdue = next((refund for refund in order.refunds if refund_days_overdue(refund, turn.today)), None)
    if overdue:  # whatever is asked of this order, that is what is the matter with it
        tell(turn, order, overdue)
        return
    shipment = order.shipment
    late = days_late(order, turn.today)
    if order.status is OrderStatus.SHIPPED and late and shipment:
        _late(turn, order, late, followed)
        return
    values: dict[str, Any] = {"item": both(order), "order": order.id}
    opening: list[str] = []
    if order.status is OrderStatus.SHIPPED and shipment:
        day = shipment.expected_on or shipment.promised_on
        response = "utter_order_shipped" if day else "utter_order_shipped_no_day"
        values |= {"carrier": shipment.carrier, "tracking_url": shipment.tracking_url, "day_expected": str(day or "")}
        opening = turn.opening("on_time", order.id) if day else []
        if shipment.last_event:
            values |= {"event": _event(shipment), "closing": ["utter_order_last_event"]}
    elif order.status is OrderStatus.DELIVERED and order.delivered_at:
        if turn.intent == "late_delivery" and turn.today - turn.day_of(order.delivered_at) <= _RECENT:
            _disputed(turn, order)
            return
        response = "utter_order_delivered"
        values["day_delivered"] = str(turn.day_of(order.delivered_at))
    else:
        response = f"utter_order_{order.status}"
        opening = turn.opening("general", order.id)
        if order.status is OrderStatus.CANCELLED:
            values |= money_back(turn, order)
    turn.say(response, opening=opening, **values)
    turn.tried("track_order", "answered", order)


def _late(turn: Turn, order: Order, late: int, followed: bool) -> None:
    """Say all of it in one message: what was promised, the new day, what is done about it; what makes good may be a second one."""
    shipment = order.shipment
    assert shipment is not None
    row = delays_in_a_row(turn.orders, turn.today)
    receipt = turn.submit(RequestKind.REPORT_PROBLEM, order, f"late:{order.id}", problem="late")
    expected = shipment.expected_on
    lost = late >= _LOST and (expected is None or expected < turn.today)
    asking = "utter_order_late_lost" if lost else "utter_order_late_tracing"
    again = "utter_order_late_pending" if turn.handoff_follows else asking
    traced = "utter_order_late_traced" if shipment.last_event else "utter_order_late_traced_silent"
    response = again if receipt.repeated else traced
    closing: list[str] = []
    if expected:
        about = {"what": "parcel", "order_id": order.id}
        told = not (receipt.repeated or followed)  # else the turn ends in a question
        closing = turn.follow_up(f"parcel:{order.id}", expected + _THE_DAY_AFTER, about, told=told)
    given = None if receipt.repeated else make_good(turn, order)
    if given and followed:
        closing = [given.response]
    turn.say(
        response,
        opening=turn.opening("late_row" if row > 1 else "late", order.id),
        lead=["utter_order_late_expected"] if expected and expected >= turn.today else [],
        closing=closing,
        day_expected=str(expected or ""),
        day_follow_up=str(expected + _THE_DAY_AFTER if expected else ""),
        item=both(order),
        carrier=shipment.carrier,
        event=_event(shipment),
        reference=receipt.reference,
        day_promised=str(shipment.promised_on),
        days=late,
        word_nth=_NTH.get(row, "many"),
        **(given.values if given else {}),
    )
    if given and not followed:
        turn.say(given.response, **given.values)
    turn.fact("problem", "late")
    turn.fact("carrier trace", receipt.reference)
    turn.tried("track_order", "answered", order)
    turn.tried("trace_parcel", "answered" if receipt.repeated else "done", order)
    if receipt.repeated:
        turn.offer_human(Reason.ASKED)


def _event(shipment: Shipment) -> dict[str, str] | str:
    """Return the carrier's last entry in both languages, "" if there is none."""
    if not shipment.last_event:
        return ""
    return {"en": shipment.last_event, "zh": shipment.last_event_zh or shipment.last_event}


def _disputed(turn: Turn, order: Order) -> None:
    shipment = order.shipment
    assert shipment is not None
    receipt = turn.submit(RequestKind.REPORT_PROBLEM, order, f"not-received:{order.id}", problem="not_received")
    turn.say(
        "utter_order_disputed_event" if _LEFT.search(shipment.last_event or "") else "utter_order_disputed",
        event=_event(shipment),
        opening=turn.opening("disputed", order.id),
        item=both(order),
        carrier=shipment.carrier,
        reference=receipt.reference,
        day_delivered=str(turn.day_of(order.delivered_at) if order.delivered_at else ""),
    )
    turn.fact("problem", "not_received")
    turn.tried("trace_parcel", "done", order)
    turn.offer_human(Reason.ASKED)


def _nothing_open(turn: Turn) -> None:
    last = next((order for order in turn.orders if order.delivered_at), None)
    if last and last.delivered_at:
        turn.say("utter_no_open_orders", item=both(last), day_delivered=str(turn.day_of(last.delivered_at)))
        turn.tried("track_order", "answered", last)
    else:
        turn.say("utter_order_cancelled", item=both(turn.orders[0]), **money_back(turn, turn.orders[0]))
        turn.tried("track_order", "answered", turn.orders[0])
