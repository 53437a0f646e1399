"""`warmline demo`: five dialogues with the real bot in the terminal, in a Warmline of their own that leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from cli.demonstration.script import Script, load
from cli.demonstration.stage import Stage
from cli.demonstration.talk import Line
from cli.environment import settings_with_secrets
from cli.seed import DemoAgent, prepare
from cli.supervisor import PartFailed, Supervisor
from cli.train import ensure_model
from cli.up import check, parts
from support.settings import ROOT, Settings

GUEST = "guest"


def demo() -> None:
    """Play the dialogues, with the time that each answer took.

    Raises:
        WarmlineError: Warmline did not start, or the bot did not answer.
    """
    scripts = load()
    console = Console(highlight=False)
    model = ensure_model(settings_with_secrets(), console)
    home = Path(tempfile.mkdtemp(prefix="warmline-demo-"))
    keep = False
    try:
        _leave_the_users_own(home)
        settings = settings_with_secrets()
        check(settings, ROOT)
        agent = prepare(settings)
        assert agent is not None  # the demo is on
        asyncio.run(_with_warmline(settings, model, console, lambda: play(settings, agent, scripts, console)))
    except PartFailed:
        keep = True  # its message names a log in there
        raise
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


def _leave_the_users_own(home: Path) -> None:
    """Set this process's environment, which all parts inherit: no database, shop or helpdesk but the demo's."""
    for name in [name for name in os.environ if name.startswith("WARMLINE_")]:
        del os.environ[name]
    port, rasa, actions = _free_ports(3)
    os.environ |= {
        "WARMLINE_HOME": str(home),
        "WARMLINE_PORT": str(port),
        "WARMLINE_RASA_PORT": str(rasa),
        "WARMLINE_ACTIONS_PORT": str(actions),
        "WARMLINE_RATE_MESSAGES": "1000",
    }


def _free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


async def _with_warmline(settings: Settings, model: Path, console: Console, work: Callable[[], None]) -> None:
    """Start Warmline, do the work in a thread, stop it. Raises PartFailed."""
    supervisor = Supervisor(parts(settings, model, ROOT), lambda line: console.print(line, markup=False, style="dim"))
    ready = asyncio.Event()
    running = asyncio.create_task(supervisor.run(ready.set))
    waiting = asyncio.create_task(ready.wait())
    try:
        with console.status("Starting a Warmline for the demo …"):
            await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
        if ready.is_set():
            await asyncio.to_thread(work)
    finally:
        waiting.cancel()
        supervisor.stop_soon()
        await running


def play(settings: Settings, agent: DemoAgent, scripts: Sequence[Script], console: Console) -> None:
    """Play the dialogues with a running Warmline. Raises NoAnswer."""
    stage = Stage(console)
    cast = _cast(settings)
    with Line(f"http://127.0.0.1:{settings.port}", agent) as line:
        for number, script in enumerate(scripts, 1):
            name, story = cast.get(script.customer or "", (GUEST, ""))
            stage.opens(number, len(scripts), script.name, name, story)
            token, conversation = line.token(script.customer), None
            for text in script.says:
                stage.customer(name.split(" ")[0], text)
                answer, conversation, token = line.say(text, token, conversation)
                stage.bot(text, answer)
    stage.closes(len(scripts))


def _cast(settings: Settings) -> dict[str, tuple[str, str]]:
    """Return name and story of each of the demo shop's customers, in their language."""
    from integrations.shops.demo import DemoShop, demo_path

    shop = DemoShop.open(demo_path(settings.home))
    try:
        stories = {story.customer_id: story for story in shop.stories()}
        return {
            customer.id: (
                customer.name,
                stories[customer.id].story_zh if customer.language == "zh" else stories[customer.id].story,
            )
            for customer in shop.customers()
        }
    finally:
        shop.close()
