"""What was typed by mistake is read as it was meant; what was meant as it stands is left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.slips import Slipper
from bot.reading.spelling import Speller, plain

ENGLISH = [
    "where is my floor lamp",
    "i want my money back for the lamp please",
    "can you cancel the order please",
    "please refund the order, i want to return the lamp",
    "did you ship my order, the lamp is late again",
    "is the lamp back in stock",
    "sorry, wrong lamp",
    "can't you see that my lamp isn't here",
    "pls hurry, thx",
] * 3
CHINESE = ["我的台灯到哪了", "请帮我退款，谢谢", "台灯坏了要退货", "我要转人工", "zhuan ren gong"] * 3


@pytest.fixture(scope="module")
def english() -> Speller:
    return Speller(ENGLISH)


@pytest.fixture(scope="module")
def chinese() -> Speller:
    return Speller(CHINESE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wheer is my flooor lamp", "where is my floor lamp"),
        ("pleeeease cancle the odrer", "please cancel the order"),
        ("i want my moneyback", "i want my money back"),
        ("canyou refund thelamp", "can you refund the lamp"),
        ("ｗｈｅｒｅ ｉｓ ｍｙ ｌａｍｐ？", "where is my lamp?"),
        ("REFNUD THE LAMP", "REFUND THE LAMP"),
        ("i want a rfund", "i want a refund"),
    ],
)
def test_slips_are_put_right(english: Speller, typed: str, meant: str) -> None:
    assert english.correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "where is my floor lamp?",
        "W-10423, W10423 and #10423",
        "ana.lopez@exampel.com or https://exampel.com/ordr",
        "a 160x230 rug in XXL, pls",
        "the colour of the hedgehog",
        "for Ms Okafor",
        "🙂 !!! ...",
        "can't",
        "thx u r gr8",
    ],
)
def test_what_is_no_slip_stays(english: Speller, text: str) -> None:
    assert english.correct(text) == text


def test_what_the_shop_often_says_is_no_slip_of_a_dictionary_word() -> None:
    text = "is the snorlaxx in stock"

    assert Speller([text] * 3).correct(text) == text
    assert Speller(ENGLISH).correct("the lampp") == "the lamp"


def test_the_word_before_helps_to_choose(english: Speller) -> None:
    assert english.correct("is it in stok") == "is it in stock"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("我的 台灯", "我的 台灯"),
        ("我 的 台 灯 到 哪 了", "我的台灯到哪了"),
        ("請幫我退貨", "请帮我退货"),
        ("退款！！！", "退款!!!"),
        ("快点啊啊啊啊啊", "快点啊啊"),
        ("zhuanrengong", "zhuanrengong"),
        ("tuikaun W-10423", "tuikaun W-10423"),
        ("帮我tuikuan", "帮我退款"),
        ("我要zhuan ren gong", "我要转人工"),
        ("TUIHUO，Alessi的 台灯 ok吗", "退货,Alessi的 台灯 ok吗"),
        ("台灯 tuihuo@example.com W-tuihuo", "台灯 tuihuo@example.com W-tuihuo"),
    ],
)
def test_chinese_is_made_plain_and_its_pinyin_becomes_characters(chinese: Speller, typed: str, meant: str) -> None:
    assert chinese.correct(typed) == meant


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    corrected = Speller(ENGLISH).correct(text)

    assert plain(plain(text)) == plain(text)
    assert bool(corrected.strip()) == bool(text.strip())


@pytest.mark.parametrize(
    "text", ["ab" * 5000, "!" * 10_000, "a" * 10_000, "refnud " * 1500, "退" * 10_000, "'" * 10_000]
)
def test_a_long_text_takes_no_longer_than_reading_it(english: Speller, text: str) -> None:
    started = time.monotonic()

    english.correct(text)

    assert time.monotonic() - started < 2  # generous: a quadratic rule would take minutes


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE])
def test_slips_are_the_same_each_time_and_leave_numbers_alone(texts: list[str]) -> None:
    slipper = Slipper(texts)
    slipped = [slipper.slip(text) for text in texts]

    assert slipped == [Slipper(texts).slip(text) for text in texts]
    assert sum(one != other for one, other in zip(texts, slipped, strict=True)) > len(texts) / 2
    assert slipper.slip("W-10423 2024-11-02 a@b.example") == "W-10423 2024-11-02 a@b.example"
    assert slipper.slip("") == ""


def test_a_negation_is_never_slipped_away() -> None:
    slipper = Slipper(["我不要退款了，不用了谢谢你们", "别取消我的订单，没有坏"])

    for text in ("我不要退款了，不用了谢谢你们", "别取消我的订单，没有坏"):
        slipped = slipper.slip(text)
        assert [sign for sign in slipped if sign in "不没别"] == [sign for sign in text if sign in "不没别"]
