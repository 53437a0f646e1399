"""What the demo shop does at once when it is asked to. Every change pins the order's days (see `demo_tables`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from integrations.shops import demo_tables as tables
from integrations.shops.demo_writes import approve, cut, give_back, pin, refund_id, resize, settle, take
from integrations.shops.details import Details, Find
from integrations.shops.interface import RequestKind, RequestState, ShopRequest
from support.money import Money
from support.orders import Order, OrderStatus, PaymentStatus, RefundStatus

_Change = Callable[[Connection, Details, Order, datetime], RequestState]


def change_order(connection: Connection, request: ShopRequest, order: Order, find: Find, now: datetime) -> RequestState:
    """Do what is asked for the order, and say whether that is done or on the shop's list; `find` returns a product by its id.

    Raises IntegrationError.
    """
    details = Details(request)
    if request.kind is RequestKind.ADD_ITEM:
        return _add_item(connection, details, order, find, now)
    if request.kind is RequestKind.CHANGE_ORDER and details.has("product_id"):
        return _swap_item(connection, details, order, find, now)
    change = _CHANGES.get(request.kind)
    return RequestState.REQUESTED if change is None else change(connection, details, order, now)


def _cancel(connection: Connection, _details: Details, order: Order, now: datetime) -> RequestState:
    """Cancel the order and approve what was not refunded yet; one cancelled already stays as it is."""
    if order.status is OrderStatus.CANCELLED:
        return RequestState.DONE
    calendar = pin(connection, order, now)
    columns = tables.ORDERS.c
    cancelled = update(tables.ORDERS).where(columns.id == order.id)
    cancelled = cancelled.values(status=str(OrderStatus.CANCELLED), cancelled_s=calendar.seconds(now))
    cut = connection.execute(cancelled.returning(columns.cut_cents)).scalar_one()
    refunded = sum(refund.amount.minor_units for refund in order.refunds if refund.status is not RefundStatus.REFUSED)
    rest = order.total.minor_units + cut - refunded
    payments = tables.PAYMENTS.c
    still_due = (payments.order_id == order.id) & (payments.status == str(PaymentStatus.PENDING))
    connection.execute(delete(tables.PAYMENTS).where(still_due))
    if rest > 0:
        approve(connection, order, rest, "Order cancelled", calendar, now)
    return RequestState.DONE


def _cancel_item(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Take pieces out of the order; without the last one it is cancelled."""
    line = details.line(order)
    pieces = details.pieces(line)
    if order.status is OrderStatus.CANCELLED or (len(order.lines) == 1 and pieces == line.quantity):
        return _cancel(connection, details, order, now)
    calendar = pin(connection, order, now)
    resize(connection, line, line.quantity - pieces)
    cents = line.unit_price.times(pieces).minor_units
    cut(connection, order, cents)
    give_back(connection, order, cents, "Item cancelled", calendar, now)
    return RequestState.DONE


def _change_address(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Write the new address on a parcel that has not left; after that the carrier must be asked."""
    if order.status not in (OrderStatus.PAID, OrderStatus.PACKED):
        return RequestState.REQUESTED
    address = details.address()
    pin(connection, order, now)
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
    calendar = pin(connection, order, now)
    if variant == line.variant:
        take(connection, details, line.product, variant, quantity - line.quantity)
    else:
        take(connection, details, line.product, variant, quantity)
        take(connection, details, line.product, line.variant, -line.quantity)
    resize(connection, line, quantity)
    connection.execute(update(tables.LINES).where(tables.LINES.c.id == line.id).values(variant=variant))
    settle(connection, order, line.unit_price.times(line.quantity - quantity), "Fewer pieces", calendar, now)
    return RequestState.DONE


def _swap_item(connection: Connection, details: Details, order: Order, find: Find, now: datetime) -> RequestState:
    """Put another product in the place of a line's; the difference comes back or is to be paid."""
    if order.status is not OrderStatus.PAID:
        return RequestState.REQUESTED
    line, product = details.line(order), details.product(find)
    variant, quantity = details.variant_if_any(product), details.whole("quantity", 1)
    calendar = pin(connection, order, now)
    take(connection, details, product, variant, quantity)
    take(connection, details, line.product, line.variant, -line.quantity)
    becomes = {
        "product_id": product.id,
        "variant": variant,
        "quantity": quantity,
        "unit_cents": product.price.minor_units,
    }
    connection.execute(update(tables.LINES).where(tables.LINES.c.id == line.id).values(becomes))
    settle(connection, order, line.total - product.price.times(quantity), "Swapped", calendar, now)
    return RequestState.DONE


def _add_item(connection: Connection, details: Details, order: Order, find: Find, now: datetime) -> RequestState:
    """Put more into an order before packing: on the line that has the same at the same price, else on a new one; it is to be paid."""
    if order.status is not OrderStatus.PAID:
        return RequestState.REQUESTED
    product = details.product(find)
    variant, quantity = details.variant_if_any(product), details.whole("quantity", 1)
    calendar = pin(connection, order, now)
    take(connection, details, product, variant, quantity)
    same = next(
        (
            line
            for line in order.lines
            if (line.product.id, line.variant, line.unit_price) == (product.id, variant, product.price)
        ),
        None,
    )
    if same:
        resize(connection, same, same.quantity + quantity)
    else:
        lines = tables.LINES.c
        last = connection.execute(select(func.max(lines.position)).where(lines.order_id == order.id)).scalar() or 0
        # By the number of wishes about the order, which only grows: the id of a line that was taken out is never given again.
        mine = tables.REQUESTS.c.order_id == order.id
        wishes = connection.execute(select(func.count()).select_from(tables.REQUESTS).where(mine)).scalar_one()
        row = {
            "id": f"{order.id}-A{wishes + 1}",
            "order_id": order.id,
            "position": last + 1,
            "product_id": product.id,
            "quantity": quantity,
            "unit_cents": product.price.minor_units,
            "variant": variant,
            "returned": 0,
        }
        connection.execute(insert(tables.LINES).values(row))
    settle(connection, order, Money(0, product.price.currency) - product.price.times(quantity), "", calendar, now)
    return RequestState.DONE


def _return_item(connection: Connection, details: Details, order: Order, now: datetime) -> RequestState:
    """Note that pieces come back, and their price as a refund asked for."""
    line = details.line(order)
    pieces = details.pieces(line)
    calendar = pin(connection, order, now)
    lines = tables.LINES.c
    connection.execute(update(tables.LINES).where(lines.id == line.id).values(returned=lines.returned + pieces))
    refund = {
        "id": refund_id(order),
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
    take(connection, details, line.product, details.variant(line.product), pieces)
    pin(connection, order, now)
    return RequestState.DONE


def _done(_connection: Connection, _details: Details, _order: Order, _now: datetime) -> RequestState:
    """Leave the order as it is: the invoice goes out, the gift is on the account, and the list of requests tells so."""
    return RequestState.DONE


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
