"""Answers that need no look-up: the way things are done, in the tone that fits."""

from __future__ import annotations

from typing import Any

from actions.cancellation import undone
from actions.knowledge import POLICIES, answer_from_article, ask_what_is_meant
from actions.orders import carry_on, describe, open_order_named
from actions.refunds import tell
from actions.returns import tell_window
from actions.turn import Turn, TurnAction, both
from actions.unfinished import KEPT
from support.errors import IntegrationError
from support.escalation import Reason
from support.orders import days_late, refund_days_overdue

# Responses with another wording for someone upset.
_UPSET = {"greet": "utter_greet_upset", "thanks": "utter_thanks_sarcastic"}
# General questions, unless the conversation is about an order: then they are about that one.
_GENERAL = frozenset({"delivery_period", "delivery_options"})
_SMALL_TALK = frozenset({"greet", "goodbye", "thanks", "bot_challenge", "out_of_scope"})


def _the_late_one(turn: Turn, response: str) -> bool:
    """Answer somebody upset by the one order of theirs that is late; return whether there is exactly one, and nothing else is open."""
    if (turn.question or {}).get("kind") in KEPT:
        return False
    try:
        late = [order for order in turn.orders if order.is_open and days_late(order, turn.today)]
    except IntegrationError:
        return False  # a hello is answered whatever the shop does
    if len(late) != 1 or late[0].shipment is None:
        return False
    values: dict[str, Any] = {
        "item": both(late[0]),
        "order": late[0].id,
        "day_promised": str(late[0].shipment.promised_on),
    }
    turn.say(f"{response}_late", **values)
    turn.order_in_view = late[0].id
    if response == "utter_thanks_sarcastic":
        turn.offer_human(Reason.ASKED)
    else:
        meant = {"action": "action_track_order", "job": "track_order", "text": "", "intent": "late_delivery"}
        rest = {"meant": {**meant, "entities": []}, "otherwise": response, "intents": ["late_delivery"]}
        turn.ask("opened", order_id=late[0].id, **rest)
    return True


class Guide(TurnAction):
    """Answer with the response that carries the intent's name."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_guide"

    def handle(self, turn: Turn) -> None:
        """Say it, from an article where one answers it."""
        intent = turn.intent
        if intent in _SMALL_TALK:
            turn.small_talk = True  # a hello between two messages that were not understood makes neither any clearer
            upset = turn.tone == "firm" or (turn.tone == "gentle" and intent == "greet")
            if not upset or intent not in _UPSET:
                turn.say(f"utter_{intent}")
            elif not _the_late_one(turn, _UPSET[intent]):
                turn.say(_UPSET[intent])
            if intent == "goodbye" and not turn.of_several:
                turn.finish()
            return
        if undone(turn):  # "后悔了，能恢复吗" looks like a question about the rules
            return
        if intent in _GENERAL and (carry_on(turn) or open_order_named(turn)):
            return
        if intent == "check_refund_policy" and tell_window(turn):
            return
        if intent in POLICIES and (answer_from_article(turn) or (not turn.of_several and ask_what_is_meant(turn))):
            return
        turn.wish()
        turn.say(f"utter_{intent}", opening=turn.opening("general", intent))
        turn.tried(intent, "answered")


class Complaint(TurnAction):
    """Hear a complaint: where the shop knows of a cause, name it and act on it; else ask what would put it right."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_complaint"

    def handle(self, turn: Turn) -> None:
        """Look for what is wrong before asking."""
        turn.wish()
        late = next((order for order in turn.orders if order.is_open and days_late(order, turn.today)), None)
        if late:
            describe(turn, late)
            return
        for order in turn.orders:
            for refund in order.refunds:
                if refund_days_overdue(refund, turn.today):
                    tell(turn, order, refund)
                    return
        if turn.handoff_follows:
            return  # a person takes over in this very turn; "what would put it right?" is theirs to ask
        turn.say("utter_complaint", opening=turn.opening("complaint", "general"))
        turn.tried("complaint", "answered")
        turn.ask("complaint", reason=str(Reason.ASKED), intents=["contact_human_agent", "inform"])
