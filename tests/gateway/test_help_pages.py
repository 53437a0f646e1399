"""The help pages: whole, in two languages, and nothing in them that was not escaped."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from house import House

from gateway import articles
from support.errors import ArticleError
from support.knowledge import FOLDER, load
from support.language import LANGUAGES
from support.settings import ROOT

FRAME = ROOT / "web" / "help.html"  # as it is before Vite puts the stylesheet's address into it
EVIL = """---
title: <script>alert("title")</script> & 'co'
slug: evil
topic: shop
updated: 2026-11-27
questions:
  A "heading" & more:
    - Why <b>bold</b>?
---

## A "heading" & more

Ampersands & "quotes" and 'apostrophes'; javascript:alert(1).

- one & two
- three
"""
VOID = {"meta", "link"}


class Outline(HTMLParser):
    """What a page consists of: its tags in order, checked to be closed, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if tag == "a" and name == "href"]
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag


def client_of(dist: Path, folder: Path) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(articles.router(dist, folder))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build that holds the frame."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "help.html").write_bytes(FRAME.read_bytes())
    return tmp_path / "dist"


@pytest.fixture
async def client(dist: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The pages of the shop's own articles."""
    async with client_of(dist, FOLDER) as found:
        yield found


@pytest.fixture
async def evil(dist: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The pages of an article that means harm."""
    for language in LANGUAGES:
        folder = tmp_path / "knowledge" / language
        folder.mkdir(parents=True)
        (folder / "page.json").write_bytes((FOLDER / language / "page.json").read_bytes())
        # The reader of articles refuses HTML in the text; in titles, headings and questions it stands as it is.
        (folder / "evil.md").write_text(EVIL, encoding="utf-8")
    async with client_of(dist, tmp_path / "knowledge") as found:
        yield found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_list_leads_to_every_article_and_each_page_is_whole(client: httpx.AsyncClient, language: str) -> None:
    listed = await client.get(f"/help?lang={language}")
    assert listed.status_code == 200
    links = [link for link in Outline(listed.text).links if link.startswith("/help/")]
    assert sorted(links) == sorted(f"/help/{a.slug}?lang={language}" for a in load(FOLDER / language))
    for article in load(FOLDER / language):
        page = await client.get(f"/help/{article.slug}?lang={language}")
        outline = Outline(page.text)
        assert page.status_code == 200
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert outline.tags.count("h1") == 1
        assert outline.tags.count("h2") == len(article.passages) + bool(article.see)
        assert f"<time datetime='{article.updated.isoformat()}'>" in page.text
        assert set(outline.links) >= {f"/help/{slug}?lang={language}" for slug in article.see}
        assert "{{" not in page.text


async def test_the_language_is_that_of_the_address_then_that_of_the_browser(client: httpx.AsyncClient) -> None:
    async def spoken(address: str, accepted: str = "") -> str:
        page = await client.get(address, headers={"Accept-Language": accepted})
        assert "Accept-Language" in page.headers["Vary"]
        (language,) = re.findall(r'<html lang="([^"]*)">', page.text)
        assert page.headers["Content-Language"] == language
        return str(language)

    assert await spoken("/help/refunds?lang=zh", "en") == "zh-CN"
    assert await spoken("/help/refunds", "de, zh-TW;q=0.8, en;q=0.5") == "zh-CN"
    assert await spoken("/help/refunds", "de;q=1") == "en"
    assert await spoken("/help/refunds?lang=fr", "zh-CN") == "zh-CN"
    assert await spoken("/help?lang=%22%3E", ";;,,") == "en"


async def test_a_page_leads_to_itself_in_the_other_language(client: httpx.AsyncClient) -> None:
    assert "/help/refunds?lang=zh" in Outline((await client.get("/help/refunds?lang=en")).text).links
    assert "/help?lang=en" in Outline((await client.get("/help/?lang=zh")).text).links


async def test_an_unknown_article_is_told_with_those_that_there_are(client: httpx.AsyncClient) -> None:
    page = await client.get("/help/refund?lang=en")
    links = [link for link in Outline(page.text).links if link.startswith("/help/")]

    assert page.status_code == 404
    assert links[0] == "/help/refunds?lang=en", "the one whose name is most like it comes first"
    assert len(set(links)) == len(load(FOLDER / "en"))
    assert "/help?lang=zh" in Outline(page.text).links


@pytest.mark.parametrize(
    "slug", ["%3Cscript%3Ealert(1)%3C%2Fscript%3E", "..%2F..%2Fpage.json", "a" * 5000, "%00", "{{title}}"]
)
async def test_nothing_of_an_address_comes_back(client: httpx.AsyncClient, slug: str) -> None:
    page = await client.get(f"/help/{slug}")

    assert page.status_code == 404
    assert "alert(1)" not in page.text
    assert "aaaaa" not in page.text


async def test_what_an_article_holds_is_text(evil: httpx.AsyncClient) -> None:
    page = (await evil.get("/help/evil?lang=en")).text
    outline = Outline(page)

    assert outline.tags.count("script") == FRAME.read_text(encoding="utf-8").count("<script")
    assert "&lt;script&gt;alert(&quot;title&quot;)&lt;/script&gt; &amp; &#x27;co&#x27;" in page
    assert "<h2>A &quot;heading&quot; &amp; more</h2>" in page
    assert "<ul><li>one &amp; two</li><li>three</li></ul>" in page
    assert "alert(" not in page.replace("alert(&quot;title&quot;)", "").replace("javascript:alert(1).", "")
    assert not any("javascript" in link for link in outline.links)
    assert "&lt;script&gt;" in (await evil.get("/help?lang=en")).text


def test_an_article_of_the_wrong_form_stops_the_start(dist: Path, tmp_path: Path) -> None:
    for language in LANGUAGES:
        folder = tmp_path / "broken" / language
        folder.mkdir(parents=True)
        (folder / "page.json").write_text("{" if language == "zh" else "{}", encoding="utf-8")
        (folder / "evil.md").write_text(EVIL, encoding="utf-8")
    with pytest.raises(ArticleError, match=r"zh/page\.json: this is no readable JSON"):
        articles.router(dist, tmp_path / "broken")
    (tmp_path / "broken" / "en" / "evil.md").write_text("no head", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"en/evil\.md:1: "):
        articles.router(dist, tmp_path / "broken")


async def test_without_a_build_it_says_how_to_make_one(tmp_path: Path) -> None:
    answer = await client_of(tmp_path, FOLDER).get("/help")

    assert answer.status_code == 503
    assert "make setup" in answer.json()["error"]["message"]


async def test_the_gateway_serves_them_with_its_strict_policy(house: House) -> None:
    (house.home / "dist").mkdir()
    (house.home / "dist" / "help.html").write_bytes(FRAME.read_bytes())
    async with house.http() as http:
        page = await http.get("/help/refunds?lang=en")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "When a refund arrives" in page.text
