"""Any shop with an SQL database: we read documented views and write wishes into one table (docs/shops.md)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, false, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.expression import TableClause

from integrations.shops import sql_views as views
from integrations.shops.clock import Clock, utc_now
from integrations.shops.interface import Receipt, RequestState, ShopRequest
from integrations.shops.sql_database import ShopDatabase
from integrations.shops.sql_views import ViewRow
from support.errors import IntegrationError, InvalidInput, NotFound
from support.money import Money
from support.orders import Customer, Order, OrderLine, OrderStatus, Product, Refund, RefundStatus, Shipment

_PRODUCT = "product__"


class SqlShop:
    """A shop behind views. Every call takes a bounded number of queries, however many orders there are.

    All calls may raise ShopUnavailable (unreachable, a view is missing) and IntegrationError (a row does not fit).
    """

    name = "sql"

    def __init__(self, url: str, *, clock: Clock = utc_now) -> None:
        """Take the database's SQLAlchemy URL; nothing is connected yet. Raises SettingsError for a bad URL."""
        self._database = ShopDatabase(url)
        self._clock = clock

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def check(self) -> None:
        """Return if every view and the requests table can be read, column by column. Raises ShopUnavailable."""
        with self._database.transaction() as connection:
            for source in (*views.VIEWS, views.REQUESTS):
                connection.execute(select(*source.c).where(false()))

    def customer(self, customer_id: str) -> Customer | None:
        """Return the customer, None if there is none of that id."""
        columns = views.CUSTOMERS.c
        with self._database.transaction() as connection:
            rows = _rows(connection, views.CUSTOMERS, select(*columns).where(columns.id == customer_id).limit(1))
        return _customer(rows[0]) if rows else None

    def products(self) -> Sequence[Product]:
        """Return the catalogue, by category and name."""
        columns = views.PRODUCTS.c
        query = select(*columns).order_by(columns.category, columns.name, columns.id)
        with self._database.transaction() as connection:
            return tuple(_product(row) for row in _rows(connection, views.PRODUCTS, query))

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        """Return the customer's newest orders, newest first, at most `limit`; empty for an unknown customer.

        Takes four queries.
        """
        columns = views.ORDERS.c
        query = select(*columns).where(columns.customer_id == customer_id)
        query = query.order_by(columns.placed_at.desc(), columns.id.desc()).limit(max(0, limit))
        with self._database.transaction() as connection:
            orders = _rows(connection, views.ORDERS, query)
            if not orders:
                return ()
            ids = [row.id for row in orders]
            lines = _grouped(connection.execute(_lines_of(ids)).mappings().all())
            shipments = _parts(connection, views.SHIPMENTS, ids, "shipped_at")
            refunds = _parts(connection, views.REFUNDS, ids, "requested_at")
        return tuple(_order(row, lines[row.id], shipments[row.id], refunds[row.id]) for row in orders)

    def submit(self, request: ShopRequest) -> Receipt:
        """Write the wish into `shop_requests`, once per `request.key`; the shop's people or programs do it from there.

        Raises:
            NotFound: the order is not that customer's.
            InvalidInput: the key is empty or longer than 200 characters.
            IntegrationError: the key was used for something else, or the table refused the row.
            ShopUnavailable: the database cannot be reached or written.
        """
        if not 0 < len(request.key) <= views.MAX_KEY_CHARS:
            raise InvalidInput(f"a request's key must have 1 to {views.MAX_KEY_CHARS} characters")
        columns = views.ORDERS.c
        mine = select(columns.id).where(columns.id == request.order_id, columns.customer_id == request.customer_id)
        with self._database.transaction() as connection:
            if connection.execute(mine.limit(1)).first() is None:
                raise NotFound(f"customer {request.customer_id} has no order {request.order_id}")
            known = _receipt(connection, request)
        if known is not None:
            return known
        # A transaction of its own: after a refused insert, PostgreSQL lets nothing more happen in the same one.
        try:
            with self._database.transaction() as connection:
                written = connection.execute(insert(views.REQUESTS).values(self._request_row(request)))
                number: Any = written.inserted_primary_key
                return Receipt(_reference(number[0]), RequestState.REQUESTED)
        except IntegrityError:
            pass
        with self._database.transaction() as connection:
            first = _receipt(connection, request)
        if first is None:
            raise IntegrationError("the table shop_requests refused the row; see its constraints", permanent=True)
        return first

    def _request_row(self, request: ShopRequest) -> Mapping[str, object]:
        return {
            "request_key": request.key,
            "kind": str(request.kind),
            "customer_id": request.customer_id,
            "order_id": request.order_id,
            "details": json.dumps(dict(request.details), ensure_ascii=False),
            "state": str(RequestState.REQUESTED),
            "created_at": self._clock().astimezone(UTC),
        }


def _receipt(connection: Connection, request: ShopRequest) -> Receipt | None:
    """Return the receipt given earlier for the request's key, None if the key is new."""
    columns = views.REQUESTS.c
    found = connection.execute(select(*columns).where(columns.request_key == request.key)).mappings().first()
    if found is None:
        return None
    asked = {"kind": str(request.kind), "customer_id": request.customer_id, "order_id": request.order_id}
    if any(found[name] != value for name, value in asked.items()):
        raise IntegrationError("the request's key was used for another request", permanent=True)
    row = ViewRow(views.REQUESTS.name, found)
    return Receipt(_reference(row.whole("id")), row.member("state", RequestState), repeated=True)


