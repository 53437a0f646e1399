"""Choose a response's wording: in the customer's language, not the one used last, with values said as people say them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_date
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.rephrasing import Rephraser
from support import emotion, empathy, settings
from support.calendars import local_day
from support.language import of_conversation
from support.wordings import Own

_VARIABLE = re.compile(r"\{(\w+)\}")
_WEEK, _SOON, _NEARLY_A_YEAR = 7, 45, 300  # days
_ASKED_LAST = re.compile(r"(?:^|(?<=[.!?。！？]))\s*[^.!?。！？]+[?？]$")
_LOCALES = {"en": ("en_GB", "EEEE, d MMMM"), "zh": ("zh_CN", "M月d日EEEE")}


class ResponseGenerator(TemplatedNaturalLanguageGenerator):
    """Turn a response's name and values into text.

    A variation's `metadata: {language: …}` says which language it is in. Values that an action passes:

    - `opening=["utter_x", …]`: the text of the first of these responses that exists is put before this one's, in the same message.
    - `lead=["utter_x", …]`: the same, between opening and text: the news that comes before everything else.
    - `closing=["utter_x", …]`: the same, after this one's text, but before the question that it ends in; its buttons stay.
    - `each_purchase=[{…}, …]`: a list, each row said by the response `line_purchase`.
    - `day_due="2026-11-24"`: a day, said as "tomorrow", "Tuesday" or "Tuesday, 24 November".
    - `word_status="shipped"`: the response `word_shipped`.
    - `item={"en": …, "zh": …}`: the one of the customer's language.
    - anything else: as it is.
    """

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain | None) -> None:
        # Rasa makes the generator before it has a domain; to a templated one it hands the responses when it loads a model.
        super().__init__(domain.responses if domain else {})
        configured = settings.load()
        self._timezone = configured.timezone
        self.rephraser = Rephraser.configured(configured)
        self.version = ""
        self._own: Own = {}
        self._random = random.Random()  # noqa: S311 - a choice of words, not a secret

    def take(self, version: str, own: Own) -> None:
        """Say the shop's own wordings from now on; `version` tells these from others (support/wordings.py)."""
        self.version, self._own = version, own

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return the message (text, buttons), None if there is no such response."""
        language = language_of(tracker)
        heard = _heard(tracker)
        values = self._values({"name": _first_name(tracker), **kwargs}, language)
        variation = self._pick(utter_action, language, values, heard)
        if variation is None:
            return None
        opening, wording = self._first(kwargs.get("opening"), language, values, heard)
        tone = next((known for known in empathy.TONES if opening.endswith(f"_{known}")), _tone(tracker))
        lead = self._first(kwargs.get("lead"), language, values, heard)[1]
        closing = self._first(kwargs.get("closing"), language, values, heard)[1]
        said = [part for part in (wording, lead, variation, closing) if part]
        texts = [part.get("text", "") for part in said]
        if closing:
            texts[-2:] = _before_the_question(*texts[-2:])
        template = _joined(texts, language)
        text = _fill(template, values).strip()
        message: dict[str, Any] = {"text": text, "language": language}
        if self.rephraser and not kwargs.get("buttons") and self.rephraser.may(utter_action, *said):
            reworded = await self.rephraser.rephrase(template, values, language, tone)
            if reworded:
                # What stood in its place is kept: for whoever wonders, and so that this wording counts as heard.
                message |= {"text": reworded, "reworded_from": text}
        if variation.get("buttons"):
            message["buttons"] = [
                {"title": button["title"], "payload": button.get("payload") or button["title"]}
                for button in variation["buttons"]
            ]
        return message

    def _first(
        self, names: Sequence[str] | None, language: str, values: dict[str, str], heard: list[str]
    ) -> tuple[str, dict[str, Any] | None]:
        """Pick a wording of the first of these responses that has one; return it with the response's name."""
        for name in names or ():
            wording = self._pick(name, language, values, heard)
            if wording:
                return name, wording
        return "", None

    def _pick(self, name: str, language: str, values: dict[str, str], heard: list[str]) -> dict[str, Any] | None:
        """Pick a wording of that language whose variables are known and that this conversation has not heard lately."""
        for wordings in (self._of_the_shop(name, language), self.responses.get(name, [])):
            known = [
                v for v in wordings if all(variable in values for variable in _VARIABLE.findall(v.get("text", "")))
            ]
            if known:
                break
        choices = [v for v in known if _language(v) == language] or known
        fresh = [v for v in choices if not any(_skeleton(v.get("text", "")).search(text) for text in heard)]
        return self._random.choice(fresh or choices) if choices else None

    def _of_the_shop(self, name: str, language: str) -> list[dict[str, Any]]:
        """Return the shop's own wordings of a response that the model knows, each with the buttons and the metadata of the shipped ones."""
        shipped = next((v for v in self.responses.get(name, []) if _language(v) == language), None)
        own = self._own.get(name, {}).get(language, ())
        return [{**shipped, "text": text} for text in own] if shipped else []

    def _values(self, kwargs: dict[str, Any], language: str) -> dict[str, str]:
        values: dict[str, str] = {}
        for name, value in kwargs.items():
            if isinstance(value, dict):
                if value.get(language, "") != "":
                    values[name] = str(value[language])
            elif name.startswith("each_") and isinstance(value, list):
                line = f"line_{name.removeprefix('each_')}"
                values[name] = "\n".join(self._line(line, self._values(row, language), language) for row in value)
            elif name.startswith("day_") and value:
                values[name] = self._day(date.fromisoformat(value), language)
            elif name.startswith("word_") and value:
                values[name] = self._word(value, language)
            elif isinstance(value, str | int | float) and value != "":
                values[name] = str(value)
        return values

    def _line(self, name: str, values: dict[str, str], language: str) -> str:
        variation = self._pick(name, language, values, [])
        return _fill(variation["text"], values) if variation else ""

    def _day(self, day: date, language: str) -> str:
        today = local_day(datetime.now(UTC), self._timezone)
        away = (day - today).days
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(away)
        if near:
            return self._word(near, language)
        return said_day(day, today, language)

    def _word(self, word: str, language: str) -> str:
        for variation in self.responses.get(f"word_{word}", []):
            if _language(variation) == language:
                return str(variation["text"])
        return word


