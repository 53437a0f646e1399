"""The demo shop's tables.

A day is stored as its distance from the order's anchor day, a moment as seconds from that day's midnight (UTC). The
anchor is today as long as nobody has changed the order, so a story such as "two days overdue" stays true every day.
The first change sets `anchor_day` for good, and from then on everything about that order stands still.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

METADATA = MetaData()

META = Table(
    "demo_meta",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

CUSTOMERS = Table(
    "customers",
    METADATA,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("language", String, nullable=False),
    Column("city", String, nullable=False),
    Column("since_day", Integer, nullable=False),
    Column("loyalty_points", Integer, nullable=False),
    Column("story", String, nullable=False),
    Column("story_zh", String, nullable=False),
)

PRODUCTS = Table(
    "products",
    METADATA,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("name_zh", String, nullable=False),
    Column("short_name", String, nullable=False),
    Column("short_name_zh", String, nullable=False),
    Column("category", String, nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("description", String, nullable=False),
    Column("description_zh", String, nullable=False),
    Column("stock", Integer, nullable=False),
)

ORDERS = Table(
    "orders",
    METADATA,
    Column("id", String, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    # The day that offsets count from, as a proleptic Gregorian ordinal; NULL: today.
    Column("anchor_day", Integer),
    Column("placed_s", Integer, nullable=False),
    Column("cancelled_s", Integer),
    Column("status", String, nullable=False),
    Column("shipping_fee_cents", Integer, nullable=False),
)

LINES = Table(
    "order_lines",
    METADATA,
    Column("id", String, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("product_id", ForeignKey("products.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_cents", Integer, nullable=False),
    Column("variant", String, nullable=False),
)

SHIPMENTS = Table(
    "shipments",
    METADATA,
    Column("id", String, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("carrier", String, nullable=False),
    Column("tracking_number", String, nullable=False),
    Column("tracking_url", String, nullable=False),
    Column("shipped_s", Integer, nullable=False),
    Column("promised_day", Integer, nullable=False),
    Column("expected_day", Integer),
    Column("delivered_s", Integer),
    Column("last_event", String, nullable=False),
    Column("last_event_zh", String, nullable=False),
)

REFUNDS = Table(
    "refunds",
    METADATA,
    Column("id", String, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("cents", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("requested_s", Integer, nullable=False),
    Column("approved_s", Integer),
    Column("paid_out_s", Integer),
    Column("due_day", Integer),
    Column("reason", String, nullable=False),
)

REQUESTS = Table(
    "requests",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("request_key", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("details", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", String, nullable=False),
    sqlite_autoincrement=True,
)
