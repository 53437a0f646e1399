"""A small project whose data are sound, to be broken in one place a test."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cli.validate import problems_in
from cli.validation.limits import Limits
from cli.validation.training import read
from support.emotion import Emotion

INTENTS = {"track_order": "包裹", "greet": "问候", "out_of_scope": "天气"}
EMOTIONS = dict(zip(Emotion, ("平静", "高兴", "感谢", "不解", "着急", "失望", "烦躁", "愤怒"), strict=True))
LIMITS = Limits(
    utterances={"en": 6, "zh": 5},
    utterances_busiest={"en": 8, "zh": 7},
    utterances_out_of_scope=8,
    imbalance=2,
    emotion=3,
    emotion_intents=3,
    emotion_at_home=1,
    emotion_share=0.75,
    near_share=0.08,
    foreign_share=0.08,
    characters=60,
    held_out={"en": 2, "zh": 2},
)
CORE = {
    "intents": [{name: {"use_entities": []}} for name in INTENTS],
    "entities": ["order_number", "product", "date", "reason"],
    "responses": {
        "utter_greet": [
            {"text": text, "metadata": {"language": language}, "buttons": [{"title": "OK"}]}
            for language, text in (("en", "Hi."), ("en", "Hello."), ("zh", "你好。"), ("zh", "您好。"))
        ]
    },
}


@dataclass
class Project:
    """Files below `root`; `utterances` are (intent, emotion, text) of each language, `sets` lines of JSON."""

    root: Path
    utterances: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    sets: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.utterances = {
            "en": [(i, str(e), f"{e} at {i.split('_')[0]}") for i in INTENTS for e in EMOTIONS],
            "zh": [(i, str(e), f"{han}{about}") for i, about in INTENTS.items() for e, han in EMOTIONS.items()],
        }
        self.sets = {
            "en": [self.row("any news of my cupboard?"), self.row("good evening, everyone", intent="greet")],
            "zh": [self.row("柜子发货了吗"), self.row("大家晚上好呀", intent="greet")],
        }
        self.write("bot/domain/core.yml", yaml.safe_dump(CORE))
        rules = [{"rule": name, "steps": [{"intent": name}, {"action": "utter_greet"}]} for name in INTENTS]
        self.write("data/rules/all.yml", yaml.safe_dump({"rules": rules}))
        self.write("actions/greeting.py", 'SAID = "utter_greet"\n')

    @staticmethod
    def row(text: str, intent: str = "track_order", emotion: str = "neutral", **more: Any) -> dict[str, Any]:
        return {"text": text, "intent": intent, "emotion": emotion, **more}

    def add(self, text: str, intent: str = "track_order", emotion: str = "neutral", language: str = "en") -> None:
        self.utterances[language].append((intent, emotion, text))

    def write(self, name: str, text: str | bytes) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def save(self) -> None:
        """Write utterances and sets; the first utterance of a file stands in line 5."""
        for language, rows in self.utterances.items():
            for intent in dict.fromkeys(intent for intent, _, _ in rows):
                lines = [
                    f"  - {{text: {json.dumps(text, ensure_ascii=False)}, metadata: {{emotion: {emotion}}}}}"
                    for i, emotion, text in rows
                    if i == intent
                ]
                head = ['version: "3.1"', "nlu:", f"- intent: {json.dumps(intent)}", "  examples:"]
                self.write(f"data/nlu/{language}/{intent.strip('[/]')}.yml", "\n".join([*head, *lines]) + "\n")
        for name, values in self.sets.items():
            lines = [value if isinstance(value, str) else json.dumps(value) for value in values]
            self.write(f"tests/nlu/{name}.jsonl", "\n".join(lines) + "\n")

    def problems(self, *, save: bool = True) -> list[str]:
        if save:
            self.save()
        return list(problems_in(self.root, *read(self.root), LIMITS))
