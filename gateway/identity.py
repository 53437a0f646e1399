"""Who is speaking: a customer by the shop's token, or a guest by ours. What somebody types is never identity."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from gateway.clock import Clock
from storage.ids import NewId
from support.errors import Unauthenticated

VISITOR_TYPE = "warmline-visitor"
VISITOR_LIFE = timedelta(days=365)
MAX_ID_CHARS = 200
MAX_TOKEN_CHARS = 4096


@dataclass(frozen=True)
class Speaker:
    """Who holds a connection: exactly one of `customer_id` (verified) and `guest_id`; `email` as the token says."""

    customer_id: str | None = None
    guest_id: str | None = None
    email: str = ""

    @property
    def key(self) -> str:
        """Return what locks and limits know them by, the same over HTTP and sockets."""
        return f"customer {self.customer_id}" if self.customer_id is not None else f"guest {self.guest_id}"

    @property
    def verified(self) -> bool:
        """Say whether the shop vouches for who it is."""
        return self.customer_id is not None


class Identity:
    """Checks and makes tokens: customers' with the shop's secret, visitors' with a key derived from it."""

    def __init__(self, secret: str, clock: Clock, ids: NewId) -> None:
        self._customer_key = secret
        self._visitor_key = hmac.new(secret.encode(), b"warmline visitor token", hashlib.sha256).hexdigest()
        self._clock = clock
        self._ids = ids

    def customer(self, token: object) -> Speaker:
        """Return the customer of a JWT (HS256 with `exp` and `sub`). Raises Unauthenticated."""
        claims = self._decode(token, self._customer_key, visitor=False)
        email = claims.get("email", "")
        return Speaker(
            customer_id=claims["sub"], email=email[:320] if isinstance(email, str) and email.isprintable() else ""
        )

    def guest(self, token: object) -> Speaker:
        """Return the guest of a visitor token. Raises Unauthenticated."""
        return Speaker(guest_id=self._decode(token, self._visitor_key, visitor=True)["sub"])

    def bearer(self, token: object) -> Speaker:
        """Return the speaker of a token of either kind; its header says which. Raises Unauthenticated."""
        return self.guest(token) if _claims_visitor(token) else self.customer(token)

    def authorized(self, header: str | None) -> Speaker | None:
        """Return the speaker of an `Authorization` header, None where there is none. Raises Unauthenticated."""
        if not header:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated("this token is not valid")
        return self.bearer(token.strip())

    def newcomer(self) -> Speaker:
        """Return a guest nobody has seen before."""
        return Speaker(guest_id=self._ids("v"))

    def visitor_token(self, guest_id: str) -> str:
        """Sign a guest's token."""
        now = self._clock()
        claims = {"sub": guest_id, "iat": now, "exp": now + VISITOR_LIFE}
        return jwt.encode(claims, self._visitor_key, algorithm="HS256", headers={"typ": VISITOR_TYPE})

    def customer_token(self, customer_id: str, email: str, life: timedelta) -> str:
        """Sign a customer's token as the shop would: for trials and the demo only."""
        now = self._clock()
        claims = {"sub": customer_id, "email": email, "iat": now, "exp": now + life}
        return jwt.encode(claims, self._customer_key, algorithm="HS256")

    def _decode(self, token: object, key: str, *, visitor: bool) -> dict[str, Any]:
        if not isinstance(token, str) or len(token) > MAX_TOKEN_CHARS or _claims_visitor(token) is not visitor:
            raise Unauthenticated("this token is not valid")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["HS256"],
                # The shop's clock may run ahead, and its `aud` is its own affair; `exp` is what counts.
                options={"require": ["exp", "sub"], "verify_iat": False, "verify_aud": False},
            )
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
            raise Unauthenticated("this token is not valid") from None
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= MAX_ID_CHARS or not subject.isprintable():
            raise Unauthenticated("this token is not valid")
        return claims


def _claims_visitor(token: object) -> bool:
    if not isinstance(token, str):
        return False
    try:
        return jwt.get_unverified_header(token).get("typ") == VISITOR_TYPE
    except (jwt.InvalidTokenError, ValueError, TypeError):
        return False
