"""A guest proves that an order is theirs, by its number and the postcode it goes to. What was proven covers that order only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from support.escalation import Reason
from support.orders import Order
from support.replies import same_postcode
from support.verification import Claim, Throttle, claim, spellings

if TYPE_CHECKING:
    from actions.turn import Turn

# Jobs about a person rather than an order: no order number opens them.
OF_THE_ACCOUNT = frozenset(
    {
        "purchase_history",
        "edit_account",
        "delete_account",
        "recover_password",
        "loyalty_points",
        "newsletter_subscription",
        "opt_out",
        "back_in_stock",
        "recommendation",
        "size_advice",
    }
)
# A postcode in such a wish is where the parcel shall go, not where it would go now.
_NEW_ADDRESS = frozenset({"change_shipping_address", "change_address"})
LASTS = timedelta(hours=24)  # for which an order stays open to the guest who proved it


@cache
def throttle() -> Throttle:
    """Return this process's count of tries."""
    return Throttle(lambda: datetime.now(UTC))


def in_force(verified: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was proven lately."""
    now = datetime.now(UTC)
    return [entry for entry in verified if now - datetime.fromisoformat(entry["at"]) < LASTS]


def needed(turn: Turn, job: str) -> bool:
    """Ask a guest for what proves the order, unless this message proves it or an earlier one did; return whether it is still needed."""
    asked = _asked(turn)
    said = claim(turn.text)
    if job in _NEW_ADDRESS:
        said = Claim(said.number)
    if turn.orders and (turn.proven or said == Claim() or (said.number is None and not asked)):
        return False  # about what was proven before
    if said.number and any(order.id in spellings(said.number) for order in turn.orders):
        return False
    turn.wish()
    if asked and asked["of"] and asked["of"] == turn.message:
        # A second wish of the message that led to the question: asked for once, carried out as well.
        turn.keep_question({**asked, "also": [*asked["also"], turn.wanted(job)]})
        return True
    return not _step(turn, job, _together(said, asked or {}), [turn.wanted(job)])


def answer(turn: Turn, question: dict[str, Any]) -> list[dict[str, Any]]:
    """Go on with what an answer says; return the wishes that may now be carried out, none while it isn't proven."""
    said = claim(turn.text, question["step"])
    if turn.intent == "deny" and said == Claim():
        turn.say("utter_verify_declined")
        turn.tried("verify_order", "refused")
        turn.offer_human(Reason.ASKED)
        return []
    wishes = [question["meant"], *question["also"]]
    if said == Claim():
        _ask(turn, question["job"], question["number"], question["postcode"], wishes, opening="utter_job_unclear")
        return []
    if not _step(turn, question["job"], _together(said, question), wishes):
        return []
    # The number in the wish itself may be the one that was wrong. One that only another wish names is another order.
    first = claim(wishes[0]["text"]).number
    return [{**wish, "proven": claim(wish["text"]).number in (None, first)} for wish in wishes]


def _together(said: Claim, before: dict[str, Any]) -> Claim:
    """Return what is claimed now: a new number alone goes with the postcode that was given before, one that was tried alone with none."""
    number = said.number or before.get("number")
    return Claim(number, said.postcode or (before.get("postcode") if number != before.get("number") else None))


def _asked(turn: Turn) -> dict[str, Any] | None:
    question = turn.question or {}
    return question if question.get("kind") == "verify" else None


def _step(turn: Turn, job: str, said: Claim, wishes: list[dict[str, Any]]) -> bool:
    """Try what is there, or ask for what is missing; return whether the order is proven."""
    if turn.wrong_tries >= turn.tries_allowed:
        turn.say("utter_verify_locked", closing=["utter_verify_locked_offer"])
        turn.tried("verify_order", "refused")
        turn.offer_human(Reason.ASKED)
        return False
    if said.number is None or said.postcode is None:
        _ask(turn, job, said.number, said.postcode, wishes)
        return False
    if not throttle().take(said.number):
        turn.say("utter_verify_throttled")
        turn.tried("verify_order", "refused")
        turn.fact("verification", "too many wrong tries for this order number in the last hour")
        turn.offer_human(Reason.ASKED)
        return False
    order = _found(turn, said.number)
    if order is None or order.address is None or not same_postcode(said.postcode, order.address.postcode):
        _wrong(turn, job, said, wishes)
        return False
    throttle().give_back(said.number)
    turn.open_order(order)
    turn.fact("order proven by number and postcode", order.id)
    turn.tried("verify_order", "done", order)
    return True


def _found(turn: Turn, number: str) -> Order | None:
    # Every spelling is looked up, found or not: how long it takes says nothing.
    found = [turn.any_order(spelling) for spelling in spellings(number)]
    return next((order for order in found if order is not None), None)


def _wrong(turn: Turn, job: str, said: Claim, wishes: list[dict[str, Any]]) -> None:
    """Say no more than that it doesn't fit: the same for a wrong postcode and for an order that isn't there."""
    turn.wrong_tries += 1
    turn.tried("verify_order", "refused")
    if turn.wrong_tries >= turn.tries_allowed:
        turn.say("utter_verify_locked")
        turn.fact("verification", f"locked after {turn.wrong_tries} wrong tries")
        turn.escalate(Reason.ASKED)
    else:
        _ask(turn, job, said.number, said.postcode, wishes, wrong=True)


def _ask(
    turn: Turn,
    job: str,
    number: str | None,
    postcode: str | None,
    wishes: list[dict[str, Any]],
    *,
    wrong: bool = False,
    opening: str = "",
) -> None:
    step = "number" if number is None else "postcode"
    question = {
        "kind": "verify",
        "job": job,
        "number": number,
        "postcode": postcode,
        "step": step,
        "heard": wishes[0]["text"],
        "meant": wishes[0],
        "also": wishes[1:],
        "of": turn.message,
        "reads": ["postcode", "order_number"],
        "intents": ["inform", wishes[0]["intent"]],
    }
    response = f"utter_verify_{step}"
    if wrong:
        response = "utter_verify_wrong_last" if turn.wrong_tries + 1 >= turn.tries_allowed else "utter_verify_wrong"
    turn.put(response, question, opening=[opening] if opening else [], order=number or "")
    turn.tried("verify_order", "asked")
