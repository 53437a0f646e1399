"""The account: another name, phone number, e-mail or postal address; the end of it. Nothing changes without a yes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from actions import saved_address
from actions.turn import Turn, TurnAction
from integrations.shops.interface import RequestKind, RequestState
from support import account, replies
from support.contacts import masked_email, masked_phone
from support.escalation import Reason
from support.orders import Customer

Question = dict[str, Any]
CONFIRM = "confirm"
_READERS = {"phone": "phone", "email": "email", "name": "person"}
# "Keep it" in words that sound like the wish itself: "算了，不注销了", "don't delete it".
_KEEP = re.compile(
    r"\b(?:don'?t|do not|never ?mind|keep|leave|stop|not (?:now|yet))\b|不[用想要再]?(?:注销|删|销)|先不|算了|别(?:注销|删)|留着",
    re.IGNORECASE,
)
# A yes with a doubt in it is none.
_DOUBT = re.compile(
    r"[?？]|\b(?:but|wait|first|before|after|unless|if|what about)\b|但是?|不过|等等|先|如果", re.IGNORECASE
)


class EditAccount(TurnAction):
    """Change what the account says of them."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_edit_account"

    def handle(self, turn: Turn) -> None:
        """Read what is to change, and to what."""
        turn.wish()
        if turn.account is None:
            turn.say("utter_edit_account", opening=turn.opening("general", "edit_account"))
            turn.tried("edit_account", "answered")
            return
        _edit(turn, turn.account, {})


def edited(turn: Turn, question: Question) -> None:
    """Go on with the change, by an answer to what was asked."""
    customer, fields = turn.account, dict(question["fields"])
    if customer is None:
        turn.say("utter_edit_account")
        return
    if fields.get("part") == saved_address.PART:
        if account.part(turn.text) in _READERS:
            _edit(turn, customer, {})  # "actually my phone number"
        elif not saved_address.answered(turn, customer, question):
            _unclear(turn, question)
        return
    part = fields.get("part", "")
    value = _value(turn.text, part, alone=True) if part else None
    other = account.part(turn.text) or _by_value(turn.text)
    if value is None and other and other != part:
        _edit(turn, customer, {})  # "the e-mail address": what was asked for, or something else instead
    elif value and value != fields.get("value"):
        _edit(turn, customer, {"part": part, "value": value})
    elif turn.intent == "deny":
        _keep(turn, "edit_account")
    elif question["step"] == CONFIRM and (turn.intent == "affirm" or replies.agrees(turn.text)):
        _change(turn, part, fields)
    else:
        _unclear(turn, question)


def _edit(turn: Turn, customer: Customer, fields: dict[str, Any]) -> None:
    part = fields.get("part") or account.part(turn.text) or _by_value(turn.text)
    if part == "other":
        turn.say("utter_edit_account_colleague", opening=turn.opening("general", "edit_account"))
        turn.tried("edit_account", "refused")
        turn.offer_human(Reason.ASKED)
        return
    if part == saved_address.PART:
        saved_address.edit(turn, customer, {})
        return
    if part is None:
        _put(turn, "edit_account", "part", "utter_edit_account_which", {}, reads=["account_part", "email", "phone"])
        return
    value = fields.get("value") or _value(turn.text, part)
    old = {"phone": customer.phone, "email": customer.email, "name": customer.name}[part]
    if value and part == "name" and not fields and " " in old and " " not in value:
        value = None  # a first name or a surname alone: the whole one is asked for
    if value is None:
        _put(turn, "edit_account", "value", f"utter_edit_account_{part}", {"part": part}, reads=[_READERS[part]])
    elif _same(value, old):
        turn.say("utter_edit_account_same", word_part=f"account_{part}", value=value)
        turn.tried("edit_account", "answered")
    else:
        known = {"part": part, "value": value, "at": datetime.now(UTC).isoformat()}
        reads = [] if part == "name" else [_READERS[part]]
        shown = {"phone": masked_phone(old), "email": masked_email(old), "name": old}[part]
        response = "utter_edit_account_confirm" if shown else "utter_edit_account_confirm_first"
        _put(
            turn,
            "edit_account",
            CONFIRM,
            response,
            known,
            reads=reads,
            word_part=f"account_{part}",
            old=shown,
            value=value,
        )


