"""Jobs of several steps: read all that a message says, ask for what is missing, one thing at a time, confirm, act once.

A job is left open in the slot `question` as {kind: "job", job, step, order_id, fields, …}. `fields` holds what is known: of the message,
of the shop, of earlier answers. Whatever step is asked for, each answer is read for all of them, so that a correction ("no, the blue one")
overwrites what was said before.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from actions.turn import Turn, TurnAction, ask_or_tell, needs_sign_in
from support import replies
from support.dialogue import choose
from support.orders import Order, OrderLine
from support.product_questions import variant_label
from support.selection import Selection

Fields = dict[str, Any]
CONFIRM = "confirm"


class Job(ABC):
    """One thing that the bot does for a customer's order. Texts: `utter_<name>_…` in the domain."""

    name: ClassVar[str]
    intents: ClassVar[tuple[str, ...]]  # what starts it, and what may be said again as an answer to its questions
    which: ClassVar[str]  # the response that asks which order
    steps: ClassVar[tuple[str, ...]] = ()  # what it needs, in the order of asking
    by_line: ClassVar[bool] = True  # whether it is about one item of an order rather than all of it

    @abstractmethod
    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return the orders that the job makes sense for, newest first."""

    @abstractmethod
    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Say whether the rules allow it; where they don't, tell the customer why and what they can do instead."""

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:  # noqa: B027 - some need nothing
        """Put what the message says into `fields`, overwriting what was said before; `line` may not be known yet."""

    @abstractmethod
    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask for one missing thing, or with `CONFIRM` for a yes to all of it, through `put`."""

    @abstractmethod
    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Do it, once, and say what was done."""

    def nothing(self, turn: Turn) -> None:
        """Say that there is no order for it."""
        turn.say(f"utter_{self.name}_nothing")
        turn.tried(self.name, "refused")

    def put(
        self,
        turn: Turn,
        order: Order,
        fields: Fields,
        step: str,
        response: str,
        /,
        *,
        reads: Sequence[str] = (),
        choices: Sequence[str] = (),
        **values: Any,
    ) -> None:
        """Ask something of this job; `reads` names what an answer may say (support/replies.py), `choices` what it may name."""
        question: dict[str, Any] = {
            "kind": "job",
            "job": self.name,
            "step": step,
            "order_id": order.id,
            "fields": fields,
            "reads": list(reads),
            "intents": ["inform", *self.intents],
        }
        if choices:
            question["candidates"] = [{"names": [choice]} for choice in choices]
        turn.put(response, question, **values)
        turn.tried(self.name, "asked", order)

    def start(self, turn: Turn) -> None:
        """Begin with a message, or go on with what was left unfinished: "and my return?"."""
        left = (turn.job or {}).get("question") or {}
        if left.get("job") == self.name and not self._names_another(turn, left):
            order = turn.order(left["order_id"])
            if order:
                self.go(turn, order, dict(left["fields"]))
                return
        self.find(turn)

    def select(self, turn: Turn, candidates: Sequence[Order]) -> Selection:
        """Find the order that the message means: not by what it says of the goal, a job's own matter."""
        return turn.select(candidates)

    def find(self, turn: Turn) -> None:
        """Find the order that is meant, and go on with it."""
        if needs_sign_in(turn, self.name):
            return
        turn.wish()
        selection = self.select(turn, self.orders(turn))
        if selection.order:
            self.go(turn, selection.order, {})
        elif ask_or_tell(turn, selection, self.name, self.which):
            turn.remember_text()  # "it's too small": not to be asked again once the order is known
        else:
            self.nothing(turn)

    def chosen(self, turn: Turn, order: Order, heard: str) -> None:
        """Go on with the order that was asked for; `heard` is the message that began it."""
        fields: Fields = {}
        with turn.hearing(heard):
            self.read(turn, order, self.line(turn, order, fields), fields)
        self.go(turn, order, fields)

    def go(self, turn: Turn, order: Order, fields: Fields) -> None:
        """Go as far as it goes: ask for the first thing that is missing, confirm when nothing is."""
        turn.settled = True
        turn.order_in_view = order.id
        turn.fact("product", order.label())
        line = self.line(turn, order, fields)
        self.read(turn, order, line, fields)
        if self.by_line and line is None and len(order.lines) > 1 and not fields.get("all"):
            self._which_line(turn, order, fields)
            return
        if not self.allowed(turn, order, line, fields):
            turn.job = None
            return
        step = next((step for step in self.steps if fields.get(step) is None), CONFIRM)
        self.ask(turn, order, line, fields, step)

    def line(self, turn: Turn, order: Order, fields: Fields) -> OrderLine | None:
        """Return the item that is meant: named now, known from before, or the only one."""
        if not self.by_line:
            return None
        if len(order.lines) > 1:
            if replies.everything(turn.text):
                fields["all"] = True
            index = choose(turn.text, [_names(line) for line in order.lines], ordinals=fields.get("line_id") is None)
            if index is not None:
                fields["line_id"] = order.lines[index].id
        known = next((line for line in order.lines if line.id == fields.get("line_id")), None)
        return known or (order.lines[0] if len(order.lines) == 1 else None)

    def _which_line(self, turn: Turn, order: Order, fields: Fields) -> None:
        question = {
            "kind": "job",
            "job": self.name,
            "step": "line_id",
            "order_id": order.id,
            "fields": fields,
            "reads": ["everything"],
            "intents": ["inform", *self.intents],
            "candidates": [{"names": _names(line)} for line in order.lines],
        }
        titles = [line.product.label(turn.language) for line in order.lines]
        turn.put("utter_which_item", question, buttons=[t[:1].upper() + t[1:] for t in titles[:5]], order=order.id)
        turn.tried(self.name, "asked", order)

    def answer(self, turn: Turn, question: dict[str, Any]) -> None:
        """Go on with what an answer says."""
        turn.settled = True
        order = turn.order(question["order_id"])
        if order is None:
            self.nothing(turn)
            return
        if turn.intent != "affirm" and self._names_another(turn, question):
            self.find(turn)  # "no, the boots": another order
            return
        turn.step = question["step"]
        fields: Fields = dict(question["fields"])
        before = dict(fields)
        line = self.line(turn, order, fields)
        self.read(turn, order, line, fields)
        corrected = fields != before
        if turn.intent == "deny" and not corrected:
            self.give_up(turn, order, line)
        elif question["step"] == CONFIRM and not corrected and (turn.intent == "affirm" or replies.agrees(turn.text)):
            turn.job = None
            if self.allowed(turn, order, line, fields):  # it may have changed while we talked
                self.act(turn, order, line, fields)
        elif corrected or question["step"] == "line_id":
            self.go(turn, order, fields)
        else:
            self.unclear(turn, question)

    def _names_another(self, turn: Turn, left: dict[str, Any]) -> bool:
        """Say whether a message names another order than the one that the job was left with."""
        selection = self.select(turn, turn.orders)
        return bool(selection.unknown) or bool(
            selection.named and selection.order and selection.order.id != left["order_id"]
        )

    def give_up(self, turn: Turn, order: Order, line: OrderLine | None) -> None:
        """Leave everything as it is."""
        turn.job = None
        turn.say(f"utter_{self.name}_kept", item=item_of(order, line))
        turn.tried(self.name, "answered", order)

    def unclear(self, turn: Turn, question: dict[str, Any]) -> None:
        """Ask the same thing again; who only comes back to the job, nothing but a yes being left, has been understood."""
        asked = question["put"]
        back = question["step"] == CONFIRM and turn.intent in self.intents
        again = {key: value for key, value in question.items() if key != "put"}
        turn.put(
            asked["response"],
            {**again, "unclear": question.get("unclear", 0) + 1},
            buttons=asked["buttons"],
            **{**asked["values"], "opening": ["utter_back_to_it" if back else "utter_job_unclear"]},
        )


