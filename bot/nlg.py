"""Choose a response's wording: in the customer's language, not the one used last, with values said as people say them."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_date
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from support.language import of_conversation

_VARIABLE = re.compile(r"\{(\w+)\}")
_LOCALES = {"en": ("en_GB", "EEEE, d MMMM"), "zh": ("zh_CN", "M月d日EEEE")}


class ResponseGenerator(NaturalLanguageGenerator):
    """Turn a response's name and values into text.

    A variation's `metadata: {language: …}` says which language it is in. Values that an action passes:

    - `opening="utter_x"`: that response's text is put before this one's, in the same message.
    - `day_due="2026-11-24"`: a day, said as "tomorrow", "Tuesday" or "Tuesday, 24 November".
    - `word_status="shipped"`: the response `word_shipped`.
    - `item={"en": …, "zh": …}`: the one of the customer's language.
    - anything else: as it is.
    """

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        self._responses = domain.responses
        self._random = random.Random()  # noqa: S311 - a choice of words, not a secret

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return the message (text, buttons), None if there is no such response."""
        language = language_of(tracker)
        variation = self._pick(utter_action, language, tracker)
        if variation is None:
            return None
        values = self._values(kwargs, language)
        text = self._fill(variation.get("text", ""), values)
        opening = kwargs.get("opening")
        if opening and (first := self._pick(opening, language, tracker)):
            gap = "" if language == "zh" else " "
            text = f"{self._fill(first['text'], values)}{gap}{text}"
        message: dict[str, Any] = {"text": text.strip(), "language": language}
        if variation.get("buttons"):
            message["buttons"] = [
                {"title": self._fill(b["title"], values), "payload": self._fill(b.get("payload") or b["title"], values)}
                for b in variation["buttons"]
            ]
        return message

    def _pick(self, name: str, language: str, tracker: DialogueStateTracker) -> dict[str, Any] | None:
        """Pick a wording of that language that this conversation has not heard lately."""
        variations = self._responses.get(name, [])
        spoken = [v for v in variations if (v.get("metadata") or {}).get("language", "en") == language]
        choices = spoken or variations
        if not choices:
            return None
        heard = _heard(tracker)
        fresh = [v for v in choices if not any(_skeleton(v.get("text", "")).search(text) for text in heard)]
        return self._random.choice(fresh or choices)

    def _values(self, kwargs: dict[str, Any], language: str) -> dict[str, str]:
        values: dict[str, str] = {}
        for name, value in kwargs.items():
            if isinstance(value, dict) and language in value:
                values[name] = str(value[language])
            elif name.startswith("day_") and value:
                values[name] = self._day(date.fromisoformat(value), language)
            elif name.startswith("word_") and value:
                values[name] = self._word(value, language)
            elif isinstance(value, str | int | float):
                values[name] = str(value)
        return values

    def _day(self, day: date, language: str) -> str:
        away = (day - datetime.now(UTC).date()).days
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(away)
        if near:
            return self._word(near, language)
        locale, pattern = _LOCALES[language]
        if language == "en" and -6 <= away <= 6:
            pattern = "EEEE"
        return format_date(day, pattern, locale=locale)

    def _word(self, word: str, language: str) -> str:
        for variation in self._responses.get(f"word_{word}", []):
            if (variation.get("metadata") or {}).get("language", "en") == language:
                return str(variation["text"])
        return word

    @staticmethod
    def _fill(text: str, values: dict[str, str]) -> str:
        # One pass: a value that happens to contain braces is never filled again.
        return _VARIABLE.sub(lambda match: values.get(match.group(1), ""), text)


def language_of(tracker: DialogueStateTracker) -> str:
    """Return the language to answer in."""
    texts = (e.text for e in reversed(tracker.events) if isinstance(e, UserUttered) and e.text)
    metadata = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
    preferred = (metadata.get("customer") or {}).get("language")
    return of_conversation(texts, preferred)


def _heard(tracker: DialogueStateTracker, last: int = 12) -> list[str]:
    texts = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered) and event.text:
            texts.append(event.text)
            if len(texts) == last:
                break
    return texts


def _skeleton(text: str) -> re.Pattern[str]:
    """Return a pattern that finds a wording whatever its variables were filled with."""
    return re.compile(".*".join(re.escape(part) for part in _VARIABLE.split(text)[::2]), re.DOTALL)
