"""How much anybody may ask: sliding windows, and the largest body.

The windows live in this process: with several gateways each counts for itself.
"""

from __future__ import annotations

import json
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from support.errors import RateLimited

KEYS = 50_000
DRAIN_FACTOR = 16


class Window:
    """At most `count` events a key within `window_s` seconds. `monotonic` is a clock in seconds."""

    def __init__(self, count: int, window_s: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._window_s = window_s
        self._monotonic = monotonic
        self._events: OrderedDict[str, deque[float]] = OrderedDict()

    def spend(self, key: str) -> None:
        """Count one event. Raises RateLimited, and then counts nothing."""
        now = self._monotonic()
        events = self._events.setdefault(key, deque())
        self._events.move_to_end(key)
        while events and events[0] <= now - self._window_s:
            events.popleft()
        if len(events) >= self._count:
            raise RateLimited("too many at once, please wait a moment", max(0.1, events[0] + self._window_s - now))
        events.append(now)
        while len(self._events) > KEYS:  # the memory that strangers can take is bounded
            self._events.popitem(last=False)

    def allows(self, key: str) -> bool:
        """Count one event and return True, or return False: for what may be dropped without a word."""
        try:
            self.spend(key)
        except RateLimited:
            return False
        return True

    def refund(self, key: str) -> None:
        """Take back one event that turned out to be none."""
        events = self._events.get(key)
        if events:
            events.pop()

    def forget(self, key: str) -> None:
        """Give a key its full allowance back."""
        self._events.pop(key, None)


class Limits:
    """All windows of the gateway."""

    def __init__(self, messages: int, window_s: float) -> None:
        self.messages = Window(messages, window_s)
        self.strangers = Window(messages, window_s)
        # One address may stand for a whole office, and a page load asks for several things.
        self.newcomers = Window(messages * 10, window_s)
        self.requests = Window(messages * 10, window_s)
        self.uploads = Window(messages * 2, window_s)
        self.privacy = Window(10, 60.0)  # to gather or to delete everything takes a while
        self.typing = Window(20, 10.0)


def retry_after(error: RateLimited) -> int:
    """Return whole seconds for the header Retry-After."""
    return max(1, math.ceil(error.retry_after_s))


class BodyLimit:
    """ASGI middleware that refuses a body larger than `max_bytes` with 413, announced or not.

    The paths in `streamed` have a limit of their own, and read no body before they know whose it is.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, streamed: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, as far as it may go, before the application sees the request."""
        small = scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS")
        if small or scope["path"].rstrip("/") in self._streamed:
            await self._app(scope, receive, send)
            return
        chunks, size, more = [], 0, True
        # A client that is still sending may miss an early answer: so a body somewhat too large is read and dropped.
        while more and size <= self._max_bytes * DRAIN_FACTOR:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunk = message.get("body", b"")
            size += len(chunk)
            if size <= self._max_bytes:
                chunks.append(chunk)
            more = message.get("more_body", False)
        if size > self._max_bytes:
            await _refuse(send)
            return
        body: Message | None = {"type": "http.request", "body": b"".join(chunks), "more_body": False}

        async def replay() -> Message:
            nonlocal body
            if body is not None:
                first, body = body, None
                return first
            return await receive()

        await self._app(scope, replay, send)


async def _refuse(send: Send) -> None:
    body = json.dumps({"error": {"code": "too_large", "message": "the body is too large"}}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
