"""The demo shop: a small SQLite file with a catalogue, customers with stories, and two years of orders.

Its days move with the calendar (see `demo_tables`), so the floor lamp is two days overdue today and tomorrow alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, insert, select

from integrations.shops import demo_rows as rows
from integrations.shops import demo_seed
from integrations.shops import demo_tables as tables
from integrations.shops.clock import Clock, utc_now
from integrations.shops.demo_account import change_account
from integrations.shops.demo_changes import change_order
from integrations.shops.demo_file import engine_for, translated
from integrations.shops.details import check_account_details, check_order_details, of_the_account
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest
from support.errors import IntegrationError, NotFound, ShopUnavailable
from support.orders import Customer, Order, Product, Promotion

# References look like those of a shop that has been open for a while: the first one is R-20417.
_REFERENCE_BASE = 20_416


class Story(NamedTuple):
    """A demo customer and, in one line, what is going on with them."""

    customer_id: str
    story: str
    story_zh: str


def demo_path(home: Path) -> Path:
    """Return where the demo shop's file lies; all processes of one installation share it."""
    return home / "demo-shop.db"


class DemoShop:
    """The demo shop behind the port. Safe for many threads and processes on the same file."""

    name = "demo"

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Use `open`, which also makes sure that the file is there and filled."""
        self._engine = engine
        self._writer = engine.execution_options(warmline_write=True)
        self._clock = clock

    @classmethod
    def open(cls, path: Path, *, clock: Clock = utc_now) -> DemoShop:
        """Open the shop's file; create and seed it on first use, and again when the shipped demo data have changed.

        Seeding again forgets earlier cancellations and requests. Raises ShopUnavailable.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ShopUnavailable(f"the demo shop's folder {path.parent} cannot be made: {error.strerror}") from error
        shop = cls(engine_for(path), clock)
        try:
            shop._seed()
        except BaseException:
            shop.close()
            raise
        return shop

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def check(self) -> None:
        """Return if the file can be read. Raises ShopUnavailable."""
        with self._read() as connection:
            connection.execute(select(tables.META.c.value).limit(1))
            connection.execute(select(tables.ORDERS.c.id).limit(1))

    def customer(self, customer_id: str) -> Customer | None:
        """Return the customer, None if there is none of that id."""
        columns = tables.CUSTOMERS.c
        with self._read() as connection:
            row = connection.execute(select(tables.CUSTOMERS).where(columns.id == customer_id)).one_or_none()
        return None if row is None else rows.customer(row, self._today())

    def customers(self) -> Sequence[Customer]:
        """Return all customers in the order of their stories. Only the demo shop can do this."""
        with self._read() as connection:
            found = connection.execute(select(tables.CUSTOMERS).order_by(tables.CUSTOMERS.c.position))
            return tuple(rows.customer(row, self._today()) for row in found)

    def stories(self) -> Sequence[Story]:
        """Return what is going on with whom, in a fixed order: for the demo pages and the command line."""
        columns = tables.CUSTOMERS.c
        query = select(columns.id, columns.story, columns.story_zh).order_by(columns.position)
        with self._read() as connection:
            return tuple(Story(row.id, row.story, row.story_zh) for row in connection.execute(query))

    def products(self) -> Sequence[Product]:
        """Return the catalogue, by category."""
        with self._read() as connection:
            found = connection.execute(select(tables.PRODUCTS).order_by(tables.PRODUCTS.c.position)).all()
            variants = rows.read_variants(connection)
        return tuple(rows.product(row, variants[row.id], self._today()) for row in found)

    def promotion(self, code: str) -> Promotion | None:
        """Return what a promo code gives, None if there is none of that name; case does not count."""
        columns = tables.PROMOTIONS.c
        query = select(tables.PROMOTIONS).where(func.lower(columns.code) == code.strip().lower())
        with self._read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else rows.promotion(row, self._today())

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        """Return the customer's newest orders, newest first, at most `limit`; empty for an unknown customer."""
        with self._read() as connection:
            query = select(tables.ORDERS).where(tables.ORDERS.c.customer_id == customer_id)
            return rows.read_orders(connection, query, self._today(), limit)

    def order(self, order_id: str) -> Order | None:
        """Return any customer's order by its number, None if there is none."""
        with self._read() as connection:
            query = select(tables.ORDERS).where(tables.ORDERS.c.id == order_id)
            return next(iter(rows.read_orders(connection, query, self._today(), 1)), None)

    def submit(self, request: ShopRequest) -> Receipt:
        """Do what is asked, once per `request.key`; what the shop cannot do at once goes on its list (`REQUESTED`).

        docs/shops.md tells what is done at once. Like many real back ends this one would cancel a shipped order too: the
        rules are ours, in `support/`. It refuses what makes no sense, such as more pieces than there are.

        Raises:
            NotFound: the order is not that customer's, or there is no such customer.
            IntegrationError: the key was used for something else, or the details make no sense.
            ShopUnavailable: the file cannot be written.
        """
        now = self._clock().astimezone(UTC)
        # The write lock is taken at BEGIN, so nobody can come between the look and the insert.
        with self._write() as connection:
            order = _owned(connection, request, now.date())
            earlier = _earlier(connection, request)
            if earlier is not None:
                return earlier

            def find(product_id: str) -> Product | None:
                return _product(connection, product_id, now.date())

            if order is None:
                check_account_details(request, find)
                state = change_account(connection, request)
            else:
                check_order_details(request, order, find)
                state = change_order(connection, request, order, find, now)
            row = {
                "request_key": request.key,
                "kind": str(request.kind),
                "customer_id": request.customer_id,
                "order_id": request.order_id or None,
                "details": json.dumps(dict(request.details), ensure_ascii=False),
                "state": str(state),
                "created_at": now.isoformat(),
            }
            noted = insert(tables.REQUESTS).values(row).returning(tables.REQUESTS.c.id)
            return _receipt(request, connection.execute(noted).scalar_one(), state)

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()

    def reset(self) -> None:
        """Forget every change and request: all stories begin anew. Raises ShopUnavailable."""
        self._seed(anew=True)

    def _seed(self, *, anew: bool = False) -> None:
        wanted = demo_seed.fingerprint()
        with self._write() as connection:
            tables.META.create(connection, checkfirst=True)
            query = select(tables.META.c.value).where(tables.META.c.name == "seed")
            if not anew and connection.execute(query).scalar_one_or_none() == wanted:
                return
            tables.METADATA.drop_all(connection)
            tables.METADATA.create_all(connection)
            demo_seed.fill(connection)
            connection.execute(insert(tables.META).values(name="seed", value=wanted))

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with translated(), self._writer.begin() as connection:
            yield connection


