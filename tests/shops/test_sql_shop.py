"""What only the SQL shop does: reading strangers' rows with care, and keeping credentials to itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from example_shop import DOCS, build_example, clock, documented_sql, fill_example
from sqlalchemy import Engine, create_engine, event, func, select, text

from integrations.shops import sql_views
from integrations.shops.demo import DemoShop
from integrations.shops.interface import Receipt, RequestKind, RequestState, Shop, ShopRequest
from integrations.shops.sql import SqlShop
from support.errors import IntegrationError, InvalidInput, SettingsError, ShopUnavailable


@pytest.fixture
def engine(tmp_path: Path, demo_to_copy: DemoShop) -> Iterator[Engine]:
    """An example shop to spoil."""
    engine = create_engine(f"sqlite:///{tmp_path / 'example.db'}")
    with engine.begin() as connection:
        build_example(connection)
        fill_example(connection, demo_to_copy)
    yield engine
    engine.dispose()


@pytest.fixture
def shop(engine: Engine) -> Iterator[SqlShop]:
    """The shop over `engine`'s database."""
    shop = SqlShop(str(engine.url), clock=clock)
    yield shop
    shop.close()


def run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def problem(key: str = "k1") -> ShopRequest:
    return ShopRequest(RequestKind.REPORT_PROBLEM, "c-late", "W-10423", key, {"reason": "迟到"})


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ("UPDATE purchases SET progress = 'lost' WHERE number = 'W-10423'",
         r"warmline_orders\.status of row 'W-10423': 'lost' is none of paid, packed"),
        ("UPDATE purchases SET bought = NULL WHERE number = 'W-10304'",
         r"warmline_orders\.placed_at of row 'W-10304': is empty"),
        ("UPDATE purchases SET bought = 'soon' WHERE number = 'W-10423'",
         r"warmline_orders\.placed_at of row 'W-10423': must be a timestamp"),
        ("UPDATE purchase_items SET pieces = 0 WHERE number = 'W-10423'",
         r"warmline_order_lines\.quantity of row 'W-10423-1': must be 1 or more"),
        ("UPDATE purchase_items SET price = NULL WHERE number = 'W-10423'",
         r"warmline_order_lines\.unit_price_minor of row 'W-10423-1': is empty"),
        ("UPDATE purchase_items SET sku = 'none' WHERE number = 'W-10423'",
         r"warmline_order_lines\.product_id of row 'W-10423-1': 'none' is not in warmline_products"),
        ("UPDATE parcels SET carrier = NULL WHERE number = 'W-10423'",
         r"warmline_shipments\.carrier of row 'W-10423-P1': is empty"),
        ("UPDATE parcels SET promised = '2026-13-01' WHERE number = 'W-10423'",
         r"warmline_shipments\.promised_on of row 'W-10423-P1': must be a date"),
        ("UPDATE charges SET progress = 'bounced' WHERE number = 'W-10423'",
         r"warmline_payments\.status of row 'W-10423-M1': 'bounced' is none of paid, pending, failed"),
        ("UPDATE charges SET made = NULL WHERE number = 'W-10423'",
         r"warmline_payments\.paid_at of row 'W-10423-M1': is empty"),
        ("UPDATE purchase_items SET sent_back = -1 WHERE number = 'W-10423'",
         r"warmline_order_lines\.returned of row 'W-10423-1': must be 0 or more"),
        ("UPDATE articles SET cut = 'roomy' WHERE sku = 'floor-lamp'",
         r"warmline_products\.fits of row 'floor-lamp': 'roomy' is none of true, small, large"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_named(engine: Engine, shop: SqlShop, spoil: str, message: str) -> None:
    run(engine, spoil)
    with pytest.raises(IntegrationError, match=message) as caught:
        shop.orders("c-late")
    assert caught.value.permanent
    # Other customers do not suffer.
    assert shop.orders("c-vip")


def orders_in(engine: Engine, currency: str) -> None:
    run(engine, "DROP VIEW warmline_orders")
    run(
        engine,
        "CREATE VIEW warmline_orders AS SELECT number AS id, account AS customer_id, bought AS placed_at,"
        f" 'paid' AS status, NULL AS cancelled_at, NULL AS shipping_fee_minor, {currency} AS currency,"
        " NULL AS address_name, NULL AS address_street, NULL AS address_postcode, NULL AS address_city, NULL AS address_country,"
        " NULL AS promo_codes FROM purchases",
    )


@pytest.mark.parametrize(
    ("currency", "message"),
    [("NULL", "is empty"), ("'euro'", "must be an ISO 4217 code"), ("'USD'", "differs from that of line W-10423-1")],
)
def test_a_missing_odd_or_mixed_currency_is_named(engine: Engine, shop: SqlShop, currency: str, message: str) -> None:
    orders_in(engine, currency)
    with pytest.raises(IntegrationError, match=rf"warmline_orders\.currency of row 'W-10423': {message}"):
        shop.orders("c-late")


def test_a_product_no_longer_sold_keeps_its_name(engine: Engine, shop: SqlShop) -> None:
    run(engine, "DROP VIEW warmline_products")
    run(
        engine,
        "CREATE VIEW warmline_products AS SELECT sku AS id, title AS name, NULL AS short_name, NULL AS category,"
        " 100 AS price_minor, 'EUR' AS currency, NULL AS name_zh, NULL AS short_name_zh, NULL AS description,"
        " NULL AS description_zh, NULL AS stock, NULL AS url, NULL AS brand, NULL AS warranty_months, NULL AS fits,"
        " NULL AS restock_on FROM articles WHERE sku <> 'floor-lamp'",
    )
    order = shop.orders("c-late", limit=1)[0]
    assert (order.label(), str(order.total)) == ("Halden Floor Lamp in Brushed Brass", "€129.00")
    assert all(product.stock == 0 and product.label("zh") == product.name for product in shop.products())


def test_a_missing_view_is_named(engine: Engine, shop: SqlShop) -> None:
    run(engine, "DROP VIEW warmline_shipments")
    for call in (shop.check, lambda: shop.orders("c-late")):
        with pytest.raises(ShopUnavailable, match="warmline_shipments"):
            call()
    assert shop.customer("c-late") is not None


def test_a_missing_column_or_table_fails_the_check(engine: Engine, shop: SqlShop) -> None:
    shop.check()
    run(engine, "ALTER TABLE shop_requests RENAME COLUMN details TO more")
    with pytest.raises(ShopUnavailable, match="details"):
        shop.check()
    run(engine, "DROP TABLE shop_requests")
    with pytest.raises(ShopUnavailable, match="shop_requests"):
        shop.submit(problem())


def test_a_missing_view_is_named_on_postgresql(postgres_url: str) -> None:
    shop = SqlShop(re.sub("search_path.*", "search_path%3Dpg_catalog", postgres_url))
    with pytest.raises(ShopUnavailable, match="warmline_customers") as caught:
        shop.check()
    assert "root" not in str(caught.value)
    shop.close()


def test_what_the_shop_does_not_keep_is_empty(engine: Engine, shop: SqlShop) -> None:
    run(engine, "UPDATE purchases SET recipient = NULL, road = NULL, zip = NULL, town = NULL, land = NULL")
    run(engine, "UPDATE parcels SET items = NULL")
    run(engine, "UPDATE purchase_items SET sent_back = NULL")
    run(engine, "UPDATE articles SET maker = NULL, guarantee = NULL, cut = NULL, more_on = NULL")
    run(engine, "UPDATE accounts SET telephone = NULL, letters = NULL, road = NULL, zip = NULL, home = NULL")
    run(engine, "UPDATE purchases SET coupon = NULL")
    run(engine, "DELETE FROM charges")
    run(engine, "DELETE FROM sizes")
    customer, order = shop.customer("c-late"), shop.order("W-10331")
    assert customer is not None
    assert order is not None
    assert (customer.phone, customer.newsletter, customer.address) == ("", False, None)
    assert order.promo_codes == ()
    assert (order.address, order.payments, order.shipments[0].line_ids) == (None, (), ())
    jacket = order.lines[0].product
    assert (order.lines[0].returned, jacket.brand, jacket.fits, jacket.variants) == (0, "", "", ())
    # No warranty is promised that nobody gave.
    assert (jacket.warranty_months, jacket.restock_on) == (0, None)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ("euros = 5, percent = -5", "percent of row 'FIVER': must be 0 or more"),
        ("starts = 'soon'", "first_day of row 'FIVER': must be a date"),
        ("single = 7", "once_each of row 'FIVER': must be a boolean, or 1 or 0"),
    ],
)
def test_a_promotion_that_does_not_fit_is_named(engine: Engine, shop: SqlShop, spoil: str, message: str) -> None:
    run(engine, f"UPDATE coupons SET {spoil} WHERE word = 'FIVER'")
    with pytest.raises(IntegrationError, match=rf"warmline_promotions\.{message}"):
        shop.promotion("fiver")
    assert shop.promotion("WELCOME10")


