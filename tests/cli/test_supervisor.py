"""The supervisor with real children."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from cli.supervisor import Part, PartFailed, Patience, Supervisor, describe_exit
from support.settings import ROOT

CHILD = Path(__file__).parent / "child.py"
QUICK = Patience(first_pause_s=0.1, longest_pause_s=0.3, steady_after_s=30.0, stop_within_s=3.0, poll_s=0.05)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def part(folder: Path, name: str, *behaviour: str, start_timeout_s: float = 20.0) -> Part:
    port = free_port()
    command = [sys.executable, "-S", str(CHILD), name, str(port), *behaviour]
    url = f"http://127.0.0.1:{port}/health"
    return Part(name, command, folder / "logs" / f"{name}.log", url, folder, dict(os.environ), start_timeout_s)


def events(folder: Path, name: str, kind: str) -> list[tuple[int, float]]:
    file = folder / f"{name}.events"
    rows = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
    return [(int(pid), float(at)) for event, pid, at in rows if event == kind]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A killed process whose parent has not asked for it yet is dead all the same.
    stat = Path(f"/proc/{pid}/stat")
    with suppress(OSError):
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


async def eventually(condition: Callable[[], bool], within_s: float = 15.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.02)


@asynccontextmanager
async def running(*parts: Part, patience: Patience = QUICK) -> AsyncIterator[tuple[Supervisor, list[str]]]:
    said: list[str] = []
    ready = asyncio.Event()
    supervisor = Supervisor(parts, said.append, patience)
    task = asyncio.create_task(supervisor.run(ready.set))
    try:
        await asyncio.wait_for(ready.wait(), 20.0)
        yield supervisor, said
    finally:
        supervisor.stop_soon()
        await task


async def test_all_parts_come_up_and_stop_in_reverse_order(tmp_path: Path) -> None:
    async with running(part(tmp_path, "one"), part(tmp_path, "two")) as (supervisor, said):
        pids = supervisor.pids
        assert sorted(pids) == ["one", "two"]
        assert all(alive(pid) for pid in pids.values())
        assert sorted(line.split(" (")[0] for line in said) == ["one is well", "two is well"]
    assert not any(alive(pid) for pid in pids.values())
    [(_, one)], [(_, two)] = events(tmp_path, "one", "stopped"), events(tmp_path, "two", "stopped")
    assert two < one
    assert (tmp_path / "logs" / "one.log").read_text() == "bye\n"


async def test_a_part_that_dies_is_started_again_and_the_reason_is_told(tmp_path: Path) -> None:
    mortal = part(tmp_path, "mortal")
    async with running(mortal) as (supervisor, said):
        first = supervisor.pids["mortal"]
        with suppress(OSError):
            await asyncio.to_thread(urllib.request.urlopen, mortal.health_url.replace("/health", "/die"))
        await eventually(lambda: supervisor.pids.get("mortal", first) != first)
        second = supervisor.pids["mortal"]
        await eventually(lambda: sum("is well" in line for line in said) == 2)
        os.kill(second, signal.SIGKILL)
        await eventually(lambda: supervisor.pids.get("mortal", second) != second)
    assert "mortal ended (exit code 3); it last said: the cat stepped on the plug" in said
    assert any(line.startswith("mortal ended (killed by SIGKILL)") for line in said)


async def test_pauses_grow_up_to_the_longest(tmp_path: Path) -> None:
    patience = Patience(first_pause_s=0.1, longest_pause_s=0.3, stop_within_s=3.0, poll_s=0.05, tries=5)
    said: list[str] = []
    supervisor = Supervisor([part(tmp_path, "broken", "broken")], said.append, patience)
    with pytest.raises(PartFailed):
        await supervisor.run(lambda: pytest.fail("it never was ready"))
    pauses = [line.split(" in ")[1].split(" s;")[0] for line in said if "starts again" in line]
    assert pauses == ["0.1", "0.2", "0.3", "0.3"]
    starts = [at for _, at in events(tmp_path, "broken", "started")]
    assert len(starts) == 5
    assert starts[-1] - starts[0] >= 0.9


async def test_a_part_that_never_starts_ends_the_others_and_says_why(tmp_path: Path) -> None:
    good = part(tmp_path, "good")
    supervisor = Supervisor([good, part(tmp_path, "broken", "broken")], lambda line: None, QUICK)
    with pytest.raises(PartFailed) as failure:
        await supervisor.run(lambda: pytest.fail("it never was ready"))
    assert "broken does not start (exit code 1); it last said: no such file: recipe.yml" in str(failure.value)
    assert str(tmp_path / "logs" / "broken.log") in str(failure.value)
    assert not any(alive(pid) for pid, _ in events(tmp_path, "good", "started"))


async def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = Part("missing", ["/no/such/program"], tmp_path / "log", "http://127.0.0.1:9/", tmp_path, {})
    with pytest.raises(PartFailed, match=r"missing does not start \(cannot be started: .*/no/such/program"):
        await Supervisor([missing], lambda line: None, QUICK).run(lambda: None)


async def test_a_part_that_is_not_well_in_time_is_given_up(tmp_path: Path) -> None:
    patience = Patience(first_pause_s=0.1, poll_s=0.05, tries=1)
    supervisor = Supervisor([part(tmp_path, "sleepy", "sleepy", start_timeout_s=0.5)], lambda line: None, patience)
    with pytest.raises(PartFailed, match=r"not well within 0\.5 s"):
        await supervisor.run(lambda: None)


async def test_a_stubborn_part_is_killed_in_time_with_its_own_children(tmp_path: Path) -> None:
    async with running(part(tmp_path, "stubborn", "stubborn", "parent")) as (supervisor, _):
        pid = supervisor.pids["stubborn"]
        line = next(line for line in (tmp_path / "stubborn.events").read_text().splitlines() if "grandchild" in line)
        grandchild = int(line.split()[0].split("=")[1])
        assert alive(grandchild)
        started = time.monotonic()
    assert time.monotonic() - started < QUICK.stop_within_s + 2.0
    assert not alive(pid)
    await eventually(lambda: not alive(grandchild))


async def test_a_line_without_end_is_kept_and_does_no_harm(tmp_path: Path) -> None:
    async with running(part(tmp_path, "chatty", "chatty")):
        log = tmp_path / "logs" / "chatty.log"
        await eventually(lambda: log.exists() and log.read_text().count("x") == 300_000)


SUPERVISING = """
import asyncio, sys
from pathlib import Path
from cli.supervisor import Part, Patience, Supervisor, run_until_signal
name, port, folder, child = sys.argv[1:5]
command = [sys.executable, "-S", child, name, port]
part = Part(name, command, Path(folder, "log"), f"http://127.0.0.1:{port}/", Path(folder), {})
supervisor = Supervisor([part], lambda line: print(line, flush=True), Patience(poll_s=0.05))
ready = lambda: print("ready", supervisor.pids[name], flush=True)
asyncio.run(run_until_signal(supervisor, ready, lambda: print("stopping", flush=True)))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_children_end_with_their_supervisor(tmp_path: Path, number: signal.Signals) -> None:
    if number == signal.SIGKILL and not sys.platform.startswith("linux"):
        pytest.skip("only Linux can tie a child's life to its parent's")
    script = tmp_path / "supervising.py"
    script.write_text(SUPERVISING)
    command = [sys.executable, str(script), "child", str(free_port()), str(tmp_path), str(CHILD)]
    supervisor = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout is not None
    with supervisor, supervisor.stdout:
        pid = next(int(line.split()[1]) for line in supervisor.stdout if line.startswith("ready"))
        assert alive(pid)
        supervisor.send_signal(number)
        supervisor.wait(timeout=10)
    await eventually(lambda: not alive(pid))
    assert bool(events(tmp_path, "child", "stopped")) == (number != signal.SIGKILL)
    assert supervisor.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 0)


@pytest.mark.parametrize(
    ("code", "words"), [(0, "exit code 0"), (3, "exit code 3"), (-9, "killed by SIGKILL"), (-99, "signal 99")]
)
def test_exits_are_told_in_words(code: int, words: str) -> None:
    assert describe_exit(code).endswith(words)
