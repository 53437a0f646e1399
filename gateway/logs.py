"""One JSON line an event: ids and counts only, never what people wrote or who they are."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_LOGGER = logging.getLogger("warmline.gateway")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception is told by its type and place, for its text may quote a customer."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                line["where"] = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: str) -> None:
    """Send every log line of this process to stderr as JSON, from `level` on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # These tell URLs and packets at INFO: nobody's business.
    for name in ("httpx", "httpcore", "engineio", "socketio", "alembic", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)


def note(event: str, **fields: object) -> None:
    """Log a normal event."""
    _LOGGER.info(event, extra={"fields": fields})


def warn(event: str, **fields: object) -> None:
    """Log something that should not have happened."""
    _LOGGER.warning(event, extra={"fields": fields})


def failed(event: str, **fields: object) -> None:
    """Log the exception being handled."""
    _LOGGER.error(event, exc_info=True, extra={"fields": fields})
