"""One frozen `Settings`, read once from the environment. Every variable stands in `.env.example`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from support.errors import SettingsError
from support.hours import time_zone
from support.places import ROOT
from support.policies import load as load_policies
from support.service import load as load_service

__all__ = ["ROOT", "Settings", "load"]


@dataclass(frozen=True)
class Settings:
    """All that can be set. Paths are absolute, URLs as given, durations in seconds, sizes in bytes."""

    home: Path
    attachments: Path
    host: str
    port: int
    database_url: str
    redis_url: str
    shop: str
    shop_url: str
    help_url: str
    timezone: str
    policies: Path | None
    hours: Path | None
    routing: str
    helpdesk: str
    identity_secret: str
    internal_token: str
    demo: bool
    demo_agent_email: str
    demo_agent_password: str
    rasa_port: int
    actions_port: int
    bot_timeout_s: float
    burst_s: float
    speaks_first: bool
    survey: str
    allowed_origins: tuple[str, ...]
    secure_cookies: bool
    max_message_chars: int
    max_body_bytes: int
    max_attachment_bytes: int
    rate_messages: int
    rate_window_s: float
    log_level: str
    rephrase_url: str
    rephrase_model: str
    rephrase_key: str
    rephrase_timeout_s: float

    @property
    def rasa_url(self) -> str:
        """Return where Rasa listens: loopback, always."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Return where the action server listens: loopback, always."""
        return f"http://127.0.0.1:{self.actions_port}/webhook"