@pytest.mark.parametrize("backend", ["sqlite_url", "postgres_url"])
def test_a_shop_without_promo_codes(backend: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue(backend)
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("DROP VIEW warmline_promotions"))
        for statement in documented_sql("example: a view without rows"):
            connection.execute(text(statement))
        columns = sql_views.PROMOTIONS.c
        query = select(*columns).where(func.lower(columns.id) == "fiver")
        assert connection.execute(query).all() == []
        connection.rollback()
    engine.dispose()


def test_a_wish_about_the_account_has_no_order(engine: Engine, shop: SqlShop) -> None:
    wish = ShopRequest(RequestKind.NEWSLETTER, "c-late", "", "k1", {"subscribe": False})
    first = shop.submit(wish)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM shop_requests")).mappings().one()
    assert (row["kind"], row["customer_id"], row["order_id"]) == ("newsletter", "c-late", "")
    assert row["details"] == '{"subscribe": false}'
    assert shop.submit(wish) == Receipt(first.reference, RequestState.REQUESTED, repeated=True)


def test_a_shop_may_keep_null_for_no_order(engine: Engine, shop: SqlShop) -> None:
    run(engine, "DROP TABLE shop_requests")
    (create,) = documented_sql("shop_requests: sqlite")
    run(engine, create.replace("order_id VARCHAR(100) NOT NULL", "order_id VARCHAR(100)"))
    wish = ShopRequest(RequestKind.DELETE_ACCOUNT, "c-late", "", "k1")
    shop.submit(wish)
    run(engine, "UPDATE shop_requests SET order_id = NULL")
    assert shop.submit(wish).repeated


