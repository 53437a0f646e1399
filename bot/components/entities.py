"""Entities by rule: what has a form needs no training. And which entities, learnt ones too, a message rules out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from support import amounts, colours, dates, negation, settings, sizes
from support.calendars import local_day

# "W-10423", "w10423", "#10423", "order 10423", "order no. 10423", "订单号10423", "查一下W-10423". Han characters are word characters
# to `re`: what stands before or after a number is told by ASCII alone. "In order 2019" may be a year: four digits need a mark.
_ORDER = re.compile(
    r"(?<![A-Za-z0-9_-])(?P<marked>(?:W\s?-?\s?|[#＃]\s?)\d{4,8})(?!\d)"
    r"|(?:(?<![A-Za-z0-9_])(?:order|number)(?:\s+(?:number|no|nr|id)\b\.?)?(?:\s+is)?\s*[:：]?\s?|单号?是?\s?[:：]?\s?)"
    r"(?P<bare>(?!(?:19|20)\d\d(?!\d))\d{4,8})(?![\d/年]|-\d)",
    re.IGNORECASE,
)
_MARGIN = re.compile(r"^[\W_]+|[\W_]+$")
# What a rule finds goes before what was learnt for the same characters; of two rules the earlier.
_RULED = ("order_number", "date", "amount", "size", "color")

Entity = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FormEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Find `order_number` (value in the shop's form, W-10423), `date`, `amount`, `size` and `color`.

    They replace what was learnt for the same characters. `resolved` says what they mean: `{"from", "to"}` of a date (as of today, where
    the shop is), `{"value", "currency"}` of an amount, `{"value"}` of a size or colour in plain form; it is absent where that can't be
    told. An entity that the message rules out, whoever found it, carries `negated: True`.

    Args:
        today: returns the day that dates are read against.
    """

    def __init__(self, config: dict[str, Any], today: Callable[[], date] | None = None) -> None:
        self._config = config
        self._today = today or (lambda: datetime.now(UTC).date())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FormEntityExtractor:
        """Create the component; the shop's time zone is a setting."""
        timezone = settings.load().timezone
        return cls(config, lambda: local_day(datetime.now(UTC), timezone))

    @property
    def name(self) -> str:
        """Return the name that entities carry as their extractor."""
        return "FormEntityExtractor"

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message, in order of their place."""
        for message in messages:
            text = message.get(TEXT) or ""
            found: list[Entity] = []
            for entity in self._found(text):
                if not any(_overlap(entity, other) for other in found):
                    found.append({**entity, "confidence_entity": 1.0, "extractor": self.name})
            learnt = [kept for entity in message.get(ENTITIES, []) if (kept := _left_over(text, entity, found))]
            entities = sorted(learnt + found, key=lambda entity: (entity["start"], entity["end"]))
            message.set(ENTITIES, _marked(text, entities), add_to_output=True)
        return messages

    def _found(self, text: str) -> Iterator[Entity]:
        for match in _ORDER.finditer(text):
            kind = match.lastgroup or "marked"
            yield _entity("order_number", text, match.start(kind), match.end(kind), order_number(match[kind]))
        for day in dates.find(text, self._today()):
            yield _entity("date", text, day.start, day.end, resolved=day.span.isoformat() if day.span else None)
        for amount in amounts.find(text):
            meant = {"value": amount.value, "currency": amount.currency}
            yield _entity("amount", text, amount.start, amount.end, resolved=meant)
        for size in sizes.find(text):
            yield _entity("size", text, size.start, size.end, resolved={"value": size.size})
        for colour in colours.find(text):
            yield _entity("color", text, colour.start, colour.end, resolved={"value": colour.colour})


def _entity(
    kind: str, text: str, start: int, end: int, value: str | None = None, resolved: dict[str, Any] | None = None
) -> Entity:
    entity: Entity = {"entity": kind, "value": text[start:end] if value is None else value, "start": start, "end": end}
    return entity | ({"resolved": resolved} if resolved else {})


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _left_over(text: str, entity: Entity, found: list[Entity]) -> Entity | None:
    """Return what remains of a learnt entity beside those found by rule: of a product that which they do not cover."""
    over = [other for other in found if _overlap(entity, other)]
    if entity["entity"] == "order_number" or (over and entity["entity"] in _RULED):
        return None
    start, end = entity["start"], entity["end"]
    if entity["entity"] == "product":
        for other in over:  # "blue curtain", "lamp yesterday"; a form in the midst is part of the name
            if other["start"] <= start:
                start = max(start, other["end"])
            elif other["end"] >= end:
                end = min(end, other["start"])
        said = text[start:end]
        trimmed = _MARGIN.sub("", said) if over else said
        start += said.find(trimmed)
        end = start + len(trimmed)
    elif any(other["start"] <= start and end <= other["end"] for other in over):
        return None  # a reason may hold a day or an amount, but is not one
    if start >= end:
        return None
    return (
        entity
        if (start, end) == (entity["start"], entity["end"])
        else {**entity, "start": start, "end": end, "value": text[start:end]}
    )


def _marked(text: str, entities: list[Entity]) -> list[Entity]:
    """Mark what the message rules out: "not the lamp", "W-10231, sorry, W-10232"."""
    places = [negation.Place(entity["entity"], entity["start"], entity["end"]) for entity in entities]
    out = negation.excluded(text, places)
    return [
        {**entity, "negated": True} if flag and entity["entity"] != "reason" else entity
        for entity, flag in zip(entities, out, strict=True)
    ]


def order_number(text: str) -> str:
    """Return an order number in the shop's form: "w 10423" and "#10423" are "W-10423"."""
    return "W-" + "".join(str(int(c)) for c in text if c.isdecimal())
