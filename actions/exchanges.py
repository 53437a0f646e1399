"""Another size or colour of what came: which, while there is some; confirmed from what to what, and the label for the old one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import catalogue, stock_alerts
from actions.jobs import CONFIRM, Fields, Job, JobAction, item_of
from actions.problems import report
from actions.remedies import listed
from actions.turn import Turn, policies, timezone
from integrations.shops.interface import RequestKind, RequestState
from support import replies, variants
from support.escalation import Reason
from support.exchanges import ExchangeCheck, may_exchange
from support.orders import Order, OrderLine, OrderStatus
from support.product_questions import variant_label
from support.returns import may_return_line
from support.selection import Selection

# What is asked for another time: the shop hasn't got it.
_ASK_AGAIN = frozenset({"same", "unknown", "out_of_stock"})
_EXCEPTIONS = frozenset({"window", "category", "opened", "condition"})
_FAULTS = {"damaged": "damaged", "wrong_item": "wrong"}
_BUTTONS = 3


class Exchange(Job):
    """Some or all pieces of one item, for the same in another size or colour."""

    name = "exchange_item"
    intents = ("exchange_item", "change_order", "back_in_stock")
    which = "utter_which_order_exchange"
    steps = ("quantity", "variant")

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return what may be exchanged, or changed before it leaves; where nothing may, what arrived last: the refusal names it."""
        open_ones = [order for order in turn.orders if _still_changes(order)]
        arrived = [order for order in turn.orders if order.status is OrderStatus.DELIVERED]
        in_time = [order for order in arrived if any(self._in_time(turn, order, each) for each in order.lines)]
        return [*in_time, *open_ones] or arrived[:1]

    def select(self, turn: Turn, candidates: Sequence[Order]) -> Selection:
        """Find the order by the thing that is named, not by what it shall become: "40 instead of 39" rules out nothing."""
        with turn.hearing(variants.without_goal(turn.text)):
            found = super().select(turn, candidates)
        # Of two that can't be exchanged the one that is still to come is meant: the refusal names what can be done.
        coming = [order for order in found.candidates if order.is_open and found.named]
        return Selection(coming[0], named=True) if found.order is None and len(coming) == 1 else found

    def line(self, turn: Turn, order: Order, fields: Fields) -> OrderLine | None:
        """Return the item that is meant; of several the only one that comes in several sizes or colours."""
        named = super().line(turn, order, fields)
        fields.pop("all", None)  # an exchange is for one item at a time; "both" are its pieces
        if named:
            return named
        several = [each for each in order.lines if each.kept and len(each.product.variants) > 1]
        return several[0] if len(several) == 1 else None

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Read how many and for which; what is said before the item is known waits until it is."""
        fields["reason"] = replies.reason(turn.text) or fields.get("reason", "")
        fields["method"] = replies.method(turn.text) or fields.get("method", "drop_off")
        if line is None:
            fields["heard"] = f"{fields.get('heard', '')} {turn.text}".strip()
            return
        heard = fields.pop("heard", "")
        for text in (heard, turn.text):
            self._read_wish(text, line, fields)

    @staticmethod
    def _read_wish(text: str, line: OrderLine, fields: Fields) -> None:
        wanted = variants.wanted(text, listed(line), line.variant)
        if wanted:
            fields["variant"] = wanted.name or None
            fields["missing"] = {1: "largest", -1: "smallest"}.get(wanted.beyond)
        rest = variants.without_steps(text)
        said = replies.quantity(rest)
        if wanted and rest.strip(" .!").isdigit():
            said = None  # "40": a size
        number = line.kept if line.kept == 1 or replies.everything(rest) else said
        if number and (line.kept > 1 or "quantity" not in fields):
            fields["quantity"] = min(number, max(1, line.kept))

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Check the window, what never goes back, and the stock; what is not there is asked for anew."""
        if line is None:
            self.nothing(turn)
            return False
        check = self._check(turn, order, line, fields)
        fault = _FAULTS.get(fields.get("reason", ""))
        if fault and not fields.get("variant") and order.status is OrderStatus.DELIVERED and check.rule != "returned":
            report(turn, fault, order, line)  # a fault is ours to put right: that is no exchange
            return False
        if check.rule in _ASK_AGAIN and _chooses(check):
            if fields.get("variant"):
                fields |= {"missing": check.rule, "said": check.variant or fields["variant"], "variant": None}
            return True
        if check.allowed:
            return True
        if check.rule == "not_arrived" and _still_changes(order):
            self._change(turn, order, line)
            return False
        if check.rule == "not_arrived" and order.status is OrderStatus.PACKED:
            # Called an exchange, it is a change that comes too late, and has the same ways out.
            turn.say("utter_change_order_refused_packed", item=item_of(order, line), order=order.id)
            turn.tried(self.name, "refused", order)
            turn.offer_human(Reason.POLICY_EXCEPTION)
            return False
        rule = "none_left" if check.rule in _ASK_AGAIN else check.rule
        restock = str(check.restock_on or "")
        values: dict[str, Any] = {
            "item": item_of(order, line),
            "day_until": str(check.until or ""),
            "day_restock": restock,
        }
        turn.say(f"utter_exchange_refused_{rule}", order=order.id, days=policies().exchange.window_days, **values)
        turn.tried(self.name, "refused", order)
        if rule in _EXCEPTIONS:
            turn.offer_human(Reason.POLICY_EXCEPTION)
        return False

    def _change(self, turn: Turn, order: Order, line: OrderLine) -> None:
        """Hand what hasn't left yet to the job that changes orders; a colleague does it where there is none."""
        from actions.answers import JOBS  # it names this job as well

        change = JOBS.get("change_order")
        if change:
            change.go(turn, order, {"line_id": line.id})
            return
        turn.say("utter_exchange_item", item=item_of(order, line), order=order.id)
        turn.tried(self.name, "answered", order)
        turn.offer_human(Reason.ASKED)

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask how many and for which; then for a yes with item, from what and to what."""
        if line is None:
            return
        item = item_of(order, line)
        if step == "quantity":
            values: dict[str, Any] = {"item": item, "count": line.kept, "order": order.id}
            self.put(turn, order, fields, step, "utter_exchange_quantity", reads=["quantity", "variant"], **values)
        elif step == "variant":
            self._which(turn, order, line, fields)
        elif step == CONFIRM:
            pieces = int(fields["quantity"])
            fee = self._fee(turn, order, line, fields)
            values = {"item": item_of(order, line, pieces), "to": _both(fields["variant"]), "order": order.id}
            values |= {"word_method": fields["method"], "fee": fee}
            response = "utter_exchange_confirm_fee" if fee else "utter_exchange_confirm"
            self.put(turn, order, fields, step, response, reads=["variant", "quantity", "method"], **values)

    def _which(self, turn: Turn, order: Order, line: OrderLine, fields: Fields) -> None:
        """Ask for which, with those that are there; say first why it can't be what was said."""
        check = self._check(turn, order, line, {**fields, "variant": None})
        missing = fields.get("missing") or ""
        response = "utter_exchange_variant"
        if missing:
            back = missing == "out_of_stock" and check.restock_on
            response = f"utter_exchange_{missing}{'_until' if back else ''}"
        self.put(
            turn,
            order,
            fields,
            "variant",
            response,
            reads=["variant", "alert"] if missing == "out_of_stock" else ["variant"],
            choices=list(dict.fromkeys(said for name in check.available for said in _both(name).values())),
            buttons=[_both(name)[turn.language] for name in check.available[:_BUTTONS]],
            item=_name(line),
            said=_both(fields.get("said", "")),
            day_restock=str(check.restock_on or ""),
            available=catalogue.variants(check.available),
            order=order.id,
        )

    def answer(self, turn: Turn, question: dict[str, Any]) -> None:
        """Go on with what an answer says; word of what is sold out is a wish of its own."""
        fields = question["fields"]
        order = turn.order(question["order_id"])
        line = self.line(turn, order, dict(fields)) if order else None
        if order and line and fields.get("missing") == "out_of_stock" and replies.alert(turn.text):
            turn.settled = True
            turn.job = None
            self._alert(turn, order, line, fields["said"])
            return
        super().answer(turn, question)

    @staticmethod
    def _alert(turn: Turn, order: Order, line: OrderLine, variant: str) -> None:
        product = listed(line)
        receipt = stock_alerts.submit(turn, order.customer_id, product, variant)
        if receipt.repeated:
            turn.say("utter_stock_alert_known", **stock_alerts.told(turn, product, variant, receipt))
        else:
            told = stock_alerts.told(turn, product, variant, receipt)
            turn.say("utter_exchange_alert", **{**told, "item": _name(line), "said": _both(variant)})
        turn.tried("stock_alert", "answered" if receipt.repeated else "done", order)

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Ask the shop for the exchange, once; a second one of the same piece is for a person to look at."""
        if line is None:
            return
        if not fields.get("variant"):  # sold out while they made up their mind
            self._which(turn, order, line, fields)
            return
        pieces, variant = int(fields["quantity"]), str(fields["variant"])
        key = f"exchange:{order.id}:{line.id}" + (f":{variant}:{pieces}" if line.kept > 1 else "")
        details = {"line_id": line.id, "quantity": pieces, "variant": variant}
        details |= {name: fields[name] for name in ("reason", "method") if fields.get(name)}
        receipt = turn.submit(RequestKind.EXCHANGE_ITEM, order, key, **details)
        values: dict[str, Any] = {
            "item": item_of(order, line, pieces),
            "to": _both(variant),
            "reference": receipt.reference,
        }
        if receipt.repeated:
            turn.say("utter_exchange_known", **values)
            turn.tried(self.name, "answered", order)
            turn.offer_human(Reason.ASKED)
            return
        done = receipt.state is RequestState.DONE and receipt.url
        response = f"utter_exchange_done_{fields['method']}" if done else "utter_exchange_requested"
        turn.say(response, url=receipt.url, **values)
        turn.tried(self.name, "done", order)
        turn.fact("exchange", f"{item_of(order, line, pieces)['en']} → {variant}, {receipt.reference}")
        turn.done = {"job": self.name, "order_id": order.id}

    @staticmethod
    def _fee(turn: Turn, order: Order, line: OrderLine, fields: Fields) -> str:
        """Return what the way back costs, "" where it is free."""
        pickup = fields.get("method") == "pick_up"
        fee = may_return_line(order, line, turn.today, policies(), timezone(), pickup=pickup).fee
        return str(fee) if fee and fee.minor_units else ""

    @staticmethod
    def _in_time(turn: Turn, order: Order, line: OrderLine) -> bool:
        """Say whether another size or colour may still be had, if there is one; what comes in one form is never asked about."""
        return may_exchange(order, line, "", turn.today, policies(), timezone()).rule == "unknown"

    @staticmethod
    def _check(turn: Turn, order: Order, line: OrderLine, fields: Fields) -> ExchangeCheck:
        wanted = fields.get("variant") or ""
        pieces = int(fields.get("quantity") or 1)
        return may_exchange(
            order, line, wanted, turn.today, policies(), timezone(), product=listed(line), quantity=pieces
        )


def _chooses(check: ExchangeCheck) -> bool:
    """Say whether nothing but the choice is open: something else is there, or more of what is wanted is on its way."""
    return check.rule in _ASK_AGAIN and bool(check.available or check.restock_on)


def _still_changes(order: Order) -> bool:
    packed_too = policies().change_order.until == "packed"
    return order.status is OrderStatus.PAID or (order.status is OrderStatus.PACKED and packed_too)


def _name(line: OrderLine) -> dict[str, str]:
    """Return what the item is called without its size or colour, which is what changes."""
    return {language: line.product.label(language) for language in ("en", "zh")}


def _both(variant: str) -> dict[str, str]:
    return variant_label(variant)


EXCHANGE = Exchange()


class ExchangeItem(JobAction):
    """Start an exchange."""

    job = EXCHANGE
