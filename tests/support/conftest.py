"""Property tests by the clock of the machine that runs them: a busy one is no failure."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("warmline", deadline=None)
hypothesis.settings.load_profile("warmline")
