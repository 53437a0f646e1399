"""What the bot promised to look at again, in a running Warmline's database, and what the shop does meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import JSON, Connection, create_engine, text
from stack import Stack

from integrations.shops.demo import DemoShop, demo_path
from support.orders import Refund, RefundStatus

_PAID_AT_S = -50_400  # yesterday at ten, UTC, as the demo shop counts


def promised(stack: Stack, customer: str) -> list[tuple[date, str]]:
    """Return a customer's follow-ups: the day that was promised, and `waiting`, `delivered` or `cancelled`."""
    query = (
        "SELECT outbox.body, outbox.state FROM outbox JOIN visitors ON visitors.id = outbox.visitor_id "
        "WHERE visitors.customer_id = :customer AND outbox.kind = 'follow_up' ORDER BY outbox.id"
    )
    with _database(stack) as connection:
        rows = connection.execute(text(query).columns(body=JSON()), {"customer": customer}).all()
    return [(date.fromisoformat(row.body["due_on"]), str(row.state)) for row in rows]


def forget_promises(stack: Stack) -> None:
    """Remove all follow-ups, so that the next promise of anybody is the first."""
    with _database(stack) as connection:
        connection.execute(text("DELETE FROM outbox WHERE kind = 'follow_up'"))


def fall_due(stack: Stack, customer: str) -> None:
    """Let the day come for all that a customer was promised, also for what was cancelled. The outbox looks every two seconds."""
    mine = "visitor_id = (SELECT id FROM visitors WHERE customer_id = :customer)"
    ago = (datetime.now(UTC) - timedelta(minutes=1)).replace(tzinfo=None)
    with _database(stack) as connection:
        due = text(f"UPDATE outbox SET due_at = :at WHERE kind = 'follow_up' AND {mine}")
        assert connection.execute(due, {"at": ago, "customer": customer}).rowcount, "nothing was promised"


def approved_refund(stack: Stack, customer: str) -> Refund:
    """Return the customer's refund that is approved and not paid out."""
    with closing(DemoShop.open(demo_path(stack.home))) as shop:
        refunds = [refund for order in shop.orders(customer) for refund in order.refunds]
    return next(refund for refund in refunds if refund.status is RefundStatus.APPROVED)


def pay_out(stack: Stack, refund: Refund) -> None:
    """Let the shop have paid a refund out yesterday."""
    with closing(sqlite3.connect(demo_path(stack.home), timeout=30)) as connection, connection:
        paid = "UPDATE refunds SET status = 'paid_out', paid_out_s = ? WHERE id = ?"
        assert connection.execute(paid, (_PAID_AT_S, refund.id)).rowcount == 1


@contextmanager
def _database(stack: Stack) -> Iterator[Connection]:
    engine = create_engine(stack.settings.get("WARMLINE_DATABASE_URL", f"sqlite:///{stack.home / 'warmline.db'}"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
