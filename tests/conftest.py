"""What all tests can use: one whole Warmline for the session, its shop and conversations begun anew for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stack import Stack


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A whole Warmline, started once a session (20 s; more where the model has to be trained first)."""
    stack = Stack(tmp_path_factory.mktemp("warmline"))
    yield stack.start()
    stack.stop()


@pytest.fixture
def stack(running: Stack) -> Stack:
    """The running Warmline with the shop as it was in the beginning and no conversation going on."""
    running.reset_shop()
    running.forget_conversations()
    return running
