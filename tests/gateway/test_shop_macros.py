"""Macros of the shop's own: made by an admin in the desk, offered and run like those of the files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from house import AgentAtDesk, House, Tab
from test_macros import offered, run
from test_working_together import handed_over

Open = Callable[..., Awaitable[AgentAtDesk]]
GIFT = {
    "language": "en",
    "title": "A small thank-you, back in a day",
    "text": "Thank you for waiting, {customer_name}. I've put {gift} into your next parcel. {agent_name}",
    "note": "Promised {gift} with the next parcel.",
    "when": ["signed_in"],
    "asks": [{"name": "gift", "question": "What do they get?"}],
    "does": [{"kind": "priority", "value": "high"}, {"kind": "snooze_days", "value": "1"}],
}


@pytest.fixture
async def ada(house: House, desk: Open) -> AgentAtDesk:
    """Ada, an admin."""
    return await desk(house, "ada", role="admin")


async def post(agent: AgentAtDesk, path: str, body: Any, status: int = 200) -> Any:
    response = await agent.http.post(f"/api/macros{path}", json=body)
    assert response.status_code == status, response.text
    return response.json()


async def listed(agent: AgentAtDesk, language: str = "en") -> dict[str, Any]:
    return {one["title"]: one for one in (await agent.http.get(f"/api/macros?language={language}")).json()["macros"]}


async def test_a_macro_made_in_the_desk_runs_like_a_shipped_one(
    house: House, lena: Tab, mia: AgentAtDesk, ada: AgentAtDesk
) -> None:
    made = (await post(ada, "", GIFT))["macro"]
    assert (made["shipped"], made["enabled"], made["changed_by"]) == (False, True, "Ada")
    assert (made["when"], made["does"]) == (GIFT["when"], GIFT["does"])
    conversation = await handed_over(house, lena, mia)
    macro = (await offered(mia, conversation))[made["id"]]
    assert "{gift}" in macro["text"]
    done = (await run(mia, conversation, macro, values={"gift": "a mug"}))["conversation"]
    assert (done["status"], done["priority"]) == ("snoozed", "high")
    message = await lena.said("agent", "a mug")
    assert message["text"].startswith("Thank you for waiting, Lena Berg")
    # A change is seen before it runs, and a macro that is gone is not run.
    await lena.say("how kind, thank you")
    await post(
        ada,
        f"/{made['id']}",
        {**GIFT, "title": "A thank-you", "text": "Thank you, {customer_name}.", "note": "", "asks": []},
    )
    stale = await run(mia, conversation, macro, 409, client_message_id="d2", values={"gift": "a mug"})
    assert stale["error"]["detail"] == {"kind": "changed"}
    await post(ada, f"/{made['id']}/delete", {})
    await run(mia, conversation, macro, 404, client_message_id="d3", values={"gift": "a mug"})
    audit = [row[0] for row in house.rows("SELECT action FROM audit_log WHERE action LIKE '%_macro' ORDER BY id")]
    assert audit == ["add_macro", "run_macro", "change_macro", "delete_macro"]


async def test_a_shipped_macro_is_switched_off_and_never_changed(
    house: House, lena: Tab, mia: AgentAtDesk, ada: AgentAtDesk
) -> None:
    conversation = await handed_over(house, lena, mia, text="where is my floor lamp? a human please")
    assert "late_trace" in await offered(mia, conversation)
    await post(ada, "/late_trace/switch", {"enabled": False})
    assert "late_trace" not in await offered(mia, conversation)
    for language in ("en", "zh"):
        (late,) = [one for one in (await listed(ada, language)).values() if one["id"] == "late_trace"]
        assert (late["shipped"], late["enabled"]) == (True, False)
    await post(ada, "/late_trace/switch", {"enabled": True})
    assert "late_trace" in await offered(mia, conversation)
    await post(ada, "/late_trace", GIFT, 403)
    await post(ada, "/late_trace/delete", {}, 403)
    await post(ada, "/nothing/switch", {"enabled": False}, 404)
    await post(ada, "/own_nothing", GIFT, 404)
    await post(ada, "/own_nothing/delete", {}, 404)


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "Settled: thank and resolve"},
        {"text": "Thank you, {password}."},
        {"text": "Thank you, {", "note": ""},
        {"text": "谢谢您的耐心等待，我们会尽快处理好。"},
        {"text": "", "note": "", "asks": [], "does": []},
        {"asks": []},
        {"asks": [{"name": "order", "question": "Which order?"}]},
        {"when": ["on_the_moon"]},
        {"does": [{"kind": "explode", "value": "true"}]},
        {"does": [{"kind": "queue", "value": "nowhere"}]},
        {"does": [{"kind": "snooze_days", "value": "1"}, {"kind": "resolve", "value": "true"}]},
        {"does": [{"kind": "snooze_days", "value": "400"}]},
        {"language": "fr"},
    ],
)
async def test_a_macro_that_makes_no_sense_is_refused(ada: AgentAtDesk, change: dict[str, Any]) -> None:
    before = await listed(ada)
    refused = await post(ada, "", {**GIFT, **change}, 400)
    assert refused["error"]["code"] == "invalid"
    assert await listed(ada) == before
