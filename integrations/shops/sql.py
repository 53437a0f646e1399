"""Any shop with an SQL database: we read documented views and write wishes into one table (docs/shops.md)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, false, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.expression import TableClause

from integrations.shops import sql_rows as rows
from integrations.shops import sql_views as views
from integrations.shops.clock import Clock, utc_now
from integrations.shops.details import check_account_details, check_order_details, of_the_account
from integrations.shops.interface import Receipt, RequestState, ShopRequest
from integrations.shops.sql_database import ShopDatabase
from integrations.shops.sql_views import ViewRow
from support.errors import IntegrationError, InvalidInput, NotFound
from support.orders import Customer, Order, Product, Promotion


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
            found = _rows(connection, views.CUSTOMERS, select(*columns).where(columns.id == customer_id).limit(1))
        return rows.customer(found[0]) if found else None

    def products(self) -> Sequence[Product]:
        """Return the catalogue, by category and name."""
        columns = views.PRODUCTS.c
        query = select(*columns).order_by(columns.category, columns.name, columns.id)
        with self._database.transaction() as connection:
            found = _rows(connection, views.PRODUCTS, query)
            variants = _variants(connection, None)
        return tuple(rows.product(row, variants[row.id]) for row in found)

    def promotion(self, code: str) -> Promotion | None:
        """Return what a promo code gives, None if there is none of that name; case does not count."""
        columns = views.PROMOTIONS.c
        query = select(*columns).where(func.lower(columns.id) == code.strip().lower()).order_by(columns.id).limit(1)
        with self._database.transaction() as connection:
            found = _rows(connection, views.PROMOTIONS, query)
        return rows.promotion(found[0]) if found else None

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        """Return the customer's newest orders, newest first, at most `limit`; empty for an unknown customer.

        Takes six queries.
        """
        columns = views.ORDERS.c
        query = select(*columns).where(columns.customer_id == customer_id)
        query = query.order_by(columns.placed_at.desc(), columns.id.desc()).limit(max(0, limit))
        with self._database.transaction() as connection:
            return _orders(connection, query)

    def order(self, order_id: str) -> Order | None:
        """Return any customer's order by its number, None if there is none."""
        columns = views.ORDERS.c
        with self._database.transaction() as connection:
            found = _orders(connection, select(*columns).where(columns.id == order_id).limit(1))
        return found[0] if found else None

    def submit(self, request: ShopRequest) -> Receipt:
        """Write the wish into `shop_requests`, once per `request.key`; the shop's people or programs do it from there.

        Raises:
            NotFound: the order is not that customer's, or there is no such customer.
            InvalidInput: the key is empty or longer than 200 characters.
            IntegrationError: the key was used for something else, the details make no sense, or the table refused the row.
            ShopUnavailable: the database cannot be reached or written.
        """
        if not 0 < len(request.key) <= views.MAX_KEY_CHARS:
            raise InvalidInput(f"a request's key must have 1 to {views.MAX_KEY_CHARS} characters")
        with self._database.transaction() as connection:
            order = _owned(connection, request)
            known = _receipt(connection, request)
            if known is not None:
                return known
            if order is None:
                check_account_details(request, lambda product_id: _product(connection, product_id))
            else:
                check_order_details(request, order, lambda product_id: _product(connection, product_id))
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
    if any((found[name] or "") != value for name, value in asked.items()):
        raise IntegrationError("the request's key was used for another request", permanent=True)
    row = ViewRow(views.REQUESTS.name, found)
    return Receipt(_reference(row.whole("id")), row.member("state", RequestState), repeated=True)


def _reference(number: int) -> str:
    return f"R-{number:05d}"


def _rows(connection: Connection, view: TableClause, query: Select[Any]) -> list[ViewRow]:
    return [ViewRow(view.name, row) for row in connection.execute(query).mappings()]


def _owned(connection: Connection, request: ShopRequest) -> Order | None:
    """Return the customer's order, None for a wish about the account. Raises NotFound if it is not theirs."""
    if of_the_account(request):
        customers = views.CUSTOMERS.c
        if connection.execute(select(customers.id).where(customers.id == request.customer_id).limit(1)).first() is None:
            raise NotFound(f"there is no customer {request.customer_id}")
        return None
    columns = views.ORDERS.c
    mine = select(*columns).where(columns.id == request.order_id, columns.customer_id == request.customer_id)
    found = _orders(connection, mine.limit(1))
    if not found:
        raise NotFound(f"customer {request.customer_id} has no order {request.order_id}")
    return found[0]


def _orders(connection: Connection, query: Select[Any]) -> tuple[Order, ...]:
    """Build the orders that `query` selects, in six queries whatever their number."""
    found = _rows(connection, views.ORDERS, query)
    if not found:
        return ()
    ids = [row.id for row in found]
    lines: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for line in connection.execute(_lines_of(ids)).mappings():
        lines[ViewRow(views.LINES.name, line).text("order_id")].append(line)
    bought = {str(line["product_id"]) for group in lines.values() for line in group if line["product_id"] is not None}
    parts = rows.Parts(
        lines,
        shipments=_parts(connection, views.SHIPMENTS, ids, "shipped_at"),
        refunds=_parts(connection, views.REFUNDS, ids, "requested_at"),
        payments=_parts(connection, views.PAYMENTS, ids, "paid_at"),
        variants=_variants(connection, bought),
    )
    return tuple(rows.order(row, parts) for row in found)


def _product(connection: Connection, product_id: str) -> Product | None:
    columns = views.PRODUCTS.c
    found = _rows(connection, views.PRODUCTS, select(*columns).where(columns.id == product_id).limit(1))
    return rows.product(found[0], _variants(connection, [product_id])[product_id]) if found else None


def _lines_of(order_ids: Sequence[str]) -> Select[Any]:
    """Select the orders' lines with their products, which the shop may have removed since."""
    lines, products = views.LINES, views.PRODUCTS
    query = select(*lines.c, *(column.label(rows.PRODUCT + column.name) for column in products.c))
    query = query.select_from(lines.outerjoin(products, products.c.id == lines.c.product_id))
    return query.where(lines.c.order_id.in_(order_ids)).order_by(lines.c.id)


def _variants(connection: Connection, product_ids: Collection[str] | None) -> rows.Groups:
    """Select the variants of these products, of all for None, by the product's id."""
    columns = views.VARIANTS.c
    query = select(*columns).order_by(columns.id)
    if product_ids is not None:
        query = query.where(columns.product_id.in_(product_ids))
    groups = rows.no_groups()
    for row in _rows(connection, views.VARIANTS, query):
        groups[row.text("product_id")].append(row)
    return groups


def _parts(connection: Connection, view: TableClause, ids: Sequence[str], by: str) -> rows.Groups:
    """Select what belongs to the orders, oldest first. NULLs sort differently everywhere, so sort here."""
    query = select(*view.c).where(view.c.order_id.in_(ids)).order_by(view.c.id)
    groups = rows.no_groups()
    for row in _rows(connection, view, query):
        groups[row.text("order_id")].append(row)
    for group in groups.values():
        # What has no date yet is the newest.
        group.sort(key=lambda row: (not row.has(by), row.moment(by) if row.has(by) else None))
    return groups
