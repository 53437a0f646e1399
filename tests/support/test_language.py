"""Which language to answer in."""

from __future__ import annotations

import pytest

from support.language import detect, of_conversation


@pytest.mark.parametrize(
    "text",
    [
        "where is my floor lamp?",
        "Thanks!",
        "don't",
        "what does 你好 mean in English?",
        "cancel W-10423 please",
        "it's late 😡😡",
        "REFUND NOW!!!",
    ],
)
def test_english_is_told_by_its_words(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "我的落地灯到哪了？",
        "order 到哪了",
        "W-10423 到了吗",
        "ok 好的",
        "退款！！！",
        "你好😊",
        "iPhone 壳什么时候发货",
        "请发 PDF",
        "㐀",
    ],
)
def test_chinese_is_told_by_its_characters_also_among_foreign_words(text: str) -> None:
    assert detect(text) == "zh"


@pytest.mark.parametrize(
    "text",
    ["", " ", "42", "W-10423", "w 10423", "#10423", "👍", "?!", "ok", "OK!", "hi", "🙏🙏", "¥100", "1/2", "…", "ok 42"],
)
def test_what_every_language_writes_tells_nothing(text: str) -> None:
    assert detect(text) is None


def test_a_tie_of_words_and_characters_is_chinese() -> None:
    assert detect("refund 钱") == "zh"
    assert detect("refund money 钱") == "en"


def test_the_newest_message_that_tells_decides() -> None:
    assert of_conversation(["W-10423", "我的灯呢", "hello there lamp"]) == "zh"
    assert of_conversation(["where is it", "我的灯呢"]) == "en"


def test_the_customers_own_choice_counts_only_where_no_message_tells() -> None:
    assert of_conversation(["👍", "42"], "zh") == "zh"
    assert of_conversation(["thank you so much"], "zh") == "en"


@pytest.mark.parametrize("preferred", [None, "", "fr", "ZH"])
def test_otherwise_it_is_english(preferred: str | None) -> None:
    assert of_conversation([], preferred) == "en"


def test_old_messages_are_not_read_when_the_newest_tells() -> None:
    def texts() -> object:
        yield "我的灯呢"
        raise AssertionError("read on")

    assert of_conversation(texts()) == "zh"  # type: ignore[arg-type]
