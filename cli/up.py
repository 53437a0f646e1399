"""`warmline up`: check, prepare, train if need be, then run action server, bot and gateway until Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from pathlib import Path

from rich.console import Console
from rich.status import Status

from cli.environment import settings_with_secrets
from cli.processes import bot_environment
from cli.seed import DemoAgent, prepare
from cli.supervisor import Part, Supervisor, run_until_signal
from cli.train import ensure_model
from support.errors import SettingsError
from support.settings import ROOT, Settings

WILDCARDS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  (a look-up, not a bind)


def up() -> None:
    """Start everything and stay until Ctrl-C or SIGTERM.

    Raises:
        WarmlineError: something that a start needs is missing; the message says what to do.
    """
    settings = settings_with_secrets()
    console = Console(highlight=False, soft_wrap=True)
    check(settings, ROOT)
    agent = prepare(settings)
    model = ensure_model(settings, console)
    asyncio.run(_supervise(settings, console, agent, model))
    console.print("Warmline has stopped.")


def check(settings: Settings, root: Path) -> None:
    """Make sure that a start can succeed.

    Raises:
        SettingsError: a port is taken, a file is missing, or the front end is not built.
    """
    for name in ("config.yml", "endpoints.yml", "credentials.yml"):
        if not (root / name).is_file():
            raise SettingsError(f"{name} is missing in {root}: this checkout is not whole")
    if not any((root / "web" / "dist").glob("*.html")):
        raise SettingsError("the front end is not built: run `make setup`")
    check_port("WARMLINE_PORT", settings.host, settings.port)
    check_port("WARMLINE_RASA_PORT", "127.0.0.1", settings.rasa_port)
    check_port("WARMLINE_ACTIONS_PORT", "127.0.0.1", settings.actions_port)


def check_port(variable: str, host: str, port: int) -> None:
    """Make sure that we can listen there.

    Raises:
        SettingsError: we can't; the message names the port and the variable that changes it.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # as servers do: a closing connection is no matter
            trial.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = f"port {port} is taken by another program: stop that one, or set {variable} to a free port"
        elif error.errno == errno.EACCES:
            said = f"port {port} may not be used by this user: set {variable} to one above 1023"
        else:
            said = f"cannot listen on {host}:{port} (WARMLINE_HOST, {variable}): {error.strerror or error}"
        raise SettingsError(said) from error


def parts(settings: Settings, model: Path, root: Path) -> list[Part]:
    """Return what runs. The last one stops first: the gateway, which takes the messages in."""
    environ = {**bot_environment(settings, root), "LOG_LEVEL": settings.log_level.upper()}  # LOG_LEVEL is Rasa's
    logs = settings.home / "logs"
    python = sys.executable
    rasa = [python, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(settings.rasa_port), "-m", str(model)]
    rasa += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    actions = [python, "-m", "rasa_sdk", "--actions", "actions", "-p", str(settings.actions_port)]
    gateway = [python, "-m", "gateway"]
    host = WILDCARDS.get(settings.host, f"[{settings.host}]" if ":" in settings.host else settings.host)
    return [
        Part(
            "actions", actions, logs / "actions.log", f"http://127.0.0.1:{settings.actions_port}/health", root, environ
        ),
        Part("rasa", rasa, logs / "rasa.log", f"{settings.rasa_url}/", root, environ),
        Part("gateway", gateway, logs / "gateway.log", f"http://{host}:{settings.port}/health", root, environ),
    ]


async def _supervise(settings: Settings, console: Console, agent: DemoAgent | None, model: Path) -> None:
    supervisor = Supervisor(parts(settings, model, ROOT), lambda line: console.print(line, markup=False))
    with console.status("Starting the action server, the bot and the gateway …") as status:
        await run_until_signal(
            supervisor,
            ready=lambda: _announce(settings, console, agent, status),
            stopping=lambda: console.print("Stopping …"),
        )


def _announce(settings: Settings, console: Console, agent: DemoAgent | None, status: Status) -> None:
    """Say that all is well and where to go. Tests and scripts wait for the first line."""
    status.stop()
    host = WILDCARDS.get(settings.host, settings.host)
    address = f"http://{host}:{settings.port}"
    lines = ["Warmline is ready.", "", f"  Shop  {address}/", f"  Desk  {address}/desk"]
    if agent:
        lines.append(f"        sign in as {agent.email}, password {agent.password}")
    lines += [f"  Logs  {settings.home / 'logs'}", "", "Ctrl-C stops everything."]
    for line in lines:
        console.print(line, markup=False)
