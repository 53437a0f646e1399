"""Warmline on a shop's own SQL database, and on PostgreSQL and Redis where they answer: the same story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg2
import pytest
import redis
from patience import eventually
from shops.example_shop import build_example, documented_sql, fill_example
from sqlalchemy import create_engine, text
from stack import Person, Stack

from cli.token import sign
from integrations.shops.demo import DemoShop

SECRET = "a secret of these tests, long enough for HS256"
REDIS = "redis://127.0.0.1:6379/5"


def _server() -> psycopg2.extensions.connection:
    connection = psycopg2.connect(host="127.0.0.1", port=5432, user="root", dbname="postgres", connect_timeout=2)
    connection.autocommit = True
    return connection


def _redis_answers() -> bool:
    with closing(redis.Redis.from_url(REDIS, socket_connect_timeout=2)) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


@pytest.fixture(scope="module")
def services() -> Iterator[dict[str, str]]:
    """Settings for PostgreSQL (a database of its own) and Redis; none where either does not answer."""
    name = f"warmline_system_{uuid4().hex[:10]}"
    try:
        server = _server()
    except psycopg2.OperationalError:
        yield {}
        return
    with closing(server), server.cursor() as cursor:
        if not _redis_answers():
            yield {}
            return
        cursor.execute(f"CREATE DATABASE {name}")
        yield {
            "WARMLINE_DATABASE_URL": f"postgresql+psycopg2://root@127.0.0.1:5432/{name}",
            "WARMLINE_REDIS_URL": REDIS,
        }
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def shop_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example shop of docs/shops.md with today's stories."""
    folder = tmp_path_factory.mktemp("shop")
    url = f"sqlite:///{folder / 'shop.db'}"
    demo, engine = DemoShop.open(folder / "demo.db"), create_engine(url)
    with engine.begin() as connection:
        build_example(connection)
        fill_example(connection, demo)
    engine.dispose()
    demo.close()
    return url


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, services: dict[str, str], shop_url: str) -> Iterator[Stack]:
    """A Warmline with that shop, on PostgreSQL and Redis if they are there."""
    settings = {
        "WARMLINE_SHOP": "sql",
        "WARMLINE_SHOP_URL": shop_url,
        "WARMLINE_IDENTITY_SECRET": SECRET,
        **services,
    }
    stack = Stack(tmp_path_factory.mktemp("other-house"), settings).start()
    yield stack
    stack.stop()


def customer(house: Stack, customer_id: str) -> Person:
    """Return a customer with the token that their shop's back end would sign."""
    return Person(house, sign(SECRET, customer_id, "", datetime.now(UTC) + timedelta(minutes=15)))


def test_the_main_story_is_told_from_the_shops_own_database(house: Stack) -> None:
    lena = customer(house, "c-late")

    answer = lena.hears("Where is my floor lamp?")
    lena.hears("I want to talk to a human, please")

    assert "floor lamp" in answer
    assert "third" in answer
    assert lena.status == "open"
    with closing(house.agent()) as desk:
        base = f"/api/conversations/{lena.conversation_id}"
        seen = desk.get(base).json()
        assert seen["handoff"]["orders"][0]["label"] == "floor lamp"
        assert seen["customer"]["name"] == "Lena Berg"
        desk.post(f"{base}/claim", json={}).raise_for_status()
        desk.post(f"{base}/messages", json={"text": "Hello Lena, I'm on it."}).raise_for_status()
        desk.post(f"{base}/return-to-bot", json={}).raise_for_status()
    assert "floor lamp" in lena.hears("and when will it come?")


def test_a_cancellation_is_asked_of_the_shop_once(house: Stack, shop_url: str) -> None:
    thomas = customer(house, "c-three")
    thomas.hears("cancel my mug")

    answer = thomas.hears("yes")
    thomas.hears("yes")

    engine = create_engine(shop_url)
    with engine.connect() as connection:
        asked = connection.execute(text("SELECT count(*) FROM shop_requests WHERE kind = 'cancel_order'")).scalar_one()
    engine.dispose()
    assert asked == 1
    assert "mug" in answer
    assert "is cancelled" not in answer.replace("isn't cancelled", "")  # the shop has it on its list; it is not done


def test_everything_is_kept_in_postgresql_and_redis_is_well(house: Stack, services: dict[str, str]) -> None:
    if not services:
        pytest.skip("no PostgreSQL on 127.0.0.1:5432 or no Redis on 127.0.0.1:6379")
    victoria = customer(house, "c-vip")
    victoria.hears("what have I bought?")

    engine = create_engine(services["WARMLINE_DATABASE_URL"])
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT text FROM messages")).scalars().all()
    engine.dispose()

    assert "what have I bought?" in kept
    assert not list(Path(house.home).glob("warmline.db"))
    health = httpx.get(f"{house.base_url}/health").json()
    assert health["status"] == "ok"
    assert health["parts"]["redis"]["status"] == "ok"


def test_a_shop_out_of_reach_is_said_honestly_and_a_human_offered(house: Stack, shop_url: str) -> None:
    rafael = customer(house, "c-refund")
    engine = create_engine(shop_url)
    views = re.findall(r"CREATE VIEW warmline_(\w+)", ";".join(documented_sql("example: views")))
    with engine.begin() as connection:
        for view in views:
            connection.execute(text(f"DROP VIEW warmline_{view}"))
    try:
        replies = rafael.say("where is my refund for the boots?")
        said = replies[0]["text"]
        assert "system" in said
        for invented in ("€", "159", "R-", "sorry", "by e-mail"):
            assert invented not in said
        assert "Talk to a person" in [button["title"] for button in replies[0]["buttons"]]
        eventually(lambda: httpx.get(f"{house.base_url}/health").json()["parts"]["shop"]["status"] == "down")

        rafael.hears("yes please")

        assert rafael.status == "open"
        with closing(house.agent()) as desk:
            packet = desk.get(f"/api/conversations/{rafael.conversation_id}").json()["handoff"]
        assert packet["reason"] == "action_failed"
        assert packet["open_question"] == "where is my refund for the boots?"
        assert "failed" in {tried["outcome"] for tried in packet["tried"]}
    finally:
        with engine.begin() as connection:
            for statement in documented_sql("example: views"):
                if "CREATE VIEW" in statement:
                    connection.execute(text(statement))
        engine.dispose()
    assert "mug" in customer(house, "c-three").hears("where is my mug?")
