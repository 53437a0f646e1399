"""The demo shop: a small SQLite file with a catalogue, customers with stories, and two years of orders.

Its days move with the calendar (see `demo_tables`), so the floor lamp is two days overdue today and tomorrow alike.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from sqlite3 import OperationalError
from time import sleep
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, create_engine, event, func, insert, literal, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from integrations.shops import demo_seed
from integrations.shops import demo_tables as tables
from integrations.shops.clock import Clock, utc_now
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest
from support.errors import IntegrationError, NotFound, ShopUnavailable
from support.money import Money
from support.orders import Customer, Order, OrderLine, OrderStatus, Product, Refund, RefundStatus, Shipment

_BUSY_TIMEOUT_MS = 10_000
_CURRENCY = "EUR"
# References look like those of a shop that has been open for a while: the first one is R-20417.
_REFERENCE_BASE = 20_416
_PAYOUT_DAYS = 14


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
        shop = cls(_engine(path), clock)
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
        return None if row is None else _customer(row, self._today())

    def customers(self) -> Sequence[Customer]:
        """Return all customers in the order of their stories. Only the demo shop can do this."""
        with self._read() as connection:
            rows = connection.execute(select(tables.CUSTOMERS).order_by(tables.CUSTOMERS.c.position))
            return tuple(_customer(row, self._today()) for row in rows)

    def stories(self) -> Sequence[Story]:
        """Return what is going on with whom, in a fixed order: for the demo pages and the command line."""
        columns = tables.CUSTOMERS.c
        query = select(columns.id, columns.story, columns.story_zh).order_by(columns.position)
        with self._read() as connection:
            return tuple(Story(row.id, row.story, row.story_zh) for row in connection.execute(query))

    def products(self) -> Sequence[Product]:
        """Return the catalogue, by category."""
        with self._read() as connection:
            rows = connection.execute(select(tables.PRODUCTS).order_by(tables.PRODUCTS.c.position))
            return tuple(_product(row) for row in rows)

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        """Return the customer's newest orders, newest first, at most `limit`; empty for an unknown customer."""
        with self._read() as connection:
            query = select(tables.ORDERS).where(tables.ORDERS.c.customer_id == customer_id)
            return _orders(connection, query, self._today(), limit)

    def submit(self, request: ShopRequest) -> Receipt:
        """Do what is asked, once per `request.key`.

        A cancellation happens at once: the order is cancelled, its whole price approved for refund (`DONE`). Like many
        real back ends this one would cancel a shipped order too: the rule is ours, `support.orders.may_cancel`.
        Everything else goes on the shop's list (`REQUESTED`).

        Raises:
            NotFound: the order is not that customer's.
            IntegrationError: the key was used for something else.
            ShopUnavailable: the file cannot be written.
        """
        now = self._clock().astimezone(UTC)
        state = RequestState.DONE if request.kind is RequestKind.CANCEL_ORDER else RequestState.REQUESTED
        row = {
            "request_key": request.key,
            "kind": str(request.kind),
            "customer_id": request.customer_id,
            "order_id": request.order_id,
            "details": json.dumps(dict(request.details), ensure_ascii=False),
            "state": str(state),
            "created_at": now.isoformat(),
        }
        # The write lock is taken at BEGIN, so nobody can come between the look and the insert.
        with self._write() as connection:
            orders = tables.ORDERS.c
            mine = (orders.id == request.order_id) & (orders.customer_id == request.customer_id)
            found = _orders(connection, select(tables.ORDERS).where(mine), now.date(), 1)
            if not found:
                raise NotFound(f"customer {request.customer_id} has no order {request.order_id}")
            known = select(tables.REQUESTS).where(tables.REQUESTS.c.request_key == request.key)
            earlier = connection.execute(known).one_or_none()
            if earlier is not None:
                if any(getattr(earlier, name) != row[name] for name in ("kind", "customer_id", "order_id")):
                    raise IntegrationError("the request's key was used for another request", permanent=True)
                return Receipt(_reference(earlier.id), RequestState(earlier.state), repeated=True)
            noted = insert(tables.REQUESTS).values(row).returning(tables.REQUESTS.c.id)
            number = connection.execute(noted).scalar_one()
            if request.kind is RequestKind.CANCEL_ORDER:
                _cancel(connection, found[0], now)
            return Receipt(_reference(number), state)

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
        with _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with _translated(), self._writer.begin() as connection:
            yield connection


@contextmanager
def _translated() -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except IntegrityError as error:
        raise IntegrationError(f"the demo shop refused the change: {error.orig}", permanent=True) from error
    except DatabaseError as error:
        raise ShopUnavailable(f"the demo shop's file cannot be used: {error.orig}") from error


