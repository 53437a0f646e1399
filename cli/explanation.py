"""How an explanation looks in a terminal: wide or narrow, English or Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.bar import Bar
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from support.language import LANGUAGES

INTENTS, EMOTIONS = 5, 3  # how many of the ranking are shown
WIDE = 72  # columns from which on there is room for bars
_NOTHING = 0.005
_NAMES = dict(zip(LANGUAGES, ("English", "Chinese"), strict=True))
_MARGIN = 11  # columns of the names on the left, with the space after them

Json = Mapping[str, Any]


def show(console: Console, found: Json) -> None:
    """Print what `cli.understand.explained` returns."""
    rows: list[tuple[str, RenderableType]] = [
        ("text", _marked(found["text"], (found["emotion"] or {}).get("movers", []))),
        ("language", _language(found)),
        ("intent", _shares(console, [(one["intent"], one["confidence"]) for one in found["intents"][:INTENTS]])),
    ]
    if len(found["wishes"]) > 1:
        rows.append(("wishes", _wishes(found["wishes"])))
    if found["emotion"]:
        rows += _emotion(console, found["emotion"])
    rows += [("entities", _entities(found["entities"])), ("nearest", _neighbours(console, found["neighbours"]))]
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=_MARGIN - 2, no_wrap=True)
    table.add_column(ratio=1)
    for index, (name, value) in enumerate(rows):
        if index:
            table.add_row()
        table.add_row(Text(name, style="dim"), value)
    console.print(table)


def printable(text: str) -> str:
    """Return a text of the same length that cannot steer a terminal: nor move its cursor, nor turn its direction."""
    return "".join(_safe(sign) for sign in text)


def _safe(sign: str) -> str:
    if sign in "\n\t\r":
        return " "
    # Joiners hold emoji together; they stay.
    return "\ufffd" if unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign != "\u200d" else sign


def _plain(text: str, style: str = "") -> Text:
    """Return a customer's text: never markup, broken where it must be."""
    return Text(printable(text), style=style, overflow="fold")


def _marked(text: str, movers: Iterable[Json]) -> Text:
    shown = _plain(text, "bold")
    for mover in movers:
        shown.stylize(_colour(mover["drop"]), mover["start"], mover["end"])
    return shown


def _colour(drop: float) -> str:
    return "green" if drop > 0 else "red"


def _language(found: Json) -> Text:
    name = _NAMES.get(found["language"], "cannot be told from this text")
    known = found["known_words"]
    return Text(name if known is None else f"{name}; {known:.0%} of its words are known")


def _shares(console: Console, ranking: Sequence[tuple[str, float]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for index, (name, share) in enumerate(ranking):
        if index and share < _NOTHING:
            break
        style = "bold cyan" if index == 0 else ""
        cells: list[RenderableType] = [Text(name, style=style, overflow="fold"), Text(f"{share:.2f}", style=style)]
        if console.width >= WIDE:
            cells.append(Bar(1.0, 0.0, share, width=24, color="cyan" if index == 0 else "bright_black"))
        table.add_row(*cells)
    return table


def _wishes(wishes: Iterable[Json]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, wish in enumerate(wishes, start=1):
        said = Text.assemble((wish["intent"], "cyan"), f" {wish['confidence']:.2f}")
        table.add_row(Text(f"{number}"), Group(said, _plain(wish["text"])))
    return table


def _emotion(console: Console, emotion: Json) -> list[tuple[str, RenderableType]]:
    ranking = list(emotion["ranking"].items())[:EMOTIONS]
    figures = Text(
        f"valence {_signed(emotion['valence'])} (−1 … 1), intensity {emotion['intensity']:.2f} (0 … 1)", style="dim"
    )
    if emotion["movers"]:
        moved = Table.grid(padding=(0, 2, 0, 0))
        for mover in emotion["movers"]:
            moved.add_row(Text(_signed(mover["drop"]), style=_colour(mover["drop"])), _plain(mover["text"]))
    return [
        ("emotion", Group(_shares(console, ranking), figures)),
        (
            "moved by",
            moved if emotion["movers"] else Text(f"no single word: without any of them it is {emotion['label']}"),
        ),
    ]


def _signed(figure: float) -> str:
    return f"{figure:+.2f}".replace("-", "−")


def _entities(entities: Sequence[Json]) -> RenderableType:
    if not entities:
        return Text("none")
    table = Table.grid(padding=(0, 2, 0, 0))
    for entity in entities:
        said = _plain(entity["value"])
        meaning = resolved(entity.get("resolved"))
        if meaning:
            said.append(f"  → {meaning}", "cyan")
        if entity.get("negated"):
            said.append("  ruled out", "yellow")
        table.add_row(Text(entity["entity"]), said)
    return table


def resolved(value: Any) -> str:
    """Return in words what an entity stands for: a day or two, a sum, a size; "" if that is not known."""
    if not isinstance(value, Mapping):
        return "" if value is None else printable(str(value))
    if "from" in value:
        first, last = value["from"], value.get("to")
        return str(first) if last in (None, first) else f"{first} to {last}"
    return " ".join(printable(str(part)) for part in value.values() if part is not None)


def _neighbours(console: Console, neighbours: Sequence[Json]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for one in neighbours:
        labels = Text(f"{one['intent']}, {one['emotion'] or 'no emotion'}", style="dim")
        table.add_row(Text(f"{one['similarity']:.2f}".replace("-", "−")), Group(_plain(one["text"]), labels))
    return table
