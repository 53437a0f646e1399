"""Warmline as a program: it starts, stops, starts again, and says in one sentence why it cannot."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
from stack import ROOT, Person, Stack


def descendants(pid: int) -> set[int]:
    """Return the ids of all processes below `pid`."""
    listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(line.split()[0]): int(line.split()[1]) for line in listing.splitlines()}
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def parent(pid: int) -> int:
    """Return the id of the process that started `pid`."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])


def alive(pids: set[int]) -> set[int]:
    """Return those that still run."""
    found = set()
    for pid in pids:
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z":
            found.add(pid)
    return found


def in_the_same_conversation(later: Stack, person: Person, customer: str) -> Person:
    """Return the customer as they come back after a restart."""
    return Person(later, later.token(customer), person.conversation_id)


def test_a_restart_leaves_no_process_and_forgets_no_conversation(tmp_path: Path) -> None:
    first = Stack(tmp_path / "home").start()
    try:
        thomas, giulia = first.customer("c-three"), first.customer("c-packed")
        assert "SwiftParcel" in thomas.hears("where is my desk lamp?")
        assert giulia.hears("cancel my order")
        supervisor = parent(first.child("gateway"))
        running = descendants(supervisor) | {supervisor}
        assert len(running) >= 4
    finally:
        first.stop()
    assert not alive(running)

    second = Stack(tmp_path / "home").start()
    try:
        thomas_again = in_the_same_conversation(second, thomas, "c-three")
        answer = thomas_again.hears("and the mug?")
        assert "mug" in answer
        assert "desk lamp" not in answer
        giulia_again = in_the_same_conversation(second, giulia, "c-packed")
        assert "cancelled" in giulia_again.hears("yes")  # the question was still open
        texts = [message["text"] for message in _history(thomas_again)]
        assert texts[0] == "where is my desk lamp?"
        assert len(texts) == 4
    finally:
        second.stop()


def _history(person: Person) -> list[dict[str, str]]:
    headers = {"Authorization": f"Bearer {person.token}"}
    answer = httpx.get(f"{person.stack.base_url}/api/chat/{person.conversation_id}", headers=headers, timeout=10)
    found: list[dict[str, str]] = answer.raise_for_status().json()["messages"]
    return found


def test_a_busy_port_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        tried = subprocess.run(
            [sys.executable, "-m", "cli.app", "up"],
            cwd=ROOT,
            env={**os.environ, "WARMLINE_HOME": str(tmp_path), "WARMLINE_PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert tried.returncode != 0
    told = (tried.stdout + tried.stderr).strip()
    assert str(port) in told
    assert "WARMLINE_PORT" in told
    assert "Traceback" not in told
    assert len(told.splitlines()) == 1
