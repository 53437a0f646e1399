"""What all of our child processes are given: an environment, and an end together with their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from support.settings import Settings

PR_SET_PDEATHSIG = 1  # man 2 prctl


def die_with_parent() -> Callable[[], None] | None:
    """Return what a child runs before its program so that the kernel ends it with its parent; None but on Linux."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)  # loaded here: between fork and exec as little as possible should happen
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return tie


def bot_environment(settings: Settings, root: Path) -> dict[str, str]:
    """Return the environment of every part: the settings as they stand, loopback only, nothing fetched or reported."""
    return {
        **os.environ,
        "PYTHONPATH": str(root),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": os.environ.get(
            "PYTHONWARNINGS", "ignore"
        ),  # Rasa's elders complain of one another at each start
        "WARMLINE_HOME": str(settings.home),
        "WARMLINE_DATABASE_URL": settings.database_url,
        "WARMLINE_IDENTITY_SECRET": settings.identity_secret,
        "WARMLINE_INTERNAL_TOKEN": settings.internal_token,
        # endpoints.yml takes its addresses from the environment.
        "WARMLINE_RASA_PORT": str(settings.rasa_port),
        "WARMLINE_ACTIONS_PORT": str(settings.actions_port),
        "WARMLINE_ACTIONS_URL": settings.actions_url,
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",  # Sanic's default is every address of the machine
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
