"""Reports of the work: counted by the shop's days, for those who lead, and as a CSV file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from house import ASKED, AgentAtDesk, House, Tab, answer

GOODBYE = {"close": True}
WORK, EXPORT = "/api/reports/work", "/api/reports/export"


async def worked(house: House, lena: Tab, tom: Tab, mia: AgentAtDesk) -> None:
    """Lena's conversation is resolved by Mia, half an hour after it was handed over; Tom's is with the bot."""
    house.bot.script = lambda _: answer("A colleague comes.", handoff=ASKED)
    conversation = (await lena.say("a person please"))["conversation_id"]
    await lena.said("system")
    house.bot.script = lambda _: answer("Here it is.")
    await tom.say("where is my order?")
    await tom.said("bot")
    await mia.post(conversation, "claim")
    await mia.post(conversation, "messages", text="Hello Lena")
    house.clock.ahead = timedelta(minutes=30)
    await mia.post(conversation, "resolve")
    house.change("UPDATE conversations SET status = 'resolved', resolved_at = updated_at WHERE status = 'pending'")


async def test_what_was_done_is_counted(house: House, lena: Tab, tom: Tab, mia: AgentAtDesk) -> None:
    await worked(house, lena, tom, mia)
    sue = await AgentAtDesk(house, "sue", role="supervisor").open()
    report = (await sue.http.get(WORK)).json()
    assert (report["ended"], report["by_bot_alone"], report["contained"]) == (2, 1, 50.0)
    assert report["by_reason"] == {"asked": 1}
    assert report["settled"]["count"] == 1
    assert 1790 <= report["settled"]["median_s"] <= 1830
    days = report["by_day"]
    assert len(days) in (30, 31), "every day has a row"
    total = {name: sum(day[name] for day in days.values()) for name in ("started", "handed_over", "resolved")}
    assert total == {"started": 2, "handed_over": 1, "resolved": 2}
    before = {"start": "2020-01-01T00:00:00Z", "end": "2020-01-03T00:00:00Z"}
    nothing = (await sue.http.get(WORK, params=before)).json()
    assert (nothing["ended"], nothing["contained"], nothing["by_reason"]) == (0, None, {})
    await sue.close()


@pytest.mark.parametrize("path", [WORK, EXPORT])
async def test_a_period_is_a_year_at_most_and_has_a_beginning(house: House, path: str) -> None:
    sue = await AgentAtDesk(house, "sue", role="supervisor").open()
    now = datetime.now(UTC)
    for wrong in (
        {"start": now.isoformat(), "end": (now - timedelta(days=1)).isoformat()},
        {"start": (now - timedelta(days=400)).isoformat()},
        {"end": "0001-01-01T00:00:00Z"},
        {"start": "yesterday"},
    ):
        assert (await sue.http.get(path, params=wrong)).status_code == 400, wrong
    await sue.close()


async def test_the_file_has_every_figure_and_is_audited(house: House, lena: Tab, tom: Tab, mia: AgentAtDesk) -> None:
    await worked(house, lena, tom, mia)
    assert (await mia.http.get(EXPORT)).status_code == 403
    sue = await AgentAtDesk(house, "sue", role="supervisor").open()
    response = await sue.http.get(EXPORT)
    assert response.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(response.text)))
    found = {(line["report"], line["row"], line["figure"]): line["value"] for line in lines}
    assert len(found) == len(lines), "each figure stands there once"
    assert found["work", "total", "contained"] == "50.0"
    assert found["reason", "asked", "handoffs"] == "1"
    assert found["first_reply", "queue general", "met"] == "1"
    assert found["ratings", "human", "csat"] == "", "nobody was asked"
    assert [tuple(row) for row in house.rows("SELECT actor FROM audit_log WHERE action = 'export_reports'")] == [
        (sue.id,)
    ]
    await sue.close()
