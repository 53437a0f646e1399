"""Both systems on this machine: Warmline whole and stock Rasa, on free ports, with a home of their own."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.programs import Program, free_ports
from bench.talk import Channel, Chat, Customer, Rest, System
from cli.processes import bot_environment
from cli.seed import prepare
from cli.token import sign
from cli.up import parts
from integrations.shops.demo import DemoShop, demo_path
from support.settings import ROOT, Settings, load

STOCK = ROOT / "bench" / "stock"


@dataclass(frozen=True)
class House:
    """The programs and the ways to them. `customers`: all of the demo shop's."""

    home: Path
    settings: Settings
    actions: Program
    rasa: Program
    gateway: Program
    stock: Program
    customers: tuple[Customer, ...]

    @property
    def programs(self) -> tuple[Program, ...]:
        """Return all programs."""
        return (self.actions, self.rasa, self.gateway, self.stock)

    @property
    def systems(self) -> tuple[System, ...]:
        """Return the three ways to ask."""
        return (
            Chat(self.gateway.port),
            Channel(self.rasa.port, self.settings.internal_token),
            Rest(self.stock.port),
        )

    def working_for(self, system: System) -> tuple[Program, ...]:
        """Return the programs that work on a system's replies."""
        return {
            "warmline_chat": (self.gateway, self.rasa, self.actions),
            "warmline_bot": (self.rasa, self.actions),
            "stock": (self.stock, self.actions),
        }[system.name]

    def forget(self) -> None:
        """End every conversation two days ago, so that the next message of anybody begins a new one."""
        engine = create_engine(self.settings.database_url)
        ended = (datetime.now(UTC) - timedelta(days=2)).replace(tzinfo=None)
        with engine.begin() as connection:
            connection.execute(text("UPDATE handoffs SET closed_at = :at WHERE closed_at IS NULL"), {"at": ended})
            connection.execute(
                text("UPDATE conversations SET status = 'resolved', resolved_at = :at, updated_at = :at"), {"at": ended}
            )
        engine.dispose()

    def customer(self, customer_id: str) -> Customer:
        """Return one customer."""
        return next(customer for customer in self.customers if customer.id == customer_id)

    def stranger(self, number: int) -> Customer:
        """Return somebody with a valid token whom the shop does not know: an account without orders."""
        name = f"c-bench-{number}"
        until = datetime.now(UTC) + timedelta(hours=12)
        token = sign(self.settings.identity_secret, name, f"{name}@example.org", until)
        return Customer(name, "Bench", "en", token)

    def stop(self) -> None:
        """Stop everything."""
        for program in reversed(self.programs):
            program.stop()


def build(home: Path, model: Path, stock_model: Path) -> House:
    """Make a fresh home and describe the programs; nothing runs yet."""
    shutil.rmtree(home, ignore_errors=True)
    port, rasa_port, actions_port, stock_port = free_ports(4)
    own = {
        "WARMLINE_HOME": str(home),
        "WARMLINE_HOST": "127.0.0.1",
        "WARMLINE_PORT": str(port),
        "WARMLINE_RASA_PORT": str(rasa_port),
        "WARMLINE_ACTIONS_PORT": str(actions_port),
        "WARMLINE_DATABASE_URL": f"sqlite:///{home / 'warmline.db'}",
        "WARMLINE_REDIS_URL": "",
        "WARMLINE_SHOP": "demo",
        "WARMLINE_DEMO": "true",
        "WARMLINE_DEMO_AGENT_PASSWORD": secrets.token_urlsafe(12),
        "WARMLINE_IDENTITY_SECRET": secrets.token_urlsafe(48),
        "WARMLINE_INTERNAL_TOKEN": secrets.token_urlsafe(48),
        "WARMLINE_RATE_MESSAGES": "1000000",
    }
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WARMLINE_")} | own
    settings = load(environ)
    prepare(settings)
    environ |= bot_environment(settings, ROOT) | own | {"LOG_LEVEL": settings.log_level.upper()}
    ours = {part.name: part for part in parts(settings, model, ROOT)}
    logs = home / "logs"

    def program(name: str, listens: int, path: str) -> Program:
        return Program(name, ours[name].command, listens, path, ROOT, environ, logs / f"{name}.log")

    command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(stock_port), "-m", str(stock_model)]
    command += ["--endpoints", str(STOCK / "endpoints.yml"), "--credentials", str(STOCK / "credentials.yml")]
    stock_environ = environ | {"BENCH_STOCK_DATABASE_URL": f"sqlite:///{home / 'stock.db'}"}
    return House(
        home,
        settings,
        program("actions", actions_port, "/health"),
        program("rasa", rasa_port, "/"),
        program("gateway", port, "/health"),
        Program("stock", command, stock_port, "/", ROOT, stock_environ, logs / "stock.log"),
        _customers(settings),
    )


def _customers(settings: Settings) -> tuple[Customer, ...]:
    shop = DemoShop.open(demo_path(settings.home))
    until = datetime.now(UTC) + timedelta(hours=12)
    found = tuple(
        Customer(one.id, one.name, one.language, sign(settings.identity_secret, one.id, one.email, until))
        for one in shop.customers()
    )
    shop.close()
    return found