def _owned(connection: Connection, request: ShopRequest, today: date) -> Order | None:
    """Return the customer's order, None for a wish about the account. Raises NotFound if it is not theirs."""
    if of_the_account(request):
        customers = tables.CUSTOMERS.c
        if connection.execute(select(customers.id).where(customers.id == request.customer_id)).first() is None:
            raise NotFound(f"there is no customer {request.customer_id}")
        return None
    orders = tables.ORDERS.c
    mine = (orders.id == request.order_id) & (orders.customer_id == request.customer_id)
    found = rows.read_orders(connection, select(tables.ORDERS).where(mine), today, 1)
    if not found:
        raise NotFound(f"customer {request.customer_id} has no order {request.order_id}")
    return found[0]


def _earlier(connection: Connection, request: ShopRequest) -> Receipt | None:
    """Return the receipt given earlier for the request's key, None if the key is new."""
    row = connection.execute(select(tables.REQUESTS).where(tables.REQUESTS.c.request_key == request.key)).one_or_none()
    if row is None:
        return None
    asked = (str(request.kind), request.customer_id, request.order_id or None)
    if (row.kind, row.customer_id, row.order_id) != asked:
        raise IntegrationError("the request's key was used for another request", permanent=True)
    return _receipt(request, row.id, RequestState(row.state), repeated=True)


def _product(connection: Connection, product_id: str, today: date) -> Product | None:
    row = connection.execute(select(tables.PRODUCTS).where(tables.PRODUCTS.c.id == product_id)).one_or_none()
    return None if row is None else rows.product(row, rows.read_variants(connection, [row.id])[row.id], today)


def _receipt(request: ShopRequest, number: int, state: RequestState, *, repeated: bool = False) -> Receipt:
    reference, url = f"R-{_REFERENCE_BASE + number}", ""
    if state is RequestState.DONE and request.kind in (RequestKind.RETURN_ITEM, RequestKind.EXCHANGE_ITEM):
        url = f"https://label.example/{reference}"
    elif request.kind is RequestKind.SEND_INVOICE:
        url = f"https://invoice.example/{request.order_id}"
    return Receipt(reference, state, repeated, url)
