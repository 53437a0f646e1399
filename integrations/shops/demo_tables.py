"""The demo shop's tables.

A day is stored as its distance from the order's anchor day, a moment as seconds from that day's midnight (UTC). The
anchor is today as long as nobody has changed the order, so a story such as "two days overdue" stays true every day.
The first change sets `anchor_day` for good, and from then on everything about that order stands still.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table

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
    Column("phone", String, nullable=False),
    Column("newsletter", Boolean, nullable=False),
    # The saved address; the name is the customer's.
    Column("street", String, nullable=False),
    Column("postcode", String, nullable=False),
    Column("country", String, nullable=False),
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
    # All its variants together.
    Column("stock", Integer, nullable=False),
    Column("brand", String, nullable=False),
    Column("warranty_months", Integer, nullable=False),
    Column("fits", String, nullable=False),
    # From today, whatever day that is.
    Column("restock_day", Integer),
)

VARIANTS = Table(
    "product_variants",
    METADATA,
    Column("product_id", ForeignKey("products.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("stock", Integer, nullable=False),
)

PROMOTIONS = Table(
    "promotions",
    METADATA,
    Column("code", String, primary_key=True),
    Column("percent", Integer, nullable=False),
    Column("cents", Integer),
    Column("least_cents", Integer),
    # From today, whatever day that is.
    Column("first_day", Integer),
    Column("last_day", Integer),
    # Names with a comma between them; empty: all.
    Column("categories", String, nullable=False),
    Column("once", Boolean, nullable=False),
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
    # What its lines cost less since it was paid: refunded piece by piece, so no part of what a cancellation gives back.
    Column("cut_cents", Integer, nullable=False),
    Column("address_name", String, nullable=False),
    Column("street", String, nullable=False),
    Column("postcode", String, nullable=False),
    Column("city", String, nullable=False),
    Column("country", String, nullable=False),
    # Names with a comma between them.
    Column("promo_codes", String, nullable=False),
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
    Column("returned", Integer, nullable=False),
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
    # Ids with a comma between them; empty: not known.
    Column("line_ids", String, nullable=False),
)

PAYMENTS = Table(
    "payments",
    METADATA,
    Column("id", String, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("method", String, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("at_s", Integer, nullable=False),
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
    Column("reason_zh", String, nullable=False, default=""),
)

REQUESTS = Table(
    "requests",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("request_key", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    # NULL: a wish about the account.
    Column("order_id", ForeignKey("orders.id")),
    Column("details", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", String, nullable=False),
    sqlite_autoincrement=True,
)
