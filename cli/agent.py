"""`warmline agent`: make an agent's account for the desk."""

from __future__ import annotations

import secrets

from rich.console import Console

from cli.environment import settings_with_secrets


def agent(email: str, name: str) -> None:
    """Make the account, or give it a new name and password; print the password, of which only the hash is kept.

    Raises:
        SettingsError: the address cannot be one, or the database can't be reached.
    """
    from gateway.accounts import ensure_agent

    settings = settings_with_secrets()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = secrets.token_urlsafe(12)
    ensure_agent(settings, email, name, password)
    Console(highlight=False, soft_wrap=True).print(f"{name} signs in at /desk as {email} with {password}", markup=False)
