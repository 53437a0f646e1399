"""What a shop knows (customers, products, orders) and our own rules about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from support.calendars import local_day
from support.money import Money
from support.policies import Policies, shipped


class OrderStatus(StrEnum):
    """How far an order is. Everything before `SHIPPED` is still in the shop's hands."""

    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class RefundStatus(StrEnum):
    """How far a refund is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PAID_OUT = "paid_out"
    REFUSED = "refused"


class PaymentStatus(StrEnum):
    """How far a payment is."""

    PAID = "paid"
    PENDING = "pending"
    FAILED = "failed"


@dataclass(frozen=True)
class Address:
    """Where parcels go. `country` is its two-letter code, empty where the shop keeps none."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = ""

    def line(self) -> str:
        """Return it in one line, without the name."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip(), self.country) if part)


@dataclass(frozen=True)
class Customer:
    """An account at the shop. `language` is the one they chose there ("en", "zh"), `since` their first day.

    `address`: the one that is saved there, None where the shop keeps none; orders have their own.
    """

    id: str
    name: str
    email: str
    language: str = "en"
    since: date | None = None
    loyalty_points: int = 0
    city: str = ""
    phone: str = ""
    newsletter: bool = False
    address: Address | None = None


@dataclass(frozen=True)
class Variant:
    """A size or colour that a product comes in, and how many there are."""

    name: str
    stock: int


@dataclass(frozen=True)
class Promotion:
    """A promo code as the shop has it: `percent` off, or `amount` off; from and through which day, for orders of how much at least.

    `categories`: those that it holds for, empty for all. `once`: only once a customer.
    """

    code: str
    percent: int = 0
    amount: Money | None = None
    first_day: date | None = None
    last_day: date | None = None
    least: Money | None = None
    categories: tuple[str, ...] = ()
    once: bool = True


@dataclass(frozen=True)
class Product:
    """A thing that the shop sells.

    `name` is the catalogue's full name, `short_name` what a person calls it ("floor lamp"); the `_zh` forms may be empty.
    `variants` are its sizes or colours with their stock, none where it comes in one form only. `warranty_months`: from delivery, 0: none
    beyond the law. `fits`: how it fits, "true", "small" or "large", empty where nobody knows. `restock_on`: the day when more is expected.
    """

    id: str
    name: str
    short_name: str
    category: str
    price: Money
    name_zh: str = ""
    short_name_zh: str = ""
    description: str = ""
    description_zh: str = ""
    stock: int = 0
    url: str = ""
    brand: str = ""
    variants: tuple[Variant, ...] = ()
    warranty_months: int = 24
    fits: str = ""
    restock_on: date | None = None

    def variant(self, name: str) -> Variant | None:
        """Return the variant of that name, None if it does not come in it."""
        return next((variant for variant in self.variants if variant.name.lower() == name.lower()), None)

    def label(self, language: str = "en") -> str:
        """Return the short name in `language`, in English where the shop has no other."""
        return (self.short_name_zh if language == "zh" else "") or self.short_name or self.name


@dataclass(frozen=True)
class OrderLine:
    """So many pieces of one product in an order. `variant` is the size or colour, empty if there is none.

    `returned`: how many of the pieces have gone back, or are on their way back.
    """

    id: str
    product: Product
    quantity: int
    unit_price: Money
    variant: str = ""
    returned: int = 0

    @property
    def kept(self) -> int:
        """Return how many pieces the customer still has, or will have."""
        return max(0, self.quantity - self.returned)

    @property
    def total(self) -> Money:
        """Return the price of all pieces."""
        return self.unit_price.times(self.quantity)


@dataclass(frozen=True)
class Shipment:
    """A parcel. `promised_on` is the day the customer was told; `expected_on` the carrier's day as of now.

    `line_ids`: the order's lines that are in it, empty where the shop does not know.
    """

    id: str
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None = None
    promised_on: date | None = None
    expected_on: date | None = None
    delivered_at: datetime | None = None
    last_event: str = ""
    last_event_zh: str = ""
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Payment:
    """Money that the customer paid, or tried to. `method` as the shop calls it ("Visa", "PayPal", "支付宝")."""

    id: str
    method: str
    amount: Money
    status: PaymentStatus
    at: datetime


@dataclass(frozen=True)
class Refund:
    """Money on its way back. `due_on` is the day by which the shop promised to pay it out; `reason`: why, as the shop noted it."""

    id: str
    order_id: str
    amount: Money
    status: RefundStatus
    requested_at: datetime
    approved_at: datetime | None = None
    paid_out_at: datetime | None = None
    due_on: date | None = None
    reason: str = ""
    reason_zh: str = ""


@dataclass(frozen=True)
class Order:
    """One purchase. `id` is the number that the customer sees (`W-10423`); datetimes are UTC; `promo_codes`: those that counted for it."""

    id: str
    customer_id: str
    placed_at: datetime
    status: OrderStatus
    lines: tuple[OrderLine, ...]
    shipments: tuple[Shipment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    cancelled_at: datetime | None = None
    shipping_fee: Money = field(default_factory=lambda: Money(0))
    address: Address | None = None
    payments: tuple[Payment, ...] = ()
    promo_codes: tuple[str, ...] = ()

    @property
    def total(self) -> Money:
        """Return what the customer paid, shipping included."""
        total = self.shipping_fee
        for line in self.lines:
            total = total + line.total
        return total

    @property
    def is_open(self) -> bool:
        """Say whether something is still to arrive."""
        return self.status in (OrderStatus.PAID, OrderStatus.PACKED, OrderStatus.SHIPPED)

    @property
    def shipment(self) -> Shipment | None:
        """Return the latest parcel, None before shipping."""
        return self.shipments[-1] if self.shipments else None

    @property
    def delivered_at(self) -> datetime | None:
        """Return when the last parcel arrived, None if it has not."""
        return self.shipment.delivered_at if self.shipment else None

    def label(self, language: str = "en") -> str:
        """Name the order by what is in it, as the customer would: "mug", "mug and kettle", "mug and 2 more"."""
        names = list(dict.fromkeys(line.product.label(language) for line in self.lines))
        if not names:
            return self.id
        if language == "zh":
            return (
                names[0]
                if len(names) == 1
                else "和".join(names)
                if len(names) == 2
                else f"{names[0]}等{len(names)}件商品"
            )
        if len(names) == 1:
            return names[0]
        if len(names) == 2:
            return f"{names[0]} and {names[1]}"
        return f"{names[0]} and {len(names) - 1} more"

    def contents(self, language: str = "en", most: int = 5) -> str:
        """Name everything in the order, up to `most` products: what is to be confirmed is said whole."""
        names = [line.product.label(language) for line in self.lines]
        if len(names) < 3 or len(names) > most:
            return self.label(language)
        if language == "zh":
            return "、".join(names[:-1]) + "和" + names[-1]
        return ", ".join(names[:-1]) + " and " + names[-1]


def parcel_of(order: Order, line: OrderLine) -> Order:
    """Return the part of an order that travels in the parcel with `line`; the order itself where nobody knows which that is."""
    parcel = next((shipment for shipment in order.shipments if line.id in shipment.line_ids), None)
    if parcel is None:
        return order
    status = OrderStatus.DELIVERED if parcel.delivered_at else OrderStatus.SHIPPED
    lines = tuple(each for each in order.lines if each.id in parcel.line_ids)
    return replace(order, lines=lines, shipments=(parcel,), status=status if order.is_open else order.status)


@dataclass(frozen=True)
class CancelCheck:
    """Whether an order may be cancelled; `rule` names why not: packed, shipped, delivered, cancelled, returned.

    `alternative`: what the customer can do instead, "refuse_parcel", "return" or nothing.
    """

    allowed: bool
    rule: str = ""
    alternative: str = ""


def may_cancel(order: Order, policies: Policies | None = None) -> CancelCheck:
    """Decide by our own rule: only what has not shipped can be cancelled, whatever the shop's back end would accept."""
    last = (policies or shipped()).cancel.until
    if order.status is OrderStatus.PAID or (order.status is OrderStatus.PACKED and last == "packed"):
        return CancelCheck(True)
    instead = {
        OrderStatus.PACKED: "refuse_parcel",
        OrderStatus.SHIPPED: "refuse_parcel",
        OrderStatus.DELIVERED: "return",
    }
    return CancelCheck(False, str(order.status), instead.get(order.status, ""))


