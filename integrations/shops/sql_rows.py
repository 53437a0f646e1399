"""From the rows of a shop's views to the port's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import RowMapping

from integrations.shops import sql_views as views
from integrations.shops.sql_views import ViewRow
from support.money import Money
from support.orders import (
    Address,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Product,
    Promotion,
    Refund,
    RefundStatus,
    Shipment,
    Variant,
)

# Before the columns of a line's product.
PRODUCT = "product__"
_FITS = ("true", "small", "large")

Groups = defaultdict[str, list[ViewRow]]


def no_groups() -> Groups:
    """Return groups without anything in them."""
    return defaultdict(list)


@dataclass(frozen=True)
class Parts:
    """What belongs to some orders, by the order's id; the variants by the product's."""

    lines: defaultdict[str, list[RowMapping]]
    shipments: Groups = field(default_factory=no_groups)
    refunds: Groups = field(default_factory=no_groups)
    payments: Groups = field(default_factory=no_groups)
    variants: Groups = field(default_factory=no_groups)


def order(row: ViewRow, parts: Parts) -> Order:
    """Build an order with its parts. Raises IntegrationError for what does not fit."""
    fee = row.money("shipping_fee_minor", 0)
    lines = [_line(found, parts.variants) for found in parts.lines[row.id]]
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
        shipments=tuple(_shipment(shipment) for shipment in parts.shipments[row.id]),
        refunds=tuple(_refund(refund) for refund in parts.refunds[row.id]),
        cancelled_at=row.optional_moment("cancelled_at"),
        shipping_fee=fee,
        address=_address(row),
        payments=tuple(_payment(payment) for payment in parts.payments[row.id]),
        promo_codes=row.listed("promo_codes"),
    )


def _address(row: ViewRow) -> Address | None:
    """Return where the parcels go, None where the shop does not say."""
    name, street, postcode, city, country = (
        row.text(f"address_{part}", "") for part in ("name", "street", "postcode", "city", "country")
    )
    return Address(name, street, postcode, city, country) if street or postcode or city else None


def _line(found: RowMapping, variants: Groups) -> OrderLine:
    row = ViewRow(views.LINES.name, found)
    price = row.money("unit_price_minor")
    if found[PRODUCT + "id"] is None:
        bought = _gone(row, price)
    else:
        known = ViewRow(views.PRODUCTS.name, found, PRODUCT)
        bought = product(known, variants[known.id])
    return OrderLine(
        id=row.id,
        product=bought,
        quantity=row.count("quantity"),
        unit_price=price,
        variant=row.text("variant", ""),
        returned=row.counted("returned", 0),
    )


def _gone(row: ViewRow, price: Money) -> Product:
    """Return what the line itself knows of a product that the catalogue no longer has."""
    if not row.has("product_name"):
        raise row.bad(
            "product_id", f"{row.text('product_id', '')[:40]!r} is not in warmline_products, and product_name is empty"
        )
    name = row.text("product_name")
    return Product(row.text("product_id", ""), name, name, "", price, warranty_months=0)


def customer(row: ViewRow) -> Customer:
    """Build a customer. Raises IntegrationError for what does not fit."""
    return Customer(
        id=row.id,
        name=row.text("name"),
        email=row.text("email", ""),
        language=row.text("language", "en"),
        since=row.optional_day("since"),
        loyalty_points=row.whole("loyalty_points", 0),
        city=row.text("city", ""),
        phone=row.text("phone", ""),
        newsletter=row.flag("newsletter", False),
        address=_address(row),
    )


def product(row: ViewRow, variants: Sequence[ViewRow]) -> Product:
    """Build a product with its variants. Raises IntegrationError for what does not fit."""
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
        brand=row.text("brand", ""),
        variants=tuple(Variant(variant.text("name"), variant.counted("stock", 0)) for variant in variants),
        warranty_months=row.counted("warranty_months", 0),
        fits=row.one_of("fits", _FITS),
        restock_on=row.optional_day("restock_on"),
    )


def promotion(row: ViewRow) -> Promotion:
    """Build a promotion. Raises IntegrationError for what does not fit."""
    return Promotion(
        code=row.id,
        percent=row.counted("percent", 0),
        amount=row.optional_money("amount_minor"),
        first_day=row.optional_day("first_day"),
        last_day=row.optional_day("last_day"),
        least=row.optional_money("least_minor"),
        categories=row.listed("categories"),
        once=row.flag("once_each", True),
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
        line_ids=row.listed("line_ids"),
    )


def _payment(row: ViewRow) -> Payment:
    return Payment(
        id=row.id,
        method=row.text("method", ""),
        amount=row.money("amount_minor"),
        status=row.member("status", PaymentStatus),
        at=row.moment("paid_at"),
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
        reason_zh=row.text("reason_zh", ""),
    )
