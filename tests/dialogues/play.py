"""Plays a script with the running Warmline and compares what comes back."""

from __future__ import annotations

import re
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from asking import Ear, Repeat, questions
from facts import Facts
from onlooker import Onlooker
from script import Script, Step
from stack import Person, Stack

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_URL = re.compile(r"https?://\S+")


# Below it the model guesses; each training guesses a little differently.
UNSURE = 0.6


@dataclass
class Played:
    """What happened in one script, step by step; `failed`: what was not as expected."""

    script: Script
    lines: list[dict[str, Any]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    asked: int = 0
    repeats: list[Repeat] = field(default_factory=list)

    @property
    def unsure(self) -> bool:
        """Say whether the model itself was unsure of what was said in the step that failed: the last one that was played."""
        read = (self.lines[-1]["understood"] or {}) if self.lines else {}
        return bool(self.failed) and float((read.get("intent") or {}).get("confidence") or 0.0) < UNSURE

    def transcript(self) -> str:
        """Return the dialogue as a person reads it, with what failed at its end."""
        rows = [self.script.id]
        for line in self.lines:
            read = line["understood"] or {}
            mood = (read.get("emotion") or {}).get("label", "")
            rows += [f"  they  {line['they']}", f"        ({(read.get('intent') or {}).get('name', '-')}, {mood})"]
            rows += [f"  bot   {reply}" for reply in line["replies"]] or ["  bot   (silent)"]
            rows += [f"        asked of the shop: {', '.join(line['changes'])}"] if line["changes"] else []
        return "\n".join([*rows, *(f"  ✗ {one}" for one in self.failed)])

    def record(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "name": self.script.id,
            "customer": self.script.customer,
            "language": self.script.language,
            "steps": self.lines,
            "failed": self.failed,
            "repeats": [asdict(repeat) for repeat in self.repeats],
        }


def play(script: Script, stack: Stack, look: Onlooker) -> Played:
    """Play a script to its end, or to the first step that goes wrong."""
    played = Played(script)
    person = stack.customer(script.customer)
    facts = Facts(look.shop, script.customer)
    # The facts of before: after a cancellation, the newest order of a mug is another one.
    filled = [
        (facts.fill(step.they, step.language), [[facts.fill(one, step.language) for one in any_of] for any_of in step.says])
        for step in script.steps
    ]  # fmt: skip
    ear = Ear(signed_in=script.customer is not None)
    for step, (they, says) in zip(script.steps, filled, strict=True):
        before = len(look.changes())
        started = time.monotonic()
        replies = person.say(they)
        took_ms = round((time.monotonic() - started) * 1000)
        texts = [str(reply["text"]) for reply in replies]
        understood = look.understood(person)
        line = {
            "they": they,
            "replies": texts,
            "buttons": [button["title"] for reply in replies for button in reply.get("buttons") or []],
            "understood": understood[-1] if understood else None,
            "responses": ear.hear(step.gives, step.corrects, texts),
            "changes": look.changes()[before:],
            "status": person.status,
            "took_ms": took_ms,
        }
        played.lines.append(line)
        played.failed = _wrong(script, step, says, line, look, person)
        if played.failed:
            break
    played.asked, played.repeats = ear.asked, ear.repeats
    return played


def _wrong(
    script: Script, step: Step, says: list[list[str]], line: dict[str, Any], look: Onlooker, person: Person
) -> list[str]:
    """Return what of a step is not as expected, one sentence each."""
    text = "\n".join(line["replies"])
    if step.silent:
        return [f"the bot should be silent, and said {text!r}"] if text else []
    wrong = [] if text.strip() else ["the bot said nothing"]
    low = text.lower()
    for any_of in says:
        if not any(one.lower() in low for one in any_of):
            wrong.append(f"nothing of {' | '.join(any_of)}")
    wrong += [f"must not be said: {one.pattern}" for one in (*step.says_not, *script.never) if one.search(text)]
    if text and language(text) != step.language:
        wrong.append(f"the answer should be in {step.language}")
    intent = ((line["understood"] or {}).get("intent") or {}).get("name")
    if step.intent and intent != step.intent:
        wrong.append(f"understood as {intent}, not as {step.intent}")
    if step.changes is not None and line["changes"] != list(step.changes):
        wrong.append(f"the shop was asked for {line['changes']}, not for {list(step.changes)}")
    if step.asks is not None and step.asks != bool(line["buttons"] or questions(text)):
        wrong.append("the bot should ask back" if step.asks else "the bot should not ask back")
    if step.status and line["status"] != step.status:
        wrong.append(f"the conversation is {line['status']}, not {step.status}")
    if step.handoff and (look.handed_over(person) or ("none",))[0] != step.handoff:
        wrong.append(f"handed over: {look.handed_over(person)}, not for {step.handoff}")
    return wrong


def language(text: str) -> str:
    """Return the language of a reply, whatever names of the other one are in it."""
    text = _URL.sub("", text)
    return "zh" if len(_CHINESE.findall(text)) > len(_WORD.findall(text)) else "en"
