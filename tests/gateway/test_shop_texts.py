"""The shop's own wordings: set by an admin, said from the next message on, refused where a customer would be left without an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from house import ASKED, AgentAtDesk, House, Tab, answer

Open = Callable[..., Awaitable[AgentAtDesk]]
WITH_US = {"language": "en", "texts": ["You are with our people now, in this very window."]}


@pytest.fixture
async def ada(house: House, desk: Open) -> AgentAtDesk:
    """Ada, an admin."""
    return await desk(house, "ada", role="admin")


async def put(agent: AgentAtDesk, name: str, body: Any, status: int = 200) -> Any:
    response = await agent.http.post(f"/api/texts/{name}", json=body)
    assert response.status_code == status, response.text
    return response.json()


async def texts(agent: AgentAtDesk, language: str = "en") -> dict[str, Any]:
    found = (await agent.http.get("/api/texts", params={"language": language})).json()["texts"]
    return {one["name"]: one for one in found}


async def test_everything_that_is_said_can_be_seen_in_both_languages(ada: AgentAtDesk) -> None:
    english, chinese = await texts(ada), await texts(ada, "zh")
    assert list(english) == list(chinese)
    assert {"utter_gateway_handoff_here", "utter_order_shipped", "utter_human_offer"} & set(english)
    assert not [name for name in english if not name.startswith("utter_")]
    hello = english["utter_greet"]
    assert (hello["own"], hello["changed_by"], hello["topic"]) == (None, None, "smalltalk")
    assert hello["shipped"]
    assert all("您" in text or "你" in text for text in chinese["utter_greet"]["shipped"])


async def test_what_the_gateway_says_changes_at_once_and_over_a_restart(
    house: House, ada: AgentAtDesk, lena: Tab, desk: Open
) -> None:
    name = "utter_gateway_handoff_here"
    held = (await put(ada, name, WITH_US))["text"]
    assert (held["own"], held["changed_by"]) == (WITH_US["texts"], "Ada")
    house.bot.script = lambda _: answer(handoff=ASKED)
    await lena.say("human please")
    told = await lena.until("bot_uttered", lambda m: m["event"] == "handoff")
    assert WITH_US["texts"][0] in told["text"]
    house.stop()
    house.start()
    again = await AgentAtDesk(house, "ada", role="admin").open()
    try:
        assert (await texts(again))[name]["own"] == WITH_US["texts"]
        assert (await texts(again, "zh"))[name]["own"] is None
        back = (await again.http.post(f"/api/texts/{name}/reset", json={"language": "en"})).json()["text"]
        assert back["own"] is None
    finally:
        await again.close()
    audit = house.rows("SELECT action, detail FROM audit_log WHERE action LIKE '%_text' ORDER BY id")
    assert [row[0] for row in audit] == ["change_text", "reset_text"]
    assert "window" not in str(audit), "a name, never the words"


async def test_the_bot_is_told_with_the_next_message_and_only_when_it_has_not_got_them(
    house: House, ada: AgentAtDesk, lena: Tab
) -> None:
    held = [""]

    def bot(asked: Any) -> Any:
        own = asked["wordings"]
        if own["version"] != held[0]:
            if "texts" not in own:
                return 409
            held[0] = own["version"]
        return answer(f"heard {asked['message']}")

    house.bot.script = bot
    await lena.say("one")
    await lena.said("bot", "heard one")
    await put(ada, "utter_greet", {"language": "zh", "texts": ["您来啦！"]})
    for word in ("two", "three"):
        await lena.say(word)
        await lena.said("bot", f"heard {word}")
    tries = [("texts" in request["wordings"]) for word in ("one", "two", "three") for request in house.bot.asked(word)]
    assert tries == [False, False, True, False]
    (told,) = [request["wordings"]["texts"] for request in house.bot.requests if "texts" in request["wordings"]]
    assert told == {"utter_greet": {"zh": ["您来啦！"]}}
    # Taken back, the bot is told that, too.
    await ada.http.post("/api/texts/utter_greet/reset", json={"language": "zh"})
    await lena.say("four")
    await lena.said("bot", "heard four")
    assert held == [""]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"language": "en", "texts": ["Hello {name}!"]}, "uncovered"),
        ({"language": "en", "texts": ["Hello {password}!"]}, "unknown"),
        ({"language": "en", "texts": ["Hello {"]}, "brace"),
        ({"language": "en", "texts": []}, "count"),
        ({"language": "en", "texts": ["   "]}, "length"),
        ({"language": "zh", "texts": ["Hello and welcome to our shop"]}, "language"),
        ({"language": "fr", "texts": ["Bonjour"]}, None),
        ({"language": "en", "texts": "Hello"}, None),
        ({}, None),
    ],
)
async def test_what_could_not_be_said_is_refused_and_nothing_changes(
    ada: AgentAtDesk, body: dict[str, Any], kind: str | None
) -> None:
    error = (await put(ada, "utter_greet", body, 400))["error"]
    assert error["code"] == "invalid"
    assert (error["detail"] or {}).get("kind") == kind if kind else True
    assert (await texts(ada))["utter_greet"]["own"] is None
    await put(ada, "utter_nothing", {"language": "en", "texts": ["Hello"]}, 404)
    await put(ada, "word_today", {"language": "en", "texts": ["today"]}, 404)
