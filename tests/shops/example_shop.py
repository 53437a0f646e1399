"""The example shop of docs/shops.md, built with that page's own SQL and filled from the demo shop."""

from __future__ import annotations

import re
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from integrations.shops.demo import DemoShop
from support.money import Money
from support.orders import Customer, Order

DOCS = Path(__file__).resolve().parents[2] / "docs" / "shops.md"
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)

CODES = ("WELCOME10", "FIVER", "COSY15", "WINTER20", "SPRING15")

_ORDER_WORDS = {
    "paid": "new",
    "packed": "ready",
    "shipped": "on the road",
    "delivered": "complete",
    "cancelled": "void",
    "returned": "sent back",
}
_REFUND_WORDS = {"requested": "asked", "approved": "agreed", "paid_out": "paid", "refused": "no"}
_PAYMENT_WORDS = {"paid": "booked", "pending": "waiting", "failed": "declined"}


def clock() -> datetime:
    """Return the moment at which most tests happen."""
    return NOW


def documented_sql(title: str) -> list[str]:
    """Return the statements of the block in docs/shops.md that begins with the comment `title`."""
    found = re.search(rf"```sql\n-- {re.escape(title)}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found, title
    return [statement.strip() for statement in found[1].split(";") if statement.strip()]


def build_example(connection: Connection) -> None:
    """Create the example shop of docs/shops.md, empty."""
    for title in ("example: tables", "example: views", f"shop_requests: {connection.dialect.name}"):
        for statement in documented_sql(title):
            connection.execute(text(statement))


def _insert(connection: Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    names = [f"v{index}" for index in range(len(rows[0]))]
    statement = text(f"INSERT INTO {table} VALUES ({', '.join(':' + name for name in names)})")
    connection.execute(statement, [dict(zip(names, map(_plain, row), strict=True)) for row in rows])


def _plain(value: object) -> object:
    """Turn a value into what the example's columns hold: euros, and timestamps without a zone, in UTC."""
    if isinstance(value, Money):
        return f"{value.minor_units // 100}.{value.minor_units % 100:02d}"
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _road(of: Order | Customer) -> tuple[object, ...]:
    assert of.address is not None
    return astuple(of.address)


def fill_example(connection: Connection, shop: DemoShop) -> None:
    """Copy all that `shop` holds into the example's tables."""
    customers = shop.customers()
    orders = [order for customer in customers for order in shop.orders(customer.id, limit=1000)]
    people = [
        (c.id, c.name, c.email, c.language, c.since, c.loyalty_points, c.city, c.phone, c.newsletter, *_road(c))
        for c in customers
    ]
    _insert(connection, "accounts", people)
    _insert(
        connection,
        "articles",
        [
            (
                p.id,
                p.name,
                p.name_zh,
                p.short_name,
                p.short_name_zh,
                p.category,
                p.price,
                p.description,
                p.description_zh,
                p.stock,
                p.url,
                p.brand,
                p.warranty_months,
                p.fits,
                p.restock_on,
            )
            for p in shop.products()
        ],
    )
    sizes = [(f"{p.id}/{place}", p.id, v.name, v.stock) for p in shop.products() for place, v in enumerate(p.variants)]
    _insert(connection, "sizes", sizes)
    _insert(
        connection,
        "coupons",
        [
            (c.code, c.percent, c.amount, c.least, c.first_day, c.last_day, ",".join(c.categories), c.once)
            for c in map(shop.promotion, CODES)
            if c is not None
        ],
    )
    bought = [
        (
            o.id,
            o.customer_id,
            o.placed_at,
            _ORDER_WORDS[o.status],
            o.cancelled_at,
            o.shipping_fee,
            *_road(o),
            ",".join(o.promo_codes),
        )
        for o in orders
    ]
    _insert(connection, "purchases", bought)
    items = [
        (i.id, o.id, i.product.id, i.quantity, i.unit_price, i.variant, i.returned) for o in orders for i in o.lines
    ]
    _insert(connection, "purchase_items", items)
    _insert(
        connection,
        "parcels",
        [
            (
                s.id,
                o.id,
                s.carrier,
                s.tracking_number,
                s.tracking_url,
                s.shipped_at,
                s.promised_on,
                s.expected_on,
                s.delivered_at,
                s.last_event,
                s.last_event_zh,
                ",".join(s.line_ids),
            )
            for o in orders
            for s in o.shipments
        ],
    )
    charges = [(m.id, o.id, m.method, m.amount, _PAYMENT_WORDS[m.status], m.at) for o in orders for m in o.payments]
    _insert(connection, "charges", charges)
    _insert(
        connection,
        "paybacks",
        [
            (
                r.id,
                o.id,
                r.amount,
                _REFUND_WORDS[r.status],
                r.requested_at,
                r.approved_at,
                r.paid_out_at,
                r.due_on,
                r.reason,
                r.reason_zh,
            )
            for o in orders
            for r in o.refunds
        ],
    )
