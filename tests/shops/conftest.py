"""The shops under test. All tell the same stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from uuid import uuid4

import pytest
from example_shop import build_example, clock, fill_example
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from integrations.shops.demo import DemoShop
from integrations.shops.interface import Shop
from integrations.shops.sql import SqlShop

POSTGRES = "postgresql+psycopg2://root@127.0.0.1:5432/test"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoShop]:
    """A demo shop of one's own, at NOW."""
    shop = DemoShop.open(tmp_path / "demo.db", clock=clock)
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def demo_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoShop]:
    """A demo shop that no test changes."""
    shop = DemoShop.open(tmp_path_factory.mktemp("demo") / "demo.db", clock=clock)
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled demo shop that nobody has open: copying it is quicker than filling one."""
    path = tmp_path_factory.mktemp("filled") / "demo.db"
    DemoShop.open(path, clock=clock).close()
    return path


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory, demo_to_copy: DemoShop) -> str:
    """The example shop in SQLite, filled."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sql') / 'example.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        build_example(connection)
        fill_example(connection, demo_to_copy)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def postgres_url(demo_to_copy: DemoShop) -> Iterator[str]:
    """The example shop in PostgreSQL, filled, in a schema of its own; skipped where no server answers."""
    schema = f"warmline_shop_{uuid4().hex[:12]}"
    admin = create_engine(POSTGRES, connect_args={"connect_timeout": 2})
    try:
        with admin.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError:
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    url = f"{POSTGRES}?options=-csearch_path%3D{schema}"
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            build_example(connection)
            fill_example(connection, demo_to_copy)
        yield url
    finally:
        engine.dispose()
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


OpenShop = Callable[[], Shop]


@pytest.fixture(params=["demo", "sqlite", "postgresql"])
def open_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenShop]:
    """Opens the shop under test, again and again: each time as another process would. Requests begin empty."""
    opened: list[DemoShop | SqlShop] = []
    if request.param == "demo":
        copy(request.getfixturevalue("demo_file"), tmp_path / "demo.db")

        def opener() -> Shop:
            opened.append(DemoShop.open(tmp_path / "demo.db", clock=clock))
            return opened[-1]

    else:
        url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM shop_requests"))
        engine.dispose()

        def opener() -> Shop:
            opened.append(SqlShop(url, clock=clock))
            return opened[-1]

    yield opener
    for shop in opened:
        shop.close()


@pytest.fixture
def any_shop(open_shop: OpenShop) -> Shop:
    """The shop under test."""
    return open_shop()


@pytest.fixture(params=["demo", "sqlite", "postgresql"])
def broken_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """A shop that worked until its database went away."""
    shop: DemoShop | SqlShop
    if request.param == "demo":
        path = tmp_path / "demo.db"
        shop = DemoShop.open(path, clock=clock)
        shop.close()
        for file in tmp_path.glob("demo.db*"):
            file.unlink()
        path.write_bytes(b"no database " * 1000)
    elif request.param == "sqlite":
        shop = SqlShop(f"sqlite:///{tmp_path / 'gone.db'}")
    else:
        shop = SqlShop("postgresql+psycopg2://mallory:s3cret@127.0.0.1:1/test")
    yield shop
    shop.close()
