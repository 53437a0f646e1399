"""What the dialogues look at beside the replies."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from onlooker import Onlooker
from stack import Stack


@pytest.fixture(scope="session")
def desk(running: Stack) -> Iterator[httpx.Client]:
    """The demo agent, signed in once."""
    client = running.agent()
    yield client
    client.close()


@pytest.fixture
def look(stack: Stack, desk: httpx.Client) -> Iterator[Onlooker]:
    """The desk's and the shop's side of the conversations."""
    onlooker = Onlooker(stack, desk)
    yield onlooker
    onlooker.leave()
