"""Older orders for the demo shop's customers: a seeded generator, the same every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

# As read from the data files: plain YAML mappings.
Spec = Mapping[str, Any]

_CARRIERS = {
    "Northpost": "NP87{:08d}EU",
    "SwiftParcel": "SP-{:09d}",
    "Blueline Couriers": "BL{:08d}",
    "Karvan Express": "KX-{:08d}",
}
_OTHER_CARRIER = "YL77{:08d}"
_REASONS = (
    "Returned: not what I expected",
    "Returned: changed my mind",
    "Returned: colour differs from the picture",
    "Returned: a duplicate gift",
)
# Of a hundred orders: so many are cancelled, sent back whole, sent back in part, and delivered late.
_CANCELLED, _RETURNED, _PARTLY, _LATE = 6, 7, 6, 12


def older_orders(customer: Spec, products: Sequence[Spec]) -> list[dict[str, Any]]:
    """Return the orders that the customer's `history` asks for, oldest first, as if hand-written but without ids.

    The same customer always gets the same orders, for the generator is seeded with the customer's id.
    """
    history: Spec | None = customer.get("history")
    if history is None:
        return []
    rng = Random(f"warmline:{customer['id']}")  # noqa: S311 - made-up orders, no secret
    sizes: Mapping[str, str] = customer.get("sizes", {})
    choice = [p for p in products if p["id"] not in history.get("without", ()) and _variant(p, sizes, rng) is not None]
    liked = [p for p in choice if p["category"] in history["likes"]]
    step = (history["to"] - history["from"]) / history["orders"]
    orders = []
    for index in range(history["orders"]):
        day = int(history["from"] + step * (index + rng.random()))
        lines = _lines(rng, liked, choice, sizes)
        orders.append(_order(rng, day, lines, history))
    return orders


def _lines(
    rng: Random, liked: Sequence[Spec], choice: Sequence[Spec], sizes: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Pick one to four different products, three quarters of them liked ones."""
    picked: dict[str, Spec] = {}
    for _ in range(rng.choices((1, 2, 3, 4), weights=(55, 27, 12, 6))[0]):
        product = rng.choice(liked if rng.random() < 0.75 else choice)
        picked[product["id"]] = product
    lines = []
    for product in picked.values():
        cents = product["cents"]
        # Some things were on offer then, at a tenth off, on whole tens of cents.
        paid = cents * 9 // 100 * 10 if rng.random() < 0.2 else cents
        quantity = 2 if cents < 2500 and rng.random() < 0.3 else 1
        variant = _variant(product, sizes, rng)
        lines.append({"product": product["id"], "quantity": quantity, "variant": variant, "cents": paid})
    return lines


def _variant(product: Spec, sizes: Mapping[str, str], rng: Random) -> str | None:
    """Choose the customer's own size, or any colour; None if the product does not come in their size."""
    variants: Sequence[str] = product.get("variants", ())
    if not variants:
        return ""
    if product["id"] == "wool-socks":
        return next((v for v in variants if v[:2] <= sizes.get("shoes", "") <= v[3:]), None)
    if product["category"] == "shoes":
        return sizes["shoes"] if sizes.get("shoes") in variants else None
    if product["id"] == "jeans":
        return {"S": "30", "M": "32", "L": "34", "XL": "36"}.get(sizes.get("clothing", ""))
    if product["category"] == "clothing" or product["id"] == "bike-helmet":
        return sizes["clothing"] if sizes.get("clothing") in variants else None
    return rng.choice(variants)


def _order(rng: Random, day: int, lines: list[dict[str, Any]], history: Spec) -> dict[str, Any]:
    """Tell what became of an order placed on `day`: everything of it lies in the past."""
    order: dict[str, Any] = {"placed": _moment(rng, day, 6, 22), "status": "delivered", "lines": lines}
    fate = 100 if history.get("calm") else rng.randrange(100)
    if fate < _CANCELLED:
        order["status"] = "cancelled"
        order["cancelled"] = _moment(rng, day + 1, 7, 12)
        order["refunds"] = [_refund(rng, day + 1, "Order cancelled")]
        return order
    order["shipments"] = [_shipment(rng, day, history)]
    delivered = int(order["shipments"][0]["delivered"].split()[0])
    if fate < _CANCELLED + _RETURNED:
        order["status"] = "returned"
        order["refunds"] = [_refund(rng, delivered + rng.randint(2, 9), rng.choice(_REASONS))]
    elif fate < _CANCELLED + _RETURNED + _PARTLY and len(lines) > 1:
        back = lines[-1]
        refund = _refund(rng, delivered + rng.randint(2, 9), rng.choice(_REASONS))
        order["refunds"] = [{**refund, "cents": back["cents"] * back["quantity"]}]
        back["returned"] = back["quantity"]
    return order


def _shipment(rng: Random, day: int, history: Spec) -> dict[str, Any]:
    carrier = history.get("carrier") or rng.choices(tuple(_CARRIERS), weights=(40, 30, 20, 10))[0]
    number = _CARRIERS.get(carrier, _OTHER_CARRIER).format(rng.randrange(10**7, 10**8))
    shipped = day + rng.randint(1, 2)
    promised = shipped + rng.randint(2, 4)
    if not history.get("calm") and rng.randrange(100) < _LATE:
        delivered = promised + rng.randint(1, 4)
    else:
        delivered = max(shipped + 1, promised - rng.choice((0, 0, 0, 1, 2)))
    return {
        "carrier": carrier,
        "number": number,
        "shipped": _moment(rng, shipped, 9, 17),
        "promised": promised,
        "delivered": _moment(rng, delivered, 8, 18),
    }


def _refund(rng: Random, day: int, reason: str) -> dict[str, Any]:
    """Return a refund asked for on `day` and paid out in time."""
    approved = day + rng.randint(1, 4)
    return {
        "status": "paid_out",
        "requested": _moment(rng, day, 13, 21),
        "approved": _moment(rng, approved, 8, 16),
        "paid": _moment(rng, approved + rng.randint(2, 8), 6, 9),
        "due": approved + 14,
        "reason": reason,
    }


def _moment(rng: Random, day: int, first_hour: int, last_hour: int) -> str:
    return f"{day} {rng.randint(first_hour, last_hour):02d}:{rng.randrange(60):02d}"
