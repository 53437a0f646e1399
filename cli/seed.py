"""`warmline seed`: bring the database up to date, write the demo shop, make the demo agent's account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from rich.console import Console

from cli.environment import settings_with_secrets
from support.errors import SettingsError
from support.settings import Settings

DEMO_AGENT_NAME = "Mia"


@dataclass(frozen=True)
class DemoAgent:
    """How to sign in to the desk for a trial."""

    email: str
    password: str


def seed() -> None:
    """Prepare what a start needs and print how to sign in.

    Raises:
        SettingsError: the database can't be reached, or a setting makes no sense.
    """
    settings = settings_with_secrets()
    console = Console(highlight=False, soft_wrap=True)
    agent = prepare(settings)
    console.print("Database and demo shop are ready." if settings.shop == "demo" else "The database is ready.")
    if agent:
        console.print(f"Desk: sign in as {agent.email} with the password {agent.password}", markup=False)


def prepare(settings: Settings) -> DemoAgent | None:
    """Migrate the database, seed the demo shop and the demo agent; doing it again changes nothing but the password.

    Without WARMLINE_DEMO_AGENT_PASSWORD the agent gets a new random password each time: only its hash is kept, so
    an old one could not be printed.

    Raises:
        SettingsError: the database can't be reached.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from storage import migrate

    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        migrate(settings.database_url)
    except (SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise SettingsError(f"WARMLINE_DATABASE_URL: the database cannot be used: {reason}") from error
    if settings.shop == "demo":
        _seed_shop(settings)
    return _demo_agent(settings) if settings.demo else None


def _seed_shop(settings: Settings) -> None:
    from integrations.registry import shop

    shop(settings).check()


def _demo_agent(settings: Settings) -> DemoAgent:
    from gateway.accounts import ensure_agent

    agent = DemoAgent(settings.demo_agent_email, settings.demo_agent_password or secrets.token_urlsafe(9))
    try:
        # A trial may use a short password: whoever reaches the demo can be any of its customers anyway.
        # And whoever tries it wants to see all of it: the demo agent is an admin.
        ensure_agent(settings, agent.email, DEMO_AGENT_NAME, agent.password, "admin", least_chars=1)
    except SettingsError as error:
        raise SettingsError(f"WARMLINE_DEMO_AGENT_EMAIL and WARMLINE_DEMO_AGENT_PASSWORD: {error}") from error
    return agent
