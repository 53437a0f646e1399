"""What the agent is offered to say: true, live, of known origin, and better with every choice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token

from gateway.library import load_canned
from support.errors import SettingsError

FACTS = [{"kind": "tried", "action": "track_order", "outcome": "answered", "order_ids": ["W-10423"]}]


async def handed_over(house: House, tab: Tab, text: str = "where is my floor lamp? I want a person") -> str:
    """Let the bot hand a conversation over, with the order noted; return its id."""
    house.bot.script = lambda _: answer("Here comes somebody.", handoff=ASKED, notes=FACTS)
    conversation: str = (await tab.say(text))["conversation_id"]
    await tab.said("system")
    return conversation


async def suggested(agent: AgentAtDesk, conversation: str) -> list[dict[str, Any]]:
    """Return the suggestions as soon as they are made."""
    async with asyncio.timeout(60):
        while True:
            listed = (await agent.look(conversation))["suggestions"]
            if listed is not None:
                return list(listed)
            await asyncio.sleep(0.05)


def near(like: str, intent: str = "track_order", score: float = 0.9) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a script of the bot's: texts that contain `like` are near, all others are not."""

    def script(asked: dict[str, Any]) -> dict[str, Any]:
        understood = answer()["understood"] | {"intent": {"name": intent, "confidence": 0.9}}
        scores = [score if like in text else 0.1 for text in asked["texts"]]
        return {"understood": understood, "articles": [], "scores": scores}

    return script


async def test_a_handoff_brings_filled_suggestions_that_say_where_they_come_from(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena)
    listed = await suggested(mia, conversation)
    assert 1 <= len(listed) <= 5
    assert listed[0]["source"]["kind"] == "step"
    assert "floor lamp" in listed[0]["text"]
    for one in listed:
        assert set(one) == {"id", "text", "source", "score"}
        assert one["source"]["kind"] in ("canned", "past_answer", "article", "step")
        assert "{" not in one["text"] or one["source"]["kind"] == "article"
        assert 0 <= one["score"] <= 1
    assert [one["score"] for one in listed] == sorted((one["score"] for one in listed), reverse=True)


