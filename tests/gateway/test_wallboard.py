"""The wallboard: what waits, who is here, how today goes; live, for supervisors and admins, without customers' names."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from house import ASKED, AgentAtDesk, House, Tab, answer

Open = Callable[..., Awaitable[AgentAtDesk]]


async def test_it_counts_and_changes_live(house: House, lena: Tab, tom: Tab, desk: Open) -> None:
    house.clock.to(days=1, hour=12)  # the shop's midnight is far
    mia, sue = await desk(house, "mia"), await desk(house, "sue", role="supervisor", capacity=0)
    seen = (await sue.tab.call("watch_wallboard", {"watch": True}))["wallboard"]
    assert (seen["total"]["open"], seen["longest"]) == (0, [])
    assert [queue["queue"] for queue in seen["queues"]] == ["general", "legal", "safety"]
    here = {agent["name"]: (agent["presence"], agent["load"], agent["capacity"]) for agent in seen["agents"]}
    assert here == {"Mia": ("online", 0, 6), "Sue": ("online", 0, 0)}

    async def shows(wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        body = await sue.tab.until("wallboard", lambda told: wanted(told["wallboard"]), timeout_s=12)
        board: dict[str, Any] = body["wallboard"]
        return board

    house.bot.script = lambda _: answer(handoff={**ASKED, "queue": "legal", "priority": "urgent"})
    first = (await lena.say("human please"))["conversation_id"]
    board = await shows(lambda b: b["total"]["open"] == 1)
    (legal,) = [one for one in board["queues"] if one["queue"] == "legal"]
    assert (legal["open"], legal["unassigned"], legal["waiting_since"] is not None) == (1, 1, True)
    (longest,) = board["longest"]
    assert (longest["conversation_id"], longest["priority"], longest["assignee"]) == (first, "urgent", None)
    assert board["today"]["handoffs"] == 1
    assert "Lena" not in str(board), "it hangs on a wall"
    # Nobody answers: at risk, then too late.
    house.clock.ahead += timedelta(minutes=4, seconds=10)
    assert (await shows(lambda b: b["total"]["warning"] == 1))["total"]["breached"] == 0
    house.clock.ahead += timedelta(minutes=2)
    assert (await shows(lambda b: b["total"]["breached"] == 1))["total"]["warning"] == 0
    # Mia takes it: it is hers, answered, done.
    await mia.post(first, "claim")
    await mia.post(first, "messages", text="Hello Lena")
    board = await shows(lambda b: b["today"]["answered"] == 1)
    assert board["total"]["breached"] == 0, "late, but answered"
    assert 300 < board["today"]["median_s"] < 600
    assert [one["load"] for one in board["agents"] if one["name"] == "Mia"] == [1]
    await mia.post(first, "resolve")
    assert (await shows(lambda b: b["today"]["handled"] == 1))["total"]["open"] == 0
    assert (await sue.http.get("/api/wallboard")).json()["today"]["handled"] == 1
    # Who looks away is told no more.
    await sue.tab.call("watch_wallboard", {"watch": False})
    told = len(sue.tab.all("wallboard"))
    await tom.say("human please")
    await tom.said("system")
    await asyncio.sleep(1.2)
    assert len(sue.tab.all("wallboard")) == told


async def test_only_who_leads_sees_it(house: House, mia: AgentAtDesk, lena: Tab) -> None:
    assert (await mia.tab.call("watch_wallboard", {"watch": True}))["error"]["code"] == "not_allowed"
    assert (await mia.http.get("/api/wallboard")).status_code == 403
    await lena.emit("watch_wallboard", {"watch": True})
    await lena.until("error", lambda e: e["code"] == "invalid")


async def test_a_supervisor_who_is_one_no_more_is_told_no_more(house: House, lena: Tab, desk: Open) -> None:
    sue, ada = await desk(house, "sue", role="supervisor"), await desk(house, "ada", role="admin")
    await sue.tab.call("watch_wallboard", {"watch": True})
    await ada.http.post(f"/api/agents/{sue.id}", json={"role": "agent"})
    house.bot.script = lambda _: answer(handoff=ASKED)
    await asyncio.sleep(1.0)
    told = len(sue.tab.all("wallboard"))
    await lena.say("human please")
    await lena.said("system")
    await asyncio.sleep(1.2)
    assert len(sue.tab.all("wallboard")) == told
