"""The demo shop's first rows: the catalogue and the stories from `demo_data/`, and the older orders around them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, insert

from integrations.shops import demo_tables as tables
from integrations.shops.demo_history import Spec, older_orders

# Raise it when the tables or the generator change: shops seeded before are then seeded anew.
_VERSION = "2"
_DATA = Path(__file__).resolve().parent / "demo_data"
_FREE_SHIPPING_FROM_CENTS = 5000
_SHIPPING_CENTS = 490
_FIRST_NUMBER = 10001
_SLUGS = {
    "Northpost": "northpost",
    "SwiftParcel": "swiftparcel",
    "Blueline Couriers": "blueline",
    "Karvan Express": "karvan",
    "云鹿速运": "yunlu",
}

# How people pay, by their language; everybody has one way of theirs.
_METHODS = {"en": ("Visa", "Mastercard", "PayPal"), "zh": ("支付宝", "微信支付")}
# Paid so long after the order was placed.
_PAYING_S = 40

Row = dict[str, Any]


def fingerprint() -> str:
    """Return what identifies this seed; it changes with every change of the data files."""
    digest = hashlib.sha256(_VERSION.encode())
    for path in _files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def fill(connection: Connection) -> None:
    """Write all rows into the empty tables."""
    products = _products()
    customers: list[Spec] = yaml.load((_DATA / "stories.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    promotions: list[Spec] = yaml.load((_DATA / "promotions.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rows = _Rows({product["id"]: product for product in products}, {customer["id"]: customer for customer in customers})
    orders = [(c["id"], order) for c in customers for order in (*older_orders(c, products), *c.get("orders", ()))]
    for order_id, customer_id, order in _number(orders):
        rows.add(order_id, customer_id, order)
    connection.execute(insert(tables.PRODUCTS), [_product_row(i, p) for i, p in enumerate(products)])
    connection.execute(insert(tables.VARIANTS), [row for product in products for row in _variant_rows(product)])
    connection.execute(insert(tables.PROMOTIONS), [_promotion_row(promotion) for promotion in promotions])
    connection.execute(insert(tables.CUSTOMERS), [_customer_row(i, c) for i, c in enumerate(customers)])
    connection.execute(insert(tables.ORDERS), rows.orders)
    connection.execute(insert(tables.LINES), rows.lines)
    connection.execute(insert(tables.SHIPMENTS), rows.shipments)
    connection.execute(insert(tables.REFUNDS), rows.refunds)
    connection.execute(insert(tables.PAYMENTS), rows.payments)


def _files() -> list[Path]:
    return sorted(_DATA.rglob("*.yml"))


def _products() -> list[Row]:
    return [
        {**product, "category": path.stem}
        for path in _files()
        if path.parent.name == "products"
        for product in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]


def _number(orders: Sequence[tuple[str, Spec]]) -> list[tuple[str, str, Spec]]:
    """Give every order its number, rising with time, around the numbers that hand-written orders have already."""
    ordered = sorted(orders, key=lambda pair: (_seconds(pair[1]["placed"]), pair[0]))
    numbered: list[tuple[str, str, Spec]] = []
    waiting: list[tuple[str, Spec]] = []
    last = _FIRST_NUMBER - 1
    for customer_id, order in ordered:
        if "id" not in order:
            waiting.append((customer_id, order))
            continue
        number = int(order["id"].removeprefix("W-"))
        free = number - last - 1
        if free < len(waiting):
            raise ValueError(f"{order['id']}: {len(waiting)} older orders need a number below it, {free} are free")
        for index, (owner, older) in enumerate(waiting, start=1):
            numbered.append((f"W-{last + index * (free + 1) // (len(waiting) + 1)}", owner, older))
        numbered.append((order["id"], customer_id, order))
        waiting, last = [], number
    return numbered + [(f"W-{last + i}", owner, order) for i, (owner, order) in enumerate(waiting, start=1)]


def _seconds(moment: str | None) -> int | None:
    """Turn "-8 19:42" into seconds from today's midnight."""
    if moment is None:
        return None
    day, time = moment.split(" ")
    hour, minute = time.split(":")
    return int(day) * 86_400 + int(hour) * 3600 + int(minute) * 60


def _product_row(position: int, product: Spec) -> Row:
    return {
        "id": product["id"],
        "position": position,
        "name": product["name"],
        "name_zh": product["name_zh"],
        "short_name": product["short"],
        "short_name_zh": product["short_zh"],
        "category": product["category"],
        "price_cents": product["cents"],
        "description": product["text"],
        "description_zh": product["text_zh"],
        "stock": product["stock"],
        "brand": product["brand"],
        "warranty_months": product["warranty"],
        "fits": product.get("fits", ""),
        "restock_day": product.get("restock"),
    }


def _variant_rows(product: Spec) -> list[Row]:
    """Spread the product's stock over its variants, the first ones getting what does not divide."""
    names: Sequence[str] = product.get("variants", ())
    there = [name for name in names if name not in product.get("sold_out", ())]
    each, over = divmod(product["stock"], len(there) or 1)
    stock = {name: each + (place < over) for place, name in enumerate(there)}
    return [
        {"product_id": product["id"], "position": position, "name": name, "stock": stock.get(name, 0)}
        for position, name in enumerate(names)
    ]


def _promotion_row(promotion: Spec) -> Row:
    return {
        "code": promotion["code"],
        "percent": promotion.get("percent", 0),
        "cents": promotion.get("cents"),
        "least_cents": promotion.get("least"),
        "first_day": promotion.get("from"),
        "last_day": promotion.get("to"),
        "categories": ",".join(promotion.get("categories", ())),
        "once": promotion.get("once", True),
    }