async def test_while_the_bot_leads_there_are_none(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = (await lena.say("hello"))["conversation_id"]
    await lena.said("bot")
    assert (await mia.look(conversation))["suggestions"] == []
    assert house.rows("SELECT count(*) FROM suggestions") == [(0,)]


async def test_they_follow_the_conversation_live(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await mia.tab.call("watch", {"conversation_id": conversation})
    first = await suggested(mia, conversation)
    house.bot.similar = near("wrong thing", "wrong_item")
    await mia.post(conversation, "messages", text="I'm Mia, let me look.")
    message = await lena.say("and I got a toaster that I never ordered")
    told = await mia.tab.until("suggestions", lambda body: body["message_id"] == message["id"])
    assert told["conversation_id"] == conversation
    assert told["suggestions"] == (await mia.look(conversation))["suggestions"]
    assert {one["id"] for one in first}.isdisjoint(one["id"] for one in told["suggestions"])
    asked = house.bot.compared[-1]
    assert asked["text"] == "and I got a toaster that I never ordered"
    assert asked["language"] == "en"
    # What is compared is what customers write, never a customer's facts.
    assert not any("Lena" in text or "W-10423" in text for text in asked["texts"])


async def test_the_nearest_comes_first_and_what_is_not_true_never(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.similar = near("no news")
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await suggested(mia, conversation)
    await mia.post(conversation, "messages", text="Hello Lena.")
    await lena.say("still no news of it?")
    listed = await suggested(mia, conversation)
    assert listed[0]["source"]["kind"] == "canned"
    assert listed[0]["text"].startswith(
        "Your floor lamp should have reached you 2 days ago. I'm opening a trace with DHL"
    )
    # The lamp is late and on its way: nothing of parcels in time, delivered or not yet packed.
    assert not any("arrived on" in one["text"] or "packed" in one["text"] for one in listed)


async def test_the_customers_newest_words_choose_the_order(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.similar = near("cancelled now", "cancel_order")
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await suggested(mia, conversation)
    await mia.post(conversation, "messages", text="Hello Lena.")
    message = await lena.say("and W-10390, is that cancelled?")
    await mia.tab.call("watch", {"conversation_id": conversation})
    async with asyncio.timeout(60):
        while not house.rows("SELECT 1 FROM suggestions WHERE message_id = :id", id=message["id"]):
            await asyncio.sleep(0.05)
    listed = await suggested(mia, conversation)
    assert any("W-10390 is cancelled" in one["text"] for one in listed)


async def test_a_guest_is_offered_nothing_of_anybodys_orders(house: House, guest: Tab, mia: AgentAtDesk) -> None:
    house.bot.similar = near("without an account")
    house.bot.script = lambda _: answer("A person comes.", handoff=ASKED)
    conversation = (await guest.say("I ordered without an account"))["conversation_id"]
    await guest.said("system")
    listed = await suggested(mia, conversation)
    texts = " ".join(one["text"] for one in listed)
    assert "Lena" not in texts
    assert "W-1" not in texts
    assert any("order number" in one["text"] for one in listed), "of a guest nothing is known: it may be asked"


async def test_without_the_bot_words_are_compared(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await suggested(mia, conversation)
    house.bot.kill()  # from here on the sockets are closed
    await mia.post(conversation, "messages", text="Hello Lena.")
    message = await lena.say("I can't wait any longer for this parcel")
    await mia.tab.call("watch", {"conversation_id": conversation})
    async with asyncio.timeout(60):
        while not house.rows("SELECT 1 FROM suggestions WHERE message_id = :id", id=message["id"]):
            await asyncio.sleep(0.05)
    listed = await suggested(mia, conversation)
    assert listed[0]["text"].startswith("You have waited 2 days longer than we promised")


async def test_nothing_found_by_words_is_looked_for_again_once_the_bot_is_back(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    house.bot.similar = near("no news")
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    await mia.tab.call("watch", {"conversation_id": conversation})
    await suggested(mia, conversation)
    await mia.post(conversation, "messages", text="Hello Lena.")
    house.bot.kill()
    message = await lena.say("qwzx vkjq")
    told = await mia.tab.until(
        "suggestions", lambda body: body["message_id"] == message["id"], 180
    )  # words are loaded first
    assert told["suggestions"] == []
    house.bot.start()
    assert (await mia.look(conversation))["suggestions"] is None, "they are being made once more"
    assert await suggested(mia, conversation)


async def test_a_slow_comparison_holds_up_nobody(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    def slow(_: dict[str, Any]) -> int:
        time.sleep(6)
        return 404

    house.bot.similar = slow
    conversation = await handed_over(house, lena)
    began = time.monotonic()
    await mia.post(conversation, "claim")
    assert (await mia.look(conversation))["suggestions"] is None, "they are being made"
    await lena.say("hello?")
    await mia.post(conversation, "messages", text="Hello Lena.")
    await lena.said("agent", "Hello Lena.")
    assert time.monotonic() - began < 3
    assert await suggested(mia, conversation)


@pytest.mark.parametrize("outcome", ["accepted", "edited", "rejected"])
async def test_what_became_of_one_is_recorded_and_it_goes(
    house: House, lena: Tab, mia: AgentAtDesk, outcome: str
) -> None:
    conversation = await handed_over(house, lena)
    first, *others = await suggested(mia, conversation)
    said = await mia.post(conversation, f"suggestions/{first['id']}", outcome=outcome)
    assert said["suggestion"]["id"] == first["id"]
    assert await suggested(mia, conversation) == others
    assert house.rows("SELECT outcome, agent_id FROM suggestions WHERE id = :id", id=first["id"]) == [(outcome, mia.id)]


async def test_sending_one_tells_whether_it_was_edited(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    await mia.post(conversation, "claim")
    first, second, *_ = await suggested(mia, conversation)
    await mia.post(conversation, "messages", text=first["text"] + "\n", suggestion=first["id"])
    await mia.post(conversation, "messages", text=second["text"] + " Mia", suggestion=second["id"])
    sent = await mia.post(conversation, "messages", text="something else", suggestion="s_unknown")
    assert sent["message"]["text"] == "something else", "a suggestion that is unknown is no reason to fail"
    outcomes = dict(house.rows("SELECT id, outcome FROM suggestions WHERE outcome IS NOT NULL"))
    assert outcomes == {first["id"]: "accepted", second["id"]: "edited"}


async def test_choices_move_the_ranking(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.similar = near("", score=0.6)
    conversation = await handed_over(house, lena)
    listed = await suggested(mia, conversation)
    canned = [one for one in listed if one["source"]["kind"] == "canned"]
    best, title = canned[0], canned[0]["source"]["title"]
    # Agents of other conversations have dismissed it ten times.
    for number in range(10):
        token = customer_token(LENA)
        async with house.http(token) as http:
            await http.post("/api/chat", json={"text": f"and another thing, {number}"})
        newest = await suggested(mia, conversation)
        for one in newest:
            if one["source"]["title"] == title:
                await mia.post(conversation, f"suggestions/{one['id']}", outcome="rejected")
    await lena.say("so where is it now?")
    last = await suggested(mia, conversation)
    after = next((one for one in last if one["source"]["title"] == title), None)
    assert after is None or after["score"] < best["score"]


async def test_outsiders_and_other_conversations_are_refused(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena)
    other = await handed_over(house, tom, "a person please")
    (first, *_) = await suggested(mia, conversation)
    await mia.post(other, f"suggestions/{first['id']}", status=404, outcome="accepted")
    await mia.post(conversation, "suggestions/s_unknown", status=404, outcome="accepted")
    await mia.post(conversation, f"suggestions/{first['id']}", status=400, outcome="liked")
    async with house.http(customer_token(LENA)) as http:
        for method, path in (
            ("POST", f"/api/conversations/{conversation}/suggestions/{first['id']}"),
            ("GET", f"/api/conversations/{conversation}/canned"),
            ("GET", "/api/canned"),
            ("POST", "/api/canned"),
            ("POST", "/api/canned/cr_1"),
            ("POST", "/api/canned/cr_1/delete"),
        ):
            body = {"outcome": "accepted"} if method == "POST" else None
            assert (await http.request(method, path, json=body)).status_code == 401, path
    assert house.rows("SELECT count(*) FROM suggestions WHERE outcome IS NOT NULL") == [(0,)]
    assert not any(name == "suggestions" for name, _ in lena.heard), "customers never hear of them"


async def test_good_answers_of_resolved_conversations_come_back_without_their_customers_facts(
    house: House, visit: Callable[..., Awaitable[Tab]], lena: Tab, tom: Tab, mia: AgentAtDesk
) -> None:
    house.bot.similar = near("gift wrapped", "product_question")
    conversation = await handed_over(house, lena, "can my floor lamp still be gift wrapped?")
    await mia.post(conversation, "claim")
    wrapped = "Hi Lena, I've asked the packers to wrap your floor lamp, with a card but without the price."
    await mia.post(conversation, "messages", text=wrapped)
    await lena.say("and the wrapping paper for W-10423, is it green?")
    await mia.post(conversation, "messages", text="For W-10423 it is green, with 3 stars, and Lena stands on the card.")
    await mia.post(conversation, "messages", text="She likes green, gift wrapped.", private=True)
    await mia.post(conversation, "resolve")
    other = await handed_over(house, tom, "can this be gift wrapped, too?")
    listed = await suggested(mia, other)
    assert not any(one["source"]["kind"] == "past_answer" for one in listed), "Tom has no item that it could be about"
    assert "Lena" not in str(listed)
    # The day after next: another conversation of Lena's, another agent.
    house.clock.ahead = timedelta(hours=30)
    later = await visit(house, {"token": customer_token(LENA, life_s=200_000)})
    omar = await AgentAtDesk(house, "omar").open()
    third = await handed_over(house, later, "gift wrapped again, please, the floor lamp")
    past = [one for one in await suggested(omar, third) if one["source"]["kind"] == "past_answer"]
    await omar.close()
    assert [one["text"] for one in past] == [wrapped]
    assert past[0]["source"]["message"]


async def test_canned_ones_are_filled_for_the_conversation(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena)
    body = {"language": "en", "title": "My own", "text": "Hi {customer}, your {item} is on my desk. Mia"}
    made = (await mia.http.post("/api/canned", json=body)).json()["canned"]
    await mia.http.post("/api/canned", json={**body, "title": "Never", "text": "Delivered on {day_delivered}, I see."})
    listed = (await mia.http.get(f"/api/conversations/{conversation}/canned")).json()["canned"]
    texts = {one["id"]: one["text"] for one in listed}
    assert texts[made["id"]] == "Hi Lena, your floor lamp is on my desk. Mia"
    assert [one["own"] for one in listed if one["id"] == made["id"]] == [True]
    assert not any("{" in text for text in texts.values())
    assert not any(one["title"] == "Never" for one in listed), "its day is unknown"
    assert len(texts) > 40


async def test_any_agent_writes_canned_ones_and_only_its_author_changes_them(
    house: House, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    body = {"language": "zh", "title": "我的", "text": "{customer}您好，稍等，我来看看。", "intents": ["greet"]}
    made = (await mia.http.post("/api/canned", json=body)).json()["canned"]
    shops = {"author_name": "Mia", "personal": False, "enabled": True}
    assert made == {**body, **shops, "id": made["id"], "author": mia.id}
    listed = (await omar.http.get("/api/canned?language=zh")).json()["canned"]
    assert made in listed
    assert sum(one["author"] is None for one in listed) >= 60
    path = f"/api/canned/{made['id']}"
    assert (await omar.http.post(path, json=body)).status_code == 403
    assert (await omar.http.post(f"{path}/delete", json={})).status_code == 403
    assert (await omar.http.post("/api/canned", json=body)).status_code == 409
    changed = await mia.http.post(path, json={**body, "text": "您好，我来看看。"})
    assert changed.json()["canned"]["text"] == "您好，我来看看。"
    assert (await mia.http.post("/api/canned/late_trace", json=body)).status_code == 403
    assert (await mia.http.post("/api/canned/cr_unknown", json=body)).status_code == 404
    assert (await mia.http.post(f"{path}/delete", json={})).json() == {"ok": True}
    assert (await mia.http.post(f"{path}/delete", json={})).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Your {password} please"},
        {"text": "a brace { alone"},
        {"text": "这是中文"},
        {"text": " "},
        {"title": ""},
        {"language": "de"},
        {"intents": ["No intent"]},
        {"text": "x" * 1001},
    ],
)
async def test_a_canned_one_that_cannot_be_said_is_refused(mia: AgentAtDesk, change: dict[str, Any]) -> None:
    body = {"language": "en", "title": "T", "text": "Hello there", **change}
    assert (await mia.http.post("/api/canned", json=body)).status_code == 400


def test_a_broken_shipped_file_stops_the_start_and_names_itself(tmp_path: Any) -> None:
    (tmp_path / "en").mkdir()
    file = tmp_path / "en" / "x.yml"
    file.write_text("- id: one\n  title: T\n  asked: a\n  text: Hello there {nobody}\n  intents: [greet]\n")
    with pytest.raises(SettingsError, match=r"x\.yml: one: there is no variable nobody"):
        load_canned(tmp_path)