def test_a_request_is_a_row_for_the_shops_people(engine: Engine, shop: SqlShop) -> None:
    receipt = shop.submit(problem())
    with engine.begin() as connection:
        row = connection.execute(text("SELECT * FROM shop_requests")).mappings().one()
        connection.execute(text("UPDATE shop_requests SET state = 'done'"))
    assert receipt.reference == f"R-{row['id']:05d}"
    assert (row["kind"], row["order_id"], row["state"]) == ("report_problem", "W-10423", "requested")
    assert row["details"] == '{"reason": "迟到"}'
    assert row["created_at"].startswith("2026-03-04 09:30:00")
    assert shop.submit(problem()).state is RequestState.DONE
    run(engine, "UPDATE shop_requests SET state = 'binned'")
    with pytest.raises(IntegrationError, match=r"shop_requests\.state of row 1: 'binned'"):
        shop.submit(problem())


def test_a_table_that_refuses_the_row(engine: Engine, shop: SqlShop) -> None:
    run(engine, "CREATE TRIGGER no BEFORE INSERT ON shop_requests BEGIN SELECT RAISE(ABORT, 'closed today'); END")
    with pytest.raises(IntegrationError, match="shop_requests refused the row") as caught:
        shop.submit(problem())
    assert caught.value.permanent


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_length(shop: SqlShop, key: str) -> None:
    with pytest.raises(InvalidInput):
        shop.submit(problem(key))


def test_the_number_of_queries_does_not_grow(any_shop: Shop) -> None:
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        any_shop.orders("c-vip")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    reads = [statement for statement in statements if statement.lstrip().upper().startswith("SELECT")]
    tables = ("warmline_", "order", "product_variants")
    assert sum(any(name in statement for name in tables) for statement in reads) == 6


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("no url, but with s3cret", "no SQLAlchemy URL"),
        ("oddbase://bob:s3cret@host/db", "driver for oddbase"),
        ("mysql+pymysql://bob:s3cret@host:x/db", "no SQLAlchemy URL"),
    ],
)
def test_a_bad_url_is_a_bad_setting(url: str, message: str) -> None:
    with pytest.raises(SettingsError, match=f"^WARMLINE_SHOP_URL: .*{message}") as caught:
        SqlShop(url)
    assert "s3cret" not in str(caught.value)


def test_credentials_stay_out_of_messages(postgres_url: str) -> None:
    shop = SqlShop("postgresql+psycopg2://no_such_user:s3cret@127.0.0.1:5432/test")
    with pytest.raises(ShopUnavailable, match=r"postgresql database 127\.0\.0\.1:5432/test") as caught:
        shop.check()
    assert "no_such_user" not in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
    shop.close()


def test_the_documented_columns_are_the_ones_that_are_read() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for view in sql_views.VIEWS:
        table = re.search(rf"\n`{view.name}`[^\n]*\n\n\| column.*?\n\n", page, re.DOTALL)
        assert table, view.name
        first_cells = [line.split("|")[1] for line in table[0].strip().splitlines() if line.startswith("| `")]
        assert {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)} == set(view.c.keys())
