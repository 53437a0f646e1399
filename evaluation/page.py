"""docs/evaluation/README.md, made of results.json and nothing else: the same figures, the same page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.markdown import NONE, between, cell, number, percent, plain_table, points, table

Json = Mapping[str, Any]

WORST = 10
HEADS = ("intent", "emotion")

METHOD = """`make evaluate` writes this page, its pictures and [results.json](results.json): the shipped model reads the sets in
`tests/nlu/`, once.

- **Who wrote them.** The training utterances (`data/nlu/`) and these sets were written by hand, by different authors; those of the
  sets had not seen the training data ([how](../annotation.md)). Each label is one author's judgement; no second one has checked it.
  Real customers differ from all of them: measure on your own conversations.
- **What they had a say in.** They are never trained on. But how many layers are tuned, how typos are put right and which kinds of
  training utterances were written last was decided with earlier figures of these sets in sight, and the threshold for "at most
  {allowed} false alarms" is found on the set itself: all of this flatters.
- **What counts.** The likeliest label, without a threshold. Macro-F1 is the mean F1 over the labels, each alike however often it
  occurs; one that is only ever guessed counts as 0. In brackets: 95 % intervals, a percentile bootstrap with {rounds} resamples and
  a fixed seed. They tell what other utterances of the same authors might have given, not what other people's would.
- **ECE**, the expected calibration error: how far confidence and the share of right answers lie apart, over {bins} bins.
- **Slips**: the same utterances after typos, chat habits and input methods have had their way, by hand-written tables and rules
  (`evaluation/noise.py`) with a fixed seed: one slip in {per_slip} characters, of one kind or two; case, spaces between characters
  and traditional characters go through the whole text. Order numbers are never touched. Training does not read these tables.
