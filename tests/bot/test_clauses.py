"""Where a message is cut, and which parts are wishes of their own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.clauses import Clause, Wish, clauses, leading, wishes

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
        ("杯子碎了，然后发票也没收到", ["杯子碎了", "然后发票也没收到"]),
        ("钱退了吗?地址能改吗?", ["钱退了吗?", "地址能改吗?"]),
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
        "my order W-10423, the blue one",
        "the mug, the lamp and the rug",
        "shoes (size 42 and 43)",
        "return or exchange?",
        "灯和地毯都没到",
        "红色的还是蓝色的",
        "还没到",
        "我要退货",
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

    assert len(found) == 8
    assert found[-1].end == len(text.rstrip())


LAMP, MUG = Clause("where is the lamp", 0, 17), Clause("cancel the mug", 22, 36)
WHOLE = {"track_order": 0.6, "cancel_order": 0.39, "greet": 0.01}


def test_several_wishes_stand_in_their_order_with_their_place() -> None:
    found = wishes(WHOLE, [LAMP, MUG], [{"track_order": 0.95, "greet": 0.05}, {"cancel_order": 0.99}])

    assert found == [Wish("track_order", 0.95, 0, 17), Wish("cancel_order", 0.99, 22, 36)]


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"track_order": 0.99}, "the same wish again"),
        ({"thanks": 0.99}, "a courtesy"),
        ({"inform": 0.99}, "an answer"),
        ({"cancel_order": 0.3, "greet": 0.2}, "too unsure"),
        ({"get_invoice": 0.99}, "the whole message knows nothing of it"),
    ],
)
def test_one_wish_is_not_several(second: dict[str, float], why: str) -> None:
    assert wishes(WHOLE, [LAMP, MUG], [{"track_order": 0.95}, second]) == [], why


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


def test_what_a_word_announces_needs_less_confidence() -> None:
    shares = [{"track_order": 0.6}, {"get_invoice": 0.6}]
    announced = Clause(MUG.text, MUG.start, MUG.end, beside=True)

    assert [wish.intent for wish in wishes(WHOLE, [LAMP, announced], shares)] == ["track_order", "get_invoice"]
    assert wishes(WHOLE, [LAMP, MUG], shares) == []
    assert wishes(WHOLE, [LAMP, announced], shares, least=0.7) == []


def test_no_clauses_hold_no_wishes() -> None:
    assert wishes(WHOLE, [], []) == []


@pytest.mark.parametrize(
    ("text", "share", "first"),
    [
        ("the seal is broken, can i return it?", 0.003, "return_item"),
        ("one cup is broken, can i return the mug?", 0.2, "item_damaged"),
        ("one cup is broken, also i want to return the mug", 0.003, "item_damaged"),
    ],
)
def test_what_is_answered_first_is_the_first_wish_unless_the_whole_message_denies_it(
    text: str, share: float, first: str
) -> None:
    parts = clauses(text)
    whole = {"return_item": 1 - share, "item_damaged": share}
    found = wishes(whole, parts, [{"item_damaged": 0.9}, {"return_item": 0.9}])

    assert [wish.intent for wish in found] == ["item_damaged", "return_item"]
    assert leading(whole, parts, found) == first
    assert leading(whole, parts, []) == "return_item"
