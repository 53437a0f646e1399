"""Pages, headers, health, demo and the OpenAPI document."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import schemathesis
from house import PASSWORD, House
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings

from gateway.texts import LANGUAGES, NAMES, Texts
from support.errors import SettingsError
from support.settings import ROOT


def built(house: House) -> None:
    dist = house.home / "dist"
    (dist / "assets").mkdir(parents=True)
    for name in ("storefront.html", "desk.html", "widget.js", "assets/app.js"):
        (dist / name).write_text(f"this is {name}")
    (house.home / "secret.txt").write_text("not for you")


async def test_pages_come_with_a_strict_policy(house: House) -> None:
    built(house)
    async with house.http() as http:
        for path, name in (("/", "storefront.html"), ("/desk", "desk.html"), ("/widget.js", "widget.js")):
            page = await http.get(path)
            assert (page.status_code, page.text) == (200, f"this is {name}")
            policy = page.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert page.headers["X-Content-Type-Options"] == "nosniff"
            assert page.headers["Referrer-Policy"]
            assert page.headers["X-Frame-Options"] == "DENY"
        asset = await http.get("/assets/app.js")
        assert "immutable" in asset.headers["Cache-Control"]
        assert asset.headers["Access-Control-Allow-Origin"] == "*"
        for path in ("/assets/../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/assets/none.js", "/assets/a%00"):
            assert (await http.get(path)).status_code == 404
        assert (await http.get("/api/auth/me")).headers["Cache-Control"] == "no-store"


async def test_the_storefront_is_there_only_in_the_demo(build: Callable[..., House]) -> None:
    real = build(WARMLINE_DEMO="false")
    built(real)
    real.start()
    async with real.http() as http:
        assert (await http.get("/")).status_code == 404
        assert (await http.get("/desk")).status_code == 200


async def test_missing_pages_are_told_in_one_sentence(house: House) -> None:
    async with house.http() as http:
        page = await http.get("/")
    assert page.status_code == 503
    assert "make setup" in page.json()["error"]["message"]


async def test_health_names_what_is_down(house: House) -> None:
    async with house.http() as http:
        found = (await http.get("/health")).json()
        assert found["status"] == "degraded"
        states = {name: part["status"] for name, part in found["parts"].items()}
        assert states == {"database": "ok", "bot": "ok", "actions": "down", "shop": "ok"}
        assert all(part["detail"] for part in found["parts"].values())


async def test_no_demo_without_the_demo(build: Callable[..., House]) -> None:
    house = build(WARMLINE_DEMO="false")
    house.start()
    async with house.http() as http:
        for path in ("/demo/customers", "/demo/token?customer=c-late", "/demo/products"):
            assert (await http.get(path)).status_code == 404


async def test_the_demo_offers_only_its_own_customers(house: House) -> None:
    async with house.http() as http:
        products = (await http.get("/demo/products")).json()["products"]
        assert products[0]["price"] == "€129.00"
        assert (await http.get("/demo/customers")).json() == {"customers": []}  # this shop has no stories
        assert (await http.get("/demo/token?customer=c-late")).status_code == 404


def test_the_api_keeps_to_its_document(house: House) -> None:
    house.agent("mia", role="admin")  # who gets furthest in
    with httpx.Client(base_url=house.url, trust_env=False, timeout=60) as http:
        signed = http.post("/api/auth/login", json={"email": "mia@shop.example", "password": PASSWORD})
        cookie = f"warmline_session={signed.cookies['warmline_session']}"
        document = http.get("/api/openapi.json").json()
    assert not any("422" in op["responses"] for path in document["paths"].values() for op in path.values())
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=house.url)
    quick = hypothesis_settings(
        max_examples=4,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    tried: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path in ("/health", "/api/auth/logout"):  # it would sign us out of the rest
            continue

        def check(case: schemathesis.Case) -> None:
            tried.append(case.path)
            answered = case.call(headers={"Cookie": cookie}, timeout=60)
            assert answered.status_code < 500, (case.path, answered.text)
            case.validate_response(
                answered,
                checks=[
                    schemathesis.checks.not_a_server_error,
                    schemathesis.specs.openapi.checks.status_code_conformance,
                    schemathesis.specs.openapi.checks.response_schema_conformance,
                ],
            )

        given(case=operation.as_strategy())(quick(check))()
    assert len(tried) > 30


def test_the_process_stops_at_once_and_says_what_is_wrong(build: Callable[..., House]) -> None:
    house = build()
    environ = {
        **os.environ,
        "WARMLINE_HOME": str(house.home),
        "WARMLINE_PORT": str(house.settings.port),
        "WARMLINE_RASA_PORT": str(house.settings.rasa_port),
    }
    command = [sys.executable, "-m", "gateway"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 20
        while True:
            try:
                polling = httpx.get(f"{house.url}/socket.io/?EIO=4&transport=polling", trust_env=False)
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert polling.status_code == 200
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        assert time.monotonic() - began < 5
        assert process.stderr is not None
        logged = process.stderr.read().decode()
    assert '"event": "gateway_stopped"' in logged
    assert "Traceback" not in logged
    broken = subprocess.run(
        command, cwd=ROOT, env={**environ, "WARMLINE_PORT": "no"}, capture_output=True, text=True, check=False
    )
    assert broken.returncode == 2
    assert "WARMLINE_PORT" in broken.stderr


def test_texts_are_complete(tmp_path: Path) -> None:
    texts = Texts.load()
    for name in NAMES:
        for language in LANGUAGES:
            assert texts.say(name, language, name="Mia")
    assert texts.say("agent_joined", "fr", name="Mia") == "Mia has joined"
    broken = tmp_path / "gateway.yml"
    broken.write_text('responses:\n  utter_gateway_handoff:\n  - text: "x"\n')
    with pytest.raises(SettingsError, match="utter_gateway_handoff"):
        Texts.load(broken)
