"""What the gateway itself says; the wordings stand in the bot's domain (`bot/domain/gateway.yml`)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from support.errors import SettingsError
from support.settings import ROOT
from support.wordings import Own

PREFIX = "utter_gateway_"
NAMES = (
    *(
        "handoff",
        "handoff_here",
        "bot_unavailable",
        "danger",
        "agent_joined",
        "agent_assigned",
        "agent_left",
        "returned_to_bot",
    ),
    *("resolved", "resolved_silent", "closed", "contact_noted", "released", "snoozed", "woken", "abandoned", "merged"),
    *("transferred", "transferred_to_team", "let_go", "queued", "macro"),
    *("order_cancel_done", "order_cancel_requested", "order_change_address_done", "order_change_address_requested"),
    *("order_refund_done", "order_refund_requested", "order_chase_refund_done", "order_chase_refund_requested"),
    *("wait_closed", "wait_closed_today", "wait_closed_tomorrow", "wait_closed_until", "wait_nobody_online"),
    *("wait_leave_contact", "wait_one_ahead", "wait_ahead"),
    *("wait_expected_minute", "wait_expected_minutes", "wait_expected_hours"),
)
LANGUAGES = ("en", "zh")


class Texts:
    """The wordings by name and language; `choose` picks one of several."""

    def __init__(
        self, wordings: dict[tuple[str, str], list[str]], choose: Callable[[Sequence[str]], str] = random.choice
    ) -> None:
        self._wordings = wordings
        self._choose = choose
        self._own: Own = {}

    def take(self, own: Own) -> None:
        """Say the shop's own wordings from now on."""
        self._own = own

    @classmethod
    def load(cls, path: Path = ROOT / "bot" / "domain" / "gateway.yml") -> Texts:
        """Read the domain file. Raises SettingsError if a text is missing in a language."""
        loaded: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        wordings: dict[tuple[str, str], list[str]] = {}
        for response, variants in loaded["responses"].items():
            for variant in variants:
                language = variant.get("metadata", {}).get("language", "en")
                wordings.setdefault((response.removeprefix(PREFIX), language), []).append(variant["text"])
        for name in NAMES:
            for language in LANGUAGES:
                if not wordings.get((name, language)):
                    raise SettingsError(f"{path}: {PREFIX}{name} has no text for language {language}")
        return cls(wordings)

    def say(self, name: str, language: str, /, **values: str) -> str:
        """Return a wording in `language`, in English where there is none, with `{values}` filled in."""
        own = self._own.get(f"{PREFIX}{name}", {}).get(language)
        text = self._choose(own or self._wordings.get((name, language)) or self._wordings[(name, "en")])
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return text
