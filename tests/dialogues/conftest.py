"""What the dialogues look at beside the replies, and what is told of the scripted ones at the end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import httpx
import pytest
from onlooker import Onlooker
from play import Played
from stack import Stack

_PLAYED = pytest.StashKey[list[Played]]()


@pytest.fixture(scope="session")
def desk(running: Stack) -> Iterator[httpx.Client]:
    """The demo agent, signed in once."""
    client = running.agent()
    yield client
    client.close()


@pytest.fixture
def look(stack: Stack, desk: httpx.Client) -> Iterator[Onlooker]:
    """The desk's and the shop's side of the conversations."""
    onlooker = Onlooker(stack, desk)
    yield onlooker
    onlooker.leave()


@pytest.fixture(scope="session")
def record(pytestconfig: pytest.Config) -> list[Played]:
    """The scripts that were played in this session."""
    return pytestconfig.stash.setdefault(_PLAYED, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how the scripts went; write what was said, a JSON line each, to the file that DIALOGUE_TRANSCRIPTS names."""
    record = config.stash.get(_PLAYED, [])
    if not record:
        return
    lines = [line for played in record for line in played.lines if line["replies"]]
    times = sorted(line["took_ms"] for line in lines) or [0]
    asked, repeats = (sum(played.asked for played in record), sum(len(played.repeats) for played in record))
    terminalreporter.section("scripted dialogues")
    terminalreporter.line(
        f"{len(record)} dialogues ({sum(played.script.language == 'zh' for played in record)} Chinese), "
        f"{sum(not played.failed for played in record)} as scripted"
    )
    terminalreporter.line(f"{len(lines)} replies: median {median(times):.0f} ms, slowest {times[-1]} ms")
    terminalreporter.line(
        f"{asked} questions, {repeats} for what was known: repeat-ask rate {repeats / max(asked, 1):.1%}"
    )
    where = os.environ.get("DIALOGUE_TRANSCRIPTS")
    if where:
        rows = (json.dumps(played.record(), ensure_ascii=False) for played in record)
        Path(where).write_text("\n".join(rows) + "\n", encoding="utf-8")
