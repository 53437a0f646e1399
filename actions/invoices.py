"""An invoice, sent at once: there is nothing about it that could not be undone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.jobs import Fields, Job, JobAction
from actions.turn import Turn, both, shop
from integrations.shops.interface import RequestKind, RequestState
from support.contacts import masked_email
from support.escalation import Reason
from support.orders import Order, OrderLine, OrderStatus

# Another invoice than the one there is: whose name stands on it, what stands in it, on paper.
_OTHERWISE = re.compile(
    r"\b(?:vat|tax) (?:number|no|id)\b|\bmade out\b|\b(?:to|for|in) (?:my|our|the) (?:company|firm|maiden name"
    r"|employer)\b|\bpaper invoice\b|\bby post\b"
    r"|\b(?:wrong|incorrect|missing) (?:name|address|amount|vat|tax)\b|\bamount is (?:wrong|different)\b|\breissue\b"
    r"|抬头|税号|专票|红冲|重开|纸质|盖章|办公用品|合(?:在|并|成)|金额.{0,6}(?:不对|不一样|错)",
    re.IGNORECASE,
)


class Invoice(Job):
    """The invoice of one order."""

    name = "get_invoice"
    intents = ("get_invoice",)
    which = "utter_which_order_invoice"
    by_line = False

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return what was not cancelled; where everything was, all of it."""
        kept = [order for order in turn.orders if order.status is not OrderStatus.CANCELLED]
        return kept or turn.orders

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Read whether it should be another one than the shop has."""
        if _OTHERWISE.search(turn.text):
            fields["otherwise"] = True

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Send what there is; a colleague writes another."""
        if not fields.get("otherwise"):
            return True
        turn.say("utter_invoice_otherwise", item=both(order), order=order.id)
        turn.tried(self.name, "refused", order)
        turn.wish()
        turn.offer_human(Reason.ASKED)
        return False

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask nothing: send it."""
        self.act(turn, order, line, fields)

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Have the shop send it, once a day however often it is asked for."""
        turn.job = None
        receipt = turn.submit(RequestKind.SEND_INVOICE, order, f"invoice:{order.id}:{turn.today}")
        owner = shop().customer(order.customer_id)
        mail = masked_email(owner.email) if owner else ""
        if receipt.url:
            response = "utter_invoice_done_link"
        elif receipt.state is RequestState.DONE:
            response = "utter_invoice_done"
        else:
            response = "utter_invoice_requested"
        turn.say(
            response, item=both(order), order=order.id, reference=receipt.reference, url=receipt.url, recipient=mail
        )
        turn.tried(self.name, "done", order)
        turn.fact("invoice", f"{order.label()}, {receipt.reference}")
        turn.done = {"job": self.name, "order_id": order.id}


INVOICE = Invoice()


class GetInvoice(JobAction):
    """Send an invoice."""

    job = INVOICE
