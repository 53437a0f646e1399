"""What adding a product to an order and swapping one for another have in common: which, in what form, how many, at what price."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from actions import catalogue, stock_alerts
from actions.jobs import CONFIRM, Fields, Job, item_of
from actions.turn import Turn, policies, shop
from actions.undoing import way_back
from integrations.shops.interface import Receipt, RequestState
from support import additions, replies, selection, variants
from support.additions import Goal
from support.changes import ChangeCheck, too_far
from support.dialogue import choose
from support.escalation import Reason
from support.orders import Order, OrderLine, Product
from support.products import short_names
from support.selection import Selection

_MOST = 5  # buttons
_FOR_A_PERSON = frozenset({"packed", "currency", "payment"})


class NewProduct(Job):
    """What both are; `fields`: product_id, variant, quantity, as they shall be."""

    intents = ("change_order", "exchange_item", "place_order")
    which = "utter_which_order_change"
    steps = ("product_id",)
    kind = ""  # of goal, as support/additions.py reads it

    @abstractmethod
    def check(self, order: Order, line: OrderLine | None, product: Product, fields: Fields) -> ChangeCheck:
        """Ask the shop's rules."""

    @abstractmethod
    def summary(self, order: Order, line: OrderLine | None, product: Product, check: ChangeCheck) -> dict[str, Any]:
        """Return the values for "is that right?", and for the receipt."""

    @abstractmethod
    def submit(
        self, turn: Turn, order: Order, line: OrderLine | None, product: Product, check: ChangeCheck, at: str
    ) -> Receipt:
        """Ask the shop for it, once for the yes to what was asked `at` a moment."""

    @abstractmethod
    def response(self, what: str, check: ChangeCheck) -> str:
        """Return the response that confirms, or says that it is done or asked for."""

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return what has not arrived."""
        return [order for order in turn.orders if order.is_open]

    def select(self, turn: Turn, candidates: Sequence[Order]) -> Selection:
        """Find the order without the name of what shall come: an earlier purchase of the same is not meant."""
        goal = additions.goal(turn.text, shop().products())
        found = selection.select(
            turn.orders,
            candidates,
            text=goal.rest if goal else turn.text,
            number=turn.entity("order_number"),
            product=None,
            in_view=turn.order_in_view,
        )
        if found.order or found.named or found.unknown:
            return found
        able = [order for order in found.candidates if not too_far(order, policies())]
        ids = {product.id for product in goal.products} if goal else set()
        with_it = [order for order in able if any(line.product.id in ids for line in order.lines)]
        for some in (with_it, able):
            if len(some) == 1:
                return Selection(some[0])
        return Selection(candidates=tuple(able) or found.candidates)

    def _names_another(self, turn: Turn, left: dict[str, Any]) -> bool:
        """Say whether a message is about another order: of an answer only a number says so, its names are those of what shall come."""
        if additions.goal(turn.text, shop().products()):
            found = self.select(turn, self.orders(turn))
            other = found.order is not None and found.order.id != left["order_id"]
            return bool(found.unknown) or (found.named and other)
        number = turn.entity("order_number") or ""
        return bool(number) and re.sub(r"\D", "", number) not in left["order_id"]

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Read what shall come, in which size or colour, and how many."""
        products = list(shop().products())
        goal = additions.goal(turn.text, products) or self._answer(turn, line, fields, products)
        if goal and goal.products:
            ids = [product.id for product in goal.products]
            if ids != [fields.get("product_id")]:
                fields |= {"product_id": None, "variant": None, "quantity": None}
            fields |= {"product_id": ids[0], "among": None} if len(ids) == 1 else {"among": ids}
            fields["quantity"] = goal.pieces or fields.get("quantity")
        elif not fields.get("product_id") and turn.entity("product") and goal:
            fields["mention"] = turn.entity("product")
        product = catalogue.listed(fields.get("product_id") or "")
        if product is None:
            return
        said = goal.said if goal and goal.products else turn.text if turn.step else ""
        wanted = variants.wanted(said, product)
        if wanted and (product.variants or not turn.step):
            fields["variant"] = wanted.name
        elif fields.get("variant") is None:
            fields["variant"] = self.variant_of_the_same(order, product)
        number = replies.quantity(turn.text) if turn.step else None
        if number and not (goal and goal.pieces) and not variants.meant(product, str(number)):
            fields["quantity"] = number

    def _answer(self, turn: Turn, line: OrderLine | None, fields: Fields, products: Sequence[Product]) -> Goal | None:
        """Return what an answer to a question of this job names: of what was shown, else of the catalogue."""
        if not turn.step:
            return None
        among = [product for product in products if product.id in (fields.get("among") or ())]
        index = choose(turn.text, [short_names(product) for product in among]) if among else None
        if index is not None:
            return Goal(self.kind, (among[index],), said=turn.text)
        goal = additions.named(turn.text, products)
        own = {line.product.id} if line else set()
        return goal if goal and not (own & {product.id for product in goal.products}) else None

    @staticmethod
    def variant_of_the_same(order: Order, product: Product) -> str | None:
        """Return the size or colour that more of what is in the order will be of, None where that is not known."""
        found = {line.variant for line in order.lines if line.product.id == product.id and line.kept}
        return found.pop() if len(found) == 1 else None

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Check how far the order is, the stock and the price; what can be chosen instead is asked for."""
        product = catalogue.listed(fields.get("product_id") or "")
        if product is None:
            if too_far(order, policies()):
                self._refuse(turn, order, str(order.status), None, ChangeCheck(False))
                return False
            fields["product_id"] = None
            return True
        check = self.check(order, line, product, fields)
        if check.allowed:
            return True
        others = check.available and check.rule in ("which", "unknown", "out_of_stock")
        if check.alternative == "fewer" or others:
            self._alternatives(turn, order, product, fields, check)
        elif check.rule == "same":
            turn.say("utter_change_order_refused_same", item=item_of(order, line), order=order.id)
            turn.tried(self.name, "refused", order)
        else:
            self._refuse(turn, order, check.rule, product, check)
        return False

    def _refuse(self, turn: Turn, order: Order, rule: str, product: Product | None, check: ChangeCheck) -> None:
        """Say why not, and what is possible instead."""
        values: dict[str, Any] = {
            "order": order.id,
            "wanted": catalogue.label(product, check.variant) if product else "",
        }
        day = catalogue.restock_day(turn, product) if product else ""
        amount = str(check.difference or "")
        until = "_until" if rule == "out_of_stock" and day else ""
        turn.say(f"utter_another_product_refused_{rule}{until}", day_restock=day, amount=amount, **values)
        turn.tried(self.name, "refused", order)
        if rule == "out_of_stock" and product:
            stock_alerts.offer(turn, product, check.variant)
        elif rule in _FOR_A_PERSON:
            turn.offer_human(Reason.POLICY_EXCEPTION)

    def _alternatives(self, turn: Turn, order: Order, product: Product, fields: Fields, check: ChangeCheck) -> None:
        """Ask for another number, or for the size or colour."""
        values: dict[str, Any] = {"item": catalogue.label(product, check.variant), "order": order.id}
        if check.alternative == "fewer":
            left = {**fields, "quantity": None}
            self.put(
                turn,
                order,
                left,
                "quantity",
                "utter_change_order_fewer",
                reads=["quantity"],
                count=check.stock,
                **values,
            )
            return
        said = {"which": "variant", "unknown": "unknown", "out_of_stock": "sold_out"}[check.rule]
        wanted = catalogue.variants([check.variant or str(fields.get("variant") or "")])
        values |= {"item": catalogue.label(product), "wanted": wanted, "available": catalogue.variants(check.available)}
        titles = [catalogue.variants([name])[turn.language] for name in check.available[:_MOST]]
        left = {**fields, "variant": None}
        response = f"utter_another_product_{said}"
        self.put(turn, order, left, "variant", response, reads=["variant"], buttons=titles, **values)

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask what it shall be; then for a yes with what it costs."""
        if step == "product_id":
            self._which(turn, order, line, fields)
            return
        product = catalogue.listed(fields["product_id"])
        if product is None:
            return
        check = self.check(order, line, product, fields)
        one_form = bool(fields.get("variant")) and not product.variants
        fields |= {"told": str(check.difference), "at": datetime.now(UTC).isoformat(), "variant": check.variant}
        values = self.summary(order, line, product, check)
        opening = ["utter_another_product_one_form"] if one_form else []
        self.put(
            turn,
            order,
            fields,
            CONFIRM,
            self.response("confirm", check),
            reads=["variant", "quantity"],
            opening=opening,
            wanted=catalogue.label(product),
            order=order.id,
            **values,
        )

    def _which(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Ask for the product: of those that the name fits, or of all."""
        products = list(shop().products())
        among = [product for product in products if product.id in (fields.get("among") or ())]
        mention = fields.pop("mention", None)
        response = "utter_another_product_among" if among else f"utter_{self.name}_which"
        opening = ["utter_product_unknown"] if mention else []
        titles = [product.label(turn.language) for product in among[:_MOST]]
        self.put(
            turn,
            order,
            fields,
            "product_id",
            response,
            choices=[name for product in (among or products) for name in short_names(product)],
            buttons=[title[:1].upper() + title[1:] for title in titles],
            opening=opening,
            mention=mention or "",
            order=order.id,
            item=item_of(order, line),
        )

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Have it done, once, at the price that was told."""
        product = catalogue.listed(fields["product_id"])
        if product is None:
            return
        check = self.check(order, line, product, fields)
        if str(check.difference) != fields.get("told"):
            self.ask(turn, order, line, fields, CONFIRM)  # the price is another by now
            return
        receipt = self.submit(turn, order, line, product, check, str(fields["at"]))
        done = receipt.state is RequestState.DONE
        values = self.summary(order, line, product, check)
        response = self.response("done" if done else "requested", check)
        turn.say(response, order=order.id, reference=receipt.reference, **values)
        turn.tried(self.name, "done", order)
        turn.fact("changed", f"{values['becomes']['en']} ({order.id}), {receipt.reference}")
        back = way_back(turn, order, line) if done else None
        turn.done = {"job": self.name, "order_id": order.id, "back": back, "item": values["becomes"]}
