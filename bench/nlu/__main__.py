"""`python -m bench.nlu`: train the pipeline on public sets, measure it beside stock Rasa, write docs/evaluation/public.md."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.status import Status

from bench.nlu import ours, page, sets, stock
from bot.components.reader import MessageReader, settings_of
from bot.reading.reader import Settings
from evaluation import plots
from evaluation.scores import accuracy, accuracy_interval, calibration, hits, macro_f1
from support.errors import InvalidInput, WarmlineError
from support.settings import ROOT

WORK = ROOT / "var" / "bench" / "nlu"
PAGE = ROOT / "docs" / "evaluation" / "public.md"
RESULTS = PAGE.with_suffix("")  # figures and pictures: a case that was run need not be run again for the page
SETS = ROOT.parent / "shared" / "bench"


@dataclass(frozen=True)
class Case:
    """One training and test: a set, and which pipeline."""

    name: str
    load: Callable[[Path], sets.Split]
    pipeline: str


def cases() -> list[Case]:
    """Return all cases, quick ones first."""
    few: list[Callable[[Path], sets.Split]] = [sets.banking77_10, sets.hwu64_10]
    full: list[Callable[[Path], sets.Split]] = [sets.hwu64, sets.banking77, sets.clinc150]
    found = [Case(f"{load.__name__}-{how}", load, how) for load in few for how in ("frozen", "tuned", "stock")]
    found += [Case(f"{load.__name__}-frozen", load, "frozen") for load in full]
    found += [Case("goemotions-frozen", sets.goemotions, "frozen"), Case("goemotions-tuned", sets.goemotions, "tuned")]
    found += [Case(f"{load.__name__}-tuned", load, "tuned") for load in full]
    return [*found, Case("hwu64-stock", sets.hwu64, "stock")]


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.nlu", description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS, help="folder of the public data sets")
    parser.add_argument("--only", default="", help="cases to run, by the beginning of their names, comma-separated")
    parser.add_argument("--list", action="store_true", help="list the cases")
    arguments = parser.parse_args()
    console = Console()
    known = cases()
    if arguments.list:
        for case in known:
            console.print(case.name)
        return 0
    wanted = tuple(name for name in arguments.only.split(",") if name)
    chosen = [case for case in known if not wanted or case.name.startswith(wanted)]
    if not chosen:
        console.print(f"no case begins with {arguments.only}; --list names them")
        return 2
    WORK.mkdir(parents=True, exist_ok=True)
    try:
        for number, case in enumerate(chosen, start=1):
            with console.status(f"{number} of {len(chosen)}: {case.name}") as status:
                found = run(case, arguments.sets, partial(_tell, status, case.name))
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / f"{case.name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
            console.print(f"{case.name}: {page.brief(found)}", highlight=False)
    except WarmlineError as error:
        console.print(f"bench-nlu: {error}", style="red")
        return 1
    results = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(RESULTS.glob("*.json"))}
    PAGE.write_text(page.page(results, [case.name for case in known if case.name not in results]), encoding="utf-8")
    console.print(f"Written: {PAGE.relative_to(ROOT)}")
    return 0


def _tell(status: Status, name: str, said: str) -> None:
    status.update(f"{name}: {said}")


def run(case: Case, folder: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Run one case and return its figures; draw the pictures of the pipeline that ships."""
    split = case.load(folder)
    shipped, encoder = shipped_settings()
    if case.pipeline == "stock":
        result = stock.single(split, WORK / "stock" / case.name, tell)
    else:
        train = ours.several if case.load is sets.goemotions else ours.single
        result = train(split, shipped, encoder, tuned=case.pipeline == "tuned", tell=tell)
    truth = [row.label for row in split.test]
    right = hits(truth, result.guess)
    several = case.load is sets.goemotions
    measured = calibration(result.confidence, right)
    if case.pipeline == "tuned" and not several:
        picture = case.load.__name__.replace("_", "-")
        plots.confusion_matrix(RESULTS / f"{picture}.png", truth, result.guess, split.name)
        plots.reliability(RESULTS / f"{picture}-reliability.png", measured, split.name)
    figures = result.figures if several else {"accuracy": accuracy(truth, result.guess), **result.figures}
    if not several:
        between = accuracy_interval(right)
        figures |= {
            "low": between.low,
            "high": between.high,
            "macro_f1": macro_f1(truth, result.guess),
            "ece": measured.ece,
        }
    wrong = [
        {"text": row.text, "is": row.label, "taken_for": guess}
        for row, guess in zip(split.test, result.guess, strict=True)
        if guess not in row.labels
    ]
    return {
        "set": split.name,
        "pipeline": case.pipeline,
        "encoder": encoder if case.pipeline != "stock" else "DIET",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sizes": {"train": len(split.train), "test": len(split.test)},
        "train_s": round(result.train_s, 1),
        "figures": {name: round(value, 4) for name, value in figures.items()},
        "confused": page.confused([(w["is"], w["taken_for"]) for w in wrong]),
        "settings": {name: str(value) for name, value in asdict(ours.settings_for(split, shipped)[0]).items()},
    }


def shipped_settings() -> tuple[Settings, str]:
    """Return the reader's settings in config.yml, and its English encoder."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    for component in config["pipeline"]:
        if component["name"].endswith(MessageReader.__name__):
            settings = settings_of({**MessageReader.get_default_config(), **component})
            return settings, settings.encoders["en"]
    raise InvalidInput("config.yml has no MessageReader in its pipeline")


if __name__ == "__main__":
    sys.exit(main())
