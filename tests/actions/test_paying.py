"""Invoices, payments that went wrong, points: what the shop knows is said, and it is asked for a check once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from listening import listen
from talking import Talk

from actions.invoices import GetInvoice
from actions.loyalty import LoyaltyPoints
from actions.payments import CheckPayment
from integrations.shops.interface import RequestKind
from support.orders import Order, PaymentStatus

ACTIONS = {"get_invoice": GetInvoice(), "payment_issue": CheckPayment(), "loyalty_points": LoyaltyPoints()}


def test_the_invoice_of_a_named_order_is_sent_at_once(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, dana = listen(monkeypatch), talk(ACTIONS, "c-damaged")
    said = dana.says("I need the invoice for my teapot", "get_invoice")
    assert [each["response"] for each in said] == ["utter_invoice_done_link"]
    assert said[0]["url"].startswith("https://")
    assert "teapot" in said[0]["item"]["en"]
    assert [request.kind for request in shop.asked] == [RequestKind.SEND_INVOICE]
    assert dana.slots["job"] is None
    dana.hears("send me the teapot's invoice again", "get_invoice")
    assert len({request.key for request in shop.asked}) == 1


def test_without_a_link_the_mail_address_is_told_masked(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(monkeypatch, at_once=False)
    (said,) = talk(ACTIONS, "c-damaged").says("the invoice for my teapot please", "get_invoice")
    assert said["response"] == "utter_invoice_requested"
    assert said["recipient"].endswith("…@example.com")
    assert len(said["recipient"]) == len("x…@example.com")


def test_which_invoice_is_asked_by_name(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    shop, three = listen(monkeypatch), talk(ACTIONS, "c-three")
    assert three.hears("can I get an invoice?", "get_invoice") == ["utter_which_order_invoice"]
    assert three.hears("the mug") == ["utter_invoice_done_link"]
    assert len(shop.asked) == 1


@pytest.mark.parametrize(
    "text",
    [
        "invoice for the teapot made out to my company",
        "茶壶的发票抬头要改成公司",
        "the teapot invoice with our VAT number please",
    ],
)
def test_another_invoice_than_there_is_takes_a_colleague(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    shop, dana = listen(monkeypatch), talk(ACTIONS, "c-damaged")
    assert dana.hears(text, "get_invoice") == ["utter_invoice_otherwise"]
    assert dana.slots["question"]["kind"] == "offer_human"
    assert shop.asked == []


def test_a_guest_gets_no_invoice(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    shop, guest = listen(monkeypatch), talk(ACTIONS, None)
    for intent in ("get_invoice", "payment_issue"):
        assert guest.hears("W-10432", intent) == ["utter_verify_postcode"]
    assert shop.asked == []


def test_charged_twice_is_shown_confirmed_and_checked_once(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, oliver = listen(monkeypatch), talk(ACTIONS, "c-twice")
    (asked,) = oliver.says("my card was charged twice for the frying pan", "payment_issue")
    assert asked["response"] == "utter_payment_twice_confirm"
    assert [row["amount"] for row in asked["each_payment"]] == [asked["total"]] * 2
    assert asked["amount"] == asked["total"]
    assert shop.asked == []
    (done,) = oliver.says("yes, check it", "affirm")
    assert done["response"] == "utter_payment_check_requested"
    (request,) = shop.asked
    assert request.kind is RequestKind.CHECK_PAYMENT
    assert len(request.details["payment_ids"]) == 2  # type: ignore[arg-type]
    assert oliver.hears("so is the double charge being looked at?", "payment_issue") == ["utter_payment_check_known"]
    assert len({request.key for request in shop.asked}) == 1


def test_a_no_reports_nothing(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    shop, oliver = listen(monkeypatch), talk(ACTIONS, "c-twice")
    oliver.hears("charged twice", "payment_issue")
    assert oliver.hears("no thanks", "deny") == ["utter_payment_issue_kept"]
    assert shop.asked == []


def test_in_another_conversation_the_same_charge_is_the_same_request(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(monkeypatch)
    for response in ("utter_payment_check_requested", "utter_payment_check_known"):
        oliver = talk(ACTIONS, "c-twice")
        oliver.hears("charged twice", "payment_issue")
        assert oliver.hears("yes", "affirm") == [response]


def test_a_failure_before_the_payment_is_told_as_such(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = listen(monkeypatch)
    (said,) = talk(ACTIONS, "c-declined").says("买耳塞时付款失败了，钱到底扣了几次？", "payment_issue")
    assert said["response"] == "utter_payment_paid_after_failure"
    assert said["amount"]
    assert shop.asked == []


def test_charged_once_is_said_to_be_once(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    listen(monkeypatch)
    (said,) = talk(ACTIONS, "c-late").says("was I charged twice for the floor lamp?", "payment_issue")
    assert said["response"] == "utter_payment_paid"
    assert said["amount"] == said["total"]


@pytest.mark.parametrize(
    ("status", "response"),
    [(PaymentStatus.FAILED, "utter_payment_failed"), (PaymentStatus.PENDING, "utter_payment_pending")],
)
def test_failed_and_pending_are_told_with_what_to_do(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch, status: PaymentStatus, response: str
) -> None:
    def unpaid(order: Order) -> Order:
        return replace(order, payments=tuple(replace(payment, status=status) for payment in order.payments[:1]))

    listen(monkeypatch, orders=unpaid)
    oliver = talk(ACTIONS, "c-twice")
    assert oliver.hears("something is wrong with my payment", "payment_issue") == [response]
    assert oliver.slots["question"]["kind"] == "offer_human"


def test_without_any_payment_nothing_is_guessed(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    listen(monkeypatch, orders=lambda order: replace(order, payments=()))
    assert talk(ACTIONS, "c-twice").hears("the frying pan was charged twice", "payment_issue") == [
        "utter_payment_unknown"
    ]


def test_a_card_refused_at_the_checkout_is_about_no_order(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(monkeypatch)
    dana = talk(ACTIONS, "c-damaged")
    assert dana.hears("my card was declined", "payment_issue") == ["utter_payment_issue_nothing"]
    assert dana.slots["question"]["kind"] == "offer_human"


def test_points_are_the_accounts(talk: Callable[..., Talk]) -> None:
    (said,) = talk(ACTIONS, "c-late").says("how many loyalty points do I have?", "loyalty_points")
    assert (said["response"], said["points"]) == ("utter_loyalty_points", "310")
    (said,) = talk(ACTIONS, "c-vip").says("what's my points balance?", "loyalty_points")
    assert said["points"] == "12,480"


def test_missing_points_take_a_colleague(talk: Callable[..., Talk]) -> None:
    late = talk(ACTIONS, "c-late")
    assert late.hears("my last order gave me no points", "loyalty_points") == ["utter_loyalty_points_missing"]
    assert late.slots["question"]["kind"] == "offer_human"


def test_a_guest_is_told_where_points_stand(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, None).hears("how many points do I have", "loyalty_points") == ["utter_loyalty_points_guest"]
