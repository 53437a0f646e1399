"""What the bot promised to look at again it looks at on the day, in the shop as it is then, and tells whoever wants to know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from patience import eventually
from promises import approved_refund, fall_due, forget_promises, pay_out, promised
from stack import Person, Stack

MY_REFUND = "When will I get the refund for my tent?"


@pytest.fixture
def stack(stack: Stack) -> Stack:
    """The running Warmline, where nothing was promised to anybody."""
    forget_promises(stack)
    return stack


def transcript(stack: Stack, person: Person) -> list[str]:
    """Return the texts of a person's conversation, as its customer sees it."""
    headers = {"Authorization": f"Bearer {person.token}"}
    answer = httpx.get(f"{stack.base_url}/api/chat/{person.conversation_id}", headers=headers)
    answer.raise_for_status()
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return [str(message["text"]) for message in messages]


def states(stack: Stack, customer: str) -> list[str]:
    """Return what has become of a customer's promises."""
    return [state for _, state in promised(stack, customer)]


def test_a_refund_that_was_paid_meanwhile_is_told_once(stack: Stack) -> None:
    refund = approved_refund(stack, "c-cancelled")
    assert refund.due_on is not None
    yuki = stack.customer("c-cancelled")
    assert "stop messages" in yuki.hears(MY_REFUND), "how to refuse is said together with the promise"
    assert promised(stack, "c-cancelled") == [(refund.due_on + timedelta(days=1), "waiting")]
    before = transcript(stack, yuki)

    pay_out(stack, refund)
    fall_due(stack, "c-cancelled")
    eventually(lambda: states(stack, "c-cancelled") == ["delivered"])

    (news,) = transcript(stack, yuki)[len(before) :]
    assert str(refund.amount) in news
    assert "yesterday" in news
    assert yuki.hears("great, thank you!")
    assert transcript(stack, yuki).count(news) == 1


def test_a_day_without_news_passes_in_silence(stack: Stack) -> None:
    yuki = stack.customer("c-cancelled")
    yuki.hears(MY_REFUND)
    before = transcript(stack, yuki)

    fall_due(stack, "c-cancelled")
    eventually(lambda: states(stack, "c-cancelled") == ["delivered"])

    assert transcript(stack, yuki) == before


def test_who_said_stop_hears_nothing_and_others_do(stack: Stack) -> None:
    zhiyuan, yuki = stack.customer("c-zh-late"), stack.customer("c-cancelled")
    zhiyuan.hears("我的背包到哪了？")
    eventually(lambda: states(stack, "c-zh-late") == ["waiting"])
    zhiyuan.hears("不要再发消息")
    eventually(lambda: states(stack, "c-zh-late") == ["cancelled"])
    before = transcript(stack, zhiyuan)
    yuki.hears(MY_REFUND)
    pay_out(stack, approved_refund(stack, "c-cancelled"))

    fall_due(stack, "c-zh-late")
    fall_due(stack, "c-cancelled")
    # Hers came due after his: by now the outbox has passed him by.
    eventually(lambda: states(stack, "c-cancelled") == ["delivered"])

    assert states(stack, "c-zh-late") == ["cancelled"]
    assert transcript(stack, zhiyuan) == before
