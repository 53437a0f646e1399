"""`warmline learn --accept`: a form that was filled in goes into the training data, all of it soundly or nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from talk import LENA, Talk, reviewed, utterances

import cli.learn
from cli.learn import learn
from cli.validation.files import DataInvalid
from cli.validation.training import read

pytestmark = pytest.mark.usefixtures("home", "root")


def form_of(*entries: tuple[str, str, str], language: str = "en") -> Path:
    """Write a form by hand: text as it stands in YAML, intent, emotion."""
    lines = ["clusters:", "- size: 1", f"  language: {language}", "  utterances:"]
    for text, intent, emotion in entries:
        lines += [f"  - text: {text}", "    why: [unsure]", f"    intent: {intent}", f"    emotion: {emotion}"]
    file = Path("form.yml").resolve()
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def data_of(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in (root / "data").rglob("*") if file.is_file()}


def lines_added(before: bytes, after: bytes) -> dict[int, bytes]:
    """Return what was inserted, by line; everything else must be as it was."""
    old, new, added = before.split(b"\n"), after.split(b"\n"), {}
    at = 0
    for number, line in enumerate(new):
        if at < len(old) and line == old[at]:
            at += 1
        else:
            added[number] = line
    assert at == len(old)
    return added


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_from_conversation_to_training_data_and_back(
    talk: Talk, whole: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk.say('my wombat statue says "hello" \\o/ since friday', 0.1, who=LENA.id)
    talk.say("Lena asks: does the wombat statue purr?", 0.1, who=LENA.id)
    talk.say("树袋熊摆件一直在打呼噜，正常吗", 0.1, language="zh")
    talk.say("asdfgh jklqwe", 0.1)
    talk.say("wombat unlabelled so far", 0.1)
    learn()
    (file,) = (home / "learn").iterdir()
    text = file.read_text(encoding="utf-8")
    labels = {
        "hello": ("item_damaged", "confused"),
        "purr": ("product_question", "happy"),
        "树袋熊": ("product_question", "anxious"),
        "asdfgh": ("skip", ""),
    }
    for word, (intent, emotion) in labels.items():
        text = re.sub(
            rf"(- text: [^\n]*{word}[^\n]*\n(?:    [gwt][^\n]*\n)*)    intent:\n    emotion:\n",
            rf"\g<1>    intent: {intent}\n    emotion: {emotion}\n",
            text,
        )
    text = text.replace("does the wombat statue", "does the [wombat statue](product)")
    file.write_text(text, encoding="utf-8")
    before = data_of(whole)
    capsys.readouterr()
    cli.learn.accept(str(file))
    said = capsys.readouterr().out
    after = data_of(whole)
    added = {name: lines_added(before[name], after[name]) for name in before if before[name] != after[name]}
    assert {name: [line.decode() for line in lines.values()] for name, lines in added.items()} == {
        "data/nlu/en/problems.yml": [
            r'  - {text: "my wombat statue says \"hello\" \\o/ since friday", metadata: {emotion: confused}}'
        ],
        "data/nlu/en/products.yml": [
            '  - {text: "Alex asks: does the [wombat statue](product) purr?", metadata: {emotion: happy}}'
        ],
        "data/nlu/zh/products.yml": ['  - {text: "树袋熊摆件一直在打呼噜，正常吗", metadata: {emotion: anxious}}'],
    }
    for name, intent in (
        ("data/nlu/en/problems.yml", "item_damaged"),
        ("data/nlu/en/products.yml", "product_question"),
    ):
        (number,) = added[name]
        assert intent_at(after[name], number) == intent
        assert intent_at(after[name], number + 1) != intent, "it stands at the end of its intent"
    assert "Added 3 utterances (1 skipped, 1 not labelled, 0 refused)" in said
    assert "make train" in said
    assert "data/nlu/en/problems.yml: 1 item_damaged" in said
    # Once more adds nothing, and what was accepted is not listed again.
    cli.learn.accept(str(file))
    assert data_of(whole) == after
    assert "Nothing to add (1 skipped, 1 not labelled, 3 refused)" in capsys.readouterr().out
    assert list(utterances(reviewed())) == ["wombat unlabelled so far"]


def intent_at(content: bytes, number: int) -> str | None:
    """Return the intent of the example on a line, None where there is no example."""
    lines = content.decode().split("\n")
    if not lines[number].lstrip().startswith("- {text"):
        return None
    return next(line.split()[-1] for line in reversed(lines[:number]) if line.startswith("- intent:"))


def test_what_is_held_out_or_there_already_is_refused_one_by_one(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = yaml.safe_load((whole / "tests" / "nlu" / "en.jsonl").read_text(encoding="utf-8").splitlines()[0])
    examples, _ = read(whole)
    trained = next(one for one in examples if one.language == "en" and one.intent == "track_order")
    form_of(
        (f'"{row["text"]} 😀"', "track_order", "neutral"),
        (f'"{trained.text}"', "cancel_order", "angry"),
        ('"does the quokka figurine glow?"', "product_question", "neutral"),
        ('"Does the quokka figurine glow"', "product_question", "neutral"),
    )
    cli.learn.accept("form.yml")
    said = capsys.readouterr().out
    assert f"form.yml:5: “{row['text']} 😀” is held out for measuring (tests/nlu/en.jsonl:1)" in said
    assert f"is in the data already ({trained.place}), as track_order, {trained.emotion}" in said
    assert "Added 1 utterance (0 skipped, 0 not labelled, 2 refused)" in said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            ('"a b c"', "trak_order", "neutral"),
            "form.yml:5: there is no intent 'trak_order'; did you mean track_order?",
        ),
        (('"a b c"', "track_order", "angri"), "form.yml:5: there is no emotion 'angri'; did you mean angry?"),
        (('"a b c"', "track_order", ""), "form.yml:5: emotion is empty"),
        (('"a b c"', "", "angry"), "form.yml:5: intent is empty"),
        (('""', "track_order", "angry"), "form.yml:5: empty"),
        (('"my [lamp](thing)"', "track_order", "angry"), "form.yml:5: entity 'thing' is none of ours"),
        (('"my [lamp"', "track_order", "angry"), "form.yml:5: a bracket"),
        (('"你好吗亲爱的客服"', "greet", "happy"), "is in the other language"),
        (('"a b c"', "track_order", "[angry]"), "form.yml:8: emotion is not a single value"),
        (('"he said "hi""', "track_order", "angry"), "form.yml:5: broken YAML"),
        (('"a b c"\n    emotoin: x', "track_order", "angry"), "form.yml:6: unusual key 'emotoin'"),
        (('"a b c"\n    intent: greet', "track_order", "angry"), "form.yml:8: intent stands twice"),
    ],
)
def test_a_form_that_is_not_right_is_told_with_its_place_and_loses_nothing(
    root: Path, entry: tuple[str, str, str], said: str
) -> None:
    file = form_of(entry)
    form, before = file.read_bytes(), data_of(root)
    with pytest.raises(DataInvalid) as caught:
        cli.learn.accept("form.yml")
    assert said in str(caught.value)
    assert (file.read_bytes(), data_of(root)) == (form, before)


@pytest.mark.parametrize("content", ["", "nonsense", "clusters: 3", "clusters:\n- utterances: []\n", "\x00"])
def test_a_file_that_is_no_form_is_told(root: Path, content: str) -> None:
    Path("form.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DataInvalid, match=r"form\.yml:1|form\.yml:2"):
        cli.learn.accept("form.yml")
    with pytest.raises(DataInvalid, match=r"none\.yml: cannot be read"):
        cli.learn.accept("none.yml")


def test_two_labels_for_one_utterance_are_a_contradiction(root: Path) -> None:
    form_of(('"the quokka glows?"', "product_question", "happy"), ('"The quokka glows"', "review", "happy"))
    before = data_of(root)
    with pytest.raises(DataInvalid, match=r"form\.yml:9: .* is labelled otherwise at form\.yml:5"):
        cli.learn.accept("form.yml")
    assert data_of(root) == before


def test_data_that_would_not_be_sound_are_put_back(whole: Path) -> None:
    words = "amber azure beige blue brown coral cream crimson cyan ebony emerald fawn gold green grey indigo ivory jade khaki lilac lime "
    words += "maroon mauve navy ochre olive orange pink plum puce red rose ruby rust sage sand scarlet sepia silver tan taupe teal white"
    form_of(
        *(
            (f'"does the quokka figurine come in {word} these days?"', "product_question", "neutral")
            for word in words.split()
        )
    )
    before = data_of(whole)
    with pytest.raises(DataInvalid, match=r"(?s)nothing was added: the data would not be sound.*differ from another"):
        cli.learn.accept("form.yml")
    assert data_of(whole) == before


def test_data_that_were_not_sound_before_are_left_alone(whole: Path) -> None:
    file = whole / "data" / "nlu" / "en" / "orders.yml"
    file.write_bytes(file.read_bytes() + b"- intent: no_such_intent\n  examples:\n")
    before = data_of(whole)
    form_of(('"does the quokka figurine glow?"', "product_question", "neutral"))
    with pytest.raises(DataInvalid, match="the data are not sound as they are"):
        cli.learn.accept("form.yml")
    assert data_of(whole) == before


def test_line_endings_comments_and_the_files_end_stay(whole: Path) -> None:
    file = whole / "data" / "nlu" / "en" / "products.yml"
    content = file.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n") + b" # the last"
    file.write_bytes(content)
    last = content.rsplit(b"- intent: ", 1)[1].split()[0].decode()
    form_of(('"does the quokka figurine glow?"', last, "neutral"))
    cli.learn.accept("form.yml")
    added = file.read_bytes().removeprefix(content)
    assert added == b'\n  - {text: "does the quokka figurine glow?", metadata: {emotion: neutral}}'
