"""The scripts are sound before anything is played: no model is needed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from asking import TOPICS, Ear, topics
from facts import Facts, NoSuchFact, unknown
from onlooker import in_days, said_in_english
from play import language
from script import BadScript, Script, Step, load, read
from wordings import DOMAIN, responses, wordings

from cli.demonstration.script import FILE
from integrations.shops.demo import DemoShop
from integrations.shops.interface import RequestKind
from support.escalation import Reason
from support.settings import ROOT

SCRIPTS = load(others=(FILE,))
INTENTS = {
    next(iter(intent)) if isinstance(intent, dict) else intent
    for intent in yaml.safe_load((DOMAIN / "core.yml").read_text(encoding="utf-8"))["intents"]
}
ONE = "- {name: one, customer: c-late, language: en, steps: [{they: hello}]}\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoShop]:
    shop = DemoShop.open(tmp_path_factory.mktemp("shop") / "shop.db")
    shop.check()
    yield shop
    shop.close()


def test_there_are_enough_of_them_in_both_languages() -> None:
    assert len(SCRIPTS) >= 150
    assert sum(script.language == "zh" for script in SCRIPTS) >= 55


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.id for script in SCRIPTS])
def test_a_script_speaks_of_what_there_is(script: Script, shop: DemoShop) -> None:
    assert script.customer is None or shop.customer(script.customer)
    facts = Facts(shop, script.customer)
    for step in script.steps:
        assert step.intent is None or step.intent in INTENTS
        assert set(step.changes or ()) <= set(RequestKind)
        assert step.handoff is None or step.handoff in set(Reason)
        assert set(step.gives) <= set(TOPICS)
        for text in (step.they, *(one for any_of in step.says for one in any_of)):
            assert unknown(text) == []
            assert "{" not in facts.fill(text, step.language)


def _file(folder: Path, text: str, name: str = "some.yml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_script_is_read_with_its_defaults(tmp_path: Path) -> None:
    [script] = read(_file(tmp_path, ONE))

    assert (script.id, script.customer, script.language) == ("some: one", "c-late", "en")
    assert [step.they for step in script.steps] == ["hello"]
    assert script.steps[0].changes is None


def test_a_step_keeps_the_language_of_the_one_before(tmp_path: Path) -> None:
    steps = "[{they: hello}, {they: 你好, language: zh}, {they: 谢谢}]"
    [script] = read(_file(tmp_path, f"- {{name: one, guest: true, language: en, steps: {steps}}}"))

    assert [step.language for step in script.steps] == ["en", "zh", "zh"]
    assert script.customer is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE.replace("they: hello", "they: hello, sais: [x]"), "'one', step 1, has an unknown key `sais`"),
        (ONE.replace("customer: c-late", "customers: c-late"), "'one', has an unknown key `customers`"),
        (ONE.replace("customer: c-late, ", ""), "'one', needs either `customer` or `guest: true`"),
        (ONE.replace("customer: c-late", "customer: c-late, guest: true"), "either"),
        (ONE.replace("they: hello", "says: [x]"), "has no `they`"),
        (ONE.replace("they: hello", "they: yes"), "`they` is not a text"),
        (ONE.replace("they: hello", "they: hello, says: x"), "`says` is not a list"),
        (ONE.replace("they: hello", 'they: hello, says_not: ["("]'), "is not a regex"),
        (ONE.replace("they: hello", "they: hello, asks: 1"), "`asks` is true or false"),
        (ONE.replace("they: hello", "they: hello, status: closed"), "`status` is none of pending, open"),
        (ONE.replace("language: en", "language: fr"), "`language` is none of en, zh"),
        (ONE.replace("[{they: hello}]", "[]"), "has no steps"),
        ("{scripts: [], never: []}", "has no scripts"),
        ("{scripts: [], nevr: []}", "unknown key `nevr`"),
        ("just text", "is not a mapping"),
        ("- {", "is not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadScript) as caught:
        read(_file(tmp_path, text))

    assert str(caught.value).startswith("some.yml")
    assert said in str(caught.value)


def test_two_scripts_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    _file(tmp_path, ONE + ONE)

    with pytest.raises(BadScript, match="two scripts named 'one'"):
        load(tmp_path)


@pytest.mark.parametrize(
    "reply",
    ["I'm sorry. Really, so sorry.", "抱歉，实在抱歉", "utter_x", "{item}", "None", "Please calm down", "请您冷静一下"],
)
def test_what_is_never_to_be_said_is_found(tmp_path: Path, reply: str) -> None:
    [script] = read(_file(tmp_path, ONE))

    assert any(pattern.search(reply) for pattern in script.never)


def test_a_file_may_forbid_more(tmp_path: Path) -> None:
    [script] = read(_file(tmp_path, "never: [lamp]\nscripts:\n" + ONE))

    assert any(pattern.search("a lamp") for pattern in script.never)
    assert not any(pattern.search("None of your orders is open. I'm sorry.") for pattern in script.never)


def test_facts_come_from_the_shop(shop: DemoShop) -> None:
    facts = Facts(shop, "c-three")

    assert facts.fill("{mug.order} {mug.total} {mug.line} {mug.price}", "en") == "W-10433 €18.90 €14.00 €14.00"
    assert facts.fill("{c-late/floor lamp.order}", "en") == "W-10423"
    assert facts.fill("{day+5}", "en") == said_in_english(in_days(5))
    assert facts.fill("{day+1}", "zh") == "明天"
    assert Facts(shop, "c-partial").fill("{jeans.refund}", "en") == "€79.00"


@pytest.mark.parametrize("text", ["{kettle.order}", "{toaster.price}", "{mug.refund}"])
def test_what_the_shop_does_not_know_is_said(shop: DemoShop, text: str) -> None:
    with pytest.raises(NoSuchFact, match="has no"):
        Facts(shop, "c-three").fill(text, "en")


def test_braces_that_are_no_fact_are_found() -> None:
    assert unknown("{mug.colour} {item} {day2} {mug.total}") == ["{mug.colour}", "{item}", "{day2}"]


def test_every_wording_is_found_again_by_its_response() -> None:
    values = {"en": "Tuesday", "zh": "星期二"}
    by_text = {
        (name, variation["text"]): values[variation["metadata"]["language"]]
        for path in DOMAIN.glob("*.yml")
        for name, variations in (yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}).items()
        if name.startswith("utter_")
        for variation in variations
    }
    texts: dict[str, set[str]] = {}
    for (name, text), value in by_text.items():
        if not re.search(r"\w", re.sub(r"\{\w+\}", "", text)):
            continue  # "{item}：{price}" has no word of its own to be known by
        texts.setdefault(re.sub(r"\{\w+\}", value, text), set()).add(name)
    lost = [(text, names) for text, names in texts.items() if not set(responses(text)) & names]
    assert lost == []
    assert len(wordings()) >= 500


def test_an_opening_and_an_answer_are_both_named() -> None:
    opening = "This is the third delay in a row. Your floor lamp should have been with you Wednesday, and I apologise."
    answer = "The trace at Northpost runs under R-2041, without an answer that I can see."

    assert responses(f"{opening} {answer}") == ["utter_open_late_row_firm", "utter_order_late_pending"]
    assert responses("An article of the shop says this, in no words of ours.") == []


@pytest.mark.parametrize(
    ("reply", "asked"),
    [
        ("Which one would you like to send back?", {"item"}),
        ("您想退哪一件？", {"item"}),
        ("What size do you need?", {"size"}),
        ("您要换哪个尺码？", {"size"}),
        ("Why is it going back?", {"reason"}),
        ("退货的原因是什么？", {"reason"}),
        ("What's the new address?", {"address"}),
        ("Would you like to drop it off, or have it picked up?", {"way_back"}),
        ("上门取件，还是您自己寄？", {"way_back"}),
        ("Would you like a new one or your money back?", {"remedy"}),
        ("Shall I cancel your mug order (W-10433) and refund €18.90?", set()),
        ("Which one it is I can see myself. Done.", set()),
        ("You can exchange the hiking boots. Which would you like instead? In stock: 38, 40.", {"variant"}),
        ("登山靴可以换，您想换成哪一个？", {"variant"}),
        ("We don't have the mug in pink. What there is: cream, forest. Which one would you like?", set()),
        ("Dropping the parcel off is free, having it picked up costs €4.90. Which suits you?", {"way_back"}),
        ("I have several pages that could fit. Which one is closest to your question?", set()),
        ("The wool blanket can go back. May I ask why?", {"reason"}),
        ("W-10431 has several things in it. Which one shall it be?", {"item"}),
        ("The parcel is on its way. And back to where we were. Which one suits you?", {"item"}),
    ],
)
def test_what_a_question_asks_for(reply: str, asked: set[str]) -> None:
    assert topics(reply) == asked


def test_asking_for_what_was_given_is_a_repeat_unless_it_was_corrected() -> None:
    ear = Ear(signed_in=True)
    ear.hear(["item", "reason"], False, ["Why is it going back?"])
    assert [(repeat.what, repeat.known_from) for repeat in ear.repeats] == [("reason", "step 1")]

    ear.hear([], True, ["Which one would you like to send back?"])
    assert len(ear.repeats) == 1


def test_asking_for_what_the_shop_knows_is_a_repeat_but_not_for_a_guest() -> None:
    customer, guest = Ear(signed_in=True), Ear(signed_in=False)
    for ear in (customer, guest):
        ear.hear([], False, ["What is your order number?"])

    assert [repeat.known_from for repeat in customer.repeats] == ["the shop"]
    assert guest.repeats == []


def test_the_same_question_twice_is_a_repeat() -> None:
    ear = Ear(signed_in=True)
    ear.hear([], False, ["Which one would you like to send back?"])
    ear.hear([], False, ["您想退哪一件？"])

    assert [repeat.what for repeat in ear.repeats] == ["utter_which_order_return"]
    assert ear.asked == 2


def test_a_question_that_is_still_unanswered_may_be_put_again() -> None:
    ear, which = (
        Ear(signed_in=True),
        "You can exchange the hiking boots. Which would you like instead? In stock: 38.",
    )
    ear.hear(["item"], False, [which])
    ear.hear([], False, ["Here is the other thing.", f"And back to where we were. {which}"])
    ear.hear([], False, [f"I didn't quite get that. {which}"])
    assert ear.repeats == []

    ear.hear(["size"], False, [f"And back to where we were. {which}"])
    assert [(repeat.what, repeat.known_from) for repeat in ear.repeats] == [("variant", "step 4")]


def test_the_same_question_without_a_word_of_coming_back_is_a_repeat() -> None:
    ear, why = Ear(signed_in=True), "The wool blanket can go back. May I ask why?"
    ear.hear([], False, [why])
    ear.hear([], False, [why])

    assert [repeat.what for repeat in ear.repeats] == ["reason"]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("云鹿速运 has the parcel with your rice cooker, expected tomorrow.", "en"),
        ("您的电饭煲由Northpost承运：https://track.example/abc/def", "zh"),
        ("Hearth & Hive: PayPal, Visa.", "en"),
    ],
)
def test_the_language_of_a_reply_is_told(reply: str, expected: str) -> None:
    assert language(reply) == expected


def test_the_page_explains_every_key_of_a_step() -> None:
    page = (ROOT / "docs" / "dialogues.md").read_text(encoding="utf-8")

    assert set(re.findall(r"(?m)^\| `(\w+)` \|", page)) == set(Step.__dataclass_fields__)
