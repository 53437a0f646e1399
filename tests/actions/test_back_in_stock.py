"""Sold out: when more is expected, an alert for who wants one, once; and none for what is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from shelf import arrange, variants
from talking import Talk

from actions import turn
from actions.answers import Deny, Inform
from actions.products import ProductQuestion
from actions.stock_alerts import BackInStock
from integrations.shops.interface import Receipt, RequestKind, RequestState

ACTIONS = {
    "back_in_stock": BackInStock(),
    "product_question": ProductQuestion(),
    "inform": Inform(),
    "deny": Deny(),
}
COAT = "winter-coat"


@pytest.fixture
def marta(talk: Callable[..., Talk]) -> Talk:
    """A customer who waits for the winter coat in M."""
    return talk(ACTIONS, "c-size")


@pytest.fixture
def wishes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[RequestKind, dict[str, object]]]:
    """Every change of the account that the shop is asked for; it puts them on its list."""
    asked: list[tuple[RequestKind, dict[str, object]]] = []

    def submit(_: turn.Turn, kind: RequestKind, key: str, **details: object) -> Receipt:
        assert key
        asked.append((kind, details))
        return Receipt("R-1", RequestState.REQUESTED)

    monkeypatch.setattr(turn.Turn, "submit_account", submit)
    return asked


def restock() -> str:
    return str(next(product.restock_on for product in turn.shop().products() if product.id == COAT))


def test_the_day_is_told_as_expected_and_an_alert_offered(marta: Talk) -> None:
    said = marta.says("冬大衣M码什么时候有货？", "back_in_stock")
    assert [each["response"] for each in said] == ["utter_stock_expected", "utter_stock_alert_offer"]
    assert said[0]["day_restock"] == restock()
    assert said[0]["item"] == {"en": "winter coat (M)", "zh": "冬大衣（M）"}


def test_a_yes_sets_the_alert_for_that_variant(
    marta: Talk, wishes: list[tuple[RequestKind, dict[str, object]]]
) -> None:
    marta.hears("when is the winter coat in M back?", "back_in_stock")
    assert wishes == []
    assert marta.hears("yes", "affirm") == ["utter_stock_alert_requested"]
    assert wishes == [(RequestKind.STOCK_ALERT, {"product_id": COAT, "variant": "M"})]


def test_the_button_sets_it_whatever_it_is_read_as(marta: Talk) -> None:
    marta.hears("when is the winter coat in M back?", "back_in_stock")
    assert marta.hears("Yes, let me know", "back_in_stock") == ["utter_stock_alert_done"]


def test_a_no_sets_none(marta: Talk, wishes: list[tuple[RequestKind, dict[str, object]]]) -> None:
    marta.hears("when is the winter coat in M back?", "back_in_stock")
    assert marta.hears("no thanks", "deny") == ["utter_stock_alert_declined"]
    assert wishes == []


@pytest.mark.parametrize(
    "text",
    [
        "let me know when the winter coat is back in M",
        "please notify me when you have the winter coat in M",
        "put me on the waiting list for the winter coat in M",
        "冬大衣M码到货了通知我",
        "冬大衣M码有货了告诉我一声",
    ],
)
def test_a_plain_wish_is_done_at_once_and_once(marta: Talk, text: str) -> None:
    first = marta.says(text, "back_in_stock")
    assert [each["response"] for each in first] == ["utter_stock_alert_done"]
    again = marta.says(text, "back_in_stock")
    assert [each["response"] for each in again] == ["utter_stock_alert_known"]
    assert again[0]["reference"] == first[0]["reference"]


def test_another_customer_has_an_alert_of_their_own(talk: Callable[..., Talk]) -> None:
    for customer in ("c-size", "c-vip"):
        said = talk(ACTIONS, customer).hears("notify me when the winter coat is back in M", "back_in_stock")
        assert said == ["utter_stock_alert_done"]


def test_the_only_variant_that_is_gone_is_the_one_meant(marta: Talk) -> None:
    said = marta.says("when is the winter coat back?", "back_in_stock")
    assert said[0]["item"]["en"] == "winter coat (M)"


def test_of_several_that_are_gone_one_is_asked_for(marta: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    arrange(monkeypatch, COAT, **variants(S=0, M=0, L=2))
    asked = marta.says("let me know when the winter coat is back", "back_in_stock")
    assert [each["response"] for each in asked] == ["utter_stock_which_variant"]
    assert [button["title"] for button in asked[0]["buttons"]] == ["S", "M"]
    said = marta.says("M")
    assert [each["response"] for each in said] == ["utter_stock_alert_done"]
    assert said[0]["item"]["en"] == "winter coat (M)"


def test_what_is_all_gone_is_waited_for_as_a_whole(
    marta: Talk, monkeypatch: pytest.MonkeyPatch, wishes: list[tuple[RequestKind, dict[str, object]]]
) -> None:
    arrange(monkeypatch, COAT, **variants(S=0, M=0))
    marta.hears("let me know when the winter coat is back", "back_in_stock")
    assert wishes == [(RequestKind.STOCK_ALERT, {"product_id": COAT})]


@pytest.mark.parametrize(
    ("days", "response"), [(0, "utter_stock_expected"), (-1, "utter_stock_no_day"), (None, "utter_stock_no_day")]
)
def test_a_day_that_is_past_is_none(
    marta: Talk, monkeypatch: pytest.MonkeyPatch, days: int | None, response: str
) -> None:
    today = turn.Turn.day_of(datetime.now(UTC))
    day = None if days is None else today + timedelta(days=days)
    arrange(monkeypatch, COAT, restock_on=day)
    assert marta.hears("when is the winter coat in M back?", "back_in_stock")[0] == response


def test_what_is_there_needs_no_alert(marta: Talk, wishes: list[tuple[RequestKind, dict[str, object]]]) -> None:
    assert marta.hears("let me know when the kettle is back in stock", "back_in_stock") == ["utter_stock_there"]
    assert marta.hears("notify me when the winter coat in L is back", "back_in_stock") == ["utter_stock_there"]
    assert wishes == []


def test_what_is_not_made_is_told_with_what_is(marta: Talk) -> None:
    said = marta.says("let me know when the winter coat in XXL is back", "back_in_stock")[0]
    assert said["response"] == "utter_product_variant_unknown"
    assert said["variants"]["en"] == "S, M, L, XL"


def test_which_product_is_asked_and_the_wish_kept(marta: Talk) -> None:
    assert marta.hears("notify me when it's back", "back_in_stock") == ["utter_stock_which"]
    assert marta.hears("the winter coat") == ["utter_stock_alert_done"]


def test_a_guest_is_told_the_day_and_how_to_get_an_alert(talk: Callable[..., Talk]) -> None:
    guest = talk(ACTIONS, None)
    assert guest.hears("when is the winter coat in M back?", "back_in_stock") == [
        "utter_stock_expected",
        "utter_stock_alert_guest",
    ]
    assert guest.hears("notify me when the winter coat is back in M", "back_in_stock") == ["utter_stock_alert_guest"]
