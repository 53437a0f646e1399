"""The articles of the help pages: Markdown with a head, read strictly. docs/knowledge.md shows the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from support.errors import ArticleError
from support.places import ROOT

FOLDER = ROOT / "data" / "knowledge"
# In the order in which the list of articles shows them.
TOPICS = ("delivery", "orders", "returns", "problems", "payment", "account", "products", "shop")

_KEYS = ("title", "slug", "topic", "updated", "see", "questions")
_SLUG = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_RULE = "---"
# A reply quotes an article as plain text, so an article is plain text: no emphasis, links, tables, code or HTML.
_MARKUP = re.compile(r"[<>`|\[\]{}]|\*\*|__|^\s*(?:[*+]|\d+\.)\s|^\s+\S|^-(?! )|^#")


@dataclass(frozen=True)
class Passage:
    """A part of an article that answers something on its own: `text` is paragraphs and lists, each line of a list begins with "- "."""

    heading: str
    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """An article in one language. `see` are the slugs of articles that belong to it."""

    slug: str
    title: str
    topic: str
    updated: date
    see: tuple[str, ...]
    passages: tuple[Passage, ...]


def load(folder: Path) -> tuple[Article, ...]:
    """Return the articles of a folder by slug.

    Raises:
        ArticleError: an article is not of the form, or there is none.
    """
    articles = tuple(read(file) for file in sorted(folder.glob("*.md")))
    if not articles:
        raise ArticleError(f"{folder}: there are no articles")
    slugs = {article.slug for article in articles}
    for article in articles:
        for slug in article.see:
            if slug not in slugs or slug == article.slug:
                raise ArticleError(f"{folder / article.slug}.md: see: there is no other article {slug!r}")
    return articles


def read(file: Path) -> Article:
    """Return the article in a file.

    Raises:
        ArticleError: the file can't be read, or is not of the form; names the line.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(f"{file}: this is no readable text in UTF-8") from error
    return _Reading(file, lines).article()


def quote(article: Article, passage: int) -> str:
    """Return a passage as a reply says it; the first one where there is none of that number."""
    text = article.passages[passage if 0 <= passage < len(article.passages) else 0].text
    return re.sub(r"(?m)^- ", "• ", text).replace("\n\n", "\n")


def blocks(text: str) -> list[list[str]]:
    """Return a passage's paragraphs, of one line each, and lists, whose lines begin with "- "."""
    return [block.splitlines() for block in text.split("\n\n")]


