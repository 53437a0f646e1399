"""What the two Socket.IO namespaces have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import socketio

from gateway import logs
from gateway.errors import told
from gateway.views import Json
from support.errors import InvalidInput, WarmlineError

Handler = Callable[[str, Any], Awaitable[Json | None]]


class Namespace(socketio.AsyncNamespace):  # type: ignore[misc]  # python-socketio has no types
    """Routes events to handlers; whatever goes wrong becomes an `error` event or a nack, never a crash."""

    # An event whose failure is told in its ack; of all others it is told in an `error` event.
    acked: frozenset[str] = frozenset()

    def __init__(self, namespace: str) -> None:
        super().__init__(namespace)
        self.events: dict[str, Handler] = {}

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Handle one event. A client may send anything under any name, `connect` and `disconnect` too."""
        if event in ("connect", "disconnect"):
            return await super().trigger_event(event, *args)
        handler, sid = self.events.get(event), args[0]
        body = args[1] if len(args) > 1 else None
        try:
            if handler is None:
                raise InvalidInput("there is no such event")
            return await handler(sid, body)
        except WarmlineError as error:
            problem = told(error)
        except Exception as error:
            logs.failed("event_failed", name=event if handler else None)
            problem = told(error)
        if event in self.acked:
            if self.wants_error_event(body):
                await self.emit("error", problem, to=sid)
            return {"ok": False, "error": problem}
        await self.emit("error", problem, to=sid)
        return {"ok": False, "error": problem}

    def wants_error_event(self, body: object) -> bool:
        """Say whether a failure is told in an `error` event besides the ack."""
        return False


def refused(error: WarmlineError) -> socketio.exceptions.ConnectionRefusedError:
    """Return the exception that tells a client why it may not connect; browsers read `data`, others the top level."""
    problem = told(error)
    refusal = socketio.exceptions.ConnectionRefusedError(problem["message"])
    refusal.error_args = {**problem, "data": problem}
    return refusal


def address_of(environ: Any) -> str:
    """Return the client's address, for limits only."""
    scope = environ.get("asgi.scope", {}) if isinstance(environ, dict) else {}
    client = scope.get("client")
    return str(client[0]) if client else "unknown"
