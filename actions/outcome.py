"""What comes of a turn: what is said and asked, noted for agents, remembered for the next one, handed over."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from support import empathy
from support.emotion import Reading
from support.escalation import Reason
from support.orders import Order
from support.selection import question, titles


class Outcome(ABC):
    """Collects it; who writes, and what was known before, a turn says (actions/turn.py)."""

    text: str
    customer: dict[str, Any] | None
    reading: Reading | None
    said: list[str]
    order_in_view: str | None
    done: dict[str, Any] | None
    job: dict[str, Any] | None
    claim: dict[str, Any] | None
    attached: dict[str, Any] | None
    verified: list[dict[str, Any]]
    wrong_tries: int
    misunderstood: int
    small_talk: bool

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        self._dispatcher = dispatcher
        self._next_question: dict[str, Any] | None = None
        self._escalate: Reason | None = None
        self._notes: list[dict[str, Any]] = []
        self._handoff: dict[str, Any] | None = None
        self._is_over = False

    @property
    @abstractmethod
    def language(self) -> str:
        """Return the language to answer in, for what is not a response (button titles)."""

    @property
    @abstractmethod
    def today(self) -> date:
        """Return the day, where the shop is."""

    @property
    @abstractmethod
    def answered(self) -> bool:
        """Say whether another wish of this message has been answered already."""

    @property
    @abstractmethod
    def handoff_follows(self) -> bool:
        """Say whether their feelings end this turn in a handoff."""

    def opening(self, situation: str, issue: str) -> list[str]:
        """Choose how to begin, and remember it; in the middle of an answer nothing is begun but what the shop is at fault for."""
        if situation == "general" and self.answered:
            return []
        chosen = empathy.opening(situation, issue, self.reading, self.said)
        if chosen.remember:
            self.said.append(chosen.remember)
        return list(chosen.responses)

    def say(self, response: str, /, *, buttons: Sequence[str] = (), **values: Any) -> None:
        """Say a response of the domain; values as `bot/nlg.py` takes them, buttons by their titles."""
        self._dispatcher.utter_message(
            response=response, buttons=[{"title": title, "payload": title} for title in buttons], **values
        )

    def say_first(self, response: str, /, **values: Any) -> None:
        """Say a response before everything else that this turn says: buttons stay with what is said last."""
        self.say(response, **values)
        self._dispatcher.messages.insert(0, self._dispatcher.messages.pop())

    def ask_which(
        self, response: str, candidates: Sequence[Order], job: str, *, buttons: Sequence[str] = (), **values: Any
    ) -> None:
        """Ask which order is meant, by product name; without other buttons with one for each."""
        self.say(response, buttons=buttons or titles(candidates, self.language), **values)
        self._next_question = question(candidates, job)
        self.tried(job, "asked")

    def ask(self, kind: str, **fields: Any) -> None:
        """Leave a question open; the next message may answer it."""
        self._next_question = {"kind": kind, **fields}

    def put(self, response: str, question: dict[str, Any], /, *, buttons: Sequence[str] = (), **values: Any) -> None:
        """Ask something and leave it open; where they talk of something else first, it is asked again in other words."""
        self.say(response, buttons=buttons, **values)
        kept = {name: value for name, value in values.items() if name not in ("opening", "lead")}
        question = {**question, "put": {"response": response, "buttons": list(buttons), "values": kept}}
        self._next_question = question
        if question["kind"] == "job":
            self.job = {"question": question, "at": datetime.now(UTC).isoformat()}

    def remember_text(self) -> None:
        """Keep this message with the question that it leads to: what it says is not asked for again."""
        if self._next_question:
            self._next_question = {**self._next_question, "heard": self.text}

    def opted_out(self, what: str) -> bool:
        """Say whether they want no more of it: "suggestions", or "messages" of our own accord."""
        known = (self.customer or {}).get("opt_outs") or ()
        return what in known or f"opt_out:{what}" in self.said

    def opt_out(self, what: str) -> None:
        """Note that they want no more of it; it holds from now on."""
        self._notes.append({"kind": "opt_out", "what": what})
        self.said = [*self._without(what), f"opt_out:{what}"]

    def opt_in(self, what: str) -> None:
        """Note that they want it again."""
        self._notes.append({"kind": "opt_in", "what": what})
        self.said = self._without(what)

    def _without(self, what: str) -> list[str]:
        return [memory for memory in self.said if memory != f"opt_out:{what}"]

    @property
    def asked(self) -> bool:
        """Say whether this turn leaves a question of its own open."""
        return self._next_question is not None

    @property
    def next_question(self) -> dict[str, Any] | None:
        """Return the question that this turn leaves open."""
        return self._next_question

    @property
    def escalated(self) -> bool:
        """Say whether this turn ends in a handoff."""
        return self._escalate is not None or self._handoff is not None

    def keep_question(self, question: dict[str, Any]) -> None:
        """Leave a question open that an earlier turn asked."""
        self._next_question = question

    def offer_human(self, reason: Reason) -> None:
        """Leave the offer of a human open."""
        self.ask("offer_human", reason=str(reason), intents=["contact_human_agent"])

    def escalate(self, reason: Reason) -> None:
        """Have this turn end in a handoff."""
        self._escalate = reason

    def hand_over(self, handoff: dict[str, Any]) -> None:
        """Ask the relay for the handoff."""
        self._handoff = handoff

    def tried(self, action: str, outcome: str, order: Order | None = None, *, order_id: str = "") -> None:
        """Note for an agent what was tried: answered, done, asked, refused or failed."""
        note: dict[str, Any] = {"kind": "tried", "action": action, "outcome": outcome}
        about = order.id if order else order_id
        if about:
            note["order_ids"] = [about]
            self.order_in_view = about
        self._notes.append(note)

    def fact(self, key: str, value: str) -> None:
        """Note what nobody needs to ask again."""
        self._notes.append({"kind": "fact", "key": key, "value": value})

    def follow_up(self, key: str, due_on: date, about: dict[str, str], *, told: bool = True) -> list[str]:
        """Have the conversation looked at again on a promised day, by `action_follow_up`; for customers who want to be written to.

        Returns the closing that tells of it (with `day_follow_up`): once a conversation, and only where nobody takes over.

        Args:
            told: whether it may be told; not where the answer ends in a question.
        """
        if not self.customer or self.opted_out("messages") or due_on < self.today:
            return []
        self._notes.append({"kind": "follow_up", "key": key, "due_on": due_on.isoformat(), "about": about})
        if not told or "follow_up" in self.said or self.escalated or self.handoff_follows:
            return []
        self.said.append("follow_up")
        return ["utter_follow_up_promised"]

    def finish(self) -> None:
        """Note that they have said goodbye: the conversation is over, unless this turn leaves a question open or hands over."""
        self._is_over = True

    def wish(self) -> None:
        """Note the message as the open question."""
        self._notes.append({"kind": "question", "text": self.text})

    def shorten_wish(self, text: str) -> None:
        """Have the open question say only this of the message: what is private in the rest is not noted."""
        self._notes = [note if note["kind"] != "question" else {**note, "text": text} for note in self._notes]

    def events(self, understood: bool = True) -> list[dict[str, Any]]:
        """Return the slots of the next turn, after sending the notes along."""
        misunderstood = 0 if understood else self.misunderstood + 1
        if self._is_over and not (self.asked or self.escalated):
            self._notes.append({"kind": "done"})
        if self._notes or self._handoff:
            self._dispatcher.utter_message(json_message={"notes": self._notes, "handoff": self._handoff})
        return [
            SlotSet("question", self._next_question),
            SlotSet("said", self.said),
            SlotSet("order_in_view", self.order_in_view),
            SlotSet("done", self.done),
            SlotSet("job", self.job),
            SlotSet("claim", self.claim),
            SlotSet("attached", self.attached),
            SlotSet("verified", self.verified or None),
            SlotSet("wrong_tries", self.wrong_tries or None),
            SlotSet("misunderstood", self.misunderstood if self.small_talk else misunderstood),
            SlotSet("escalate", str(self._escalate) if self._escalate else None),
        ]
