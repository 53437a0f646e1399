"""The house and its people."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from house import LENA, TOM, AgentAtDesk, House, Tab, customer_token


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Build houses with settings of their own; they are torn down at the end."""
    with contextlib.ExitStack() as stack:

        def make(home: str = "var", **settings: str) -> House:
            house = House.build(tmp_path / home, **settings)
            stack.callback(house.close)
            return house

        yield make


@pytest.fixture
def house(build: Callable[..., House], request: pytest.FixtureRequest) -> House:
    """A running house; `@pytest.mark.hasty` gives its bot one second instead of the patience that busy machines need."""
    built = build(WARMLINE_BOT_TIMEOUT_S="1") if request.node.get_closest_marker("hasty") else build()
    built.bot.start()
    built.start()
    return built


@pytest.fixture
async def visit() -> AsyncIterator[Callable[..., Awaitable[Tab]]]:
    """Open tabs; they are closed at the end."""
    tabs: list[Tab] = []

    async def open_tab(house: House, auth: Any = None) -> Tab:
        tab = Tab(house)
        tabs.append(tab)
        return await tab.open(auth)

    yield open_tab
    for tab in tabs:
        await tab.close()


@pytest.fixture
async def lena(house: House, visit: Callable[..., Awaitable[Tab]]) -> Tab:
    """Lena Berg, a verified customer, with the chat open."""
    return await visit(house, {"token": customer_token(LENA)})


@pytest.fixture
async def tom(house: House, visit: Callable[..., Awaitable[Tab]]) -> Tab:
    """Tom Reed, another customer."""
    return await visit(house, {"token": customer_token(TOM)})


@pytest.fixture
async def guest(house: House, visit: Callable[..., Awaitable[Tab]]) -> Tab:
    """Somebody who has not signed in."""
    return await visit(house)


@pytest.fixture
async def mia(house: House) -> AsyncIterator[AgentAtDesk]:
    """Mia, an agent."""
    agent = await AgentAtDesk(house, "mia").open()
    yield agent
    await agent.close()


@pytest.fixture
async def omar(house: House) -> AsyncIterator[AgentAtDesk]:
    """Omar, another agent."""
    agent = await AgentAtDesk(house, "omar").open()
    yield agent
    await agent.close()


@pytest.fixture
async def desk() -> AsyncIterator[Callable[..., Awaitable[AgentAtDesk]]]:
    """Open desks; they are closed at the end."""
    agents: list[AgentAtDesk] = []

    async def open_desk(house: House, name: str, **skills: Any) -> AgentAtDesk:
        agent = AgentAtDesk(house, name, **skills)
        agents.append(agent)
        return await agent.open()

    yield open_desk
    for agent in agents:
        await agent.close()
