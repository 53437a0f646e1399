"""`warmline learn`: what it lists of real conversations, and what it says when it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from talk import LENA, Talk, reviewed, utterances

from cli.learn import beginning, bounds_of, learn
from cli.validation.training import read
from storage import Database
from support.errors import Conflict, InvalidInput, SettingsError
from support.settings import ROOT

pytestmark = pytest.mark.usefixtures("home", "root")


def test_what_is_listed_and_why(talk: Talk) -> None:
    talk.say("zorbing gift hampers by drone", 0.12, "out_of_scope", emotion="confused")
    talk.say("the frobnicator hums at midnight", 0.95)
    talk.say("blimey what a carry on with that", 0.7, response="utter_not_understood_1")
    talk.say("half my order half my neighbour's order", 0.45, runner_up=0.41)
    talk.say("quux and corge since tuesday lunch", 0.3, runner_up=0.01, known_words=0.4)
    talk.say("a clear question with a clear rival", 0.6, runner_up=0.2)
    talk.say("a threat nobody is sure about at all", 0.3, "legal_threat")
    found = utterances(reviewed())
    assert {text: said["why"] for text, said in found.items()} == {
        "zorbing gift hampers by drone": ["unsure"],
        "blimey what a carry on with that": ["not_understood"],
        "half my order half my neighbour's order": ["unsure"],
        "quux and corge since tuesday lunch": ["unsure"],
        "a threat nobody is sure about at all": ["unsure"],
    }
    assert found["zorbing gift hampers by drone"] == {
        "text": "zorbing gift hampers by drone",
        "guess": {"intent": "out_of_scope", "confidence": 0.12, "emotion": "confused"},
        "why": ["unsure"],
        "times": 1,
        "intent": None,
        "emotion": None,
    }


def test_before_a_handoff_the_last_messages_count_but_not_before_a_wish_for_a_person(talk: Talk) -> None:
    for number, word in enumerate(("one", "two", "three", "four")):
        talk.say(f"grumbling part {word} of a long saga", who="v_1", handoff="frustration" if number == 3 else None)
    talk.say("nobody reads this but colleagues do", 0.1, who="v_1", answered=False)
    talk.say("fetch me some living soul please", who="v_2", intent="contact_human_agent", handoff="asked")
    found = utterances(reviewed())
    assert {text: said["why"] for text, said in found.items()} == {
        f"grumbling part {word} of a long saga": ["handoff"] for word in ("two", "three", "four")
    }


def test_after_a_return_to_the_bot_counting_begins_anew(talk: Talk) -> None:
    conversation_id = talk.say("first grievance about the squeaking", handoff="asked")
    talk.back_to_bot(conversation_id)
    assert talk.say("second grievance about the rattling", handoff="anger") == conversation_id
    assert list(utterances(reviewed())) == ["second grievance about the rattling"]


def test_personal_data_is_masked(talk: Talk, tmp_path: Path) -> None:
    talk.say("Lena here, LENA BERG! mail l.berg@mail.example re W-10423, it zonked", 0.1, who=LENA.id)
    talk.say("ring +49 30 1234567 or drop it at 12 Oak Lane, zonk", 0.1)
    talk.say("charged 4111 1111 1111 1111 zonkily", 0.1)
    found = utterances(reviewed())
    assert set(found) == {
        "<name> here, <name>! mail <email> re W-10423, it zonked",
        "ring <phone> or drop it at <address>, zonk",
        "charged •••• 1111 zonkily",
    }
    written = (tmp_path / "form.yml").read_text(encoding="utf-8")
    assert not re.search(r"berg|4111|1234567|oak", written, re.IGNORECASE)
    assert (tmp_path / "form.yml").stat().st_mode & 0o777 == 0o600


def test_duplicates_are_one_and_what_we_have_is_left_out(talk: Talk, root: Path) -> None:
    examples, _ = read(root)
    trained = next(one.text for one in examples if one.language == "en" and len(one.text) > 30)
    held_out = yaml.safe_load((root / "tests" / "nlu" / "en.jsonl").read_text(encoding="utf-8").splitlines()[0])["text"]
    for text in (trained.upper(), held_out + "!!", "Wibbly flux", "wibbly flux?!", "wibbly  FLUX"):
        talk.say(text, 0.15)
    talk.say("wibbly flux", 0.05)
    assert [(said["text"], said["times"], said["guess"]["confidence"]) for said in utterances(reviewed()).values()] == [
        ("Wibbly flux", 4, 0.05)
    ]


def test_what_is_alike_stands_together_the_largest_and_most_uncertain_first(talk: Talk) -> None:
    for text in ("do you take zlotycoin", "can i pay with zlotycoin", "zlotycoin payment possible?"):
        talk.say(text, 0.15, "check_payment_methods")
    talk.say("可以用兹罗币付款吗", 0.1, "payment_issue", language="zh")
    talk.say("能不能用兹罗币付钱", 0.1, "payment_issue", language="zh")
    talk.say("my gazebo whistles", 0.19)
    talk.say("flumph", 0.01, emotion="angry")
    clusters = reviewed()
    assert [(cluster["size"], cluster["language"], cluster["guess"]["intent"]) for cluster in clusters] == [
        (3, "en", "check_payment_methods"),
        (2, "zh", "payment_issue"),
        (1, "en", "track_order"),
        (1, "en", "track_order"),
    ]
    assert clusters[2]["utterances"][0]["text"] == "flumph"
    assert clusters[2]["guess"]["emotion"] == "angry"


def test_options_narrow_what_is_listed(talk: Talk) -> None:
    talk.say("flumph one kazoo", 0.1)
    talk.say("奇奇怪怪的一句话啊", 0.1, language="zh")
    talk.now -= timedelta(days=40)
    talk.say("an ancient kazoo", 0.1, who="v_2")
    assert len(utterances(reviewed())) == 2
    assert list(utterances(reviewed(language="zh", out="zh.yml"))) == ["奇奇怪怪的一句话啊"]
    assert len(utterances(reviewed(since="9w", out="all.yml"))) == 3
    assert len(utterances(reviewed(since="9w", limit=1, out="one.yml"))) == 1


def test_the_form_tells_how_to_go_on_and_is_never_overwritten(
    talk: Talk, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk.say("flumph kazoo", 0.1)
    learn()
    learn()
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    names = [f"review-{today}-2.yml", f"review-{today}.yml"]
    assert sorted(file.name for file in (home / "learn").iterdir()) == names
    text = (home / "learn" / names[1]).read_text(encoding="utf-8")
    head = text[: text.index("\nclusters:")]
    assert f"warmline learn --accept home/learn/{names[1]}" in head
    assert "skip" in head
    assert "track_refund" in head
    assert "disappointed" in head
    said = capsys.readouterr().out
    assert "Read: 1 message of 1 conversation.\nTo label: 1 utterance, in 1 cluster (1 unsure).\n" in said
    assert f"warmline learn --accept home/learn/{names[0]}" in said
    with pytest.raises(Conflict, match="exists"):
        learn(out=str(home / "learn" / names[0]))


def test_what_was_skipped_does_not_come_again(talk: Talk, home: Path) -> None:
    talk.say("flumph kazoo", 0.1)
    learn()
    (file,) = (home / "learn").iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace("    intent:\n", "    intent: skip\n"), encoding="utf-8")
    (home / "learn" / "broken.yml").write_text("clusters: [", encoding="utf-8")
    assert reviewed() == []


def test_with_nothing_to_label_it_says_what_to_do(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    assert reviewed() == []
    assert "The bot answered no customer's message in the last 30d" in capsys.readouterr().out
    talk.say("where is my lamp?", 0.99)
    assert reviewed() == []
    said = capsys.readouterr().out
    assert "1 message in the last 30d, and nothing to label" in said
    assert "--since 90d" in said


def test_a_database_that_was_never_used_is_no_error(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(url)
    database.check()
    database.close()
    assert reviewed(url=url) == []
    assert "warmline up" in capsys.readouterr().out


def test_what_cannot_be_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"WARMLINE_DATABASE_URL: there is no database .*warmline up"):
        learn()
    assert not (tmp_path / "home" / "warmline.db").exists()
    with pytest.raises(SettingsError, match="--url: there is no database"):
        learn(url=f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(SettingsError, match="--url: the URL must start with"):
        learn(url="mysql://root:secret@127.0.0.1/x")
    with pytest.raises(SettingsError, match="--url: the database cannot be read") as caught:
        learn(url="postgresql://nobody:secret@127.0.0.1:1/nothing")
    assert "secret" not in str(caught.value)
    (tmp_path / "text.db").write_text("this is no database at all, " * 50)
    with pytest.raises(SettingsError, match="--url: the database cannot be read"):
        learn(url=f"sqlite:///{tmp_path}/text.db")
    for options, named in (
        ({"since": "soon"}, "--since"),
        ({"language": "de"}, "--language"),
        ({"limit": 0}, "--limit"),
    ):
        with pytest.raises(InvalidInput, match=named):
            learn(**options)  # type: ignore[arg-type]


def test_spans_and_dates() -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert beginning("30d", now) == now - timedelta(days=30)
    assert (beginning("12h", now), beginning("2w", now)) == (now - timedelta(hours=12), now - timedelta(days=14))
    assert beginning("2026-11-01", now) == datetime(2026, 11, 1, tzinfo=UTC)
    for odd in ("", "30", "d", "-3d", "999999w", "2026-13-01"):
        with pytest.raises(InvalidInput):
            beginning(odd, now)


def test_the_thresholds_are_the_policys() -> None:
    (policy, *_) = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["policies"]
    bounds = bounds_of(ROOT)
    assert (bounds.min_confidence, bounds.min_confidence_unknown) == (
        policy["min_confidence"],
        policy["min_confidence_unknown"],
    )


def test_the_command_ends_in_one_sentence(tmp_path: Path) -> None:
    for arguments, named in ((["--accept", "none.yml"], "none.yml: cannot be read"), ([], "WARMLINE_DATABASE_URL")):
        command = [sys.executable, "-m", "cli.app", "learn", *arguments]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("warmline: ")
        assert named in done.stderr
        assert done.stderr.count("\n") == 1
