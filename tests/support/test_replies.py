"""What answers say: how many, why, how, where to, in English and Chinese; and nothing where nothing of it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import replies
from support.orders import Address


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("two", 2),
        ("2", 2),
        ("just one", 1),
        ("both of them", 2),
        ("2 of them", 2),
        ("2 of the mugs", 2),
        ("three pairs please", 3),
        ("12 pieces", 12),
        ("2x", 2),
        ("TWO", 2),
        ("两个", 2),
        ("3件", 3),
        ("退一双", 1),
        ("俩", None),
        ("the blue one", None),
        ("that one", None),
        ("这个", None),
        ("0", None),
        ("size 42", None),
        ("on the 2nd", None),
        ("it cost 12.50", None),
        ("€20", None),
        ("W-10423", None),
        ("all of them", None),
        ("", None),
    ],
)
def test_quantity(text: str, pieces: int | None) -> None:
    assert replies.quantity(text) == pieces


@pytest.mark.parametrize(
    ("text", "all_of_it"),
    [
        ("all of them", True),
        ("everything", True),
        ("the whole order", True),
        ("all three", True),
        ("全部", True),
        ("整单取消", True),
        ("都退", True),
        ("the rug", False),
        ("that's all", False),
        ("其他的都保留", False),
    ],
)
def test_everything(text: str, all_of_it: bool) -> None:
    assert replies.everything(text) is all_of_it


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("yes", True),
        ("Yes, return it please", True),
        ("ok", True),
        ("go ahead", True),
        ("好的", True),
        ("对", True),
        ("嗯，可以", True),
        ("no", False),
        ("not sure", False),
        ("surely not", False),
        ("不用", False),
        ("", False),
    ],
)
def test_agrees(text: str, yes: bool) -> None:
    assert replies.agrees(text) is yes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("it's too small", "too_small"),
        ("they pinch", "too_small"),
        ("偏小", "too_small"),
        ("far too big for me", "too_large"),
        ("太大了", "too_large"),
        ("the handle is broken", "damaged"),
        ("it stopped working", "damaged"),
        ("杯子碎了", "damaged"),
        ("you sent the wrong colour", "wrong_item"),
        ("发错了", "wrong_item"),
        ("not as described", "not_as_described"),
        ("和描述不符", "not_as_described"),
        ("it came too late", "arrived_late"),
        ("来晚了", "arrived_late"),
        ("I changed my mind", "changed_mind"),
        ("不想要了", "changed_mind"),
        ("no particular reason", "none_given"),
        ("没什么原因", "none_given"),
        ("the teapot please", None),
        ("茶壶", None),
    ],
)
def test_reason(text: str, reason: str | None) -> None:
    assert replies.reason(text) == reason


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("I'll drop it off", "drop_off"),
        ("at the post office", "drop_off"),
        ("自己寄", "drop_off"),
        ("我拿去驿站", "drop_off"),
        ("please pick it up", "pick_up"),
        ("can a courier come and get it", "pick_up"),
        ("上门取件", "pick_up"),
        ("whatever", None),
        ("随便", None),
    ],
)
def test_method(text: str, method: str | None) -> None:
    assert replies.method(text) == method


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("size M", "M"),
        ("the blue one", "blue"),
        ("in size 40, black please", "40 / black"),
        ("换成蓝色", "blue"),
        ("要42码", "42"),
        ("the teapot", None),
    ],
)
def test_variant(text: str, variant: str | None) -> None:
    assert replies.variant(text) == variant


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("it's ann.lee+shop@mail.example.com, thanks", "ann.lee+shop@mail.example.com"),
        ("邮箱是lin@example.cn", "lin@example.cn"),
        ("ann at example", None),
        ("@ann", None),
    ],
)
def test_email(text: str, email: str | None) -> None:
    assert replies.email(text) == email


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+44 7700 900127", "+447700900127"),
        ("my number is (030) 123-4567", None),
        ("030 123 4567", "0301234567"),
        ("手机号13800138000", "13800138000"),
        ("W-10423", None),
        ("12", None),
    ],
)
def test_phone(text: str, phone: str | None) -> None:
    if text.startswith("my number"):
        assert (replies.phone(text) or "").endswith("1234567")
    else:
        assert replies.phone(text) == phone


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("BS8 3HQ", "BS8 3HQ"),
        ("it's bs8 3hq", "BS8 3HQ"),
        ("W1A 1AA", "W1A 1AA"),
        ("20457 Hamburg", "20457"),
        ("D08 X2F7", "D08 X2F7"),
        ("1017 AB Amsterdam", "1017 AB"),
        ("31-123", "31-123"),
        ("邮编310012", "310012"),
        ("order W-10423, postcode 40124", "40124"),
        ("order 10423", None),
        ("订单10423", None),
        ("no idea", None),
    ],
)
def test_postcode(text: str, postcode: str | None) -> None:
    assert replies.postcode(text) == postcode


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("BS8 3HQ", "bs83hq", True),
        ("31-123", "31 123", True),
        ("BS8 3HQ", "BS8 3HR", False),
        ("", "", False),
        ("?", "!", False),
    ],
)
def test_same_postcode(one: str, other: str, same: bool) -> None:
    assert replies.same_postcode(one, other) is same


CORK = Address("Ann", "12 Harbour Row", "T12 AB34", "Cork")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("12 Harbour Row, T12 AB34 Cork", CORK),
        ("please send my mug to 12 Harbour Row, Cork, T12 AB34 instead", CORK),
        ("I moved, can the desk lamp go to 12 Harbour Row, T12 AB34 Cork?", CORK),
        ("My new address is 12 Harbour Row, Cork, T12 AB34, thanks", CORK),
        ("no, to 12 Harbour Row, T12 AB34 Cork", CORK),
        ("change the address of W-10433 to\n12 Harbour Row\nCork\nT12 AB34", CORK),
        ("12 Harbour Row, T12 AB34 Cork, Ireland", Address("Ann", "12 Harbour Row", "T12 AB34", "Cork", "IE")),
        ("12 Harbour Row", Address("Ann", "12 Harbour Row", "", "")),
        ("12 Harbour Row, Cork", Address("Ann", "12 Harbour Row", "", "Cork")),
        ("Hafenstr. 3, 20457 Hamburg", Address("Ann", "Hafenstr. 3", "20457", "Hamburg")),
        ("Flat 2, 9 Elm Road, Leeds LS6 2QD, UK", Address("Ann", "Flat 2, 9 Elm Road", "LS6 2QD", "Leeds", "GB")),
        (
            "I have to send it to my office at 3 High Street, Bath BA1 1AA please",
            Address("Ann", "3 High Street", "BA1 1AA", "Bath"),
        ),
        (
            "send it to Via dei Portici 8, 40124 Bologna, Italy",
            Address("Ann", "Via dei Portici 8", "40124", "Bologna", "IT"),
        ),
        (
            "耳塞请改寄到厦门市思明区湖滨南路20号，361004",
            Address("Ann", "厦门市思明区湖滨南路20号", "361004", "厦门市", "CN"),
        ),
        (
            "能改送到浙江省杭州市西湖区古墩路8号3幢502室吗？",
            Address("Ann", "浙江省杭州市西湖区古墩路8号3幢502室", "", "杭州市", "CN"),
        ),
        ("地址改成西湖区古墩路8号，谢谢", Address("Ann", "西湖区古墩路8号", "", "", "CN")),
        ("不对，是西湖区古墩路9号", Address("Ann", "西湖区古墩路9号", "", "", "CN")),
        ("I need to change the delivery address of my mug", None),
        ("it was due 3 days ago at my place", None),
        ("我的包裹在路上，送到小区了吗", None),
        ("订单10423在路上，送到小区了吗", None),
        ("the one from last week", None),
        ("", None),
    ],
)
def test_address(text: str, address: Address | None) -> None:
    assert replies.address(text, "Ann") == address


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("please send my mug to 12 Harbour Row, Cork", "please send my mug to "),
        ("电饭煲能改送到杭州市西湖区古墩路8号吗？", "电饭煲能改送到"),
        ("where is my mug?", "where is my mug?"),
        ("", ""),
    ],
)
def test_what_is_said_before_an_address(text: str, rest: str) -> None:
    assert replies.without_address(text) == rest


WORDS = st.sampled_from(
    [
        "12", "Rose Lane", "W-10423", "T12 AB34", ",", "\n", "to", "size", "M", "blue", "ſix", "fİve", "路", "市", "号", "两个", "全部",
        "not", "@", "+44", "Ireland", "３", "٣", "please", "?", "ß", "🙂",
    ]
)  # fmt: skip


@given(st.text() | st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=12).map("".join))
def test_no_text_is_too_odd_for_any_reader(text: str) -> None:
    for name, read in replies.READERS.items():
        assert read(text) is not False, name
    found = replies.address(text)
    assert found is None or found.country in ("", "CN") or found.country.strip() == found.country
    assert len(replies.without_address(text)) <= len(text)
    assert replies.agrees(text) in (True, False)
    assert replies.quantity(text) != 0


def test_the_readers_are_those_that_questions_name() -> None:
    assert set(replies.READERS) >= {
        "everything",
        "quantity",
        "reason",
        "method",
        "variant",
        "email",
        "phone",
        "postcode",
        "address",
    }
