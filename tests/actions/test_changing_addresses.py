"""Another address: read whole or asked part by part, changed by the shop or asked of the carrier, refused with the rule."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from talking import Talk

from actions import turn
from actions.addresses import CHANGE_ADDRESS, ChangeAddressAction
from actions.answers import Affirm, Deny, Inform
from support.orders import Address, Order

INTENT = "change_shipping_address"
CONFIRM = "utter_change_shipping_address_confirm"
DONE = "utter_change_shipping_address_done"
ACTIONS = {INTENT: ChangeAddressAction(), "affirm": Affirm(), "deny": Deny(), "inform": Inform()}


@pytest.fixture
def thomas(talk: Callable[..., Talk]) -> Talk:
    """A customer with a mug (paid), headphones (packed), a desk lamp (shipped), all to Dublin."""
    return talk(ACTIONS, "c-three")


def order(name: str, customer: str = "c-three") -> Order:
    return next(o for o in turn.shop().orders(customer, limit=100) if o.lines[0].product.short_name == name)


def goes_to(name: str, customer: str = "c-three") -> Address:
    address = order(name, customer).address
    assert address
    return address


def test_said_at_once_and_confirmed_with_the_whole_line(thomas: Talk) -> None:
    said = thomas.says("please send my mug to 12 Harbour Row, Cork, T12 AB34 instead", INTENT)
    assert [each["response"] for each in said] == [CONFIRM]
    assert said[0]["address"] == "12 Harbour Row, T12 AB34 Cork, IE"
    assert goes_to("mug").city == "Dublin"
    done = thomas.says("yes", "affirm")
    assert [each["response"] for each in done] == [DONE]
    assert done[0]["reference"]
    assert goes_to("mug") == Address("Thomas Okafor", "12 Harbour Row", "T12 AB34", "Cork", "IE")


def test_the_packed_order_too(thomas: Talk) -> None:
    assert thomas.hears("send the headphones to 12 Harbour Row, T12 AB34 Cork", INTENT) == [CONFIRM]


def test_what_is_missing_is_asked_one_thing_at_a_time(thomas: Talk) -> None:
    assert thomas.hears("I need to change the delivery address of my mug", INTENT) == [f"{INTENT_}street"]
    assert thomas.hears("12 Harbour Row") == [f"{INTENT_}postcode"]
    assert thomas.hears("T12 AB34") == [f"{INTENT_}city"]
    said = thomas.says("Cork")
    assert said[0]["response"] == CONFIRM
    assert said[0]["address"] == "12 Harbour Row, T12 AB34 Cork, IE"


def test_a_postcode_of_digits_is_no_order_number(thomas: Talk) -> None:
    thomas.hears("I need to change the delivery address of my mug", INTENT)
    thomas.hears("12 Harbour Row, Cork")
    assert thomas.hears("10428") == [CONFIRM]


def test_which_order_is_asked_and_the_address_not_again(thomas: Talk) -> None:
    said = thomas.hears("please deliver to 12 Harbour Row, T12 AB34 Cork", INTENT)
    assert said == ["utter_which_order_address"]
    assert thomas.hears("the mug") == [CONFIRM]


def test_a_correction_is_confirmed_anew(thomas: Talk) -> None:
    thomas.hears("please send my mug to 12 Harbour Row, T12 AB34 Cork", INTENT)
    said = thomas.says("no, to 14 Harbour Row, T12 AB34 Cork", "deny")
    assert said[0]["address"] == "14 Harbour Row, T12 AB34 Cork, IE"


def test_a_no_leaves_it(thomas: Talk) -> None:
    thomas.hears("please send my mug to 12 Harbour Row, T12 AB34 Cork", INTENT)
    assert thomas.hears("no, leave it as it is", "deny") == [f"{INTENT_}kept"]
    assert goes_to("mug").city == "Dublin"


def test_on_its_way_the_carrier_is_asked(thomas: Talk) -> None:
    said = thomas.says("I moved, can the desk lamp go to 12 Harbour Row, T12 AB34 Cork?", INTENT)
    assert said[0]["response"] == f"{CONFIRM}_carrier"
    assert said[0]["carrier"] == "SwiftParcel"
    assert thomas.hears("yes", "affirm") == [f"{INTENT_}carrier"]
    assert goes_to("desk lamp").city == "Dublin"


def test_what_was_delivered_is_refused(talk: Callable[..., Talk]) -> None:
    dana = talk(ACTIONS, "c-damaged")
    said = dana.hears("please change the delivery address of my teapot to 3 Orchard Lane, Bath BA1 1AA", INTENT)
    assert said == [f"{INTENT_}refused_delivered"]


def test_another_country_is_for_a_colleague_who_gets_the_address(thomas: Talk) -> None:
    said = thomas.hears("please send my mug to Via dei Portici 8, 40124 Bologna, Italy", INTENT)
    assert said == [f"{INTENT_}refused_country"]
    assert thomas.slots["question"]["kind"] == "offer_human"
    assert [n["value"] for n in thomas.notes if n.get("key") == "new_address"] == [
        "Via dei Portici 8, 40124 Bologna, IT"
    ]


def test_the_country_may_be_written_out(thomas: Talk) -> None:
    assert thomas.hears("send my mug to 12 Harbour Row, T12 AB34 Cork, Ireland", INTENT) == [CONFIRM]


def test_where_it_goes_already(thomas: Talk) -> None:
    said = thomas.hears("send my mug to 9 Fishamble Court, D08 X2F7 Dublin", INTENT)
    assert said == [f"{INTENT_}refused_same"]


def test_the_address_of_an_earlier_order(thomas: Talk) -> None:
    thomas.hears("send my mug to 12 Harbour Row, T12 AB34 Cork", INTENT)
    thomas.hears("yes", "affirm")
    assert goes_to("mug").city == "Cork"
    said = thomas.says("send my headphones to the same address as last time", INTENT)
    assert said[0]["response"] == CONFIRM
    assert said[0]["address"] == "12 Harbour Row, T12 AB34 Cork, IE"
    assert thomas.says("no, leave it", "deny")[0]["response"] == f"{INTENT_}kept"
    home = thomas.says("send the mug to my home address", INTENT)
    assert home[0]["address"] == "9 Fishamble Court, D08 X2F7 Dublin, IE"


def test_in_china_no_postcode_is_needed(talk: Callable[..., Talk]) -> None:
    lin = talk(ACTIONS, "c-declined")
    said = lin.says("耳塞请改寄到厦门市思明区湖滨南路20号", INTENT)
    assert said[0]["response"] == CONFIRM
    assert said[0]["address"] == "厦门市思明区湖滨南路20号"
    assert lin.hears("对", "affirm") == [DONE]
    assert goes_to("earbuds", "c-declined").street == "厦门市思明区湖滨南路20号"


def test_the_city_of_before_is_not_asked_again(talk: Callable[..., Talk]) -> None:
    wang = talk(ACTIONS, "c-zh")
    said = wang.says("电饭煲能改送到杭州西湖区古墩路8号吗？", INTENT)
    assert said[0]["response"] == f"{CONFIRM}_carrier"
    assert said[0]["address"] == "杭州西湖区古墩路8号"


def test_an_answer_in_chinese(talk: Callable[..., Talk]) -> None:
    lin = talk(ACTIONS, "c-declined")
    assert lin.hears("我要改耳塞的收货地址", INTENT) == [f"{INTENT_}street"]
    assert lin.hears("湖里区嘉禾路18号") == [f"{INTENT_}city"]
    assert lin.says("厦门市")[0]["address"] == "厦门市湖里区嘉禾路18号"


def test_the_address_is_noted_for_an_agent_once_and_nowhere_else(thomas: Talk) -> None:
    thomas.hears("please send my mug to 12 Harbour Row, T12 AB34 Cork", INTENT)
    assert "Harbour" not in json.dumps(thomas.notes)
    thomas.hears("yes", "affirm")
    assert [n["key"] for n in thomas.notes if "Harbour" in json.dumps(n)] == ["new_address"]
    assert thomas.slots["job"] is None


def test_the_shop_is_asked_once(thomas: Talk) -> None:
    thomas.hears("please send my mug to 12 Harbour Row, T12 AB34 Cork", INTENT)
    thomas.hears("yes", "affirm")
    before = order("mug")
    thomas.hears("yes", "affirm")
    assert order("mug") == replace(before)


@pytest.mark.parametrize("text", ["change the address of my order", "订单地址改一下"])
def test_nothing_open(talk: Callable[..., Talk], text: str) -> None:
    assert talk(ACTIONS, "c-new").hears(text, INTENT) == [f"{INTENT_}nothing"]


@pytest.mark.parametrize("text", ["change my address", "我的收货地址改一下"])
def test_without_an_open_order_the_saved_address_is_meant(talk: Callable[..., Talk], text: str) -> None:
    assert talk(ACTIONS, "c-new").hears(text, INTENT) == ["utter_edit_account_address_street"]


@pytest.mark.parametrize("text", ["please change my default address", "我账户里保存的收货地址改一下"])
def test_the_saved_address_is_no_orders(thomas: Talk, text: str) -> None:
    assert thomas.hears(text, INTENT) == ["utter_edit_account_address_street"]


def test_a_guest_signs_in(talk: Callable[..., Talk]) -> None:
    assert talk(ACTIONS, None).hears("change my address", INTENT)[0].startswith("utter_verify")


INTENT_ = f"utter_{CHANGE_ADDRESS.name}_"
