"""The whole of Warmline, really running: `warmline up` in a home of its own, with the really trained model."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import create_engine, text

from integrations.shops.demo import DemoShop, demo_path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "demo-agent-password"
AGENT = "agent@demo.shop"
PLAIN: Any = {
    "trust_env": False,
    "verify": False,
}  # plain HTTP on this machine: no certificates to load, 25 ms each time
START_S = 420  # a first start may train the model


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _copy(source: Path, target: Path) -> None:
    """Copy a database as one transaction, while others may have it open."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target, timeout=30)) as there:
        here.backup(there)


@dataclass
class Stack:
    """A running Warmline. `settings` are added to its environment."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    base_url: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> Stack:
        """Start it and wait until it is ready. Raises RuntimeError with what it printed."""
        port, rasa, actions = free_ports(3)
        self.base_url = f"http://127.0.0.1:{port}"
        own = {
            "WARMLINE_HOME": str(self.home),
            "WARMLINE_PORT": str(port),
            "WARMLINE_RASA_PORT": str(rasa),
            "WARMLINE_ACTIONS_PORT": str(actions),
            "WARMLINE_DEMO_AGENT_PASSWORD": PASSWORD,
            "WARMLINE_RATE_MESSAGES": "100000",
            "WARMLINE_SPEAKS_FIRST": "false",
        }
        self.home.mkdir(parents=True, exist_ok=True)
        log = self.home / "up.log"
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cli.app", "up"],
                cwd=ROOT,
                env={**os.environ, **own, **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_S
        while "Warmline is ready" not in log.read_text(encoding="utf-8"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"warmline up did not get ready:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.2)
        return self

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def child(self, part: str) -> int:
        """Return the process id of a part: "rasa run", "rasa_sdk" or "gateway"."""
        assert self._process is not None
        listing = subprocess.run(
            ["ps", "--ppid", str(self._process.pid), "-o", "pid=,args="], capture_output=True, text=True, check=True
        )
        return next(int(line.split()[0]) for line in listing.stdout.splitlines() if f"-m {part}" in line)

    def reset_shop(self) -> None:
        """Let every story of the demo shop begin anew, from a copy: to fill the shop takes a second each time."""
        live, begun = demo_path(self.home), self.home / "demo-shop-begun.db"
        if not begun.exists():
            shop = DemoShop.open(live)
            shop.reset()
            shop.close()
            _copy(live, begun)
        else:
            _copy(begun, live)

    def token(self, customer: str) -> str:
        """Return a customer's JWT, as the demo storefront gets it."""
        answer = httpx.get(f"{self.base_url}/demo/token", params={"customer": customer}, **PLAIN)
        answer.raise_for_status()
        return str(answer.json()["token"])

    def customer(self, customer: str | None) -> Person:
        """Return somebody who chats over HTTP: a customer's id, None for a guest. Each starts a conversation of their own."""
        return Person(self, self.token(customer) if customer else None)

    def agent(self) -> httpx.Client:
        """Return the demo agent, signed in."""
        client = httpx.Client(base_url=self.base_url, timeout=30, **PLAIN)
        answer = client.post("/api/auth/login", json={"email": AGENT, "password": PASSWORD})
        answer.raise_for_status()
        return client

    def forget_conversations(self) -> None:
        """End every conversation two days ago, so that the next message of anybody begins a new one."""
        engine = create_engine(self.settings.get("WARMLINE_DATABASE_URL", f"sqlite:///{self.home / 'warmline.db'}"))
        ended = (datetime.now(UTC) - timedelta(days=2)).replace(tzinfo=None)
        with engine.begin() as connection:
            connection.execute(text("UPDATE handoffs SET closed_at = :at WHERE closed_at IS NULL"), {"at": ended})
            connection.execute(text("UPDATE visitors SET opt_outs = '[]', greeted_on = NULL"))
            connection.execute(
                text("UPDATE conversations SET status = 'resolved', resolved_at = :at, updated_at = :at"), {"at": ended}
            )
        engine.dispose()


@dataclass
class Person:
    """Somebody who chats over HTTP."""

    stack: Stack
    token: str | None
    conversation_id: str | None = None
    status: str = "pending"

    def say(self, text: str, client_message_id: str | None = None) -> list[dict[str, Any]]:
        """Send a message and return the replies: `text`, perhaps `buttons`."""
        body = {"text": text, "client_message_id": client_message_id or uuid.uuid4().hex}
        if self.conversation_id:
            body["conversation_id"] = self.conversation_id
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = httpx.post(f"{self.stack.base_url}/api/chat", json=body, headers=headers, timeout=90, **PLAIN)
        answer.raise_for_status()
        found = answer.json()
        self.token = found.get("visitor_token") or self.token
        self.conversation_id, self.status = found["conversation_id"], found["status"]
        replies: list[dict[str, Any]] = found["replies"]
        return replies

    def hears(self, text: str) -> str:
        """Send a message and return all replies as one text."""
        return "\n".join(reply["text"] for reply in self.say(text))