class _Reading:
    """One file on its way to an article."""

    def __init__(self, file: Path, lines: Sequence[str]) -> None:
        self._file = file
        self._lines = lines
        self._values: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._questions: dict[str, list[str]] = {}

    def article(self) -> Article:
        start = self._head()
        parts = self._body(start)
        for heading in self._questions:
            if heading not in parts:
                raise self._wrong(self._places[f"? {heading}"], f"there is no heading {heading!r}")
        for heading in parts:
            if not self._questions.get(heading):
                raise self._wrong(self._places[f"# {heading}"], f"no question is answered by {heading!r}")
        return Article(
            self._matching("slug", re.escape(self._file.stem), f"the slug is the file's name, {self._file.stem!r}"),
            self._matching("title", ".*", ""),
            self._matching("topic", "|".join(TOPICS), f"a topic is one of {', '.join(TOPICS)}"),
            self._updated(),
            self._see(),
            tuple(Passage(name, text, tuple(self._questions[name])) for name, text in parts.items()),
        )

    def _head(self) -> int:
        """Read what stands between the rules; return the place behind it."""
        if not re.fullmatch(_SLUG, self._file.stem):
            raise self._wrong(0, "a file's name is small letters and digits, joined by hyphens: gift-cards.md")
        if not self._lines or self._lines[0] != _RULE:
            raise self._wrong(0, f"an article begins with a line {_RULE}")
        heading = None
        for place, line in enumerate(self._lines[1:], start=1):
            if line == _RULE:
                return place + 1
            if match := re.fullmatch(r"([a-z]+):(?: (\S.*))?", line):
                heading = None
                self._key(place, match[1], (match[2] or "").strip())
            elif "questions" in self._places and (match := re.fullmatch(r"  (\S.*):", line)):
                heading = match[1]
                self._once(place, f"? {heading}", f"the heading {heading!r} stands here twice")
                self._questions[heading] = []
            elif heading and (match := re.fullmatch(r"    - (\S.*)", line)):
                self._once(place, f"- {match[1].strip().lower()}", "this question stands here twice")
                self._questions[heading].append(match[1].strip())
            else:
                raise self._wrong(place, "this is neither a key, nor a heading with its questions")
        raise self._wrong(len(self._lines) - 1, f"the head does not end: a line {_RULE} is missing")

    def _key(self, place: int, key: str, value: str) -> None:
        if key not in _KEYS:
            raise self._wrong(place, f"{key!r} is none of {', '.join(_KEYS)}")
        self._once(place, key, f"{key!r} stands here twice")
        if bool(value) is (key == "questions"):
            raise self._wrong(place, "questions stand below, by heading" if value else f"{key!r} has no value")
        self._values[key] = value

    def _body(self, start: int) -> dict[str, str]:
        """Return the text of each heading."""
        parts: dict[str, list[str]] = {}
        heading = None
        for place, line in enumerate(self._lines[start:], start=start):
            if match := re.fullmatch(r"## (\S.*)", line):
                heading = match[1]
                self._once(place, f"# {heading}", f"the heading {heading!r} stands here twice")
                parts[heading] = []
            elif line.strip():
                if heading is None:
                    raise self._wrong(place, "text stands below a heading that begins with ##")
                self._plain(place, line)
                parts[heading].append(line.rstrip())
            elif heading:
                parts[heading].append("")
        if not parts:
            raise self._wrong(len(self._lines) - 1, "there is no heading that begins with ##")
        for heading, lines in parts.items():
            if not any(lines):
                raise self._wrong(self._places[f"# {heading}"], f"there is nothing below {heading!r}")
        return {name: re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip()) for name, lines in parts.items()}

    def _plain(self, place: int, line: str) -> None:
        """Hold a line to plain text; a paragraph is one line, lists stand alone."""
        if _MARKUP.search(line):
            raise self._wrong(place, "only paragraphs, lists of “- ” and headings of ## are understood here")
        before = self._lines[place - 1]
        if before.strip() and not before.startswith("##") and not (line.startswith("- ") and before.startswith("- ")):
            raise self._wrong(place, "a paragraph is one line, and an empty line parts it from the next")

    def _once(self, place: int, name: str, problem: str) -> None:
        if name in self._places:
            raise self._wrong(place, problem)
        self._places[name] = place

    def _matching(self, key: str, form: str, problem: str) -> str:
        if key not in self._values:
            raise self._wrong(0, f"the head has no {key!r}")
        if not re.fullmatch(form, self._values[key]):
            raise self._wrong(self._places[key], problem)
        return self._values[key]

    def _updated(self) -> date:
        problem = "the day should read like 2026-11-27"
        day = self._matching("updated", r"\d{4}-\d{2}-\d{2}", problem)
        try:
            return date.fromisoformat(day)
        except ValueError as error:
            raise self._wrong(self._places["updated"], problem) from error

    def _see(self) -> tuple[str, ...]:
        if "see" not in self._values:
            return ()
        listed = self._matching("see", rf"\[{_SLUG}(?:, {_SLUG})*\]", "slugs stand in brackets: [returns, refunds]")
        return tuple(listed[1:-1].split(", "))

    def _wrong(self, place: int, problem: str) -> ArticleError:
        return ArticleError(f"{self._file}:{place + 1}: {problem}")
