"""From a filled-in review form into `data/nlu/`: all of it soundly, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from cli.learning.known import Known
from cli.learning.review import Review, quoted, read_form
from cli.validate import problems_in
from cli.validation.domain import names
from cli.validation.files import DataInvalid, nodes_of
from cli.validation.likeness import normal
from cli.validation.limits import LIMITS, Limits
from cli.validation.training import Example, read

_SHOWN = 20


@dataclass(frozen=True)
class Accepted:
    """What became of a review: `added` by file, and a line for each utterance that was refused."""

    review: Review
    added: Mapping[Path, Sequence[Example]]
    refused: Sequence[str]


def accept(file: Path, root: Path, limits: Limits = LIMITS) -> Accepted:
    """Append what is labelled in `file` to the training data below `root`; if the data are not sound then, take it back.

    Raises:
        DataInvalid: the form, the data before, or the data with it are not sound. The data are as they were.
    """
    review = read_form(file, names(root, "intents"), names(root, "entities"))
    if not review.labelled:
        return Accepted(review, {}, ())
    known = Known(root)
    wanted, refused = _sifted(review.labelled, known)
    if not wanted:
        return Accepted(review, {}, refused)
    _hold_sound(problems_in(root, known.examples, known.broken, limits), "the data are not sound as they are")
    added = _by_file(wanted, known.examples, root)
    before = {path: path.read_bytes() for path in added}
    after = {path: _appended(path, before[path], examples, root) for path, examples in added.items()}
    try:
        for path, content in after.items():
            _write(path, content)
        examples, broken = read(root)
        _hold_sound(problems_in(root, examples, broken, limits), "the data would not be sound with this")
        if _counted(examples) != _counted([*known.examples, *wanted]):
            raise DataInvalid("what was written does not read as it should; nothing was added")
    except BaseException:  # Ctrl-C, too
        for path, content in before.items():
            _write(path, content)
        raise
    return Accepted(review, added, refused)


def _sifted(labelled: Iterable[Example], known: Known) -> tuple[list[Example], list[str]]:
    """Return what may be added, each once, and why the rest may not. Raises DataInvalid for contradictions."""
    wanted: dict[str, Example] = {}
    refused: list[str] = []
    contradictions: list[str] = []
    for example in labelled:
        said = f"{example.place}: “{example.text}”"
        held_out = known.held_out(example.text, example.language, example.intent)
        trained = known.trained(example.text)
        if held_out:
            refused.append(f"{said} is held out for measuring ({held_out}), or would be but for one word")
        elif trained:
            refused.append(f"{said} is in the data already ({trained.place}), as {trained.intent}, {trained.emotion}")
        else:
            first = wanted.setdefault(normal(example.text), example)
            if (first.intent, first.emotion) != (example.intent, example.emotion):
                contradictions.append(f"{said} is labelled otherwise at {first.place}")
    if contradictions:
        raise DataInvalid("nothing was added, for the form contradicts itself:\n  " + "\n  ".join(contradictions))
    return list(wanted.values()), refused


def _by_file(wanted: Iterable[Example], examples: Iterable[Example], root: Path) -> dict[Path, list[Example]]:
    """Return for each file what belongs into it: where most of the intent's utterances are."""
    homes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for example in examples:
        homes[example.language, example.intent][example.place.rpartition(":")[0]] += 1
    found: dict[Path, list[Example]] = defaultdict(list)
    for example in wanted:
        home = homes[example.language, example.intent].most_common(1)
        if not home:
            raise DataInvalid(
                f"data/nlu/{example.language} has no file with intent {example.intent}: begin one by hand"
            )
        found[root / home[0][0]].append(example)
    return dict(found)


def _appended(path: Path, content: bytes, examples: Sequence[Example], root: Path) -> bytes:
    """Return the file's content with each example after the last one of its intent, all other bytes as they are."""
    lines = content.decode("utf-8").split("\n")
    groups = _groups(path, root)
    new: dict[int, list[str]] = defaultdict(list)
    for example in examples:
        last = groups[example.intent]
        # The sequence's own indentation and line ending.
        indent = lines[last.start_mark.line][: last.start_mark.column]
        ending = "\r" if lines[last.start_mark.line].endswith("\r") else ""
        said = f"{{text: {quoted(example.marked)}, metadata: {{emotion: {example.emotion}}}}}"
        new[_last_line(last)].append(f"{indent}{said}{ending}")
    for number, more in sorted(new.items(), reverse=True):
        lines[number + 1 : number + 1] = more
    return "\n".join(lines).encode("utf-8")


def _groups(path: Path, root: Path) -> dict[str, yaml.Node]:
    """Return each intent's last example; the file has passed validation."""
    top = nodes_of(path, root)
    assert isinstance(top, yaml.MappingNode)
    (nlu,) = [value for key, value in top.value if key.value == "nlu"]
    found: dict[str, yaml.Node] = {}
    for group in nlu.value:
        parts = {key.value: value for key, value in group.value}
        if parts["examples"].value:
            found[parts["intent"].value] = parts["examples"].value[-1]
    return found


def _last_line(node: yaml.Node) -> int:
    """Return the number of a node's last line, from 0; a block's own end mark lies behind what follows it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return max(_last_line(value) for _, value in node.value)
    return int(node.end_mark.line)


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once: there is never half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _hold_sound(problems: Iterable[str], what: str) -> None:
    found = list(problems)
    if found:
        shown = "\n  ".join([*found[:_SHOWN], *([f"… and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else [])])
        raise DataInvalid(f"nothing was added: {what} (`warmline validate`):\n  {shown}")


def _counted(examples: Iterable[Example]) -> Counter[tuple[str, str, str, str]]:
    return Counter((one.language, one.intent, one.emotion, one.marked) for one in examples)
