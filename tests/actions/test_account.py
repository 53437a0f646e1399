"""The account: nothing changes without a yes but the newsletter, which is undone as easily."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from listening import listen
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from talking import Talk

from actions import turn
from actions.account import DeleteAccount, EditAccount
from actions.answers import Affirm
from actions.preferences import Newsletter, OptOut
from actions.purchases import PurchaseHistory
from integrations.shops.interface import RequestKind
from support import account
from support.contacts import masked_email, masked_phone
from support.orders import Customer

ACTIONS = {
    "edit_account": EditAccount(),
    "delete_account": DeleteAccount(),
    "newsletter_subscription": Newsletter(),
    "opt_out": OptOut(),
    "purchase_history": PurchaseHistory(),
    "affirm": Affirm(),
}


@pytest.fixture
def dana(talk: Callable[..., Talk]) -> Talk:
    """A customer with a phone number and the newsletter."""
    return talk(ACTIONS, "c-damaged")


def stored(customer: str = "c-damaged") -> Customer:
    found = turn.shop().customer(customer)
    assert found
    return found


def test_contacts_are_shown_masked() -> None:
    assert masked_email("lena.berg@example.com") == "l…@example.com"
    assert masked_email("") == masked_phone("") == ""
    assert masked_phone("+44 7700 900127") == "…0127"
    assert masked_phone("1234567") == "…67"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("how do i change the email address on my account", "email"),
        ("I'd like to update my phone number please", "phone"),
        ("got married, need to change my surname on my profile", "name"),
        ("change my default address to the new flat, 14 Harrow Lane", "address"),
        ("can i have two saved addresses in my profile", "other"),
        ("delete the address from my account", "other"),
        ("账户里的收货地址改一下", "address"),
        ("存的第二个地址删掉吧，那边退租了", "other"),
        ("pls switch my account language to english", "other"),
        ("somebody hacked my account and changed the phone", "other"),
        ("where can I edit my personal details?", None),
        ("换绑手机号", "phone"),
        ("邮箱想换成工作那个", "email"),
        ("账户资料里的姓名改一下", "name"),
        ("地址簿里加一条默认地址", "other"),
    ],
)
def test_what_is_to_change_is_read(text: str, part: str | None) -> None:
    assert account.part(text) == part


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("change my name to Anna Berg please", "Anna Berg"),
        ("my name should be Siobhan O'Brien", "Siobhan O'Brien"),
        ("姓名改成王小明，谢谢", "王小明"),
        ("账户名想改成我们俩的名字", None),
        ("could you change my name?", None),
    ],
)
def test_a_name_is_read_from_the_wish(text: str, name: str | None) -> None:
    assert account.person(text) == name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("unsubscribe", False),
        ("sign me up for your newsletter", True),
        ("re-subscribe me, i left by accident", True),
        ("Cancel my subscription", False),
        ("If I sign up, will you pass my address on?", None),
        ("do you have a newsletter", None),
        ("取消订阅你们的邮件", False),
        ("想订阅你们的优惠邮件", True),
        ("TD", False),
    ],
)
def test_whether_the_newsletter_is_wanted_is_read(text: str, wanted: bool | None) -> None:
    assert account.subscription(text) == wanted


def test_a_new_phone_number_is_confirmed_with_the_old_one_masked(dana: Talk) -> None:
    (asked,) = dana.says("please change my phone number to +44 7700 900555", "edit_account")
    assert asked["response"] == "utter_edit_account_confirm"
    assert (asked["old"], asked["value"]) == ("…0127", "+447700900555")
    assert stored().phone == "+44 7700 900127"
    assert dana.hears("yes", "affirm") == ["utter_edit_account_done"]
    assert stored().phone == "+447700900555"


def test_back_and_forth_is_carried_out_each_time(dana: Talk) -> None:
    for number in ("+447700900555", "+447700900666", "+447700900555"):
        dana.hears(f"change my phone number to {number}", "edit_account")
        dana.hears("yes", "affirm")
        assert stored().phone == number


def test_what_is_missing_is_asked_one_thing_at_a_time(dana: Talk) -> None:
    assert dana.hears("I want to edit my details", "edit_account") == ["utter_edit_account_which"]
    assert dana.hears("my phone number") == ["utter_edit_account_phone"]
    assert dana.hears("07700 900123") == ["utter_edit_account_confirm"]
    (corrected,) = dana.says("no, 07700 900124", "deny")
    assert (corrected["response"], corrected["value"]) == ("utter_edit_account_confirm", "07700900124")
    assert dana.hears("yes please", "affirm") == ["utter_edit_account_done"]
    assert stored().phone == "07700900124"


def test_another_part_may_be_named_instead(dana: Talk) -> None:
    dana.hears("change my phone number", "edit_account")
    assert dana.hears("actually my e-mail address, to dana@example.org", "edit_account") == [
        "utter_edit_account_confirm"
    ]


def test_a_new_email_is_only_asked_for(dana: Talk) -> None:
    (asked,) = dana.says("my new email is dana.w@example.org", "edit_account")
    assert asked["old"] == "d…@example.com"
    assert dana.hears("yes", "affirm") == ["utter_edit_account_requested"]
    assert stored().email == "dana.whitfield@example.com"


def test_half_a_name_is_completed_first(dana: Talk) -> None:
    assert dana.hears("my name is spelled wrong, its Dayna", "edit_account") == ["utter_edit_account_name"]
    (asked,) = dana.says("dayna whitfield")
    assert (asked["response"], asked["value"]) == ("utter_edit_account_confirm", "Dayna Whitfield")
    dana.hears("yes", "affirm")
    assert stored().name == "Dayna Whitfield"


def test_what_is_so_already_is_said(dana: Talk) -> None:
    assert dana.hears("set my phone to +44 7700 900127", "edit_account") == ["utter_edit_account_same"]


def test_where_nothing_was_stored_nothing_old_is_shown(talk: Callable[..., Talk]) -> None:
    three = talk(ACTIONS, "c-three")
    assert three.hears("my new mobile: 07700 900123", "edit_account") == ["utter_edit_account_confirm_first"]


def test_a_no_changes_nothing(dana: Talk) -> None:
    dana.hears("change my phone number to 07700 900123", "edit_account")
    assert dana.hears("no, leave it", "deny") == ["utter_edit_account_kept"]
    assert stored().phone == "+44 7700 900127"


NEW = "14 Harrow Lane, Bath BA1 1AA"


def test_a_saved_address_is_changed_after_a_yes(dana: Talk) -> None:
    before = stored().address
    assert before
    (asked,) = dana.says(f"change my saved address to {NEW}", "edit_account")
    assert asked["response"] == "utter_edit_account_address_confirm"
    assert asked["value"] == "14 Harrow Lane, BA1 1AA Bath, GB"
    assert stored().address == before
    (done,) = dana.says("yes", "affirm")
    assert (done["response"], bool(done["reference"])) == ("utter_edit_account_address_done", True)
    now = stored().address
    assert now
    assert (now.street, now.postcode, now.city, now.country) == ("14 Harrow Lane", "BA1 1AA", "Bath", "GB")
    assert turn.shop().orders("c-damaged")[0].address == before, "orders keep theirs"


def test_what_is_missing_of_an_address_is_asked(dana: Talk) -> None:
    assert dana.hears("I'd like to change my saved address", "edit_account") == ["utter_edit_account_address_street"]
    assert dana.hears("14 Harrow Lane, Bath") == ["utter_edit_account_address_postcode"]
    assert dana.hears("BA1 1AA") == ["utter_edit_account_address_confirm"]
    assert dana.hears("no, 15 Harrow Lane, Bath BA1 1AA", "deny") == ["utter_edit_account_address_confirm"]
    assert dana.hears("yes please", "affirm") == ["utter_edit_account_address_done"]
    assert stored().address.street == "15 Harrow Lane"  # type: ignore[union-attr]


def test_orders_that_are_placed_are_told_to_keep_theirs(talk: Callable[..., Talk]) -> None:
    wang = talk(ACTIONS, "c-zh")
    (asked,) = wang.says("账户里的收货地址改成杭州市西湖区古墩路8号", "edit_account")
    assert asked["value"] == "杭州市西湖区古墩路8号"
    done = wang.says("对", "affirm")
    assert [said["response"] for said in done] == [
        "utter_edit_account_address_done",
        "utter_edit_account_address_orders",
    ]
    assert done[1]["each_open_order"] == [{"item": {"en": "rice cooker", "zh": "电饭煲"}, "order": "W-10429"}]
    address = stored("c-zh").address
    assert address
    assert (address.street, address.postcode) == ("杭州市西湖区古墩路8号", ""), "parcels in China need no postcode"


def test_the_same_address_is_not_changed(dana: Talk) -> None:
    assert dana.hears("my saved address should be 27 Clifton Rise, Bristol BS8 3HQ", "edit_account") == [
        "utter_edit_account_same"
    ]


def test_an_address_is_kept_after_a_no_and_noted_for_nobody(dana: Talk) -> None:
    dana.hears(f"change my saved address to {NEW}", "edit_account")
    assert dana.hears("no, leave it", "deny") == ["utter_edit_account_kept"]
    assert "Harrow" not in str(dana.notes)
    assert stored().address.street == "27 Clifton Rise"  # type: ignore[union-attr]


def test_a_second_saved_address_takes_a_colleague(dana: Talk) -> None:
    assert dana.hears("add a second address to my account", "edit_account") == ["utter_edit_account_colleague"]
    assert dana.slots["question"]["kind"] == "offer_human"


def test_what_is_no_answer_is_asked_again_then_a_colleague_is_offered(dana: Talk) -> None:
    dana.hears("change my phone number", "edit_account")
    assert dana.hears("well you know how it is") == ["utter_edit_account_phone"]
    assert dana.hears("hmm the usual") == ["utter_account_unclear"]


def test_deleting_warns_of_what_is_open_and_wants_a_yes(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, late = listen(monkeypatch), talk(ACTIONS, "c-late")
    (asked,) = late.says("Please delete my account", "delete_account")
    assert asked["response"] == "utter_delete_account_confirm_warning"
    losses = [next(iter(row)) for row in asked["each_loss"]]
    assert losses.count("open_order") == 1
    assert losses.count("points") == 1
    assert late.hears("what happens when I delete my account?", "delete_account") == [asked["response"]]
    assert shop.asked == []
    assert late.hears("yes, delete it", "delete_account") == ["utter_delete_account_requested"]
    assert [request.kind for request in shop.asked] == [RequestKind.DELETE_ACCOUNT]


def test_deleting_again_is_the_same_request(dana: Talk) -> None:
    for response in ("utter_delete_account_requested", "utter_delete_account_known"):
        dana.hears("delete my account", "delete_account")
        assert dana.hears("yes", "affirm") == [response]


@pytest.mark.parametrize(
    ("text", "intent", "response"),
    [
        ("no", "deny", "utter_delete_account_kept"),
        ("算了，不注销了", "delete_account", "utter_delete_account_kept"),
        ("don't delete it", "delete_account", "utter_delete_account_kept"),
        ("yes but what about my points?", "affirm", "utter_delete_account_confirm_warning"),
    ],
)
def test_without_a_plain_yes_the_account_stays(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch, text: str, intent: str, response: str
) -> None:
    shop, late = listen(monkeypatch), talk(ACTIONS, "c-late")
    late.hears("delete my account", "delete_account")
    assert late.hears(text, intent) == [response]
    assert shop.asked == []


def test_the_question_comes_back_after_something_else(dana: Talk) -> None:
    dana.hears("delete my account", "delete_account")
    said = dana.hears("what did I buy last?", "purchase_history")
    assert said[-1].startswith("utter_delete_account_confirm")


def test_the_newsletter_is_switched_at_once_and_back(dana: Talk) -> None:
    for text, response, state in (
        ("Unsubscribe me from the newsletter", "utter_newsletter_off_done", False),
        ("unsubscribe", "utter_newsletter_already_off", False),
        ("subscribe me again", "utter_newsletter_on_done", True),
        ("no, unsubscribe after all", "utter_newsletter_off_done", False),
        ("subscribe", "utter_newsletter_on_done", True),
    ):
        assert dana.hears(text, "newsletter_subscription") == [response]
        assert stored().newsletter is state


def test_where_neither_is_said_it_is_asked(dana: Talk) -> None:
    assert dana.hears("the newsletter", "newsletter_subscription") == ["utter_newsletter_which_on"]
    assert dana.hears("no, leave it", "deny") == ["utter_newsletter_kept"]
    dana.hears("the newsletter", "newsletter_subscription")
    assert dana.hears("yes", "affirm") == ["utter_newsletter_off_done"]
    assert stored().newsletter is False


def test_a_shop_that_does_nothing_at_once_is_asked_once(
    talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, dana = listen(monkeypatch, at_once=False), talk(ACTIONS, "c-damaged")
    assert dana.hears("unsubscribe", "newsletter_subscription") == ["utter_newsletter_off_requested"]
    assert len(shop.asked) == 1


@pytest.mark.parametrize(
    "text", ["opt me out of marketing texts", "put my wife on the mailing list", "短信推广给我关了吧"]
)
def test_other_lists_than_their_own_take_a_colleague(dana: Talk, text: str) -> None:
    assert dana.hears(text, "newsletter_subscription") == ["utter_newsletter_colleague"]
    assert stored().newsletter is True


@pytest.mark.parametrize(
    ("text", "again", "what"),
    [
        ("stop recommending me stuff", "turn suggestions back on", "suggestions"),
        ("no reminders about my basket, thx", "turn reminders back on", "messages"),
        ("别再给我推荐了", "重新开启推荐", "suggestions"),
        ("不用再提醒我了", "重新开启提醒", "messages"),
    ],
)
def test_opting_out_is_noted_and_undone(dana: Talk, text: str, again: str, what: str) -> None:
    assert dana.hears(text, "opt_out") == [f"utter_opt_out_{what}"]
    assert {"kind": "opt_out", "what": what} in dana.notes
    assert f"opt_out:{what}" in dana.slots["said"]
    assert dana.hears(again, "opt_out") == [f"utter_opt_in_{what}"]
    assert {"kind": "opt_in", "what": what} in dana.notes
    assert f"opt_out:{what}" not in dana.slots["said"]


def test_what_the_gateway_knows_of_opt_outs_counts_too() -> None:
    latest = {"text": "hi", "metadata": {"customer": {"id": "c-late", "opt_outs": ["messages"]}}}
    tracker = Tracker("cv_1", {"said": ["opt_out:suggestions"]}, latest, [], False, None, {}, None)
    seen = turn.Turn(CollectingDispatcher(), tracker)
    assert seen.opted_out("messages")
    assert seen.opted_out("suggestions")
    seen.opt_in("suggestions")
    assert not seen.opted_out("suggestions")


def test_a_guest_is_told_how_and_nothing_is_changed(talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    shop, guest = listen(monkeypatch), talk(ACTIONS, None)
    assert guest.hears("delete my account", "delete_account") == ["utter_delete_account"]
    assert guest.hears("change my phone to 07700 900123", "edit_account") == ["utter_edit_account"]
    assert guest.hears("unsubscribe", "newsletter_subscription") == ["utter_newsletter_subscription"]
    assert shop.asked == []
