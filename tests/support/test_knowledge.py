"""Articles are read strictly: what is wrong is named with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from support.errors import ArticleError
from support.knowledge import Article, Passage, blocks, load, quote, read

GOOD = """---
title: Lending a ladder
slug: ladders
topic: shop
updated: 2026-11-27
see: [rules, two-more]
questions:
  How long:
    - How long may I keep it?
    - Is a week too long?
  What to bring:
    - What do I need?
---

## How long

Two days. Longer: ask.

## What to bring

Bring this:

- a card
- a friend

And time.
"""


def written(folder: Path, text: str = GOOD, name: str = "ladders.md") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_an_article_is_its_head_and_its_passages(tmp_path: Path) -> None:
    assert read(written(tmp_path)) == Article(
        "ladders",
        "Lending a ladder",
        "shop",
        date(2026, 11, 27),
        ("rules", "two-more"),
        (
            Passage("How long", "Two days. Longer: ask.", ("How long may I keep it?", "Is a week too long?")),
            Passage("What to bring", "Bring this:\n\n- a card\n- a friend\n\nAnd time.", ("What do I need?",)),
        ),
    )


def test_a_quote_is_plain_text(tmp_path: Path) -> None:
    article = read(written(tmp_path))

    assert quote(article, 0) == "Two days. Longer: ask."
    assert quote(article, 1) == "Bring this:\n• a card\n• a friend\nAnd time."
    assert quote(article, 7) == quote(article, -1) == quote(article, 0), "the article has changed since it was found"


def test_blocks_are_paragraphs_and_lists(tmp_path: Path) -> None:
    _, second = read(written(tmp_path)).passages

    assert blocks(second.text) == [["Bring this:"], ["- a card", "- a friend"], ["And time."]]


@pytest.mark.parametrize("lines", ["\n\n", "\n \n", "\n\n\n\n\n"])
def test_any_number_of_empty_lines_parts_paragraphs(tmp_path: Path, lines: str) -> None:
    article = read(written(tmp_path, GOOD.replace("Two days. Longer: ask.", f"Two days.{lines}Longer: ask.")))

    assert blocks(article.passages[0].text) == [["Two days."], ["Longer: ask."]]


WRONG = {
    "no head": ("---\ntitle", "title", 1, "begins with a line ---"),
    "head without end": ("    - What do I need?\n---\n", "    - What do I need?\n", 13, "neither a key"),
    "an unknown key": ("topic: shop", "theme: shop", 4, "'theme' is none of title, slug, topic"),
    "a key twice": ("topic: shop", "topic: shop\ntopic: shop", 5, "'topic' stands here twice"),
    "a missing key": ("topic: shop\n", "", 1, "the head has no 'topic'"),
    "an empty value": ("title: Lending a ladder", "title: ", 2, "neither a key"),
    "no value": ("title: Lending a ladder", "title:", 2, "'title' has no value"),
    "another file's slug": ("slug: ladders", "slug: ladder", 3, "the slug is the file's name, 'ladders'"),
    "an unknown topic": ("topic: shop", "topic: tools", 4, "a topic is one of delivery, "),
    "no date": ("2026-11-27", "yesterday", 5, "should read like 2026-11-27"),
    "an impossible date": ("2026-11-27", "2026-11-31", 5, "should read like 2026-11-27"),
    "see without brackets": ("see: [rules, two-more]", "see: rules", 6, "slugs stand in brackets"),
    "questions in a row": ("questions:\n", "questions: [a]\n", 7, "questions stand below, by heading"),
    "a question of no heading": ("  How long:\n", "", 8, "neither a key, nor a heading"),
    "a question twice": (
        "    - Is a week",
        "    - how long may I keep it?\n    - Is a week",
        10,
        "this question stands",
    ),
    "a heading twice in the head": ("  What to bring:\n", "  How long:\n", 11, "'How long' stands here twice"),
    "a heading that is not in the body": (
        "## What to bring",
        "## What to take",
        11,
        "there is no heading 'What to bring'",
    ),
    "a heading without questions": ("    - What do I need?\n", "", 18, "no question is answered by 'What to bring'"),
    "a heading twice": ("## What to bring", "## How long", 19, "'How long' stands here twice"),
    "nothing below a heading": ("Two days. Longer: ask.\n", "", 15, "there is nothing below 'How long'"),
    "text before the headings": ("## How long\n", "Hello.\n\n## How long\n", 15, "text stands below a heading"),
    "a small heading": ("Two days.", "### Two days.", 17, "only paragraphs, lists"),
    "HTML": ("Two days.", "Two <b>days</b>.", 17, "only paragraphs, lists"),
    "a link": ("Two days.", "[Two](http://x.example) days.", 17, "only paragraphs, lists"),
    "emphasis": ("Two days.", "**Two** days.", 17, "only paragraphs, lists"),
    "numbers": ("Two days.", "1. Two days.", 17, "only paragraphs, lists"),
    "a variable of a response": ("Two days.", "{name}, two days.", 17, "only paragraphs, lists"),
    "an indented line": ("Two days.", "  Two days.", 17, "only paragraphs, lists"),
    "a paragraph of two lines": ("Two days. Longer", "Two days.\nLonger", 18, "a paragraph is one line"),
    "a list on a paragraph's heels": ("Bring this:\n\n", "Bring this:\n", 22, "a paragraph is one line"),
}


@pytest.mark.parametrize(("before", "after", "line", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, before: str, after: str, line: int, said: str) -> None:
    assert before in GOOD
    file = written(tmp_path, GOOD.replace(before, after))

    with pytest.raises(ArticleError) as raised:
        read(file)
    assert str(raised.value).startswith(f"{file}:{line}: ")
    assert said in str(raised.value)


@pytest.mark.parametrize(("text", "line"), [("", 1), ("---\n", 1), ("---\ntitle: A\n", 2), ("---\n---\n", 2)])
def test_a_file_that_is_cut_off_is_no_article(tmp_path: Path, text: str, line: int) -> None:
    file = written(tmp_path, text)

    with pytest.raises(ArticleError, match=rf":{line}: "):
        read(file)


def test_a_file_must_have_a_name_that_fits_an_address_and_be_text(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="small letters and digits"):
        read(written(tmp_path, name="My Ladders.md"))
    (tmp_path / "ladders.md").write_bytes(b"\xff\xfe")
    with pytest.raises(ArticleError, match="no readable text"):
        read(tmp_path / "ladders.md")
    with pytest.raises(ArticleError, match="no readable text"):
        read(tmp_path / "none.md")


def test_a_folder_holds_articles_that_know_one_another(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="there are no articles"):
        load(tmp_path)
    written(tmp_path)
    with pytest.raises(ArticleError, match=r"ladders\.md: see: there is no other article 'rules'"):
        load(tmp_path)
    written(tmp_path, GOOD.replace("[rules, two-more]", "[ladders]"))
    with pytest.raises(ArticleError, match="no other article 'ladders'"):
        load(tmp_path)
    written(tmp_path, GOOD.replace("[rules, two-more]", "[rules]"))
    written(tmp_path, GOOD.replace("ladders", "rules").replace("see: [rules, two-more]\n", ""), "rules.md")
    (tmp_path / "page.json").write_text("{}")
    assert [article.slug for article in load(tmp_path)] == ["ladders", "rules"]
