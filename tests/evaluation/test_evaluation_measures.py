"""What is measured, on a handful of messages that can be counted by hand."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from evaluation import measures, noise


def read(
    intent: str = "track_order",
    sure: float = 0.9,
    *,
    emotion: str = "neutral",
    upset: float = 0.0,
    wishes: list[str] | None = None,
    entities: list[tuple[str, str, str]] | None = None,
) -> measures.Read:
    """Return something understood; `upset` is P(angry), the emotion has the rest."""
    emotions = {emotion: 1 - upset, "angry": upset} if emotion != "angry" else {"angry": 1.0}
    found = None if wishes is None else tuple(wishes)
    return measures.Read(intent, {intent: sure}, emotion, emotions, found, tuple(entities or []))


def test_a_parse_result_is_read() -> None:
    text = "where is W-10423"
    parsed = {
        "intent": {"name": "track_order", "confidence": 0.8},
        "intent_ranking": [{"name": "track_order", "confidence": 0.8}, {"name": "inform", "confidence": 0.1}],
        "emotion": {"label": "neutral", "confidence": 0.7, "ranking": {"neutral": 0.7, "angry": 0.2}},
        "entities": [{"entity": "order_number", "value": "W-10423", "start": 9, "end": 16}],
        "wishes": [{"intent": "track_order", "confidence": 0.8, "start": 0, "end": 16}],
    }

    assert measures.read(text, parsed) == measures.Read(
        "track_order",
        {"track_order": 0.8, "inform": 0.1},
        "neutral",
        {"neutral": 0.7, "angry": 0.2},
        ("track_order",),
        (("order_number", "W-10423", "W-10423"),),
    )


def test_a_parser_without_wishes_and_emotions_is_read_too() -> None:
    found = measures.read("hi", {"intent": {"name": "greet", "confidence": 1.0}})

    assert (found.intents, found.wishes, found.entities) == ({"greet": 1.0}, None, ())


def test_a_head_lists_its_errors_the_surest_first() -> None:
    truth, guess = ["a", "a", "b", "b"], ["a", "b", "b", "a"]

    found = measures.head(["t1", "t2", "t3", "t4"], truth, guess, [0.9, 0.6, 0.9, 0.8])

    assert (found["accuracy"], found["macro_f1"], found["wrong"]) == (0.5, 0.5, 2)
    assert [one["text"] for one in found["errors"]] == ["t4", "t2"]
    assert found["errors"][0] == {"text": "t4", "is": "b", "taken_for": "a", "confidence": 0.8}
    assert found["labels"]["a"]["support"] == 2


def test_not_more_than_forty_errors_are_listed() -> None:
    found = measures.head(["t"] * 50, ["a"] * 50, ["b"] * 50, [0.5] * 50)

    assert (found["wrong"], len(found["errors"])) == (50, 40)


def test_the_rest_of_a_cut_off_ranking_is_shared() -> None:
    assert measures.probability({"a": 0.7, "b": 0.2}, "b", 4) == 0.2
    assert measures.probability({"a": 0.7, "b": 0.2}, "c", 4) == pytest.approx(0.05)
    assert measures.probability({"a": 1.0}, "c", 1) == 0.0


def test_out_of_scope_is_told_apart() -> None:
    truth = ["out_of_scope", "out_of_scope", "greet", "track_order"]
    reads = [read("out_of_scope", 0.8), read("greet", 0.6), read("greet"), read("out_of_scope", 0.5)]

    found = measures.out_of_scope(truth, reads)

    assert found
    assert (found["precision"], found["recall"], found["support"]) == (0.5, 0.5, 2)
    # P(out of scope): 0.8 and 0.2 outside, 0.05 and 0.5 inside: three of four pairs are in order.
    assert found["auroc"] == 0.75
    assert measures.out_of_scope(["greet"], [read("greet")]) is None


def test_anger_is_scored_with_frustration() -> None:
    truth = ["angry", "frustrated", "frustrated", *["neutral"] * 40]
    reads = [
        read(emotion="angry"),
        read(emotion="frustrated"),
        read(upset=0.3),
        *[read(upset=0.1)] * 39,
        read(upset=0.6),
    ]

    found = measures.anger(truth, reads, [True, False, False, *[False] * 40])

    assert found
    assert found["support"] == 3
    # One false alarm of forty is 2.5 %, so all three may be found.
    chosen = found["at_allowed"]
    assert (chosen["threshold"], chosen["recall"], chosen["false_alarms"]) == (0.3, 1.0, 0.025)
    assert found["shipped"]["recall"] == pytest.approx(1 / 3)
    assert found["shipped"]["recall_of"] == {"angry": 1.0, "frustrated": 0.0}
    assert measures.anger(["neutral"], [read()], [False]) is None


def test_slips_are_paired_with_the_same_utterances() -> None:
    labels = {"intent": ["a", "a", "a"], "emotion": ["neutral", "neutral", "neutral"]}
    clean = [read("a"), read("a"), read("b")]
    mixed = [noise.Corrupted("x", ("dropped",), 0), noise.Corrupted("Y", ("case", "dropped"), 1)]
    reads = {"x": read("a", emotion="happy"), "Y": read("b", emotion="happy")}

    found = measures.robustness(labels, clean, mixed, {"dropped": mixed[:1], "case": mixed[1:], "none": []}, reads)

    intents = found["intent"]
    # The third utterance has no slip, so it does not count before either.
    assert (intents["utterances"], intents["clean"], intents["accuracy"], intents["loss"]) == (2, 1.0, 0.5, 0.5)
    assert found["emotion"]["utterances"] == 1
    assert found["emotion"]["loss"] == 1.0
    assert set(found["kinds"]) == {"dropped", "case"}
    assert found["kinds"]["case"]["emotion"] is None
    assert found["errors"] == [{"text": "Y", "is": "a", "taken_for": "b", "kinds": ["case", "dropped"]}]


def test_wishes_count_in_order_and_each_alone() -> None:
    rows = [
        {"text": "1", "intents": ["a", "b"]},
        {"text": "2", "intents": ["a", "b"]},
        {"text": "3", "intents": ["a", "b"]},
        {"text": "4", "intents": ["a"]},
        {"text": "5", "intents": ["a"]},
    ]
    reads = [
        read("a", wishes=["a", "b"]),
        read("a", wishes=["b", "a"]),
        read("a", wishes=["a"]),
        read("a", wishes=["a"]),
        read("a", wishes=["a", "c"]),
    ]

    found = measures.wishes(rows, reads)

    assert (found["messages"], found["several"], found["wrong"]) == (5, 3, 3)
    assert found["exact"] == pytest.approx(2 / 5)
    assert found["exact_one"] == pytest.approx(1 / 2)
    assert found["exact_several"] == pytest.approx(1 / 3)
    assert found["precision"] == pytest.approx(7 / 8)
    assert found["recall"] == pytest.approx(7 / 8)
    assert found["false_splits"] == pytest.approx(1 / 2)
    assert found["missed_splits"] == pytest.approx(1 / 3)
    assert found["parser_knows_wishes"]


def test_where_there_are_no_wishes_the_intent_counts() -> None:
    found = measures.wishes(
        [{"text": "1", "intents": ["a", "b"]}, {"text": "2", "intents": ["c"]}], [read("a"), read("c")]
    )

    assert not found["parser_knows_wishes"]
    assert (found["exact"], found["precision"], found["recall"]) == (0.5, 1.0, pytest.approx(2 / 3))


def test_entities_count_by_kind_and_exact_value() -> None:
    rows: list[dict[str, Any]] = [
        {
            "text": "cancel #10423, the Teapot, the lid and the lid",
            "entities": [
                {"entity": "order_number", "value": "W-10423"},
                {"entity": "product", "value": "teapot"},
                {"entity": "product", "value": "lid"},
                {"entity": "product", "value": "lid"},
            ],
        },
        {"text": "hello", "entities": []},
    ]
    reads = [
        read(
            entities=[
                ("order_number", "W-10423", "#10423"),
                ("product", "Teapot", "Teapot"),
                ("product", "lid", "lid"),
                ("product", "the lid", "the lid"),
                ("date", "lid", "lid"),
            ]
        ),
        read(),
    ]

    found = measures.entities(rows, reads)

    assert found["kinds"]["order_number"]["f1"] == 1.0
    product = found["kinds"]["product"]
    assert (product["precision"], product["recall"], product["support"]) == (
        pytest.approx(2 / 3),
        pytest.approx(2 / 3),
        3,
    )
    assert (found["kinds"]["date"]["precision"], found["kinds"]["date"]["support"]) == (0.0, 0)
    assert (found["precision"], found["recall"], found["f1"]) == (0.6, 0.75, pytest.approx(2 / 3))
    assert found["errors"] == [
        {
            "text": rows[0]["text"],
            "missed": [("product", "lid")],
            "wrong": [("product", "the lid"), ("date", "lid")],
        }
    ]


def test_a_value_counts_as_it_is_written_too() -> None:
    row = {"text": "40 quid", "entities": [{"entity": "amount", "value": "40 quid"}]}

    found = measures.entities([row], [read(entities=[("amount", "40.00 GBP", "40 quid")])])

    assert found["f1"] == 1.0


def test_figures_are_rounded_and_what_is_no_number_is_none() -> None:
    found = measures.rounded({"a": 1 / 3, "b": [math.nan, math.inf, 2], "c": {"d": True, "e": "x"}, "f": (0.12345,)})

    assert found == {"a": 0.3333, "b": [None, None, 2], "c": {"d": True, "e": "x"}, "f": [0.1235]}
    assert json.dumps(found, allow_nan=False)
