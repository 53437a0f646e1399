"""`warmline agent`: make an agent's account for the desk."""

from __future__ import annotations

import secrets

from rich.console import Console

from cli.environment import settings_with_secrets


def agent(
    email: str, name: str, role: str | None, queues: str | None, languages: str | None, capacity: int | None
) -> None:
    """Make the account, or give it a new name and password; print the password, of which only the hash is kept.

    Their sessions end, and a second factor is taken off: it is the way back in for who has lost both.

    Args:
        role, queues, languages, capacity: None leaves them as they are. Queues and languages are separated by commas;
            `all` means every one.

    Raises:
        SettingsError: the address or a skill cannot be one, or the database can't be reached.
    """
    from gateway.accounts import ensure_agent

    settings = settings_with_secrets()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = secrets.token_urlsafe(12)
    answers, speaks = _names(queues), _names(languages)
    ensure_agent(settings, email, name, password, role, answers, speaks, capacity, afresh=True)
    Console(highlight=False, soft_wrap=True).print(f"{name} signs in at /desk as {email} with {password}", markup=False)


def _names(text: str | None) -> list[str] | None:
    if text is None or text.strip().lower() == "all":
        return None if text is None else []
    return [name for name in text.replace(",", " ").split() if name]
