"""Card numbers never stay; nothing else is touched."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.privacy import luhn, mask_cards

VISA = "4111111111111111"
AMEX = "378282246310005"
MAESTRO19 = "6304000000000000000"
UNIONPAY = "6212345678901232"


def with_check_digit(body: str) -> str:
    return next(body + d for d in string.digits if luhn(body + d))


def only_digits(text: str) -> str:
    return "".join(str(int(c)) for c in text if c.isdecimal())


@pytest.mark.parametrize("number", [VISA, AMEX, MAESTRO19, UNIONPAY, "4222222222222"])
def test_a_bare_card_number_keeps_its_last_four_digits_only(number: str) -> None:
    assert mask_cards(number) == f"•••• {number[-4:]}"


@pytest.mark.parametrize(
    "card",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111–1111–1111–1111",
        "4111\u00a01111\u00a01111\u00a01111",
        "4111  1111  1111  1111",
        "4111 - 1111 - 1111 - 1111",
        "4111\t1111\t1111\t1111",
        "4111\u30001111\u30001111\u30001111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "41111111 11111111",
        "4111-1111 1111.1111",
        "４１１１１１１１１１１１１１１１",
        "４１１１　１１１１　１１１１　１１１１",
        "４１１１－１１１１－１１１１－１１１１",
        "4111 1111 １１１１ １１１１",
    ],
)
@pytest.mark.parametrize(
    "sentence",
    ["{}", "{} is my card", "my card is {}", "card:{}.", "我的卡号是{}，谢谢", "({})", "x{}y", "pay {}!\nthanks"],
)
def test_a_card_is_masked_however_and_wherever_it_is_written(card: str, sentence: str) -> None:
    assert mask_cards(sentence.format(card)) == sentence.format("•••• 1111")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111 1111 1111 1111 12/27 123", "•••• 1111 12/27 123"),
        ("4111111111111111 12", "•••• 1111 12"),
        ("12 4111111111111111", "12 •••• 1111"),
        ("order 10423 4111 1111 1111 1111", "order 10423 •••• 1111"),
        ("4111111111111111 378282246310005", "•••• 1111 •••• 0005"),
        ("4111 1111 1111 1111 4111 1111 1111 1111", "•••• 1111 •••• 1111"),
        ("4111111111111111,378282246310005", "•••• 1111,•••• 0005"),
    ],
)
def test_numbers_beside_a_card_do_not_hide_it(text: str, masked: str) -> None:
    assert mask_cards(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "where is W-10423?",
        "#10423 and order 10424",
        "call me at +49 30 1234567",
        "13800138000",
        "1Z999AA10123456784",
        "00340434161094042557",  # a parcel: twenty digits
        "4111111111111112",  # fails Luhn
        "4111 1111 1111 1112",
        "41111111111111112222",  # longer than any card
        "2026-11-21 10:30",
        "€1,234,567.89",
        "0000 0000 0000 0000",
        "•••• 1111",
        "411111111111",  # twelve digits
    ],
)
def test_what_is_no_card_stays_as_it_is(text: str) -> None:
    assert mask_cards(text) == text


def test_luhn_knows_the_published_test_numbers() -> None:
    assert all(luhn(number) for number in (VISA, AMEX, MAESTRO19, UNIONPAY, "5555555555554444", "3530111333300000"))
    assert not any(luhn(str(int(number) + 1)) for number in (VISA, AMEX, UNIONPAY))


bodies = st.text(string.digits, min_size=12, max_size=18)
words = st.text(st.characters(exclude_categories=("Nd", "Cs"), exclude_characters=" .-\u00a0"), max_size=20)
separators = st.sampled_from(["", " ", "-", ".", " - ", "\u3000", "  "])


@given(bodies, words, words, separators, st.integers(1, 6))
def test_no_luhn_number_survives_and_what_is_around_it_does(
    body: str, before: str, after: str, separator: str, size: int
) -> None:
    card = with_check_digit(body)
    assume(len(set(card)) > 1)
    written = separator.join(card[i : i + size] for i in range(0, len(card), size))
    assert mask_cards(f"{before}{written}{after}") == f"{before}•••• {card[-4:]}{after}"


@given(bodies, st.text(string.digits, min_size=1, max_size=6), st.sampled_from([" ", "-", "  "]), st.booleans())
def test_a_card_does_not_survive_beside_another_number(body: str, other: str, gap: str, first: bool) -> None:
    card = with_check_digit(body)
    assume(len(set(card)) > 1)
    masked = mask_cards(f"{other}{gap}{card}" if first else f"{card}{gap}{other}")
    assert card not in only_digits(masked)
    assert "••••" in masked


@given(st.text(string.digits, min_size=1, max_size=30), words, words)
def test_a_number_that_fails_luhn_or_has_another_length_is_unchanged(number: str, before: str, after: str) -> None:
    assume(not (13 <= len(number) <= 19 and luhn(number)))
    assert mask_cards(f"{before}{number}{after}") == f"{before}{number}{after}"


@given(st.text(st.characters(exclude_categories=("Nd", "Cs"))))
def test_texts_without_digits_are_unchanged(text: str) -> None:
    assert mask_cards(text) == text


@given(st.text(st.sampled_from("0123456789 -.４１a")))
def test_masking_never_fails_and_adds_no_digits(text: str) -> None:
    assert len(only_digits(mask_cards(text))) <= len(only_digits(text))
