"""Refunds: overdue, in time, paid, refused, none."""

from __future__ import annotations

from onlooker import Onlooker, in_days, said_in_english, sorry
from stack import Stack


def test_an_overdue_refund_is_named_apologised_for_and_chased(stack: Stack, look: Onlooker) -> None:
    rafael = stack.customer("c-refund")
    order = next(order for order in look.shop.orders("c-refund", limit=100) if order.refunds)

    answer = rafael.hears("Where is my refund?")

    assert str(order.refunds[0].amount) in answer
    assert said_in_english(in_days(-6)) in answer
    assert sorry(answer)
    assert "R-204" in answer
    assert look.requests("c-refund") == [("refund", order.id)]


def test_asking_again_brings_no_second_apology_and_no_second_request(stack: Stack, look: Onlooker) -> None:
    rafael = stack.customer("c-refund")
    rafael.hears("Where is my refund?")

    answer = rafael.hears("I still don't have my refund")

    assert not sorry(answer)
    assert "R-204" in answer
    assert len(look.requests("c-refund")) == 1


def test_waiting_is_an_answer_too(stack: Stack, look: Onlooker) -> None:
    rafael = stack.customer("c-refund")
    rafael.hears("Where is my refund?")
    rafael.hears("where is my refund for the boots?")

    assert rafael.hears("I'll wait")

    assert look.handed_over(rafael) is None


def test_a_refund_within_its_time_is_no_reason_to_apologise(stack: Stack) -> None:
    answer = stack.customer("c-cancelled").hears("When do I get my refund for the tent?")

    assert "€249.00" in answer
    assert not sorry(answer)


def test_a_refund_that_was_paid_is_said_to_be(stack: Stack) -> None:
    answer = stack.customer("c-refunded").hears("did you refund my hair dryer?")

    assert "€99.00" in answer
    assert not sorry(answer)


def test_a_part_that_was_refunded_has_its_own_amount(stack: Stack) -> None:
    assert "€79.00" in stack.customer("c-partial").hears("Where's my refund for the jeans?")


def test_a_refused_refund_is_said_plainly_and_a_person_offered(stack: Stack, look: Onlooker) -> None:
    camille = stack.customer("c-refused")

    answer = camille.hears("what about my refund?")

    assert "€84.00" in answer
    camille.hears("yes")
    assert look.handed_over(camille) == ("policy_exception", "normal")


def test_without_a_refund_none_is_promised(stack: Stack) -> None:
    answer = stack.customer("c-three").hears("where is my refund?")

    assert answer
    assert "€" not in answer
    assert not sorry(answer)


def test_money_back_for_the_overdue_refund_is_about_that_refund(stack: Stack) -> None:
    assert "€159.00" in stack.customer("c-refund").hears("I want my money back for the boots")
