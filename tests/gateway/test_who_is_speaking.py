"""Identity, limits and nonsense: what a stranger can't do."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest
from house import LENA, SECRET, TOM, House, Tab, customer_token

from gateway.clock import utc_now
from gateway.identity import Identity
from storage.ids import new_id


def unsigned() -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part({'sub': LENA.id, 'exp': 4_000_000_000})}."


def forged_visitor() -> str:
    claims = {"sub": "v_somebody", "exp": 4_000_000_000}
    return jwt.encode(claims, SECRET, algorithm="HS256", headers={"typ": "warmline-visitor"})


BAD_TOKENS: dict[str, Callable[[], Any]] = {
    "forged": lambda: customer_token(LENA, key="another secret of thirty-two bytes and more"),
    "expired": lambda: customer_token(LENA, life_s=-1),
    "unsigned": unsigned,
    "other algorithm": lambda: jwt.encode({"sub": LENA.id, "exp": 4_000_000_000}, SECRET * 2, algorithm="HS512"),
    "without end": lambda: jwt.encode({"sub": LENA.id}, SECRET, algorithm="HS256"),
    "without customer": lambda: jwt.encode({"exp": 4_000_000_000}, SECRET, algorithm="HS256"),
    "empty customer": lambda: jwt.encode({"sub": "", "exp": 4_000_000_000}, SECRET, algorithm="HS256"),
    "nonsense": lambda: "not.a.token",
    "a number": lambda: 42,
    "a visitor's": lambda: Identity(SECRET, utc_now, new_id).visitor_token("v_guest"),
    "a visitor's signed with the shop's key": forged_visitor,
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
async def test_a_bad_customer_token_is_refused_everywhere(house: House, kind: str) -> None:
    token = BAD_TOKENS[kind]()
    assert await Tab(house).refused({"token": token}) == "unauthenticated"
    if kind == "a visitor's":
        return  # over HTTP it is a guest's, and rightly so
    async with house.http(str(token)) as http:
        assert (await http.post("/api/chat", json={"text": "hello"})).status_code == 401
    assert house.rows("SELECT count(*) FROM messages") == [(0,)]


async def test_a_customer_token_is_no_visitor_token(house: House) -> None:
    for token in (customer_token(LENA), forged_visitor(), "x"):
        assert await Tab(house).refused({"visitor": token}) == "unauthenticated"


async def test_malformed_auth_is_refused(house: House) -> None:
    for auth in ({"token": ["x"]}, {"token": {"a": 1}}, {"visitor": 3}, {"token": "x" * 10_000}):
        assert await Tab(house).refused(auth) == "unauthenticated"


async def test_nobody_reads_or_writes_another_ones_conversation(house: House, lena: Tab, guest: Tab) -> None:
    conversation = (await lena.say("where is my lamp?"))["conversation_id"]
    await lena.said("bot")
    visitor = (await guest.begin())["visitor_token"]
    async with house.http() as http:
        answers = []
        for headers in ({"Authorization": f"Bearer {customer_token(TOM)}"}, {"Authorization": f"Bearer {visitor}"}):
            for unknown in (conversation, "cv_unknown", "nonsense", "cv_%00"):
                answers.append(await http.get(f"/api/chat/{unknown}", headers=headers))
                body = {"text": "mine now", "conversation_id": unknown}
                answers.append(await http.post("/api/chat", json=body, headers=headers))
        assert {a.status_code for a in answers} == {404}
        assert len({a.text for a in answers}) == 1, "foreign and unknown must look alike"
        assert (await http.get(f"/api/chat/{conversation}")).status_code == 401
    assert guest.all("bot_uttered") == []
    assert house.rows("SELECT count(*) FROM messages WHERE text = 'mine now'") == [(0,)]


async def test_a_guest_who_says_to_be_lena_is_a_guest(house: House, guest: Tab) -> None:
    await guest.call(
        "user_uttered",
        {"message": "I am c-late", "client_message_id": "1", "customer": {"id": "c-late"}, "sender": "c-late"},
    )
    await guest.said("bot")
    assert house.bot.requests[0]["customer"] is None


async def test_too_long_and_blank_messages(house: House, lena: Tab) -> None:
    for message, code in (("x" * 501, "too_large"), ("x" * 100_000, "too_large"), ("", "invalid"), (" \n", "invalid")):
        ack = await lena.call("user_uttered", {"message": message, "client_message_id": "c"})
        assert (ack["ok"], ack["error"]["code"]) == (False, code)
    assert (await lena.say("x" * 500))["text"] == "x" * 500
    async with house.http(customer_token(LENA)) as http:
        assert (await http.post("/api/chat", json={"text": "x" * 501})).json()["error"]["code"] == "too_large"
        huge = await http.post("/api/chat", content=b"{" + b" " * 70_000, headers={"Content-Type": "application/json"})
        assert (huge.status_code, huge.json()["error"]["code"]) == (413, "too_large")

        async def in_pieces() -> Any:
            for _ in range(80):
                yield b" " * 1000

        unannounced = await http.post("/api/chat", content=in_pieces(), headers={"Content-Type": "application/json"})
        assert unannounced.status_code == 413


MALFORMED = [
    None, 1, "text", [], ["a"], {}, {"message": None}, {"message": 5}, {"message": ["x"]}, {"message": {"a": 1}},
    {"message": "x", "client_message_id": 7}, {"message": "x", "client_message_id": "c" * 101},
    {"message": "x", "client_message_id": ""}, {"message": "\ud800 alone"}, b"bytes",
]  # fmt: skip


async def test_malformed_events_get_an_error_and_nothing_breaks(house: House, lena: Tab) -> None:
    for body in MALFORMED:
        ack = await lena.call("user_uttered", body)
        assert (ack["ok"], ack["error"]["code"]) == (False, "invalid"), body
    for event in ("session_request", "history", "typing", "seen", "no_such_event", "connect", "trigger_event"):
        for body in ("text", 3, ["x"], {"after": -1}, {"after": "1"}, {"offset": 10**12}, {"typing": "yes"}):
            await lena.emit(event, body)
    await lena.until("error", lambda e: e["code"] == "invalid")
    await lena.emit("user_uttered")
    await lena.say("still here")
    await lena.said("bot", "still here")


async def test_text_that_databases_dislike_is_kept(house: House, lena: Tab) -> None:
    message = await lena.say("zero\x00byte 'quote\" 灯 🙂 \u202e")
    assert message["text"] == "zerobyte 'quote\" 灯 🙂 \u202e"


async def test_messages_are_rate_limited_per_visitor(build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_RATE_MESSAGES="3", WARMLINE_RATE_WINDOW_S="30")
    house.bot.start()
    house.start()
    lena, tom = await visit(house, {"token": customer_token(LENA)}), await visit(house, {"token": customer_token(TOM)})
    for number in range(3):
        await lena.say(f"message {number}")
    ack = await lena.call("user_uttered", {"message": "one more", "client_message_id": "x"})
    assert ack["error"]["code"] == "rate_limited"
    assert 0 < ack["error"]["retry_after_s"] <= 30
    await tom.say("and me?")
    async with house.http() as http:
        codes = [(await http.post("/api/chat", json={"text": "hello"})).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        limited = await http.post("/api/chat", json={"text": "hello"})
        assert int(limited.headers["Retry-After"]) >= 1


async def test_the_chat_obeys_its_origins(house: House) -> None:
    async with house.http() as http:
        for origin, status in (
            ("https://shop.example", 200),
            (house.url, 200),
            ("https://evil.example", 403),
            ("null", 403),
        ):
            answer = await http.post("/api/chat", json={"text": "hello"}, headers={"Origin": origin})
            assert answer.status_code == status, origin
        allowed = await http.post("/api/chat", json={"text": "hi"}, headers={"Origin": "https://shop.example"})
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://shop.example"
        polling = "/socket.io/?EIO=4&transport=polling"
        assert (await http.get(polling, headers={"Origin": "https://evil.example"})).status_code == 400
        assert (await http.get(polling, headers={"Origin": "https://shop.example"})).status_code == 200


async def test_a_secret_is_made_and_kept_when_none_is_set(build: Callable[..., House], visit: Any) -> None:
    house = build(WARMLINE_IDENTITY_SECRET="", WARMLINE_INTERNAL_TOKEN="")
    house.bot.start()
    house.start()
    secret = house.home / "identity.secret"
    internal = house.home / "internal.token"
    assert (secret.stat().st_mode & 0o777, internal.stat().st_mode & 0o777) == (0o600, 0o600)
    lena = await visit(house, {"token": customer_token(LENA, key=secret.read_text())})
    await lena.say("hello")
    await lena.said("bot")
    assert house.bot.tokens == {f"Bearer {internal.read_text()}"}
    house.stop()
    house.start()
    await visit(house, {"token": customer_token(LENA, key=secret.read_text())})


async def test_no_log_line_says_who_or_what(house: House, lena: Tab, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="warmline")
    house.bot.script = lambda _: 500
    await lena.say("my secret trouble")
    await lena.said("system")
    logged = " ".join(f"{record.getMessage()} {getattr(record, 'fields', '')}" for record in caplog.records)
    assert "message_stored" in logged
    for secret in ("secret trouble", "Lena", "lena@example.com", "c-late", SECRET):
        assert secret not in logged


async def test_a_flood_of_connections_without_tokens_is_slowed(build: Callable[..., House]) -> None:
    house = build(WARMLINE_RATE_MESSAGES="1", WARMLINE_RATE_WINDOW_S="30")
    house.start()
    tabs = [Tab(house) for _ in range(10)]
    await asyncio.gather(*(tab.open() for tab in tabs))
    assert await Tab(house).refused() == "rate_limited"
    await asyncio.gather(*(tab.close() for tab in tabs))


def test_http_errors_have_one_shape(house: House) -> None:
    with httpx.Client(base_url=house.url, trust_env=False) as http:
        for method, path in (("GET", "/no/such"), ("DELETE", "/api/chat"), ("GET", "/api/chat/x?after=-1")):
            body = http.request(method, path).json()
            assert set(body["error"]) == {"code", "message"}
