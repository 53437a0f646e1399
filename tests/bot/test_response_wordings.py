"""The wording of a reply: language, variety, openings, values as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dialogues import answers, says, tracker_of
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

from bot.nlg import ResponseGenerator, _before_the_question, _joined, said_day

RESPONSES = Domain.from_yaml("""
version: "3.1"
responses:
  utter_hello:
  - {text: "Hello!", metadata: {language: en}}
  - {text: "Hello {name}!", metadata: {language: en}}
  - {text: "您好！", metadata: {language: zh}}
  utter_many:
  - {text: "one {item}.", metadata: {language: en}}
  - {text: "two {item}.", metadata: {language: en}}
  - {text: "three {item}.", metadata: {language: en}}
  utter_due:
  - {text: "due {day_due}", metadata: {language: en}}
  - {text: "{day_due}到", metadata: {language: zh}}
  utter_list:
  - {text: "You bought:\\n{each_purchase}", metadata: {language: en}}
  line_purchase:
  - {text: "{item}, {day_bought}", metadata: {language: en}}
  - {text: "{item}", metadata: {language: en}}
  utter_status:
  - {text: "It is {word_status}.", metadata: {language: en}}
  - {text: "{word_status}。", metadata: {language: zh}}
  utter_item:
  - {text: "Your {item}.", metadata: {language: en}}
  - {text: "您的{item}。", metadata: {language: zh}}
  - {text: "Your thing.", metadata: {language: en}}
  utter_found:
  - {text: "Found: {item}", metadata: {language: en}}
  - {text: "查到{item}", metadata: {language: zh}}
  utter_ask:
  - text: "Which way?"
    metadata: {language: en}
    buttons: [{title: "This", payload: "this way"}, {title: "That"}]
  utter_english_only:
  - {text: "English"}
  utter_open_late_firm:
  - {text: "{days} days late.", metadata: {language: en}}
  - {text: "晚了{days}天。", metadata: {language: zh}}
  utter_open_late:
  - {text: "It is late.", metadata: {language: en}}
  word_shipped:
  - {text: "on its way", metadata: {language: en}}
  - {text: "运输中", metadata: {language: zh}}
  word_today:
  - {text: "today", metadata: {language: en}}
  - {text: "今天", metadata: {language: zh}}
  word_tomorrow:
  - {text: "tomorrow", metadata: {language: en}}
  - {text: "明天", metadata: {language: zh}}
  word_yesterday:
  - {text: "yesterday", metadata: {language: en}}
  - {text: "昨天", metadata: {language: zh}}
