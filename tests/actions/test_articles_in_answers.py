"""Policy questions are answered by an article, asked back once, then offered to a human."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from hearing import Hears
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import AnswerQuestion, NotUnderstood, OutOfScope
from actions.guidance import Guide
from actions.knowledge import NEAR, POLICIES, least_score
from actions.products import ProductQuestion
from actions.refunds import GetRefund, TrackRefund
from actions.returns import ReturnItem
from actions.turn import TurnAction
from support.dialogue import answers
from support.knowledge import FOLDER, load, quote
from support.language import LANGUAGES
from support.settings import load as settings

TITLES = {lang: {article.slug: article.title for article in load(FOLDER / lang)} for lang in LANGUAGES}


def found(*slugs: str, score: float, passage: int = 0) -> list[dict[str, Any]]:
    """Return the articles of a parse result, nearest first."""
    return [{"slug": slug, "passage": passage, "score": score - n / 10} for n, slug in enumerate(slugs)]


FAR = found("returns-are-gone", "return-window", "refunds", score=0.4)  # too far for any question
CLOSE = found("return-window", "refunds", "exchanges", score=0.9, passage=1)


@dataclass
class Talk:
    """A conversation with a guest: each message goes to one action, with the slots that the one before has left."""

    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    def say(
        self,
        action: TurnAction,
        text: str,
        intent: str,
        articles: list[dict[str, Any]] | None = None,
        language: str = "en",
        confidence: float = 0.9,
    ) -> dict[str, Any]:
        """Return the response to a message, empty where there is none."""
        latest = {"text": text, "intent": {"name": intent, "confidence": confidence}, "language": language}
        if articles is not None:
            latest["articles"] = articles
        self.events.append({"event": "user", "text": text})
        dispatcher = CollectingDispatcher()
        tracker = Tracker("cv_1", self.slots, latest, self.events, False, None, {}, None)
        left = asyncio.run(action.run(dispatcher, tracker, {}))
        self.slots = {event["name"]: event["value"] for event in left}
        for message in dispatcher.messages:
            notes = (message.get("custom") or {}).get("notes", [])
            self.tried += [f"{note['action']} {note['outcome']}" for note in notes if note["kind"] == "tried"]
        said = [message for message in dispatcher.messages if message.get("response")]
        assert len(said) <= 1
        return said[0] if said else {}


@pytest.fixture
def talk(hears: Hears) -> Talk:
    """A conversation in a fresh house."""
    return Talk()


@pytest.mark.parametrize("intent", sorted(POLICIES))
def test_a_policy_question_is_answered_by_quoting_the_nearest_article(talk: Talk, intent: str) -> None:
    said = talk.say(Guide(), "can I return something I've used?", intent, CLOSE)

    assert said["response"] == "utter_article"
    for language in LANGUAGES:
        (article,) = [one for one in load(FOLDER / language) if one.slug == "return-window"]
        assert said["quote"][language] == quote(article, 1)
        assert said["title"][language] == article.title
    assert said["link"] == {"en": "/help/return-window?lang=en", "zh": "/help/return-window?lang=zh"}
    assert talk.tried == [f"{intent} answered"]
    assert talk.slots["misunderstood"] == 0


def test_links_lead_to_where_customers_find_the_pages(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARMLINE_HELP_URL", "https://support.example/help/")
    said = talk.say(Guide(), "can I return it?", "check_refund_policy", CLOSE)

    assert said["link"]["en"] == "https://support.example/help/return-window?lang=en"
    assert settings({"WARMLINE_HELP_URL": ""}).help_url == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("above", "response"), [(0.0, "utter_article"), (-0.001, "utter_article_unclear")])
def test_an_article_must_be_near_enough(talk: Talk, language: str, above: float, response: str) -> None:
    articles = found("refunds", "return-window", score=least_score(language, "check_refund_policy") + above)

    assert talk.say(Guide(), "?", "check_refund_policy", articles, language)["response"] == response


def test_what_was_not_understood_needs_a_nearer_article(talk: Talk) -> None:
    assert least_score("en", "check_refund_policy") < least_score("en", "out_of_scope") == NEAR["en"]
    between = found("product-care", score=NEAR["en"] - 0.01)
    assert talk.say(NotUnderstood(), "will it shrink?", "out_of_scope", between)["response"] == "utter_not_understood_1"


def test_what_no_article_answers_is_asked_back_with_the_nearest_titles(talk: Talk) -> None:
    said = talk.say(Guide(), "what about returns on the moon?", "check_refund_policy", FAR)

    assert said["response"] == "utter_article_unclear"
    # An article that is gone since the bot was started is not offered.
    titles = [button["title"] for button in said["buttons"]]
    assert titles == [TITLES["en"]["return-window"], TITLES["en"]["refunds"]]
    assert talk.tried == ["check_refund_policy asked"]
    question = talk.slots["question"]
    assert answers(question, titles[1], "track_refund", 0.99), "a title answers, whatever it looks like"
    assert not answers(question, "where is my order", "track_order", 0.99)

    said = talk.say(AnswerQuestion(), titles[1], "track_refund", CLOSE)
    assert (said["response"], said["title"]["en"]) == ("utter_article", titles[1])
    assert talk.slots["question"] is None


def test_buttons_are_in_the_customers_language(talk: Talk) -> None:
    said = talk.say(Guide(), "月球上能退货吗？", "check_refund_policy", FAR, "zh")

    assert [button["title"] for button in said["buttons"]] == [TITLES["zh"]["return-window"], TITLES["zh"]["refunds"]]
    said = talk.say(AnswerQuestion(), TITLES["zh"]["return-window"], "return_item", language="zh")
    assert said["title"]["zh"] == TITLES["zh"]["return-window"]


def test_the_second_time_in_a_row_a_human_is_offered(talk: Talk) -> None:
    talk.say(Guide(), "returns on the moon?", "check_refund_policy", FAR)
    said = talk.say(Guide(), "no, on the moon", "check_refund_policy", FAR)

    assert said["response"] == "utter_article_none"
    assert talk.slots["question"]["kind"] == "offer_human"
    assert talk.slots["escalate"] is None, "it is offered, not done"
    talk.say(AnswerQuestion(), "yes", "affirm")
    assert talk.slots["escalate"] == "not_understood"


def test_with_something_else_in_between_it_is_asked_again(talk: Talk) -> None:
    talk.say(Guide(), "returns on the moon?", "check_refund_policy", FAR)
    talk.say(Guide(), "hello", "greet")

    assert talk.say(Guide(), "and on Mars?", "check_refund_policy", FAR)["response"] == "utter_article_unclear"


def test_an_answer_that_names_none_of_them_is_heard(talk: Talk) -> None:
    talk.say(Guide(), "returns on the moon?", "check_refund_policy", FAR)

    assert talk.say(AnswerQuestion(), "hm", "inform")["response"] == "utter_inform_nothing"


def test_a_model_without_articles_says_the_rule_in_short(talk: Talk) -> None:
    said = talk.say(Guide(), "what's your refund policy?", "check_refund_policy")

    assert said["response"] == "utter_check_refund_policy"


def test_what_was_not_understood_may_still_be_answered_by_an_article(talk: Talk) -> None:
    care = found("product-care", score=0.9)

    for action, confidence in ((NotUnderstood(), 0.1), (OutOfScope(), 0.1), (OutOfScope(), 0.95)):
        said = talk.say(action, "will it shrink?", "out_of_scope", care, confidence=confidence)
        assert said["response"] == "utter_article"
        assert talk.slots["misunderstood"] == 0


def test_what_no_article_answers_stays_not_understood(talk: Talk) -> None:
    assert talk.say(NotUnderstood(), "blorp", "inform", FAR)["response"] == "utter_not_understood_1"
    assert talk.slots["misunderstood"] == 1
    assert talk.say(OutOfScope(), "the weather?", "out_of_scope", FAR)["response"] == "utter_not_understood_2"


def test_a_product_question_is_the_catalogues_first(talk: Talk) -> None:
    care = found("product-care", score=0.9)

    said = talk.say(ProductQuestion(), "can the wool blanket go in the washing machine?", "product_question", care)
    assert said["response"] == "utter_product"
    said = talk.say(ProductQuestion(), "how do I wash wool?", "product_question", care)
    assert said["response"] == "utter_article"
    said = talk.say(ProductQuestion(), "is it any good?", "product_question", FAR)
    assert said["response"] == "utter_product"  # "it" is the blanket


@pytest.mark.parametrize(
    ("action", "intent", "text"),
    [
        (GetRefund(), "get_refund", "退款政策"),
        (GetRefund(), "get_refund", "what's the refund policy?"),
        (TrackRefund(), "track_refund", "your refund policy please"),
        (ReturnItem(), "return_item", "退货期多长"),
        (ReturnItem(), "return_item", "how long is the return window"),
    ],
)
def test_a_question_about_the_rules_is_one_however_it_is_read(
    talk: Talk, action: TurnAction, intent: str, text: str
) -> None:
    assert talk.say(action, text, intent, found("refunds", score=0.9))["response"] == "utter_article"
