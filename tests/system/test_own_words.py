"""The shop's own words, said by the real bot: changed in the desk while it runs, in place of what the model was trained with."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from stack import PASSWORD, Stack

from gateway.accounts import ensure_agent
from support.settings import load

OWN = {
    "en": "Ahoy! What can the crew of this shop do for you?",
    "zh": "客官您来啦！今天想看点什么？",
}


@pytest.fixture
def admin(stack: Stack) -> Iterator[httpx.Client]:
    """Ada's desk; what she changed is taken back at the end."""
    ensure_agent(
        load({"WARMLINE_HOME": str(stack.home), **stack.settings}), "ada@shop.example", "Ada", PASSWORD, "admin"
    )
    with httpx.Client(base_url=stack.base_url, timeout=30) as desk:
        signed = desk.post("/api/auth/login", json={"email": "ada@shop.example", "password": PASSWORD})
        assert signed.status_code == 200, signed.text
        yield desk
        for language in OWN:
            desk.post("/api/texts/utter_greet/reset", json={"language": language})


def test_a_greeting_changed_in_the_desk_is_the_next_one_said(stack: Stack, admin: httpx.Client) -> None:
    before = stack.customer("c-three").hears("hello!")
    assert "Ahoy" not in before
    for language, text in OWN.items():
        changed = admin.post("/api/texts/utter_greet", json={"language": language, "texts": [text]})
        assert changed.status_code == 200, changed.text
    assert OWN["en"] in stack.customer("c-three").hears("hello!")
    assert OWN["zh"] in stack.customer("c-three").hears("你好呀")
    admin.post("/api/texts/utter_greet/reset", json={"language": "en"})
    after = stack.customer("c-three").hears("hello!")
    assert after
    assert "Ahoy" not in after