""")
ENGLISH, CHINESE = says("where is my lamp?"), says("我的灯呢？")
LENA = {"id": "c-late", "name": "Lena Berg", "language": "zh"}


async def say(response: str, *events: Event, **values: Any) -> dict[str, Any] | None:
    tracker = tracker_of(RESPONSES, events or (ENGLISH,))
    return await ResponseGenerator(None, RESPONSES).generate(response, tracker, "gateway", **values)


async def text_of(response: str, *events: Event, **values: Any) -> str:
    message = await say(response, *events, **values)
    assert message is not None
    return str(message["text"])


async def test_the_reply_is_in_the_language_of_the_newest_message_that_tells() -> None:
    assert await say("utter_status", CHINESE, word_status="shipped") == {"text": "运输中。", "language": "zh"}
    assert (await text_of("utter_status", CHINESE, ENGLISH, word_status="shipped")) == "It is on its way."
    assert (await text_of("utter_status", CHINESE, says("W-10423"), word_status="shipped")) == "运输中。"


async def test_the_account_language_counts_only_where_no_message_tells() -> None:
    assert (await text_of("utter_hello", says("👍", customer=LENA))) == "您好！"
    assert "Hello" in await text_of("utter_hello", says("hey there", customer=LENA))


async def test_a_wording_that_lacks_the_language_is_better_than_silence() -> None:
    assert await text_of("utter_english_only", CHINESE) == "English"


async def test_an_unknown_response_is_none() -> None:
    assert await say("utter_nothing") is None


async def test_a_wording_with_an_unknown_variable_is_never_used() -> None:
    for _ in range(20):
        assert await text_of("utter_hello") == "Hello!"
        assert await text_of("utter_item", item="") == "Your thing."
        assert await text_of("utter_item", item={"en": "", "zh": "灯"}) == "Your thing."
    assert await say("utter_many") is None


async def test_a_verified_customer_is_called_by_the_first_name() -> None:
    heard = answers("Hello!")
    assert await text_of("utter_hello", says("hey there", customer=LENA), heard) == "Hello Lena!"


async def test_no_wording_is_repeated_until_all_were_used() -> None:
    for _ in range(10):
        events: list[Event] = [ENGLISH]
        texts = []
        for item in ("mug", "lamp", "rug"):
            texts.append(await text_of("utter_many", *events, item=item))
            events.append(answers(texts[-1]))
        assert {text.split()[0] for text in texts} == {"one", "two", "three"}
        assert await text_of("utter_many", *events, item="tent")  # then any of them again


async def test_an_opening_comes_first_and_the_first_that_exists_is_used() -> None:
    opening = ["utter_open_late_gentle", "utter_open_late_firm", "utter_open_late"]
    assert await text_of("utter_status", opening=opening, days=8, word_status="shipped") == (
        "8 days late. It is on its way."
    )
    assert await text_of("utter_status", opening=opening, word_status="shipped") == "It is late. It is on its way."
    assert await text_of("utter_status", CHINESE, opening=opening, days=8, word_status="shipped") == (
        "晚了8天。运输中。"
    )
    assert await text_of("utter_status", opening=["utter_nothing"], word_status="shipped") == "It is on its way."


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("away", "english", "chinese"), [(0, "today", "今天"), (1, "tomorrow", "明天"), (-1, "yesterday", "昨天")]
)
async def test_near_days_are_called_by_their_words(away: int, english: str, chinese: str) -> None:
    day = str(datetime.now(UTC).date() + away * DAY)
    assert await text_of("utter_due", day_due=day) == f"due {english}"
    assert await text_of("utter_due", CHINESE, day_due=day) == f"{chinese}到"


@pytest.mark.parametrize("away", [2, 6])
async def test_the_next_days_are_called_by_their_weekday(away: int) -> None:
    day = datetime.now(UTC).date() + away * DAY
    assert await text_of("utter_due", day_due=str(day)) == f"due {day:%A}"
    weekday = "一二三四五六日"[day.weekday()]
    assert await text_of("utter_due", CHINESE, day_due=str(day)) == f"{day.month}月{day.day}日星期{weekday}到"


@pytest.mark.parametrize("away", [-40, -7, -6, -2, 7, 40])  # "due Sunday" would sound like the one to come
async def test_other_days_have_their_date(away: int) -> None:
    day = datetime.now(UTC).date() + away * DAY
    assert await text_of("utter_due", day_due=str(day)) == f"due {day:%A}, {day.day} {day:%B}"
    assert (await text_of("utter_due", CHINESE, day_due=str(day))).startswith(f"{day.month}月{day.day}日星期")


@pytest.mark.parametrize(
    ("today", "day", "english", "chinese"),
    [
        ("2026-11-28", "2027-07-15", "15 July 2027", "2027年7月15日"),  # a warranty, 229 days on
        ("2026-11-28", "2027-02-01", "1 February 2027", "2027年2月1日"),
        ("2026-11-28", "2026-02-20", "Friday, 20 February", "2月20日星期五"),  # of this year: no year
        ("2026-12-20", "2027-01-04", "Monday, 4 January", "1月4日星期一"),  # a delivery after New Year
        ("2026-12-30", "2027-01-02", "Saturday", "1月2日星期六"),
        ("2027-01-05", "2026-12-20", "Sunday, 20 December", "12月20日星期日"),
        ("2027-01-05", "2026-10-20", "20 October 2026", "2026年10月20日"),
        ("2026-11-28", "2026-01-02", "2 January 2026", "2026年1月2日"),  # next January is nearer
        ("2026-11-28", "2025-11-01", "1 November 2025", "2025年11月1日"),
    ],
)
def test_the_year_is_said_where_it_is_not_plain(today: str, day: str, english: str, chinese: str) -> None:
    days = date.fromisoformat(day), date.fromisoformat(today)
    assert (said_day(*days, "en"), said_day(*days, "zh")) == (english, chinese)


async def test_days_long_ago_have_their_year() -> None:
    day = datetime.now(UTC).date() - 400 * DAY
    assert await text_of("utter_due", day_due=str(day)) == f"due {day.day} {day:%B} {day.year}"
    assert await text_of("utter_due", CHINESE, day_due=str(day)) == f"{day.year}年{day.month}月{day.day}日到"


async def test_a_list_has_one_line_for_each_row() -> None:
    today = str(datetime.now(UTC).date())
    rows = [{"item": {"en": "mug", "zh": "马克杯"}, "day_bought": today}, {"item": "lamp"}]
    heard = answers("mug")
    text = await text_of("utter_list", ENGLISH, heard, each_purchase=rows)
    head, first, second = text.split("\n")
    assert head == "You bought:"
    assert first in ("mug, today", "mug")
    assert second == "lamp"


async def test_a_thing_is_named_in_the_customers_language() -> None:
    both = {"en": "lamp", "zh": "灯"}
    assert await text_of("utter_found", CHINESE, item=both) == "查到灯"
    assert await text_of("utter_found", ENGLISH, item=both) == "Found: lamp"


async def test_an_unknown_word_is_said_as_it_is() -> None:
    assert await text_of("utter_status", word_status="lost") == "It is lost."


async def test_a_value_with_braces_is_not_filled_again() -> None:
    said = await text_of("utter_found", item="{name} {item} {0} \\1", name="Eve")
    assert said == "Found: {name} {item} {0} \\1"


async def test_buttons_say_what_they_send() -> None:
    message = await say("utter_ask")
    assert message is not None
    assert message["buttons"] == [{"title": "This", "payload": "this way"}, {"title": "That", "payload": "That"}]


async def test_rasa_may_hand_over_the_responses_later() -> None:
    generator = ResponseGenerator(EndpointConfig(), None)
    tracker = tracker_of(RESPONSES, [ENGLISH])
    assert await generator.generate("utter_ask", tracker, "gateway") is None
    generator.responses = RESPONSES.responses
    assert await generator.generate("utter_ask", tracker, "gateway") is not None


async def test_a_closing_keeps_the_buttons_and_the_question_last() -> None:
    said = await say("utter_ask", closing=["utter_none", "utter_found", "utter_item"], item={"en": "lamp"})
    assert said is not None
    assert said["text"] == "Found: lamp Which way?"
    assert [button["title"] for button in said["buttons"]] == ["This", "That"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Noted. Keep it. A new one, or money?", ["Noted. Keep it.", "+", "A new one, or money?"]),
        ("Noted. What would it be: this, or that?", ["Noted.", "+", "What would it be: this, or that?"]),
        ("记下了，编号{reference}。换新的，还是退款？", ["记下了，编号{reference}。", "+", "换新的，还是退款？"]),
        ("Is it late? Yes, it is.", ["Is it late? Yes, it is.", "+"]),
        ("It is on its way.", ["It is on its way.", "+"]),
    ],
)
def test_a_closing_stands_before_the_question_that_the_text_ends_in(text: str, parts: list[str]) -> None:
    assert _before_the_question(text, "+") == parts


def test_nothing_sticks_to_an_address() -> None:
    assert _joined(["看这里：{tracking_url}", "最新记录"], "zh") == "看这里：{tracking_url}\n最新记录"
    assert _joined(["Look: /help/refunds?lang=zh", "Then."], "en") == "Look: /help/refunds?lang=zh\nThen."
    assert _joined(["It's late.", "Sorry."], "en") == "It's late. Sorry."


async def own(response: str, texts: dict[str, list[str]], *events: Event, **values: Any) -> dict[str, Any] | None:
    generator = ResponseGenerator(None, RESPONSES)
    generator.take("v1", {response: texts})
    return await generator.generate(response, tracker_of(RESPONSES, events or (ENGLISH,)), "gateway", **values)


async def test_the_shops_own_wordings_are_said_in_place_of_the_shipped_ones_of_that_language() -> None:
    texts = {"en": ["It comes {day_due}, we promise."]}
    due = (datetime.now(UTC).date()).isoformat()
    assert (await own("utter_due", texts, day_due=due) or {})["text"] == "It comes today, we promise."
    assert (await own("utter_due", texts, CHINESE, day_due=due) or {})["text"] == "今天到"


async def test_the_buttons_stay_whatever_the_shop_says() -> None:
    said = await own("utter_ask", {"en": ["This one or that one?"]})
    assert said is not None
    assert said["text"] == "This one or that one?"
    assert [button["title"] for button in said["buttons"]] == ["This", "That"]


async def test_a_wording_whose_fact_is_unknown_gives_way_to_the_shipped_ones() -> None:
    assert (await own("utter_item", {"en": ["Your dear {item}."]}) or {})["text"] == "Your thing."
    assert await own("utter_of_another_release", {"en": ["Hello."]}) is None
