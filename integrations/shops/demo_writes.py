"""What a change leaves behind in the demo shop's tables: lines, stock, refunds, payments. Nothing is decided here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, update

from integrations.shops import demo_tables as tables
from integrations.shops.demo_rows import Calendar
from integrations.shops.details import Details
from support.money import Money
from support.orders import Order, OrderLine, PaymentStatus, Product, RefundStatus

_PAYOUT_DAYS = 14


def pin(connection: Connection, order: Order, now: datetime) -> Calendar:
    """Let the order's days stand still from now on; `order` was read with today as its anchor, or has one: keep that."""
    columns = tables.ORDERS.c
    anchor = func.coalesce(columns.anchor_day, now.date().toordinal())
    pinned = update(tables.ORDERS).where(columns.id == order.id).values(anchor_day=anchor)
    return Calendar(date.fromordinal(connection.execute(pinned.returning(columns.anchor_day)).scalar_one()))


def resize(connection: Connection, line: OrderLine, quantity: int) -> None:
    """Give a line another number of pieces; without one it goes."""
    row = tables.LINES.c.id == line.id
    if quantity:
        connection.execute(update(tables.LINES).where(row).values(quantity=quantity))
    else:
        connection.execute(delete(tables.LINES).where(row))


def cut(connection: Connection, order: Order, cents: int) -> None:
    """Note that the order's lines cost so much less than what was paid."""
    columns = tables.ORDERS.c
    shrunk = update(tables.ORDERS).where(columns.id == order.id)
    connection.execute(shrunk.values(cut_cents=columns.cut_cents + cents))


def settle(connection: Connection, order: Order, back: Money, reason: str, calendar: Calendar, now: datetime) -> None:
    """Approve what an order costs less from now on, or leave what it costs more open to be paid."""
    cents = back.minor_units
    if cents:
        cut(connection, order, cents)
    if cents > 0:
        give_back(connection, order, cents, reason, calendar, now)
    elif cents < 0:
        charge(connection, order, -cents, calendar, now)


def take(connection: Connection, details: Details, product: Product, variant: str, pieces: int) -> None:
    """Take so many pieces from the shelf, or put them back where that is negative."""
    products, variants = tables.PRODUCTS.c, tables.VARIANTS.c
    known = product.variant(variant)
    stock = product.stock if known is None else known.stock
    if pieces > stock:
        details.refuse(f"{product.id} {variant}: {stock} left, {pieces} wanted")
    shelf = update(tables.PRODUCTS).where(products.id == product.id)
    connection.execute(shelf.values(stock=products.stock - pieces))
    of_variant = (variants.product_id == product.id) & (variants.name == variant)
    connection.execute(update(tables.VARIANTS).where(of_variant).values(stock=variants.stock - pieces))


def give_back(connection: Connection, order: Order, cents: int, reason: str, calendar: Calendar, now: datetime) -> None:
    """Approve so much for refund; what of it was never paid is no longer due instead."""
    for payment in reversed(order.payments):
        if payment.status is PaymentStatus.PENDING and cents:
            falls = min(cents, payment.amount.minor_units)
            row = tables.PAYMENTS.c.id == payment.id
            if falls < payment.amount.minor_units:
                left = payment.amount.minor_units - falls
                connection.execute(update(tables.PAYMENTS).where(row).values(cents=left))
            else:
                connection.execute(delete(tables.PAYMENTS).where(row))
            cents -= falls
    if cents:
        approve(connection, order, cents, reason, calendar, now)


def approve(connection: Connection, order: Order, cents: int, reason: str, calendar: Calendar, now: datetime) -> None:
    """Approve a refund, due in two weeks."""
    refund = {
        "id": refund_id(order),
        "order_id": order.id,
        "cents": cents,
        "status": str(RefundStatus.APPROVED),
        "requested_s": calendar.seconds(now),
        "approved_s": calendar.seconds(now),
        "due_day": (now.date() + timedelta(days=_PAYOUT_DAYS) - calendar.anchor).days,
        "reason": reason,
    }
    connection.execute(insert(tables.REFUNDS).values(refund))


def charge(connection: Connection, order: Order, cents: int, calendar: Calendar, now: datetime) -> None:
    """Leave so much open to be paid."""
    payment = {
        "id": f"{order.id}-M{len(order.payments) + 1}",
        "order_id": order.id,
        "method": order.payments[-1].method,
        "cents": cents,
        "status": str(PaymentStatus.PENDING),
        "at_s": calendar.seconds(now),
    }
    connection.execute(insert(tables.PAYMENTS).values(payment))


def refund_id(order: Order) -> str:
    """Return the id of the order's next refund."""
    return f"{order.id}-F{len(order.refunds) + 1}"
