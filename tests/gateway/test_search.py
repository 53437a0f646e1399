"""Search over everything: what was said, noted, who it was, which order."""

from __future__ import annotations

from typing import Any

from house import ASKED, LENA, AgentAtDesk, House, Tab, answer, customer_token


async def search(agent: AgentAtDesk, q: str, status: int = 200, **more: str) -> Any:
    response = await agent.http.get("/api/search", params={"q": q, **more})
    assert response.status_code == status, response.text
    return response.json()


def hits(result: Any) -> list[str]:
    return [part["text"] for part in result["excerpt"] if part["hit"]]


async def test_messages_notes_people_and_orders_are_found_with_their_place(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk
) -> None:
    house.bot.script = lambda _: answer(handoff=ASKED)
    first = await lena.say("Where is my ÜBERGROSSE floor lamp? It was 100% paid")
    conversation = first["conversation_id"]
    await lena.said("system")
    await mia.post(conversation, "messages", text="Lamp stuck at customs, ask Kenji", private=True)
    other = (await tom.say("我的落地灯还没到"))["conversation_id"]

    (found,) = (await search(mia, "floor LAMP"))["results"]
    assert (found["kind"], found["message_id"], found["offset"]) == ("message", first["id"], first["offset"])
    assert hits(found) == ["floor", "lamp"]
    assert found["conversation"]["id"] == conversation
    (note,) = (await search(mia, "customs"))["results"]
    assert (note["kind"], note["author_name"]) == ("note", "Mia")
    (chinese,) = (await search(mia, "落地灯"))["results"]
    assert (chinese["conversation"]["id"], hits(chinese)) == (other, ["落地灯"])
    assert len((await search(mia, "灯"))["results"]) == 1, "one Chinese character is a word"
    assert len((await search(mia, "übergrosse"))["results"]) == 1, "whatever the case"
    # % and _ are what they are.
    assert len((await search(mia, "100%"))["results"]) == 1
    assert (await search(mia, "1_0%"))["results"] == []
    # Every word must be in it.
    assert (await search(mia, "floor giraffe"))["results"] == []

    for query in ("lena berg", "lena@example.com", "c-late"):
        (person, *_) = (await search(mia, query))["results"]
        assert (person["kind"], person["conversation"]["id"]) == ("customer", conversation), query
    (order,) = [one for one in (await search(mia, "w-10423"))["results"] if one["kind"] == "order"]
    assert order["conversation"]["id"] == conversation, "by the shop, though nobody wrote the number"
    house.shop.broken = True
    assert (await search(mia, "W-10423"))["results"] == [], "a shop that is down hides nothing else"


async def test_results_come_in_pages_newest_first(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    for number in range(23):
        await lena.say(f"parcel number {number}")
        await lena.said("bot", f"You said: parcel number {number}")
    found: list[Any] = []
    more: dict[str, str] = {}
    for size in (20, 20, 6):  # the bot's words are found, too
        page = await search(mia, "parcel number", **more)
        assert len(page["results"]) == size
        found += page["results"]
        more = {"after": page["next"]}
    assert page["next"] is None
    assert [one["offset"] for one in found] == list(range(46, 0, -1))


async def test_only_agents_search_and_nonsense_is_told(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    await lena.say("a secret of mine")
    async with house.http() as http:
        for headers in ({}, {"Authorization": f"Bearer {customer_token(LENA)}"}):
            assert (await http.get("/api/search", params={"q": "secret"}, headers=headers)).status_code == 401
    for q, more in (("", {}), (" ", {}), ("a", {}), ("x" * 201, {}), ("ok", {"after": "yesterday"})):
        await search(mia, q, 400, **more)
    assert (await search(mia, "\x00secret"))["results"]
