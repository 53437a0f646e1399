"""The desk's lists over REST: page by page, counted, and only with a cursor of ours."""

from __future__ import annotations

import base64
import json

import pytest
from house import AgentAtDesk, House, Tab, answer

LIST = "/api/conversations"


def encoded(parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


AT = "2026-11-21T10:00:00+00:00"


async def handed_over(house: House, tabs: list[Tab]) -> None:
    """Let everybody ask for a person, one after the other."""
    house.bot.script = lambda _: answer(handoff={"reason": "asked", "priority": "normal", "queue": "general"})
    for tab in tabs:
        await tab.say("human please")
        await tab.said("system")


async def test_pages_follow_one_another_whatever_moves_meanwhile(
    house: House, lena: Tab, tom: Tab, guest: Tab, mia: AgentAtDesk
) -> None:
    await handed_over(house, [lena, tom, guest])
    first = (await mia.http.get(LIST, params={"limit": 1})).json()
    assert [one["customer"]["name"] for one in first["conversations"]] == ["Lena Berg"]
    await mia.post(first["conversations"][0]["id"], "claim")
    await mia.post(first["conversations"][0]["id"], "resolve")
    second = (await mia.http.get(LIST, params={"limit": 1, "cursor": first["next"]})).json()
    assert [one["customer"]["name"] for one in second["conversations"]] == ["Tom Reed"]
    third = (await mia.http.get(LIST, params={"limit": 1, "cursor": second["next"]})).json()
    assert [one["customer"]["name"] for one in third["conversations"]] == [None]
    assert third["next"] is None


async def test_counts_follow_what_happens(house: House, lena: Tab, tom: Tab, mia: AgentAtDesk) -> None:
    await tom.say("hello")
    await tom.said("bot")
    await handed_over(house, [lena])
    (waiting,) = (await mia.http.get(LIST)).json()["conversations"]
    none = {"pending": 1, "open": 1, "snoozed": 0, "resolved": 0, "mine": 0}
    assert (await mia.http.get(f"{LIST}/counts")).json() == {"counts": none}
    await mia.post(waiting["id"], "claim")
    assert (await mia.http.get(f"{LIST}/counts")).json() == {"counts": {**none, "mine": 1}}
    await mia.post(waiting["id"], "resolve")
    assert (await mia.http.get(f"{LIST}/counts")).json() == {"counts": {**none, "open": 0, "resolved": 1}}


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "ä",
        "x" * 401,
        encoded({}),
        encoded([8, None, AT]),
        encoded([8, None, AT, "cv_1", 1]),
        encoded(["8", None, AT, "cv_1"]),
        encoded([True, None, AT, "cv_1"]),
        encoded([16, None, AT, "cv_1"]),
        encoded([8, "now", AT, "cv_1"]),
        encoded([8, None, None, "cv_1"]),
        encoded([8, None, "2026-11-21T10:00:00", "cv_1"]),
        encoded([8, None, "0001-01-01T00:00:00+14:00", "cv_1"]),
        encoded([8, None, AT, 7]),
        encoded([8, None, AT, "cv\u0000"]),
    ],
)
async def test_only_a_cursor_of_ours_is_taken(house: House, mia: AgentAtDesk, cursor: str) -> None:
    refused = await mia.http.get(LIST, params={"cursor": cursor})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid")


async def test_a_cursor_of_a_conversation_that_is_gone_goes_on(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    await handed_over(house, [lena])
    before = encoded([0, AT, AT, "cv_gone"])
    found = (await mia.http.get(LIST, params={"cursor": before})).json()
    assert len(found["conversations"]) == 1
    behind = encoded([15, None, AT, "cv_gone"])
    assert (await mia.http.get(LIST, params={"cursor": behind})).json() == {"conversations": [], "next": None}
