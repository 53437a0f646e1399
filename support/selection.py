"""Which of their orders a customer means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from support.dialogue import choose
from support.orders import Order

_NUMBER = re.compile(r"\d{4,}")
# Words for "what I ordered" that name no product.
GENERIC = frozenset(
    (
        "order",
        "orders",
        "parcel",
        "package",
        "packet",
        "delivery",
        "item",
        "items",
        "thing",
        "things",
        "stuff",
        "product",
        "purchase",
        "it",
        "shipment",
        "box",
        "one",
        "订单",
        "包裹",
        "快递",
        "东西",
        "商品",
        "货",
        "宝贝",
        "件",
        "物流",
        "单子",
    )
)


@dataclass(frozen=True)
class Selection:
    """What was found: `order` if it is clear, else `candidates` to ask about; `unknown` is a name or number that fits none."""

    order: Order | None = None
    candidates: tuple[Order, ...] = ()
    unknown: str = ""
    named: bool = False


def names_of(order: Order) -> list[str]:
    """Return every name the order goes by: its number, and its products' names and variants in both languages."""
    names = [order.id, order.label("en"), order.label("zh")]
    for line in order.lines:
        product = line.product
        names += [product.short_name, product.short_name_zh, product.name, product.name_zh]
        if line.variant:
            names.append(f"{line.variant} {product.short_name}")
    return [name for name in dict.fromkeys(names) if name]


def select(
    orders: Sequence[Order],
    candidates: Sequence[Order],
    *,
    text: str,
    number: str | None,
    product: str | None,
    in_view: str | None,
) -> Selection:
    """Find the order that the customer means.

    Args:
        orders: all their orders, newest first.
        candidates: those that the wish makes sense for, newest first.
        text: the message; number, product: entities found in it; in_view: the order that the conversation is about.
    """
    if number:
        wanted = _NUMBER.findall(number)
        hit = next((order for order in orders if wanted and wanted[-1] in _NUMBER.findall(order.id)), None)
        return Selection(hit, named=True) if hit else Selection(unknown=number, candidates=tuple(candidates))
    if product and product.lower() in GENERIC:
        product = None
    # All orders first: a desk lamp that would fit the wish is not meant by "my floor lamp" if there is one.
    for pool in (orders, candidates):
        hit = _named(pool, text, product)
        if hit:
            return Selection(hit, named=True)
    for pool in (candidates, orders) if product else (candidates,):
        several = _all_named(pool, text, product)
        if len(several) > 1:
            return Selection(candidates=several, named=True)
    if product:
        return Selection(unknown=product, candidates=tuple(candidates))
    seen = next((order for order in candidates if order.id == in_view), None)
    if seen:
        return Selection(seen)
    return Selection(candidates[0]) if len(candidates) == 1 else Selection(candidates=tuple(candidates))


def _named(pool: Sequence[Order], text: str, product: str | None) -> Order | None:
    index = choose(product or text, [_names(order, product) for order in pool], ordinals=False)
    return pool[index] if index is not None else None


def _all_named(pool: Sequence[Order], text: str, product: str | None) -> tuple[Order, ...]:
    return tuple(o for o in pool if choose(product or text, [_names(o, product)], ordinals=False) is not None)


def _names(order: Order, product: str | None) -> list[str]:
    """Return the names to look for: in a whole sentence not those of the catalogue, where "by Sunday" would be the Sunday Pyjamas."""
    if product:
        return names_of(order)
    catalogue = {name for line in order.lines for name in (line.product.name, line.product.name_zh)}
    labels = {order.label("en"), order.label("zh")}
    return [name for name in names_of(order) if name not in catalogue or name in labels]


def question(orders: Sequence[Order], job: str, limit: int = 5) -> dict[str, Any]:
    """Return the open question "which order?" for a slot: plain values, what each candidate may be called."""
    return {
        "kind": "which_order",
        "job": job,
        "intents": [job],
        "candidates": [{"order_id": order.id, "names": names_of(order)} for order in orders[:limit]],
    }


def titles(orders: Sequence[Order], language: str, limit: int = 5) -> list[str]:
    """Return button titles by product name, with the number where the name alone does not choose that order."""
    shown = orders[:limit]
    names = [names_of(order) for order in shown]
    labels = [order.label(language) for order in shown]
    return [
        _capital(label) if choose(label, names) == index else f"{_capital(label)} ({shown[index].id})"
        for index, label in enumerate(labels)
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
