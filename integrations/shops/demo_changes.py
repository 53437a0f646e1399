"""What the demo shop does at once when it is asked to. Every change pins the order's days (see `demo_tables`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, update

from integrations.shops import demo_tables as tables
from integrations.shops.demo_rows import Calendar
from integrations.shops.details import Details
from integrations.shops.interface import RequestKind, RequestState, ShopRequest
from support.orders import Order, OrderLine, OrderStatus, PaymentStatus, RefundStatus

_PAYOUT_DAYS = 14

_Change = Callable[[Connection, Details, Order, datetime], RequestState]


def change_order(connection: Connection, request: ShopRequest, order: Order, now: datetime) -> RequestState:
    """Do what is asked for the order, and say whether that is done or on the shop's list. Raises IntegrationError."""
    change = _CHANGES.get(request.kind)
    return RequestState.REQUESTED if change is None else change(connection, Details(request), order, now)


def change_account(connection: Connection, request: ShopRequest) -> RequestState:
    """Do what is asked for the account; a new e-mail address and the end of an account need a person."""
    account = update(tables.CUSTOMERS).where(tables.CUSTOMERS.c.id == request.customer_id)
    details = Details(request)
    if request.kind is RequestKind.NEWSLETTER:
        connection.execute(account.values(newsletter=details.flag("subscribe")))
    elif request.kind is RequestKind.EDIT_ACCOUNT:
        field, value = details.account_field()
        if field == "email":
            return RequestState.REQUESTED
        connection.execute(account.values({field: value}))
    elif request.kind is RequestKind.DELETE_ACCOUNT:
        return RequestState.REQUESTED
    return RequestState.DONE


def _cancel(connection: Connection, _details: Details, order: Order, now: datetime) -> RequestState:
    """Cancel the order and approve what was not refunded yet; one cancelled already stays as it is."""
    if order.status is OrderStatus.CANCELLED:
        return RequestState.DONE
    calendar = _pin(connection, order, now)
    columns = tables.ORDERS.c
    cancelled = update(tables.ORDERS).where(columns.id == order.id)
    cancelled = cancelled.values(status=str(OrderStatus.CANCELLED), cancelled_s=calendar.seconds(now))
    cut = connection.execute(cancelled.returning(columns.cut_cents)).scalar_one()
    refunded = sum(refund.amount.minor_units for refund in order.refunds if refund.status is not RefundStatus.REFUSED)
    rest = order.total.minor_units + cut - refunded
    if rest > 0:
        _approve(connection, order, rest, "Order cancelled", calendar, now)
    return RequestState.DONE


