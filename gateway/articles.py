"""The help pages: articles as HTML. Everything that comes from an article or an address is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from support.errors import ArticleError
from support.knowledge import TOPICS, Article, blocks, load
from support.language import LANGUAGES

_GAP = re.compile(r"\{\{(\w+)\}\}")
_OTHER = {"en": "zh", "zh": "en"}


@dataclass(frozen=True)
class Shelf:
    """The help pages of one language: the words around the articles, and the articles by slug."""

    words: Mapping[str, Any]
    articles: Mapping[str, Article]

    @classmethod
    def load(cls, folder: Path) -> Shelf:
        """Read a folder. Raises ArticleError."""
        file = folder / "page.json"
        try:
            words: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ArticleError(f"{file}: this is no readable JSON") from error
        return cls(words, {article.slug: article for article in load(folder)})


def router(dist: Path, folder: Path) -> APIRouter:
    """Return the routes of the articles below `folder`, in the frame that `web/` builds into `dist`.

    Raises:
        ArticleError: an article is not of the form.
    """
    routes = APIRouter(include_in_schema=False)
    shelves = {language: Shelf.load(folder / language) for language in LANGUAGES}

    @routes.get("/help")
    @routes.get("/help/")
    def listing(request: Request, lang: str = "") -> Response:
        language = _language(lang, request)
        words = shelves[language].words
        content = (
            f"<h1>{escape(words['help'])}</h1><p class='lead'>{escape(words['lead'])}</p>{_all(shelves[language])}"
        )
        return _page(dist, shelves, language, "/help", words["help"], content)

    @routes.get("/help/{slug}")
    def article(request: Request, slug: str, lang: str = "") -> Response:
        language = _language(lang, request)
        shelf = shelves[language]
        found = shelf.articles.get(slug)
        if found is None:
            title = shelf.words["missing"]
            return _page(dist, shelves, language, "/help", title, _missing(shelf, slug), status=404)
        return _page(dist, shelves, language, f"/help/{slug}", found.title, _article(shelf, found))

    return routes


def _language(asked: str, request: Request) -> str:
    """Return the language of the address, else the first of the browser's that there is, else English."""
    accepted = [
        part.split(";")[0].strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")
    ]
    return next((language for language in (asked, *accepted) if language in LANGUAGES), LANGUAGES[0])


def _page(
    dist: Path, shelves: Mapping[str, Shelf], language: str, path: str, title: str, content: str, *, status: int = 200
) -> Response:
    """Put the content into the frame. `path` is the page's own address, `content` is HTML, everything else text."""
    frame = dist / "help.html"
    if not frame.is_file():
        message = "the web pages are not built yet: run `make setup`"
        return JSONResponse({"error": {"code": "unavailable", "message": message}}, 503)
    words, other = shelves[language].words, _OTHER[language]
    texts = {
        "lang": words["lang"],
        "title": title if title == words["help"] else f"{title} · {words['help']}",
        "skip": words["skip"],
        "help": words["help"],
        "home": f"/help?lang={language}",
        "other_address": f"{path}?lang={other}",
        "other_lang": shelves[other].words["lang"],
        "other_name": shelves[other].words["name"],
        "footer": words["footer"],
    }
    filled = {name: escape(text) for name, text in texts.items()} | {"content": content}
    # One pass: what is filled in is never filled again.
    page = _GAP.sub(lambda gap: filled[gap[1]], frame.read_text(encoding="utf-8"))
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language", "Content-Language": words["lang"]}
    return HTMLResponse(page, status, headers)


def _all(shelf: Shelf) -> str:
    """Return all titles, by topic."""
    sections = []
    for topic in TOPICS:
        titles = _links(shelf, [one.slug for one in shelf.articles.values() if one.topic == topic])
        if titles:
            sections.append(f"<section><h2>{escape(shelf.words['topics'][topic])}</h2>{titles}</section>")
    return f"<div class='topics'>{''.join(sections)}</div>"


def _missing(shelf: Shelf, slug: str) -> str:
    """Return what helps where an article is not: those with a name like it, and all."""
    like = _links(shelf, get_close_matches(slug[:80], list(shelf.articles), n=3))
    head = f"<h1>{escape(shelf.words['missing'])}</h1><p class='lead'>{escape(shelf.words['missing_lead'])}</p>"
    return head + like + _all(shelf)


def _article(shelf: Shelf, article: Article) -> str:
    back = f"<a class='back' href='{_address(shelf, '')}'>← {escape(shelf.words['back'])}</a>"
    parts = (f"<h2>{escape(part.heading)}</h2>{_html(blocks(part.text))}" for part in article.passages)
    day = article.updated.isoformat()
    # The page's script writes the day as people read it; without a script this is what they read.
    updated = escape(shelf.words["updated"]).replace("{day}", f"<time datetime='{day}'>{day}</time>")
    related = _links(shelf, article.see)
    if related:
        related = f"<nav class='related'><h2>{escape(shelf.words['related'])}</h2>{related}</nav>"
    title = f"<h1>{escape(article.title)}</h1>"
    return f"{back}<article>{title}{''.join(parts)}<p class='updated'>{updated}</p></article>{related}"


def _html(parts: Iterable[list[str]]) -> str:
    """Return paragraphs and lists as HTML."""
    html = []
    for lines in parts:
        if lines[0].startswith("- "):
            html.append(f"<ul>{''.join(f'<li>{escape(line[2:])}</li>' for line in lines)}</ul>")
        else:
            html.append(f"<p>{escape(' '.join(lines))}</p>")
    return "".join(html)


def _links(shelf: Shelf, slugs: Iterable[str]) -> str:
    items = [f"<li><a href='{_address(shelf, s)}'>{escape(shelf.articles[s].title)}</a></li>" for s in slugs]
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _address(shelf: Shelf, slug: str) -> str:
    return escape(f"/help{'/' if slug else ''}{slug}?lang={shelf.words['lang'][:2]}")
