"""Answers from the articles of the help pages: quoted word for word, with a link, or not at all."""

from __future__ import annotations

from functools import cache
from typing import Any

from actions.turn import Turn
from support import settings
from support.dialogue import choose
from support.escalation import Reason
from support.knowledge import FOLDER, Article, load, quote
from support.language import LANGUAGES

# Questions that an article answers: of a shop's rules, not of somebody's order.
POLICIES = frozenset({"check_refund_policy", "delivery_options", "delivery_period", "check_payment_methods"})
# How near an article must be to a message. Each language has its own encoder, and their cosines need not be alike.
# Checked with the trained model, docs/knowledge.md says how: what an article answers lies mostly above this, everything else below.
NEAR = {"en": 0.55, "zh": 0.55}
# So much less is enough for what was read as a question of the rules: then only which of them is open.
_LESS_FOR_POLICIES = 0.1

_ASKED = "article"  # the kind of the question which article is meant


@cache
def articles() -> dict[str, dict[str, Article]]:
    """Return the articles by slug and language, read at first use."""
    found: dict[str, dict[str, Article]] = {}
    for language in LANGUAGES:
        for article in load(FOLDER / language):
            found.setdefault(article.slug, {})[language] = article
    return found


def answer_from_article(turn: Turn) -> bool:
    """Quote the article that answers the message; return whether one is near enough."""
    nearest = _known(turn)[:1]
    if not nearest or nearest[0]["score"] < least_score(turn.read_in, turn.intent):
        return False
    tell(turn, nearest[0]["slug"], nearest[0]["passage"])
    return True


def least_score(language: str, intent: str) -> float:
    """Return how near an article must be to answer a message."""
    return round(NEAR[language] - (_LESS_FOR_POLICIES if intent in POLICIES else 0.0), 4)


def ask_what_is_meant(turn: Turn) -> bool:
    """Ask once which of the nearest articles is meant, the second time in a row offer a human; return whether there are any."""
    nearest = _known(turn)
    if not nearest:
        return False
    turn.wish()
    if (turn.question or {}).get("kind") == _ASKED:
        turn.say("utter_article_none")
        turn.tried(_job(turn), "failed")
        turn.offer_human(Reason.NOT_UNDERSTOOD)
        return True
    candidates = [{"names": list(_titles(one["slug"]).values()), **one} for one in nearest]
    turn.say("utter_article_unclear", buttons=[_titles(one["slug"])[turn.language] for one in nearest])
    turn.ask(_ASKED, candidates=candidates)
    turn.tried(_job(turn), "asked")
    return True


def chosen(turn: Turn, question: dict[str, Any]) -> None:
    """Quote the article that the answer to that question names."""
    index = choose(turn.text, [candidate["names"] for candidate in question["candidates"]])
    if index is None:
        turn.say("utter_inform_nothing")
        return
    tell(turn, question["candidates"][index]["slug"], question["candidates"][index]["passage"])


def tell(turn: Turn, slug: str, passage: int) -> None:
    """Quote a passage of an article, with the link to all of it."""
    turn.wish()
    turn.say(
        "utter_article",
        opening=turn.opening("general", slug),
        title=_titles(slug),
        quote={language: quote(article, passage) for language, article in articles()[slug].items()},
        link={language: _link(slug, language) for language in LANGUAGES},
    )
    turn.tried(_job(turn), "answered")


def _job(turn: Turn) -> str:
    """Return what an agent reads of it."""
    return turn.intent if turn.intent in POLICIES else "article"


def _known(turn: Turn) -> list[dict[str, Any]]:
    """Return the nearest articles, without those that are gone since the bot was started."""
    return [one for one in turn.articles if set(articles().get(one["slug"], {})) == set(LANGUAGES)]


def _titles(slug: str) -> dict[str, str]:
    return {language: article.title for language, article in articles()[slug].items()}


def _link(slug: str, language: str) -> str:
    base = settings.load().help_url or "/help"
    return f"{base}/{slug}?lang={language}"
