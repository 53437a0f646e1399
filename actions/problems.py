"""Something came broken, wrong or incomplete: note it with the shop once, and ask what would put it right (actions/remedies.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.attachments import hint, open_claim, thank, welcome
from actions.jobs import counted, item_of
from actions.orders import asks_for_news, describe, open_order_named
from actions.remedies import ask_for_remedy
from actions.turn import Turn, TurnAction, ask_or_tell, needs_sign_in
from integrations.shops.interface import RequestKind
from support import replies
from support.dialogue import choose
from support.escalation import Reason
from support.orders import Order, OrderLine

_KINDS = {"item_damaged": "damaged", "wrong_item": "wrong", "missing_item": "missing"}
_VISIBLE = frozenset({"damaged", "wrong"})  # what a photo can show
_RECENT = timedelta(days=14)  # a parcel this fresh is the likely subject of "it came broken"
_CLAIMABLE = timedelta(days=730)
_THANKED = 3  # the report from which on somebody is thanked for their trouble


class ReportProblem(TurnAction):
    """Take up a damaged, wrong or missing item."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_report_problem"

    def handle(self, turn: Turn) -> None:
        """Find the order and report it."""
        if asks_for_news(turn.text) and open_order_named(turn):
            return  # "any news about my lamp?"
        report(turn, _KINDS.get(turn.intent, "damaged"))


def report(turn: Turn, kind: str, order: Order | None = None, line: OrderLine | None = None) -> None:
    """Report a problem of one kind (damaged, wrong, missing), for `order` and `line` if it is known which."""
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
            turn.remember_text()  # "one of the two mugs": not to be asked again once the order is known
            return
    if order is None:
        turn.say("utter_no_orders")
        turn.tried("report_problem", "refused")
        return
    if order.is_open and (kind == "missing" or not _arrived_within(_CLAIMABLE, turn, order)):
        describe(turn, order)  # what is not there is still on its way
        return
    claim: dict[str, Any] = {"problem": kind, "line_id": line.id if line else None}
    heard = (turn.question or {}).get("heard")
    if heard:
        with turn.hearing(heard):
            _read(turn, order, claim)
    _go(turn, order, claim)


def clarify(turn: Turn, question: dict[str, Any]) -> None:
    """Go on once it is known which item it is, or how many."""
    order = turn.order(question["order_id"])
    if order is None:
        turn.say("utter_inform_nothing")
        return
    if replies.photo(turn.text):
        welcome(turn)
    _go(turn, order, dict(question["claim"]))


def _arrived_within(time: timedelta, turn: Turn, order: Order) -> bool:
    """Say whether a parcel of the order came that recently; one of several is enough."""
    arrivals = (shipment.delivered_at for shipment in order.shipments)
    return any(at is not None and turn.today - turn.day_of(at) <= time for at in arrivals)


def _go(turn: Turn, order: Order, claim: dict[str, Any]) -> None:
    """Ask which item and how many where that isn't said and makes a difference; note it when both are known."""
    _read(turn, order, claim)
    line = _line(order, claim)
    if line is None and len(order.lines) > 1 and not claim.get("all"):
        names = [_names(each) for each in order.lines]
        titles = [each.product.label(turn.language) for each in order.lines[:5]]
        buttons = [title[:1].upper() + title[1:] for title in titles]
        rest = {"candidates": [{"names": each} for each in names], "reads": ["everything"]}
        _ask(turn, order, claim, "utter_which_item", rest, buttons=buttons, order=order.id)
    elif line and line.kept > 1 and not claim.get("quantity"):
        item = item_of(order, line)
        rest = {"reads": ["quantity"]}
        _ask(turn, order, claim, "utter_problem_quantity", rest, item=item, count=line.kept)
    else:
        _note(turn, order, line, claim)


def _read(turn: Turn, order: Order, claim: dict[str, Any]) -> None:
    """Read which item it is and how many pieces of it."""
    if len(order.lines) == 1:
        claim["line_id"] = order.lines[0].id
    else:
        index = choose(turn.text, [_names(each) for each in order.lines], ordinals=turn.question is not None)
        if index is not None:
            claim["line_id"] = order.lines[index].id
        elif claim.get("line_id") is None and replies.everything(turn.text):
            claim["all"] = True
    line = _line(order, claim)
    if line is None:
        return
    number = line.kept if line.kept <= 1 or replies.everything(turn.text) else replies.quantity(turn.text)
    if number and not claim.get("all"):
        claim["quantity"] = max(1, min(number, line.kept))


def _ask(
    turn: Turn, order: Order, claim: dict[str, Any], response: str, rest: dict[str, Any], /, **values: Any
) -> None:
    intents = ["inform", *_KINDS]
    question = {"kind": "problem", "order_id": order.id, "claim": claim, "intents": intents, **rest}
    turn.put(response, question, **values)
    turn.tried("report_problem", "asked", order)


def _note(turn: Turn, order: Order, line: OrderLine | None, claim: dict[str, Any]) -> None:
    kind = claim["problem"]
    pieces = int(claim.get("quantity") or 1)
    item = _plain(line, pieces) if line else item_of(order, None)
    details: dict[str, Any] = {"problem": kind, "item": item["en"], "reason": turn.entity("reason") or ""}
    if line:
        details |= {"line_id": line.id, "quantity": pieces}
    about = line.id if line else "all"
    receipt = turn.submit(RequestKind.REPORT_PROBLEM, order, f"{kind}:{order.id}:{about}", **details)
    turn.fact("product", item["en"])
    turn.fact("problem reference", receipt.reference)
    memory = f"report:{order.id}"
    turn.said.append(memory)
    if replies.photo(turn.text):
        welcome(turn)
    delivered = str(turn.day_of(order.delivered_at)) if order.delivered_at else ""
    open_claim(turn, order.id, kind, item, receipt.reference)
    if receipt.repeated and turn.attachments:
        thank(turn)  # the photo of what they have reported: nothing to report again
        return
    opening = turn.opening(kind, order.id)
    if receipt.repeated and turn.said.count(memory) >= _THANKED:
        opening = ["utter_open_report_again"]
    response = "utter_problem_known" if receipt.repeated else f"utter_problem_{kind}"
    if turn.handoff_follows and not receipt.repeated:
        turn.say("utter_problem_noted_pending", opening=opening, item=item, reference=receipt.reference)
        turn.tried("report_problem", "done", order)
        return
    closing = hint(turn) if kind in _VISIBLE and not receipt.repeated else []
    values: dict[str, Any] = {"item": item, "reference": receipt.reference, "day_delivered": delivered}
    turn.say(response, opening=opening, closing=closing, **values)
    turn.tried("report_problem", "answered" if receipt.repeated else "done", order)
    if receipt.repeated:
        turn.offer_human(Reason.ASKED)
    else:
        ask_for_remedy(turn, order, {**claim, "item": item})


def _line(order: Order, claim: dict[str, Any]) -> OrderLine | None:
    """Return the line that a claim is about, None where it is about all of the order, or it is not known yet."""
    return next((line for line in order.lines if line.id == claim.get("line_id")), None)


def _plain(line: OrderLine, pieces: int) -> dict[str, str]:
    label = {language: line.product.label(language) for language in ("en", "zh")}
    return counted(label, pieces) if pieces > 1 else label


def _names(line: OrderLine) -> list[str]:
    product = line.product
    return [name for name in (product.short_name, product.short_name_zh, product.name, product.name_zh) if name]