def days_late(order: Order, today: date, timezone: str = "UTC") -> int:
    """Return by how many days the order missed its promised day; 0 if it did not (yet).

    For a delivered order the day of delivery counts, in the shop's time zone; for an open one `today`.
    """
    shipment = order.shipment
    if shipment is None or shipment.promised_on is None:
        return 0
    if order.status is OrderStatus.DELIVERED and shipment.delivered_at is not None:
        return max(0, (local_day(shipment.delivered_at, timezone) - shipment.promised_on).days)
    if order.status is OrderStatus.SHIPPED:
        return max(0, (today - shipment.promised_on).days)
    return 0


def delays_in_a_row(orders: Sequence[Order], today: date, timezone: str = "UTC") -> int:
    """Count how many of the newest orders with a parcel came, or are coming, late without one on time between them."""
    count = 0
    for order in sorted(orders, key=lambda o: o.placed_at, reverse=True):
        if order.shipment is None or order.status not in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
            continue
        if days_late(order, today, timezone) == 0:
            break
        count += 1
    return count


def refund_days_overdue(refund: Refund, today: date) -> int:
    """Return by how many days an approved refund missed its promised day; 0 if it is paid out or in time."""
    if refund.status is not RefundStatus.APPROVED or refund.due_on is None:
        return 0
    return max(0, (today - refund.due_on).days)
