"""Rasa's own objects, small: the real domain, trackers, parsed messages. No trained model."""

from __future__ import annotations

import os

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from pathlib import Path

import hypothesis
import pytest
from rasa.shared.core.domain import Domain

# A busy machine is no failure.
hypothesis.settings.register_profile("warmline", deadline=None)
hypothesis.settings.load_profile("warmline")

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The bot's domain."""
    return Domain.load(str(ROOT / "bot" / "domain"))
