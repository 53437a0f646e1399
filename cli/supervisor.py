"""Keep a few programs running: start them, wait until they are well, restart what dies, stop all of them together.

It knows nothing of what it supervises, and speaks through the function `tell`, one line at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import logging
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import urlsplit

from cli.processes import die_with_parent
from support.errors import WarmlineError

LOG_BYTES = 5_000_000
LOGS_KEPT = 3
PROBE_TIMEOUT_S = 3.0


class PartFailed(WarmlineError):
    """A part did not come up; the message names it, the reason and its log."""


@dataclass(frozen=True)
class Part:
    """A program to keep running. `health_url` (http, on this machine) answers 200 once it is well."""

    name: str
    command: Sequence[str]
    log: Path
    health_url: str
    cwd: Path
    environ: Mapping[str, str]
    start_timeout_s: float = 180.0


@dataclass(frozen=True)
class Patience:
    """How long to wait for what, in seconds. `tries`: starts in a row that may fail before a part was ever well."""

    first_pause_s: float = 1.0
    longest_pause_s: float = 30.0
    steady_after_s: float = 60.0
    stop_within_s: float = 9.0
    poll_s: float = 0.3
    tries: int = 3


@dataclass
class _Running:
    """One part's present state."""

    part: Part
    process: Process | None = None
    was_well: asyncio.Event = field(default_factory=asyncio.Event)
    last_line: str = ""
    failures: int = 0
    keeper: asyncio.Task[None] | None = None


