"""Talks to a running Warmline over HTTP, and looks over its shoulder as an agent can."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import httpx

from cli.seed import DemoAgent
from support.errors import WarmlineError

TIMEOUT_S = 90.0


class NoAnswer(WarmlineError):
    """Warmline did not answer as it should; the message says to what."""


@dataclass(frozen=True)
class Reply:
    """One message of the bot; `buttons` are their titles."""

    text: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came back for one message. `intent` and `emotion` are empty where nothing was understood, as after a handoff."""

    replies: tuple[Reply, ...]
    took_s: float
    intent: str = ""
    emotion: str = ""
    handed_over: str = ""


class Line:
    """A line to one Warmline, with the desk on the other ear."""

    def __init__(self, base_url: str, agent: DemoAgent, transport: httpx.BaseTransport | None = None) -> None:
        """Prepare; `transport` stands in for the network in tests."""
        # Proxies are for the world outside, not for this machine.
        options: dict[str, Any] = {"base_url": base_url, "timeout": TIMEOUT_S, "trust_env": False}
        self._http = httpx.Client(**options, transport=transport)
        self._desk = httpx.Client(**options, transport=transport)
        self._agent = agent

    def __enter__(self) -> Line:
        """Sign in to the desk. Raises NoAnswer."""
        self._call(
            self._desk, "POST", "/api/auth/login", json={"email": self._agent.email, "password": self._agent.password}
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Hang up."""
        self._http.close()
        self._desk.close()

    def token(self, customer: str | None) -> str:
        """Return a customer's token, an empty one for a guest. Raises NoAnswer."""
        if customer is None:
            return ""
        return str(self._call(self._http, "GET", "/demo/token", params={"customer": customer})["token"])

    def say(self, text: str, token: str, conversation: str | None) -> tuple[Answer, str, str]:
        """Send a message; return the answer, the conversation's id, and the token to go on with.

        Raises:
            NoAnswer: nothing came back, or only that the bot is out of reach.
        """
        body = {"text": text, "client_message_id": uuid.uuid4().hex}
        if conversation:
            body["conversation_id"] = conversation
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        started = time.monotonic()
        found = self._call(self._http, "POST", "/api/chat", json=body, headers=headers)
        took_s = time.monotonic() - started
        conversation = str(found["conversation_id"])
        whole = self._call(self._desk, "GET", f"/api/conversations/{conversation}")
        reason = str(whole["conversation"]["reason"] or "") if found["status"] == "open" else ""
        replies = tuple(
            Reply(reply["text"], tuple(button["title"] for button in reply["buttons"])) for reply in found["replies"]
        )
        if reason == "bot_unavailable" or (found["status"] == "pending" and not replies):
            raise NoAnswer(f"the bot did not answer {text!r}")
        understood = next(
            (one["understood"] for one in reversed(whole["messages"]) if one["author"] == "customer"), None
        )
        read = understood or {}
        answer = Answer(
            replies,
            took_s,
            intent=(read.get("intent") or {}).get("name", ""),
            emotion=(read.get("emotion") or {}).get("label", ""),
            handed_over=reason,
        )
        return answer, conversation, found.get("visitor_token") or token

    def _call(self, client: httpx.Client, method: str, path: str, **what: Any) -> Any:
        try:
            answer = client.request(method, path, **what)
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoAnswer(f"{method} {path} failed: {error}") from error
