"""How scripts are played and judged, with somebody in Warmline's place: no model is needed here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from onlooker import Onlooker
from play import Played, play
from script import Script, read
from stack import Stack

from integrations.shops.demo import DemoShop

Turn = tuple[str, str, list[str]]  # reply ("": none), intent, kinds of what the shop is asked for


@dataclass
class Parrot:
    """Says what it was told to, whatever is written to it; stands for stack, person and desk."""

    turns: list[Turn]
    shop: DemoShop
    status: str = "pending"
    reason: str = ""
    buttons: tuple[str, ...] = ()
    heard: list[str] = field(default_factory=list)

    def customer(self, customer: str | None) -> Parrot:
        return self

    def say(self, text: str) -> list[dict[str, Any]]:
        self.heard.append(text)
        reply = self.turns[len(self.heard) - 1][0]
        buttons = [{"title": title, "payload": title} for title in self.buttons]
        return [{"text": reply, "buttons": buttons}] if reply else []

    def changes(self) -> list[str]:
        return [kind for _, _, kinds in self.turns[: len(self.heard)] for kind in kinds]

    def understood(self, person: object) -> list[dict[str, Any]]:
        return [{"intent": {"name": intent}} for _, intent, _ in self.turns[: len(self.heard)]]

    def handed_over(self, person: object) -> tuple[str, str] | None:
        return (self.reason, "normal") if self.reason else None


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoShop]:
    shop = DemoShop.open(tmp_path_factory.mktemp("shop") / "shop.db")
    shop.check()
    yield shop
    shop.close()


def _script(folder: Path, *steps: str) -> Script:
    path = folder / "some.yml"
    path.write_text(
        f"- {{name: one, customer: c-three, language: en, steps: [{', '.join(steps)}]}}\n", encoding="utf-8"
    )
    return read(path)[0]


def _play(script: Script, parrot: Parrot) -> Played:
    return play(script, cast(Stack, parrot), cast(Onlooker, parrot))


def test_what_is_as_expected_passes_step_by_step(tmp_path: Path, shop: DemoShop) -> None:
    script = _script(
        tmp_path,
        '{they: cancel my mug, says: [MUG, "{mug.total}", [x, refund]], intent: cancel_order, asks: true, changes: []}',
        '{they: "yes", says: [done], says_not: [mug.*mug], asks: false, changes: [cancel_order], status: pending}',
    )
    parrot = Parrot(
        [
            ("Shall I cancel your order with the mug (W-10433) and refund €18.90?", "cancel_order", []),
            ("Done.", "affirm", ["cancel_order"]),
        ],
        shop,
    )

    played = _play(script, parrot)

    assert played.failed == []
    assert parrot.heard == ["cancel my mug", "yes"]
    assert played.lines[0]["responses"] == ["utter_cancel_confirm"]
    assert [line["changes"] for line in played.record()["steps"]] == [[], ["cancel_order"]]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("says: [lamp]", "nothing of lamp"),
        ("says: [[lamp, kettle]]", "nothing of lamp | kettle"),
        ("says_not: [your.MUG]", "must not be said: your.MUG"),
        ("language: zh", "the answer should be in zh"),
        ("intent: greet", "understood as track_order, not as greet"),
        ("changes: []", "the shop was asked for ['refund'], not for []"),
        ("changes: [refund, refund]", "not for ['refund', 'refund']"),
        ("asks: true", "the bot should ask back"),
        ("status: open", "the conversation is pending, not open"),
        ("handoff: anger", "handed over: None, not for anger"),
        ("silent: true", "the bot should be silent"),
    ],
)
def test_what_is_not_as_expected_is_said(tmp_path: Path, shop: DemoShop, step: str, said: str) -> None:
    parrot = Parrot([("Here is your mug.", "track_order", ["refund"])], shop)

    played = _play(_script(tmp_path, f"{{they: hello, {step}}}", "{they: more}"), parrot)

    assert len(played.failed) == 1
    assert said in played.failed[0]
    assert parrot.heard == ["hello"]
    assert said in played.transcript()
    assert "they  hello" in played.transcript()


def test_a_bot_that_says_nothing_fails_unless_a_person_leads(tmp_path: Path, shop: DemoShop) -> None:
    assert _play(_script(tmp_path, "{they: hello}"), Parrot([("", "greet", [])], shop)).failed == [
        "the bot said nothing"
    ]
    assert not _play(_script(tmp_path, "{they: hello, silent: true}"), Parrot([("", "greet", [])], shop)).failed


def test_what_is_never_said_fails_everywhere(tmp_path: Path, shop: DemoShop) -> None:
    played = _play(_script(tmp_path, "{they: hello}"), Parrot([("Please calm down.", "greet", [])], shop))

    assert len(played.failed) == 1


def test_buttons_are_a_question(tmp_path: Path, shop: DemoShop) -> None:
    parrot = Parrot([("Pick one.", "track_order", [])], shop, buttons=("Mug", "Lamp"))

    assert not _play(_script(tmp_path, "{they: hello, asks: true}"), parrot).failed


def test_a_handoff_is_judged_by_its_reason(tmp_path: Path, shop: DemoShop) -> None:
    parrot = Parrot([("A colleague comes.", "contact_human_agent", [])], shop, status="open", reason="asked")

    assert not _play(_script(tmp_path, "{they: a person, status: open, handoff: asked}"), parrot).failed


def test_what_is_asked_twice_is_counted(tmp_path: Path, shop: DemoShop) -> None:
    which = "Which one would you like to send back?"
    parrot = Parrot([(which, "return_item", []), ("您想退哪一件？", "inform", [])], shop)

    played = _play(_script(tmp_path, "{they: return it}", "{they: 退货, language: zh}"), parrot)

    assert (played.asked, len(played.repeats)) == (2, 1)
