"""A conversation with the actions alone: intents are given, slots are kept, nothing is trained."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import AnswerQuestion
from actions.turn import TurnAction
from bot.components.entities import FormEntityExtractor
from support.attachments import CAPTIONS
from support.dialogue import answers
from support.emotion import VALENCE, Emotion


@dataclass
class Talk:
    """One customer's conversation. `actions`: the action for each intent that is used."""

    actions: dict[str, TurnAction]
    customer: str | None = "c-three"
    slots: dict[str, Any] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    handoff: dict[str, Any] | None = None
    at: str = ""  # when the message came; the same again: an action for another wish of that message
    about: dict[str, str] | None = None
    opt_outs: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()  # what comes with each message: names of files

    def says(
        self, text: str, intent: str = "inform", *, confidence: float = 0.9, emotion: str = "neutral", **product: str
    ) -> list[dict[str, Any]]:
        """Say something and return the responses by name, with their values.

        An answer to the open question is taken for one, as the turn policy does it; `product` names an entity that a model would find.
        """
        message = Message({"text": text})
        FormEntityExtractor({}).process([message])
        entities = [*(message.get("entities") or [])]
        entities += [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in product.items()]
        who = {"id": self.customer, "name": "Somebody", "opt_outs": self.opt_outs} if self.customer else None
        attached = [{"kind": "pdf" if name.endswith("pdf") else "image", "name": name} for name in self.photos]
        latest = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": entities,
            "emotion": {"label": emotion, "confidence": 0.95, "valence": VALENCE[Emotion(emotion)], "intensity": 0.5},
            "metadata": {"customer": who, "about": self.about, "attachments": attached},
        }
        heard = {"event": "user", "text": text, "timestamp": self.at}
        tracker = Tracker("cv_1", dict(self.slots), latest, [heard], False, None, {}, None)
        dispatcher = CollectingDispatcher()
        answered = answers(self.slots.get("question"), text, intent, confidence)
        told = intent in ("chat_opened", "follow_up", "attachment_sent")  # by the gateway: answers nothing
        caption = bool(attached) and intent in CAPTIONS
        action = self.actions["attachment_sent" if caption else intent] if told or not answered else AnswerQuestion()
        for event in asyncio.run(action.run(dispatcher, tracker, {})):
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        for said in dispatcher.messages:
            self.notes += (said.get("custom") or {}).get("notes") or []
        return [said for said in dispatcher.messages if said.get("response")]

    def shows(self, *names: str, text: str = "", intent: str = "attachment_sent", **rest: Any) -> list[dict[str, Any]]:
        """Send photos, perhaps with words, and return the responses."""
        self.photos = names
        try:
            return self.says(text or "/attachment_sent", intent, **rest)
        finally:
            self.photos = ()

    def hears(self, text: str, intent: str = "inform", **rest: Any) -> list[str]:
        """Say something and return the responses' names."""
        return [said["response"] for said in self.says(text, intent, **rest)]
