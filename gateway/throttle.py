"""How often anybody may try to sign in: counted in the database, so that a restart forgets nothing and gateways count together."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from gateway.clock import Clock
from gateway.records import Records
from storage import Unit
from support.errors import RateLimited

WINDOW = timedelta(minutes=5)
TRIES_PER_EMAIL = 5
TRIES_PER_ADDRESS = 20


class Throttle:
    """Failures an e-mail address and an address of the network. Both are kept as keyed hashes only."""

    def __init__(self, records: Records, clock: Clock, secret: str) -> None:
        self._records = records
        self._clock = clock
        self._key = hashlib.sha256(f"warmline sign-in tries:{secret}".encode()).digest()

    async def spend(self, email: str, address: str) -> None:
        """Count a try before it is looked at, so that many at once count as many. Raises RateLimited."""
        now = self._clock()

        def work(unit: Unit) -> timedelta | None:
            wait = unit.sign_in_tries.wait(self._hash("address", address), TRIES_PER_ADDRESS, WINDOW, now)
            return wait or unit.sign_in_tries.wait(self._hash("email", email), TRIES_PER_EMAIL, WINDOW, now)

        wait = await self._records.write(work)
        if wait is not None:
            raise RateLimited("too many at once, please wait a moment", max(0.1, wait.total_seconds()))

    def refund(self, unit: Unit, email: str, address: str) -> None:
        """Take the try back: it was no failure."""
        unit.sign_in_tries.refund(self._hash("email", email))
        unit.sign_in_tries.refund(self._hash("address", address))

    def succeeded(self, unit: Unit, email: str, address: str) -> None:
        """Forget the failures of an e-mail address; an office signs in from one network address, whose others stay."""
        unit.sign_in_tries.forget(self._hash("email", email))
        unit.sign_in_tries.refund(self._hash("address", address))

    def forgive(self, unit: Unit, email: str) -> None:
        """Forget the failures of an e-mail address: an admin has given a new password."""
        unit.sign_in_tries.forget(self._hash("email", email))

    def _hash(self, kind: str, value: str) -> str:
        return hmac.new(self._key, f"{kind}:{value.strip().lower()}".encode("utf-8", "replace"), "sha256").hexdigest()