def _reference(number: int) -> str:
    return f"R-{number:05d}"


def _rows(connection: Connection, view: TableClause, query: Select[Any]) -> list[ViewRow]:
    return [ViewRow(view.name, row) for row in connection.execute(query).mappings()]


def _lines_of(order_ids: Sequence[str]) -> Select[Any]:
    """Select the orders' lines with their products, which the shop may have removed since."""
    lines, products = views.LINES, views.PRODUCTS
    query = select(*lines.c, *(column.label(_PRODUCT + column.name) for column in products.c))
    query = query.select_from(lines.outerjoin(products, products.c.id == lines.c.product_id))
    return query.where(lines.c.order_id.in_(order_ids)).order_by(lines.c.id)


def _parts(connection: Connection, view: TableClause, ids: Sequence[str], by: str) -> defaultdict[str, list[ViewRow]]:
    """Select what belongs to the orders, oldest first. NULLs sort differently everywhere, so sort here."""
    query = select(*view.c).where(view.c.order_id.in_(ids)).order_by(view.c.id)
    groups: defaultdict[str, list[ViewRow]] = defaultdict(list)
    for row in _rows(connection, view, query):
        groups[row.text("order_id")].append(row)
    for group in groups.values():
        # What has no date yet is the newest.
        group.sort(key=lambda row: (not row.has(by), row.moment(by) if row.has(by) else None))
    return groups


def _grouped(rows: Sequence[RowMapping]) -> defaultdict[str, list[OrderLine]]:
    groups: defaultdict[str, list[OrderLine]] = defaultdict(list)
    for found in rows:
        row = ViewRow(views.LINES.name, found)
        groups[row.text("order_id")].append(_line(row, found))
    return groups


def _order(row: ViewRow, lines: Sequence[OrderLine], shipments: Sequence[ViewRow], refunds: Sequence[ViewRow]) -> Order:
    fee = row.money("shipping_fee_minor", 0)
    for line in lines:
        if line.unit_price.currency != fee.currency:
            raise row.bad(
                "currency", f"differs from that of line {line.id}: {fee.currency}, {line.unit_price.currency}"
            )
    return Order(
        id=row.id,
        customer_id=row.text("customer_id"),
        placed_at=row.moment("placed_at"),
        status=row.member("status", OrderStatus),
        lines=tuple(lines),
        shipments=tuple(_shipment(shipment) for shipment in shipments),
        refunds=tuple(_refund(refund) for refund in refunds),
        cancelled_at=row.optional_moment("cancelled_at"),
        shipping_fee=fee,
    )


def _line(row: ViewRow, found: RowMapping) -> OrderLine:
    price = row.money("unit_price_minor")
    product = (
        _product(ViewRow(views.PRODUCTS.name, found, _PRODUCT))
        if found[_PRODUCT + "id"] is not None
        else _gone(row, price)
    )
    return OrderLine(row.id, product, row.count("quantity"), price, row.text("variant", ""))


def _gone(row: ViewRow, price: Money) -> Product:
    """Return what the line itself knows of a product that the catalogue no longer has."""
    if not row.has("product_name"):
        raise row.bad(
            "product_id", f"{row.text('product_id', '')[:40]!r} is not in warmline_products, and product_name is empty"
        )
    name = row.text("product_name")
    return Product(row.text("product_id", ""), name, name, "", price)


def _customer(row: ViewRow) -> Customer:
    return Customer(
        id=row.id,
        name=row.text("name"),
        email=row.text("email", ""),
        language=row.text("language", "en"),
        since=row.optional_day("since"),
        loyalty_points=row.whole("loyalty_points", 0),
        city=row.text("city", ""),
    )


def _product(row: ViewRow) -> Product:
    name = row.text("name")
    return Product(
        id=row.id,
        name=name,
        short_name=row.text("short_name", name),
        category=row.text("category", ""),
        price=row.money("price_minor"),
        name_zh=row.text("name_zh", ""),
        short_name_zh=row.text("short_name_zh", ""),
        description=row.text("description", ""),
        description_zh=row.text("description_zh", ""),
        stock=row.whole("stock", 0),
        url=row.text("url", ""),
    )


def _shipment(row: ViewRow) -> Shipment:
    return Shipment(
        id=row.id,
        carrier=row.text("carrier"),
        tracking_number=row.text("tracking_number", ""),
        tracking_url=row.text("tracking_url", ""),
        shipped_at=row.optional_moment("shipped_at"),
        promised_on=row.optional_day("promised_on"),
        expected_on=row.optional_day("expected_on"),
        delivered_at=row.optional_moment("delivered_at"),
        last_event=row.text("last_event", ""),
        last_event_zh=row.text("last_event_zh", ""),
    )


def _refund(row: ViewRow) -> Refund:
    return Refund(
        id=row.id,
        order_id=row.text("order_id"),
        amount=row.money("amount_minor"),
        status=row.member("status", RefundStatus),
        requested_at=row.moment("requested_at"),
        approved_at=row.optional_moment("approved_at"),
        paid_out_at=row.optional_moment("paid_out_at"),
        due_on=row.optional_day("due_on"),
        reason=row.text("reason", ""),
    )
