"""`python -m bench`: measure Warmline and stock Rasa side by side; write bench/report.json and docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench import cases, house, page, parsing, report, starting, training
from bench.talk import Tally
from bot.reading import e5
from bot.reading.encoders import model_path
from cli.environment import load_env_file
from gateway import keys
from support.errors import WarmlineError
from support.settings import ROOT, load

WORK = ROOT / "var" / "bench"
REPORT = ROOT / "bench" / "report.json"
PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a few samples, to see that it works; docs stay as they are"
    )
    parser.add_argument("--retrain", action="store_true", help="train both bots again to measure how long it takes")
    parser.add_argument(
        "--output", type=Path, help="where the report goes (default: bench/report.json; quick: var/bench)"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    load_env_file()
    try:
        found = measure(cases.QUICK if options.quick else cases.FULL, options.retrain, console)
    except WarmlineError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: stopped", file=sys.stderr)
        return 130
    output = options.output or (WORK / "report-quick.json" if options.quick else REPORT)
    output.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if not options.quick:
        page.write_into(PAGE, found)
    page.show(console, found)
    return 0


def measure(plan: cases.Plan, retrain: bool, console: Console) -> report.Json:
    """Do all of it and return the report.

    Raises:
        WarmlineError: something does not start or cannot be trained.
    """
    WORK.mkdir(parents=True, exist_ok=True)
    load_before = os.getloadavg()[0]
    settings = load({**os.environ, "WARMLINE_HOME": str(WORK / "training-home")})
    settings = replace(
        settings, identity_secret=keys.identity_secret(settings), internal_token=keys.internal_token(settings)
    )
    with _progress(console) as progress:
        with _task(progress, "Training", None) as (tell, _):
            trained = {
                "warmline": training.warmline(settings, WORK / "warmline", tell, retrain, plan.quick),
                "stock": training.stock(settings, WORK / "stock", tell, retrain, plan.quick),
            }
        models = {name: one.path for name, one in trained.items()}
        tallies = {name: Tally() for name in (*report.OURS, report.STOCK)}
        home = house.build(WORK / "home", models["warmline"], models["stock"])
        log = home.home / "logs" / "parsing.log"
        try:
            with _task(progress, "Understanding single messages", plan.parse_rounds * 2) as (_, step):
                parsed = parsing.measure(home.settings, models, "warmline", plan.parse_rounds, log, step)
            with _task(progress, "Starting each, in turn", plan.starts * 2 + 1) as (_, step):
                starts = starting.measure(home, plan, tallies, step)
            with _task(progress, "Replies one after the other", plan.turns_in_all) as (_, step):
                in_sequence = cases.sequential(home, plan, tallies, step)
            with _task(progress, "Twenty customers at once", plan.at_once_rounds * 3) as (_, step):
                in_parallel = cases.at_once(home, plan, tallies, step)
            starting.memory_after_work(home, starts)
            sizes = {
                "warmline_model": report.size_mb(models["warmline"]),
                "stock_model": report.size_mb(models["stock"]),
                "encoder": sum(map(report.size_mb, _encoders())),
                "warmline_database": report.size_mb(home.home / "warmline.db"),
                "stock_database": report.size_mb(home.home / "stock.db"),
            }
        finally:
            home.stop()
    return report.compose(
        report.Run(plan, load_before, in_sequence, in_parallel, parsed, starts, trained, sizes, tallies)
    )


def _encoders() -> list[Path]:
    """Return where the encoders that config.yml names lie: they are no part of a model's archive."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    names = {name for component in pipeline for name in component.get("encoders", {}).values()}
    return [e5.packed_path() if name == e5.NAME else Path(model_path(name)) for name in sorted(names)]


def _progress(console: Console) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


@contextmanager
def _task(
    progress: Progress, title: str, total: int | None
) -> Iterator[tuple[Callable[[str], None], Callable[[], None]]]:
    """Show a part of the work; yield what changes its words and what moves it one step on."""
    task = progress.add_task(title, total=total)
    if not progress.console.is_terminal:
        progress.console.print(f"{title} …")
    yield lambda said: progress.update(task, description=said), lambda: progress.advance(task)
    progress.update(task, description=title, total=total or 1, completed=total or 1)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
