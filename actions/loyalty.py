"""Loyalty points: how many there are."""

from __future__ import annotations

import re

from actions.turn import Turn, TurnAction
from support.escalation import Reason

# Points that should be there and are not: the shop tells the balance only, not how it came about.
_MISSING = re.compile(
    r"\b(?:no points|missing|not (?:been )?(?:added|credited|there|shown|showing)|didn'?t get|haven'?t (?:got"
    r"|received)|gone|disappeared|lost|vanished"
    r"|should (?:be|have)|still be credited|where did)\b|没到账|没有?给|少了|不见了|消失|没了|漏了|没加|补(?:吗|一下|上)",
    re.IGNORECASE,
)


class LoyaltyPoints(TurnAction):
    """Say how many points the account has."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_loyalty_points"

    def handle(self, turn: Turn) -> None:
        """Read the account; a guest has none."""
        turn.wish()
        account = turn.account
        if account is None:
            turn.say("utter_loyalty_points_guest")
            turn.tried("loyalty_points", "answered")
            return
        points = account.loyalty_points
        turn.fact("loyalty points", str(points))
        turn.tried("loyalty_points", "answered")
        opening = turn.opening("general", "loyalty_points")
        if _MISSING.search(turn.text):
            turn.say("utter_loyalty_points_missing", opening=opening, points=f"{points:,}")
            turn.offer_human(Reason.ASKED)
        elif points:
            turn.say("utter_loyalty_points", opening=opening, points=f"{points:,}")
        else:
            turn.say("utter_loyalty_points_none", opening=opening)
