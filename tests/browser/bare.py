"""A gateway by itself, without the bot: for what needs many conversations, and none of its answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
from sqlalchemy import insert
from stack import ROOT, free_ports

from gateway.accounts import ensure_agent
from storage import Database, Unit
from storage.tables import Conversation, Message, Visitor
from support.conversation import Author, Status
from support.settings import Settings, load

AGENT, PASSWORD = "mia@shop.example", "a password of Mia's"
START_S = 240  # on a busy machine; alone it takes three seconds


@dataclass
class Bare:
    """A running gateway with a database of its own."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    base_url: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> Bare:
        """Start it and wait until it answers; Mia, a supervisor, may sign in."""
        port, rasa, actions = free_ports(3)
        self.base_url = f"http://127.0.0.1:{port}"
        self.settings = {
            "WARMLINE_HOME": str(self.home),
            "WARMLINE_PORT": str(port),
            "WARMLINE_RASA_PORT": str(rasa),
            "WARMLINE_ACTIONS_PORT": str(actions),
            "WARMLINE_IDENTITY_SECRET": "a-secret-for-tests-of-at-least-32-bytes",
            "WARMLINE_INTERNAL_TOKEN": "internal-token-for-tests",
            "WARMLINE_RATE_MESSAGES": "100000",
            "WARMLINE_SPEAKS_FIRST": "false",
            **self.settings,
        }
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "gateway.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gateway"],
                cwd=ROOT,
                env={**os.environ, **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError((self.home / "gateway.log").read_text(encoding="utf-8"))
            time.sleep(0.1)
        ensure_agent(self.loaded, AGENT, "Mia", PASSWORD, role="supervisor")
        return self

    @property
    def loaded(self) -> Settings:
        """The settings that it runs on."""
        return load(self.settings)

    def stop(self) -> None:
        """Stop it, and wait until it has."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)

    def agent(self) -> httpx.Client:
        """Return Mia, signed in."""
        client = httpx.Client(base_url=self.base_url, timeout=30, trust_env=False)
        client.post("/api/auth/login", json={"email": AGENT, "password": PASSWORD}).raise_for_status()
        return client

    def token(self, customer: str) -> str:
        """Return a customer's JWT, as the shop's back end would sign it."""
        claims = {"sub": customer, "exp": datetime.now(UTC) + timedelta(hours=1)}
        return jwt.encode(claims, self.settings["WARMLINE_IDENTITY_SECRET"], algorithm="HS256")

    def fill(self, conversations: Iterable[Mapping[str, Any]]) -> None:
        """Put conversations straight into the database, each of a customer of its own who said one thing."""
        now = datetime.now(UTC)
        visitors, rows, messages = [], [], []
        for one in conversations:
            number, name, said = one["id"], one["name"], one.get("text", "Where is my order?")
            at = one.get("at", now)
            visitors.append({"id": f"v_{number}", "customer_id": f"c-{number}", "name": name, "created_at": at})
            common = {"status": Status.OPEN, "priority": "normal", "reason": "asked", "last_offset": 1}
            preview = {"text": said, "author": "customer", "at": at.isoformat(), "attachments": 0}
            times = {"created_at": at, "updated_at": at, "waiting_since": at}
            own = {key: value for key, value in one.items() if key not in ("id", "name", "text", "at")}
            rows.append(
                {"id": f"cv_{number}", "visitor_id": f"v_{number}", "preview": preview, **common, **times, **own}
            )
            messages.append(
                {
                    "id": f"m_{number}",
                    "conversation_id": f"cv_{number}",
                    "offset": 1,
                    "author": Author.CUSTOMER,
                    "visitor_id": f"v_{number}",
                    "text": said,
                    "created_at": at,
                }
            )

        def work(unit: Unit) -> None:
            for table, filled in ((Visitor, visitors), (Conversation, rows), (Message, messages)):
                unit.session.execute(insert(table), filled)

        database = Database(self.loaded.database_url)
        database.write(work)
        database.close()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/desk", trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False
