"""The settings: defaults, values, and errors that name the variable."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from support.errors import SettingsError
from support.settings import Settings, load

SECRET = "s" * 32


def test_without_any_variable_the_demo_runs_on_loopback(tmp_path: Path) -> None:
    assert load({}, tmp_path) == Settings(
        home=tmp_path / "var",
        attachments=tmp_path / "var" / "attachments",
        host="127.0.0.1",
        port=8080,
        database_url=f"sqlite:///{tmp_path}/var/warmline.db",
        redis_url="",
        shop="demo",
        shop_url="",
        help_url="",
        timezone="UTC",
        policies=None,
        hours=None,
        routing="manual",
        helpdesk="desk",
        identity_secret="",
        internal_token="",
        demo=True,
        demo_agent_email="agent@demo.shop",
        demo_agent_password="",
        rasa_port=5005,
        actions_port=5055,
        bot_timeout_s=20.0,
        burst_s=1.5,
        speaks_first=True,
        survey="rotate",
        allowed_origins=(),
        secure_cookies=False,
        max_message_chars=4000,
        max_body_bytes=65536,
        max_attachment_bytes=5_000_000,
        rate_messages=30,
        rate_window_s=60.0,
        log_level="info",
        rephrase_url="",
        rephrase_model="",
        rephrase_key="",
        rephrase_timeout_s=3.0,
    )


def test_blank_variables_count_as_unset(tmp_path: Path) -> None:
    blank = {"WARMLINE_PORT": " ", "WARMLINE_SHOP": "", "WARMLINE_DEMO": "", "WARMLINE_HOME": " "}
    assert load(blank, tmp_path) == load({}, tmp_path)


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load({}, tmp_path).port = 1  # type: ignore[misc]


def test_values_are_read_and_trimmed(tmp_path: Path) -> None:
    settings = load(
        {
            "WARMLINE_HOME": "/srv/warm",
            "WARMLINE_PORT": " 80 ",
            "WARMLINE_DATABASE_URL": "postgresql+psycopg2://root@127.0.0.1:5432/test",
            "WARMLINE_REDIS_URL": "rediss://cache:6379/0",
            "WARMLINE_SHOP": "SQL",
            "WARMLINE_SHOP_URL": "sqlite:///shop.db",
            "WARMLINE_IDENTITY_SECRET": SECRET,
            "WARMLINE_DEMO": "off",
            "WARMLINE_SECURE_COOKIES": "Yes",
            "WARMLINE_ALLOWED_ORIGINS": "https://a.example, https://b.example\nhttps://c.example",
            "WARMLINE_BOT_TIMEOUT_S": "0.5",
            "WARMLINE_LOG_LEVEL": "Debug",
        },
        tmp_path,
    )
    assert settings.home == Path("/srv/warm")
    assert settings.port == 80
    assert settings.database_url.startswith("postgresql+psycopg2://")
    assert settings.redis_url == "rediss://cache:6379/0"
    assert (settings.shop, settings.shop_url) == ("sql", "sqlite:///shop.db")
    assert settings.identity_secret == SECRET
    assert (settings.demo, settings.secure_cookies) == (False, True)
    assert settings.allowed_origins == ("https://a.example", "https://b.example", "https://c.example")
    assert settings.bot_timeout_s == 0.5
    assert settings.log_level == "debug"


def test_a_rephrasing_endpoint_needs_a_model(tmp_path: Path) -> None:
    url = {"WARMLINE_REPHRASE_URL": "http://127.0.0.1:11434/v1"}
    with pytest.raises(SettingsError, match=r"^WARMLINE_REPHRASE_MODEL is missing"):
        load(url, tmp_path)
    assert load({**url, "WARMLINE_REPHRASE_MODEL": "small"}, tmp_path).rephrase_url == url["WARMLINE_REPHRASE_URL"]


def test_the_database_lies_in_the_home_folder() -> None:
    assert load({"WARMLINE_HOME": "/srv/warm"}).database_url == "sqlite:////srv/warm/warmline.db"


def test_the_inner_servers_are_on_loopback_whatever_the_host(tmp_path: Path) -> None:
    settings = load(
        {"WARMLINE_HOST": "0.0.0.0", "WARMLINE_RASA_PORT": "6001", "WARMLINE_ACTIONS_PORT": "6002"}, tmp_path
    )
    assert settings.rasa_url == "http://127.0.0.1:6001"
    assert settings.actions_url == "http://127.0.0.1:6002/webhook"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WARMLINE_PORT", "eighty"),
        ("WARMLINE_PORT", "0"),
        ("WARMLINE_PORT", "65536"),
        ("WARMLINE_PORT", "80.5"),
        ("WARMLINE_PORT", "nan"),
        ("WARMLINE_RASA_PORT", "-1"),
        ("WARMLINE_ACTIONS_PORT", "x"),
        ("WARMLINE_DATABASE_URL", "mysql://root@db/warm"),
        ("WARMLINE_DATABASE_URL", "warmline.db"),
        ("WARMLINE_DATABASE_URL", "postgresql://[::1/x"),
        ("WARMLINE_REDIS_URL", "http://cache"),
        ("WARMLINE_SHOP", "shopify"),
        ("WARMLINE_HELPDESK", "paper"),
        ("WARMLINE_TIMEZONE", "Mars/Olympus"),
        ("WARMLINE_TIMEZONE", "../etc/passwd"),
        ("WARMLINE_DEMO", "maybe"),
        ("WARMLINE_SECURE_COOKIES", "2"),
        ("WARMLINE_BOT_TIMEOUT_S", "0"),
        ("WARMLINE_BOT_TIMEOUT_S", "inf"),
        ("WARMLINE_MAX_MESSAGE_CHARS", "0"),
        ("WARMLINE_MAX_BODY_BYTES", "1023"),
        ("WARMLINE_RATE_MESSAGES", "0"),
        ("WARMLINE_RATE_WINDOW_S", "86401"),
        ("WARMLINE_LOG_LEVEL", "loud"),
        ("WARMLINE_REPHRASE_URL", "llm.example/v1"),
        ("WARMLINE_REPHRASE_TIMEOUT_S", "0"),
        ("WARMLINE_REPHRASE_TIMEOUT_S", "16"),
    ],
)
def test_a_bad_value_stops_with_an_error_that_begins_with_its_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as failure:
        load({name: value}, tmp_path)
    assert str(failure.value).startswith(name)


def test_an_error_does_not_repeat_a_secret(tmp_path: Path) -> None:
    for url in (
        "mysql://root:hunter2@db/warm",
        "postgresql://root:hunter2@\u2100/x",
        "postgresql://root:hunter2@[::1/x",
    ):
        with pytest.raises(SettingsError) as failure:
            load({"WARMLINE_DATABASE_URL": url}, tmp_path)
        assert "hunter2" not in str(failure.value)
        assert failure.value.__cause__ is None
    with pytest.raises(SettingsError) as failure:
        load({"WARMLINE_DEMO": "false", "WARMLINE_IDENTITY_SECRET": "hunter2"}, tmp_path)
    assert "hunter2" not in str(failure.value)


def test_a_shop_on_sql_needs_its_url(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^WARMLINE_SHOP_URL is missing"):
        load({"WARMLINE_SHOP": "sql"}, tmp_path)


@pytest.mark.parametrize(
    "ports",
    [
        {"WARMLINE_PORT": "5005"},
        {"WARMLINE_RASA_PORT": "5055"},
        {"WARMLINE_ACTIONS_PORT": "8080"},
        {"WARMLINE_PORT": "7000", "WARMLINE_RASA_PORT": "7000", "WARMLINE_ACTIONS_PORT": "7000"},
    ],
)
def test_the_three_ports_must_differ(tmp_path: Path, ports: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="WARMLINE_PORT, WARMLINE_RASA_PORT and WARMLINE_ACTIONS_PORT must differ"):
        load(ports, tmp_path)


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("WARMLINE_IDENTITY_SECRET", "identity_secret", SECRET),
        ("WARMLINE_INTERNAL_TOKEN", "internal_token", "token"),
        ("WARMLINE_DEMO_AGENT_PASSWORD", "demo_agent_password", "pass word"),
        ("WARMLINE_DATABASE_URL", "database_url", "postgresql://u:p@db/warm"),
        ("WARMLINE_REDIS_URL", "redis_url", "redis://:p@cache"),
        ("WARMLINE_SHOP_URL", "shop_url", "postgresql://u:p@db/shop"),
        ("WARMLINE_REPHRASE_KEY", "rephrase_key", "sk-1"),
    ],
)
def test_a_secret_may_come_from_a_file_which_wins(tmp_path: Path, name: str, field: str, value: str) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{value}\n", encoding="utf-8")
    settings = load({f"{name}_FILE": str(file), name: "x" * 40}, tmp_path)
    assert getattr(settings, field) == value


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00secret"])
def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "secret"
    if content:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=f"^WARMLINE_IDENTITY_SECRET_FILE: cannot read {file}: "):
        load({"WARMLINE_IDENTITY_SECRET_FILE": str(file)}, tmp_path)


def test_a_too_short_secret_in_a_file_is_too_short(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET[:-1] + "\n\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^WARMLINE_IDENTITY_SECRET is too short"):
        load({"WARMLINE_DEMO": "false", "WARMLINE_IDENTITY_SECRET_FILE": str(file)}, tmp_path)
    assert load({"WARMLINE_IDENTITY_SECRET_FILE": str(file)}, tmp_path).demo, "in the demo a short one will do"


def test_a_secrets_length_is_counted_in_bytes(tmp_path: Path) -> None:
    assert load({"WARMLINE_IDENTITY_SECRET": "密" * 11}, tmp_path).identity_secret == "密" * 11


def test_the_shops_own_rules_are_found_from_the_projects_folder(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("[returns]\nwindow_days = 14\n", encoding="utf-8")
    assert load({"WARMLINE_POLICIES": "rules.toml"}, tmp_path).policies == tmp_path / "rules.toml"


def test_bad_rules_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^WARMLINE_POLICIES: .*none\.toml: cannot be read"):
        load({"WARMLINE_POLICIES": "none.toml"}, tmp_path)
