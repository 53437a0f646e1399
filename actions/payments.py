"""A payment that went wrong: charged twice is checked by the shop after a yes; what failed or is pending is said as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.jobs import Fields, Job, JobAction
from actions.turn import Turn, both, needs_sign_in, policies
from integrations.shops.interface import RequestKind
from support.escalation import Reason
from support.orders import Order, OrderLine, OrderStatus, Payment, PaymentStatus
from support.payments import look

_TROUBLE = frozenset({"charged_twice", "refund_under_way", "pending", "failed"})
# Money that was taken, unlike a payment that does not go through while somebody is ordering.
_TAKEN = re.compile(
    r"\btwice\b|\bdouble\b|\bduplicate\b|\btwo (?:times|payments|charges)\b|\b(?:charged|debited|billed|taken|took"
    r"|deducted|paid)\b|\bhow much\b"
    r"|两次|重复|多扣|扣了|扣款|已付|付了|付完|到账|几次",
    re.IGNORECASE,
)


class PaymentIssue(Job):
    """The payments of one order."""

    name = "payment_issue"
    intents = ("payment_issue",)
    which = "utter_which_order_payment"
    by_line = False

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return those whose payments show what is wrong; where none does, what was not cancelled."""
        wrong = [order for order in turn.orders if look(order, policies()).rule in _TROUBLE]
        return wrong or [order for order in turn.orders if order.status is not OrderStatus.CANCELLED]

    def find(self, turn: Turn) -> None:
        """Find the order; a card refused at the checkout belongs to none."""
        if needs_sign_in(turn, self.name):
            return
        selection = turn.select(turn.orders)
        wrong = any(look(order, policies()).rule in _TROUBLE for order in turn.orders)
        if not wrong and not (selection.named or selection.unknown or _TAKEN.search(turn.text)):
            self.nothing(turn)
            return
        super().find(turn)

    def nothing(self, turn: Turn) -> None:
        """Say that the orders show nothing wrong, what may help, and who can look further."""
        turn.say("utter_payment_issue_nothing", opening=turn.opening("general", self.name))
        turn.tried(self.name, "answered")
        turn.wish()
        turn.offer_human(Reason.ASKED)

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Have a second charge checked; say of everything else how it stands."""
        check = look(order, policies())
        if check.allowed and f"check_payment:{order.id}" not in turn.said:
            return True
        turn.tried(self.name, "answered", order)
        values: dict[str, Any] = {"item": both(order), "order": order.id}
        if check.allowed:
            receipt = turn.submit(RequestKind.CHECK_PAYMENT, order, self._key(order), **self._details(order))
            turn.say("utter_payment_check_known", reference=receipt.reference, **values)
            return False
        values |= {"amount": str(check.amount) if check.amount else "", "total": str(order.total)}
        values["method"] = check.payment.method if check.payment else ""
        values["day_paid"] = str(turn.day_of(check.payment.at)) if check.payment else ""
        values["each_payment"] = [self._row(turn, payment) for payment in self._paid(order)]
        if check.refund:
            values["day_due"] = str(check.refund.due_on or "")
        turn.say(f"utter_payment_{self._state(order, check.rule, check.alternative)}", **values)
        turn.fact("payment", f"{order.id}: {check.rule}")
        if check.rule in ("pending", "failed", "unknown", "refund_under_way"):
            turn.offer_human(Reason.ASKED)
        return False

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Name every amount, and ask for a yes."""
        self.put(
            turn,
            order,
            fields,
            step,
            "utter_payment_twice_confirm",
            opening=turn.opening("general", order.id),
            item=both(order),
            order=order.id,
            total=str(order.total),
            amount=str(look(order, policies()).amount),
            each_payment=[self._row(turn, payment) for payment in self._paid(order)],
        )

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Ask the shop to check the second payment, once for these payments."""
        check = look(order, policies())
        receipt = turn.submit(RequestKind.CHECK_PAYMENT, order, self._key(order), **self._details(order))
        turn.said.append(f"check_payment:{order.id}")
        response = "utter_payment_check_known" if receipt.repeated else "utter_payment_check_requested"
        turn.say(response, item=both(order), order=order.id, amount=str(check.amount), reference=receipt.reference)
        turn.tried(self.name, "done", order)
        turn.fact("payment", f"{order.id}: charged twice, {check.amount}, {receipt.reference}")
        turn.done = {"job": self.name, "order_id": order.id}

    @staticmethod
    def _paid(order: Order) -> list[Payment]:
        return sorted((p for p in order.payments if p.status is PaymentStatus.PAID), key=lambda payment: payment.at)

    @staticmethod
    def _row(turn: Turn, payment: Payment) -> dict[str, str]:
        day = str(turn.day_of(payment.at))
        if not payment.method:
            return {"amount": str(payment.amount), "day_booked": day}
        return {"amount": str(payment.amount), "method": payment.method, "day_paid": day}

    def _details(self, order: Order) -> dict[str, object]:
        return {"payment_ids": [payment.id for payment in self._paid(order)], "problem": "charged twice"}

    def _key(self, order: Order) -> str:
        return f"check_payment:{order.id}:{'+'.join(payment.id for payment in self._paid(order))}"[:200]

    def _state(self, order: Order, rule: str, alternative: str) -> str:
        """Return how it stands, where several payments or tries make it worth another sentence."""
        if rule == "paid" and len(self._paid(order)) > 1:
            return "paid_parts"
        if rule == "paid" and any(payment.status is PaymentStatus.FAILED for payment in order.payments):
            return "paid_after_failure"
        return "failed_gone" if rule == "failed" and not alternative else rule


PAYMENT_ISSUE = PaymentIssue()


class CheckPayment(JobAction):
    """Look into a payment."""

    job = PAYMENT_ISSUE
