"""The replies that an agent finds ready: true, complete, in the customer's language."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from samples import LENA, TODAY, WANG, delivered, message, moment, order, refund, shipped

from support.handoff import build_packet
from support.language import detect
from support.orders import Customer, Order, OrderStatus
from support.settings import ROOT
from support.suggestions import MAX_SUGGESTIONS, suggest

DAY = timedelta(days=1)
AT = "2026-11-21T10:00:00Z"
TEMPLATES: list[dict[str, Any]] = json.loads(
    (ROOT / "data" / "responses" / "suggested_replies.json").read_text(encoding="utf-8")
)

LATE = shipped(10423, "floor lamp", promised=TODAY - 3 * DAY, placed=TODAY - 9 * DAY)
LATE_BEFORE = delivered(10301, "mug", on=moment(TODAY - 40 * DAY), promised=TODAY - 45 * DAY, placed=TODAY - 50 * DAY)
COMING = shipped(10424, "kettle", promised=TODAY + 3 * DAY)
HERE = delivered(10425, "rug", on=moment(TODAY - 2 * DAY))
OWED = order(10426, "kettle", status=OrderStatus.RETURNED, refunds=(refund(due=TODAY - 5 * DAY),))


def packet(
    *orders: Order, reason: str = "asked", problem: str = "", customer: Customer | None = LENA, language: str = "en"
) -> dict[str, Any]:
    notes: list[dict[str, Any]] = [
        {"kind": "tried", "action": "track_order", "outcome": "answered", "order_ids": [o.id], "at": AT}
        for o in orders[:1]
    ]
    if problem:
        notes.append({"kind": "fact", "key": "problem", "value": problem, "at": AT})
    return build_packet(
        conversation_id="cv_1", created_at=moment(TODAY), reason=reason, priority="normal", queue="general",
        language=language, customer=customer, verified_by="token" if customer else None, orders=orders, today=TODAY,
        notes=notes, messages=[message(1, "hello")],
    )  # fmt: skip


def situations(language: str) -> dict[str, dict[str, Any]]:
    """Return, for each template, a situation that it is written for."""
    customer = WANG if language == "zh" else LENA
    made: dict[str, tuple[tuple[Order, ...], dict[str, Any]]] = {
        "refund_overdue": ((OWED,), {}),
        "late_again": ((LATE, LATE_BEFORE), {}),
        "late": ((LATE,), {}),
        "damaged": ((HERE,), {"problem": "damaged"}),
        "wrong": ((HERE,), {"problem": "wrong"}),
        "missing": ((HERE,), {"problem": "missing"}),
        "cancel_shipped": ((COMING,), {"reason": "policy_exception"}),
        "legal": ((HERE,), {"reason": "legal"}),
        "self_harm": ((LATE,), {"reason": "self_harm"}),
        "safety": ((HERE,), {"reason": "safety", "problem": "damaged"}),
        "repeated_question": ((HERE,), {"reason": "repeated_question"}),
        "upset": ((HERE,), {"reason": "anger"}),
        "asked_item": ((HERE,), {}),
        "known": ((), {}),
        "guest": ((), {"customer": None}),
    }
    return {
        name: packet(*orders, **{"customer": customer, "language": language, **more})
        for name, (orders, more) in made.items()
    }


def test_every_template_has_a_situation_here() -> None:
    assert set(situations("en")) == {template["id"] for template in TEMPLATES}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [template["id"] for template in TEMPLATES])
def test_every_template_comes_first_in_the_situation_it_is_written_for(language: str, name: str) -> None:
    assert suggest(situations(language)[name])[0]["source"] == f"canned:{name}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_reply_has_a_gap_or_the_wrong_language(language: str) -> None:
    for name, situation in situations(language).items():
        replies = suggest(situation)
        assert 1 <= len(replies) <= MAX_SUGGESTIONS, name
        for reply in replies:
            assert not re.search(r"[{}]|None|  |\b0 days", reply["text"]), reply
            assert detect(reply["text"]) == language, reply


def test_a_template_needs_the_same_facts_in_both_languages() -> None:
    for template in TEMPLATES:
        english, chinese = (set(re.findall(r"\{(\w+)\}", template[language])) for language in ("en", "zh"))
        assert english == chinese, template["id"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nobody_is_asked_for_what_is_known(language: str) -> None:
    asks = re.compile(
        r"order number|which order|(?:tell|give|send) (?:me|us) your|your (?:name|e-?mail)|what happened\?"
        r"|订单号|哪个订单|哪一单|您的姓名|邮箱|怎么称呼|发生了什么",
        re.IGNORECASE,
    )
    assert asks.search("Could you give me your order number?")
    for template in TEMPLATES:
        assert not asks.search(template[language]), template["id"]


def test_customers_are_called_as_their_language_does() -> None:
    assert suggest(packet(HERE))[0]["text"].startswith("Hi Lena, ")
    assert suggest(packet(HERE, customer=WANG, language="zh"))[0]["text"].startswith("王小明您好")


def test_a_guest_is_not_called_by_a_name_nor_told_about_an_order() -> None:
    assert suggest(packet(HERE, customer=None, reason="anger")) == [
        {"text": next(t for t in TEMPLATES if t["id"] == "guest")["en"], "source": "canned:guest"}
    ]


def test_the_facts_are_those_of_the_order_in_question() -> None:
    assert "rug" in suggest(packet(HERE, LATE))[0]["text"]
    assert "3 days ago" in suggest(packet(LATE, HERE))[0]["text"]
    assert "落地灯" in suggest(packet(LATE, customer=WANG, language="zh"))[0]["text"]


@pytest.mark.parametrize("customer", [LENA, None])
def test_a_reply_with_the_name_and_the_same_without_are_not_both_offered(customer: Customer | None) -> None:
    sources = {reply["source"] for reply in suggest(packet(customer=customer))}
    assert len(sources & {"canned:known", "canned:guest"}) == 1


def test_a_delivered_order_is_not_called_late() -> None:
    assert not any(reply["source"].startswith("canned:late") for reply in suggest(packet(LATE_BEFORE)))


def test_the_reply_that_fits_more_of_the_case_comes_first() -> None:
    owed_and_late = replace(LATE, refunds=(refund(due=TODAY - 5 * DAY),))
    sources = [reply["source"] for reply in suggest(packet(owed_and_late, LATE_BEFORE))]
    assert sources == ["canned:late_again", "canned:late", "canned:refund_overdue"]


def test_one_day_is_one_day() -> None:
    one = suggest(packet(shipped(promised=TODAY - DAY)))[0]["text"]
    assert "1 day ago" in one
    assert "21 days ago" in suggest(packet(shipped(promised=TODAY - 21 * DAY)))[0]["text"]


def test_a_name_with_braces_stays_as_it_is() -> None:
    odd = Customer("c", "{order}", "odd@example.org")
    assert "Hi {order}, " in suggest(packet(HERE, customer=odd))[0]["text"]
