"""From the demo shop's rows to the port's values: distances become days and moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, literal, select

from integrations.shops import demo_tables as tables
from support.money import Money
from support.orders import (
    Address,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Product,
    Promotion,
    Refund,
    RefundStatus,
    Shipment,
    Variant,
)

CURRENCY = "EUR"

_Groups = defaultdict[str, list[Row[Any]]]


@dataclass(frozen=True)
class Calendar:
    """Turns distances from the anchor day into days and moments, and back."""

    anchor: date

    def day(self, distance: int | None) -> date | None:
        """Return the day at that distance, None for None."""
        return None if distance is None else self.anchor + timedelta(days=distance)

    def moment(self, seconds: int | None) -> datetime | None:
        """Return the moment at that distance from the anchor's midnight, None for None."""
        return None if seconds is None else self.at(seconds)

    def at(self, seconds: int) -> datetime:
        """Return the moment at that distance from the anchor's midnight."""
        return datetime.combine(self.anchor, time(), UTC) + timedelta(seconds=seconds)

    def seconds(self, moment: datetime) -> int:
        """Return the moment's distance from the anchor's midnight."""
        return int((moment - datetime.combine(self.anchor, time(), UTC)).total_seconds())


def read_orders(connection: Connection, query: Any, today: date, limit: int) -> tuple[Order, ...]:
    """Build the orders that `query` selects, newest first, in six queries whatever their number."""
    columns = tables.ORDERS.c
    placed = func.coalesce(columns.anchor_day, literal(today.toordinal())) * 86_400 + columns.placed_s
    rows = connection.execute(query.order_by(placed.desc(), columns.id.desc()).limit(max(0, limit))).all()
    if not rows:
        return ()
    ids = [row.id for row in rows]
    lines = tables.LINES.c
    own = (lines.id, lines.quantity, lines.unit_cents, lines.variant, lines.returned)
    of_order = select(lines.order_id, *(column.label(f"line_{column.name}") for column in own), *tables.PRODUCTS.c)
    of_order = of_order.join_from(tables.LINES, tables.PRODUCTS).where(lines.order_id.in_(ids))
    found = connection.execute(of_order.order_by(lines.position)).all()
    variants = read_variants(connection, {row.id for row in found})
    by_line = _grouped(found)
    parcels = _parts(connection, tables.SHIPMENTS, ids, "shipped_s")
    refunds = _parts(connection, tables.REFUNDS, ids, "requested_s")
    payments = _parts(connection, tables.PAYMENTS, ids, "at_s")
    return tuple(
        _order(row, _lines(by_line[row.id], variants, today), parcels[row.id], refunds[row.id], payments[row.id], today)
        for row in rows
    )


def read_variants(connection: Connection, product_ids: Collection[str] | None = None) -> _Groups:
    """Return the variants of these products, of all for None, by the product's id."""
    columns = tables.VARIANTS.c
    query = select(tables.VARIANTS).order_by(columns.product_id, columns.position)
    if product_ids is not None:
        query = query.where(columns.product_id.in_(product_ids))
    groups: _Groups = defaultdict(list)
    for row in connection.execute(query):
        groups[row.product_id].append(row)
    return groups


def _parts(connection: Connection, table: Any, order_ids: Sequence[str], by: str) -> _Groups:
    """Select what belongs to the orders, oldest first."""
    query = select(table).where(table.c.order_id.in_(order_ids)).order_by(table.c[by], table.c.id)
    return _grouped(connection.execute(query).all())


def _grouped(rows: Sequence[Row[Any]]) -> _Groups:
    groups: _Groups = defaultdict(list)
    for row in rows:
        groups[row.order_id].append(row)
    return groups


def _lines(rows: Sequence[Row[Any]], variants: _Groups, today: date) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(
            id=row.line_id,
            product=product(row, variants[row.id], today),
            quantity=row.line_quantity,
            unit_price=Money(row.line_unit_cents, CURRENCY),
            variant=row.line_variant,
            returned=row.line_returned,
        )
        for row in rows
    )


