"""bench/report.json: every figure with its n, the ratios, how they came about; nothing that tells whose machine it was."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import figures
from bench.cases import AtOnce, Plan, Sequential
from bench.method import METHOD
from bench.parsing import Samples
from bench.starting import Starts
from bench.talk import Tally
from bench.training import Trained

Json = dict[str, Any]
PACKAGES = ("rasa", "tensorflow", "torch", "sentence-transformers", "scikit-learn", "sqlalchemy", "fastapi")
# What steers how many threads the libraries use decides much on a small machine.
THREADS = ("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
OURS = ("warmline_chat", "warmline_bot")
STOCK = "stock"


@dataclass(frozen=True)
class Run:
    """All that one run measured."""

    plan: Plan
    load: float
    sequential: Sequential
    at_once: AtOnce
    parsing: dict[str, Samples]
    starts: Starts
    training: dict[str, Trained]
    sizes_mb: dict[str, float]
    tallies: dict[str, Tally]


def compose(run: Run) -> Json:
    """Return the report."""
    late = f"turn_{run.plan.late_turn}"
    report: Json = {
        "schema": "warmline-bench/1",
        "quick": run.plan.quick,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(run.load),
        "versions": {name: version(name) for name in PACKAGES},
        "method": METHOD,
        "replies_ms": {
            "turn_5": compare({n: run.sequential.around(n, run.plan.early) for n in (*OURS, STOCK)}),
            late: compare({n: run.sequential.around(n, run.plan.late) for n in (*OURS, STOCK)}),
            "growth": {
                n: figures.ratio(
                    run.sequential.around(n, run.plan.late), run.sequential.around(n, run.plan.early)
                ).as_dict()
                for n in (*OURS, STOCK)
            },
        },
        "at_once": _at_once(run.plan, run.at_once),
        "understanding_ms": _understanding(run.parsing),
        "memory_mb": {name: figures.figure(samples).as_dict(0) for name, samples in run.starts.memory_mb.items()},
        "start_up_s": {name: figures.figure(samples).as_dict(1) for name, samples in run.starts.seconds.items()},
        "first_reply_ms": {name: round(one) for name, one in run.starts.first_reply_ms.items()},
        "training": {name: asdict(trained.training) for name, trained in run.training.items()},
        "sizes_mb": {name: round(size, 1) for name, size in run.sizes_mb.items()},
        "said": {name: asdict(tally) for name, tally in run.tallies.items()},
    }
    return report | {"verdicts": verdicts(report, late)}


def compare(samples: dict[str, Sequence[float]] | dict[str, list[float]]) -> Json:
    """Return each system's figure and stock's median divided by Warmline's."""
    found: Json = {name: figures.figure(row).as_dict() for name, row in samples.items()}
    found["stock_to_warmline"] = {name: figures.ratio(samples[STOCK], samples[name]).as_dict() for name in OURS}
    return found


def _at_once(plan: Plan, measured: AtOnce) -> Json:
    rates = measured.rates
    found: Json = {
        "customers": plan.customers_at_once,
        "messages_each": plan.messages_each,
        "replies_per_s": {name: figures.figure(rates[name]).as_dict() for name in (*OURS, STOCK)},
        "latency_ms": compare({name: measured.milliseconds[name] for name in (*OURS, STOCK)}),
        "cpu_ms_per_reply": {name: figures.figure(row).as_dict(1) for name, row in measured.cpu_ms.items()},
    }
    found["replies_per_s"]["warmline_to_stock"] = {
        name: figures.ratio(rates[name], rates[STOCK]).as_dict() for name in OURS
    }
    return found


def _understanding(parsing: dict[str, Samples]) -> Json:
    found: Json = {
        name: {kind: figures.figure(row).as_dict() for kind, row in samples.items() if kind != "understood"}
        for name, samples in parsing.items()
    }
    for name, samples in parsing.items():
        found[name]["mix_understood"] = round(sum(samples["understood"]) / len(samples["understood"]), 2)
    ours = parsing["warmline"]
    found["stock_to_warmline"] = figures.ratio(parsing[STOCK]["parse"], ours["parse"]).as_dict()
    found["parse_to_forward"] = figures.ratio(ours["parse"], ours["forward"]).as_dict()
    return found


def machine(load: float) -> Json:
    """Describe the machine without naming it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "load_before": round(load, 2),
        "threads": {name: os.environ[name] for name in THREADS if name in os.environ},
    }


def verdicts(report: Json, late: str) -> list[str]:
    """Say in plain sentences who is ahead where, Warmline's defeats included."""
    said = []
    for case, title in (("turn_5", "turn 5"), (late, late.replace("_", " "))):
        for name in OURS:
            found = figures.Ratio(*report["replies_ms"][case]["stock_to_warmline"][name].values())
            said.append(f"{_title(name)}, {title}: {figures.verdict(found, figures.faster)}.")
    for name in OURS:
        found = figures.Ratio(*report["at_once"]["latency_ms"]["stock_to_warmline"][name].values())
        said.append(f"{_title(name)}, 20 at once: {figures.verdict(found, figures.faster)}.")
    found = figures.Ratio(*report["understanding_ms"]["stock_to_warmline"].values())
    said.append(f"Understanding one message: {figures.verdict(found, figures.faster)}.")
    ours, theirs = (report["memory_mb"][f"{name}_after_work"]["median"] for name in ("rasa", "stock"))
    said.append(f"Memory of the Rasa process: Warmline {ours:.0f} MB, stock {theirs:.0f} MB.")
    load, cores = report["machine"]["load_before"], report["machine"]["cores"]
    if load > 0.3 * cores:
        busy = f"The machine was busy with other work (load {load} on {cores} cores), which does not hit all alike"
        said.append(f"{busy}: measure again on a quiet one before quoting a figure.")
    return said


def _title(name: str) -> str:
    return {"warmline_chat": "Whole chat", "warmline_bot": "Bot alone"}[name]


def size_mb(path: Path) -> float:
    """Return the size of a file, or of all files in a folder, in MB (2^20 bytes)."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 2**20
