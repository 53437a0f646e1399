"""Photos and documents that come with a message, or as one: they belong to the open claim; without one it is asked once what they show.

The bot knows how many came and what they are called; it cannot look into them, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support import replies
from support.escalation import Reason
from support.selection import titles

if TYPE_CHECKING:
    from actions.turn import Turn

_FACTS = {"image": "photo", "pdf": "document"}
_CLAIMS = frozenset({"item_damaged", "wrong_item", "missing_item"})
_HINTED, _ASKED, _TOLD = "photo:hint", "photo:asked", "photo:told"
# What kind of claim a reason makes, where a word about the photo names one.
_PROBLEMS = {"damaged": "damaged", "wrong_item": "wrong"}


def alone(turn: Turn) -> None:
    """Answer photos without words, or with words that say no more than "here"."""
    question = turn.question or {}
    turn.small_talk = not turn.text and "put" not in question  # makes what was not understood before no clearer
    if turn.claim and question.get("kind") not in ("problem", "which_order"):
        thank(turn)
    elif question.get("kind") == "which_order":
        known = [turn.order(each["order_id"]) for each in question["candidates"]]
        buttons = titles([order for order in known if order], turn.language)
        turn.say("utter_attachment_which", buttons=buttons, word_files=files(turn))
        turn.keep_question(question)
    elif question or _ASKED in turn.said:
        turn.say("utter_attachment_received", word_files=files(turn))
        if "put" not in question:  # what was put as a question is put again (actions/unfinished.py)
            turn.keep_question(question)
    else:
        turn.said.append(_ASKED)
        turn.say("utter_attachment_what", word_files=files(turn))
        turn.ask("attachment", intents=["inform", "product_question"])
        turn.tried("attachment", "asked")
    turn.acknowledged = True


def shown(turn: Turn) -> str | None:
    """Return the kind of claim that an answer to "what does it show?" makes; None where it makes none."""
    return _PROBLEMS.get(replies.reason(turn.text) or "")


def passed(turn: Turn) -> None:
    """Keep what they said of the photo for a colleague, and offer one: only a person can look at it."""
    turn.wish()
    turn.say("utter_attachment_passed")
    turn.offer_human(Reason.ASKED)


def thank(turn: Turn) -> None:
    """Thank for what has come to the open claim, say what happens next, and leave open what was."""
    assert turn.claim is not None
    question = turn.question or {}
    turn.acknowledged = True
    turn.say(
        "utter_attachment_thanks",
        word_files=files(turn),
        reference=turn.claim["reference"],
        item=turn.claim["item"],
    )
    if question.get("kind") == "remedy" and not question.get("over") and not question.get("sold_out"):
        turn.say("utter_remedy_open")
    if question:
        turn.keep_question(question)


def hint(turn: Turn) -> list[str]:
    """Return what tells, once, that a photo helps; nothing where one has come, or nobody wants to hear it."""
    if turn.attachments or turn.attached or _HINTED in turn.said or turn.handoff_follows:
        return []
    turn.said.append(_HINTED)
    return ["utter_photo_helps"]


def welcome(turn: Turn) -> None:
    """Answer somebody who offers a photo, or asks whether one is needed."""
    if turn.attachments:
        return
    turn.said.append(_HINTED)
    turn.say("utter_photo_welcome")


def open_claim(turn: Turn, order_id: str, problem: str, item: dict[str, str], reference: str) -> None:
    """Remember the claim that photos belong to from now on; reported again, it keeps those that it has."""
    if not turn.claim or turn.claim["reference"] != reference:
        claim = {"order_id": order_id, "problem": problem, "item": item, "reference": reference}
        turn.claim = {**claim, "counts": {}}


def take_up(turn: Turn) -> None:
    """Give the claim what has come, or keep it until there is one; note how many there are, and say so first."""
    new = _new(turn)
    waiting = _sum((turn.attached or {}).get("counts", {}), new)
    if not waiting:
        return
    reported = turn.claim is not None and not _claiming(turn)
    if turn.claim and reported:
        counts = _sum(turn.claim["counts"], waiting)
        turn.claim = {**turn.claim, "counts": counts}
        turn.attached = {"message": turn.message, "counts": {}} if turn.attachments else None
        turn.tried("attachment", "done", order_id=turn.claim["order_id"])
    else:
        counts = waiting
        turn.attached = {"message": turn.message, "counts": waiting}
    for kind, count in counts.items():
        turn.fact(_FACTS[kind], str(count))
    if turn.acknowledged or turn.escalated or turn.action == "action_handoff":
        return  # who takes over sees it
    if reported:
        turn.say_first("utter_attachment_noted", word_files=_word(waiting))
    elif new and not turn.asked and _TOLD not in turn.said:
        turn.said.append(_TOLD)
        turn.say_first("utter_attachment_kept", word_files=files(turn))


def files(turn: Turn) -> str:
    """Return the word for what came with this message: photo, photos, document, documents or files."""
    return _word(_count(turn.attachments))


def _word(counts: dict[str, int]) -> str:
    if len(counts) != 1:
        return "files"
    ((kind, count),) = counts.items()
    return _FACTS[kind] + ("s" if count > 1 else "")


def _claiming(turn: Turn) -> bool:
    """Say whether another claim is being made, and waits for an answer: then the photo is most likely of that."""
    question: dict[str, Any] = turn.next_question or {}
    return question.get("kind") == "problem" or (question.get("kind") == "which_order" and question["job"] in _CLAIMS)


def _new(turn: Turn) -> dict[str, int]:
    """Return what came with this message, unless another of its wishes has counted it."""
    counted = bool(turn.message) and (turn.attached or {}).get("message") == turn.message
    return {} if counted else _count(turn.attachments)


def _count(attachments: list[dict[str, Any]]) -> dict[str, int]:
    kinds = [each["kind"] for each in attachments]
    return {kind: kinds.count(kind) for kind in _FACTS if kind in kinds}


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {kind: one.get(kind, 0) + other.get(kind, 0) for kind in _FACTS if one.get(kind) or other.get(kind)}
