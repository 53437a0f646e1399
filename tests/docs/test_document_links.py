"""Every link and picture within the project leads somewhere; nothing names this machine or a registry."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from documents import ROOT, anchors, pages, prose

LINK = re.compile(r"(!?)\[([^\]]*)\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|<(img|source)\s[^>]*?src(?:set)?=\"([^\"]+)\"")


def _targets(page: Path) -> list[str]:
    found = LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page.read_text(encoding="utf-8"))))
    return [markdown or html for _, _, markdown, _, html in found]


@pytest.mark.parametrize("file", pages(), ids=lambda file: str(file.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(file: Path) -> None:
    broken = []
    for target in _targets(file):
        parts = urlsplit(target)
        if parts.scheme:
            continue
        goal = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        known = (
            anchors(goal.read_text(encoding="utf-8")) if goal.suffix == ".md" and goal.is_file() else {parts.fragment}
        )
        if not goal.exists() or not goal.is_relative_to(ROOT) or (parts.fragment and parts.fragment not in known):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("file", pages(), ids=lambda file: str(file.relative_to(ROOT)))
def test_pictures_are_described(file: Path) -> None:
    markdown = prose(file.read_text(encoding="utf-8"))
    assert not re.findall(r"!\[\s*\]\([^)]*\)", markdown)
    assert not [tag for tag in re.findall(r"<img\s[^>]*>", markdown) if not re.search(r'alt="[^"]+"', tag)]


@pytest.mark.parametrize("file", pages(), ids=lambda file: str(file.relative_to(ROOT)))
def test_pages_name_no_registry_and_no_machine(file: Path) -> None:
    said = file.read_text(encoding="utf-8")
    assert str(ROOT) not in said
    assert not re.findall(
        r"pypi\.org|registry\.npmjs|files\.pythonhosted|download\.pytorch\.org|/home/\w+|/root/", said
    )


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.is_file():
            continue
        reached.add(page)
        for target in _targets(page):
            parts = urlsplit(target)
            if not parts.scheme and parts.path.endswith(".md"):
                waiting.append((page.parent / unquote(parts.path)).resolve())
    assert [str(page.relative_to(ROOT)) for page in pages() if page not in reached] == []
