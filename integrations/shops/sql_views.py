"""The views that a shop's database offers, and reading their rows with care.

docs/shops.md documents the columns for shops; both must agree, and a test holds that.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, RowMapping, String, Table, Text
from sqlalchemy.sql.expression import TableClause, column, table

from support.errors import IntegrationError
from support.money import Money

MAX_KEY_CHARS = 200


def _view(name: str, columns: str) -> TableClause:
    return table(name, *(column(word) for word in columns.split()))


CUSTOMERS = _view(
    "warmline_customers",
    "id name email language since loyalty_points city phone newsletter"
    " address_name address_street address_postcode address_city address_country",
)
PRODUCTS = _view(
    "warmline_products",
    "id name short_name category price_minor currency name_zh short_name_zh description description_zh stock url"
    " brand warranty_months fits restock_on",
)
VARIANTS = _view("warmline_variants", "id product_id name stock")
PROMOTIONS = _view(
    "warmline_promotions", "id percent amount_minor least_minor currency first_day last_day categories once_each"
)
ORDERS = _view(
    "warmline_orders",
    "id customer_id placed_at status cancelled_at shipping_fee_minor currency"
    " address_name address_street address_postcode address_city address_country promo_codes",
)
LINES = _view(
    "warmline_order_lines", "id order_id product_id product_name quantity unit_price_minor currency variant returned"
)
SHIPMENTS = _view(
    "warmline_shipments",
    "id order_id carrier tracking_number tracking_url shipped_at promised_on expected_on delivered_at"
    " last_event last_event_zh line_ids",
)
PAYMENTS = _view("warmline_payments", "id order_id method amount_minor currency status paid_at")
REFUNDS = _view(
    "warmline_refunds",
    "id order_id amount_minor currency status requested_at approved_at paid_out_at due_on reason reason_zh",
)
VIEWS = (CUSTOMERS, PRODUCTS, VARIANTS, PROMOTIONS, ORDERS, LINES, SHIPMENTS, PAYMENTS, REFUNDS)

# The only table that Warmline writes to.
REQUESTS = Table(
    "shop_requests",
    MetaData(),
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("request_key", String(MAX_KEY_CHARS), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("customer_id", String(100), nullable=False),
    Column("order_id", String(100), nullable=False),
    Column("details", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

_E = TypeVar("_E", bound=StrEnum)


class ViewRow:
    """One row of a view, read column by column.

    Every method but `has` raises IntegrationError(permanent=True) naming view, column and row for a value that does
    not fit the documented type. `prefix` stands before the columns' names in a join.
    """

    def __init__(self, view: str, row: RowMapping, prefix: str = "") -> None:
        self._view = view
        self._row = row
        self._prefix = prefix
        self.id = self.text("id")

    def has(self, name: str) -> bool:
        """Say whether the column holds a value."""
        return self._row[self._prefix + name] is not None

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; numbers become their digits. NULL and "" give `default`, an error if that is None."""
        value = self._row[self._prefix + name]
        if value is None or value == "":
            if default is None:
                raise self.bad(name, "is empty")
            return default
        # Whole numbers and UUIDs make good ids; the rest has no one way to be written.
        if isinstance(value, bool | bytes | memoryview | float | date | dict | list):
            raise self.bad(name, f"must be text, not {type(value).__name__}")
        return str(value)

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number, of any numeric type. NULL gives `default`, an error if that is None."""
        value = self._row[self._prefix + name]
        if value is None:
            if default is None:
                raise self.bad(name, "is empty")
            return default
        try:
            number = int(value) if isinstance(value, int | Decimal | float) and not isinstance(value, bool) else None
        except (ValueError, OverflowError):  # NaN, infinity
            number = None
        if number is None or number != value:
            raise self.bad(name, "must be a whole number")
        return number

    def counted(self, name: str, default: int | None = None) -> int:
        """Return a whole number from 0 up. NULL gives `default`, an error if that is None."""
        value = self.whole(name, default)
        if value < 0:
            raise self.bad(name, "must be 0 or more")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no, as a boolean or as 1 or 0. NULL gives `default`."""
        value = self._row[self._prefix + name]
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if value not in (0, 1):
            raise self.bad(name, "must be a boolean, or 1 or 0")
        return bool(value)

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the words of a text with a comma between them; none for NULL."""
        return tuple(part.strip() for part in self.text(name, "").split(",") if part.strip())

    def one_of(self, name: str, words: tuple[str, ...]) -> str:
        """Return a text that is one of `words`, "" for NULL."""
        value = self.text(name, "")
        if value and value not in words:
            raise self.bad(name, f"{value[:40]!r} is none of {', '.join(words)}")
        return value

    def count(self, name: str) -> int:
        """Return a whole number from 1 up."""
        value = self.whole(name)
        if value < 1:
            raise self.bad(name, "must be 1 or more")
        return value

    def money(self, name: str, default: int | None = None) -> Money:
        """Return the amount in minor units, in the row's `currency`."""
        return Money(self.whole(name, default), self.currency())

    def optional_money(self, name: str) -> Money | None:
        """Return the amount in minor units, in the row's `currency`; None for NULL."""
        return self.money(name) if self.has(name) else None

    def currency(self) -> str:
        """Return the row's ISO 4217 code."""
        code = self.text("currency")
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise self.bad("currency", f"must be an ISO 4217 code such as EUR, not {code[:20]!r}")
        return code

    def member(self, name: str, kind: type[_E]) -> _E:
        """Return the member of the enumeration `kind` that the column spells."""
        value = self.text(name)
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(kind)
            raise self.bad(name, f"{value[:40]!r} is none of {allowed}") from None

    def moment(self, name: str) -> datetime:
        """Return a moment in UTC; one without a zone is taken as UTC."""
        value = self._row[self._prefix + name]
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                raise self.bad(name, "must be a timestamp, as text in ISO 8601") from None
        if not isinstance(value, datetime):
            raise self.bad(name, "is empty" if value is None else f"must be a timestamp, not {type(value).__name__}")
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def optional_moment(self, name: str) -> datetime | None:
        """Return a moment in UTC, None for NULL."""
        return self.moment(name) if self.has(name) else None

    def optional_day(self, name: str) -> date | None:
        """Return a day, None for NULL."""
        value = self._row[self._prefix + name]
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                raise self.bad(name, "must be a date, as text YYYY-MM-DD") from None
        if isinstance(value, datetime):
            raise self.bad(name, "must be a date, not a timestamp")
        if value is not None and not isinstance(value, date):
            raise self.bad(name, f"must be a date, not {type(value).__name__}")
        return value

    def bad(self, name: str, why: str) -> IntegrationError:
        """Return the error for a value that does not fit."""
        row = self._row[self._prefix + "id"]
        return IntegrationError(f"{self._view}.{name} of row {row!r}: {why}", permanent=True)
