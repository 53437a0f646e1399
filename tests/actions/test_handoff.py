"""The handoff action says the table's response and passes on why."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.handoff import Handoff
from support.escalation import TABLE, Reason

BECAUSE = [{"rule": "safety", "evidence": ["m_7"]}, {"rule": "anger", "evidence": ["m_7"]}]


def hand_over(decided: dict[str, Any] | None) -> tuple[list[str], dict[str, Any]]:
    latest = {"text": "the lamp caught fire", "intent": {"name": "item_damaged", "confidence": 0.9}, "entities": []}
    heard = {"event": "user", "text": "the lamp caught fire"}
    tracker = Tracker("cv_1", {"handoff": decided}, latest, [heard], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    asyncio.run(Handoff().run(dispatcher, tracker, {}))
    said = [message["response"] for message in dispatcher.messages if message.get("response")]
    (custom,) = [message["custom"] for message in dispatcher.messages if message.get("custom")]
    return said, custom


@pytest.mark.parametrize("reason", [reason for reason, row in TABLE.items() if row.response])
def test_each_reason_is_told_in_its_words_and_nothing_else_is_said(reason: Reason) -> None:
    said, custom = hand_over({"reason": str(reason), "priority": "high", "queue": "general", "because": BECAUSE})
    assert said == [TABLE[reason].response]
    assert custom["handoff"] == {
        "reason": str(reason),
        "priority": "high",
        "queue": "general",
        "because": BECAUSE,
    }


def test_without_a_decision_a_person_was_asked_for() -> None:
    said, custom = hand_over(None)
    assert said == ["utter_handoff_asked"]
    assert (custom["handoff"]["reason"], custom["handoff"]["because"]) == ("asked", [])
