"""The figures for people: tables on the terminal, and the part of docs/benchmarks.md between two markers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

BEGIN = "<!-- bench: figures, written by `make bench` -->"
END = "<!-- bench: end of figures -->"

Json = dict[str, Any]
Row = tuple[str, ...]


def tables(report: Json) -> list[tuple[str, Row, list[Row]]]:
    """Return the report as tables: title, columns, rows."""
    cases = [(name.replace("_", " "), found) for name, found in report["replies_ms"].items() if name != "growth"]
    cases.append(("20 at once", report["at_once"]["latency_ms"]))
    replies = []
    for title, found in cases:
        cells = [_ms(found[name]) for name in ("warmline_chat", "warmline_bot", "stock")]
        ratios = [_ratio(found["stock_to_warmline"][name]) for name in ("warmline_chat", "warmline_bot")]
        replies.append((f"{title} (n = {found['stock']['n']})", *cells, *ratios))
    rates = report["at_once"]["replies_per_s"]
    replies.append(
        (
            "20 at once, replies/s",
            *(f"{rates[name]['median']:.1f}" for name in ("warmline_chat", "warmline_bot", "stock")),
            *(_ratio(rates["warmline_to_stock"][name]) for name in ("warmline_chat", "warmline_bot")),
        )
    )
    cpu = report["at_once"]["cpu_ms_per_reply"]
    if cpu:
        cells = [f"{cpu[name]['median']:.0f} ms" for name in ("warmline_chat", "warmline_bot", "stock")]
        replies.append(("20 at once, processor time a reply", *cells, "", ""))
    growth = report["replies_ms"]["growth"]
    cells = [_ratio(growth[name]) for name in ("warmline_chat", "warmline_bot", "stock")]
    replies.append(("growth from turn 5 to the late turn", *cells, "", ""))
    return [
        (
            "Replies: median (p95)",
            ("", "Warmline, whole chat", "Warmline, bot alone", "stock Rasa", "stock ÷ chat", "stock ÷ bot"),
            replies,
        ),
        ("The rest", ("", "Warmline", "stock Rasa"), _rest(report)),
    ]


def _rest(report: Json) -> list[Row]:
    parsing, memory, starts = report["understanding_ms"], report["memory_mb"], report["start_up_s"]
    training, sizes, first = report["training"], report["sizes_mb"], report["first_reply_ms"]
    rows = [
        ("understanding one message", _ms(parsing["warmline"]["parse"]), _ms(parsing["stock"]["parse"])),
        ("… the bare encoder pass of it", _ms(parsing["warmline"]["forward"]), ""),
        ("… parse ÷ bare encoder pass", _ratio(parsing["parse_to_forward"]), ""),
        ("intents of the mix understood", *(f"{parsing[n]['mix_understood']:.0%}" for n in ("warmline", "stock"))),
        ("Rasa process, resident, ready", *(_mb(memory[f"{n}_when_ready"]) for n in ("rasa", "stock"))),
        ("Rasa process, resident, after the run", *(_mb(memory[f"{n}_after_work"]) for n in ("rasa", "stock"))),
        (
            "gateway / action server, after the run",
            " / ".join(_mb(memory[f"{n}_after_work"]) for n in ("gateway", "actions")),
            "",
        ),
        ("Rasa ready after", *(f"{starts[n]['median']:.1f} s (n = {starts[n]['n']})" for n in ("rasa", "stock"))),
        ("all of Warmline ready after", f"{starts['warmline_whole']['median']:.1f} s", ""),
        ("first reply after a start", f"{first['warmline_chat']} ms", f"{first['stock']} ms"),
        ("training", *(_training(training[n]) for n in ("warmline", "stock"))),
        ("model archive", f"{sizes['warmline_model']:.1f} MB", f"{sizes['stock_model']:.1f} MB"),
        ("encoders, beside the archive", f"{sizes['encoder']:.1f} MB", ""),
        ("database after the run", f"{sizes['warmline_database']:.1f} MB", f"{sizes['stock_database']:.1f} MB"),
        ("replies without a text", *(str(report["said"][n]["empty"]) for n in ("warmline_chat", "stock"))),
    ]
    return rows


def show(console: Console, report: Json) -> None:
    """Print the tables and the verdicts."""
    for title, columns, rows in tables(report):
        table = Table(title=title, title_justify="left", title_style="bold")
        for number, column in enumerate(columns):
            table.add_column(column, justify="right" if number else "left")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for verdict in report["verdicts"]:
        console.print(f"• {verdict}", style="yellow" if "SLOWER" in verdict or "busy" in verdict else None)
    for name, tally in report["said"].items():
        for problem, count in tally["problems"].items():
            console.print(f"• {name}: {count} × {problem}", style="red")


def markdown(report: Json) -> str:
    """Return the figures as Markdown."""
    machine = report["machine"]
    lines = [
        f"Measured on {report['date'][:10]}: {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']} "
        f"{machine['architecture']}, Python {machine['python']}, Rasa {report['versions']['rasa']}; "
        f"load before the run {machine['load_before']}.",
        "",
    ]
    for title, columns, rows in tables(report):
        lines += [f"**{title}**", "", _line(columns), _line(("---", *["---:"] * (len(columns) - 1)))]
        lines += [*(_line(row) for row in rows), ""]
    lines += [f"- {verdict}" for verdict in report["verdicts"]]
    return "\n".join(lines)


def write_into(page: Path, report: Json) -> None:
    """Replace what stands between the markers of a page. Raises ValueError if they are not there."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} has no place for the figures: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n\n{markdown(report)}\n\n{END}{after}", encoding="utf-8")


def _line(cells: Row) -> str:
    return "| " + " | ".join(cells) + " |"


def _ms(figure: Json) -> str:
    digits = 1 if figure["median"] < 20 else 0
    return f"{figure['median']:.{digits}f} ms ({figure['p95']:.{digits}f})"


def _mb(figure: Json) -> str:
    return f"{figure['median']:.0f} MB"


def _ratio(found: Json) -> str:
    return f"{found['ratio']:.2f} ({found['low']:.2f} to {found['high']:.2f})"


def _training(found: Json) -> str:
    diet = f", DIET {found['diet_s']:.0f} s of it" if found.get("diet_s") else ""
    return f"{found['wall_s']:.0f} s (processor {found['cpu_s']:.0f} s, load before {found['load']:.1f}{diet})"