def load(environ: Mapping[str, str] | None = None, root: Path = ROOT) -> Settings:
    """Read the settings.

    Args:
        environ: variables, `os.environ` if None. `NAME_FILE` may name a file that holds the value of a secret `NAME`.
        root: the project's folder; relative paths start there.

    Raises:
        SettingsError: a value makes no sense; the message begins with the variable's name.
    """
    env = _Environment(os.environ if environ is None else environ)
    home = Path(env.text("WARMLINE_HOME", "var"))
    home = home if home.is_absolute() else root / home
    policies = env.text("WARMLINE_POLICIES", "")
    attachments = env.text("WARMLINE_ATTACHMENTS", "")
    hours = env.text("WARMLINE_HOURS", "")
    settings = Settings(
        home=home,
        attachments=root / attachments if attachments else home / "attachments",
        host=env.text("WARMLINE_HOST", "127.0.0.1"),
        port=env.whole("WARMLINE_PORT", 8080, 1, 65535),
        database_url=env.url("WARMLINE_DATABASE_URL", f"sqlite:///{home / 'warmline.db'}", ("sqlite", "postgresql")),
        redis_url=env.url("WARMLINE_REDIS_URL", "", ("redis", "rediss", "unix")),
        shop=env.choice("WARMLINE_SHOP", "demo", ("demo", "sql")),
        shop_url=env.secret("WARMLINE_SHOP_URL", ""),
        help_url=env.url("WARMLINE_HELP_URL", "", ("https", "http")).rstrip("/"),
        timezone=env.timezone("WARMLINE_TIMEZONE", "UTC"),
        policies=root / policies if policies else None,
        hours=root / hours if hours else None,
        routing=env.choice("WARMLINE_ROUTING", "manual", ("manual", "auto")),
        helpdesk=env.choice("WARMLINE_HELPDESK", "desk", ("desk", "console")),
        identity_secret=env.secret("WARMLINE_IDENTITY_SECRET", ""),
        internal_token=env.secret("WARMLINE_INTERNAL_TOKEN", ""),
        demo=env.flag("WARMLINE_DEMO", True),
        demo_agent_email=env.text("WARMLINE_DEMO_AGENT_EMAIL", "agent@demo.shop"),
        demo_agent_password=env.secret("WARMLINE_DEMO_AGENT_PASSWORD", ""),
        rasa_port=env.whole("WARMLINE_RASA_PORT", 5005, 1, 65535),
        actions_port=env.whole("WARMLINE_ACTIONS_PORT", 5055, 1, 65535),
        bot_timeout_s=env.number("WARMLINE_BOT_TIMEOUT_S", 20.0, 0.1, 300.0),
        burst_s=env.number("WARMLINE_BURST_S", 1.5, 0.0, 30.0),
        speaks_first=env.flag("WARMLINE_SPEAKS_FIRST", True),
        survey=env.choice("WARMLINE_SURVEY", "rotate", ("rotate", "ces", "nps", "csat", "off")),
        allowed_origins=env.words("WARMLINE_ALLOWED_ORIGINS"),
        secure_cookies=env.flag("WARMLINE_SECURE_COOKIES", False),
        max_message_chars=env.whole("WARMLINE_MAX_MESSAGE_CHARS", 4000, 1, 100_000),
        max_body_bytes=env.whole("WARMLINE_MAX_BODY_BYTES", 64 * 1024, 1024, 100_000_000),
        max_attachment_bytes=env.whole("WARMLINE_MAX_ATTACHMENT_BYTES", 5_000_000, 1024, 100_000_000),
        rate_messages=env.whole("WARMLINE_RATE_MESSAGES", 30, 1, 1_000_000),
        rate_window_s=env.number("WARMLINE_RATE_WINDOW_S", 60.0, 0.1, 86_400.0),
        log_level=env.choice("WARMLINE_LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        rephrase_url=env.url("WARMLINE_REPHRASE_URL", "", ("http", "https")),
        rephrase_model=env.text("WARMLINE_REPHRASE_MODEL", ""),
        rephrase_key=env.secret("WARMLINE_REPHRASE_KEY", ""),
        rephrase_timeout_s=env.number("WARMLINE_REPHRASE_TIMEOUT_S", 3.0, 0.1, 15.0),
    )
    # The rules are read by who needs them; a bad file stops the start already.
    try:
        load_policies(settings.policies)
    except SettingsError as error:
        raise SettingsError(f"WARMLINE_POLICIES: {error}") from error
    try:
        load_service(settings.hours, settings.timezone)
    except SettingsError as error:
        raise SettingsError(f"WARMLINE_HOURS: {error}") from error
    if settings.shop == "sql" and not settings.shop_url:
        raise SettingsError(
            "WARMLINE_SHOP_URL is missing: WARMLINE_SHOP=sql needs the SQLAlchemy URL of the shop's database"
        )
    if settings.rephrase_url and not settings.rephrase_model:
        raise SettingsError("WARMLINE_REPHRASE_MODEL is missing: WARMLINE_REPHRASE_URL needs the name of a model")
    # RFC 7518, 3.2: a key for HS256 has at least 32 bytes. The demo hands out tokens to everybody, so there it may be shorter.
    if not settings.demo and settings.identity_secret and len(settings.identity_secret.encode()) < 32:
        raise SettingsError("WARMLINE_IDENTITY_SECRET is too short: HS256 needs at least 32 bytes")
    if len({settings.port, settings.rasa_port, settings.actions_port}) < 3:
        raise SettingsError("WARMLINE_PORT, WARMLINE_RASA_PORT and WARMLINE_ACTIONS_PORT must differ")
    return settings


class _Environment:
    """Typed reads of the variables; each failure names its variable."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def secret(self, name: str, default: str) -> str:
        path = self._environ.get(f"{name}_FILE", "").strip()
        if not path:
            return self.text(name, default)
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
            raise SettingsError(f"{name}_FILE: cannot read {path}: {why}") from error

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word for word in self.text(name, "").replace(",", " ").split() if word)

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in allowed:
            raise SettingsError(f"{name}: {value!r} is none of {', '.join(allowed)}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "true" if default else "false").lower()
        if value in ("1", "true", "yes", "on"):
            return True
        if value in ("0", "false", "no", "off"):
            return False
        raise SettingsError(f"{name}: {value!r} is neither true nor false")

    def number(self, name: str, default: float, low: float, high: float) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError as error:
            raise SettingsError(f"{name}: {value!r} is not a number") from error
        if not low <= number <= high:
            raise SettingsError(f"{name}: {value} is not between {low:g} and {high:g}")
        return number

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        number = self.number(name, default, low, high)
        if number != int(number):
            raise SettingsError(f"{name}: {number:g} is not a whole number")
        return int(number)

    def timezone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            time_zone(value)
        except ValueError as error:
            raise SettingsError(f"{name}: {error}") from error
        return value

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self.secret(name, default)
        try:
            scheme = urlsplit(value).scheme.split("+")[0]
        except ValueError:
            # urlsplit's message may quote the password.
            raise SettingsError(f"{name}: this is not a URL") from None
        if value and scheme not in schemes:
            raise SettingsError(f"{name}: the URL must start with one of {', '.join(s + '://' for s in schemes)}")
        return value
