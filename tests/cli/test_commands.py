"""The commands as a person calls them: what they print, and how they end."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import jwt
import pytest

from cli.up import check, check_port
from support.errors import SettingsError
from support.settings import ROOT, load

SECRET = "a secret for tests, long enough for HS256"


def warmline(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WARMLINE_")}
    environ = {**kept, "WARMLINE_HOME": str(home), "WARMLINE_IDENTITY_SECRET": SECRET, **variables}
    command = [sys.executable, "-m", "cli.app", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_help_names_every_command_and_is_quick(tmp_path: Path) -> None:
    started = time.monotonic()
    done = warmline("--help", home=tmp_path)
    assert time.monotonic() - started < 3.0  # a second on a busy machine; Rasa alone would take many
    assert done.returncode == 0
    for command in (
        "up",
        "demo",
        "seed",
        "train",
        "agent",
        "customers",
        "token",
        "understand",
        "validate",
        "evaluate",
        "learn",
    ):
        assert re.search(rf"(?m)^  {command} ", done.stdout), command
    assert not re.search(r"(?m)^  .*\.\.\.$", done.stdout)


def test_token_is_what_the_shops_back_end_would_sign(tmp_path: Path) -> None:
    done = warmline("token", "--customer", "c-late", "--minutes", "5", home=tmp_path)
    assert done.returncode == 0, done.stderr
    claims = jwt.decode(done.stdout.strip(), SECRET, algorithms=["HS256"], options={"require": ["exp", "sub", "email"]})
    assert claims["sub"] == "c-late"
    assert "@" in claims["email"]
    assert 200 < claims["exp"] - time.time() <= 300


def test_token_for_nobody_is_one_clear_sentence(tmp_path: Path) -> None:
    done = warmline("token", "--customer", "c-nobody", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "'c-nobody'" in done.stderr
    assert "warmline customers" in done.stderr


@pytest.mark.parametrize("command", [["up"], ["train"], ["seed"], ["token", "--customer", "c-late"]])
def test_a_bad_setting_is_one_sentence_that_names_it(tmp_path: Path, command: list[str]) -> None:
    done = warmline(*command, home=tmp_path, WARMLINE_PORT="eighty")
    assert done.returncode == 2
    assert done.stderr == "warmline: WARMLINE_PORT: 'eighty' is not a number\n"


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = warmline("token", "--customer", "c-late", home=tmp_path / "file" / "home")
    assert done.returncode == 2
    assert done.stderr.startswith("warmline: WARMLINE_HOME: ")
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    done = warmline("seed", home=tmp_path, WARMLINE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 2
    assert done.stderr.startswith("warmline: WARMLINE_DATABASE_URL: the database cannot be used: ")
    assert done.stderr.count("\n") == 1


def test_seed_twice_keeps_what_is_there(tmp_path: Path) -> None:
    for password in ("first password", "second password"):
        done = warmline("seed", home=tmp_path, WARMLINE_DEMO_AGENT_PASSWORD=password)
        assert done.returncode == 0, done.stderr
        assert f"agent@demo.shop with the password {password}" in done.stdout


def test_an_agents_account_is_made_and_can_be_given_a_new_password(tmp_path: Path) -> None:
    first = warmline("agent", "--email", "omar@shop.example", "--name", "Omar", home=tmp_path)
    second = warmline("agent", "--email", "omar@shop.example", "--name", "Omar", home=tmp_path)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "omar@shop.example" in first.stdout
    assert first.stdout.split()[-1] != second.stdout.split()[-1]
    refused = warmline("agent", "--email", "omar", "--name", "Omar", home=tmp_path)
    assert refused.returncode == 2
    assert "e-mail" in refused.stderr


def test_an_agents_role_and_skills_are_set_and_stay(tmp_path: Path) -> None:
    account = ("agent", "--email", "sue@shop.example", "--name", "Sue")
    skills = ("--role", "supervisor", "--queues", "general,legal", "--languages", "zh", "--capacity", "3")
    assert warmline(*account, *skills, home=tmp_path).returncode == 0
    assert warmline(*account, "--languages", "all", home=tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "warmline.db") as database:
        query = "SELECT role, queues, languages, capacity FROM agents"
        assert database.execute(query).fetchall() == [("supervisor", '["general", "legal"]', "[]", 3)]
    database.close()
    for wrong in (("--role", "king"), ("--queues", "No Queue!"), ("--capacity", "-1")):
        refused = warmline(*account, *wrong, home=tmp_path)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr


def test_a_busy_port_is_named_with_its_variable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"port {port} is taken .* WARMLINE_RASA_PORT"):
            check_port("WARMLINE_RASA_PORT", "127.0.0.1", port)
    check_port("WARMLINE_RASA_PORT", "127.0.0.1", port)


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(SettingsError, match=r"cannot listen on 192\.0\.2\.1:8080 \(WARMLINE_HOST"):
        check_port("WARMLINE_PORT", "192.0.2.1", 8080)


def test_a_front_end_that_is_not_built_is_named(tmp_path: Path) -> None:
    for name in ("config.yml", "endpoints.yml", "credentials.yml"):
        with pytest.raises(SettingsError, match=name):
            check(load({}), tmp_path)
        (tmp_path / name).touch()
    with pytest.raises(SettingsError, match="make setup"):
        check(load({}), tmp_path)
