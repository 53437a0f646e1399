"""Which of their orders a customer means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from support import colours, reference
from support.dialogue import choose
from support.naming import ORDINARY
from support.orders import Order, OrderLine
from support.reference import Phrase, Reference

_NUMBER = re.compile(r"\d{4,}")
# "The other one": not the order that the conversation is about.
_OTHER = re.compile(
    r"\bthe other (?:one|order|parcel|package|thing)?\b|另外?(?:那?一?[个件单]|的)|那另一", re.IGNORECASE
)
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
            if colours.chinese(line.variant):
                names.append(f"{colours.chinese(line.variant)}的{product.label('zh')}")
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
    """Find the order that the customer means; one that they rule out ("not the lamp") is never it.

    Args:
        orders: all their orders, newest first.
        candidates: those that the wish makes sense for, newest first.
        text: the message; number, product: entities found in it that are not ruled out; in_view: the order that the conversation is about.
    """
    if number:
        wanted = _NUMBER.findall(number)
        hit = next((order for order in orders if wanted and wanted[-1] in _NUMBER.findall(order.id)), None)
        return Selection(hit, named=True) if hit else Selection(unknown=number, candidates=tuple(candidates))
    if product and (product.lower() in GENERIC or product.lower() in ORDINARY):
        product = None
    lines = Lines.of(orders)
    said = lines.read(text)
    out = lines.excluded(said)
    orders, candidates = _without(orders, out), _without(candidates, out)
    # All orders first: a desk lamp that would fit the wish is not meant by "my floor lamp" if there is one.
    named = [lines.named(pool, said, product) for pool in (orders, candidates)]
    for several in named:
        if len(several) == 1:
            return Selection(several[0], named=True)
    for several in reversed(named):
        if several:
            return Selection(candidates=several, named=True)
    if product:
        return Selection(unknown=product, candidates=tuple(candidates))
    # Where there is but one candidate, "the light stays blue" is about that one, not about the blue mug of last year.
    for pool in (candidates,) if len(candidates) == 1 else (candidates, orders):
        described = lines.described(pool, said)
        if len(described) == 1:
            return Selection(described[0], named=True)
        if described:
            return Selection(candidates=described, named=True)
    if in_view and _OTHER.search(text):
        others = tuple(order for order in candidates if order.id != in_view)
        return Selection(others[0], named=True) if len(others) == 1 else Selection(candidates=others)
    seen = next((order for order in candidates if order.id == in_view), None)
    if seen:
        return Selection(seen)
    return Selection(candidates[0]) if len(candidates) == 1 else Selection(candidates=tuple(candidates))


def purchases(orders: Sequence[Order], text: str, product: str | None) -> tuple[Order, ...]:
    """Return the orders with the thing that the message names, by its name, colour or size; none where it names nothing of theirs."""
    if product and (product.lower() in GENERIC or product.lower() in ORDINARY):
        product = None
    lines = Lines.of(orders)
    said = lines.read(text)
    left = _without(orders, lines.excluded(said))
    return lines.named(left, said, product) or lines.described(left, said)


def _without(orders: Sequence[Order], out: frozenset[str]) -> Sequence[Order]:
    return tuple(order for order in orders if order.id not in out)


@dataclass(frozen=True)
class Lines:
    """The lines of some orders, as things that a message may refer to by name, colour and size."""

    pairs: tuple[tuple[Order, OrderLine], ...]

    @classmethod
    def of(cls, orders: Sequence[Order]) -> Lines:
        """Return the lines of these orders, in their order."""
        return cls(tuple((order, line) for order in orders for line in order.lines))

    def read(self, text: str) -> Reference:
        """Return what the text refers to; its indices are those of `pairs`."""
        names = [
            [n for n in (line.product.short_name or line.product.name, line.product.short_name_zh) if n]
            for _, line in self.pairs
        ]
        return reference.read(text, names, [line.variant for _, line in self.pairs if line.variant])

    def excluded(self, said: Reference) -> frozenset[str]:
        """Return the ids of the orders that the message rules out."""
        out: set[str] = set()
        kept = {index for phrase in said.wanted if phrase.complete for index in phrase.indices}
        for phrase in said.excluded:
            for index, (order, line) in enumerate(self.pairs):
                meant = index in phrase.indices if phrase.indices else phrase.describes
                if (meant and (phrase.describes or index not in kept) and _fits(phrase, line)) or any(
                    n in order.id for n in phrase.numbers
                ):
                    out.add(order.id)
        # What is wanted in another colour stays: "not the blue mug, the red mug".
        for phrase in said.wanted:
            if phrase.indices and phrase.describes:
                out -= {self.pairs[i][0].id for i in phrase.indices if _fits(phrase, self.pairs[i][1])}
        return frozenset(out)

    def named(self, pool: Sequence[Order], said: Reference, product: str | None) -> tuple[Order, ...]:
        """Return the orders of `pool` that have what is named: `product` if the message has such an entity, else by its words."""
        found: tuple[Order, ...] = ()
        if product:
            index = choose(product, [names_of(order) for order in pool], ordinals=False)
            found = (
                (pool[index],)
                if index is not None
                else tuple(order for order in pool if choose(product, [names_of(order)], ordinals=False) is not None)
            )
        if not found and said.named:
            ids = {order.id for order in pool}
            phrases = [{self.pairs[i][0].id for i in phrase.indices} & ids for phrase in said.wanted if phrase.indices]
            phrases = [phrase for phrase in phrases if phrase]
            common = set.intersection(*phrases) if phrases else set()
            meant = common or set().union(*phrases)
            found = tuple(order for order in pool if order.id in meant)
        if len(found) > 1:
            fitting = self.described(found, said)
            return fitting or found
        return found

    def described(self, pool: Sequence[Order], said: Reference) -> tuple[Order, ...]:
        """Return the orders of `pool` with a thing in the colours and sizes that the message names; none if it names none."""
        description = said.description
        if not description.describes:
            return ()
        ids = {
            order.id
            for index, (order, line) in enumerate(self.pairs)
            if _fits(description, line) and (not said.named or index in said.named)
        }
        return tuple(order for order in pool if order.id in ids)


def _fits(phrase: Phrase, line: OrderLine) -> bool:
    name = (mention.colour for mention in colours.find(line.product.name))
    return phrase.fits(" / ".join(filter(None, (line.variant, *name))))


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
