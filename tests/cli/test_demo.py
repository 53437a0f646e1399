"""`warmline demo`: its dialogues, its talk over HTTP, and how it looks. The dialogues themselves are tests in tests/dialogues/."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console

import cli.demo
from cli.demonstration.script import load
from cli.demonstration.stage import Stage, summary
from cli.demonstration.talk import Answer, Line, NoAnswer, Reply
from cli.seed import DemoAgent
from cli.supervisor import Part, is_well
from support.errors import InvalidInput
from support.settings import ROOT, Settings
from support.settings import load as settings

AGENT = DemoAgent("agent@demo.shop", "a password")
ANSWER = Answer(
    (Reply("Your mug order is paid.", ("Yes, cancel it", "No, keep it")),), 0.214, "cancel_order", "neutral", ""
)


def test_five_dialogues_are_played_one_of_them_in_chinese() -> None:
    scripts = load()

    assert len(scripts) == 5
    assert all(script.says for script in scripts)
    assert any(any("\u4e00" <= sign <= "\u9fff" for sign in script.says[0]) for script in scripts)
    assert not any("{" in text for script in scripts for text in script.says)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "not a list of dialogues"),
        ("{a: 1}", "not a list of dialogues"),
        ("- {", "cannot be read"),
        ("- just text", "dialogue 1: is not a mapping"),
        ("- {customer: c-late, steps: [{they: hello}]}", "dialogue 1: has no name"),
        ("- {name: x, steps: [{they: hello}]}", "needs `customer` or `guest: true`"),
        ("- {name: x, guest: true, steps: []}", "has no steps"),
        ("- {name: x, guest: true, steps: [{says: [hello]}]}", "a step has no `they`"),
    ],
)
def test_a_file_that_is_no_demo_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "some.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInput, match=r"some\.yml") as caught:
        load(path)

    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        load(tmp_path / "nothing.yml")


def _shown(width: int = 80, **options: Any) -> str:
    file = io.StringIO()
    stage = Stage(Console(file=file, width=width, highlight=False, **options))
    stage.opens(1, 5, "Cancelling", "Thomas Okafor", "Three open orders.")
    stage.customer("Thomas", "cancel my mug [bold]now[/bold]")
    stage.bot("cancel my mug", ANSWER)
    stage.customer("Thomas", "a person please")
    stage.bot("a person please", Answer((Reply("A colleague comes."),), 0.5, "contact_human_agent", "", "asked"))
    stage.bot("hello?", Answer((), 0.01))
    stage.closes(5)
    return file.getvalue()


def test_a_dialogue_is_shown_as_a_chat_with_times_and_what_was_understood() -> None:
    lines = _shown().splitlines()

    assert any(line.startswith("1/5  Cancelling") for line in lines)
    assert any("Thomas Okafor: Three open orders." in line for line in lines)
    assert any(line.startswith("Thomas") and "[bold]now[/bold]" in line for line in lines)
    assert any("cancel_order · neutral" in line for line in lines)
    assert any(line.startswith("bot") and "mug order" in line and "0.21 s" in line for line in lines)
    assert any("[Yes, cancel it]  [No, keep it]" in line for line in lines)
    assert any("handed over to a person: asked" in line for line in lines)


def test_the_figures_at_the_end_count_replies_only() -> None:
    assert summary(5, [(0.2, "one"), (0.9, "two"), (0.4, "three")]) == [
        ("dialogues", "5"),
        ("replies", "3"),
        ("median", "0.40 s"),
        ("slowest", "0.90 s, to “two”"),
    ]
    assert summary(1, []) == [("dialogues", "1"), ("replies", "0")]
    assert "0.50 s, to “a person please”" in _shown()


def test_without_a_terminal_there_are_no_colours() -> None:
    assert "\x1b[" not in _shown()


def test_no_color_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;36m" in _shown(force_terminal=True, color_system="standard")

    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[1;36m" not in _shown(force_terminal=True, color_system="standard")


@pytest.mark.parametrize("width", [40, 200])
def test_it_fits_a_narrow_and_a_wide_terminal(width: int) -> None:
    assert max(len(line.rstrip()) for line in _shown(width).splitlines()) <= width


def test_nothing_of_a_long_chinese_answer_is_cut_off() -> None:
    file = io.StringIO()
    text = "".join(chr(0x4E00 + n) for n in range(100))
    Stage(Console(file=file, width=60)).bot("?", Answer((Reply(text),), 0.5))

    assert text in "".join(file.getvalue().replace("bot", "").replace("0.50 s", "").split())


def _line(chat: dict[str, Any], conversation: dict[str, Any]) -> tuple[Line, list[httpx.Request]]:
    """Return a line to a Warmline that answers a message with `chat`, and what it was asked."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        match request.url.path:
            case "/api/auth/login":
                return httpx.Response(200, json={})
            case "/demo/token":
                return httpx.Response(200, json={"token": f"token of {request.url.params['customer']}"})
            case "/api/chat":
                return httpx.Response(200, json={"conversation_id": "cv_1", "status": "pending", "replies": []} | chat)
            case "/api/conversations/cv_1":
                return httpx.Response(200, json=conversation)
        return httpx.Response(404, json={})

    return Line("http://warmline.test", AGENT, httpx.MockTransport(answer)), asked