def _engine(path: Path) -> Engine:
    # pysqlite must not begin transactions on its own: we choose between BEGIN and BEGIN IMMEDIATE below.
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
    arguments = {"timeout": _BUSY_TIMEOUT_MS / 1000, "isolation_level": None}
    engine = create_engine(f"sqlite:///{path}", connect_args=arguments)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        _use_wal(cursor)
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("warmline_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _use_wal(cursor: Any) -> None:
    """Switch the file to write-ahead logging, once for all; SQLite does not heed busy_timeout while it switches."""
    for attempt in range(100):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError:
            if attempt == 99:
                raise
            sleep(0.05)


@dataclass(frozen=True)
class _Calendar:
    """Turns an order's distances into days and moments."""

    anchor: date

    def day(self, distance: int | None) -> date | None:
        return None if distance is None else self.anchor + timedelta(days=distance)

    def moment(self, seconds: int | None) -> datetime | None:
        return None if seconds is None else self.at(seconds)

    def at(self, seconds: int) -> datetime:
        return datetime.combine(self.anchor, time(), UTC) + timedelta(seconds=seconds)

    def seconds(self, moment: datetime) -> int:
        return int((moment - datetime.combine(self.anchor, time(), UTC)).total_seconds())


def _orders(connection: Connection, query: Any, today: date, limit: int) -> tuple[Order, ...]:
    """Build the orders that `query` selects, newest first, in four queries whatever their number."""
    columns = tables.ORDERS.c
    placed = func.coalesce(columns.anchor_day, literal(today.toordinal())) * 86_400 + columns.placed_s
    rows = connection.execute(query.order_by(placed.desc(), columns.id.desc()).limit(max(0, limit))).all()
    if not rows:
        return ()
    ids = [row.id for row in rows]
    lines, shipments, refunds = tables.LINES.c, tables.SHIPMENTS.c, tables.REFUNDS.c
    of_order = select(
        lines.id.label("line_id"), lines.order_id, lines.quantity, lines.unit_cents, lines.variant, *tables.PRODUCTS.c
    ).join_from(tables.LINES, tables.PRODUCTS)
    by_line = _grouped(connection.execute(of_order.where(lines.order_id.in_(ids)).order_by(lines.position)).all())
    sent = select(tables.SHIPMENTS).where(shipments.order_id.in_(ids)).order_by(shipments.shipped_s, shipments.id)
    by_shipment = _grouped(connection.execute(sent).all())
    back = select(tables.REFUNDS).where(refunds.order_id.in_(ids)).order_by(refunds.requested_s, refunds.id)
    by_refund = _grouped(connection.execute(back).all())
    return tuple(_order(row, by_line[row.id], by_shipment[row.id], by_refund[row.id], today) for row in rows)


def _grouped(rows: Sequence[Row[Any]]) -> defaultdict[str, list[Row[Any]]]:
    groups: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[row.order_id].append(row)
    return groups


def _order(
    row: Row[Any], lines: list[Row[Any]], shipments: list[Row[Any]], refunds: list[Row[Any]], today: date
) -> Order:
    calendar = _Calendar(today if row.anchor_day is None else date.fromordinal(row.anchor_day))
    return Order(
        id=row.id,
        customer_id=row.customer_id,
        placed_at=calendar.at(row.placed_s),
        status=OrderStatus(row.status),
        lines=tuple(
            OrderLine(line.line_id, _product(line), line.quantity, Money(line.unit_cents, _CURRENCY), line.variant)
            for line in lines
        ),
        shipments=tuple(_shipment(shipment, calendar) for shipment in shipments),
        refunds=tuple(_refund(refund, calendar) for refund in refunds),
        cancelled_at=calendar.moment(row.cancelled_s),
        shipping_fee=Money(row.shipping_fee_cents, _CURRENCY),
    )


def _customer(row: Row[Any], today: date) -> Customer:
    return Customer(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        since=today + timedelta(days=row.since_day),
        loyalty_points=row.loyalty_points,
        city=row.city,
    )


def _product(row: Row[Any]) -> Product:
    return Product(
        id=row.id,
        name=row.name,
        short_name=row.short_name,
        category=row.category,
        price=Money(row.price_cents, _CURRENCY),
        name_zh=row.name_zh,
        short_name_zh=row.short_name_zh,
        description=row.description,
        description_zh=row.description_zh,
        stock=row.stock,
        url=f"/products/{row.id}",
    )


def _shipment(row: Row[Any], calendar: _Calendar) -> Shipment:
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
    )


def _refund(row: Row[Any], calendar: _Calendar) -> Refund:
    return Refund(
        id=row.id,
        order_id=row.order_id,
        amount=Money(row.cents, _CURRENCY),
        status=RefundStatus(row.status),
        requested_at=calendar.at(row.requested_s),
        approved_at=calendar.moment(row.approved_s),
        paid_out_at=calendar.moment(row.paid_out_s),
        due_on=calendar.day(row.due_day),
        reason=row.reason,
    )


def _cancel(connection: Connection, order: Order, now: datetime) -> None:
    """Cancel the order and approve what was not refunded yet; one cancelled already stays as it is."""
    if order.status is OrderStatus.CANCELLED:
        return
    # From now on the order's days stand still. `order` was read with today as its anchor, or it has one: keep that.
    columns = tables.ORDERS.c
    anchor = func.coalesce(columns.anchor_day, now.date().toordinal())
    pinned = update(tables.ORDERS).where(columns.id == order.id).values(anchor_day=anchor)
    calendar = _Calendar(date.fromordinal(connection.execute(pinned.returning(columns.anchor_day)).scalar_one()))
    seconds = calendar.seconds(now)
    cancelled = update(tables.ORDERS).where(columns.id == order.id)
    connection.execute(cancelled.values(status=str(OrderStatus.CANCELLED), cancelled_s=seconds))
    refunded = sum(refund.amount.minor_units for refund in order.refunds if refund.status is not RefundStatus.REFUSED)
    rest = order.total.minor_units - refunded
    if rest <= 0:
        return
    refund = {
        "id": f"{order.id}-F{len(order.refunds) + 1}",
        "order_id": order.id,
        "cents": rest,
        "status": str(RefundStatus.APPROVED),
        "requested_s": seconds,
        "approved_s": seconds,
        "due_day": (now.date() + timedelta(days=_PAYOUT_DAYS) - calendar.anchor).days,
        "reason": "Order cancelled",
    }
    connection.execute(insert(tables.REFUNDS).values(refund))


def _reference(number: int) -> str:
    return f"R-{_REFERENCE_BASE + number}"
