"""Labels: known ones only, enough of each, none far larger than the others, every emotion in many intents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from cli.validation.limits import BUSIEST, EVENTS, Limits
from cli.validation.texts import character_problems, is_foreign, looks_foreign, mark_problems
from cli.validation.training import Example
from support.emotion import Emotion
from support.language import LANGUAGES

EMOTIONS = frozenset(str(emotion) for emotion in Emotion)


def example_problems(
    examples: Sequence[Example], intents: Set[str], entities: Set[str], limits: Limits
) -> Iterator[str]:
    """Yield what is wrong with single utterances."""
    for example in examples:
        said = [*character_problems(example.text, limits.characters), *mark_problems(example.marked, entities)]
        if example.intent not in intents:
            said.append(f"the domain has no intent {example.intent!r}")
        if example.intent in EVENTS:
            said.append(f"{example.intent} is told by the gateway: no utterance may be trained as it")
        if example.emotion not in EMOTIONS:
            said.append(f"emotion {example.emotion!r} is none of ours")
        if is_foreign(example.text, example.language):
            said.append(f"“{example.text}” is in the other language, not in {example.language}")
        yield from (f"{example.place}: {what}" for what in said)


def count_problems(examples: Sequence[Example], intents: Set[str], limits: Limits) -> Iterator[str]:
    """Yield which labels have too few utterances, or too many, or stand in too few places."""
    for language in LANGUAGES:
        here = [example for example in examples if example.language == language]
        place = f"data/nlu/{language}"
        for what in (*_sizes(here, language, intents, limits), *_spread(here, limits)):
            yield f"{place}: {what}"
        foreign = [example for example in here if looks_foreign(example.text, language)]
        if len(foreign) > limits.foreign_share * len(here):
            yield (
                f"{place}: {len(foreign)} of {len(here)} utterances look like the other language, more than "
                f"{limits.foreign_share:.1%}; the first is {foreign[0].place}"
            )


def least(intent: str, language: str, limits: Limits) -> int:
    """Return how many utterances an intent needs."""
    if intent == "out_of_scope":
        return limits.utterances_out_of_scope
    return (limits.utterances_busiest if intent in BUSIEST else limits.utterances)[language]


def _sizes(here: Sequence[Example], language: str, intents: Set[str], limits: Limits) -> Iterator[str]:
    counts = Counter(example.intent for example in here)
    sizes = {intent: counts[intent] for intent in sorted(intents - EVENTS)}
    for intent, size in sizes.items():
        if size < (needed := least(intent, language, limits)):
            yield f"{intent} has {size} utterances, fewer than {needed}"
    if not sizes:
        return
    largest, smallest = max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)
    if sizes[largest] > limits.imbalance * sizes[smallest]:
        yield (
            f"{largest} has {sizes[largest]} utterances, more than {limits.imbalance} times as many as "
            f"{smallest}, which has {sizes[smallest]}"
        )


def _spread(here: Sequence[Example], limits: Limits) -> Iterator[str]:
    for emotion in Emotion:
        counts = Counter(example.intent for example in here if example.emotion == emotion)
        total = counts.total()
        if total < limits.emotion:
            yield f"{emotion} has {total} utterances, fewer than {limits.emotion}"
        at_home = sum(count >= limits.emotion_at_home for count in counts.values())
        if emotion is not Emotion.NEUTRAL and at_home < limits.emotion_intents:
            yield (
                f"{emotion} has {limits.emotion_at_home} utterances or more in {at_home} intents, "
                f"fewer than {limits.emotion_intents}"
            )
        for intent, count in counts.most_common(1):
            if count > limits.emotion_share * total:
                yield f"{intent} holds {count} of the {total} utterances of {emotion}, more than {limits.emotion_share:.0%}"
