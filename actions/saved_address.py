"""The address that the account has saved: where new orders go. Orders that are placed keep theirs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from actions.address_parts import PARTS, complete, line_of, read_parts
from actions.turn import Turn
from integrations.shops.interface import RequestKind, RequestState
from support import replies
from support.orders import Address, Customer

JOB = "edit_account"
CONFIRM = "confirm"
PART = "address"


def edit(turn: Turn, customer: Customer, fields: dict[str, Any]) -> None:
    """Read the new address; ask for what is missing of it, then for a yes."""
    turn.settled = True
    turn.wish()
    _go(turn, customer, {**fields, "part": PART})
    turn.shorten_wish(replies.without_address(turn.text).strip() or "…")


def answered(turn: Turn, customer: Customer, question: dict[str, Any]) -> bool:
    """Go on with an answer; return False for one that says nothing of the address, neither yes nor no."""
    fields: dict[str, Any] = dict(question["fields"])
    before = {part: fields.get(part) for part in PARTS}
    _read(turn, customer, fields)
    if {part: fields.get(part) for part in PARTS} != before:
        _go(turn, customer, fields)
    elif turn.intent == "deny":
        turn.say("utter_edit_account_kept")
        turn.tried(JOB, "answered")
    elif question["step"] == CONFIRM and (turn.intent == "affirm" or replies.agrees(turn.text)):
        _change(turn, customer, fields)
    else:
        return False
    return True


def _read(turn: Turn, customer: Customer, fields: dict[str, Any]) -> None:
    read_parts(turn, fields, replies.address(turn.text), customer.address)


def _go(turn: Turn, customer: Customer, fields: dict[str, Any]) -> None:
    _read(turn, customer, fields)
    new = complete(turn, customer.address, fields)
    if new is None:
        step = next(part for part in PARTS if fields.get(part) is None)
        reads = ["postcode", "address"] if step == "postcode" else ["address"]
        fields["asked"] = step
        _put(turn, step, f"utter_edit_account_address_{step}", fields, reads, street=str(fields.get("street") or ""))
    elif _same(new, customer.address):
        turn.say("utter_edit_account_same", word_part="account_address", value=line_of(new))
        turn.tried(JOB, "answered")
    else:
        fields |= {"asked": CONFIRM, "at": datetime.now(UTC).isoformat()}
        _put(turn, CONFIRM, "utter_edit_account_address_confirm", fields, ["address"], value=line_of(new))


def _put(turn: Turn, step: str, response: str, fields: dict[str, Any], reads: list[str], **values: str) -> None:
    question = {"kind": "account", "job": JOB, "step": step, "fields": fields, "reads": reads}
    turn.put(response, {**question, "intents": ["inform", JOB, "change_shipping_address"]}, **values)
    turn.tried(JOB, "asked")


def _change(turn: Turn, customer: Customer, fields: dict[str, Any]) -> None:
    """Ask the shop for it, once for this yes; say that orders which are placed keep theirs."""
    new = complete(turn, customer.address, fields)
    if new is None:
        return
    key = f"edit_account:{customer.id}:{PART}:{fields['at']}"
    receipt = turn.submit_account(RequestKind.EDIT_ACCOUNT, key, field=PART, address=asdict(new))
    done = receipt.state is RequestState.DONE
    response = "utter_edit_account_address_done" if done else "utter_edit_account_requested"
    turn.say(response, word_part="account_address", value=line_of(new), reference=receipt.reference)
    coming = [order for order in turn.orders if order.is_open]
    if coming:
        rows = [
            {"item": {"en": order.contents("en"), "zh": order.contents("zh")}, "order": order.id} for order in coming
        ]
        turn.say("utter_edit_account_address_orders", each_open_order=rows[:5])
    turn.tried(JOB, "done")
    turn.fact("account", f"{PART} {receipt.state}, {receipt.reference}")
    turn.done = {"job": JOB, "order_id": ""}


def _same(new: Address, old: Address | None) -> bool:
    def plain(address: Address) -> tuple[str, ...]:
        parts = (address.street, address.postcode, address.city)
        return tuple(" ".join(part.casefold().split()) for part in parts)

    return old is not None and plain(new) == plain(old)