class Supervisor:
    """Run parts until told to stop."""

    def __init__(self, parts: Sequence[Part], tell: Callable[[str], None], patience: Patience | None = None) -> None:
        """Prepare; nothing starts yet."""
        self._running = [_Running(part) for part in parts]
        self._tell = tell
        self._patience = patience or Patience()
        self._stopping = asyncio.Event()

    async def run(self, ready: Callable[[], None]) -> None:
        """Start all parts at once, call `ready` when all are well, go on until `stop_soon`, then stop all of them.

        Raises:
            PartFailed: a part never came up.
        """
        stopped = asyncio.create_task(self._stopping.wait())
        for running in self._running:
            running.keeper = asyncio.create_task(self._keep(running), name=running.part.name)
        keepers = [running.keeper for running in self._running if running.keeper]
        all_well = asyncio.create_task(self._all_well())
        try:
            await asyncio.wait([stopped, all_well, *keepers], return_when=asyncio.FIRST_COMPLETED)
            if all_well.done() and not stopped.done():
                ready()
            await asyncio.wait([stopped, *keepers], return_when=asyncio.FIRST_COMPLETED)
            for keeper in keepers:
                if keeper.done():
                    keeper.result()
        finally:
            self._stopping.set()
            for task in (stopped, all_well):
                task.cancel()
            await self._stop_all()

    def stop_soon(self) -> None:
        """Ask for the end; a second time it comes at once. Safe as a signal handler of the running loop."""
        if self._stopping.is_set():
            for running in self._running:
                self._signal(running, signal.SIGKILL)
        self._stopping.set()

    @property
    def pids(self) -> dict[str, int]:
        """Return the process ids of the parts that run now."""
        return {r.part.name: r.process.pid for r in self._running if r.process and r.process.returncode is None}

    async def _all_well(self) -> None:
        for running in self._running:
            await running.was_well.wait()

    async def _keep(self, running: _Running) -> None:
        """Start a part, again and again with growing pauses, until the end.

        Raises:
            PartFailed: it failed too often before it was ever well.
        """
        while not self._stopping.is_set():
            started = time.monotonic()
            reason = await self._live(running)
            if self._stopping.is_set():
                return
            steady = time.monotonic() - started >= self._patience.steady_after_s
            running.failures = 1 if steady else running.failures + 1
            said = f"; it last said: {running.last_line}" if running.last_line else ""
            if not running.was_well.is_set() and running.failures >= self._patience.tries:
                raise PartFailed(f"{running.part.name} does not start ({reason}){said}\nIts log: {running.part.log}")
            pause_s = min(self._patience.first_pause_s * 2 ** (running.failures - 1), self._patience.longest_pause_s)
            self._tell(f"{running.part.name} ended ({reason}){said}")
            self._tell(f"{running.part.name} starts again in {pause_s:g} s; its log: {running.part.log}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause_s)

    async def _live(self, running: _Running) -> str:
        """Start a part once and stay until it ended; return why it did."""
        part = running.part
        running.last_line = ""
        try:
            running.process = process = await asyncio.create_subprocess_exec(
                *part.command,
                cwd=part.cwd,
                env=dict(part.environ),
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=STDOUT,
                start_new_session=True,  # a group of its own: Ctrl-C reaches us alone, and what it starts dies with it
                preexec_fn=die_with_parent(),
            )
        except OSError as error:
            # Not every event loop puts the file's name into its error.
            return f"cannot be started: {error.strerror or error}: {running.part.command[0]}"
        if self._stopping.is_set():
            self._signal(running, signal.SIGTERM)
        pump = asyncio.create_task(_pump(process, running))
        watch = asyncio.create_task(self._watch(running, process))
        try:
            code = await process.wait()
            too_slow = watch.done() and not watch.cancelled() and not watch.result()
            self._signal(running, signal.SIGKILL)  # what it left in its group
            # A grandchild of another session may hold the pipe open: its words are not worth waiting for.
            await asyncio.wait([pump], timeout=1.0)
        finally:
            watch.cancel()
            pump.cancel()
        return f"not well within {part.start_timeout_s:g} s" if too_slow else describe_exit(code)

    async def _watch(self, running: _Running, process: Process) -> bool:
        """Wait until a part is well; end it and return False if that takes too long."""
        part, started = running.part, time.monotonic()
        while time.monotonic() - started < part.start_timeout_s:
            if await asyncio.to_thread(is_well, part.health_url) and process.returncode is None:
                self._tell(f"{part.name} is well ({time.monotonic() - started:.0f} s)")
                running.was_well.set()
                return True
            await asyncio.sleep(self._patience.poll_s)
        self._signal(running, signal.SIGKILL)
        return False

    async def _stop_all(self) -> None:
        """Stop the parts, the last one first; all together within `stop_within_s`."""
        deadline = time.monotonic() + self._patience.stop_within_s
        for left, running in zip(range(len(self._running), 0, -1), reversed(self._running), strict=True):
            keeper = running.keeper
            if keeper is None:
                continue
            self._signal(running, signal.SIGTERM)
            share_s = max(deadline - time.monotonic(), 0.0) / left
            done, _ = await asyncio.wait([keeper], timeout=share_s)
            if not done:
                self._signal(running, signal.SIGKILL)
                done, _ = await asyncio.wait([keeper], timeout=2.0)
            if not done:
                keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError, WarmlineError):
                await keeper

    def _signal(self, running: _Running, number: signal.Signals) -> None:
        """Send a signal to a part's whole process group; nothing happens if it has gone."""
        if running.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(running.process.pid, number)


async def run_until_signal(supervisor: Supervisor, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
    """Run a supervisor until Ctrl-C, SIGTERM or the terminal's end; `stopping` is called when one of them comes.

    Raises:
        PartFailed: a part never came up.
    """

    def stop() -> None:
        stopping()
        supervisor.stop_soon()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    await supervisor.run(ready)


def describe_exit(code: int) -> str:
    """Return in words how a process ended."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"


def is_well(url: str) -> bool:
    """Return whether a GET of a plain http URL is answered with 200. Proxies are not asked."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PROBE_TIMEOUT_S)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


async def _pump(process: Process, running: _Running) -> None:
    """Write what a process says to its log, which is rotated; remember the last line that says something."""
    assert process.stdout is not None
    running.part.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = RotatingFileHandler(running.part.log, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
    try:
        while chunk := await _line(process.stdout):
            line = chunk.decode("utf-8", errors="replace").rstrip()
            if line.strip():
                running.last_line = line.strip()[:300]
            log.emit(logging.makeLogRecord({"msg": line}))
    finally:
        log.close()


async def _line(stream: asyncio.StreamReader) -> bytes:
    """Return the next line; of one that is longer than the buffer, the next part."""
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        return error.partial
    except asyncio.LimitOverrunError as error:
        return await stream.read(error.consumed or 1)
