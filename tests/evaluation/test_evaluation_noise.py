"""The robustness set: the same each time, within its limits, order numbers as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import noise, slips

ORDERS = re.compile(r"(?<![A-Za-z0-9])(?:W\s?-?\s?|#\s?)?\d{4,8}(?![A-Za-z0-9])", re.ASCII)
EN = [
    "where is my floor lamp W-10423, it should have been here on Tuesday",
    "please cancel order 55190 because I don't want it tomorrow",
    "my mail is ana.k@example.org and the parcel #48213 has not come",
    "no",
    "Thanks, that's all for today!",
]
ZH = [
    "我的订单W-10423什么时候发货啊，快递太慢了",
    "请问退款到账了吗？单号#55190",
    "谢谢，不用了",
    "我要换个大一点的尺码",
]
TEXTS = {"en": EN, "zh": ZH}
ALL = [(language, kind) for language, kinds in noise.KINDS.items() for kind in kinds]

_WORDS = [
    "where",
    "parcel",
    "please",
    "W-10423",
    "#55190",
    "order 48213",
    "lamp!",
    "size 42",
    "你的",
    "订单",
    "为什么",
    "没收到",
    "👍",
]
UTTERANCES = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=14).map("".join),
    st.text(max_size=60),
)


@pytest.mark.parametrize("language", ["en", "zh"])
@given(texts=st.lists(UTTERANCES, max_size=5), seed=st.integers(0, 99))
def test_the_same_seed_gives_the_same_set_whatever_stands_beside(language: str, texts: list[str], seed: int) -> None:
    alone = {text: noise.robustness_set([text], language, seed) for text in texts}

    for one in noise.robustness_set(texts, language, seed):
        (twin,) = alone[texts[one.index]]
        assert (one.text, one.kinds) == (twin.text, twin.kinds)


def test_another_seed_gives_another_set() -> None:
    first, second = (noise.robustness_set(EN, "en", seed) for seed in (1, 2))

    assert [one.text for one in first] != [one.text for one in second]


@pytest.mark.parametrize("language", ["en", "zh"])
@given(text=UTTERANCES)
def test_one_or_two_kinds_change_an_utterance_and_only_those_of_its_language(language: str, text: str) -> None:
    for one in noise.robustness_set([text], language):
        assert one.text != text
        assert 1 <= len(one.kinds) <= 2
        assert len(set(one.kinds)) == len(one.kinds)
        assert set(one.kinds) <= set(noise.KINDS[language])


@pytest.mark.parametrize("language", ["en", "zh"])
@given(text=UTTERANCES)
def test_order_numbers_stay_as_they_are(language: str, text: str) -> None:
    numbers = ORDERS.findall(text)

    changed = [one.text for one in noise.robustness_set([text], language)]
    changed += [noise.corrupt(text, language, kind) for kind in noise.KINDS[language]]

    for after in changed:
        assert ORDERS.findall(after) == numbers


@pytest.mark.parametrize(("language", "kind"), ALL)
def test_addresses_stay_as_they_are(language: str, kind: str) -> None:
    text = "ana.k@example.org www.example.com/please https://example.com/what"

    after = noise.corrupt(text, language, kind)

    assert all(part in after for part in text.split())


@pytest.mark.parametrize("kind", ["neighbour", "dropped", "swapped", "unspaced", "homophone", "lookalike"])
@given(text=UTTERANCES)
def test_there_are_as_many_slips_as_the_strength_says(kind: str, text: str) -> None:
    language = "en" if kind in noise.KINDS["en"] else "zh"

    after = noise.corrupt(text, language, kind)

    # A swap is two edits: a letter that leaves and a letter that comes.
    assert distance(text, after) <= noise.slips_in(text) * (2 if kind == "swapped" else 1)


def distance(first: str, second: str) -> int:
    """Return how many characters have to be changed, put in or taken out."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        row, above = [i], row
        for j, b in enumerate(second, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


@pytest.mark.parametrize(("letters", "count"), [(0, 1), (3, 1), (12, 1), (17, 1), (24, 2), (120, 10)])
def test_one_slip_in_twelve_characters(letters: int, count: int) -> None:
    assert noise.slips_in("x" * letters) == count
    assert noise.slips_in("货" * letters) == count
    assert noise.slips_in("x" * letters, share=2) == max(1, round(count / 2))


@pytest.mark.parametrize(("language", "kind"), ALL)
def test_every_kind_changes_something(language: str, kind: str) -> None:
    assert noise.of_one_kind(TEXTS[language], language, kind)


def test_every_kind_does_what_it_says() -> None:
    text = "please tell me where my parcel is and what you are doing about it"

    assert len(noise.corrupt(text, "en", "dropped")) < len(text)
    assert sorted(noise.corrupt(text, "en", "swapped")) == sorted(text)
    assert noise.corrupt(text, "en", "unspaced").count(" ") < text.count(" ")
    assert re.search(r"(\w)\1\1", noise.corrupt(text, "en", "elongated"))
    assert noise.corrupt(text, "en", "case").lower() == text
    assert re.search(r"[\uff21-\uff5a]", noise.corrupt(text, "en", "fullwidth"))
    shorter = noise.corrupt(text, "en", "abbreviated")
    assert len(shorter) < len(text)
    for before, after in zip(text, noise.corrupt(text, "en", "neighbour"), strict=True):
        assert before == after or after in slips.KEYBOARD[before]

    zh = "我的订单什么时候发货"
    assert noise.corrupt(zh, "zh", "traditional") == "我的訂單什麼時候發貨"
    assert noise.corrupt(zh, "zh", "spaced").replace(" ", "") == zh
    assert re.search(r"[a-z]{4,}", noise.corrupt(zh, "zh", "pinyin"))
    assert noise.corrupt(zh, "zh", "english") == "我的order什么时候发货"


@given(UTTERANCES)
def test_negations_and_short_words_are_left_alone(text: str) -> None:
    for kind in ("neighbour", "dropped", "swapped"):
        assert noise.corrupt("I do not, now", "en", kind) == "I do not, now"
    for kind in ("homophone", "lookalike", "swapped"):
        after = noise.corrupt(text, "zh", kind)
        assert [c for c in after if c in "不没别未无非"] == [c for c in text if c in "不没别未无非"]


def test_what_no_slip_fits_is_left_out() -> None:
    texts = ["👍", "W-10423", "", "where is my parcel"]

    assert [one.index for one in noise.robustness_set(texts, "en")] == [3]


def test_a_sample_is_fixed_and_in_order() -> None:
    texts = [f"where is the parcel of {name}" for name in ("ann", "ben", "cem", "dora", "eli", "fay")]

    few = noise.of_one_kind(texts, "en", "dropped", most=3)

    assert len(few) == 3
    assert [one.index for one in few] == sorted(one.index for one in few)
    # What is added to the set takes nobody's place that was drawn before it.
    more = noise.of_one_kind([*texts, "👍"], "en", "dropped", most=3)
    assert more == few


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        noise.corrupt("hello there", "en", "homophone")


def test_the_tables_are_sound() -> None:
    assert len(slips.SIMPLIFIED) == len(slips.TRADITIONAL) == len(set(slips.SIMPLIFIED))
    assert not [pair for pair in zip(slips.SIMPLIFIED, slips.TRADITIONAL, strict=True) if pair[0] == pair[1]]
    for table in (slips.HOMOPHONES, slips.LOOKALIKES):
        for char, others in table.items():
            assert len(char) == 1
            assert char not in others
            assert not set("不没别未无非买卖") & {char, *others}
    # Who sits beside a key has it beside: the table is symmetrical but for hand-made exceptions, and knows every letter.
    assert set(slips.KEYBOARD) == set("abcdefghijklmnopqrstuvwxyz")
    assert all(key not in others for key, others in slips.KEYBOARD.items())
    for words in slips.ABBREVIATIONS.values():
        assert all(words)
