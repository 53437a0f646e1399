"""Buying: the same again as last time, a thing by name, or how it is done. Nobody pays in a chat."""

from __future__ import annotations

from actions import catalogue, stock_alerts
from actions.additions import another_product
from actions.orders import asks_for_arrival, open_order_named
from actions.turn import Turn, TurnAction, ask_or_tell, needs_sign_in
from support import additions
from support.orders import Order, OrderLine, OrderStatus, Product
from support.product_questions import wanted, wants_again

JOB = "place_order"


class PlaceOrder(TurnAction):
    """Lead to the basket with what was meant."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_place_order"

    def handle(self, turn: Turn) -> None:
        """Tell of the purchase that is to be repeated, else of the product, else how to order; "to my order" adds to that one."""
        other = another_product(turn) if turn.customer and additions.into_an_order(turn.text) else None
        if other:
            other.start(turn)
            return
        if asks_for_arrival(turn.text) and open_order_named(turn):
            return  # "I'd kill for that lamp, when does it come?"
        turn.wish()
        if wants_again(turn.text) and _again(turn):
            return
        product = catalogue.meant(turn).product
        if product:
            _tell(turn, product, _variant_name(turn, product))
            return
        turn.say("utter_place_order", opening=turn.opening("general", JOB))
        turn.tried(JOB, "answered")


def of_order(turn: Turn, order: Order) -> None:
    """Tell of an order that is to be repeated."""
    _repeat(turn, order, list(order.lines))


def _again(turn: Turn) -> bool:
    """Tell of the newest purchase that is meant; return whether that answered."""
    number = turn.entity("order_number")
    if number and needs_sign_in(turn, JOB):
        return True
    if number:
        selection = turn.select(turn.orders)
        if selection.order is None:
            return ask_or_tell(turn, selection, JOB, "utter_which_order_track")
        return _repeat(turn, selection.order, list(selection.order.lines))
    product = catalogue.meant(turn).product
    for order in turn.orders:
        if order.status is OrderStatus.CANCELLED:
            continue
        lines = [line for line in order.lines if product is None or line.product.id == product.id]
        if lines:
            return _repeat(turn, order, lines)
    return False


def _repeat(turn: Turn, order: Order, lines: list[OrderLine]) -> bool:
    turn.order_in_view = order.id
    if len(lines) == 1:
        line = lines[0]
        product = catalogue.listed(line.product.id)
        if product is None:
            turn.say("utter_reorder_gone", item=catalogue.label(line.product, line.variant), order=order.id)
            turn.tried(JOB, "refused", order)
        else:
            _tell(turn, product, _variant_name(turn, product) or line.variant, order)
        return True
    rows = [
        {
            "item": catalogue.label(line.product, line.variant),
            "price": str(line.unit_price if product is None else product.price),
            "word_stock": "sold_out" if product is None else catalogue.stock_word(_stock(product, line.variant)),
        }
        for line in lines
        for product in [catalogue.listed(line.product.id)]
    ]
    turn.say("utter_reorder_several", order=order.id, day_bought=str(turn.day_of(order.placed_at)), each_again=rows)
    turn.tried(JOB, "answered", order)
    return True


def _tell(turn: Turn, product: Product, variant: str, order: Order | None = None) -> None:
    catalogue.keep_in_view(turn, product)
    stock = _stock(product, variant)
    response = "utter_reorder" if order else "utter_place_order_product"
    if stock <= 0:
        response = "utter_reorder_sold_out" if order else "utter_stock_no_day"
    day = catalogue.restock_day(turn, product)
    if stock <= 0 and day:
        response = "utter_stock_expected"
    turn.say(
        response,
        item=catalogue.label(product, variant),
        price=str(product.price),
        word_stock=catalogue.stock_word(stock),
        url=product.url,
        day_bought=str(turn.day_of(order.placed_at)) if order else "",
        day_restock=day,
    )
    turn.tried(JOB, "answered", order)
    if stock <= 0:
        stock_alerts.offer(turn, product, variant)


def _stock(product: Product, variant: str) -> int:
    known = product.variant(variant) if variant else None
    return known.stock if known else product.stock


def _variant_name(turn: Turn, product: Product) -> str:
    variant = wanted(product, turn.text).variant
    return variant.name if variant else ""
