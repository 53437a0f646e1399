"""What they want to hear of the shop: the newsletter, and what this chat says of its own accord. Done at once, and undone as easily."""

from __future__ import annotations

from actions.turn import Turn, TurnAction
from integrations.shops.interface import RequestKind, RequestState
from support import account
from support.contacts import masked_email
from support.escalation import Reason
from support.orders import Customer


class Newsletter(TurnAction):
    """Switch the newsletter on or off."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_newsletter"

    def handle(self, turn: Turn) -> None:
        """Read which is meant; ask where the message says neither."""
        turn.wish()
        customer = turn.account
        if customer is None:
            turn.say("utter_newsletter_subscription", opening=turn.opening("general", "newsletter"))
            turn.tried("newsletter", "answered")
        elif account.by_text_message(turn.text) or account.for_another(turn.text):
            turn.say("utter_newsletter_colleague", opening=turn.opening("general", "newsletter"))
            turn.tried("newsletter", "refused")
            turn.offer_human(Reason.ASKED)
        else:
            subscribe(turn)


def subscribe(turn: Turn) -> None:
    """Do what the message says of the newsletter."""
    customer, wanted = turn.account, account.subscription(turn.text)
    if customer is None:
        turn.say("utter_newsletter_subscription")
    elif wanted is None:
        question = {
            "kind": "account",
            "job": "newsletter",
            "step": "subscribe",
            "reads": ["subscription"],
            "intents": ["newsletter_subscription"],
        }
        turn.put("utter_newsletter_which_on" if customer.newsletter else "utter_newsletter_which_off", question)
        turn.tried("newsletter", "asked")
    else:
        _switch(turn, customer, wanted)


def subscribed(turn: Turn) -> None:
    """Go on with an answer: a yes to what was offered, a no, or what is wanted in words."""
    customer, wanted = turn.account, account.subscription(turn.text)
    if customer and wanted is None and turn.intent == "affirm":
        _switch(turn, customer, not customer.newsletter)
    elif wanted is None:
        turn.say("utter_newsletter_kept")
        turn.tried("newsletter", "answered")
    else:
        subscribe(turn)


def _switch(turn: Turn, customer: Customer, wanted: bool) -> None:
    state = "on" if wanted else "off"
    if customer.newsletter == wanted:
        turn.say(f"utter_newsletter_already_{state}", recipient=masked_email(customer.email))
        turn.tried("newsletter", "answered")
        return
    # Each change of mind is a wish of its own; the same wish twice is one.
    changes = turn.said.count("newsletter:off" if wanted else "newsletter:on")
    key = f"newsletter:{customer.id}:{state}:{turn.today}:{changes}"
    receipt = turn.submit_account(RequestKind.NEWSLETTER, key, subscribe=wanted)
    if not receipt.repeated:
        turn.said.append(f"newsletter:{state}")
    response = (
        f"utter_newsletter_{state}_done"
        if receipt.state is RequestState.DONE
        else f"utter_newsletter_{state}_requested"
    )
    turn.say(response, recipient=masked_email(customer.email), reference=receipt.reference)
    turn.tried("newsletter", "done")
    turn.done = {"job": "newsletter", "order_id": ""}


class OptOut(TurnAction):
    """Stop suggesting things, or writing of one's own accord; begin again when told so."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_opt_out"

    def handle(self, turn: Turn) -> None:
        """Note it, and say how it is switched on again."""
        what = "messages" if account.messages(turn.text) else "suggestions"
        if account.on_again(turn.text):
            turn.opt_in(what)
            turn.say(f"utter_opt_in_{what}")
        else:
            turn.opt_out(what)
            turn.say(f"utter_opt_out_{what}")
        turn.tried("opt_out", "done")
