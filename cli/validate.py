"""`warmline validate`: hold domain, rules and data to docs/annotation.md and docs/responses.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Console

from cli.validation.canned import canned_problems, macro_problems
from cli.validation.domain import names, response_problems, responses, rule_problems
from cli.validation.files import DataInvalid
from cli.validation.heldout import Labels, held_out_problems
from cli.validation.labels import count_problems, example_problems
from cli.validation.likeness import Trained, duplicate_problems, near_duplicate_problems
from cli.validation.limits import LIMITS, Limits
from cli.validation.tables import counts_table
from cli.validation.training import Example, read
from support.language import LANGUAGES
from support.settings import ROOT

_SHOWN = 50


def validate(counts: bool = False, root: Path = ROOT) -> None:
    """Check everything and say what was checked; with `counts`, print first how many utterances have which labels.

    Raises:
        DataInvalid: with one line a problem.
    """
    console = Console()
    examples, broken = read(root)
    if counts:
        wide = Console(width=max(80, console.width))
        for language in LANGUAGES:
            wide.print(counts_table(examples, language), "")
    problems = list(problems_in(root, examples, broken))
    if problems:
        lines = [f"  {line}" for line in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"  … and {len(problems) - _SHOWN} more")
        raise DataInvalid("\n".join([f"{len(problems)} problem{'s'[: len(problems) > 1]} in the data:", *lines]))
    totals = Counter(example.language for example in examples)
    said = ", ".join(f"{count} {language}" for language, count in sorted(totals.items()))
    console.print(f"The data are sound: {said} training utterances, {len(responses(root))} responses.", highlight=False)


def problems_in(
    root: Path, examples: Sequence[Example], broken: Sequence[str], limits: Limits = LIMITS
) -> Iterator[str]:
    """Yield every problem as a line that names its place; `examples` and `broken` are what was read."""
    yield from broken
    try:
        labels = Labels(names(root, "intents"), names(root, "entities"))
    except DataInvalid as error:  # without labels nothing else can be said
        yield str(error)
        return
    trained = Trained(examples)
    checks: list[Callable[[], Iterator[str]]] = [
        lambda: example_problems(examples, labels.intents, labels.entities, limits),
        lambda: count_problems(examples, labels.intents, limits),
        lambda: duplicate_problems(examples),
        lambda: near_duplicate_problems(examples, limits),
        lambda: held_out_problems(root, labels, trained, limits),
        lambda: response_problems(root),
        lambda: rule_problems(root),
        lambda: canned_problems(root, labels.intents),
        lambda: macro_problems(root),
    ]
    for check in checks:
        try:
            yield from check()
        except DataInvalid as error:
            yield str(error)
