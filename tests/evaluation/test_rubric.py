"""The rubric's page: what the reviewers' marks add up to."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.rubric import MarksInvalid, page, read

HEAD = "dialogue,language,specific,true,proportionate,brief,forward,remark\n"


def marks(folder: Path, *lines: str, name: str = "ann.csv") -> Path:
    file = folder / name
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def test_something_untrue_makes_the_whole_nothing(tmp_path: Path) -> None:
    found = read(marks(tmp_path, "late,en,2,2,2,1,2,", "lost,en,2,0,2,2,2,no such order"))
    assert (found["late"].total, found["lost"].total) == (9, 0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("late,en,2,2,3,1,2,", "ann.csv:2: marks are 0, 1 or 2"),
        ("late,en,2,,2,1,2,", "ann.csv:2: each row"),
        ("late,fr,2,2,2,1,2,", "languages en or zh"),
    ],
)
def test_what_is_no_mark_is_named_by_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(MarksInvalid, match=said):
        read(marks(tmp_path, line))


def test_no_dialogue_is_marked_twice(tmp_path: Path) -> None:
    with pytest.raises(MarksInvalid, match="has its marks already"):
        read(marks(tmp_path, "late,en,2,2,2,2,2,", "late,en,1,2,2,2,2,"))


def test_the_page_shows_means_agreement_and_the_weakest_first(tmp_path: Path) -> None:
    ann = read(marks(tmp_path, "late,en,2,2,2,2,2,", "lost,en,0,1,1,1,1,says nothing", "退货,zh,2,2,2,2,2,"))
    bob = read(marks(tmp_path, "late,en,2,2,2,2,2,", "lost,en,2,1,1,1,1,", "退货,zh,2,2,2,0,2,太长", name="bob.csv"))
    text = page({"ann": ann, "bob": bob}, "Today.")
    assert "3 recorded dialogues (1 Chinese)" in text
    assert "| **total, of 10** | **7.50** | **9.00** |" in text
    assert "| specific | 66.7% | 1 |" in text
    assert text.index("says nothing") < text.index("太长")


def test_only_what_all_reviewers_marked_counts(tmp_path: Path) -> None:
    ann = read(marks(tmp_path, "late,en,2,2,2,2,2,", "lost,en,0,1,1,1,1,"))
    bob = read(marks(tmp_path, "late,en,2,2,2,2,2,", name="bob.csv"))
    assert "1 recorded dialogues" in page({"ann": ann, "bob": bob}, "")
    with pytest.raises(MarksInvalid, match="no dialogue"):
        page({"ann": {}, "bob": bob}, "")
