"""Coming back to what was begun."""

from __future__ import annotations

import pytest

from support.coming_back import comes_back, job_of


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("ok, and my return?", "return_item"),
        ("so what about my return?", "return_item"),
        ("thanks, and the exchange then?", "exchange_item"),
        ("and my cancellation?", "cancel_order"),
        ("ok back to my invoice please", "get_invoice"),
        ("and what about the address change", "change_shipping_address"),
        ("where were we?", "return_item"),
        ("那我的退货呢？", "return_item"),
        ("好的，那退货的事呢", "return_item"),
        ("我的发票呢", "get_invoice"),
        ("接着刚才的说", "exchange_item"),
        ("那取消呢？", "cancel_part"),
    ],
)
def test_it_is_come_back_to(text: str, job: str) -> None:
    assert comes_back(text, job)


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("and my refund?", "return_item"),
        ("and my return?", "exchange_item"),
        ("what about my return of the lamp from last month, it was never refunded", "return_item"),
        ("i want to return my boots", "return_item"),
        ("how do returns work?", "return_item"),
        ("and the mug?", "return_item"),
        ("那我的退款呢", "return_item"),
        ("我要退货", "exchange_item"),
        ("为什么不能退货", "return_item"),
        ("退货要多少钱", "return_item"),
    ],
)
def test_something_else_is_said(text: str, job: str) -> None:
    assert not comes_back(text, job)


def test_a_claim_and_its_remedy_are_one_job() -> None:
    assert job_of({"kind": "remedy"}) == job_of({"kind": "problem"}) == "problem"
    assert job_of({"kind": "job", "job": "return_item"}) == "return_item"
    assert job_of({"kind": "confirm_cancel", "job": "cancel_order"}) == "cancel_order"
