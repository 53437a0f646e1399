"""The end of a conversation: who may end it, what is asked then, once, and what supervisors make of the answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from house import ASKED, LENA, TOM, AgentAtDesk, House, Tab, answer, customer_token

from support.ratings import Question, Survey, question_of

Json = dict[str, Any]
CARD = "4111 1111 1111 1111"
GOODBYE = {"notes": [{"kind": "done"}]}


async def resolved_by_mia(house: House, tab: Tab, mia: AgentAtDesk) -> str:
    """Let bot and human speak with the customer, then the human resolve; return the conversation."""
    house.bot.script = lambda _: answer("A colleague comes.", handoff=ASKED)
    await tab.begin()
    conversation: str = (await tab.say("a person please"))["conversation_id"]
    await tab.said("bot", "colleague")
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="Hello, Mia here.")
    await mia.post(conversation, "resolve")
    await tab.until("status", lambda s: s["status"] == "resolved")
    return conversation


def answers_to(survey: Json, value: int) -> Json:
    """Return an answer to the question that was asked."""
    return {"effort": value} if survey["question"] == "ces" else {"recommend": value}


async def test_bot_and_human_are_rated_apart_and_the_agent_sees_it_live(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = await resolved_by_mia(house, lena, mia)
    await mia.tab.call("watch", {"conversation_id": conversation})
    asked = (await lena.call("survey", {"conversation_id": conversation}))["survey"]
    question = question_of(Survey.ROTATE, conversation)
    assert asked == {"conversation_id": conversation, "parts": ["bot", "human"], "question": question, "rating": None}

    said = await lena.call("rate", {"conversation_id": conversation, "csat": {"bot": 2, "human": 5}})
    assert said["survey"]["rating"]["csat"] == {"bot": 2, "human": 5}
    more = {**answers_to(asked, 6), "comment": f" Mia was great, my card is {CARD} "}
    said = await lena.call("rate", {"conversation_id": conversation, **more})
    rating = said["survey"]["rating"]
    assert rating["csat"] == {"bot": 2, "human": 5}
    assert rating["effort" if question == "ces" else "recommend"] == 6
    assert rating["comment"] == "Mia was great, my card is •••• 1111"

    await mia.tab.until("rating", lambda r: r == {"conversation_id": conversation, "rating": rating})
    assert (await mia.look(conversation))["rating"] == rating
    assert CARD not in repr(house.rows("SELECT * FROM ratings"))


WRONG: list[Json] = [
    {"csat": {"bot": 0}},
    {"csat": {"bot": 6}},
    {"csat": {"bot": "5"}},
    {"csat": {"bot": True}},
    {"csat": {}},
    {"csat": {"bot": 5}, "effort": 8},
    {"csat": {"bot": 5}, "recommend": 11},
    {"csat": {"bot": 5}, "effort": 3, "recommend": 3},
    {"csat": {"human": 5}},
    {"csat": {"bot": 5}, "comment": "x" * 1001},
    {"csat": 5},
    {},
]


async def test_answers_that_do_not_fit_are_refused_and_nothing_is_kept(house: House, lena: Tab) -> None:
    house.bot.script = lambda _: answer("Goodbye!", **GOODBYE)
    await lena.begin()
    conversation = (await lena.say("bye"))["conversation_id"]
    await lena.until("status", lambda s: s["status"] == "resolved")
    for wrong in WRONG:
        refused = await lena.call("rate", {"conversation_id": conversation, **wrong})
        assert refused["error"]["code"] == "invalid", wrong
    assert house.rows("SELECT answered_at FROM ratings WHERE answered_at IS NOT NULL") == []


async def test_the_bots_goodbye_ends_it_and_writing_goes_on(house: House, lena: Tab) -> None:
    house.bot.script = lambda _: answer("Goodbye!", **GOODBYE)
    await lena.begin()
    conversation = (await lena.say("that was all, bye"))["conversation_id"]
    await lena.until("status", lambda s: s == {"status": "resolved", "agent": None})
    asked = (await lena.call("survey"))["survey"]
    assert asked["parts"] == ["bot"]
    house.bot.script = lambda _: answer("Here it is.")
    message = await lena.say("oh, one more thing")
    await lena.said("bot", "Here it is.")
    assert message["conversation_id"] == conversation
    assert (await lena.call("survey"))["survey"] is None, "it is not over any more"


async def test_a_goodbye_with_a_question_behind_it_does_not_end_it(house: House, lena: Tab) -> None:
    house.bot.script = lambda asked: answer("Goodbye!", **(GOODBYE if asked["message"] == "bye" else {}))
    house.bot.kill()
    first = await lena.say("bye")
    await lena.call("user_uttered", {"message": "no, wait", "client_message_id": "later"})
    house.bot.start()
    await lena.until("bot_uttered")
    await lena.until("delivery", lambda d: d["state"] == "seen")
    assert house.rows("SELECT status FROM conversations WHERE id = :id", id=first["conversation_id"]) == [("pending",)]


async def test_a_customer_ends_it_whoever_leads(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.script = lambda _: answer("A colleague comes.", handoff=ASKED)
    conversation = (await lena.say("a person please"))["conversation_id"]
    await lena.said("bot", "colleague")
    await mia.post(conversation, "claim")
    assert (await lena.call("close", {"conversation_id": conversation}))["ok"]
    notice = await lena.until("bot_uttered", lambda m: m["event"] == "resolved")
    assert "ended" in notice["text"]
    assert (await lena.call("close"))["ok"], "twice is fine"
    await mia.post(conversation, "messages", status=409, text="Are you there?")
    assert house.rows("SELECT count(*) FROM messages WHERE event = 'resolved'") == [(1,)]
    assert house.rows("SELECT count(*) FROM handoffs WHERE closed_at IS NULL") == [(0,)]
    assert house.rows("SELECT actor FROM audit_log WHERE action = 'close'")[0][0].startswith("v_")


async def test_it_is_asked_once(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await resolved_by_mia(house, lena, mia)
    assert (await lena.call("survey"))["survey"] is not None
    assert (await lena.call("survey"))["survey"] is not None, "a reload shows it again"
    assert (await lena.call("survey_dismissed", {"conversation_id": conversation}))["ok"]
    assert (await lena.call("survey"))["survey"] is None
    house.bot.script = lambda _: answer("Goodbye!", **GOODBYE)
    await lena.say("one more thing")
    await lena.until("bot_uttered", lambda m: m["text"] == "Goodbye!")
    assert (await lena.call("survey"))["survey"] is None
    assert house.rows("SELECT count(*) FROM ratings") == [(1,)]


async def test_a_rating_may_be_changed_for_a_day(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await resolved_by_mia(house, lena, mia)
    await lena.call("rate", {"conversation_id": conversation, "csat": {"human": 2}})
    house.clock.ahead += timedelta(hours=23)
    changed = await lena.call("rate", {"conversation_id": conversation, "csat": {"human": 4}})
    assert changed["survey"]["rating"]["csat"] == {"human": 4}
    assert changed["survey"]["rating"]["changed_at"] is not None
    house.clock.ahead += timedelta(hours=2)
    late = await lena.call("rate", {"conversation_id": conversation, "csat": {"human": 1}})
    assert late["error"]["code"] == "conflict"
    assert house.rows("SELECT csat_human FROM ratings") == [(4,)]


async def test_nobody_rates_somebody_elses_conversation(house: House, lena: Tab, tom: Tab, mia: AgentAtDesk) -> None:
    conversation = await resolved_by_mia(house, lena, mia)
    await tom.begin()
    for event in ("survey", "survey_dismissed", "close"):
        assert (await tom.call(event, {"conversation_id": conversation}))["error"]["code"] == "not_found", event
    wrong = await tom.call("rate", {"conversation_id": conversation, "csat": {"human": 1}})
    assert wrong["error"]["code"] == "not_found"
    async with house.http(customer_token(TOM)) as http:
        for path in ("survey", "close"):
            body = {"csat": {"human": 1}} if path == "survey" else {}
            assert (await http.post(f"/api/chat/{conversation}/{path}", json=body)).status_code == 404
        assert (await http.get(f"/api/chat/{conversation}/survey")).status_code == 404
    async with house.http() as stranger:
        assert (await stranger.get(f"/api/chat/{conversation}/survey")).status_code == 401
    assert house.rows("SELECT count(*) FROM ratings WHERE answered_at IS NOT NULL") == [(0,)]


async def test_over_http_too(house: House) -> None:
    house.bot.script = lambda _: answer("Hello")
    async with house.http(customer_token(LENA)) as http:
        conversation = (await http.post("/api/chat", json={"text": "hello"})).json()["conversation_id"]
        assert (await http.get(f"/api/chat/{conversation}/survey")).json() == {"survey": None}
        early = await http.post(f"/api/chat/{conversation}/survey", json={"csat": {"bot": 4}})
        assert early.status_code == 409
        assert (await http.post(f"/api/chat/{conversation}/close", json={})).json() == {"ok": True}
        asked = (await http.get(f"/api/chat/{conversation}/survey")).json()["survey"]
        assert (asked["parts"], asked["rating"]) == (["bot"], None)
        rated = await http.post(f"/api/chat/{conversation}/survey", json={"csat": {"bot": 4}, **answers_to(asked, 7)})
        assert rated.json()["survey"]["rating"]["csat"] == {"bot": 4}


@pytest.mark.parametrize(("setting", "question"), [("ces", "ces"), ("nps", "nps"), ("csat", None)])
async def test_the_setting_says_what_follows(build: Any, visit: Any, setting: str, question: str | None) -> None:
    house = build(WARMLINE_SURVEY=setting)
    house.bot.start()
    house.start()
    house.bot.script = lambda _: answer("Goodbye!", **GOODBYE)
    guest = await visit(house)
    await guest.say("bye")
    await guest.until("status", lambda s: s["status"] == "resolved")
    assert (await guest.call("survey"))["survey"]["question"] == question


async def test_no_survey_where_it_is_switched_off_or_nobody_spoke(build: Any, visit: Any) -> None:
    house = build(WARMLINE_SURVEY="off")
    house.bot.start()
    house.start()
    house.bot.script = lambda _: answer("Goodbye!", **GOODBYE)
    guest = await visit(house)
    conversation = (await guest.say("bye"))["conversation_id"]
    await guest.until("status", lambda s: s["status"] == "resolved")
    assert (await guest.call("survey"))["survey"] is None
    refused = await guest.call("rate", {"conversation_id": conversation, "csat": {"bot": 4}})
    assert refused["error"]["code"] == "conflict"


async def test_the_figures_are_for_those_who_lead(house: House, lena: Tab, guest: Tab, mia: AgentAtDesk) -> None:
    conversation = await resolved_by_mia(house, lena, mia)
    asked = (await lena.call("survey"))["survey"]
    await lena.call("rate", {"conversation_id": conversation, "csat": {"bot": 2, "human": 5}, **answers_to(asked, 7)})
    house.bot.script = lambda _: answer("再见！", **GOODBYE, understood={**answer()["understood"], "language": "zh"})
    other = (await guest.say("再见"))["conversation_id"]
    await guest.until("status", lambda s: s["status"] == "resolved")
    await guest.call("rate", {"conversation_id": other, "csat": {"bot": 4}})

    assert (await mia.http.get("/api/reports/ratings")).status_code == 403
    sue = await AgentAtDesk(house, "sue", role="supervisor").open()
    report = (await sue.http.get("/api/reports/ratings")).json()
    assert (report["total"]["asked"], report["total"]["answered"]) == (2, 2)
    assert report["total"]["csat"] == 66.7
    bot, human = report["by_part"]["bot"], report["by_part"]["human"]
    assert (bot["csat_answers"], bot["csat"], human["csat_answers"], human["csat"]) == (2, 50.0, 1, 100.0)
    if asked["question"] == "ces":
        assert (human["ces"], human["nps"], bot["ces_answers"]) == (7.0, None, 0)
    else:
        assert (human["ces"], human["nps"], bot["nps_answers"]) == (None, 0.0, 0)
    assert {name: f["csat_mean"] for name, f in report["by_language"].items()} == {"en": 3.5, "zh": 4.0}
    (day,) = report["by_day"]
    assert report["by_day"][day] == report["total"]
    wrong = await sue.http.get("/api/reports/ratings", params={"start": report["end"], "end": report["start"]})
    assert wrong.status_code == 400
    await sue.close()


def test_the_rotation_gives_halves() -> None:
    questions = [question_of(Survey.ROTATE, f"cv_{number}") for number in range(1000)]
    assert 400 < questions.count(Question.CES) < 600
    assert set(questions) == set(Question)
