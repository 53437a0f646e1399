"""Change a line of an order before it is packed: another size or colour, more or fewer pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from actions import catalogue
from actions.additions import amounts, another_product, kind
from actions.cancellation import cancel, undone
from actions.jobs import CONFIRM, Fields, Job, JobAction, counted, item_of
from actions.turn import Turn, policies
from actions.undoing import way_back
from integrations.shops.interface import RequestKind, RequestState
from support import colours, numerals, replies, selection, sizes, variants
from support.changes import ChangeCheck, may_change
from support.escalation import Reason
from support.orders import Order, OrderLine
from support.selection import Selection

# "Take the rug out of my order" is a change that is a cancellation.
_REMOVE = re.compile(
    r"\b(?:remove|delete|drop)\b(?! (?:it )?off)|\btake\b.{1,60}\b(?:out|off)\b|去掉|删掉|删除|不要了|拿掉",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?P<en>one|two|three|four|five|\d{1,2}) (?:more|extra|additional)\b|再(?:加|来|要)(?P<zh>[一两二三四五\d])",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:another one|an extra one)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:\b(?:to|make (?:it|that|them)|want|need|quantity|only|just)\s+|改[成为]|[要成]|数量)\D{0,4}?"
    r"(?P<number>\d{1,2}|one|two|three|four|five|six)"
    r"(?![\d.,]*\d|\s?(?:st|nd|rd|th)\b|[A-Za-z])",
    re.IGNORECASE,
)


class ChangeOrder(Job):
    """One line of an order; `fields`: variant and quantity as they shall be."""

    name = "change_order"
    intents = ("change_order", "exchange_item")
    which = "utter_which_order_change"
    steps = ("goal",)

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return what has not arrived."""
        return [order for order in turn.orders if order.is_open]

    @staticmethod
    def _changeable(order: Order) -> bool:
        return any(
            may_change(order, line, policies(), quantity=line.kept).rule not in ("packed", "shipped")
            for line in order.lines
        )

    def select(self, turn: Turn, candidates: Sequence[Order]) -> Selection:
        """Find the order by the thing that is named: the colour or size in the message is what it shall be."""
        text = turn.text
        spans = [(m.start, m.end) for m in colours.find(text)] + [(m.start, m.end) for m in sizes.find(text)]
        for start, end in spans:
            text = text[:start] + " " * (end - start) + text[end:]
        product = turn.entity("product")
        found = selection.select(
            turn.orders,
            candidates,
            text=text,
            number=turn.entity("order_number"),
            product=product if product and selection.purchases(turn.orders, product, product) else None,
            in_view=turn.order_in_view,
        )
        if found.order or found.named or found.unknown:
            return found
        # None is named: what is packed or gone is not asked about where something can still be changed.
        able = tuple(order for order in found.candidates if self._changeable(order))
        return Selection(able[0]) if len(able) == 1 else Selection(candidates=able or found.candidates)

    def start(self, turn: Turn) -> None:
        """Begin; a change that takes something out is a cancellation."""
        if undone(turn):
            return
        if turn.customer and _REMOVE.search(turn.text) and not variants_named(turn.text):
            cancel(turn)
            return
        other = another_product(turn) if turn.customer else None
        if other:
            other.start(turn)
            return
        super().start(turn)

    def go(self, turn: Turn, order: Order, fields: Fields) -> None:
        """Go on; another product in the order is a job of its own."""
        other = another_product(turn, order)
        if other:
            other.go(turn, order, {"line_id": fields["line_id"]} if fields.get("line_id") else {})
            return
        super().go(turn, order, fields)

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Read the size or colour, and how many."""
        if line is None:
            return
        wanted = variants.wanted(turn.text, line.product, line.variant)
        if wanted and wanted.name:
            fields["variant"] = wanted.name
        number = _pieces(turn.text, line)
        if number is not None and number != (fields.get("variant") or ""):
            fields["quantity"] = number
        if fields.get("variant") or fields.get("quantity") is not None:
            fields["goal"] = True

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Check how far the order is, and whether it can become that."""
        if line is None:
            return False
        check = self._check(order, line, fields)
        if check.allowed or (check.rule == "same" and not fields.get("goal")):
            return True
        values: dict[str, Any] = {
            "item": item_of(order, line),
            "order": order.id,
            "amount": str(check.difference or ""),
        }
        if check.rule in ("unknown", "which", "out_of_stock") and (check.available or check.alternative == "fewer"):
            self._alternatives(turn, order, line, fields, check)
            return False
        if check.rule == "none_left":
            cancel(turn, order)
            return False
        turn.say(f"utter_change_order_refused_{check.rule}", **values)
        turn.tried(self.name, "refused", order)
        if check.rule in ("packed", "currency", "out_of_stock", "payment"):
            turn.offer_human(Reason.POLICY_EXCEPTION)
        return False

    def _alternatives(self, turn: Turn, order: Order, line: OrderLine, fields: Fields, check: ChangeCheck) -> None:
        """Say what there is instead, and wait for it."""
        left = {name: value for name, value in fields.items() if name not in ("variant", "quantity", "goal")}
        values: dict[str, Any] = {"item": item_of(order, line), "order": order.id}
        if check.alternative == "fewer":
            left |= {"variant": fields["variant"], "goal": True} if fields.get("variant") else {}
            values |= {"count": check.stock}
            self.put(turn, order, left, "goal", "utter_change_order_fewer", reads=["quantity"], **values)
        else:
            response = "utter_change_order_sold_out" if check.rule == "out_of_stock" else "utter_change_order_unknown"
            values |= {"wanted": catalogue.variants([str(fields.get("variant") or check.variant)])}
            values |= {"available": catalogue.variants(check.available)}
            titles = [catalogue.variants([name])[turn.language] for name in check.available[:5]]
            self.put(turn, order, left, "goal", response, reads=["variant"], buttons=titles, **values)

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask what it shall be; then for a yes with from, to and the difference in price."""
        if line is None:
            return
        values: dict[str, Any] = {"item": item_of(order, line), "order": order.id}
        if step == "goal":
            there = variants.in_stock(line.product, line.kept, but=line.variant)
            response = "utter_change_order_variant" if there else "utter_change_order_quantity"
            values |= {"available": catalogue.variants(there), "count": line.kept}
            titles = [catalogue.variants([name])[turn.language] for name in there[:5]]
            self.put(turn, order, fields, step, response, reads=["variant", "quantity"], buttons=titles, **values)
            return
        check = self._check(order, line, fields)
        values |= _change(order, line, check)
        fields = {**fields, "at": datetime.now(UTC).isoformat()}
        self.put(
            turn,
            order,
            fields,
            CONFIRM,
            f"utter_change_order_confirm{kind(check)}",
            reads=["variant", "quantity"],
            **values,
        )

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Have the line changed, once."""
        if line is None:
            return
        check = self._check(order, line, fields)
        details: dict[str, Any] = {"line_id": line.id, "quantity": check.quantity + line.returned}
        if check.variant:
            details["variant"] = check.variant
        what = f"{line.variant}x{line.quantity}>{check.variant}x{details['quantity']}"
        # There, back and there again is three changes: each yes to what was asked is one.
        key = f"change:{order.id}:{line.id}:{what}:{fields.get('at', '')}"
        receipt = turn.submit(RequestKind.CHANGE_ORDER, order, key, **details)
        done = (
            f"utter_change_order_done{kind(check)}"
            if receipt.state is RequestState.DONE
            else "utter_change_order_requested"
        )
        values = _change(order, line, check)
        turn.say(done, order=order.id, reference=receipt.reference, **values)
        turn.tried(self.name, "done", order)
        turn.fact("changed", f"{values['was']['en']} → {values['becomes']['en']} ({order.id}), {receipt.reference}")
        back = way_back(turn, order, line) if receipt.state is RequestState.DONE else None
        turn.done = {"job": self.name, "order_id": order.id, "back": back, "item": values["becomes"]}

    @staticmethod
    def _check(order: Order, line: OrderLine, fields: Fields) -> ChangeCheck:
        return may_change(
            order, line, policies(), variant=fields.get("variant") or None, quantity=fields.get("quantity")
        )


