"""Something came broken, wrong or incomplete: note it with the shop once, and ask what would put it right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.goodwill import offer_gesture
from actions.orders import describe
from actions.turn import Turn, TurnAction, ask_or_tell, both, needs_sign_in
from integrations.shops.interface import RequestKind
from support.dialogue import choose
from support.escalation import Reason
from support.goodwill import Fault
from support.orders import Order

_KINDS = {"item_damaged": "damaged", "wrong_item": "wrong", "missing_item": "missing"}
_RECENT = timedelta(days=14)  # a parcel this fresh is the likely subject of "it came broken"
_CLAIMABLE = timedelta(days=730)

# What customers say for each remedy, beside the buttons.
_REMEDIES: list[dict[str, list[str]]] = [
    {
        "names": [
            *(
                "a new one",
                "the right one",
                "replacement",
                "replace",
                "another",
                "exchange",
                "send what is missing",
                "resend",
            ),
            *("换新的", "换货", "补发", "重新发", "寄对的", "换一个"),
        ]
    },
    {"names": ["my money back", "refund", "money", "退款", "退钱", "把钱退"]},
]


class ReportProblem(TurnAction):
    """Take up a damaged, wrong or missing item."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_report_problem"

    def handle(self, turn: Turn) -> None:
        """Find the order and report it."""
        report(turn, _KINDS.get(turn.intent, "damaged"))


def report(turn: Turn, kind: str, order: Order | None = None) -> None:
    """Report a problem of one kind (damaged, wrong, missing), for `order` if it is known which."""
    turn.wish()
    turn.fact("problem", kind)
    job = next(job for job, name in _KINDS.items() if name == kind)
    if needs_sign_in(turn, job):
        return
    if order is None:
        arrived = [order for order in turn.orders if _arrived_within(_CLAIMABLE, turn, order)]
        fresh = [order for order in arrived if _arrived_within(_RECENT, turn, order)]
        selection = turn.select(fresh if len(fresh) == 1 else arrived)
        order = selection.order
        if order is None and ask_or_tell(turn, selection, job, "utter_which_order_problem"):
            return
    if order is None:
        turn.say("utter_no_orders")
        turn.tried("report_problem", "refused")
        return
    if order.is_open and (kind == "missing" or not _arrived_within(_CLAIMABLE, turn, order)):
        describe(turn, order)  # what is not there is still on its way
        return
    _note(turn, kind, order)


def _arrived_within(time: timedelta, turn: Turn, order: Order) -> bool:
    """Say whether a parcel of the order came that recently; one of several is enough."""
    arrivals = (shipment.delivered_at for shipment in order.shipments)
    return any(at is not None and turn.today - turn.day_of(at) <= time for at in arrivals)


def _note(turn: Turn, kind: str, order: Order) -> None:
    item = named_item(turn, order)
    reason = turn.entity("reason") or ""
    receipt = turn.submit(
        RequestKind.REPORT_PROBLEM,
        order,
        f"{kind}:{order.id}:{item['en']}",
        problem=kind,
        item=item["en"],
        reason=reason,
    )
    turn.fact("product", item["en"])
    turn.fact("problem reference", receipt.reference)
    delivered = str(turn.day_of(order.delivered_at)) if order.delivered_at else ""
    opening = turn.opening(kind, order.id)
    response = "utter_problem_known" if receipt.repeated else f"utter_problem_{kind}"
    turn.say(response, opening=opening, item=item, reference=receipt.reference, day_delivered=delivered)
    turn.tried("report_problem", "answered" if receipt.repeated else "done", order)
    if receipt.repeated:
        turn.offer_human(Reason.ASKED)
    else:
        turn.ask(
            "remedy",
            order_id=order.id,
            item=item,
            problem=kind,
            candidates=_REMEDIES,
            intents=["exchange_item", "get_refund", "return_item"],
        )


def remedy(turn: Turn, question: dict[str, Any]) -> None:
    """Pass on what they chose: the thing again, or the money."""
    order = next((order for order in turn.orders if order.id == question["order_id"]), None)
    choice = choose(turn.text, [candidate["names"] for candidate in _REMEDIES])
    if order is None or choice is None:
        turn.say("utter_inform_nothing")
        return
    kind, name = ((RequestKind.EXCHANGE_ITEM, "replacement"), (RequestKind.REFUND, "refund"))[choice]
    item = question["item"]
    receipt = turn.submit(kind, order, f"{name}:{order.id}:{item['en']}", item=item["en"], problem=question["problem"])
    amount = next((str(line.total) for line in order.lines if line.product.label() == item["en"]), str(order.total))
    turn.say(f"utter_remedy_{name}", item=item, amount=amount, reference=receipt.reference)
    turn.tried(f"request_{name}", "done", order)
    turn.fact("wants", name)
    turn.done = {"job": f"request_{name}", "order_id": order.id}
    # Not with the report: that ends in a question, and what is said after it would hide its buttons.
    offer_gesture(turn, order, Fault(question["problem"]))


def named_item(turn: Turn, order: Order) -> dict[str, str]:
    """Return the item of the order that the message names, else the order's label."""
    names = [
        [n for n in (line.product.short_name, line.product.short_name_zh, line.product.name) if n]
        for line in order.lines
    ]
    index = choose(turn.text, names, ordinals=False) if len(order.lines) > 1 else None
    if index is None:
        return both(order)
    product = order.lines[index].product
    return {"en": product.label("en"), "zh": product.label("zh")}