def _cancel_item(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Take pieces out of the order; without the last one it is cancelled."""
    line = details.line(order)
    pieces = details.pieces(line)
    if order.status is OrderStatus.CANCELLED or (len(order.lines) == 1 and pieces == line.quantity):
        return _cancel(connection, details, order, now)
    calendar = _pin(connection, order, now)
    _resize(connection, line, line.quantity - pieces)
    cents = line.unit_price.times(pieces).minor_units
    _cut(connection, order, cents)
    _approve(connection, order, cents, "Item cancelled", calendar, now)
    return RequestState.DONE


def _change_address(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Write the new address on a parcel that has not left; after that the carrier must be asked."""
    if order.status not in (OrderStatus.PAID, OrderStatus.PACKED):
        return RequestState.REQUESTED
    address = details.address()
    _pin(connection, order, now)
    connection.execute(
        update(tables.ORDERS)
        .where(tables.ORDERS.c.id == order.id)
        .values(
            address_name=address.name,
            street=address.street,
            postcode=address.postcode,
            city=address.city,
            country=address.country,
        )
    )
    return RequestState.DONE


def _change_order(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Change a line's variant or number of pieces before packing; what it costs less comes back, what more is to be paid."""
    if order.status is not OrderStatus.PAID:
        return RequestState.REQUESTED
    line = details.line(order)
    variant = details.variant(line.product) if details.has("variant") else line.variant
    quantity = details.whole("quantity", 1) if details.has("quantity") else line.quantity
    calendar = _pin(connection, order, now)
    if variant == line.variant:
        _take(connection, details, line, variant, quantity - line.quantity)
    else:
        _take(connection, details, line, variant, quantity)
        _take(connection, details, line, line.variant, -line.quantity)
    _resize(connection, line, quantity)
    connection.execute(update(tables.LINES).where(tables.LINES.c.id == line.id).values(variant=variant))
    cents = line.unit_price.times(line.quantity - quantity).minor_units
    if cents:
        _cut(connection, order, cents)
    if cents > 0:
        _approve(connection, order, cents, "Fewer pieces", calendar, now)
    elif cents < 0:
        _charge(connection, order, -cents, calendar, now)
    return RequestState.DONE


def _return_item(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Note that pieces come back, and their price as a refund asked for."""
    line = details.line(order)
    pieces = details.pieces(line)
    calendar = _pin(connection, order, now)
    lines = tables.LINES.c
    connection.execute(update(tables.LINES).where(lines.id == line.id).values(returned=lines.returned + pieces))
    refund = {
        "id": _refund_id(order),
        "order_id": order.id,
        "cents": line.unit_price.times(pieces).minor_units,
        "status": str(RefundStatus.REQUESTED),
        "requested_s": calendar.seconds(now),
        "reason": details.optional_text("reason"),
    }
    connection.execute(insert(tables.REFUNDS).values(refund))
    return RequestState.DONE


def _exchange_item(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Set the other size or colour aside; without line and variant somebody has to look."""
    if not (details.has("line_id") and details.has("variant")):
        return RequestState.REQUESTED
    line = details.line(order)
    pieces = details.pieces(line) if details.has("quantity") else 1
    if pieces > line.kept:
        details.refuse(f"line {line.id} has no piece left")
    _take(connection, details, line, details.variant(line.product), pieces)
    _pin(connection, order, now)
    return RequestState.DONE


def _done(_connection: Connection, _details: Details, _order: Order, _now: datetime) -> RequestState:
    """Leave the order as it is: the invoice goes out, the gift is on the account, and the list of requests tells so."""
    return RequestState.DONE


def _pin(connection: Connection, order: Order, now: datetime) -> Calendar:
    """Let the order's days stand still from now on; `order` was read with today as its anchor, or has one: keep that."""
    columns = tables.ORDERS.c
    anchor = func.coalesce(columns.anchor_day, now.date().toordinal())
    pinned = update(tables.ORDERS).where(columns.id == order.id).values(anchor_day=anchor)
    return Calendar(date.fromordinal(connection.execute(pinned.returning(columns.anchor_day)).scalar_one()))


def _resize(connection: Connection, line: OrderLine, quantity: int) -> None:
    row = tables.LINES.c.id == line.id
    if quantity:
        connection.execute(update(tables.LINES).where(row).values(quantity=quantity))
    else:
        connection.execute(delete(tables.LINES).where(row))


def _cut(connection: Connection, order: Order, cents: int) -> None:
    columns = tables.ORDERS.c
    cut = update(tables.ORDERS).where(columns.id == order.id)
    connection.execute(cut.values(cut_cents=columns.cut_cents + cents))


def _take(connection: Connection, details: Details, line: OrderLine, variant: str, pieces: int) -> None:
    """Take so many pieces from the shelf, or put them back where that is negative."""
    products, variants = tables.PRODUCTS.c, tables.VARIANTS.c
    known = line.product.variant(variant)
    stock = line.product.stock if known is None else known.stock
    if pieces > stock:
        details.refuse(f"{line.product.id} {variant}: {stock} left, {pieces} wanted")
    shelf = update(tables.PRODUCTS).where(products.id == line.product.id)
    connection.execute(shelf.values(stock=products.stock - pieces))
    of_variant = (variants.product_id == line.product.id) & (variants.name == variant)
    connection.execute(update(tables.VARIANTS).where(of_variant).values(stock=variants.stock - pieces))


def _approve(connection: Connection, order: Order, cents: int, reason: str, calendar: Calendar, now: datetime) -> None:
    refund = {
        "id": _refund_id(order),
        "order_id": order.id,
        "cents": cents,
        "status": str(RefundStatus.APPROVED),
        "requested_s": calendar.seconds(now),
        "approved_s": calendar.seconds(now),
        "due_day": (now.date() + timedelta(days=_PAYOUT_DAYS) - calendar.anchor).days,
        "reason": reason,
    }
    connection.execute(insert(tables.REFUNDS).values(refund))


def _charge(connection: Connection, order: Order, cents: int, calendar: Calendar, now: datetime) -> None:
    payment = {
        "id": f"{order.id}-M{len(order.payments) + 1}",
        "order_id": order.id,
        "method": order.payments[-1].method,
        "cents": cents,
        "status": str(PaymentStatus.PENDING),
        "at_s": calendar.seconds(now),
    }
    connection.execute(insert(tables.PAYMENTS).values(payment))


def _refund_id(order: Order) -> str:
    return f"{order.id}-F{len(order.refunds) + 1}"


_CHANGES: Mapping[RequestKind, _Change] = {
    RequestKind.CANCEL_ORDER: _cancel,
    RequestKind.CANCEL_ITEM: _cancel_item,
    RequestKind.CHANGE_ADDRESS: _change_address,
    RequestKind.CHANGE_ORDER: _change_order,
    RequestKind.RETURN_ITEM: _return_item,
    RequestKind.EXCHANGE_ITEM: _exchange_item,
    RequestKind.SEND_INVOICE: _done,
    RequestKind.GOODWILL: _done,
}