def _customer_row(position: int, customer: Spec) -> Row:
    return {
        "id": customer["id"],
        "position": position,
        "name": customer["name"],
        "email": customer["email"],
        "language": customer.get("language", "en"),
        "city": customer["city"],
        "phone": customer.get("phone", ""),
        "newsletter": customer.get("newsletter", False),
        **{part: customer["address"][part] for part in ("street", "postcode", "country")},
        "since_day": customer["since"],
        "loyalty_points": customer["points"],
        "story": customer["story"],
        "story_zh": customer["story_zh"],
    }


def _address(customer: Spec) -> Row:
    """Return where the customer's orders go."""
    address: Spec = customer["address"]
    return {
        "address_name": customer["name"],
        "street": address["street"],
        "postcode": address["postcode"],
        "city": customer["city"],
        "country": address["country"],
    }


def _method(customer: Spec) -> str:
    """Return how the customer pays, always the same."""
    methods: Sequence[str] = _METHODS[customer.get("language", "en")]
    number: int = sum(customer["id"].encode())
    return methods[number % len(methods)]


class _Rows:
    """Collects the rows of all orders."""

    def __init__(self, products: dict[str, Row], customers: dict[str, Spec]) -> None:
        self._products = products
        self._customers = customers
        self.orders: list[Row] = []
        self.lines: list[Row] = []
        self.shipments: list[Row] = []
        self.refunds: list[Row] = []
        self.payments: list[Row] = []

    def add(self, order_id: str, customer_id: str, order: Spec) -> None:
        """Add one order with all that belongs to it."""
        goods = 0
        whole = order["status"] == "returned"
        for position, line in enumerate(order["lines"], start=1):
            row = self._line(order_id, position, line if isinstance(line, dict) else {"product": line}, whole)
            goods += row["unit_cents"] * row["quantity"]
            self.lines.append(row)
        saved: int = order.get("promo", {}).get("saves", 0)
        fee = order.get("fee", 0 if goods >= _FREE_SHIPPING_FROM_CENTS else _SHIPPING_CENTS)
        self.orders.append(
            {
                "id": order_id,
                "customer_id": customer_id,
                "placed_s": _seconds(order["placed"]),
                "cancelled_s": _seconds(order.get("cancelled")),
                "status": order["status"],
                "shipping_fee_cents": fee,
                "cut_cents": 0,
                "promo_codes": order.get("promo", {}).get("code", ""),
                **_address(self._customers[customer_id]),
            }
        )
        for position, shipment in enumerate(order.get("shipments", ()), start=1):
            self.shipments.append(self._shipment(f"{order_id}-P{position}", order_id, shipment))
        for position, refund in enumerate(order.get("refunds", ()), start=1):
            self.refunds.append(self._refund(f"{order_id}-F{position}", order_id, refund, goods + fee - saved))
        paid_s = (_seconds(order["placed"]) or 0) + _PAYING_S
        usual = {"method": _method(self._customers[customer_id]), "status": "paid", "at_s": paid_s}
        for position, payment in enumerate(order.get("payments", (usual,)), start=1):
            self.payments.append(self._payment(f"{order_id}-M{position}", order_id, payment, goods + fee - saved))

    def _line(self, order_id: str, position: int, line: Spec, whole: bool) -> Row:
        quantity = line.get("quantity", 1)
        return {
            "id": f"{order_id}-{position}",
            "order_id": order_id,
            "position": position,
            "product_id": line["product"],
            "quantity": quantity,
            "unit_cents": line.get("cents", self._products[line["product"]]["cents"]),
            "variant": line.get("variant", ""),
            "returned": quantity if whole else line.get("returned", 0),
        }

    def _shipment(self, shipment_id: str, order_id: str, shipment: Spec) -> Row:
        delivered = _seconds(shipment.get("delivered"))
        return {
            "id": shipment_id,
            "order_id": order_id,
            "carrier": shipment["carrier"],
            "tracking_number": shipment["number"],
            "tracking_url": f"https://track.example/{_SLUGS[shipment['carrier']]}/{shipment['number']}",
            "shipped_s": _seconds(shipment["shipped"]),
            "promised_day": shipment["promised"],
            "expected_day": shipment.get("expected"),
            "delivered_s": delivered,
            "last_event": shipment.get("event", "Delivered" if delivered is not None else "On its way"),
            "last_event_zh": shipment.get("event_zh", "已送达" if delivered is not None else "运输途中"),
            "line_ids": ",".join(f"{order_id}-{position}" for position in shipment.get("holds", ())),
        }

    def _payment(self, payment_id: str, order_id: str, payment: Spec, total_cents: int) -> Row:
        return {
            "id": payment_id,
            "order_id": order_id,
            "method": payment["method"],
            "cents": payment.get("cents", total_cents),
            "status": payment["status"],
            "at_s": payment["at_s"] if "at_s" in payment else _seconds(payment["at"]),
        }

    def _refund(self, refund_id: str, order_id: str, refund: Spec, paid_cents: int) -> Row:
        return {
            "id": refund_id,
            "order_id": order_id,
            "cents": refund.get("cents", paid_cents),
            "status": refund["status"],
            "requested_s": _seconds(refund["requested"]),
            "approved_s": _seconds(refund.get("approved")),
            "paid_out_s": _seconds(refund.get("paid")),
            "due_day": refund.get("due"),
            "reason": refund.get("reason", ""),
            "reason_zh": refund.get("reason_zh", ""),
        }
