"""What puts a fault right: the thing again, if there is one, or the money; and another choice while nothing was done yet."""

from __future__ import annotations

from typing import Any

from actions.attachments import thank, welcome
from actions.goodwill import offer_gesture
from actions.turn import Turn, policies, shop
from integrations.shops.interface import RequestKind, RequestState
from support import replies
from support.dialogue import choose
from support.escalation import Reason
from support.goodwill import Fault
from support.money import Money
from support.orders import Order, OrderLine, Product
from support.refunds import amount_back

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
_KINDS = {"replacement": RequestKind.EXCHANGE_ITEM, "refund": RequestKind.REFUND}
_MOST_CHANGES = 2  # of mind; after that a person sorts out what holds


def ask_for_remedy(turn: Turn, order: Order, claim: dict[str, Any], **rest: Any) -> None:
    """Leave open what shall put a claim right: {problem, item, line_id, quantity}, `item` by language; `rest` is what was chosen before."""
    faults = ("item_damaged", "wrong_item", "missing_item")
    intents = ["exchange_item", "change_order", "get_refund", "return_item", "deny", *faults]
    # Sold out: what is asked is "the money instead?", and a yes will do.
    open_to = (
        {"intents": [*intents, "inform"]} if rest.get("sold_out") else {"candidates": _REMEDIES, "intents": intents}
    )
    turn.ask("remedy", order_id=order.id, claim=claim, reads=["photo"], **open_to, **rest)


def remedy(turn: Turn, question: dict[str, Any]) -> None:
    """Pass on what they chose: the thing again, or the money; a second choice replaces the first."""
    order = turn.order(question["order_id"])
    if order is None:
        turn.say("utter_inform_nothing")
        return
    choice = choose(replies.without_photo(turn.text), [candidate["names"] for candidate in _REMEDIES])
    if choice is None and question.get("sold_out"):
        choice = 1 if turn.intent == "affirm" else None
    if choice is not None:
        _choose(turn, order, question, list(_KINDS)[choice])
    elif turn.attachments and turn.claim:
        thank(turn)  # "here it is"
    elif replies.photo(turn.text):
        welcome(turn)
        turn.keep_question(question)
    elif question.get("sold_out") and turn.intent == "deny":
        turn.say("utter_remedy_undecided", item=question["claim"]["item"])
        turn.tried("request_replacement", "refused", order)
        turn.offer_human(Reason.ASKED)
    else:
        turn.say("utter_inform_nothing")
        turn.keep_question(question)


def elsewhere(turn: Turn, question: dict[str, Any]) -> bool:
    """Say whether a message names something else than the claim is about: "a refund for the scarf", with the mug broken."""
    selection = turn.select(turn.orders)
    if selection.named and selection.order and selection.order.id != question["order_id"]:
        return True
    order = turn.order(question["order_id"])
    line_id = question["claim"].get("line_id")
    if order is None or line_id is None or len(order.lines) < 2:
        return False
    names = [[name for name in (each.product.short_name, each.product.short_name_zh) if name] for each in order.lines]
    index = choose(turn.text, names, ordinals=False)
    return index is not None and order.lines[index].id != line_id


def listed(line: OrderLine) -> Product:
    """Return the line's product as the catalogue has it today: its stock is not that of the day of the order."""
    return next((product for product in shop().products() if product.id == line.product.id), line.product)


def _choose(turn: Turn, order: Order, question: dict[str, Any], name: str) -> None:
    claim, before = question["claim"], question.get("chosen")
    kept = {key: question[key] for key in ("chosen", "reference", "state", "changes", "over") if key in question}
    if before == name:
        turn.say("utter_remedy_known", item=claim["item"], reference=question["reference"])
        turn.tried(f"request_{name}", "answered", order)
        ask_for_remedy(turn, order, claim, **kept)
        return
    changes = int(question.get("changes") or 0) + bool(before)
    if before and (question["state"] == RequestState.DONE or changes > _MOST_CHANGES):
        turn.say("utter_remedy_under_way", item=claim["item"], reference=question["reference"])
        turn.tried(f"request_{name}", "refused", order)
        turn.offer_human(Reason.ASKED)
        return
    if name == "replacement" and not _there(order, claim):
        amount = str(_amount(order, claim))
        turn.say("utter_remedy_sold_out", item=claim["item"], amount=amount)
        turn.tried("request_replacement", "refused", order)
        ask_for_remedy(turn, order, claim, sold_out=True, **kept)
        return
    _submit(turn, order, question, name, changes)


def _submit(turn: Turn, order: Order, question: dict[str, Any], name: str, changes: int) -> None:
    claim = question["claim"]
    item, about = claim["item"], claim.get("line_id") or "all"
    details: dict[str, Any] = {"item": item["en"], "problem": claim["problem"]}
    if claim.get("line_id"):
        details |= {"line_id": claim["line_id"], "quantity": int(claim.get("quantity") or 1)}
    if question.get("chosen"):
        details["instead_of"] = question["reference"]
    key = f"{name}:{order.id}:{about}" + (f":{changes}" if changes else "")
    receipt = turn.submit(_KINDS[name], order, key, **details)
    response = f"utter_remedy_{name}{'_instead' if question.get('chosen') else ''}"
    values = {"item": item, "amount": str(_amount(order, claim)), "reference": receipt.reference}
    turn.say(response, before=question.get("reference", ""), days=policies().refunds.payout_days, **values)
    turn.tried(f"request_{name}", "done", order)
    turn.fact("wants", name)
    turn.done = {"job": f"request_{name}", "order_id": order.id}
    chosen = {"chosen": name, "reference": receipt.reference, "state": str(receipt.state), "changes": changes}
    if not question.get("chosen"):
        # Not with the report: that ends in a question, and what is said after it would hide its buttons.
        offer_gesture(turn, order, Fault(claim["problem"]))
    ask_for_remedy(turn, order, claim, over=True, **chosen)  # nothing is asked any more, but a mind may change


def _lines(order: Order, claim: dict[str, Any]) -> dict[str, int]:
    """Return the pieces that a claim is about, by line id."""
    line_id = claim.get("line_id")
    if line_id:
        return {line_id: int(claim.get("quantity") or 1)}
    return {line.id: line.kept for line in order.lines}


def _amount(order: Order, claim: dict[str, Any]) -> Money:
    # Who got nothing that is any good pays for no delivery either.
    return amount_back(order, _lines(order, claim), policies(), fee_with_the_last=not claim.get("line_id"))


def _there(order: Order, claim: dict[str, Any]) -> bool:
    """Say whether the shop has what was ordered, in its size and colour."""
    wanted = _lines(order, claim)
    for line in order.lines:
        pieces = wanted.get(line.id, 0)
        product = listed(line) if pieces else line.product
        variant = product.variant(line.variant) if line.variant else None
        if pieces and (variant.stock if variant else product.stock) < pieces:
            return False
    return True
