"""The desk's door: signing in, staying out, and where calls may come from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from house import ASKED, LENA, PASSWORD, AgentAtDesk, House, Tab, answer, customer_token

from gateway.accounts import ensure_agent
from support.errors import SettingsError

ROUTES = [
    ("GET", "/api/auth/me"),
    ("GET", "/api/conversations"),
    ("GET", "/api/conversations/{id}"),
    ("POST", "/api/conversations/{id}/claim"),
    ("POST", "/api/conversations/{id}/messages"),
    ("POST", "/api/conversations/{id}/resolve"),
    ("POST", "/api/conversations/{id}/return-to-bot"),
]


async def test_outsiders_get_nothing(house: House, lena: Tab) -> None:
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = (await lena.say("human please"))["conversation_id"]
    await lena.said("system")
    for headers in (
        {},
        {"Cookie": "warmline_session=made-up"},
        {"Authorization": f"Bearer {customer_token(LENA)}"},
        {"Cookie": f"warmline_session={customer_token(LENA)}"},
    ):
        async with house.http() as http:
            for method, path in ROUTES:
                body = {"text": "let me in"} if path.endswith("messages") else {}
                answered = await http.request(
                    method, path.format(id=conversation), headers=headers, json=body if method == "POST" else None
                )
                assert (answered.status_code, answered.json()["error"]["code"]) == (401, "unauthenticated"), path
        assert await Tab(house, "/desk").refused(headers=headers) == "unauthenticated"
    assert await Tab(house, "/desk").refused({"token": customer_token(LENA)}) == "unauthenticated"
    assert house.rows("SELECT status, assignee_id FROM conversations") == [("open", None)]


async def test_signing_in_and_out(house: House, mia: AgentAtDesk) -> None:
    me = (await mia.http.get("/api/auth/me")).json()["agent"]
    assert me == {
        **{"id": mia.id, "name": "Mia", "email": "mia@shop.example", "role": "agent"},
        **{"queues": [], "languages": [], "capacity": 6, "presence": "online", "active": True},
        **{"second_factor": False, "must_change_password": False},
    }
    token = mia.http.cookies["warmline_session"]
    assert token not in repr(house.rows("SELECT * FROM agent_sessions"))
    assert house.rows("SELECT password_hash FROM agents")[0][0].startswith("$argon2id$")
    assert (await mia.http.post("/api/auth/logout")).json() == {"ok": True}
    async with house.http() as http:
        old = await http.get("/api/auth/me", headers={"Cookie": f"warmline_session={token}"})
        assert old.status_code == 401, "the session is revoked, not just forgotten by the browser"
    async with asyncio.timeout(30):
        while mia.tab.client.connected:
            await asyncio.sleep(0.02)


async def test_the_cookie_is_strict_and_ends(house: House, mia: AgentAtDesk) -> None:
    async with house.http() as http:
        signed = await http.post("/api/auth/login", json={"email": "MIA@shop.example ", "password": PASSWORD})
    cookie = signed.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/", "max-age=43200"):
        assert part in cookie
    assert "secure" not in cookie
    house.clock.ahead = timedelta(hours=13)
    assert (await mia.http.get("/api/auth/me")).status_code == 401


async def test_secure_cookies_when_asked_for(build: Callable[..., House]) -> None:
    house = build(WARMLINE_SECURE_COOKIES="true")
    house.start()
    house.agent("mia")
    async with house.http() as http:
        signed = await http.post("/api/auth/login", json={"email": "mia@shop.example", "password": PASSWORD})
    assert "secure" in signed.headers["set-cookie"].lower()


async def test_guessing_passwords_is_slowed_per_address_of_mail(house: House, mia: AgentAtDesk) -> None:
    async with house.http() as http:
        wrong = {"email": "mia@shop.example", "password": "guess"}
        codes = [(await http.post("/api/auth/login", json=wrong)).status_code for _ in range(6)]
        assert codes == [401] * 5 + [429]
        right = await http.post("/api/auth/login", json={"email": "Mia@shop.example", "password": PASSWORD})
        assert right.status_code == 429
        assert int(right.headers["Retry-After"]) > 0
        unknown = await http.post("/api/auth/login", json={"email": "nobody@shop.example", "password": "guess"})
        assert unknown.status_code == 401
        same = (await http.post("/api/auth/login", json={**wrong, "email": "x@shop.example"})).json()
        assert same == unknown.json(), "nobody learns which addresses exist"


async def test_guessing_addresses_is_slowed_per_client(house: House) -> None:
    async with house.http() as http:
        bodies = [{"email": f"a{n}@shop.example", "password": "guess"} for n in range(21)]
        codes = [(await http.post("/api/auth/login", json=body)).status_code for body in bodies]
    assert codes == [401] * 20 + [429]


async def test_calls_from_other_pages_are_refused(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.script = lambda _: answer(handoff=ASKED)
    conversation = (await lena.say("human please"))["conversation_id"]
    await lena.said("system")
    path = f"/api/conversations/{conversation}/claim"
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "https://shop.example"},  # may show the chat, may not use the desk
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        for target, body in (
            (path, {}),
            ("/api/auth/login", {"email": "m", "password": "p"}),
            ("/api/auth/logout", {}),
        ):
            refused = await mia.http.post(target, headers=headers, json=body)
            assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed"), (target, headers)
    form = await mia.http.post(path, data={"a": "b"})
    assert form.status_code == 403
    own = {"Origin": house.url, "Sec-Fetch-Site": "same-origin"}
    assert (await mia.http.post(path, headers=own, json={})).status_code == 200
    cookie = {"Cookie": f"warmline_session={mia.http.cookies['warmline_session']}"}
    elsewhere = {**cookie, "Origin": "https://shop.example"}
    assert await Tab(house, "/desk").refused(headers=elsewhere) == "not_allowed"


async def test_the_desk_answers_nonsense_politely(house: House, mia: AgentAtDesk) -> None:
    for path in ("cv_unknown", "x", "cv_%00", "cv_" + "x" * 200, "cv_'--"):
        assert (await mia.http.get(f"/api/conversations/{path}")).status_code == 404
    for body, status in (({}, 400), ({"text": " "}, 400), ({"text": 5}, 400), ({"text": "x" * 501}, 413)):
        answered = await mia.http.post("/api/conversations/cv_unknown/messages", json=body)
        assert answered.status_code == status
    assert (await mia.http.get("/api/conversations?status=nonsense")).status_code == 400
    for body in (None, "x", {}, {"conversation_id": 5}, {"conversation_id": "cv_unknown"}):
        ack = await mia.tab.call("watch", body)
        assert ack["ok"] is False
        assert ack["error"]["code"] in ("invalid", "not_found")
    await mia.tab.emit("typing", {"conversation_id": "cv_unknown", "typing": True})
    await mia.tab.until("error", lambda e: e["code"] == "not_found")


async def test_a_guest_tab_cannot_listen_in_on_the_desk(house: House, guest: Tab, lena: Tab) -> None:
    await guest.emit("watch", {"conversation_id": "cv_x"})
    await guest.until("error", lambda e: e["code"] == "invalid")
    await lena.say("hello")
    await lena.said("bot")
    heard = {name for name, _ in guest.heard}
    assert not heard & {"message", "conversation_changed", "user_message", "bot_uttered"}


async def test_resolved_and_pending_conversations_refuse_what_makes_no_sense(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = (await lena.say("hello"))["conversation_id"]
    await lena.said("bot")
    await mia.post(conversation, "messages", status=409, text="let me in")
    await mia.post(conversation, "return-to-bot", status=409)
    await mia.post(conversation, "claim")
    await mia.post(conversation, "resolve")
    for action in ("claim", "resolve", "return-to-bot"):
        await mia.post(conversation, action, status=409)
    note = await mia.post(conversation, "messages", text="was nice", private=True)
    assert note["message"]["private"]


def test_ensure_agent_keeps_one_account(build: Callable[..., House]) -> None:
    house = build()
    first = ensure_agent(house.settings, "Agent@demo.shop", "Mia", "first password")
    again = ensure_agent(house.settings, "agent@demo.shop", "Mia B.", "second password")
    assert first == again
    assert house.rows("SELECT email, name FROM agents") == [("agent@demo.shop", "Mia B.")]
    for email, password in (("no address", PASSWORD), ("a@b.example", "short")):
        with pytest.raises(SettingsError):
            ensure_agent(house.settings, email, "X", password)
