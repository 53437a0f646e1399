"""What is measured: from labelled messages and what was read in them to figures, as plain dicts for results.json.

Shares are 0 … 1; `…_95` is a 95 % interval [low, high]; a figure that cannot be had is None.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation import scores
from evaluation.noise import PER_SLIP, TONES, Corrupted

Json = dict[str, Any]

ERRORS = 40
FALSE_ALARMS = 0.03
OUT_OF_SCOPE = "out_of_scope"
UPSET = ("angry", "frustrated")


@dataclass(frozen=True)
class Read:
    """What was understood of one text: labels with their probabilities, wishes in order, entities as (kind, value, as written)."""

    intent: str
    intents: Mapping[str, float]
    emotion: str
    emotions: Mapping[str, float]
    wishes: tuple[str, ...] | None
    entities: tuple[tuple[str, str, str], ...]


def read(text: str, parsed: Mapping[str, Any]) -> Read:
    """Take from a parse result what is measured; `wishes` is None where the parser knows no such thing."""
    intent = parsed["intent"]
    emotion = parsed.get("emotion") or {}
    label = str(emotion.get("label"))
    wishes = parsed.get("wishes")
    return Read(
        intent=str(intent["name"]),
        intents={one["name"]: float(one["confidence"]) for one in [intent, *parsed.get("intent_ranking", [])]},
        emotion=label,
        emotions=emotion.get("ranking") or {label: float(emotion.get("confidence") or 0.0)},
        wishes=None if wishes is None else tuple(str(wish["intent"]) for wish in wishes),
        entities=tuple(
            (str(one["entity"]), str(one["value"]), text[one["start"] : one["end"]])
            for one in parsed.get("entities") or []
        ),
    )


def head(texts: Sequence[str], truth: Sequence[str], guess: Sequence[str], sure: Sequence[float]) -> Json:
    """Measure intents or emotions: `sure` are the confidences of `guess`. Errors come with the surest first."""
    right = scores.hits(truth, guess)
    calibrated = scores.calibration(sure, right)
    wrong = sorted((index for index, hit in enumerate(right) if not hit), key=lambda index: -sure[index])
    return {
        "utterances": len(truth),
        "accuracy": scores.accuracy(truth, guess),
        "accuracy_95": _pair(scores.accuracy_interval(right)),
        "macro_f1": scores.macro_f1(truth, guess),
        "macro_f1_95": _pair(scores.macro_f1_interval(truth, guess)),
        "ece": calibrated.ece,
        "bins": [asdict(one) for one in calibrated.bins],
        "labels": {label: asdict(score) for label, score in scores.per_label(truth, guess).items()},
        "wrong": len(wrong),
        "errors": [
            {"text": texts[i], "is": truth[i], "taken_for": guess[i], "confidence": sure[i]} for i in wrong[:ERRORS]
        ],
    }


def probability(shares: Mapping[str, float], label: str, labels: int) -> float:
    """Return a label's probability; a ranking that was cut off leaves the rest equally to the labels that it doesn't name."""
    if label in shares:
        return shares[label]
    return max(0.0, 1.0 - sum(shares.values())) / max(1, labels - len(shares))


def out_of_scope(truth: Sequence[str], reads: Sequence[Read]) -> Json | None:
    """Measure what is told apart from out of scope: the label, and 1 − P(out of scope) as a score of being in scope."""
    real = [label == OUT_OF_SCOPE for label in truth]
    if not any(real) or all(real):
        return None
    found = scores.per_label(truth, [one.intent for one in reads])[OUT_OF_SCOPE]
    inside = [not one for one in real]
    score = [1 - probability(one.intents, OUT_OF_SCOPE, len(set(truth))) for one in reads]
    return {
        **asdict(found),
        "utterances": len(truth),
        "auroc": scores.auroc(inside, score),
        "auroc_95": _pair(scores.auroc_interval(inside, score)),
    }


def anger(truth: Sequence[str], reads: Sequence[Read], shipped: Sequence[bool]) -> Json | None:
    """Measure angry or frustrated as one class, by P(angry) + P(frustrated), and the alarms that the shipped rule raises."""
    real = [label in UPSET for label in truth]
    if not any(real) or all(real):
        return None
    score = [sum(one.emotions.get(label, 0.0) for label in UPSET) for one in reads]
    chosen = scores.recall_at(real, score, FALSE_ALARMS)
    return {
        "utterances": len(truth),
        "support": sum(real),
        "allowed_false_alarms": FALSE_ALARMS,
        "at_allowed": asdict(chosen) | {"recall_95": _pair(scores.recall_at_interval(real, score, FALSE_ALARMS))},
        "auroc": scores.auroc(real, score),
        "shipped": asdict(scores.alarm(real, shipped))
        | {"recall_of": {name: _recall([label == name for label in truth], shipped) for name in UPSET}},
    }


def robustness(
    labels: Mapping[str, Sequence[str]],
    clean: Sequence[Read],
    mixed: Sequence[Corrupted],
    of_kind: Mapping[str, Sequence[Corrupted]],
    reads: Mapping[str, Read],
) -> Json:
    """Measure what slips cost, on the same utterances before and after.

    Args:
        labels: the true intents and emotions, under "intent" and "emotion".
        clean: what was read in each utterance itself.
        mixed: the robustness set.
        of_kind: sets of one kind of slip each; none, where that was not asked for.
        reads: what was read in each corrupted text.
    """

    def losses(some: Sequence[Corrupted], head: str) -> Json | None:
        some = [one for one in some if head != "emotion" or not TONES & set(one.kinds)]
        if not some:
            return None
        truth = [labels[head][one.index] for one in some]
        before = scores.hits(truth, [getattr(clean[one.index], head) for one in some])
        after = scores.hits(truth, [getattr(reads[one.text], head) for one in some])
        return {
            "utterances": len(some),
            "clean": float(before.mean()),
            "accuracy": float(after.mean()),
            "loss": float(before.mean() - after.mean()),
            "loss_95": _loss_interval(before, after),
        }

    lost = [one for one in mixed if reads[one.text].intent != labels["intent"][one.index] == clean[one.index].intent]
    return {
        "characters_per_slip": PER_SLIP,
        "intent": losses(mixed, "intent"),
        "emotion": losses(mixed, "emotion"),
        "kinds": {
            kind: {"intent": losses(some, "intent"), "emotion": losses(some, "emotion")}
            for kind, some in of_kind.items()
            if some
        },
        "wrong": len(lost),
        "errors": [
            {
                "text": one.text,
                "is": labels["intent"][one.index],
                "taken_for": reads[one.text].intent,
                "kinds": list(one.kinds),
            }
            for one in lost[:ERRORS]
        ],
    }


def wishes(rows: Sequence[Mapping[str, Any]], reads: Sequence[Read]) -> Json:
    """Measure wishes: the same ones in the same order, each one alone, and messages cut where there was nothing to cut.

    Where the parser knows no wishes, its one intent counts.
    """
    truth = [tuple(row["intents"]) for row in rows]
    guess = [(one.intent,) if one.wishes is None else one.wishes for one in reads]
    exact = scores.hits([*map(repr, truth)], [*map(repr, guess)])
    one = np.array([len(t) == 1 for t in truth])
    cut = np.array([len(g) > 1 for g in guess])
    common = sum((Counter(t) & Counter(g)).total() for t, g in zip(truth, guess, strict=True))
    wrong = [index for index, hit in enumerate(exact) if not hit]
    return {
        "messages": len(truth),
        "several": int((~one).sum()),
        "parser_knows_wishes": any(read.wishes is not None for read in reads),
        "exact": float(exact.mean()),
        "exact_95": _pair(scores.accuracy_interval(exact)),
        "exact_one": _mean(exact[one]),
        "exact_several": _mean(exact[~one]),
        **_fractions(common, sum(map(len, guess)), sum(map(len, truth))),
        "false_splits": _mean(cut[one]),
        "missed_splits": _mean(~cut[~one]),
        "wrong": len(wrong),
        "errors": [
            {"text": rows[i]["text"], "is": list(truth[i]), "taken_for": list(guess[i])} for i in wrong[:ERRORS]
        ],
    }


def entities(rows: Sequence[Mapping[str, Any]], reads: Sequence[Read]) -> Json:
    """Measure entities: one counts where its kind is right and its value, or what is written in its place, is exactly the true one.

    Upper and lower case and white space at the ends are not looked at.
    """
    said: Counter[str] = Counter()
    real: Counter[str] = Counter()
    common: Counter[str] = Counter()
    errors = []
    for row, found in zip(rows, reads, strict=True):
        missing = [(one["entity"], one["value"]) for one in row["entities"]]
        real.update(kind for kind, _ in missing)
        wrong = []
        for kind, value, written in found.entities:
            said[kind] += 1
            same = [one for one in missing if one[0] == kind and _plain(one[1]) in (_plain(value), _plain(written))]
            if same:
                missing.remove(same[0])
                common[kind] += 1
            else:
                wrong.append((kind, written))
        if missing or wrong:
            errors.append({"text": row["text"], "missed": missing, "wrong": wrong})
    kinds = sorted({*said, *real})
    return {
        "messages": len(rows),
        **_fractions(common.total(), said.total(), real.total()),
        "kinds": {kind: _fractions(common[kind], said[kind], real[kind]) for kind in kinds},
        "wrong": len(errors),
        "errors": errors[:ERRORS],
    }


def rounded(value: Any) -> Any:
    """Return figures as they are written: four digits; None for what is no number (not a number, infinite)."""
    if isinstance(value, Mapping):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value


def _fractions(common: int, said: int, real: int) -> Json:
    return {
        "precision": common / said if said else 0.0,
        "recall": common / real if real else 0.0,
        "f1": 2 * common / (said + real) if said + real else 0.0,
        "support": real,
        "said": said,
    }


def _pair(found: scores.Interval) -> list[float]:
    return [found.low, found.high]


def _loss_interval(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> list[float]:
    difference = before.astype(float) - after.astype(float)
    return _pair(scores.interval(lambda chosen: float(difference[chosen].mean()), len(difference)))


def _recall(real: Sequence[bool], raised: Sequence[bool]) -> float | None:
    return _mean(np.asarray(raised)[np.asarray(real)])


def _mean(values: NDArray[Any]) -> float | None:
    return float(values.mean()) if len(values) else None


def _plain(value: str) -> str:
    return value.strip().casefold()
