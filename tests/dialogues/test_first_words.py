"""Whole conversations with the really trained bot, over HTTP."""

from __future__ import annotations

from stack import Stack


def test_a_late_parcel_is_acknowledged_with_the_facts(stack: Stack) -> None:
    lena = stack.customer("c-late")

    answer = lena.hears("where is my lamp??")

    assert "floor lamp" in answer
    assert "third" in answer
    assert lena.status == "pending"
