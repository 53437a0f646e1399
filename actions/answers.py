"""Answers to what the bot asked: a name, a yes, a no."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from actions import (
    attachments,
    knowledge,
    preferences,
    product_answers,
    promotions,
    reorders,
    unfinished,
    verification,
    warranties,
)
from actions.account import deleted, edited
from actions.additions import ADD_ITEM, SWAP_ITEM
from actions.addresses import CHANGE_ADDRESS
from actions.cancellation import CANCEL_PART, already_cancelled, cancel, confirm, undone
from actions.changes import CHANGE_ORDER
from actions.exchanges import EXCHANGE
from actions.invoices import INVOICE
from actions.jobs import Job
from actions.orders import carry_on, describe, track
from actions.payments import PAYMENT_ISSUE
from actions.problems import clarify, report
from actions.products import product_named
from actions.refunds import GetRefund
from actions.remedies import elsewhere, remedy
from actions.resumption import resume
from actions.returns import RETURN
from actions.turn import Turn, TurnAction, ask_or_tell, needs_sign_in
from support.coming_back import comes_back, job_of
from support.dialogue import choose
from support.emotion import UPSET
from support.escalation import Reason
from support.orders import Order

# Jobs of several steps, by name.
JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        RETURN,
        EXCHANGE,
        CANCEL_PART,
        CHANGE_ORDER,
        ADD_ITEM,
        SWAP_ITEM,
        CHANGE_ADDRESS,
        INVOICE,
        PAYMENT_ISSUE,
    )
}
# What else goes on once it is known which order is meant.
_LOOKUPS: dict[str, Callable[[Turn, Order], None]] = {
    "track_order": track,
    "cancel_order": cancel,
    "item_damaged": lambda turn, order: report(turn, "damaged", order),
    "wrong_item": lambda turn, order: report(turn, "wrong", order),
    "missing_item": lambda turn, order: report(turn, "missing", order),
    "warranty": warranties.chosen,
    "place_order": reorders.of_order,
}
# What a remedy's words ("exchange", "refund") mean where they are about something else.
_ELSEWHERE: dict[str, Callable[[Turn], None]] = {
    "exchange_item": EXCHANGE.find,
    "return_item": RETURN.find,
    "get_refund": lambda turn: GetRefund().handle(turn),
}
# What is about the account, and so about no order.
_ACCOUNT: dict[str, Callable[[Turn, dict[str, Any]], None]] = {
    "edit_account": edited,
    "delete_account": deleted,
    "newsletter": lambda turn, question: preferences.subscribed(turn),
    "promo_code": lambda turn, question: promotions.tell(turn),
}


class AnswerQuestion(TurnAction):
    """Go on with what was interrupted by a question."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_answer_question"

    def handle(self, turn: Turn) -> None:
        """Act on the answer, by the kind of question."""
        question: dict[str, Any] = turn.question or {"kind": "none"}
        turn.settled = True
        yes = turn.intent != "deny"
        if "put" in question and comes_back(turn.text, job_of(question)):
            unfinished.repeat(turn, question, "utter_back_to_it")
            return
        match question["kind"]:
            case "job":
                JOBS[question["job"]].answer(turn, question)
            case "account":
                _ACCOUNT[question["job"]](turn, question)
            case "which_order":
                _chosen(turn, question)
            case "article":
                knowledge.chosen(turn, question)
            case "confirm_cancel":
                other = None if yes else _another(turn, question)
                if other:
                    cancel(turn, other)
                else:
                    confirm(turn, question, yes)
            case "problem":
                clarify(turn, question)
            case "remedy" if turn.intent in _ELSEWHERE and elsewhere(turn, question):
                _ELSEWHERE[turn.intent](turn)
            case "product" | "product_offer":
                product_answers.answer(turn, question)
            case "verify":
                resume(turn, verification.answer(turn, question))
            case "opened":
                if yes:
                    resume(turn, [question["meant"]])
                else:
                    turn.say(question.get("otherwise") or "utter_deny_nothing")
            case "remedy":
                remedy(turn, question)
            case "attachment" if not yes:
                turn.say("utter_deny_nothing")
            case "attachment":
                problem = attachments.shown(turn)
                if problem:
                    report(turn, problem)
                else:
                    attachments.passed(turn)
            case "complaint" if turn.intent == "inform":
                turn.say("utter_complaint_more")
            case "offer_human" | "complaint":
                if yes:
                    turn.escalate(Reason(question["reason"]))
                else:
                    turn.say("utter_human_declined")
            case _:
                turn.say("utter_inform_nothing")


def _chosen(turn: Turn, question: dict[str, Any]) -> None:
    index = choose(turn.text, [candidate["names"] for candidate in question["candidates"]])
    order_id = question["candidates"][index]["order_id"] if index is not None else None
    order = next((order for order in turn.orders if order.id == order_id), None)
    if order is None:
        turn.say("utter_inform_nothing")
        return
    job = JOBS.get(question["job"])
    if job:
        job.chosen(turn, order, question.get("heard", ""))
    else:
        _LOOKUPS[question["job"]](turn, order)


