"""Which size to take, told by what the customer bought before and kept, and what they sent back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from support import sizes
from support.orders import Order, OrderLine, OrderStatus, Product

_JOINT = re.compile(r"\s*[/,;|]\s*|\s+-\s+")
# What runs small is to be taken larger.
_STEPS = {"small": 1, "large": -1}
_BASES = ("product", "brand", "category")


@dataclass(frozen=True)
class SizeAdvice:
    """A size, and what speaks for it.

    `size` is the product's own name for it, None where it comes in none that would fit. `worn`: the size kept before, `times` so
    often; `basis`: product (this very one), brand (its brand), category (the like of it). `fit`: how this product fits,
    "small", "large", "true" or empty; `step`: how many sizes the advice is away from `worn`. `against`: sizes of this product sent back.
    """

    size: str | None
    worn: str
    times: int
    basis: str
    brand: str
    fit: str
    step: int
    against: tuple[str, ...]
    stock: int


@dataclass(frozen=True)
class _Worn:
    line: OrderLine
    size: str
    place: tuple[str, float]
    basis: str


def has_sizes(product: Product) -> bool:
    """Say whether the product comes in sizes, rather than in colours or one form only."""
    return any(_place(variant.name) for variant in product.variants)


def advise(product: Product, orders: Sequence[Order]) -> SizeAdvice | None:
    """Return the size that past purchases speak for; None where nothing is known, or the product has no sizes."""
    ladder = sorted(
        ((place[1], variant.name) for variant in product.variants if (place := _place(variant.name))),
        key=lambda e: e[0],
    )
    kinds = {place[0] for variant in product.variants if (place := _place(variant.name))}
    if not ladder or len(kinds) != 1:
        return None
    seen = [worn for worn in _history(product, orders) if worn.place[0] in kinds]
    back = tuple(dict.fromkeys(w.size for w in seen if w.basis == "product" and not w.line.kept))
    for basis in _BASES:
        found = _favourite([worn for worn in seen if worn.basis == basis])
        if found is None:
            continue
        worn, times = found
        # Never more than one size away: how small "small" is, nobody says.
        step = max(-1, min(1, _STEPS.get(product.fits, 0) - _STEPS.get(worn.line.product.fits, 0)))
        size = _on_ladder([name for _, name in ladder], [place for place, _ in ladder], worn, step)
        if size is not None and _size_of(size) in back:
            continue
        variant = product.variant(size) if size else None
        return SizeAdvice(
            size, worn.size, times, basis, worn.line.product.brand, product.fits, step, back,
            max(0, variant.stock) if variant else 0,
        )  # fmt: skip
    return None


def _history(product: Product, orders: Sequence[Order]) -> list[_Worn]:
    """Return what arrived and can be compared, the newest first."""
    found = []
    for order in sorted(orders, key=lambda each: each.placed_at, reverse=True):
        if order.status not in (OrderStatus.DELIVERED, OrderStatus.RETURNED):
            continue
        for line in order.lines:
            place, basis = _place(line.variant), _basis(product, line.product)
            if place and basis:
                found.append(_Worn(line, _size_of(line.variant) or "", place, basis))
    return found


def _basis(product: Product, bought: Product) -> str:
    """Return how near a purchase is. Sizes of trousers say nothing of shoes, in one brand or two."""
    if product.id == bought.id:
        return "product"
    if product.category != bought.category:
        return ""
    return "brand" if product.brand and product.brand.lower() == bought.brand.lower() else "category"


def _favourite(seen: Sequence[_Worn]) -> tuple[_Worn, int] | None:
    """Return the size kept most often and how often, the newer of two; what was sent back counts against it."""
    votes: dict[tuple[str, int], int] = {}
    kept: dict[tuple[str, int], int] = {}
    first: dict[tuple[str, int], _Worn] = {}
    for worn in seen:
        # An L of a brand that runs small is another L.
        key = (worn.size, _STEPS.get(worn.line.product.fits, 0))
        votes[key] = votes.get(key, 0) + (1 if worn.line.kept else -1)
        if worn.line.kept:
            kept[key] = kept.get(key, 0) + 1
            first.setdefault(key, worn)
    best = max((key for key in first if votes[key] > 0), key=lambda key: votes[key], default=None)
    return (first[best], kept[best]) if best else None


def _on_ladder(names: list[str], places: list[float], worn: _Worn, step: int) -> str | None:
    """Return the size so many steps from the worn one; the next larger where the product leaves that one out."""
    start = next((i for i, name in enumerate(names) if sizes.fits(worn.size, name)), None)
    if start is None:
        start = next((i for i, place in enumerate(places) if place >= worn.place[1]), None)
        if start is None or (start == 0 and places[0] - worn.place[1] > 1):
            return None
    # Several colours of one size are one rung.
    rungs = list(dict.fromkeys(places))
    rung = rungs.index(places[start]) + step
    if not 0 <= rung < len(rungs):
        return None
    return names[places.index(rungs[rung])]


def _size_of(variant: str) -> str | None:
    """Return the size in a variant, plain: "blue / m" has "M"."""
    return next((sizes.plain(part) for part in _JOINT.split(variant) if sizes.place(part)), None)


def _place(variant: str) -> tuple[str, float] | None:
    """Return a variant's kind of size and where it stands among its like, None for a colour."""
    return next((place for part in _JOINT.split(variant) if (place := sizes.place(part))), None)