def _before_the_question(text: str, closing: str) -> list[str]:
    """Put a closing before the question that a text ends in: what is asked last is what gets answered."""
    asked = _ASKED_LAST.search(text)
    return [text[: asked.start()], closing, asked.group().strip()] if asked else [text, closing]


def _joined(texts: Sequence[str], language: str) -> str:
    """Return texts as one, a new line after one that ends with an address: what follows would be taken for a part of it."""
    whole = ""
    for text in texts:
        ends_in_address = re.search(r"(?:_url\}|\{url\}|/help/[\w?=-]+)$", whole)
        whole += ("\n" if ends_in_address else "" if language == "zh" else " ") + text
    return whole.strip()


def said_day(day: date, today: date, language: str) -> str:
    """Say a day that has no word of its own: "Tuesday", "Friday, 4 December", or "15 July 2027" where the year isn't plain.

    Of another year the days around New Year need none, "Monday, 4 January" said in December; of any year those as far as next year's.
    """
    away = abs((day - today).days)
    locale, pattern = _LOCALES[language]
    # A bare weekday sounds like the one to come: "due Sunday".
    if language == "en" and today < day and away < _WEEK:
        pattern = "EEEE"
    elif away > _NEARLY_A_YEAR or (day.year != today.year and away > _SOON):
        pattern = "d MMMM yyyy" if language == "en" else "yyyy年M月d日"
    return format_date(day, pattern, locale=locale)


def _fill(text: str, values: dict[str, str]) -> str:
    # One pass: a value that happens to contain braces is never filled again.
    return _VARIABLE.sub(lambda match: values.get(match.group(1), ""), text)


def _language(variation: dict[str, Any]) -> str:
    return str((variation.get("metadata") or {}).get("language", "en"))


def language_of(tracker: DialogueStateTracker) -> str:
    """Return the language to answer in."""
    # What begins with "/" is an event of the gateway's: nobody said it.
    said = (e.text for e in reversed(tracker.events) if isinstance(e, UserUttered) and e.text)
    texts = (text for text in said if not text.startswith("/"))
    return of_conversation(texts, _customer(tracker).get("language"))


def _customer(tracker: DialogueStateTracker) -> dict[str, Any]:
    metadata = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
    return metadata.get("customer") or {}


def _first_name(tracker: DialogueStateTracker) -> str:
    name = str(_customer(tracker).get("name") or "")
    return name.split(" ")[0]


def _tone(tracker: DialogueStateTracker) -> str:
    parsed = (tracker.latest_message.parse_data if tracker.latest_message else None) or {}
    return empathy.tone(emotion.reading(parsed.get("emotion")))


def _heard(tracker: DialogueStateTracker, last: int = 12) -> list[str]:
    texts = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered) and event.text:
            texts.append(event.metadata.get("reworded_from") or event.text)
            if len(texts) == last:
                break
    return texts


def _skeleton(text: str) -> re.Pattern[str]:
    """Return a pattern that finds a wording whatever its variables were filled with."""
    return re.compile(".*".join(re.escape(part) for part in _VARIABLE.split(text)[::2]), re.DOTALL)
