"""Where this project lies. Apart from the settings, so that what is trained does not depend on them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