def _change(turn: Turn, part: str, fields: dict[str, Any]) -> None:
    """Ask the shop for it, once for this yes."""
    key = f"edit_account:{(turn.customer or {}).get('id')}:{part}:{fields['at']}"
    receipt = turn.submit_account(RequestKind.EDIT_ACCOUNT, key, field=part, value=fields["value"])
    done = receipt.state is RequestState.DONE
    response = "utter_edit_account_done" if done else "utter_edit_account_requested"
    turn.say(response, word_part=f"account_{part}", value=fields["value"], reference=receipt.reference)
    turn.tried("edit_account", "done")
    turn.fact("account", f"{part} {receipt.state}, {receipt.reference}")
    turn.done = {"job": "edit_account", "order_id": ""}


def _by_value(text: str) -> str | None:
    """Return what a value alone tells: an address with an @, a number."""
    return "email" if replies.email(text) else "phone" if replies.phone(text) else None


def _value(text: str, part: str, *, alone: bool = False) -> str | None:
    if part == "phone":
        return replies.phone(text)
    if part == "email":
        return replies.email(text)
    return account.name_alone(text) if alone else account.person(text)


def _same(value: str, old: str) -> bool:
    return value.casefold() == old.casefold() or (
        bool(replies.phone(old)) and replies.phone(old) == replies.phone(value)
    )


class DeleteAccount(TurnAction):
    """End the account, after saying what goes with it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_delete_account"

    def handle(self, turn: Turn) -> None:
        """Say what happens, and ask for a yes."""
        turn.wish()
        customer = turn.account
        if customer is None:
            turn.say("utter_delete_account", opening=turn.opening("general", "delete_account"))
            turn.tried("delete_account", "answered")
            return
        warnings: list[dict[str, Any]] = [
            {"open_order": {"en": f"{o.contents('en')} ({o.id})", "zh": f"{o.contents('zh')}（{o.id}）"}}
            for o in turn.orders
            if o.is_open
        ][:5]
        warnings += [
            {"due_refund": str(refund.amount), "order": order.id}
            for order in turn.orders
            for refund in order.refunds
            if refund.status in ("requested", "approved")
        ][:5]
        if customer.loyalty_points:
            warnings.append({"points": f"{customer.loyalty_points:,}"})
        response = "utter_delete_account_confirm_warning" if warnings else "utter_delete_account_confirm"
        _put(
            turn,
            "delete_account",
            CONFIRM,
            response,
            {},
            opening=turn.opening("general", "delete_account"),
            each_loss=warnings,
        )


def deleted(turn: Turn, question: Question) -> None:
    """Do it after a plain yes, and only then."""
    plain = turn.intent == "affirm" or replies.agrees(turn.text)
    if turn.intent == "deny" or (_KEEP.search(turn.text) and not replies.agrees(turn.text)):
        _keep(turn, "delete_account")
    elif not plain or _DOUBT.search(turn.text):
        _unclear(turn, question)
    else:
        receipt = turn.submit_account(RequestKind.DELETE_ACCOUNT, f"delete_account:{(turn.customer or {}).get('id')}")
        done = receipt.state is RequestState.DONE
        response = "utter_delete_account_done" if done else "utter_delete_account_requested"
        turn.say("utter_delete_account_known" if receipt.repeated else response, reference=receipt.reference)
        turn.tried("delete_account", "done")
        turn.fact("account", f"to be deleted, {receipt.reference}")
        turn.done = {"job": "delete_account", "order_id": ""}


def _put(
    turn: Turn,
    job: str,
    step: str,
    response: str,
    fields: dict[str, Any],
    /,
    *,
    reads: list[str] | None = None,
    **values: Any,
) -> None:
    question = {
        "kind": "account",
        "job": job,
        "step": step,
        "fields": fields,
        "reads": reads or [],
        "intents": ["inform", job],
    }
    turn.put(response, question, **values)
    turn.tried(job, "asked")


def _keep(turn: Turn, job: str) -> None:
    turn.say(f"utter_{job}_kept")
    turn.tried(job, "answered")


def _unclear(turn: Turn, question: Question) -> None:
    """Ask the same again, once; then offer a person."""
    if question.get("unclear"):
        turn.say("utter_account_unclear")
        turn.tried(question["job"], "refused")
        turn.offer_human(Reason.ASKED)
        return
    asked = question["put"]
    again = {name: value for name, value in question.items() if name != "put"}
    turn.put(
        asked["response"],
        {**again, "unclear": 1},
        buttons=asked["buttons"],
        **{**asked["values"], "opening": ["utter_job_unclear"]},
    )