READ = {"intent": {"name": "track_order", "confidence": 0.9}, "emotion": {"label": "anxious"}}
WHOLE = {
    "conversation": {"reason": None},
    "messages": [{"author": "customer", "understood": READ}, {"author": "bot", "understood": None}],
}


def test_an_answer_is_what_was_said_and_what_was_understood() -> None:
    line, asked = _line({"replies": [{"text": "Here.", "buttons": [{"title": "Mug", "payload": "Mug"}]}]}, WHOLE)
    with line:
        token = line.token("c-late")
        answer, conversation, token = line.say("where is it?", token, None)
        line.say("and now?", token, conversation)

    assert answer.replies == (Reply("Here.", ("Mug",)),)
    assert (answer.intent, answer.emotion, answer.handed_over) == ("track_order", "anxious", "")
    chats = [request for request in asked if request.url.path == "/api/chat"]
    assert [request.headers["Authorization"] for request in chats] == ["Bearer token of c-late"] * 2
    assert "conversation_id" not in json.loads(chats[0].content)
    assert json.loads(chats[1].content)["conversation_id"] == "cv_1"


def test_a_guest_goes_on_with_the_token_that_came_back() -> None:
    line, asked = _line({"replies": [{"text": "Hi.", "buttons": []}], "visitor_token": "visitor"}, WHOLE)
    with line:
        _, conversation, token = line.say("hello", line.token(None), None)
        line.say("hello", token, conversation)

    chats = [request for request in asked if request.url.path == "/api/chat"]
    assert [request.headers.get("Authorization") for request in chats] == [None, "Bearer visitor"]


@pytest.mark.parametrize(
    ("chat", "reason"),
    [
        ({}, None),
        ({"status": "open", "replies": [{"text": "The assistant is out of reach.", "buttons": []}]}, "bot_unavailable"),
    ],
)
def test_a_bot_that_does_not_answer_ends_the_demo(chat: dict[str, Any], reason: str | None) -> None:
    line, _ = _line(chat, WHOLE | {"conversation": {"reason": reason}})

    with line, pytest.raises(NoAnswer, match="did not answer 'hello'"):
        line.say("hello", "", None)


def test_after_a_handoff_silence_is_no_failure() -> None:
    line, _ = _line({"status": "open"}, WHOLE | {"conversation": {"reason": "asked"}})
    with line:
        answer, _, _ = line.say("hello?", "", None)

    assert answer.replies == ()
    assert answer.handed_over == "asked"


def test_a_gateway_that_fails_ends_the_demo() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(503, json={}))

    with pytest.raises(NoAnswer, match="/api/auth/login failed"), Line("http://warmline.test", AGENT, transport):
        pass


def test_make_demo_plays_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "\ndemo: setup ## " in makefile
    assert "\n\t@$(BIN)/warmline demo\n" in makefile


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the demo start a web server in Warmline's place; return its address."""
    [port] = cli.demo._free_ports(1)
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]

    def parts(_settings: Settings, _model: Path, _root: Path) -> list[Part]:
        return [Part("server", command, tmp_path / "server.log", url, tmp_path, dict(os.environ))]

    monkeypatch.setattr(cli.demo, "parts", parts)
    return url


def test_it_starts_plays_and_stops(serving: str, tmp_path: Path) -> None:
    well: list[bool] = []
    console = Console(file=io.StringIO())

    asyncio.run(cli.demo._with_warmline(settings({}), tmp_path, console, lambda: well.append(is_well(serving))))

    assert well == [True]
    assert not is_well(serving)


def test_a_demo_that_fails_stops_what_it_started(serving: str, tmp_path: Path) -> None:
    def fail() -> None:
        raise NoAnswer("the bot did not answer")

    with pytest.raises(NoAnswer):
        asyncio.run(cli.demo._with_warmline(settings({}), tmp_path, Console(file=io.StringIO()), fail))

    assert not is_well(serving)


def test_the_users_own_settings_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "environ", {"WARMLINE_DATABASE_URL": "postgresql://theirs", "PATH": "/bin"})

    cli.demo._leave_the_users_own(tmp_path)

    assert "WARMLINE_DATABASE_URL" not in os.environ
    assert os.environ["PATH"] == "/bin"
    assert settings().home == tmp_path
    assert str(tmp_path) in settings().database_url
