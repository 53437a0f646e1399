"""Macros: offered where they are true, seen before they run, done whole and once."""

from __future__ import annotations

from typing import Any

from house import LENA, AgentAtDesk, House, Tab, customer_token
from test_working_together import handed_over


async def offered(agent: AgentAtDesk, conversation: str) -> dict[str, Any]:
    response = await agent.http.get(f"/api/conversations/{conversation}/macros")
    assert response.status_code == 200, response.text
    return {one["id"]: one for one in response.json()["macros"]}


async def run(agent: AgentAtDesk, conversation: str, macro: Any, status: int = 200, **more: Any) -> Any:
    body = {"fingerprint": macro["fingerprint"], "client_message_id": "d1", **more}
    return await agent.post(conversation, f"macros/{macro['id']}", status, **body)


async def test_a_macro_says_notes_and_does_all_of_it_once(
    house: House, lena: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia, text="where is my floor lamp? a human please")
    listed = await offered(mia, conversation)
    assert "not_late_reassure" not in listed, "her parcel is late"
    macro = listed["late_trace"]
    assert "{" not in macro["text"] + macro["note"]
    assert "W-10423" in macro["text"]
    assert macro["text"].endswith("Mia")
    assert await offered(omar, conversation) == {}, "it is Mia's conversation"
    await run(omar, conversation, macro, 403)

    done = (await run(mia, conversation, macro))["conversation"]
    assert (done["status"], done["priority"]) == ("snoozed", "high")
    again = (await run(mia, conversation, macro))["conversation"]
    assert again["snoozed_until"] == done["snoozed_until"]
    messages = (await mia.look(conversation))["messages"]
    said = [m["text"] for m in messages if m["author"] == "agent" and not m["private"]]
    noted = [m["text"] for m in messages if m["author"] == "agent" and m["private"]]
    assert (said, noted) == ([macro["text"]], [macro["note"]])
    (mark,) = [m for m in messages if m["event"] == "macro"]
    assert (mark["private"], mark["detail"]["macro"]) == (True, "late_trace")
    await lena.said("agent", "asked")
    assert house.rows("SELECT actor FROM audit_log WHERE action = 'run_macro'") == [(mia.id,)]


async def test_what_was_seen_is_what_is_done(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena, mia, text="where is my floor lamp? a human please")
    listed = await offered(mia, conversation)
    changed = await run(mia, conversation, {**listed["late_trace"], "fingerprint": "0" * 32}, 409)
    assert changed["error"]["detail"] == {"kind": "changed"}
    await run(mia, conversation, {"id": "nothing", "fingerprint": "0"}, 404)
    # A promise that cannot be filled is not made: it asks, and is not run without an answer.
    call = listed["call_back"]
    assert [one["name"] for one in call["asks"]] == ["call_time", "call_number"]
    await run(mia, conversation, call, 400, values={"call_time": "at noon"})
    assert not [m for m in (await mia.look(conversation))["messages"] if m["author"] == "agent"], "nothing was done"
    await run(mia, conversation, call, values={"call_time": "at noon", "call_number": "040 123"})
    message = await lena.said("agent", "at noon")
    assert "Lena Berg" in message["text"]


async def test_a_macro_may_give_it_to_a_queue_or_end_it(house: House, lena: Tab, tom: Tab, mia: AgentAtDesk) -> None:
    conversation = await handed_over(house, lena, mia)
    given = (await run(mia, conversation, (await offered(mia, conversation))["to_legal"]))["conversation"]
    assert (given["queue"], given["priority"], given["assignee"]) == ("legal", "urgent", None)
    second = await handed_over(house, tom, mia)
    ended = (await run(mia, second, (await offered(mia, second))["settled"], client_message_id="d2"))["conversation"]
    assert ended["status"] == "resolved"
    async with house.http() as http:
        outside = await http.get(
            f"/api/conversations/{conversation}/macros", headers={"Authorization": f"Bearer {customer_token(LENA)}"}
        )
        assert outside.status_code == 401
