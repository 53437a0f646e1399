"""What all tests can use: one whole Warmline for the session, its shop and conversations begun anew for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stack import Stack

HERE = Path(__file__).parent
# The folders that run a whole Warmline or load the model, the longest first. With several workers (`make test`) each file is one
# worker's, and each worker has a Warmline of its own.
HEAVY = ("dialogues", "system", "nlu", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker has nothing to do while another one is at the last."""

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(HERE).parts[0]
        return HEAVY.index(folder) if folder in HEAVY else len(HEAVY)

    items.sort(key=place)


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
