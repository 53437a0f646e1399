"""The reviewer's rubric over recorded dialogues: `python -m evaluation.rubric` writes docs/evaluation/empathy.md from the reviewers' marks.

Marks are CSV files in docs/evaluation/rubric/, one a reviewer: dialogue, language, the five rows of the rubric (0 to 2), remark.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from evaluation.markdown import cell, percent, plain_table, table

ROWS = ("specific", "true", "proportionate", "brief", "forward")
BEST = 2
ROOT = Path(__file__).parent.parent
MARKS = ROOT / "docs" / "evaluation" / "rubric"
PAGE = ROOT / "docs" / "evaluation" / "empathy.md"
SHOWN = 25
_HEAD = ["dialogue", "language", *ROWS, "remark"]

_INTRODUCTION = """# How it sounds

The [reviewer's rubric](../empathy.md#the-reviewers-rubric) over {count} recorded dialogues ({chinese} Chinese), played over the real model
and gateway (`DIALOGUE_TRANSCRIPTS=file.jsonl` with `tests/dialogues` records them). `python -m evaluation.rubric` writes this page
from the marks in [rubric/](rubric/).

- **Who.** {reviewers} reviewers, who did not write the texts and did not see each other's marks: language models with the rubric, the
  transcripts and the shop's data in hand, not people. A shop should have its own people score its own conversations.
- **What.** A dialogue gets, on each row, the mark of its *weakest* reply, 0 to 2; a 0 for *true* makes the whole 0. So one bad sentence
  counts for the whole conversation, as it does for customers.
- **When.** {when}
"""


class MarksInvalid(ValueError):
    """A file of marks is not what it should be; the message names file and line."""


@dataclass(frozen=True)
class Mark:
    """One reviewer's marks for one dialogue: row of the rubric → 0 … 2."""

    dialogue: str
    language: str
    rows: Mapping[str, int]
    remark: str

    @property
    def total(self) -> int:
        """Return the sum, 0 … 10; 0 if something was not true."""
        return sum(self.rows.values()) if self.rows["true"] else 0


def read(file: Path) -> dict[str, Mark]:
    """Return a reviewer's marks by dialogue. Raises MarksInvalid with file and line for what is no mark."""
    found: dict[str, Mark] = {}
    with file.open(encoding="utf-8", newline="") as text:
        lines = csv.DictReader(text)
        if lines.fieldnames != _HEAD:
            raise MarksInvalid(f"{file.name}: the first line must be {','.join(_HEAD)}")
        for line in lines:
            where = f"{file.name}:{lines.line_num}"
            try:
                rows = {row: int(line[row]) for row in ROWS}
            except (TypeError, ValueError) as error:
                raise MarksInvalid(f"{where}: each row of the rubric needs 0, 1 or 2") from error
            if not all(0 <= value <= BEST for value in rows.values()) or line["language"] not in ("en", "zh"):
                raise MarksInvalid(f"{where}: marks are 0, 1 or 2, languages en or zh")
            if line["dialogue"] in found:
                raise MarksInvalid(f"{where}: {line['dialogue']} has its marks already")
            found[line["dialogue"]] = Mark(line["dialogue"], line["language"], rows, (line["remark"] or "").strip())
    return found


def page(reviews: Mapping[str, Mapping[str, Mark]], when: str) -> str:
    """Return the page for the marks of each reviewer, by reviewer and dialogue. Only dialogues that all have marked count."""
    shared = sorted(set.intersection(*(set(marks) for marks in reviews.values())))
    if not shared:
        raise MarksInvalid("no dialogue was marked by all reviewers")
    every = [marks[name] for marks in reviews.values() for name in shared]
    chinese = sum(next(iter(reviews.values()))[name].language == "zh" for name in shared)
    text = _INTRODUCTION.format(count=len(shared), chinese=chinese, reviewers=len(reviews), when=when)
    return "\n".join([text, *_figures(every), *_agreement(reviews, shared), *_weakest(reviews, shared)]) + "\n"


def _figures(every: Sequence[Mark]) -> list[str]:
    groups = {name: [mark for mark in every if mark.language == name] for name in ("en", "zh")}
    groups = {name: marks for name, marks in groups.items() if marks}
    lines = [[row, *(f"{mean(m.rows[row] for m in marks):.2f}" for marks in groups.values())] for row in ROWS]
    lines.append(["**total, of 10**", *(f"**{mean(m.total for m in marks):.2f}**" for marks in groups.values())])
    lines.append(["8 or more", *(percent(mean(m.total >= 8 for m in marks)) for marks in groups.values())])
    lines.append(
        ["something untrue", *(percent(mean(m.rows["true"] == 0 for m in marks)) for marks in groups.values())]
    )
    return ["## Marks", "", *table(["", *groups], lines)]


def _agreement(reviews: Mapping[str, Mapping[str, Mark]], shared: Sequence[str]) -> list[str]:
    if len(reviews) < 2:
        return []
    one, other = list(reviews.values())[:2]
    lines = []
    for row in ROWS:
        apart = [abs(one[name].rows[row] - other[name].rows[row]) for name in shared]
        lines.append([row, percent(mean(a == 0 for a in apart)), str(sum(a == BEST for a in apart))])
    return ["## Do the reviewers agree?", "", *table(["", "the same mark", "2 apart"], lines)]


def _weakest(reviews: Mapping[str, Mapping[str, Mark]], shared: Sequence[str]) -> list[str]:
    low = sorted(shared, key=lambda name: sum(marks[name].total for marks in reviews.values()))[:SHOWN]
    lines = []
    for name in low:
        totals = ", ".join(str(marks[name].total) for marks in reviews.values())
        remarks = " / ".join(cell(marks[name].remark) for marks in reviews.values() if marks[name].remark)
        lines.append([cell(name), totals, remarks])
    return [f"## The {len(lines)} weakest", "", *plain_table(["dialogue", "totals", "remarks"], lines)]


def main() -> int:
    """Write the page; return the exit code."""
    files = sorted(MARKS.glob("*.csv"))
    try:
        if not files:
            raise MarksInvalid(f"no marks in {MARKS.relative_to(ROOT)}")
        when = (MARKS / "when.txt").read_text(encoding="utf-8").strip()
        PAGE.write_text(page({file.stem: read(file) for file in files}, when), encoding="utf-8")
    except (MarksInvalid, OSError) as error:
        print(f"rubric: {error}", file=sys.stderr)
        return 1
    print(f"Written: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
