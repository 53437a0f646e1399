"""Customers who talk: what they say, and how each system is asked. One plain connection a request, the same for all."""

from __future__ import annotations

import http.client
import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

TIMEOUT_S = 120.0

# What is asked, over and over: read-only, calm, no handoff, half of it needs the shop.
MIX = (
    ("greet", "hello there"),
    ("track_order", "Where is my order?"),
    ("delivery_options", "Which delivery options do you offer?"),
    ("purchase_history", "What have I bought from you so far?"),
    ("thanks", "thanks a lot"),
)


@dataclass(frozen=True)
class Customer:
    """Somebody whom the demo shop knows; `token` is their JWT."""

    id: str
    name: str
    language: str
    token: str

    def as_metadata(self) -> dict[str, str]:
        """Return what the gateway tells the bot of them."""
        return {"id": self.id, "name": self.name, "verified_by": "token", "language": self.language}


@dataclass(frozen=True)
class Reply:
    """One answer: how long it took, whether anything was said, what went wrong."""

    seconds: float
    texts: tuple[str, ...]
    problem: str = ""


class Conversation(Protocol):
    """One customer's conversation with one system."""

    def say(self, text: str) -> Reply:
        """Send a message and wait for all of the answer."""
        ...


class System(Protocol):
    """A way to reach a bot."""

    @property
    def name(self) -> str:
        """Return its name in the report."""
        ...

    def begin(self, customer: Customer) -> Conversation:
        """Begin a conversation that nobody has had before."""
        ...


def post(port: int, path: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[float, int, Any]:
    """Post JSON on this machine; return the seconds until the answer's last byte, the status and the JSON (None if it is none)."""
    payload = json.dumps(body).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    started = time.perf_counter()
    try:
        connection.request("POST", path, payload, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - started
    finally:
        connection.close()
    try:
        return seconds, answer.status, json.loads(content)
    except ValueError:
        return seconds, answer.status, None


_numbers = itertools.count(1)


@dataclass(frozen=True)
class Chat:
    """Warmline whole: `POST /api/chat` (gateway, database, bot, actions, shop)."""

    port: int
    name: str = "warmline_chat"

    def begin(self, customer: Customer) -> Conversation:
        """Begin; the caller has ended the customer's earlier conversation."""
        return _ChatConversation(self.port, customer)


@dataclass
class _ChatConversation:
    port: int
    customer: Customer
    conversation_id: str = ""

    def say(self, text: str) -> Reply:
        body = {"text": text, "client_message_id": f"bench-{next(_numbers)}"}
        if self.conversation_id:
            body["conversation_id"] = self.conversation_id
        seconds, status, found = post(self.port, "/api/chat", body, {"Authorization": f"Bearer {self.customer.token}"})
        if status != 200 or not isinstance(found, dict):
            return Reply(seconds, (), f"status {status}")
        self.conversation_id = found["conversation_id"]
        problem = "" if found["status"] == "pending" else f"handed over ({found['status']})"
        return Reply(seconds, tuple(reply["text"] for reply in found["replies"]), problem)


@dataclass(frozen=True)
class Channel:
    """Warmline's bot alone: Rasa's `gateway` channel (bot, actions, shop)."""

    port: int
    token: str
    name: str = "warmline_bot"

    def begin(self, customer: Customer) -> Conversation:
        """Begin with a sender of its own."""
        return _ChannelConversation(self, customer, f"bench-{next(_numbers)}")


@dataclass(frozen=True)
class _ChannelConversation:
    channel: Channel
    customer: Customer
    sender: str

    def say(self, text: str) -> Reply:
        body = {"sender": self.sender, "message": text, "message_id": f"bench-{next(_numbers)}"}
        seconds, status, found = post(
            self.channel.port,
            "/webhooks/gateway/webhook",
            {**body, "customer": self.customer.as_metadata()},
            {"Authorization": f"Bearer {self.channel.token}"},
        )
        if status != 200 or not isinstance(found, dict):
            return Reply(seconds, (), f"status {status}")
        problem = f"handed over ({found['handoff']['reason']})" if found["handoff"] else ""
        return Reply(seconds, tuple(message["text"] for message in found["messages"]), problem)


@dataclass(frozen=True)
class Rest:
    """Stock Rasa: its REST channel (bot, actions, shop)."""

    port: int
    name: str = "stock"

    def begin(self, customer: Customer) -> Conversation:
        """Begin with a sender of its own."""
        return _RestConversation(self.port, customer, f"bench-{next(_numbers)}")


@dataclass(frozen=True)
class _RestConversation:
    port: int
    customer: Customer
    sender: str

    def say(self, text: str) -> Reply:
        body = {"sender": self.sender, "message": text, "metadata": {"customer": self.customer.as_metadata()}}
        seconds, status, found = post(self.port, "/webhooks/rest/webhook", body, {})
        if status != 200 or not isinstance(found, list):
            return Reply(seconds, (), f"status {status}")
        return Reply(seconds, tuple(message["text"] for message in found if message.get("text")))


@dataclass
class Tally:
    """What went wrong with one system: replies without a text, and failures by their kind."""

    replies: int = 0
    empty: int = 0
    problems: dict[str, int] = field(default_factory=dict)

    def add(self, reply: Reply) -> None:
        """Count a reply."""
        self.replies += 1
        self.empty += not reply.texts
        if reply.problem:
            self.problems[reply.problem] = self.problems.get(reply.problem, 0) + 1


def turns() -> Iterator[str]:
    """Yield what a customer says, turn after turn, without an end."""
    return itertools.cycle(text for _, text in MIX)
