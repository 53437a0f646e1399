"""The second factor: set up with a code, asked for at every sign-in, each code once, recovery codes once, an admin's way out."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pyotp
from house import PASSWORD, AgentAtDesk, House

Open = Callable[..., Awaitable[AgentAtDesk]]
MIA = "mia@shop.example"


async def sign_in(http: httpx.AsyncClient, **more: str) -> tuple[int, str]:
    answered = await http.post("/api/auth/login", json={"email": MIA, "password": PASSWORD, **more})
    body: dict[str, Any] = answered.json()
    return answered.status_code, body["error"]["code"] if "error" in body else ""


async def enrol(house: House, agent: AgentAtDesk) -> tuple[pyotp.TOTP, list[str]]:
    """Set the second factor up as an app does; return its clock and the recovery codes."""
    made = (await agent.http.post("/api/auth/second-factor", json={"password": PASSWORD})).json()
    app = pyotp.TOTP(made["secret"])
    confirmed = await agent.http.post("/api/auth/second-factor/confirm", json={"code": app.at(house.clock())})
    assert confirmed.status_code == 200, confirmed.text
    return app, confirmed.json()["recovery_codes"]


async def test_setting_it_up_and_signing_in_with_it(house: House, mia: AgentAtDesk) -> None:
    refused = await mia.http.post("/api/auth/second-factor", json={"password": "not hers"})
    assert refused.status_code == 403
    assert (await mia.http.post("/api/auth/second-factor/confirm", json={"code": "123456"})).status_code == 409
    made = (await mia.http.post("/api/auth/second-factor", json={"password": PASSWORD})).json()
    uri = urlsplit(made["uri"])
    assert (uri.scheme, uri.netloc, parse_qs(uri.query)["secret"]) == ("otpauth", "totp", [made["secret"]])
    assert unquote(uri.path) == f"/Warmline:{MIA}"
    picture = made["qr"]
    assert picture.startswith("data:image/svg+xml")
    assert "<svg" in (base64.b64decode(picture.split(",")[1]).decode() if "base64" in picture else unquote(picture))
    assert made["secret"] not in repr(house.rows("SELECT * FROM agents")), "it is stored encrypted"
    async with house.http() as http:
        assert await sign_in(http) == (200, ""), "it does not count before a code was shown"
        app = pyotp.TOTP(made["secret"])
        wrong = "000000" if app.at(house.clock()) != "000000" else "000001"
        assert (await mia.http.post("/api/auth/second-factor/confirm", json={"code": wrong})).status_code == 400
        used = app.at(house.clock())
        confirmed = await mia.http.post("/api/auth/second-factor/confirm", json={"code": used})
        codes = confirmed.json()["recovery_codes"]
        assert len(set(codes)) == 10
        assert not any(one in repr(house.rows("SELECT * FROM recovery_codes")) for one in codes)
        assert (await http.get("/api/auth/me")).status_code == 401, "sessions without it have ended"
        assert (await mia.http.get("/api/auth/me")).json()["agent"]["second_factor"] is True
        assert await sign_in(http) == (401, "code_required")
        assert await sign_in(http, code=wrong) == (401, "code_wrong")
        assert await sign_in(http, code=used) == (401, "code_wrong"), "a code opens once"
        assert await sign_in(http, password="guess", code=used) == (401, "unauthenticated"), "the password first"
        house.clock.ahead = timedelta(seconds=60)
        fresh = app.at(house.clock())
        assert await sign_in(http, code=f" {fresh[:3]} {fresh[3:]} ") == (200, "")
        assert await sign_in(http, code=fresh) == (401, "code_wrong")
        assert (await mia.http.post("/api/auth/second-factor", json={"password": PASSWORD})).status_code == 409
    factors = [row[0] for row in house.rows("SELECT detail FROM audit_log WHERE action = 'sign_in' ORDER BY id")]
    assert "totp" in str(factors[-1])


async def test_a_recovery_code_opens_once_and_it_can_be_turned_off(house: House, mia: AgentAtDesk) -> None:
    _, codes = await enrol(house, mia)
    async with house.http() as http:
        assert await sign_in(http, code=codes[0].upper().replace("-", " ")) == (200, "")
        assert (await http.get("/api/auth/second-factor")).json() == {"second_factor": True, "recovery_codes_left": 9}
        assert await sign_in(http, code=codes[0]) == (401, "code_wrong")
        assert (await http.post("/api/auth/second-factor/off", json={"password": "guess"})).status_code == 403
        assert (await http.post("/api/auth/second-factor/off", json={"password": PASSWORD})).status_code == 200
        assert await sign_in(http) == (200, "")
        assert await sign_in(http, code=codes[1]) == (200, ""), "nobody asks any more"
    assert house.rows("SELECT count(*) FROM recovery_codes") == [(0,)]


async def test_codes_cannot_be_guessed_with_a_stolen_password(house: House, mia: AgentAtDesk) -> None:
    app, _ = await enrol(house, mia)
    async with house.http() as http:
        tries = [await sign_in(http, code=f"{n:06}") for n in range(5)]
        # Asking for the code costs nothing, guessing it does.
        assert tries == [(401, "code_wrong")] * 5
        assert await sign_in(http) == (429, "rate_limited")
        house.clock.ahead = timedelta(minutes=6)
        assert await sign_in(http, code=app.at(house.clock())) == (200, "")


async def test_an_admin_takes_it_off_and_nobody_else(
    house: House, mia: AgentAtDesk, omar: AgentAtDesk, desk: Open
) -> None:
    ada = await desk(house, "ada", role="admin")
    await enrol(house, mia)
    path = f"/api/agents/{mia.id}/reset-second-factor"
    assert (await omar.http.post(path)).status_code == 403
    listed = (await ada.http.get("/api/agents")).json()["agents"]
    assert {one["name"]: one["second_factor"] for one in listed} == {"Ada": False, "Mia": True, "Omar": False}
    reset = (await ada.http.post(path)).json()["agent"]
    assert reset["second_factor"] is False
    assert (await mia.http.get("/api/auth/me")).status_code == 401, "whoever had her phone is out"
    async with house.http() as http:
        assert await sign_in(http) == (200, "")


async def test_with_another_secret_recovery_codes_still_open(house: House, mia: AgentAtDesk) -> None:
    app, codes = await enrol(house, mia)
    await mia.close()
    house.stop()
    secret = "another-secret-for-tests-of-at-least-32-bytes"
    house.settings = type(house).build(house.home, WARMLINE_IDENTITY_SECRET=secret).settings
    house.start()
    house.clock.ahead = timedelta(seconds=60)
    async with house.http() as http:
        assert await sign_in(http, code=app.at(house.clock())) == (401, "code_wrong")
        assert await sign_in(http, code=codes[0]) == (200, "")
