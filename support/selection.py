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
        hit = next((order for order in orders if wanted and wanted[-1] in order.id), None)
        return Selection(hit, named=True) if hit else Selection(unknown=number, candidates=tuple(candidates))
    if product and product.lower() in GENERIC:
        product = None
    for pool in (candidates, orders):
        hit = _named(pool, product or text)
        if hit:
            return Selection(hit, named=True)
    several = _all_named(candidates, product or text)
    if len(several) > 1:
        return Selection(candidates=several, named=True)
    if product:
        return Selection(unknown=product, candidates=tuple(candidates))
    seen = next((order for order in candidates if order.id == in_view), None)
    if seen:
        return Selection(seen)
    return Selection(candidates[0]) if len(candidates) == 1 else Selection(candidates=tuple(candidates))


def _named(pool: Sequence[Order], words: str) -> Order | None:
    index = choose(words, [names_of(order) for order in pool], ordinals=False)
    return pool[index] if index is not None else None


def _all_named(pool: Sequence[Order], words: str) -> tuple[Order, ...]:
    return tuple(order for order in pool if choose(words, [names_of(order)], ordinals=False) is not None)


def question(orders: Sequence[Order], job: str, limit: int = 5) -> dict[str, Any]:
    """Return the open question "which order?" for a slot: plain values, what each candidate may be called."""
    return {
        "kind": "which_order",
        "job": job,
        "intents": [job],
        "candidates": [{"order_id": order.id, "names": names_of(order)} for order in orders[:limit]],
    }


def titles(orders: Sequence[Order], language: str, limit: int = 5) -> list[str]:
    """Return button titles by product name; orders of the same name get their day."""
    shown = orders[:limit]
    names = [order.label(language) for order in shown]
    return [
        f"{_capital(name)} ({order.id})" if names.count(name) > 1 else _capital(name)
        for name, order in zip(names, shown, strict=True)
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
