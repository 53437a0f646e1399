"""Where a message is cut."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.clauses import clauses

JOINTS = (
    *(" and ", ", ", " and also ", ". ", "? ", "!!! ", " - ", "—", "\n", " plus ", " btw, ", " & ", " n "),
    *("，", "。", "；", "另外", "还有", "还想", "，然后", "顺便", "～", "、", "另", " ", "　"),
)
WORDS = (
    *(
        "where is my lamp",
        "cancel it",
        "can i return the mug",
        "pls",
        "ok",
        "the rug",
        "W-10423",
        "42",
        "🙂",
        "",
        "also",
        "and",
    ),
    *("订单到哪了", "我想退货", "帮我取消", "发票", "急", "灯", "还", "另外", "多少钱", "谢谢"),
)
MADE = st.lists(st.sampled_from((*JOINTS, *WORDS)), max_size=24).map("".join)


def said(text: str) -> list[str]:
    """Return the texts of a message's clauses."""
    return [clause.text for clause in clauses(text)]


@given(st.one_of(MADE, st.text(), st.text(alphabet="a 我,，.。?!&-—\n\t\u3000还想另外")), st.integers(1, 9))
def test_clauses_stand_where_they_say_in_order(text: str, most: int) -> None:
    found = clauses(text, most)

    assert 1 <= len(found) <= most
    assert all(text[clause.start : clause.end] == clause.text for clause in found)
    assert all(0 <= clause.start <= clause.end <= len(text) for clause in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Where is my parcel? And can I still change the address?",
            ["Where is my parcel?", "can I still change the address?"],
        ),
        ("cancel W-10231. where is the refund for W-10232", ["cancel W-10231.", "where is the refund for W-10232"]),
        (
            "track my order, also unsubscribe me from the newsletter",
            ["track my order", "unsubscribe me from the newsletter"],
        ),
        (
            "I'd like to return the boots - do you have them in 43?",
            ["I'd like to return the boots", "do you have them in 43?"],
        ),
        ("change the address n tell me when it arrives", ["change the address", "tell me when it arrives"]),
        ("where is it\ncancel it please", ["where is it", "cancel it please"]),
        ("Refund me!!! Where is my money???", ["Refund me!!!", "Where is my money???"]),
        ("取消台灯。退款多久到账", ["取消台灯。", "退款多久到账"]),
        ("先查一下物流，另外帮我开发票", ["先查一下物流", "另外帮我开发票"]),
        ("税号地址都填对了还是不行", ["税号地址都填对了还是不行"]),
        ("先查一下物流，对了，帮我开发票", ["先查一下物流", "对了，帮我开发票"]),
        ("杯子碎了，然后发票也没收到", ["杯子碎了", "然后发票也没收到"]),
        ("钱退了吗?地址能改吗?", ["钱退了吗?", "地址能改吗?"]),
        ("the stove won't light, the hose never came", ["the stove won't light", "the hose never came"]),
        ("the stove won't light but the hose is fine", ["the stove won't light", "the hose is fine"]),
        ("Two things: the stove won't light", ["Two things:", "the stove won't light"]),
        ("炉子打不着，管子没发", ["炉子打不着", "管子没发"]),
        ("炉子打不着 管子没发", ["炉子打不着", "管子没发"]),
        ("炉子打不着,管子没发", ["炉子打不着", "管子没发"]),
        ("别再给我发短信，顺带查一下积分", ["别再给我发短信", "顺带查一下积分"]),
    ],
)
def test_two_requests_are_two_clauses(text: str, parts: list[str]) -> None:
    assert said(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "the lamp and the rug are late",
        "black and white",
        "I waited and waited",
        "a well-known brand",
        "it costs 3.50 and it broke",
        "my order W-10423, the blue",
        "the mug, the lamp and the rug",
        "shoes (size 42 and 43)",
        "return or exchange?",
        "灯和地毯都没到",
        "红色的还是蓝色的",
        "还没到",
        "我要退货",
        "蓝的、白的我都要",
        "这件还有货吗",
        "你们还有几个门店",
        "别再催我了",
        "on 3 May at 10:30",
        "",
        "   ",
        "🙂🙂",
        "42",
    ],
)
def test_what_is_said_of_one_thing_stays_whole(text: str) -> None:
    assert said(text) == [text]


def test_a_word_or_two_signs_alone_are_no_clause() -> None:
    assert said("cancel my order. pls") == ["cancel my order. pls"]
    assert said("取消我的订单。急") == ["取消我的订单。急"]
    assert said("cancel my order. 🙏🙏") == ["cancel my order."]


def test_a_long_story_has_an_end() -> None:
    text = "where is it? " * 30
    found = clauses(text)

    assert len(found) == 5
    assert found[-1].end == len(text.rstrip())


def test_of_too_many_clauses_those_are_put_together_that_least_stands_between() -> None:
    text = "the stove won't light, the hose never came, the pan is bent, also where is the tent? can i return it all"

    assert [clause.text for clause in clauses(text, 3)] == [
        "the stove won't light, the hose never came, the pan is bent",
        "where is the tent?",
        "can i return it all",
    ]


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("track my order, also unsubscribe me", [False, True]),
        ("cancel the mug. btw where is the lamp", [False, True]),
        ("cancel the mug. where is the lamp", [False, False]),
        ("取消台灯，另外帮我开发票", [False, True]),
        ("取消台灯。另外帮我开发票", [False, True]),
        ("取消台灯。退款多久到账", [False, False]),
    ],
)
def test_a_word_puts_a_clause_beside_the_one_before(text: str, beside: list[bool]) -> None:
    assert [clause.beside for clause in clauses(text)] == beside


@pytest.mark.parametrize(
    "text", [" " * 8000 + "x", "," * 8000 + "x", "，" * 8000 + "灯", "a, " * 3000, "and " * 2000, "\n" * 8000]
)
def test_a_hostile_message_takes_no_longer_than_its_length(text: str) -> None:
    start = process_time()
    clauses(text)

    assert process_time() - start < 1.0
