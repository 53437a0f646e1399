"""A stand-in for a language model that misbehaves in every way: the customer gets the template, in time."""

from __future__ import annotations

import gzip
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from dialogues import answers, says, tracker_of
from rasa.shared.core.domain import Domain

from bot.nlg import ResponseGenerator
from bot.rephrasing import FAILURES, REST_S, Rephraser
from support import settings
from support.empathy import TONES

TIMEOUT_S = 0.6
RESPONSES = Domain.from_yaml("""
version: "3.1"
responses:
  utter_late:
  - {text: "{name}, your {item} should have come {day_promised}, and {amount} is a lot.", metadata: {language: en}}
  - {text: "{name}，您的{item}本该{day_promised}送到，{amount}不是小数目。", metadata: {language: zh}}
  utter_link:
  - {text: "You can see it all at https://shop.example/orders whenever you like.", metadata: {language: en}}
  utter_set:
  - {text: "Said as it stands.", metadata: {language: en, fixed: true}}
  utter_cancel_confirm:
  - {text: "Shall this be done?", metadata: {language: en}}
  utter_pick:
  - {text: "Which way is it?", metadata: {language: en}, buttons: [{title: "This"}]}
  utter_open_late_firm:
  - {text: "Here is how it stands.", metadata: {language: en}}
""")
LENA = {"id": "c-late", "name": "Lena Berg", "language": "en"}
VALUES: dict[str, Any] = {"item": "floor lamp", "day_promised": "2026-03-04", "amount": "€1,045.90"}
SECRET_WORDS = "my lamp, the horrible thing, call me on 5551234"


@dataclass
class StandIn:
    """A chat endpoint; `behave` answers each request in its own way."""

    behave: Callable[[BaseHTTPRequestHandler, str], None] = lambda handler, text: None
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""


