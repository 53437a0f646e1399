"""The articles of the help pages: whole in both languages, short, and true to what the bot and the shop say."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from documents import code, fenced, table, text

from actions.knowledge import POLICIES
from integrations.shops import demo_seed
from support.knowledge import FOLDER, TOPICS, Article, load, quote, read
from support.language import LANGUAGES
from support.policies import shipped

ARTICLES = {language: {article.slug: article for article in load(FOLDER / language)} for language in LANGUAGES}
EVERY = [pytest.param(a, id=f"{lang}/{a.slug}") for lang, found in ARTICLES.items() for a in found.values()]


def _questions(article: Article) -> list[str]:
    return [question for passage in article.passages for question in passage.questions]


def _words(said: str) -> int:
    """Return how many words a text has; a Chinese character counts half."""
    return len(re.findall(r"[A-Za-z0-9€']+", said)) + len(re.findall(r"[\u4e00-\u9fff]", said)) // 2


def _said(slug: str, language: str) -> str:
    return " ".join(passage.text for passage in ARTICLES[language][slug].passages)


def test_both_languages_have_the_same_articles_of_the_same_shape() -> None:
    english, chinese = ARTICLES["en"], ARTICLES["zh"]
    assert len(english) >= 22
    assert english.keys() == chinese.keys()
    for slug, article in english.items():
        other = chinese[slug]
        # A reply quotes the passage of that number, in whatever language the customer writes.
        assert len(article.passages) == len(other.passages), slug
        assert (article.topic, article.see, article.updated) == (other.topic, other.see, other.updated), slug
    assert {article.topic for article in english.values()} == set(TOPICS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_questions_are_unique(language: str) -> None:
    titles = Counter(article.title.lower() for article in ARTICLES[language].values())
    questions = Counter(q.lower() for article in ARTICLES[language].values() for q in _questions(article))
    assert [one for one, count in (titles | questions).items() if count > 1] == []


@pytest.mark.parametrize("article", EVERY)
def test_an_article_is_short_and_has_enough_questions(article: Article) -> None:
    assert 6 <= len(_questions(article)) <= 14
    assert 2 <= len(article.passages) <= 5
    assert sum(_words(passage.text) for passage in article.passages) <= 400
    for index, passage in enumerate(article.passages):
        assert _words(passage.text) <= 60, f"{passage.heading}: too long for a reply"
        assert len(quote(article, index).splitlines()) <= 6
    assert article.updated <= date.today()  # noqa: DTZ011 - a day that somebody wrote down


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_is_yaml_too(language: str) -> None:
    for slug, article in ARTICLES[language].items():
        head = yaml.safe_load((FOLDER / language / f"{slug}.md").read_text(encoding="utf-8").split("---\n")[1])
        assert head["title"] == article.title
        assert head["questions"] == {passage.heading: list(passage.questions) for passage in article.passages}


def test_the_page_has_the_same_words_in_both_languages() -> None:
    english, chinese = (json.loads((FOLDER / lang / "page.json").read_text(encoding="utf-8")) for lang in LANGUAGES)
    assert english.keys() == chinese.keys()
    for words in (english, chinese):
        assert list(words["topics"]) == list(TOPICS)
        assert "{day}" in words["updated"]


# Where the same fact stands elsewhere: an article, what it must say in each language, and who else says it.
FACTS = [
    ("shipping-costs", "€4.90", "4.90欧元", "bot/domain/shipping.yml"),
    ("shipping-costs", "€9.90", "9.90欧元", "bot/domain/shipping.yml"),
    ("shipping-costs", "from €50", "满50欧元", "bot/domain/shipping.yml"),
    ("delivery-times", "2–4 working days", "2–4个工作日", "bot/domain/shipping.yml"),
    ("delivery-times", "next working day", "下一个工作日", "bot/domain/shipping.yml"),
    ("delivery-countries", "Switzerland and Norway", "瑞士和挪威", "bot/domain/shipping.yml"),
    ("refunds", "within 14 days", "14天内", "bot/domain/refunds.yml"),
    ("cancelling-an-order", "within 14 days", "14天内", "bot/domain/orders.yml"),
    ("payment-methods", "Apple Pay, Alipay or by bank transfer", "支付宝和银行转账", "bot/domain/payments.yml"),
    ("contact", "help@demo.shop", "help@demo.shop", "bot/domain/smalltalk.yml"),
    ("contact", "8:00–20:00 (CET)", "周一至周六8:00–20:00（欧洲中部时间）", "bot/domain/smalltalk.yml"),
]


@pytest.mark.parametrize(("slug", "english", "chinese", "place"), FACTS)
def test_articles_say_what_the_responses_say(slug: str, english: str, chinese: str, place: str) -> None:
    assert english in _said(slug, "en")
    assert chinese in _said(slug, "zh")
    assert english in text(place)
    assert chinese in text(place)


def test_articles_say_what_the_rules_say() -> None:
    for language, window in (
        ("en", f"within {shipped().returns.window_days} days"),
        ("zh", f"{shipped().returns.window_days}天内"),
    ):
        assert window in _said("return-window", language)
        for slug, article in ARTICLES[language].items():
            days = re.findall(r"(\d+) days of delivery|签收后(\d+)天", _said(slug, language))
            assert {int(a or b) for a, b in days} <= {shipped().returns.window_days}, article.title
    assert demo_seed._FREE_SHIPPING_FROM_CENTS == 5000
    assert "2-year" in _said("warranty", "en")
    assert "2年质保" in _said("warranty", "zh")
    assert 'delivery: "Free delivery from €50"' in text("web/storefront/texts.ts")


def test_the_guides_example_is_an_article_and_its_tables_are_true(tmp_path: Path) -> None:
    guide = text("docs/knowledge.md")
    (example,) = fenced(guide, "markdown")
    file = tmp_path / "ladders.md"
    file.write_text(example, encoding="utf-8")
    test_an_article_is_short_and_has_enough_questions(read(file))
    (listed,) = re.findall(r"`topic` is one of (.*?)\. `see`", guide)
    assert code(listed) == list(TOPICS)
    rows = [row for row in table(guide, "message", "answer") if code(row[0])]
    assert set(code(rows[0][0])) == POLICIES