def _order(
    row: Row[Any],
    lines: tuple[OrderLine, ...],
    shipments: Sequence[Row[Any]],
    refunds: Sequence[Row[Any]],
    payments: Sequence[Row[Any]],
    today: date,
) -> Order:
    calendar = Calendar(today if row.anchor_day is None else date.fromordinal(row.anchor_day))
    return Order(
        id=row.id,
        customer_id=row.customer_id,
        placed_at=calendar.at(row.placed_s),
        status=OrderStatus(row.status),
        lines=lines,
        shipments=tuple(_shipment(shipment, calendar) for shipment in shipments),
        refunds=tuple(_refund(refund, calendar) for refund in refunds),
        cancelled_at=calendar.moment(row.cancelled_s),
        shipping_fee=Money(row.shipping_fee_cents, CURRENCY),
        address=Address(row.address_name, row.street, row.postcode, row.city, row.country),
        payments=tuple(_payment(payment, calendar) for payment in payments),
        promo_codes=_listed(row.promo_codes),
    )


def customer(row: Row[Any], today: date) -> Customer:
    """Build a customer."""
    return Customer(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        since=today + timedelta(days=row.since_day),
        loyalty_points=row.loyalty_points,
        city=row.city,
        phone=row.phone,
        newsletter=row.newsletter,
        address=Address(row.name, row.street, row.postcode, row.city, row.country) if row.street else None,
    )


def product(row: Row[Any], variants: Sequence[Row[Any]], today: date) -> Product:
    """Build a product with its variants."""
    return Product(
        id=row.id,
        name=row.name,
        short_name=row.short_name,
        category=row.category,
        price=Money(row.price_cents, CURRENCY),
        name_zh=row.name_zh,
        short_name_zh=row.short_name_zh,
        description=row.description,
        description_zh=row.description_zh,
        stock=row.stock,
        url=f"/products/{row.id}",
        brand=row.brand,
        variants=tuple(Variant(variant.name, variant.stock) for variant in variants),
        warranty_months=row.warranty_months,
        fits=row.fits,
        restock_on=Calendar(today).day(row.restock_day),
    )


def promotion(row: Row[Any], today: date) -> Promotion:
    """Build a promotion; its days move with the calendar."""
    calendar = Calendar(today)
    return Promotion(
        code=row.code,
        percent=row.percent,
        amount=_money(row.cents),
        first_day=calendar.day(row.first_day),
        last_day=calendar.day(row.last_day),
        least=_money(row.least_cents),
        categories=_listed(row.categories),
        once=row.once,
    )


def _shipment(row: Row[Any], calendar: Calendar) -> Shipment:
    return Shipment(
        id=row.id,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        shipped_at=calendar.moment(row.shipped_s),
        promised_on=calendar.day(row.promised_day),
        expected_on=calendar.day(row.expected_day),
        delivered_at=calendar.moment(row.delivered_s),
        last_event=row.last_event,
        last_event_zh=row.last_event_zh,
        line_ids=_listed(row.line_ids),
    )


def _payment(row: Row[Any], calendar: Calendar) -> Payment:
    amount = Money(row.cents, CURRENCY)
    return Payment(row.id, row.method, amount, PaymentStatus(row.status), calendar.at(row.at_s))


def _refund(row: Row[Any], calendar: Calendar) -> Refund:
    return Refund(
        id=row.id,
        order_id=row.order_id,
        amount=Money(row.cents, CURRENCY),
        status=RefundStatus(row.status),
        requested_at=calendar.at(row.requested_s),
        approved_at=calendar.moment(row.approved_s),
        paid_out_at=calendar.moment(row.paid_out_s),
        due_on=calendar.day(row.due_day),
        reason=row.reason,
        reason_zh=row.reason_zh,
    )


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents, CURRENCY)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
