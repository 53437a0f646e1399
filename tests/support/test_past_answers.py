"""An agent's answer goes to somebody else only without what was its customer's."""

from __future__ import annotations

import pytest

from support.past_answers import masked, reusable

LAMP = {
    "id": "W-10423",
    "label": "floor lamp",
    "label_zh": "落地灯",
    "lines": [{"name": "Arc floor lamp", "name_zh": "弧形落地灯"}],
}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Hi Lena, I've asked the depot about your floor lamp and write here once they answer.",
            "Hi {customer}, I've asked the depot about your {item} and write here once they answer.",
        ),
        (
            "I've put order W-10423 on hold, nothing to do for you.",
            "I've put order {order} on hold, nothing to do for you.",
        ),
        ("I've set it off. It goes back the way you paid.", "I've set it off. It goes back the way you paid."),
    ],
)
def test_what_was_its_customers_becomes_a_variable(said: str, kept: str) -> None:
    assert reusable(said, "en", names=["Lena Berg"], orders=[LAMP], agent="Mia") == kept


@pytest.mark.parametrize(
    "said",
    [
        "Your lamp is on the van by now, that's for sure.",
        "It is being sent to Hamburg for you this time.",
        "It comes on Tuesday, the carrier told me so.",
        "You get it tomorrow, the carrier told me so.",
        "Two weeks at most, then it is with you.",
        "I have refunded €49.00 to the card you paid with.",
        "Your new number is 491, keep it somewhere safe.",
        "Order W-99999 is on hold for you, nothing to do.",
        "I write to lena@example.com as soon as they answer.",
        "Mrs Berg, I've asked the depot where it stands now.",
        "I'm Mia, and I take care of all of it from here.",
        "Look at https://example.com/track for where it is.",
        "I've packed the kettle for you, and it leaves now.",
        "Ok.",
        "x" * 601,
        "Hello {customer}, this already has a brace of its own.",
        "您好，这里是中文的回复，不是英文。",
    ],
)
def test_where_something_of_theirs_would_remain_it_is_left_out(said: str) -> None:
    assert reusable(said, "en", names=["Lena Berg"], orders=[LAMP], agent="Mia", products=["kettle"]) is None


def test_chinese_answers() -> None:
    def of(said: str) -> str | None:
        return reusable(said, "zh", names=["王小明"], orders=[LAMP], agent="小林", products=["台灯"])

    kept = "{customer}您好，您的{item}我已经联系快递查件，有消息马上告诉您。"
    assert of("王小明您好，您的落地灯我已经联系快递查件，有消息马上告诉您。") == kept
    for said in (
        "您的台灯已经寄出了，请您留意查收。",
        "您的灯明天就到，请您留意。",
        "三天内一定给您处理好，请放心。",
        "王女士您好，已经为您登记好了。",
        "退款 49 元已经打到您的卡上了。",
        "我是小林，这件事由我来负责到底。",
    ):
        assert of(said) is None, said


def test_of_two_orders_one_variable_cannot_tell() -> None:
    mug = {"id": "W-1", "label": "mug", "label_zh": "马克杯", "lines": [{"name": "Mug", "name_zh": "马克杯"}]}
    text = "I've packed your floor lamp together with your mug, as you wished."
    assert reusable(text, "en", names=[], orders=[LAMP, mug]) is None


def test_a_customers_words_are_compared_without_their_data() -> None:
    asked = masked("I'm Lena Berg, lena@example.com: where is W-10423? I paid 49", ["Lena Berg"])
    for private in ("Lena", "Berg", "example", "10423", "49"):
        assert private not in asked
    assert "where is" in asked
