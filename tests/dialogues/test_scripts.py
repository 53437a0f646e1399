"""The scripted dialogues (scripts/*.yml), each with the shop as it was in the beginning, over the real model and gateway."""

from __future__ import annotations

import pytest
from onlooker import Onlooker
from play import Played, play
from script import Script, load
from stack import Stack

from cli.demonstration.script import FILE

SCRIPTS = load(others=(FILE,))


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.id for script in SCRIPTS])
def test_scripted(script: Script, stack: Stack, look: Onlooker, record: list[Played]) -> None:
    played = play(script, stack, look)
    if played.failed:
        # Wordings are chosen by chance, and not each holds every word that a script names: what fails is played once more.
        stack.reset_shop()
        stack.forget_conversations()
        played = play(script, stack, look)
    record.append(played)

    if played.unsure:
        pytest.xfail("the model was unsure:\n" + played.transcript())
    if played.failed:
        pytest.fail("\n" + played.transcript(), pytrace=False)


def test_few_dialogues_go_wrong_because_the_model_was_unsure(record: list[Played]) -> None:
    unsure = [played.script.id for played in record if played.unsure]

    assert len(unsure) <= max(1, 0.03 * len(record)), unsure


def test_nothing_is_asked_twice(record: list[Played]) -> None:
    if not record:
        pytest.skip("no script was played")
    repeats = [
        f"{played.script.id}, step {repeat.step}: {repeat.what}, known from {repeat.known_from}"
        for played in record
        for repeat in played.repeats
    ]
    asked = sum(played.asked for played in record)

    assert not repeats, f"{len(repeats)} of {asked} questions were for what was known:\n" + "\n".join(repeats)