def variants_named(text: str) -> bool:
    """Say whether a colour or size is named."""
    return bool(colours.find(text) or sizes.find(text))


def _pieces(text: str, line: OrderLine) -> int | None:
    """Return how many pieces of the line it shall be."""
    more = _MORE.search(text)
    if more:
        found = numerals.english(more["en"]) if more["en"] else numerals.chinese(more["zh"])
        return line.kept + found if found else None
    if _ANOTHER.search(text):
        return line.kept + 1
    said = _NUMBER.search(text)
    word = said["number"] if said else ""
    # "Change it to 40": a size where the thing comes in one.
    if word and not (word.isdigit() and variants.meant(line.product, word, line.variant)):
        return numerals.english(word)
    found = replies.quantity(text)
    return None if found and variants.meant(line.product, str(found), line.variant) else found


def _change(order: Order, line: OrderLine, check: ChangeCheck) -> dict[str, Any]:
    """Return the values of a change: what it was, what it becomes, the difference without its sign."""
    pieces = check.quantity != line.kept
    becomes = item_of(order, replace(line, variant=check.variant), check.quantity)
    values: dict[str, Any] = {"was": item_of(order, line, line.kept), "becomes": becomes}
    if pieces:
        values["was"] = counted(item_of(order, line), line.kept)
        values["becomes"] = counted(item_of(order, replace(line, variant=check.variant)), check.quantity)
    return values | amounts(check)


CHANGE_ORDER = ChangeOrder()


class ChangeOrderAction(JobAction):
    """Start a change."""

    job = CHANGE_ORDER
