"""What replies there are to choose from: canned ones shipped and agents' own, past answers, articles, steps of the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from storage import Unit
from storage.suggestions import Answered
from support.canned import Canned, canned_of
from support.errors import InvalidInput, SettingsError
from support.knowledge import Article, quote
from support.knowledge import load as load_articles
from support.language import LANGUAGES
from support.macros import Macro, macro_of
from support.past_answers import PastAnswer, masked, reusable
from support.places import ROOT
from support.ranking import Candidate, Kind
from support.suggestions import suggest

FOLDER = ROOT / "data" / "canned"
MACROS = ROOT / "data" / "macros"
MOST_PAST = 200
OFF = "canned_off"  # the setting's name
_GENERIC = frozenset({"canned:known", "canned:guest", "canned:asked_item"})


def load_canned(folder: Path = FOLDER) -> dict[str, dict[str, Canned]]:
    """Return the shipped canned responses by language and id.

    Raises:
        SettingsError: a file cannot be read or an entry is not of the form; names the file and the entry.
    """
    found: dict[str, dict[str, Canned]] = {language: {} for language in LANGUAGES}
    for language, file, entry in _entries(folder, "canned responses"):
        try:
            canned = canned_of(entry, language)
        except InvalidInput as error:
            raise SettingsError(f"{file}: {entry.get('id')}: {error}") from error
        if canned.id in found[language]:
            raise SettingsError(f"{file}: {canned.id} stands twice")
        found[language][canned.id] = canned
    return found


def load_macros(folder: Path = MACROS) -> dict[str, dict[str, Macro]]:
    """Return the macros by language and id.

    Raises:
        SettingsError: a file cannot be read or an entry is not of the form; names the file and the entry.
    """
    found: dict[str, dict[str, Macro]] = {language: {} for language in LANGUAGES}
    for language, file, entry in _entries(folder, "macros"):
        try:
            macro = macro_of(entry, language)
        except InvalidInput as error:
            raise SettingsError(f"{file}: {entry.get('id')}: {error}") from error
        if macro.id in found[language]:
            raise SettingsError(f"{file}: {macro.id} stands twice")
        found[language][macro.id] = macro
    return found


def _entries(folder: Path, what: str) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield language, file and entry of everything in `folder`/<language>. Raises SettingsError."""
    for language in LANGUAGES:
        for file in sorted((folder / language).glob("*.yml")):
            try:
                entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            except (OSError, ValueError, yaml.YAMLError) as error:
                raise SettingsError(f"{file}: this is no readable YAML") from error
            if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
                raise SettingsError(f"{file}: here should be a list of {what}")
            yield from ((language, file, entry) for entry in entries)


def switched_off(unit: Unit) -> set[str]:
    """Return the ids of the shipped canned responses that an admin has switched off, in both languages."""
    setting = unit.settings.get(OFF)
    return set(setting.value["ids"]) if setting else set()


class Library:
    """Everything that can be suggested. `help_url` is where articles are shown."""

    def __init__(
        self,
        canned: Mapping[str, Mapping[str, Canned]],
        articles: Mapping[str, Sequence[Article]],
        help_url: str = "",
    ) -> None:
        self.shipped = canned
        self._articles = {
            language: {article.slug: article for article in listed} for language, listed in articles.items()
        }
        self._help = help_url or "/help"

    @classmethod
    def load(cls, articles: Path, help_url: str = "") -> Library:
        """Read the shipped canned responses and the articles. Raises SettingsError, ArticleError."""
        return cls(load_canned(), {one: load_articles(articles / one) for one in LANGUAGES}, help_url)

    def canned(self, unit: Unit, language: str, agent_id: str | None = None) -> list[Canned]:
        """Return the shipped canned responses that are on, the shop's, and this agent's own."""
        own = [
            Canned(one.id, language, one.title, one.text, intents=frozenset(one.intents))
            for one in unit.canned.listed(language, agent_id)
        ]
        off = switched_off(unit)
        return [*(one for one in self.shipped[language].values() if one.id not in off), *own]

    def questions(self, language: str) -> list[tuple[str, int, str]]:
        """Return slug, passage and text of each question that an article answers."""
        return [
            (article.slug, index, question)
            for article in self._articles[language].values()
            for index, passage in enumerate(article.passages)
            for question in passage.questions
        ]

    def article(self, slug: str, passage: int, language: str) -> Candidate | None:
        """Return a passage as a reply with the link to all of it; None if the article is gone."""
        found = self._articles[language].get(slug)
        if found is None:
            return None
        url = f"{self._help}/{slug}{'' if language == 'en' else f'?lang={language}'}"
        source = f"article:{slug}#{passage}"
        return Candidate(source, Kind.ARTICLE, found.title, quote(found, passage), url=url, whole=True)


def of_canned(canned: Canned) -> Candidate:
    """Return a canned response as a candidate."""
    return Candidate(
        f"canned:{canned.id}",
        Kind.CANNED,
        canned.title,
        canned.text,
        (canned.like,),
        canned.intents,
        canned.when,
        canned.asks,
    )


def of_past(past: PastAnswer) -> Candidate:
    """Return a past answer as a candidate."""
    return Candidate(
        f"past_answer:{past.message_id}", Kind.PAST_ANSWER, "", past.text, (past.asked,), message=past.message_id
    )


def steps(packet: Mapping[str, Any]) -> dict[str, tuple[Candidate, float]]:
    """Return what to say first in this case, by source, with how well it fits: chosen by the case, not by words."""
    found = {}
    for place, reply in enumerate(suggest(packet)):
        source = reply["source"].replace("canned:", "step:")
        fit = 0.6 if reply["source"] in _GENERIC else 0.95 - 0.05 * place
        found[source] = (Candidate(source, Kind.STEP, "", reply["text"], whole=True), fit)
    return found


def past_answers(answered: Sequence[Answered]) -> dict[str, list[PastAnswer]]:
    """Return what of agents' answers may be said to others, by language, newest first, no text twice."""
    found: dict[str, dict[str, PastAnswer]] = {language: {} for language in LANGUAGES}
    orders = [order for one in answered if one.packet for order in one.packet["orders"]]
    for one in answered:
        kept = found.get(one.language)
        if kept is None or len(kept) >= MOST_PAST:
            continue
        label = "label_zh" if one.language == "zh" else "label"
        text = reusable(
            one.text,
            one.language,
            names=[one.customer_name] if one.customer_name else [],
            orders=one.packet["orders"] if one.packet else [],
            agent=one.agent_name,
            products={str(order[label]) for order in orders if order[label]},
        )
        asked = masked(one.asked, [one.customer_name] if one.customer_name else [])
        if text and asked:
            kept.setdefault(text, PastAnswer(one.message_id, one.language, asked, text))
    return {language: list(kept.values()) for language, kept in found.items()}
