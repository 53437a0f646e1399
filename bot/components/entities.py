"""Order numbers and dates by rule: what has a form needs no training."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

# "W-10423", "w10423", "#10423", "order 10423", "order no. 10423", "订单号10423", "查一下W-10423". Han characters are word characters
# to `re`: what stands before or after a number is told by ASCII alone.
_ORDER = re.compile(
    r"(?<![A-Za-z0-9_-])(?P<marked>(?:W\s?-?\s?|[#＃]\s?)\d{4,8})(?!\d)"
    r"|(?:(?<![A-Za-z0-9_])(?:order|number)(?:\s+(?:number|no|nr|id)\b\.?)?(?:\s+is)?\s*[:：]?\s?|单号?是?\s?[:：]?\s?)"
    r"(?P<bare>\d{4,8})(?![\d/年]|-\d)",
    re.IGNORECASE,
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DATE = re.compile(
    rf"\b(?:(?:last|this|next|on)\s+)?(?P<day>{_DAY})\b"
    r"|\b(?:the day before yesterday|yesterday|today|tomorrow|tonight)\b"
    r"|\b(?:last (?:week|month|night|year)|this (?:week|month|morning)|next (?:week|month))\b"
    r"|\b(?:a|one|two|three|four|five|six|seven|ten|\d{1,2})\s+(?:days?|weeks?|months?)\s+ago\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
    r"|(?:上|这|本|下)(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]?|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|今天|昨天|前天|明天|后天|大前天|上个?月|这个月|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|[一二两三四五六七十\d]+(?:天|周|个月)前",
    re.IGNORECASE | re.ASCII,  # ASCII: there is a word boundary in "我2026-11-21下的单"
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FormEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Find `order_number` (value in the shop's form, W-10423) and `date`; they replace what was learnt for the same characters."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FormEntityExtractor:
        """Create the component."""
        return cls(config)

    @property
    def name(self) -> str:
        """Return the name that entities carry as their extractor."""
        return "FormEntityExtractor"

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message, in order of their place."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = [
                {
                    "entity": "order_number",
                    "value": order_number(m[m.lastgroup]),
                    "start": m.start(m.lastgroup),
                    "end": m.end(),
                }
                for m in _ORDER.finditer(text)
                if m.lastgroup
            ]
            found += [
                {"entity": "date", "value": m.group(), "start": m.start(), "end": m.end()} for m in _DATE.finditer(text)
            ]
            kept = [
                entity
                for entity in message.get(ENTITIES, [])
                if entity["entity"] != "order_number"
                and not any(f["start"] < entity["end"] and entity["start"] < f["end"] for f in found)
            ]
            rule_based = [{**entity, "confidence_entity": 1.0, "extractor": self.name} for entity in found]
            message.set(ENTITIES, sorted(kept + rule_based, key=lambda e: e["start"]), add_to_output=True)
        return messages


def order_number(text: str) -> str:
    """Return an order number in the shop's form: "w 10423" and "#10423" are "W-10423"."""
    return "W-" + "".join(str(int(c)) for c in text if c.isdecimal())
