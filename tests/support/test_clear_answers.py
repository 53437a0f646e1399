"""A yes that is not clearly one is none."""

from __future__ import annotations

from support.dialogue import answers

CONFIRM = {"kind": "confirm_cancel", "order_id": "W-10433"}


def test_a_clear_yes_or_no_answers() -> None:
    assert answers(CONFIRM, "yes", "affirm", 0.98)
    assert answers(CONFIRM, "no, leave it", "deny", 0.9)


def test_what_only_looks_a_little_like_a_yes_does_not() -> None:
    assert not answers(CONFIRM, "hm well I don't know about that", "affirm", 0.3)


def test_a_name_and_a_number_do_not_accept_the_offer_of_a_human() -> None:
    offer = {"kind": "offer_human", "reason": "asked", "intents": ["contact_human_agent"]}
    assert not answers(offer, "I'm Lena Berg, W-10423", "contact_human_agent", 0.19)
    assert answers(offer, "Talk to a person", "contact_human_agent", 0.97)
