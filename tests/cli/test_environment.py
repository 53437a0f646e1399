"""`.env`, the kept secrets, and the completeness of `.env.example`."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from cli.environment import load_env_file, settings_with_secrets
from support.errors import SettingsError
from support.settings import ROOT

READ = re.compile(r'env\.(\w+)\(\s*"(WARMLINE_\w+)"')


def test_env_example_holds_every_setting_and_no_other() -> None:
    read = {name: kind for kind, name in READ.findall((ROOT / "support" / "settings.py").read_text())}
    example = (ROOT / ".env.example").read_text()
    offered = re.findall(r"(?m)^# (WARMLINE_\w+)=", example)
    assert len(read) > 20
    assert sorted(offered) == sorted(read)
    # Secrets and URLs may come from a file, and the example says so, of them only.
    from_file = {name for name, kind in read.items() if kind in ("secret", "url")}
    assert set(re.findall(r"(WARMLINE_\w+)_FILE\b", example)) == from_file
    assert not re.findall(r"(?m)^[^#\n]", example), "all of it is commented"


def test_env_file_adds_what_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# a comment\n\nWARMLINE_TEST_A=from file\nexport WARMLINE_TEST_B='#1 $HOME'\n"
        "WARMLINE_TEST_C=\nWARMLINE_TEST_D=x # y\n"
    )
    for name in "ABCD":
        monkeypatch.delenv(f"WARMLINE_TEST_{name}", raising=False)
    monkeypatch.setenv("WARMLINE_TEST_A", "from environment")
    before = dict(os.environ)
    try:
        load_env_file(file)
        added = {name: value for name, value in os.environ.items() if name not in before}
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
    assert added == {"WARMLINE_TEST_B": "#1 $HOME", "WARMLINE_TEST_C": "", "WARMLINE_TEST_D": "x"}
    assert os.environ["WARMLINE_TEST_A"] == "from environment"


def test_no_env_file_is_no_matter_and_an_unreadable_one_is_named(tmp_path: Path) -> None:
    load_env_file(tmp_path / ".env")
    (tmp_path / ".env").write_bytes(b"WARMLINE_TEST=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_env_file(tmp_path / ".env")


def test_secrets_are_made_once_and_are_the_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARMLINE_HOME", str(tmp_path / "home"))
    for name in ("WARMLINE_IDENTITY_SECRET", "WARMLINE_INTERNAL_TOKEN"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    first, second = settings_with_secrets(), settings_with_secrets()
    assert first == second
    assert len(first.identity_secret) >= 32
    assert first.identity_secret != first.internal_token
    for name in ("identity.secret", "internal.token"):
        assert stat.S_IMODE((tmp_path / "home" / name).stat().st_mode) == 0o600


def test_set_secrets_win_over_kept_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARMLINE_HOME", str(tmp_path))
    monkeypatch.setenv("WARMLINE_IDENTITY_SECRET", "s" * 32)
    settings = settings_with_secrets()
    assert settings.identity_secret == "s" * 32
    assert not (tmp_path / "identity.secret").exists()


def test_an_emptied_secret_is_not_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARMLINE_HOME", str(tmp_path))
    monkeypatch.delenv("WARMLINE_IDENTITY_SECRET", raising=False)
    (tmp_path / "identity.secret").write_text("\n")
    with pytest.raises(SettingsError, match="is empty"):
        settings_with_secrets()