class JobAction(TurnAction):
    """The action that starts a job: `action_<name>`."""

    @property
    @abstractmethod
    def job(self) -> Job:
        """Return the job; the SDK makes an instance of every action that is not abstract."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return f"action_{self.job.name}"

    def handle(self, turn: Turn) -> None:
        """Start it."""
        self.job.start(turn)


def item_of(order: Order, line: OrderLine | None, pieces: int = 0, *, of: int = 0) -> dict[str, str]:
    """Return what an item is called in both languages, with its size or colour; the whole order's contents without a line."""
    if line is None:
        return {"en": order.contents("en"), "zh": order.contents("zh")}
    label = {language: line.product.label(language) for language in ("en", "zh")}
    if line.variant:
        label = _bracketed(label, variant_label(line.variant))
    return counted(label, pieces, of=of) if pieces > 1 or 0 < pieces < of else label


def counted(label: dict[str, str], pieces: int, *, of: int = 0) -> dict[str, str]:
    """Return a label with how many pieces it is about behind it, for "the" stands before it: "mug (cream, 2 pieces)", "mug (1 of 2)"."""
    if pieces < of:
        return _bracketed(label, {"en": f"{pieces} of {of}", "zh": f"{of}件中的{pieces}件"})
    return _bracketed(label, {"en": f"{pieces} piece{'s'[: pieces != 1]}", "zh": f"{pieces}件"})


def _bracketed(label: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    """Put something in brackets behind a label, in those that it has."""
    found = {}
    for language, (opens, closes, comma) in (("en", (" (", ")", ", ")), ("zh", ("（", "）", "，"))):
        said = label[language]
        found[language] = (said[:-1] + comma if said.endswith(closes) else said + opens) + more[language] + closes
    return found


def _names(line: OrderLine) -> list[str]:
    product = line.product
    names = [product.short_name, product.short_name_zh, product.name, product.name_zh]
    return [name for name in dict.fromkeys(names) if name]
