"""Every route, asked as an outsider, an agent, a supervisor and an admin; docs/roles.md says who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from house import LENA, PASSWORD, AgentAtDesk, House, Tab, customer_token

ROLES = ("agent", "supervisor", "admin")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
# Ids that are of the right form and that nobody has.
NOBODYS = {"conversation_id": "cv_none", "attachment_id": "f_none", "session_id": "se_none", "name": "none"}


def listed() -> dict[tuple[str, str], str]:
    rows = re.findall(r"(?m)^\| `(GET|POST) ([^`]+)` \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"))
    return {(method, path): who for method, path, who in rows}


async def routes(http: httpx.AsyncClient) -> list[tuple[str, str]]:
    paths: dict[str, Any] = (await http.get("/api/openapi.json")).json()["paths"]
    return [(method.upper(), path) for path, operations in paths.items() for method in operations]


def asked(calls: dict[tuple[str, str], str]) -> Iterator[tuple[str, str, str]]:
    """Yield method, address and who may, of all that is for agents."""
    for (method, path), who in calls.items():
        if who in ("agents", "supervisors", "admins"):
            yield method, re.sub(r"\{(\w+)\}", lambda one: NOBODYS.get(one[1], "x_none"), path), who


async def test_the_page_lists_every_route_and_no_other(house: House) -> None:
    async with house.http() as http:
        real = await routes(http)
    assert sorted(listed()) == sorted(real)
    assert set(listed().values()) == {
        "anybody",
        "whose it is",
        "whose it is, and agents",
        "agents",
        "supervisors",
        "admins",
    }


async def test_everybody_may_what_the_page_says_and_nothing_more(house: House) -> None:
    calls = listed()
    async with house.http(customer_token(LENA)) as http:
        for method, address, _ in asked(calls):
            refused = await http.request(method, address, json={} if method == "POST" else None)
            assert (refused.status_code, refused.json()["error"]["code"]) == (401, "unauthenticated"), address
    for place, role in enumerate(ROLES):
        house.agent(role, role=role)
        async with house.http() as http:
            signed = await http.post("/api/auth/login", json={"email": f"{role}@shop.example", "password": PASSWORD})
            assert signed.status_code == 200
            for method, address, who in asked(calls):
                answered = await http.request(method, address, json={} if method == "POST" else None)
                may = place >= ROLES.index(who.removesuffix("s"))
                code = answered.json()["error"]["code"] if answered.status_code >= 400 else ""
                assert (code == "not_allowed") is not may, (role, method, address, answered.text)
                assert code != "unauthenticated", (role, method, address)
                assert answered.status_code < 500, (role, method, address)


async def test_what_is_a_visitors_is_theirs_alone(house: House, lena: Tab, tom: Tab) -> None:
    conversation = (await lena.say("hello"))["conversation_id"]
    for token, status in ((customer_token(LENA), 200), (None, 401)):
        async with house.http(token) as http:
            assert (await http.get(f"/api/chat/{conversation}")).status_code == status
    await tom.say("hello")
    async with house.http(customer_token(LENA, sub="c-tom")) as http:
        assert (await http.get(f"/api/chat/{conversation}")).status_code == 404


async def test_the_desks_socket_knows_roles_too(house: House, mia: AgentAtDesk) -> None:
    refused = await mia.tab.call("watch_wallboard", {"watch": True})
    assert refused["error"]["code"] == "not_allowed"
