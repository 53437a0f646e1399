"""How the parts are. Public, so it says what is wrong in general words only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import anyio
import anyio.to_thread
import httpx
from fastapi import APIRouter, Response
from pydantic import BaseModel

from gateway.records import Records
from integrations.shops.interface import Shop

TIMEOUT_S = 2.0
REMEMBER_S = 1.0


class Part(BaseModel):
    """One part."""

    status: Literal["ok", "down"]
    detail: str


class HealthOut(BaseModel):
    """The whole."""

    status: Literal["ok", "degraded"]
    parts: dict[str, Part]


class Health:
    """Asks every part; the answer holds for a second, so that nobody can load the parts through it."""

    def __init__(self, records: Records, shop: Shop, rasa_url: str, actions_url: str, redis_url: str) -> None:
        threads = anyio.CapacityLimiter(4)
        self._checks: dict[str, Callable[[], Awaitable[None]]] = {
            "database": lambda: _in_thread(records.database.check, threads),
            "bot": lambda: _answers(rasa_url),
            "actions": lambda: _answers(actions_url.removesuffix("/webhook") + "/health"),
            "shop": lambda: _in_thread(shop.check, threads),
        }
        if redis_url:
            self._checks["redis"] = lambda: _redis(redis_url)
        self._lock = asyncio.Lock()
        self._last: tuple[float, HealthOut] | None = None

    async def look(self) -> HealthOut:
        """Return how the parts are."""
        async with self._lock:
            if self._last is None or self._last[0] < time.monotonic():
                parts = await asyncio.gather(*(_part(name, check) for name, check in self._checks.items()))
                well = all(part.status == "ok" for part in parts)
                named = dict(zip(self._checks, parts, strict=True))
                found = HealthOut(status="ok" if well else "degraded", parts=named)
                self._last = (time.monotonic() + REMEMBER_S, found)
            return self._last[1]


def router(health: Health) -> APIRouter:
    """Return the route /health: 200, and 503 only while the database is down, for then nothing works."""
    routes = APIRouter(tags=["health"])

    @routes.get("/health", responses={503: {"model": HealthOut}})
    async def look(response: Response) -> HealthOut:
        """Say how the parts are."""
        found = await health.look()
        if found.parts["database"].status != "ok":
            response.status_code = 503
        return found

    return routes


async def _part(name: str, check: Callable[[], Awaitable[None]]) -> Part:
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await check()
    except TimeoutError:
        return Part(status="down", detail=f"the {name} does not answer in time")
    except Exception:
        return Part(status="down", detail=f"the {name} does not answer")
    return Part(status="ok", detail="answers")


async def _in_thread(check: Callable[[], Any], threads: anyio.CapacityLimiter) -> None:
    await anyio.to_thread.run_sync(check, abandon_on_cancel=True, limiter=threads)


async def _answers(url: str) -> None:
    async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
        (await client.get(url)).raise_for_status()


async def _redis(url: str) -> None:
    from redis.asyncio import from_url

    client = from_url(url)
    try:
        await client.ping()
    finally:
        await client.aclose()
