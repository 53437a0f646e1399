"""Purchase history: what was bought, and what a shop that remembers would say of it."""

from __future__ import annotations

from onlooker import Onlooker
from stack import Stack


def test_forty_orders_are_counted_and_the_newest_listed(stack: Stack, look: Onlooker) -> None:
    victoria = stack.customer("c-vip")

    answer = victoria.hears("What have I bought from you so far?")

    assert "40" in answer
    newest = look.shop.orders("c-vip", limit=5)
    listed = [line for line in answer.splitlines() if line.startswith("•")]
    assert len(listed) == 5
    for order, line in zip(newest, listed, strict=True):
        assert order.id in line
        assert order.label() in line
        assert str(order.total) in line


def test_the_shop_remembers_her_running_shoes(stack: Stack, look: Onlooker) -> None:
    victoria = stack.customer("c-vip")

    answer = victoria.hears("show me my order history")

    assert "running shoes" in answer.splitlines()[-1]
    assert "8" in answer.splitlines()[-1]
    victoria.hears("I want to talk to a person")
    facts = {fact["key"]: fact["value"] for fact in look.packet(victoria)["known_facts"]}
    assert facts["usual size"] == "running shoes: 42"


def test_who_bought_nothing_hears_that_and_no_list(stack: Stack) -> None:
    answer = stack.customer("c-new").hears("what did I order last year?")

    assert "•" not in answer
    assert "W-1" not in answer


def test_a_chinese_customer_reads_the_list_in_chinese(stack: Stack) -> None:
    answer = stack.customer("c-zh").hears("我都买过什么？")

    assert "电饭煲" in answer
    assert "rice cooker" not in answer
    assert "运输中" in answer
