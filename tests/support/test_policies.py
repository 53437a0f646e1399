"""The rules as data: what ships, what a shop's own file changes, and errors that name file and key."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from support.errors import SettingsError
from support.policies import DEFAULT, load, shipped


def own(folder: Path, text: str) -> Path:
    file = folder / "rules.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_ships_is_read_whole() -> None:
    assert load() == load(DEFAULT) == shipped()
    assert shipped().returns.window_days == 30
    assert shipped().change_order.until == "paid"


def test_an_own_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    changed = load(own(tmp_path, '[returns]\nwindow_days = 100\nnever = ["underwear"]\n'))
    assert (changed.returns.window_days, changed.returns.never) == (100, ("underwear",))
    assert changed.returns.sealed_only == shipped().returns.sealed_only
    assert dataclasses.replace(changed, returns=shipped().returns) == shipped()


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert load(own(tmp_path, "")) == shipped()


def test_rules_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        shipped().returns.window_days = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[return]\nwindow_days = 1", "return is no key"),
        ("[returns]\nwindow = 1", "returns.window is no key"),
        ("returns = 30", "returns must be a table"),
        ("[returns]\nwindow_days = '30'", "returns.window_days must be a whole number"),
        ("[returns]\nwindow_days = 30.0", "returns.window_days must be a whole number"),
        ("[returns]\nwindow_days = true", "returns.window_days must be a whole number"),
        ("[returns]\nwindow_days = -1", "returns.window_days: -1 is not between 0 and 3650"),
        ("[returns]\nwindow_days = 3651", "returns.window_days: 3651 is not between 0 and 3650"),
        ("[returns]\nfree_label = 1", "returns.free_label must be true or false"),
        ("[returns]\nconditions = ['worn']", "returns.conditions: 'worn' is none of unopened, opened, used"),
        ("[returns]\nnever = 'food'", "returns.never must be a list of words"),
        ("[returns]\nnever = [1]", "returns.never must be a list of words"),
        ("[cancel]\nuntil = 'shipped'", "cancel.until: 'shipped' is none of paid, packed"),
        ("[cancel]\nuntil = 1", "cancel.until: 1 is none of paid, packed"),
        ("[cancel]\nuntil = []", r"cancel.until: \[\] is none of paid, packed"),
        ("[verification]\ntries = 0", "verification.tries: 0 is not between 1 and 20"),
        ("[goodwill]\nvoucher_least = 5000", "goodwill.voucher_least is more than goodwill.voucher_most"),
        ("[goodwill]\nlate_days = 8", "goodwill.late_days is more than goodwill.very_late_days"),
        ("[returns\n", "it is not TOML"),
    ],
)
def test_a_bad_file_names_itself_and_the_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=rf"rules\.toml: {said}"):
        load(own(tmp_path, text))


def test_a_file_that_cannot_be_read_names_itself(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"bytes\.toml: it is not text in UTF-8"):
        load(tmp_path / "bytes.toml")
