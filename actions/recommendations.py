"""What might suit: by what they bought and kept, in their size, never what went back; and never for who wants none."""

from __future__ import annotations

from collections import Counter
from typing import Any

from actions import catalogue
from actions.turn import Turn, TurnAction, shop
from support.orders import Order, OrderStatus, Product
from support.products import kinds, ruled_out
from support.size_advice import advise, has_sizes

SUGGESTIONS = "suggestions"
_SUGGESTED = "suggested:"
_HINT = "hint:suggestions"
# What openings remember of a fault (support/empathy.py): things of that kind are not praised now.
_FAULTS = ("damaged:", "wrong:", "missing:", "complaint:")


class Recommendation(TurnAction):
    """Suggest something of the kind they buy most, and say why."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_recommendation"

    def handle(self, turn: Turn) -> None:
        """Choose from the catalogue by the purchases, unless they want no suggestions."""
        turn.tried("recommendation", "answered")
        if turn.opted_out(SUGGESTIONS):
            turn.say("utter_recommendation_off")
            return
        suggestion = _choose(turn)
        if suggestion is None:
            turn.say("utter_recommendation_no_more" if _suggested(turn) else "utter_product_question")
            return
        _suggest(turn, suggestion)


def _suggest(turn: Turn, product: Product) -> None:
    kept = [line.product for order in turn.orders for line in order.lines if _is_kept(order, line.kept)]
    alike = Counter(bought.id for bought in kept if bought.category == product.category)
    size = _size(turn, product) or ""
    values: dict[str, Any] = {"item": catalogue.label(product, size), "price": str(product.price)}
    if alike:
        because = next(bought for bought in kept if bought.id == alike.most_common(1)[0][0])
        response = "utter_recommendation_size" if size else "utter_recommendation"
        turn.say(response, because=catalogue.label(because), size=size, **values)
    else:
        turn.say("utter_recommendation_new", **values)
    turn.said.append(f"{_SUGGESTED}{product.id}")
    catalogue.keep_in_view(turn, product)
    if alike and _HINT not in turn.said:
        turn.said.append(_HINT)
        turn.say("utter_recommendation_hint")


def _choose(turn: Turn) -> Product | None:
    """Return the first that is wanted, in stock in their size, not bought, not suggested before, and nothing like what failed."""
    products = shop().products()
    bought = catalogue.lines(turn)
    unwanted = {line.product.id for line in bought} | ruled_out(turn.text, products) | _suggested(turn)
    failed = _failed(turn)
    available = [p for p in products if p.id not in unwanted and p.category not in failed and _there(turn, p)]
    wanted = kinds(turn.text, turn.entity("product"), products)[:1]
    favourites = [
        category
        for category, _ in Counter(
            line.product.category for order in turn.orders for line in order.lines if _is_kept(order, line.kept)
        ).most_common()
    ]
    fitting = (p for category in wanted + favourites for p in available if p.category == category)
    return next(fitting, available[0] if available else None)


def _there(turn: Turn, product: Product) -> bool:
    """Say whether there is one, in their usual size where it is known."""
    if product.stock <= 0:
        return False
    if not has_sizes(product):
        return True
    advice = advise(product, turn.orders)
    return advice is None or (advice.size is not None and advice.stock > 0)


def _size(turn: Turn, product: Product) -> str | None:
    advice = advise(product, turn.orders) if has_sizes(product) else None
    return advice.size if advice else None


def _suggested(turn: Turn) -> set[str]:
    return {said.removeprefix(_SUGGESTED) for said in turn.said if said.startswith(_SUGGESTED)}


def _failed(turn: Turn) -> set[str]:
    """Return the kinds of what they complained of: those of the orders whose faults were told in this conversation."""
    orders = {said.partition(":")[2] for said in turn.said if said.startswith(_FAULTS)}
    return {line.product.category for order in turn.orders for line in order.lines if order.id in orders}


def _is_kept(order: Order, kept: int) -> bool:
    return kept > 0 and order.status not in (OrderStatus.RETURNED, OrderStatus.CANCELLED)
