"""The report's form, from made-up samples: everything has its n, nothing names the machine, the page carries the figures."""

from __future__ import annotations

import getpass
import json
import socket
from collections import defaultdict
from pathlib import Path

import pytest

from bench import cases, page, report, starting
from bench.talk import Tally
from bench.training import Trained, Training
from support.settings import ROOT

SYSTEMS = ("warmline_chat", "warmline_bot", "stock")


def made_up(stock_s: float = 0.2, load: float = 0.1) -> report.Run:
    """Return a run in which Warmline always takes 0.1 s."""
    sequential, at_once, starts = cases.Sequential(), cases.AtOnce(), starting.Starts()
    for name in SYSTEMS:
        seconds = stock_s if name == "stock" else 0.1
        for turn in range(1, 206):
            sequential.seconds[name][turn] += [seconds, seconds * 1.1]
        at_once.rates[name] += [1 / seconds, 1.1 / seconds]
        at_once.milliseconds[name] += [seconds * 1000] * 30
        at_once.cpu_ms[name] += [seconds * 500]
    for name in ("rasa", "stock"):
        starts.seconds[name] += [20.0, 21.0]
        starts.memory_mb[f"{name}_when_ready"] += [900.0]
    for name in ("rasa", "stock", "gateway", "actions"):
        starts.memory_mb[f"{name}_after_work"] += [1000.0]
    starts.seconds["warmline_whole"] += [25.0]
    starts.first_reply_ms |= {"warmline_chat": 300.0, "stock": 900.0}
    row = {"parse": [10.0, 11.0], "understood": [1.0, 0.0]}
    trained = Trained(Path("model.tar.gz"), Training(100.0, 150.0, "2026-11-21T10:00:00+00:00", 0.1, 60.0))
    sizes = dict.fromkeys(("warmline_model", "stock_model", "encoder", "warmline_database", "stock_database"), 1.0)
    return report.Run(
        cases.FULL,
        load,
        sequential,
        at_once,
        {"warmline": {**row, "encode": [8.0], "forward": [7.0, 7.5]}, "stock": defaultdict(list, row)},
        starts,
        {"warmline": trained, "stock": trained},
        sizes,
        {name: Tally(10, 0) for name in SYSTEMS},
    )


def test_every_case_has_figures_for_every_system_and_ratios() -> None:
    found = report.compose(made_up())

    for case in ("turn_5", "turn_200"):
        for name in SYSTEMS:
            assert {"n", "median", "p95"} <= set(found["replies_ms"][case][name])
        assert found["replies_ms"][case]["stock_to_warmline"]["warmline_chat"]["ratio"] == pytest.approx(2.0)
    assert found["at_once"]["replies_per_s"]["warmline_to_stock"]["warmline_bot"]["ratio"] == pytest.approx(2.0)
    assert found["replies_ms"]["growth"]["stock"]["ratio"] == pytest.approx(1.0)
    assert set(found["method"]) >= {"systems", "time", "order", "mix", "turns", "statistics", "not_equal"}


def test_the_report_is_json_and_names_neither_host_nor_user_nor_path() -> None:
    text = json.dumps(report.compose(made_up()))

    assert socket.gethostname() not in text
    assert str(ROOT) not in text
    assert str(Path.home()) not in text
    assert f'"{getpass.getuser()}"' not in text


def test_defeat_is_said() -> None:
    verdicts = report.compose(made_up(stock_s=0.05))["verdicts"]

    assert "Whole chat, turn 200: Warmline is 2.0× SLOWER." in verdicts


def test_a_busy_machine_is_said() -> None:
    assert not any("busy" in verdict for verdict in report.compose(made_up(load=0.1))["verdicts"])
    assert any("busy" in verdict for verdict in report.compose(made_up(load=500.0))["verdicts"])


def test_the_late_turn_and_turn_5_hear_the_same_mix() -> None:
    for plan in (cases.FULL, cases.QUICK):
        heard = [sorted((turn - 1) % 5 for turn in window) for window in (plan.early, plan.late)]
        assert heard[0] * 2 == sorted(heard[1]) or sorted(heard[0] * 2) == heard[1]


def test_a_full_run_has_thirty_samples_a_case() -> None:
    plan = cases.FULL

    assert len(plan.early) * (plan.long_conversations + plan.short_conversations) >= 30
    assert len(plan.late) * plan.long_conversations >= 30


def test_the_page_gets_the_figures_between_its_markers(tmp_path: Path) -> None:
    target = tmp_path / "benchmarks.md"
    target.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n", encoding="utf-8")

    page.write_into(target, report.compose(made_up()))
    page.write_into(target, report.compose(made_up()))

    text = target.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert text.count("turn 200 (n = 20)") == 1


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "benchmarks.md"
    target.write_text("no place\n", encoding="utf-8")

    with pytest.raises(ValueError, match="no place for the figures"):
        page.write_into(target, report.compose(made_up()))
    assert target.read_text(encoding="utf-8") == "no place\n"


def test_our_own_page_has_the_markers() -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")

    assert text.index(page.BEGIN) < text.index(page.END)
