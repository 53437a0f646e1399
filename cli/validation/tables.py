"""The table of `warmline validate --counts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from cli.validation.training import Example
from support.emotion import Emotion

_COLUMN = 5  # letters of an emotion's name, so that the table fits into 80 columns


def counts_table(examples: Sequence[Example], language: str) -> Table:
    """Return how many utterances each intent has of each emotion, in one language; the largest intent first."""
    here = [example for example in examples if example.language == language]
    cells = Counter((example.intent, example.emotion) for example in here)
    intents = Counter(example.intent for example in here)
    emotions = Counter(example.emotion for example in here)
    columns = [str(emotion) for emotion in Emotion]
    columns += sorted(emotions.keys() - set(columns))
    title = f"Training utterances, {language}"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0), pad_edge=False, show_footer=True)
    table.add_column("intent", "all", no_wrap=True, min_width=max(map(len, ["intent", *intents])))
    for emotion in columns:
        table.add_column(
            escape(emotion[:_COLUMN]), str(emotions[emotion]), justify="right", no_wrap=True, min_width=_COLUMN
        )
    table.add_column("all", str(len(here)), justify="right", no_wrap=True, min_width=_COLUMN)
    for intent, total in intents.most_common():
        table.add_row(escape(intent), *(str(cells[intent, emotion] or "·") for emotion in columns), str(total))
    return table