_ALSO = re.compile(r"\b(?:too|also|as well)\b|^and\b|也|还有", re.IGNORECASE)
_CANCEL = re.compile(r"\bcancel|取消", re.IGNORECASE)


class Affirm(TurnAction):
    """Hear a yes that no question is open for: the second one of a double click, most often."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_affirm"

    def handle(self, turn: Turn) -> None:
        """Say what is done already, and do nothing."""
        asked = turn.question or {}
        if "put" in asked:  # "ok, and the cancellation?"
            unfinished.repeat(turn, asked, "utter_back_to_it")
            return
        if _CANCEL.search(turn.text) and not turn.done:
            cancel(turn)  # "ok cancel it", after something else was asked in between
            return
        done = turn.done or {}
        order = next((o for o in turn.orders if o.id == done.get("order_id")), None) if done else None
        if undone(turn):
            return
        if order and done["job"] in ("cancel_order", CANCEL_PART.name):
            already_cancelled(turn, order)
        else:
            turn.say("utter_affirm_done" if done else "utter_affirm_nothing")


class Deny(TurnAction):
    """Hear a no that no question is open for."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_deny"

    def handle(self, turn: Turn) -> None:
        """Leave everything as it is."""
        if not undone(turn):
            turn.say("utter_deny_nothing")


class Inform(TurnAction):
    """Hear a thing named without a question: most likely where it is."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_inform"

    def handle(self, turn: Turn) -> None:
        """Go on with the order that is named, ask what for otherwise."""
        if not (named(turn) or _fed_up(turn)):
            turn.say("utter_inform_nothing")


def _fed_up(turn: Turn) -> bool:
    """Answer "this is the third time, I'm fed up" with how the order stands that was talked of; return whether there is one."""
    order = turn.order(turn.order_in_view) if turn.order_in_view else None
    if order is None or not order.is_open or turn.reading is None or turn.reading.label not in UPSET:
        return False
    turn.wish()
    describe(turn, order)
    return True


def named(turn: Turn) -> bool:
    """Answer by the order that the message names, if it names one: cancel it if that was the subject, else say where it is."""
    if undone(turn):
        return True
    number = turn.entity("order_number")
    if number and needs_sign_in(turn, "track_order"):
        return True
    if not turn.orders:
        return False
    selection = turn.select([order for order in turn.orders if order.is_open])
    if selection.order is None or not selection.named:
        return bool(number) and ask_or_tell(turn, selection, "track_order", "utter_which_order_track")
    more = _more(turn, selection.order) or _another(turn, turn.question or {})
    (cancel if more else track)(turn, selection.order)
    return True


def _more(turn: Turn, order: Order) -> bool:
    """Say whether they go on cancelling: "and the glasses too", after a part of the order was."""
    done = turn.done or {}
    last = done.get("job") == CANCEL_PART.name and done.get("order_id") == order.id
    return last and bool(_ALSO.search(turn.text))


def _another(turn: Turn, question: dict[str, Any]) -> Order | None:
    """Return the order that they want cancelled instead: "no, the headphones", "actually the headphones"."""
    if question.get("kind") != "confirm_cancel":
        return None
    selection = turn.select([order for order in turn.orders if order.is_open])
    return (
        selection.order if selection.named and selection.order and selection.order.id != question["order_id"] else None
    )


_SURE = 0.6
_HALF = 0.5  # where no more of the words than these are known, it is no language rather than another subject


class OutOfScope(TurnAction):
    """Say honestly what this bot is not for."""

    understood = False

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_out_of_scope"

    def handle(self, turn: Turn) -> None:
        """Say it, differently the second time; but what names one of their orders is hardly out of scope."""
        of_theirs = turn.confidence < _SURE and (named(turn) or product_named(turn))
        of_theirs = of_theirs or (
            bool(turn.order_in_view or turn.confidence < _SURE) and carry_on(turn)
        )  # "is it lost?"
        if of_theirs or knowledge.answer_from_article(turn):
            turn.made_sense = True
            return
        first = "utter_not_understood_1" if turn.known_words <= _HALF else "utter_out_of_scope"
        turn.say(first if turn.misunderstood == 0 else "utter_not_understood_2")


class NotUnderstood(TurnAction):
    """Admit it and ask in other words; the third time the turn policy brings a human."""

    understood = False

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_not_understood"

    def handle(self, turn: Turn) -> None:
        """Ask again, the second time with examples; an order that is named is reason enough to say where it is."""
        if named(turn) or carry_on(turn) or product_named(turn) or knowledge.answer_from_article(turn):
            turn.made_sense = True
            return
        turn.say("utter_not_understood_1" if turn.misunderstood == 0 else "utter_not_understood_2")
        turn.wish()
