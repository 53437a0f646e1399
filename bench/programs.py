"""The programs that are measured: start, wait until they answer, what they cost, stop. Only those that we started."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.processes import die_with_parent
from support.errors import WarmlineError

START_TIMEOUT_S = 300.0
STOP_TIMEOUT_S = 20.0
POLL_S = 0.05


class BenchFailed(WarmlineError):
    """Something could not be measured; the message says what and where its log is."""


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


@dataclass
class Program:
    """A server on this machine; `ready_path` answers 200 once it is ready."""

    name: str
    command: Sequence[str]
    port: int
    ready_path: str
    cwd: Path
    environ: Mapping[str, str]
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started: float = 0.0

    def launch(self) -> None:
        """Start it, without waiting."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._started = time.perf_counter()
            self._process = subprocess.Popen(
                list(self.command),
                cwd=self.cwd,
                env=dict(self.environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def wait(self) -> float:
        """Wait until it is ready; return the seconds since it was launched. Raises BenchFailed."""
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                raise BenchFailed(f"{self.name} ended before it was ready; its log: {self.log}")
            if time.perf_counter() - self._started > START_TIMEOUT_S:
                raise BenchFailed(f"{self.name} is not ready after {START_TIMEOUT_S:.0f} s; its log: {self.log}")
            time.sleep(POLL_S)
        return time.perf_counter() - self._started

    def start(self) -> float:
        """Start it and wait until it is ready; return how many seconds that took."""
        self.launch()
        return self.wait()

    def stop(self) -> None:
        """Stop it and what it started."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        for number, patience_s in ((signal.SIGINT, STOP_TIMEOUT_S), (signal.SIGKILL, STOP_TIMEOUT_S)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience_s)
                return

    @property
    def pid(self) -> int:
        """Return its process id. Raises BenchFailed if it does not run."""
        if self._process is None:
            raise BenchFailed(f"{self.name} does not run")
        return self._process.pid

    def memory_mb(self) -> float:
        """Return its resident memory in MB (2^20 bytes)."""
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, text=True, check=True)
        return int(said.stdout) / 1024

    def cpu_s(self) -> float | None:
        """Return the processor time that it has used so far, None where the system does not tell."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return None
        after_name = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")  # utime + stime, man 5 proc

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", self.ready_path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