- **Wishes**: messages with one or more wishes, in order. **Entities**: the kind, and exactly the value or the characters it stands
  for."""

_KINDS = {
    "neighbour": "the key beside",
    "dropped": "letters left out",
    "swapped": "neighbours swapped",
    "unspaced": "spaces left out",
    "elongated": "drawn out (“pleeease”)",
    "case": "all capitals, all small …",
    "abbreviated": "chat abbreviations",
    "fullwidth": "full-width letters; marks of the other width",
    "homophone": "another character, same sound",
    "lookalike": "another character, same look",
    "spaced": "spaces between characters",
    "traditional": "traditional characters",
    "pinyin": "one word in pinyin",
    "english": "one English word",
}


def page(results: Json) -> str:
    """Return the page."""
    lines = [
        "# How well it understands",
        "",
        METHOD.format(
            allowed=f"{results['allowed_false_alarms']:.0%}",
            rounds=f"{results['bootstrap_rounds']:,}",
            bins=results["calibration_bins"],
            per_slip=results["characters_per_slip"],
        ),
        "",
        _about(results),
        "",
        "## In short",
        "",
    ]
    languages = list(results["languages"])
    lines += table(["", *languages], summary(results))
    for language, found in results["languages"].items():
        for head in HEADS:
            lines += _head(language, head, found[head])
        lines += _out_of_scope(language, found["out_of_scope"])
        lines += _anger(language, found["anger"])
        lines += _robustness(language, found["robustness"])
        lines += _wishes(language, found["wishes"])
        lines += _entities(language, found["entities"])
    return "\n".join(lines).rstrip() + "\n"


def summary(results: Json) -> list[list[str]]:
    """Return the main figures: a row each, its name first, then a cell for each language."""
    rows: list[list[str]] = []

    def row(name: str, *keys: str, form: Any = percent, interval: str | None = None) -> None:
        cells = []
        for found in results["languages"].values():
            value = _at(found, *keys)
            spread = _at(found, *keys[:-1], interval) if interval else None
            cells.append(form(value) + (f" ({between(spread)})" if spread and value is not None else ""))
        rows.append([name, *cells])

    for head in HEADS:
        row(f"{head}s, accuracy", head, "accuracy", interval="accuracy_95")
        row(f"{head}s, macro-F1", head, "macro_f1", interval="macro_f1_95")
        row(f"{head}s, ECE", head, "ece", form=number)
    row("out of scope, precision", "out_of_scope", "precision")
    row("out of scope, recall", "out_of_scope", "recall")
    row("out of scope, AUROC", "out_of_scope", "auroc", form=number)
    row(
        "angry or frustrated, recall at the allowed false alarms", "anger", "at_allowed", "recall", interval="recall_95"
    )
    row("angry, recall of the shipped rule", "anger", "shipped", "recall_of", "angry")
    row("false alarms of the shipped rule", "anger", "shipped", "false_alarms")
    for head in HEADS:
        row(f"slips, {head}s: points lost", "robustness", head, "loss", form=points)
    row("wishes, all right and in order", "wishes", "exact", interval="exact_95")
    row("wishes, F1", "wishes", "f1")
    row("one wish cut in two", "wishes", "false_splits")
    row("entities, F1", "entities", "f1")
    return rows


def _about(results: Json) -> str:
    counts = ", ".join(f"{count:,} {language}" for language, count in results["training"].items())
    quick = " A quick run: without each kind of slip." if results["quick"] else ""
    return f"Measured on {results['date'][:10]}: model `{results['model']}`, trained from {counts} utterances.{quick}"


def _head(language: str, head: str, found: Json) -> list[str]:
    lines = [
        f"## {language}, {head}",
        "",
        # tests/docs reads this line.
        f"{found['utterances']} utterances: accuracy {percent(found['accuracy'])}, macro-F1 {percent(found['macro_f1'])}.",
        f"95 % intervals: accuracy {between(found['accuracy_95'])}, macro-F1 {between(found['macro_f1_95'])}. ECE {number(found['ece'])}.",
        "",
        f"![Confusion matrix of {language} {head}s]({language}-{head}.png)",
        "",
        f"![Confidence of {language} {head}s beside the share that is right]({language}-{head}-reliability.png)",
        "",
    ]
    worst = sorted(found["labels"].items(), key=lambda item: (item[1]["f1"], item[0]))
    shown = worst[:WORST]
    lines += ["The worst labels:" if len(worst) > WORST else "The labels, worst first:", ""]
    lines += table(
        ["label", "precision", "recall", "F1", "utterances"],
        [
            [f"`{label}`", *(number(row[key], 2) for key in ("precision", "recall", "f1")), str(row["support"])]
            for label, row in shown
        ],
    )
    return lines + _errors(
        found,
        ["text", "is", "was taken for", "confidence"],
        lambda one: [cell(one["text"]), one["is"], one["taken_for"], number(one["confidence"], 2)],
        "the surest first",
    )


def _out_of_scope(language: str, found: Json | None) -> list[str]:
    lines = [f"## {language}, out of scope", ""]
    if found is None:
        return [*lines, _missing("utterances out of scope"), ""]
    return [
        *lines,
        f"Of {found['utterances']} utterances, {found['support']} are out of scope. Precision {percent(found['precision'])}, recall "
        f"{percent(found['recall'])}, F1 {percent(found['f1'])}.",
        f"AUROC of 1 − P(out of scope) {number(found['auroc'])} ({_plain(found['auroc_95'])}).",
        "",
    ]


def _anger(language: str, found: Json | None) -> list[str]:
    lines = [f"## {language}, angry or frustrated", ""]
    if found is None:
        return [*lines, _missing("angry or frustrated utterances"), ""]
    chosen, shipped = found["at_allowed"], found["shipped"]
    threshold = "none" if chosen["threshold"] is None else number(chosen["threshold"])
    one_each = ", ".join(f"{percent(share)} of the {name}" for name, share in shipped["recall_of"].items())
    return [
        *lines,
        f"As one class, {found['support']} of {found['utterances']} utterances, scored by P(angry) + P(frustrated).",
        f"AUROC {number(found['auroc'])}.",
        "",
        *table(
            ["alarm", "recall", "false alarms", "precision"],
            [
                [
                    f"at most {percent(found['allowed_false_alarms'])} false alarms: score ≥ {threshold}",
                    f"{percent(chosen['recall'])} ({between(chosen['recall_95'])})",
                    percent(chosen["false_alarms"]),
                    percent(chosen["precision"]),
                ],
                ["shipped: clear anger", *(percent(shipped[key]) for key in ("recall", "false_alarms", "precision"))],
            ],
        ),
        f"The shipped rule (`is_angry` in `support/emotion.py`) brings a human after one message: {one_each}.",
        "Frustration does so only when it lasts over messages ([when a human comes in](../architecture.md#when-a-human-comes-in)).",
        "",
    ]


def _robustness(language: str, found: Json | None) -> list[str]:
    lines = [f"## {language}, slips", ""]
    if found is None or found["intent"] is None:
        return [*lines, _missing("utterances to corrupt"), ""]
    rows = [("one or two kinds mixed", found), *((_KINDS.get(kind, kind), row) for kind, row in found["kinds"].items())]
    lines += table(
        ["slips", "utterances", "intents", "points lost", "emotions", "points lost"],
        [[name, str(row["intent"]["utterances"]), *_loss(row["intent"]), *_loss(row["emotion"])] for name, row in rows],
    )
    lines += [
        "Emotions are not held to drawn-out words and case, which change how a message sounds.",
        "",
    ]
    return lines + _errors(
        found,
        ["text", "is", "was taken for", "slips"],
        lambda one: [cell(one["text"]), one["is"], one["taken_for"], ", ".join(one["kinds"])],
        "intents of the mixed set, right without the slips",
    )


def _loss(found: Json | None) -> list[str]:
    if found is None:
        return [NONE, NONE]
    low, high = found["loss_95"]
    return [percent(found["accuracy"]), f"{points(found['loss'])} ({points(low)} to {points(high)})"]


def wish_figures(found: Json) -> list[list[str]]:
    """Return the figures of messages with one or more wishes (`measures.wishes`): a row each, its name first."""
    return [
        ["messages", str(found["messages"])],
        ["… with several wishes", str(found["several"])],
        ["all wishes right and in order", f"{percent(found['exact'])} ({between(found['exact_95'])})"],
        ["… where there is one", percent(found["exact_one"])],
        ["… where there are several", percent(found["exact_several"])],
        ["precision of wishes", percent(found["precision"])],
        ["recall of wishes", percent(found["recall"])],
        ["F1 of wishes", percent(found["f1"])],
        ["one wish, cut in several", percent(found["false_splits"])],
        ["several wishes, taken for one", percent(found["missed_splits"])],
    ]


def _wishes(language: str, found: Json | None) -> list[str]:
    lines = [f"## {language}, several wishes", ""]
    if found is None:
        return [*lines, _missing(f"tests/nlu/wishes_{language}.jsonl"), ""]
    if not found["parser_knows_wishes"]:
        lines += ["The model tells one wish a message; that one counts.", ""]
    lines += table(["", ""], wish_figures(found))
    return lines + _errors(
        found,
        ["text", "are", "were taken for"],
        lambda one: [cell(one["text"]), ", ".join(one["is"]), ", ".join(one["taken_for"])],
    )


def _entities(language: str, found: Json | None) -> list[str]:
    lines = [f"## {language}, entities", ""]
    if found is None:
        return [*lines, _missing(f"tests/nlu/entities_{language}.jsonl"), ""]
    rows = [*((f"`{kind}`", row) for kind, row in found["kinds"].items()), ("all", found)]
    lines += [f"{found['messages']} messages.", ""]
    lines += table(
        ["kind", "precision", "recall", "F1", "there are"],
        [
            [name, *(percent(row[key]) for key in ("precision", "recall", "f1")), str(row["support"])]
            for name, row in rows
        ],
    )
    return lines + _errors(
        found,
        ["text", "not found", "found, but is none"],
        lambda one: [cell(one["text"]), _listed(one["missed"]), _listed(one["wrong"])],
    )


def _errors(found: Json, head: Sequence[str], row: Any, order: str = "") -> list[str]:
    if not found["wrong"]:
        return ["No error.", ""]
    shown = len(found["errors"])
    said = f"{found['wrong']}; {shown} shown" + (f", {order}" if order else "")
    return [f"Where it fails ({said}):", "", *plain_table(head, [row(one) for one in found["errors"]])]


def _listed(found: Sequence[Sequence[str]]) -> str:
    return cell(", ".join(f"{kind} “{value}”" for kind, value in found)) or NONE


def _missing(what: str) -> str:
    return f"Not there: {what}."


def _plain(interval: Sequence[float | None]) -> str:
    return f"{number(interval[0])} to {number(interval[1])}"


def _at(found: Any, *keys: str | None) -> Any:
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