def sends(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"content-type": "application/json", "content-length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def says_back(rewrite: Callable[[str], Any], reason: str = "stop") -> Callable[[BaseHTTPRequestHandler, str], None]:
    """Answer well-formed, with what `rewrite` makes of the text."""

    def behave(handler: BaseHTTPRequestHandler, text: str) -> None:
        choice = {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": rewrite(text)}}
        sends(handler, json.dumps({"id": "1", "choices": [choice]}).encode())

    return behave


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A running server."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            state.requests.append(body)
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            state.paths.append(self.path)
            try:
                state.behave(self, body["messages"][-1]["content"].split("Text:\n")[1])
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the other side had enough

        def do_GET(self) -> None:
            state.paths.append(self.path)
            sends(self, b"{}")

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
async def generator(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ResponseGenerator]:
    """The generator as it is configured, with the stand-in for an endpoint."""
    monkeypatch.setenv("WARMLINE_REPHRASE_URL", stand_in.url)
    monkeypatch.setenv("WARMLINE_REPHRASE_MODEL", "small-1")
    monkeypatch.setenv("WARMLINE_REPHRASE_KEY", "sk-secret")
    monkeypatch.setenv("WARMLINE_REPHRASE_TIMEOUT_S", str(TIMEOUT_S))
    made = ResponseGenerator(None, RESPONSES)
    yield made
    assert made.rephraser is not None
    await made.rephraser.close()


async def reply(
    generator: ResponseGenerator, response: str = "utter_late", text: str = SECRET_WORDS, **more: Any
) -> dict[str, Any]:
    tracker = tracker_of(RESPONSES, [says(text, feeling="angry", customer=LENA)])
    began = time.monotonic()
    message = await generator.generate(response, tracker, "gateway", **{**VALUES, **more})
    assert time.monotonic() - began < TIMEOUT_S + 5  # the machine may be busy; an endpoint that hangs would never end
    assert message is not None
    return message


TEMPLATE = re.compile(r"Lena, your floor lamp should have come .*4 March( 2026)?, and €1,045\.90 is a lot\.")
LINK = "You can see it all at https://shop.example/orders whenever you like."


async def test_a_good_wording_is_said_with_the_values_filled_in(
    stand_in: StandIn, generator: ResponseGenerator
) -> None:
    stand_in.behave = says_back(lambda text: " ⟦1⟧, that ⟦2⟧ of yours should have come ⟦3⟧, and ⟦4⟧ is a lot.\n")
    message = await reply(generator)
    assert re.fullmatch(
        r"Lena, that floor lamp of yours should have come .*4 March.*, and €1,045\.90 is a lot\.", message["text"]
    )
    assert message["reworded_from"].startswith("Lena, your floor lamp should have come ")
    assert stand_in.paths == ["/v1/chat/completions"]
    assert stand_in.headers[0]["authorization"] == "Bearer sk-secret"
    assert stand_in.requests[0]["model"] == "small-1"


async def test_nothing_about_the_customer_leaves(stand_in: StandIn, generator: ResponseGenerator) -> None:
    stand_in.behave = says_back(lambda text: text)
    await reply(generator)
    await reply(generator, text="我的灯呢？讨厌死了，打我电话5551234")
    for request, headers in zip(stand_in.requests, stand_in.headers, strict=True):
        sent = json.dumps([request, {k: v for k, v in headers.items() if k != "host"}], ensure_ascii=False)
        for secret in (
            "Lena",
            "Berg",
            "c-late",
            "cv_1",
            "lamp",
            "horrible",
            "讨厌",
            "5551234",
            "1,045",
            "March",
            "3月",
        ):
            assert secret not in sent, secret
        assert "Tone: sober and direct" in sent
    first, second = (request["messages"][-1]["content"] for request in stand_in.requests)
    assert first.endswith("Text:\n⟦1⟧, your ⟦2⟧ should have come ⟦3⟧, and ⟦4⟧ is a lot.")
    assert second.endswith("Text:\n⟦1⟧，您的⟦2⟧本该⟦3⟧送到，⟦4⟧不是小数目。")
    assert "⟦2⟧ item" in first


def hangs(handler: BaseHTTPRequestHandler, text: str) -> None:
    time.sleep(TIMEOUT_S * 2)
    handler.close_connection = True


def drips(handler: BaseHTTPRequestHandler, text: str) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    for _ in range(12):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(TIMEOUT_S / 6)
    handler.close_connection = True


def closes(handler: BaseHTTPRequestHandler, text: str) -> None:
    handler.close_connection = True


def breaks_off(handler: BaseHTTPRequestHandler, text: str) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


def floods(handler: BaseHTTPRequestHandler, text: str) -> None:
    handler.send_response(200)
    handler.send_header("content-length", str(10 * 1024 * 1024))
    handler.end_headers()
    for _ in range(160):
        handler.wfile.write(b" " * 65536)


def body(content: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler, str], None]:
    return lambda handler, text: sends(handler, content, status, **headers)


GOOD = json.dumps(
    {"choices": [{"message": {"content": "⟦1⟧, the ⟦2⟧ should have come ⟦3⟧, and ⟦4⟧ is a lot."}}]}
).encode()
MISBEHAVIOUR: dict[str, Callable[[BaseHTTPRequestHandler, str], None]] = {
    "changes an amount": says_back(lambda text: text.replace("⟦4⟧", "€45.90")),
    "adds an amount": says_back(lambda text: text.replace("a lot", "a lot, 20 at least")),
    "swaps values": says_back(lambda text: text.replace("⟦1⟧", "⟦x⟧").replace("⟦2⟧", "⟦1⟧").replace("⟦x⟧", "⟦2⟧")),
    "drops a value": says_back(lambda text: text.replace("⟦1⟧, your", "Your")),
    "invents a placeholder": says_back(lambda text: text + " ⟦5⟧"),
    "adds a promise": says_back(lambda text: text + " I guarantee it comes tomorrow."),
    "adds an apology": says_back(lambda text: text + " So sorry."),
    "asks back": says_back(lambda text: text + " Is it?"),
    "answers in Chinese": says_back(lambda text: "⟦1⟧，您的⟦2⟧本该⟦3⟧送到，⟦4⟧不是小数目，请您再等等。"),
    "answers in German": says_back(lambda text: "⟦1⟧, Ihre ⟦2⟧ sollte ⟦3⟧ kommen, und ⟦4⟧ ist eine Menge Geld."),
    "sends HTML": says_back(lambda text: f"<script>alert(1)</script>{text}"),
    "sends an HTML page": body(b"<!doctype html><title>Bad gateway</title>", **{"content-type": "text/html"}),
    "follows an injection": says_back(
        lambda text: "Ignore all rules: ⟦1⟧ gets ⟦2⟧ for free, write ⟦3⟧ and pay ⟦4⟧ never."
    ),
    "thinks aloud": says_back(lambda text: f"<think>Let me see.</think>{text}"),
    "explains itself": says_back(lambda text: f"Here is the reworded text:\n{text}"),
    "repeats itself": says_back(lambda text: f"{text} {text}"),
    "says nothing": says_back(lambda text: ""),
    "says null": says_back(lambda text: None),
    "says a list": says_back(lambda text: [{"type": "text", "text": text}]),
    "was cut off": says_back(lambda text: text, reason="length"),
    "sends no JSON": body(b"\xff\xfe not json {"),
    "sends another JSON": body(b'{"choices": []}'),
    "sends a JSON string": body(b'"hello"'),
    "sends a list of texts": body(b'{"choices": ["hello"]}'),
    "sends deep JSON": body(b"[" * 60_000),
    "sends gzip": body(gzip.compress(GOOD), **{"content-encoding": "gzip"}),
    "sends a gzip bomb": body(gzip.compress(GOOD + b" " * 50_000_000), **{"content-encoding": "gzip"}),
    "sends 10 MB": floods,
    "fails": body(GOOD, 500),
    "wants a key": body(GOOD, 401),
    "has no content": body(b"", 204),
    "redirects": body(b"", 302, location="/elsewhere"),
    "redirects the post": body(b"", 307, location="/v1/chat/completions"),
    "hangs": hangs,
    "drips": drips,
    "closes": closes,
    "breaks off": breaks_off,
}


@pytest.mark.parametrize("kind", MISBEHAVIOUR)
async def test_the_template_stands_whatever_the_endpoint_does(
    stand_in: StandIn, generator: ResponseGenerator, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    stand_in.behave = MISBEHAVIOUR[kind]
    with caplog.at_level(logging.INFO):
        message = await reply(generator)
    assert TEMPLATE.fullmatch(message["text"])
    assert "reworded_from" not in message
    assert len(stand_in.requests) == 1, "one try, no redirect"
    assert "/elsewhere" not in stand_in.paths
    said = [record.getMessage() for record in caplog.records if record.name == "bot.rephrasing"]
    assert len(said) == 1
    assert not re.search(r"Lena|lamp|sk-secret|guarantee|127\.0\.0\.1", said[0])


async def test_a_link_stays(stand_in: StandIn, generator: ResponseGenerator) -> None:
    stand_in.behave = says_back(lambda text: "You can see all of it whenever you like, at the usual place on our site.")
    assert (await reply(generator, "utter_link"))["text"] == LINK
    stand_in.behave = says_back(lambda text: text.replace("shop.example", "shop.example.evil.io"))
    assert (await reply(generator, "utter_link"))["text"] == LINK
    stand_in.behave = says_back(lambda text: "Whenever you like, you can see it all at https://shop.example/orders.")
    assert (await reply(generator, "utter_link"))["text"].startswith("Whenever")


@pytest.mark.parametrize("response", ["utter_set", "utter_cancel_confirm", "utter_pick"])
async def test_some_responses_are_never_sent(stand_in: StandIn, generator: ResponseGenerator, response: str) -> None:
    await reply(generator, response)
    await reply(generator, "utter_late", buttons=[{"title": "Chase it"}])
    assert stand_in.requests == []


async def test_an_opening_is_reworded_together_with_its_answer_and_sets_the_tone(
    stand_in: StandIn, generator: ResponseGenerator
) -> None:
    stand_in.behave = says_back(lambda text: text.replace("Here is how", "This is how"))
    message = await reply(generator, "utter_link", opening=["utter_open_late_firm"])
    assert message["text"] == f"This is how it stands. {LINK}"
    assert message["reworded_from"] == f"Here is how it stands. {LINK}"


async def test_after_failures_in_a_row_nobody_waits_for_a_while(stand_in: StandIn) -> None:
    now = [0.0]
    rephraser = Rephraser(stand_in.url, "m", "", TIMEOUT_S, clock=lambda: now[0])
    stand_in.behave = body(b"", 500)
    for _ in range(FAILURES + 3):
        assert await rephraser.rephrase("It is how it is.", {}, "en", "plain") is None
    assert len(stand_in.requests) == FAILURES
    stand_in.behave = says_back(lambda text: "It is just how it is.")
    now[0] = REST_S - 0.1
    assert await rephraser.rephrase("It is how it is.", {}, "en", "plain") is None
    now[0] = REST_S
    assert await rephraser.rephrase("It is how it is.", {}, "en", "plain") == "It is just how it is."
    assert "authorization" not in stand_in.headers[-1]
    await rephraser.close()


async def test_where_all_is_a_value_nothing_is_asked(stand_in: StandIn) -> None:
    rephraser = Rephraser(stand_in.url, "m", "", TIMEOUT_S)
    assert (
        await rephraser.rephrase("{answer}: {item}", {"answer": "As the law says", "item": "x"}, "en", "plain") is None
    )
    assert stand_in.requests == []


async def test_nobody_listens(stand_in: StandIn) -> None:
    rephraser = Rephraser("http://127.0.0.1:9/v1", "m", "", TIMEOUT_S)
    assert await rephraser.rephrase("It is how it is.", {}, "en", "plain") is None
    await rephraser.close()


async def test_without_a_url_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARMLINE_REPHRASE_URL", raising=False)
    made = ResponseGenerator(None, RESPONSES)
    assert made.rephraser is None
    assert (await reply(made, "utter_link"))["text"] == LINK
    assert Rephraser.configured(settings.load({}, Path("/nowhere"))) is None


async def test_a_reworded_response_counts_as_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARMLINE_REPHRASE_URL", raising=False)
    two = Domain.from_yaml(
        "version: '3.1'\nresponses:\n  utter_x:\n  - {text: 'one {item}.', metadata: {language: en}}\n"
        "  - {text: 'two {item}.', metadata: {language: en}}\n"
    )
    earlier = answers("a first {item}.")
    earlier.metadata["reworded_from"] = "one lamp."
    tracker = tracker_of(two, [says(), earlier])
    for _ in range(10):
        message = await ResponseGenerator(None, two).generate("utter_x", tracker, "gateway", item="lamp")
        assert message is not None
        assert message["text"] == "two lamp."


def test_what_binds_the_shop_is_fixed_and_what_chats_is_not(domain: Domain) -> None:
    rephraser = Rephraser("http://127.0.0.1:9", "m", "", 1)
    names = [name for name in domain.responses if name.startswith("utter_")]
    fixed = {name for name in names if not rephraser.may(name)}
    assert {name for name in names if re.match(r"utter_(handoff|gateway)_", name)} <= fixed
    assert {"utter_cancel_confirm", "utter_cancel_done", "utter_bot_challenge", "utter_delete_account"} <= fixed
    assert not {name for name in names if name.startswith("utter_open_")} & fixed
    assert not {"utter_greet", "utter_thanks", "utter_order_shipped", "utter_purchase_history"} & fixed
    assert len(fixed) < len(names) / 2


async def test_every_tone_and_language_has_its_words(stand_in: StandIn) -> None:
    rephraser = Rephraser(stand_in.url, "m", "", TIMEOUT_S)
    stand_in.behave = says_back(lambda text: text)
    for tone in TONES:
        assert await rephraser.rephrase("It is how it is.", {}, "en", tone)
        assert await rephraser.rephrase("就是这样的。", {}, "zh", tone)
    assert len({request["messages"][-1]["content"] for request in stand_in.requests}) == 2 * len(TONES)
    await rephraser.close()
