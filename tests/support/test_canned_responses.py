"""Canned responses: two languages alike, true or not offered, and asking for nothing that is known."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product as combinations
from typing import Any

import pytest
import yaml
from samples import LENA, TODAY, WANG, delivered, message, moment, order, refund, shipment, shipped

from support.asking import KINDS, asked_for, told
from support.canned import CONDITIONS, VARIABLES, Canned, canned_of, fill, missing, problems, variables
from support.case import Case, case_of, order_in_question
from support.errors import InvalidInput
from support.handoff import build_packet
from support.language import LANGUAGES
from support.orders import Customer, Order, OrderStatus, RefundStatus
from support.places import ROOT
from support.ranking import Candidate, Kind, Wanted, prior, rank, usable

DAY = timedelta(days=1)
SHIPPED: dict[str, dict[str, Canned]] = {
    language: {
        entry["id"]: canned_of(entry, language)
        for file in sorted((ROOT / "data" / "canned" / language).glob("*.yml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    }
    for language in LANGUAGES
}

LATE = shipped(10423, "floor lamp", promised=TODAY - 3 * DAY)
LATE_WITH_DAY = order(
    10431, "mug", status=OrderStatus.SHIPPED, parcel=shipment(TODAY - 3 * DAY, expected=TODAY + 2 * DAY)
)
COMING = shipped(10424, "kettle", promised=TODAY + 3 * DAY)
HERE = delivered(10425, "rug", on=moment(TODAY - 2 * DAY))
NEW = order(10427, "mug")
OWED = order(10426, "bowl", status=OrderStatus.RETURNED, refunds=(refund(due=TODAY - 5 * DAY),))
GONE = order(10428, "desk lamp", status=OrderStatus.CANCELLED)
SITUATIONS: dict[str, tuple[Order, ...]] = {
    "late": (LATE, HERE),
    "late, with a day": (LATE_WITH_DAY,),
    "coming": (COMING,),
    "here": (HERE, NEW),
    "new": (NEW,),
    "owed": (OWED,),
    "gone": (GONE,),
    "none": (),
}
# What the bot noted of a conversation: nothing, a fault, a job half done.
NOTES: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "fault": [{"kind": "fact", "key": "problem", "value": "damaged"}, {"kind": "fact", "key": "wants", "value": "new"}],
    "size": [{"kind": "fact", "key": "usual size", "value": "shoes: 42"}],
    "address": [{"kind": "fact", "key": "new_address", "value": "Elm Road 3"}],
    "code": [{"kind": "fact", "key": "promo code", "value": "SPRING"}],
    "dates": [{"kind": "fact", "key": "days in question", "value": "2026-11-01 to 2026-11-02"}],
}
SAID = {
    "en": [
        "where is it?",
        "my address is 12 Elm Road, 20095 Hamburg",
        "write to lena@example.com, or call +49 40 1234567",
        "I mean order W-10425",
    ],
    "zh": ["到哪了？", "我的邮箱是 wang@example.com，电话 13812345678", "订单号是 W-10425"],
}


def cases(language: str) -> list[tuple[str, Case, dict[str, Any]]]:
    """Return many conversations as cases: every situation, with whatever was noted and said, of a customer and of a guest."""
    found = []
    for (name, orders), (noted, notes), customer, said in combinations(
        SITUATIONS.items(), NOTES.items(), (WANG if language == "zh" else LENA, None), SAID[language]
    ):
        packet = packet_of(orders, notes, customer, language, said)
        case = case_of(
            language=language,
            customer=packet["customer"] if customer else None,
            orders=packet["orders"],
            facts=packet["known_facts"],
            texts=[said],
            emotion="angry" if noted == "fault" else None,
            today=TODAY,
            say_day=str,
        )
        found.append((f"{name} {noted} {said}", case, packet))
    return found


def packet_of(
    orders: tuple[Order, ...], notes: list[dict[str, Any]], customer: Customer | None, language: str, said: str
) -> dict[str, Any]:
    at = "2026-11-21T10:00:00Z"
    tried = {"kind": "tried", "action": "track_order", "outcome": "answered", "order_ids": [o.id for o in orders[:1]]}
    return build_packet(
        conversation_id="cv_1", created_at=moment(TODAY), reason="asked", priority="normal", queue="general",
        language=language, customer=customer, verified_by="token" if customer else None, orders=orders, today=TODAY,
        notes=[{**note, "at": at} for note in [tried, *notes]], messages=[message(1, said)],
    )  # fmt: skip


def candidates(language: str) -> list[Candidate]:
    return [
        Candidate(f"canned:{c.id}", Kind.CANNED, c.title, c.text, (c.like,), c.intents, c.when, c.asks)
        for c in SHIPPED[language].values()
    ]


def offered(language: str, case: Case) -> list[str]:
    """Return every text that could be offered, however near it is."""
    every = candidates(language)
    return [offer.text for one in every for offer in rank([one], case, {one.source: 1.0})]


def test_there_are_enough_in_both_languages_and_they_are_the_same_ones() -> None:
    assert len(SHIPPED["en"]) >= 60
    assert set(SHIPPED["en"]) == set(SHIPPED["zh"])
    for name, english in SHIPPED["en"].items():
        chinese = SHIPPED["zh"][name]
        assert (english.intents, english.when, english.asks) == (chinese.intents, chinese.when, chinese.asks), name
        assert variables(english.text) == variables(chinese.text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_keep_the_tone_of_the_house(language: str) -> None:
    wrong = re.compile(
        r"calm down|i understand your|unfortunately|as soon as possible|we apologi[sz]e|\bsorry\b|you should have|valued customer"
        r"|亲[，,爱]|深表歉意|别着急|不要着急|稍安勿躁|你(?!们)|尽快|给您带来不便",
        re.IGNORECASE,
    )
    assert wrong.search("Unfortunately")
    assert wrong.search("亲，")
    for canned in SHIPPED[language].values():
        assert not wrong.search(canned.text), canned.id
        if "upset" in canned.when:
            assert "!" not in canned.text.replace("！", "!"), canned.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_offered_in_some_conversation(language: str) -> None:
    """Were a condition or a variable never true, nobody would ever see the reply."""
    more = [
        refunds(language, state, due)
        for state in ("requested", "approved", "paid_out")
        for due in (TODAY - 5 * DAY, TODAY + 5 * DAY)
    ]
    every = [case for _, case, _ in cases(language)] + more
    packed = order(10429, "mug", status=OrderStatus.PACKED)
    every.append(one_order(language, packed))
    unseen = [c.source for c in candidates(language) if not any(usable(c, case) for case in every)]
    assert unseen == []


def refunds(language: str, state: str, due: Any) -> Case:
    return one_order(
        language, order(10430, "bowl", status=OrderStatus.RETURNED, refunds=(refund(RefundStatus(state), due),))
    )


def one_order(language: str, one: Order, emotion: str = "angry") -> Case:
    customer = WANG if language == "zh" else LENA
    packet = packet_of((one,), [], customer, language, "hm")
    return case_of(
        language=language, customer=packet["customer"], orders=packet["orders"], facts=packet["known_facts"],
        texts=["hm"], emotion=emotion, today=TODAY, say_day=str,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_gap_is_ever_offered(language: str) -> None:
    seen = 0
    for name, case, _ in cases(language):
        for text in offered(language, case):
            seen += 1
            assert not re.search(r"[{}]|None|\b0 days|  ", text), (name, text)
    assert seen > 1000


# Written apart from support/asking.py, so that one can find the other wrong.
ASKS = {
    "order": r"(?:send|give|tell) (?:me|us) (?:the|your) order number|把[^。]{0,12}订单号[^。]{0,10}发给我",
    "email": r"your e-?mail\?|邮箱是",
    "name": r"your name\?|贵姓",
    "problem": r"what happened|could you describe|请描述|发生了什么",
    "wish": r"which would you|希望哪一种|补发还是退款|sent again, or the money back",
    "size": r"which size|usual size\?|哪个尺码|多大码",
    "photo": r"send me one photo|照片发给我",
    "new_address": r"send me the (?:new|right) address|把(?:新地址|正确的地址)发",
    "promo_code": r"send me the code|把优惠码发",
    "postcode": r"and the postcode|邮编发给我",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_repeat_ask_rate_is_nought(language: str) -> None:
    conversations = cases(language)
    asked = repeated = would = 0
    for _, case, _ in conversations:
        for text in offered(language, case):
            for kind, words in ASKS.items():
                if re.search(words, text, re.IGNORECASE):
                    asked += 1
                    repeated += kind in case.known
        # Without the rule: what would be asked again.
        for canned in SHIPPED[language].values():
            if canned.when <= case.conditions and not missing(canned.text, case.values):
                would += bool(canned.asks & case.known)
    assert len(conversations) >= 150
    assert repeated == 0, f"{repeated} of {asked} questions were asked again"
    assert asked > 50, "what is not known may be asked"
    assert would > 100, "the rule has something to do"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Could you give me your order number?", {"order"}),
        ("Your order number is W-1, keep it.", set()),
        ("What is your name, please?", {"name"}),
        ("Which e-mail address do you use here?", {"email"}),
        ("Is the address on the order still the best one?", set()),
        ("Please send me the new address.", {"new_address"}),
        ("Would you like a refund or a replacement?", {"wish"}),
        ("I'll refund you today.", set()),
        ("Could you send us a photo?", {"photo"}),
        ("What happened?", {"problem"}),
        ("请把订单号发给我。", {"order"}),
        ("您的订单号是 W-1。", set()),
        ("请问您贵姓？", {"name"}),
        ("麻烦您拍一张照片发给我。", {"photo"}),
        ("您希望补发还是退款？", {"wish"}),
        ("退款会原路退回，请放心。", set()),
    ],
)
def test_a_question_is_told_from_a_statement(text: str, kinds: set[str]) -> None:
    assert asked_for(text) == kinds
    assert kinds <= KINDS


def test_what_customers_wrote_is_known() -> None:
    texts = ["I'm at lena@example.com", "about W-10423"]
    entities = [{"entity": "size", "value": "M"}, {"entity": "product", "value": "mug", "negated": True}]
    assert told([], texts, entities) == {"email", "order", "size"}
    assert told([{"key": "photo", "value": "offered"}]) == frozenset()
    assert told([{"key": "photo", "value": "received"}]) == {"photo"}
    assert told([{"key": "contact", "value": "kim@example.com"}]) == {"email"}
    assert told([{"key": "contact", "value": "+49 30 123456"}]) == {"phone"}


def test_the_order_in_question() -> None:
    cards = packet_of((LATE, COMING, HERE), [], LENA, "en", "hm")["orders"]
    facts = [{"key": "order W-10424", "value": ""}]
    assert order_in_question(cards, facts, ["hm"]) == cards[[c["id"] for c in cards].index("W-10424")]
    named = order_in_question(cards, facts, ["about the kettle", "no, the rug!"])
    assert named is not None
    assert named["id"] == "W-10425"
    assert order_in_question(cards, [], ["hello"]) is None, "two are open: which one is not known"
    (only,) = packet_of((LATE,), [], LENA, "en", "hm")["orders"]
    assert order_in_question([only], [], ["hello"]) == only


def test_a_day_that_has_passed_is_not_expected() -> None:
    assert "day_expected" not in one_order("en", LATE).values
    assert one_order("en", COMING).values["day_expected"] == str(TODAY + 3 * DAY)


def test_a_refund_that_is_late_is_not_called_in_time() -> None:
    late, in_time = (refunds("en", "approved", TODAY + away * DAY).conditions for away in (-5, 5))
    assert "refund_overdue" in late - in_time
    assert "refund_in_time" in in_time - late


def test_choices_move_a_source_within_bounds() -> None:
    assert prior({}) == 0.0
    assert 0 < prior({"accepted": 1}) < prior({"accepted": 5}) < prior({"accepted": 10_000}) <= 0.1
    assert 0 > prior({"rejected": 1}) > prior({"rejected": 5}) > prior({"rejected": 10_000}) >= -0.1
    assert prior({"accepted": 3}) > prior({"edited": 3}) > 0
    case = one_order("en", COMING)
    one, two = (Candidate(name, Kind.CANNED, "", f"Text {name}", whole=True) for name in ("a", "b"))
    near = {"a": 0.6, "b": 0.55}
    assert [o.candidate.source for o in rank([one, two], case, near)] == ["a", "b"]
    moved = rank([one, two], case, near, outcomes={"a": {"rejected": 6}, "b": {"accepted": 6}})
    assert [o.candidate.source for o in moved] == ["b", "a"]
    far = {"a": 0.9, "b": 0.4}
    still = rank([one, two], case, far, outcomes={"a": {"rejected": 999}, "b": {"accepted": 999}})
    assert [o.candidate.source for o in still] == ["a", "b"], "what is much nearer stays first"


def test_the_right_intent_counts() -> None:
    case = one_order("en", COMING)
    one = Candidate("a", Kind.CANNED, "", "A text", intents=frozenset({"track_order"}), whole=True)
    score = {
        name: [o.score for o in rank([one], case, {"a": 0.5}, wanted=Wanted(name, 1.0))]
        for name in ("track_order", "get_refund")
    }
    assert score["track_order"] > score["get_refund"]
    assert rank([one], case, {"a": 0.1}) == [], "what has nothing to do with it is not offered"
    assert rank([one], case, {}) == []
    assert rank([one], case, {"a": 0.9}, said={"A text"}) == [], "nobody says the same twice"


@pytest.mark.parametrize(
    ("one", "other", "offered"),
    [
        ("Hi Lena, I'm looking into it.", "Hi, I'm looking into it.", 1),
        ("王芳您好，我来处理。", "您好，我来处理。", 1),
        ("Hi Lena, I'm looking into it.", "Hi Lena, I'm asking the carrier.", 2),
        ("It is late, sorry.", "It is here, sorry.", 2),
    ],
)
def test_another_greeting_is_no_other_reply(one: str, other: str, offered: int) -> None:
    both = [Candidate(f"canned:{n}", Kind.CANNED, "", text, whole=True) for n, text in enumerate((one, other))]
    assert len(rank(both, one_order("en", COMING), {each.source: 0.9 for each in both})) == offered


def test_no_kind_takes_all_places() -> None:
    case = one_order("en", COMING)
    many = [Candidate(f"article:{n}", Kind.ARTICLE, "", f"Article {n}", whole=True) for n in range(9)]
    assert len(rank(many, case, {one.source: 0.9 for one in many})) == 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": "Hello {password}"}, "variable password"),
        ({"text": "Hello {"}, "brace"),
        ({"text": "Hello {item!r}"}, "brace"),
        ({"text": "您好，请稍等"}, "not in en"),
        ({"text": "What is your name, please?"}, "asks for name"),
        ({"when": ["raining"]}, "condition raining"),
        ({"asks": ["shoe"]}, "nobody asks for shoe"),
        ({"id": "Late!"}, "an id is"),
        ({"title": ""}, "title must be"),
        ({"intents": []}, "intents must name"),
        ({"intents": "greet"}, "list of names"),
        ({"colour": "red"}, "no field colour"),
    ],
)
def test_what_is_wrong_with_an_entry_is_named(change: dict[str, Any], problem: str) -> None:
    entry = {"id": "one", "title": "T", "asked": "Hello?", "text": "Hello there", "intents": ["greet"]}
    assert list(problems(canned_of(entry, "en"))) == []
    with pytest.raises(InvalidInput, match=problem):
        canned_of({**entry, **change}, "en")


def test_values_are_filled_in_one_pass() -> None:
    assert fill("Hi {customer}, {days_late} days", {"customer": "{order}", "days_late": "1"}) == "Hi {order}, 1 day"
    assert fill("{days_late} days", {"days_late": "21"}) == "21 days"
    assert set(one_order("en", COMING).values) <= VARIABLES
    assert one_order("en", COMING).conditions <= CONDITIONS
