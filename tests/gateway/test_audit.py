"""The audit log: who saw and did what, searched and paged by supervisors; never a word of a message."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import timedelta

from house import ASKED, PASSWORD, AgentAtDesk, House, Tab, answer

Open = Callable[..., Awaitable[AgentAtDesk]]


async def test_what_was_seen_and_done_is_found(house: House, lena: Tab, mia: AgentAtDesk, desk: Open) -> None:
    sue = await desk(house, "sue", role="supervisor")
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = (await lena.say("my secret words"))["conversation_id"]
    await lena.said("system")
    for _ in range(3):
        await mia.look(conversation)
    await mia.tab.call("watch", {"conversation_id": conversation})
    await sue.tab.call("watch", {"conversation_id": conversation})
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="my secret answer")
    async with house.http() as http:
        await http.post("/api/auth/login", json={"email": "mia@shop.example", "password": "my secret guess"})
        await http.post("/api/auth/login", json={"email": "stranger@shop.example", "password": "my secret guess"})

    async def found(**query: object) -> list[tuple[str | None, str, str | None]]:
        answered = (await sue.http.get("/api/audit", params={k: str(v) for k, v in query.items()})).json()
        return [(one["actor_name"], one["action"], one["conversation_id"]) for one in answered["entries"]]

    opened = await found(action="open_conversation")
    assert opened == [("Sue", "open_conversation", conversation), ("Mia", "open_conversation", conversation)], (
        "once each"
    )
    failed = await found(action="sign_in_failed")
    assert failed == [(None, "sign_in_failed", None), ("Mia", "sign_in_failed", None)]
    assert [action for _, action, _ in await found(conversation=conversation, actor=mia.id)] == [
        "claim",
        "open_conversation",
    ]
    whole = await sue.http.get("/api/audit?limit=200")
    for word in ("secret", "Lena", "lena@", "stranger@", "mia@"):
        assert word not in whole.text
    assert {"sign_in", "claim", "open_conversation", "handoff"} <= set(whole.json()["actions"])
    # Later the same is news again.
    house.clock.ahead = timedelta(minutes=20)
    await mia.look(conversation)
    assert len(await found(action="open_conversation", actor=mia.id)) == 2
    since = (house.clock() - timedelta(minutes=1)).isoformat()
    assert [action for _, action, _ in await found(since=since)] == ["open_conversation"]
    assert len(await found(until=since)) > 5


async def test_it_is_paged_and_exported_and_that_is_a_line_too(house: House, mia: AgentAtDesk, desk: Open) -> None:
    ada = await desk(house, "ada", role="admin")
    await ada.http.post(f"/api/agents/{mia.id}", json={"name": "=HYPERLINK(1)"})
    for presence in ("away", "online") * 4:
        await mia.http.post("/api/presence", json={"presence": presence})
    seen: list[int] = []
    before: int | None = None
    while True:
        more = {} if before is None else {"before": str(before)}
        page = (await ada.http.get("/api/audit", params={"limit": "3", **more})).json()
        seen += [one["id"] for one in page["entries"]]
        before = page["next"]
        if before is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == house.rows("SELECT count(*) FROM audit_log")[0][0]
    exported = await ada.http.get("/api/audit/export", params={"actor": mia.id})
    assert exported.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert {row["actor"] for row in rows} == {mia.id}
    assert {row["actor_name"] for row in rows} == {"'=HYPERLINK(1)"}, "a spreadsheet must not run a name"
    last = (await ada.http.get("/api/audit?limit=1")).json()["entries"][0]
    assert (last["actor_name"], last["action"], last["detail"]) == ("Ada", "export_audit", {"lines": len(rows)})


async def test_who_may_not_look_and_what_makes_no_sense(house: House, mia: AgentAtDesk, desk: Open) -> None:
    sue = await desk(house, "sue", role="supervisor")
    for path in ("/api/audit", "/api/audit/export"):
        assert (await mia.http.get(path)).status_code == 403
        async with house.http() as http:
            assert (await http.get(path)).status_code == 401
    for query in ("before=0", "limit=0", "limit=1000", "since=yesterday", "actor=%00", f"action={'x' * 101}"):
        assert (await sue.http.get(f"/api/audit?{query}")).status_code == 400, query
    backwards = "since=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z"
    assert (await sue.http.get(f"/api/audit?{backwards}")).status_code == 400
    assert PASSWORD not in (await sue.http.get("/api/audit")).text
