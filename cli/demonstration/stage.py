"""How the dialogues look in a terminal, or in a file: the same lines, with colours where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from cli.demonstration.talk import Answer

_NAME = 10  # columns of who speaks


@dataclass
class Stage:
    """Prints what is said, and remembers how long each answer took."""

    console: Console
    _times: list[tuple[float, str]] = field(default_factory=list)

    def opens(self, number: int, count: int, name: str, who: str, story: str) -> None:
        """Announce a dialogue: its name, who writes, and what is going on with them."""
        self.console.print()
        self.console.print(Rule(Text(f"{number}/{count}  {name}"), align="left", style="dim"))
        self._row("", Text(f"{who}: {story}" if story else who, style="dim"))
        self.console.print()

    def customer(self, name: str, text: str) -> None:
        """Print what the customer writes."""
        self._row(name, Text(text), style="bold cyan")

    def bot(self, asked: str, answer: Answer) -> None:
        """Print what was understood, then the replies with their time."""
        read = " · ".join(part for part in (answer.intent, answer.emotion) if part)
        if read:
            self._row("", Text(read, style="dim"))
        for index, reply in enumerate(answer.replies):
            last = index == len(answer.replies) - 1
            self._row("bot", Text(reply.text), style="bold green", right=f"{answer.took_s:.2f} s" if last else "")
            if reply.buttons:
                self._row("", Text("  ".join(f"[{title}]" for title in reply.buttons), style="green"))
        if answer.handed_over:
            self._row("", Text(f"handed over to a person: {answer.handed_over}", style="yellow"))
        if answer.replies:
            self._times.append((answer.took_s, asked))
        self.console.print()

    def closes(self, dialogues: int) -> None:
        """Print how long the answers took."""
        self.console.print(Rule(style="dim"))
        table = Table.grid(padding=(0, 2, 0, 0))
        for name, value in summary(dialogues, self._times):
            table.add_row(Text(name, style="dim"), Text(value))
        self.console.print(table)

    def _row(self, name: str, text: Text, *, style: str = "", right: str = "") -> None:
        row = Table.grid(padding=(0, 1, 0, 0), expand=True)
        row.add_column(width=_NAME, no_wrap=True, overflow="ellipsis")
        row.add_column(
            ratio=1, overflow="fold"
        )  # Chinese has no blanks to break at: what does not fit would be cut off
        row.add_column(width=8, justify="right", no_wrap=True)
        row.add_row(Text(name, style=style), text, Text(right, style="dim"))
        self.console.print(row)


def summary(dialogues: int, times: Sequence[tuple[float, str]]) -> list[tuple[str, str]]:
    """Return the closing figures, each with its name."""
    rows = [("dialogues", str(dialogues)), ("replies", str(len(times)))]
    if times:
        slowest, asked = max(times)
        rows += [
            ("median", f"{median(took_s for took_s, _ in times):.2f} s"),
            ("slowest", f"{slowest:.2f} s, to “{asked}”"),
        ]
    return rows
