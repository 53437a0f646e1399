"""`python -m gateway`: the gateway on the settings' host and port."""

from __future__ import annotations

import sys

import uvicorn

from gateway import logs
from gateway.app import SOCKET_BUFFER_BYTES, create_app
from support import settings as environment
from support.errors import SettingsError


def main() -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    try:
        settings = environment.load()
        logs.set_up(settings.log_level)
        app = create_app(settings)
    except SettingsError as error:
        print(f"gateway: {error}", file=sys.stderr)
        return 2
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        # Long polls and sockets stay open for minutes; a supervisor does not wait that long.
        timeout_graceful_shutdown=2,
        # uvicorn's other implementation needs websockets 13, and Rasa's Sanic holds us at 10.
        ws="wsproto",
        ws_max_size=max(SOCKET_BUFFER_BYTES, settings.max_body_bytes),
    )
    uvicorn.Server(config).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
