"""Accounts: one-time passwords, changing one's own, sessions and their end, who is let go, and guessing that a restart does not help."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
from house import ASKED, LENA, PASSWORD, SHIPPED_HASHER, AgentAtDesk, House, Tab, answer, customer_token

from gateway.devices import device_of

NEW = "an even better one"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131 Safari/537.36 Edg/131"
)
Open = Callable[..., Awaitable[AgentAtDesk]]


async def sign_in(http: httpx.AsyncClient, email: str, password: str, **more: str) -> httpx.Response:
    return await http.post("/api/auth/login", json={"email": email, "password": password, **more})


def code(response: httpx.Response) -> str:
    return str(response.json()["error"]["code"])


async def gone(tab: Tab) -> None:
    async with asyncio.timeout(30):
        while tab.client.connected:
            await asyncio.sleep(0.02)


def test_what_is_kept_of_a_password_is_costly_to_guess() -> None:
    # OWASP's least for argon2id is 19 MiB and two passes.
    assert (SHIPPED_HASHER.memory_cost >= 19 * 1024, SHIPPED_HASHER.time_cost >= 2) == (True, True)
    assert SHIPPED_HASHER.hash(PASSWORD).startswith("$argon2id$")


async def test_a_new_agent_comes_in_once_and_chooses_a_password(house: House, desk: Open) -> None:
    ada = await desk(house, "ada", role="admin")
    body = {
        "email": " Noor@Shop.example",
        "name": "Noor",
        "role": "supervisor",
        "queues": ["legal"],
        "languages": ["zh"],
    }
    made = (await ada.http.post("/api/agents", json=body)).json()
    agent, password = made["agent"], made["one_time_password"]
    assert (agent["email"], agent["role"], agent["queues"]) == ("noor@shop.example", "supervisor", ["legal"])
    assert agent["one_time_until"] is not None
    assert password not in repr(house.rows("SELECT * FROM agents")), "only its hash is kept"
    assert (await ada.http.post("/api/agents", json=body)).status_code == 409
    for wrong in (
        {"email": "nobody"},
        {"email": ""},
        {"name": " "},
        {"role": "king"},
        {"queues": ["none"]},
        {"languages": ["fr"]},
    ):
        refused = await ada.http.post("/api/agents", json={**body, "email": "x@shop.example", **wrong})
        assert refused.status_code == 400, wrong
    async with house.http() as http:
        signed = await sign_in(http, "noor@shop.example", password)
        assert signed.json()["agent"]["must_change_password"] is True
        for path in ("/api/conversations", "/api/auth/sessions", "/api/agents"):
            assert code(await http.get(path)) == "password_change_required"
        cookie = {"Cookie": f"warmline_session={http.cookies['warmline_session']}"}
        assert await Tab(house, "/desk").refused(headers=cookie) == "password_change_required"
        assert (await http.get("/api/auth/me")).json()["agent"]["must_change_password"] is True
        for new in ("short", "aaaaaaaaaaaa", "noor@shop.example", password):
            assert code(await http.post("/api/auth/password", json={"old": password, "new": new})) == "invalid"
        assert code(await http.post("/api/auth/password", json={"old": "wrong", "new": NEW})) == "not_allowed"
        assert (await http.post("/api/auth/password", json={"old": password, "new": NEW})).json() == {"ok": True}
        assert (await http.get("/api/conversations")).status_code == 200
        assert (await http.get("/api/auth/me")).json()["agent"]["must_change_password"] is False
        assert (await sign_in(http, "noor@shop.example", password)).status_code == 401
    # One that nobody has used in time opens nothing.
    late = (await ada.http.post("/api/agents", json={"email": "late@shop.example", "name": "Late"})).json()
    house.clock.ahead = timedelta(days=4)
    async with house.http() as http:
        assert (await sign_in(http, "late@shop.example", late["one_time_password"])).status_code == 401


async def test_a_new_password_ends_all_other_sessions(house: House, mia: AgentAtDesk) -> None:
    async with house.http() as other:
        await sign_in(other, "mia@shop.example", PASSWORD)
        changed = await other.post("/api/auth/password", json={"old": PASSWORD, "new": NEW})
        assert changed.status_code == 200
        assert (await other.get("/api/auth/me")).status_code == 200, "the one who changed it stays"
    await gone(mia.tab)
    assert (await mia.http.get("/api/auth/me")).status_code == 401
    log = house.rows("SELECT detail FROM audit_log WHERE action = 'change_password'")
    assert "sessions_ended" in str(log[0][0])


async def test_sessions_are_listed_and_ended_by_whose_they_are(
    house: House, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    async with house.http() as other, house.http() as third:
        for http, agent in ((other, FIREFOX), (third, EDGE)):
            http.headers["User-Agent"] = agent
            await sign_in(http, "mia@shop.example", PASSWORD)
        listed = (await other.get("/api/auth/sessions")).json()["sessions"]
        assert sorted(one["device"] for one in listed) == ["", "Edge, Windows", "Firefox, Linux"]
        (current,) = [one for one in listed if one["current"]]
        assert current["device"] == "Firefox, Linux"
        (desk,) = [one for one in listed if one["device"] == ""]
        assert (await omar.http.post(f"/api/auth/sessions/{desk['id']}/end")).status_code == 404, "not his"
        assert (await other.post(f"/api/auth/sessions/{desk['id']}/end")).status_code == 200
        await gone(mia.tab)
        assert (await mia.http.get("/api/auth/me")).status_code == 401
        assert (await other.post("/api/auth/sessions/end-others")).status_code == 200
        assert (await third.get("/api/auth/me")).status_code == 401
        assert len((await other.get("/api/auth/sessions")).json()["sessions"]) == 1
    assert (await omar.http.get("/api/auth/me")).status_code == 200


async def test_a_session_that_ended_elsewhere_loses_its_live_view(house: House, mia: AgentAtDesk) -> None:
    """As another gateway ends it: only the row tells."""
    house.clock.ahead = timedelta(hours=13)
    await gone(mia.tab)


async def test_who_is_let_go_is_out_at_once_and_their_conversations_wait_for_others(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk, desk: Open
) -> None:
    ada = await desk(house, "ada", role="admin")
    house.bot.script = lambda _: answer(handoff=ASKED)
    kept = []
    for tab in (lena, tom):
        kept.append((await tab.say("human please"))["conversation_id"])
        await tab.said("system")
        await mia.post(kept[-1], "claim")
    await mia.post(kept[1], "resolve")
    path = f"/api/agents/{mia.id}"
    assert (await ada.http.post(f"/api/agents/{ada.id}", json={"active": False})).status_code == 409
    let_go = (await ada.http.post(path, json={"active": False})).json()["agent"]
    assert (let_go["active"], let_go["load"]) == (False, 0)
    await gone(mia.tab)
    assert (await mia.http.get("/api/auth/me")).status_code == 401
    async with house.http() as http:
        assert (await sign_in(http, "mia@shop.example", PASSWORD)).status_code == 401
    assignees = dict(tuple(row) for row in house.rows("SELECT id, assignee_id FROM conversations"))
    assert assignees == {kept[0]: None, kept[1]: mia.id}, "what is done stays hers"
    events = [m["event"] for m in (await ada.look(kept[0]))["messages"]]
    assert "released" in events
    assert (await ada.http.post(f"/api/conversations/{kept[0]}/assign", json={"agent_id": mia.id})).status_code == 404
    assert (await ada.http.post(f"{path}/reset-password")).status_code == 409
    # She comes back, with a new password.
    assert (await ada.http.post(path, json={"active": True})).json()["agent"]["active"] is True
    again = (await ada.http.post(f"{path}/reset-password")).json()["one_time_password"]
    async with house.http() as http:
        assert (await sign_in(http, "mia@shop.example", again)).status_code == 200
    assert (await ada.http.post("/api/agents/a_none", json={"active": False})).status_code == 404


async def test_guessing_is_counted_over_a_restart_and_by_nobodys_name(house: House, mia: AgentAtDesk) -> None:
    async with house.http() as http:
        for _ in range(5):
            assert (await sign_in(http, "mia@shop.example", "guess")).status_code == 401
    await mia.close()
    house.stop()
    house.start()
    async with house.http() as http:
        refused = await sign_in(http, "MIA@shop.example", PASSWORD)
        assert (refused.status_code, code(refused)) == (429, "rate_limited")
        kept = repr(house.rows("SELECT * FROM sign_in_tries"))
        assert "mia" not in kept
        assert "127.0.0.1" not in kept
        house.clock.ahead = timedelta(minutes=6)
        assert (await sign_in(http, "mia@shop.example", PASSWORD)).status_code == 200
    assert house.rows("SELECT count(*) FROM audit_log WHERE action = 'sign_in_failed'") == [(5,)]


async def test_many_guesses_at_once_are_as_many(house: House, mia: AgentAtDesk) -> None:
    async with house.http() as http:
        answers = await asyncio.gather(*(sign_in(http, "mia@shop.example", f"guess {n}") for n in range(12)))
    assert sorted(one.status_code for one in answers) == [401] * 5 + [429] * 7


async def test_a_borrowed_browser_is_no_licence_to_guess(house: House, mia: AgentAtDesk) -> None:
    wrong = {"old": "guess", "new": NEW}
    codes = [(await mia.http.post("/api/auth/password", json=wrong)).status_code for _ in range(6)]
    assert codes == [403] * 5 + [429]


async def test_a_customers_token_is_no_session(house: House) -> None:
    async with house.http() as http:
        cookie = {"Cookie": f"warmline_session={customer_token(LENA)}"}
        assert (await http.get("/api/auth/sessions", headers=cookie)).status_code == 401


def test_a_device_is_two_words_at_most() -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"
    android = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
    assert [device_of(one) for one in (FIREFOX, EDGE, iphone, android, "curl/8", "")] == [
        *("Firefox, Linux", "Edge, Windows", "Safari, iPhone", "Chrome, Android"),
        *("", ""),
    ]
