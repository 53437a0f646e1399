"""`warmline token`: a customer's identity, signed as the shop's back end would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt

from cli.environment import settings_with_secrets
from support.errors import NotFound
from support.settings import Settings


def token(customer: str, minutes: int) -> None:
    """Print a token.

    Raises:
        NotFound: the demo shop knows no such customer.
    """
    settings = settings_with_secrets()
    email = _email(settings, customer)
    print(sign(settings.identity_secret, customer, email, datetime.now(UTC) + timedelta(minutes=minutes)))


def sign(secret: str, customer: str, email: str, expires_at: datetime) -> str:
    """Return the JWT (HS256; `sub`, `email`, `exp`) of docs/architecture.md, "Identity"."""
    claims = {"sub": customer, "email": email, "exp": int(expires_at.timestamp())}
    return jwt.encode(claims, secret, algorithm="HS256")


def _email(settings: Settings, customer: str) -> str:
    from integrations.registry import shop

    found = shop(settings).customer(customer)
    if found is None:
        raise NotFound(f"the shop knows no customer {customer!r}: `warmline customers` lists those of the demo shop")
    return found.email
