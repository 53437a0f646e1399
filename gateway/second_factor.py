"""The second factor of a sign-in: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for the day the phone is gone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from storage import Unit
from storage.tables import Agent
from support.errors import Conflict, InvalidInput

ISSUER = "Warmline"
STEP_S = 30
DRIFT_STEPS = 1  # clocks of phones differ
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


@dataclass(frozen=True)
class Enrolment:
    """What an app needs: the secret to type, its URI, and that URI as a QR code, an SVG in a data URI."""

    secret: str
    uri: str
    qr: str


class SecondFactor:
    """Secrets are stored encrypted with a key derived from `secret`; a code opens once only."""

    def __init__(self, secret: str) -> None:
        key = hashlib.sha256(f"warmline second factor:{secret}".encode()).digest()
        self._box = Fernet(base64.urlsafe_b64encode(key))

    def begin(self, agent: Agent) -> Enrolment:
        """Make a secret, which counts once a code of it has been shown. Raises Conflict if there is one that counts."""
        if agent.totp_secret is not None:
            raise Conflict("there is a second factor already: turn it off first")
        secret = pyotp.random_base32()
        agent.totp_pending = self._box.encrypt(secret.encode()).decode()
        uri = pyotp.TOTP(secret).provisioning_uri(name=agent.email, issuer_name=ISSUER)
        qr = segno.make(uri, error="m", micro=False)
        return Enrolment(secret, uri, qr.svg_data_uri(scale=4, border=4, dark="#000", light="#fff", nl=False))

    def confirm(self, unit: Unit, agent: Agent, code: str, now: datetime) -> list[str]:
        """Let the new secret count, and return the recovery codes, which nobody can show again.

        Raises Conflict without a new secret, InvalidInput for a wrong code.
        """
        if agent.totp_pending is None:
            raise Conflict("ask for a new secret first")
        step = self._step(agent.totp_pending, code, now)
        if step is None:
            raise InvalidInput("this code is wrong: is the phone's clock right?")
        agent.totp_secret, agent.totp_pending, agent.totp_step = agent.totp_pending, None, step
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        unit.recovery_codes.replace(agent.id, {_digest(one) for one in codes})
        return codes

    def passes(self, unit: Unit, agent: Agent, code: str, now: datetime) -> str | None:
        """Use a code up and say what it was: `totp` or `recovery`; None for a wrong one, or one that was used."""
        if agent.totp_secret is None:
            return None
        step = self._step(agent.totp_secret, code, now)
        if step is not None and step > (agent.totp_step or 0):
            agent.totp_step = step
            return "totp"
        return "recovery" if unit.recovery_codes.spend(agent.id, _digest(code)) else None

    def clear(self, unit: Unit, agent: Agent) -> None:
        """Take the second factor off."""
        agent.totp_secret = agent.totp_pending = agent.totp_step = None
        unit.recovery_codes.replace(agent.id, ())

    def _step(self, kept: str, code: str, now: datetime) -> int | None:
        """Return the time step that the code belongs to."""
        digits = re.sub(r"\s", "", code)
        if not re.fullmatch(r"[0-9]{6}", digits):
            return None
        try:
            totp = pyotp.TOTP(self._box.decrypt(kept.encode()).decode())
        except InvalidToken:
            return None  # the secret that it was encrypted with has been changed: recovery codes still open
        present = int(now.timestamp()) // STEP_S
        for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
            if hmac.compare_digest(totp.generate_otp(step), digits):
                return step
        return None


def _recovery_code() -> str:
    """Return four groups of four characters: 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _digest(code: str) -> str:
    """Return what is kept of a recovery code, however it is written."""
    return hashlib.sha256(re.sub(r"[^a-z0-9]", "", code.lower()).encode()).hexdigest()
