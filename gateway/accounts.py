"""Agents' accounts and sign-ins."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie

import anyio
import anyio.to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway import logs
from gateway.clock import Clock, utc_now
from gateway.records import Records
from gateway.refusals import CodeRequired, CodeWrong, PasswordChangeRequired
from gateway.second_factor import SecondFactor
from gateway.throttle import Throttle
from storage import Database, Unit, migrate
from storage.tables import Agent
from support.errors import InvalidInput, SettingsError, Unauthenticated
from support.routing import MAX_CAPACITY, Role
from support.settings import Settings

COOKIE = "warmline_session"
SESSION_LIFE = timedelta(hours=12)
MIN_PASSWORD_CHARS = 8
SEEN_EVERY = timedelta(minutes=1)
HASHER = PasswordHasher()  # argon2id with the library's defaults, RFC 9106's low-memory choice
NOBODY = "nobody"  # who tried to sign in by an address that we don't know, in the audit log


class Accounts:
    """Signs agents in and out. Passwords are kept as argon2id hashes, sessions as SHA-256 of their token."""

    def __init__(self, records: Records, clock: Clock, secret: str) -> None:
        self._records = records
        self._clock = clock
        self.throttle = Throttle(records, clock, secret)
        self.second_factor = SecondFactor(secret)
        self._hashing = anyio.CapacityLimiter(2)  # each hash takes 64 MiB and a core
        self._nobody = ""

    async def sign_in(
        self, email: str, password: str, address: str, code: str | None = None, device: str = ""
    ) -> tuple[Agent, str]:
        """Return the agent and a new session token.

        Raises Unauthenticated, CodeRequired if the password is right and a second factor is asked for, RateLimited.
        """
        await self.throttle.spend(email, address)
        agent = await self._records.read(lambda unit: unit.agents.by_email(email))
        right = await self.verify(agent, password)
        now = self._clock()
        if agent is None or not right or not _may_sign_in(agent, now):
            await self._refuse(agent, "password")
            raise Unauthenticated("e-mail or password is wrong")
        agent_id = agent.id
        if agent.totp_secret is not None and not (code or "").strip():
            await self._records.write(lambda unit: self.throttle.refund(unit, email, address))
            raise CodeRequired("a code of the authenticator app is asked for")
        token = secrets.token_urlsafe(32)

        def work(unit: Unit) -> Agent | None:
            found = unit.agents.locked_one(agent_id)
            # What was read before the lock may have changed: a new password, a second factor, the end.
            if found is None or not _may_sign_in(found, now) or found.password_hash != agent.password_hash:
                return None
            factor = None
            if found.totp_secret is not None:
                factor = self.second_factor.passes(unit, found, code or "", now)
                if factor is None:
                    return None
            self.throttle.succeeded(unit, email, address)
            unit.sessions.open(found.id, digest(token), now, now + SESSION_LIFE, device)
            unit.audit.add(now, found.id, "sign_in", None, {"factor": factor} if factor else None)
            return found

        signed_in = await self._records.write(work)
        if signed_in is None:
            await self._refuse(agent, "code")
            raise CodeWrong("this code is wrong or was used already")
        return signed_in, token

    async def _refuse(self, agent: Agent | None, why: str) -> None:
        actor, now = agent.id if agent else NOBODY, self._clock()
        logs.warn("sign_in_refused", agent_id=agent.id if agent else None, why=why)
        await self._records.write(lambda unit: unit.audit.add(now, actor, "sign_in_failed", None, {"why": why}))

    async def signed_in(self, token: str | None, *, one_time: bool = False) -> Agent:
        """Return who holds the token. Raises Unauthenticated.

        Who came in with a one-time password is let through where `one_time` says so; raises PasswordChangeRequired elsewhere.
        """
        if token:
            hashed, now = digest(token), self._clock()
            session = await self._records.read(lambda unit: unit.sessions.find(hashed, now))
            if session is not None:
                if session.last_seen_at is None or now - session.last_seen_at >= SEEN_EVERY:
                    await self._records.write(lambda unit: unit.sessions.seen(hashed, now))
                if session.agent.one_time_until is not None and not one_time:
                    raise PasswordChangeRequired("choose a password of your own first")
                return session.agent
        raise Unauthenticated("please sign in")

    async def sign_out(self, token: str) -> None:
        """Revoke the token."""
        await self._records.write(lambda unit: unit.sessions.end(digest(token), self._clock()))

    async def verify(self, agent: Agent | None, password: str) -> bool:
        """Say whether this is the agent's password."""
        return await anyio.to_thread.run_sync(self._verify, agent, password, limiter=self._hashing)

    async def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        return await anyio.to_thread.run_sync(HASHER.hash, password, limiter=self._hashing)

    def _verify(self, agent: Agent | None, password: str) -> bool:
        # An address that is unknown or deactivated costs as much time as a wrong password: nobody finds out which exist.
        if not self._nobody:
            self._nobody = HASHER.hash(secrets.token_urlsafe(16))
        known = agent is not None and agent.deactivated_at is None
        return _fits(agent.password_hash if agent and known else self._nobody, password) and known


def check_password(password: str, email: str) -> None:
    """Return if this may be an agent's password. Raises InvalidInput, which says what would do."""
    if len(password) < MIN_PASSWORD_CHARS:
        raise InvalidInput(f"a password has at least {MIN_PASSWORD_CHARS} characters")
    if len(set(password)) < 4 or password.strip().lower() in (email, email.split("@")[0]):
        raise InvalidInput("this password is too easy to guess")


def _may_sign_in(agent: Agent, now: datetime) -> bool:
    expired = agent.one_time_until is not None and agent.one_time_until <= now
    return agent.deactivated_at is None and not expired


def cookie_token(header: str) -> str | None:
    """Return the session token in a Cookie header."""
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def digest(token: str) -> str:
    """Return what is kept of a session token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def ensure_agent(
    settings: Settings,
    email: str,
    name: str,
    password: str,
    role: str | None = None,
    queues: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    capacity: int | None = None,
    least_chars: int = MIN_PASSWORD_CHARS,
    *,
    afresh: bool = False,
) -> str:
    """Make sure that an agent of this address exists, with this name and password; return their id.

    Args:
        role, queues, languages, capacity: None leaves them as they are; new ones are agents for everything, six at once.
        afresh: whoever was signed in is signed out, and a second factor is taken off: for who has lost everything.

    Brings the database up to date first. Raises SettingsError for an address, a password or a skill that cannot be.
    """
    _check_skills(role, [*(queues or ()), *(languages or ())], capacity)
    if "@" not in email:
        raise SettingsError("an agent needs an e-mail address")
    if len(password) < least_chars:
        raise SettingsError(f"an agent's password needs at least {least_chars} characters")
    migrate(settings.database_url)
    database = Database(settings.database_url)

    def work(unit: Unit) -> str:
        agent = unit.agents.by_email(email)
        if agent is None:
            agent = unit.agents.create(email, name, Role.AGENT, HASHER.hash(password), utc_now())
        elif not _fits(agent.password_hash, password):
            agent.password_hash = HASHER.hash(password)
        agent.name, agent.deactivated_at, agent.one_time_until = name, None, None
        agent.role = role or agent.role
        agent.queues = agent.queues if queues is None else list(queues)
        agent.languages = agent.languages if languages is None else list(languages)
        agent.capacity = agent.capacity if capacity is None else capacity
        if afresh:
            agent.totp_secret = agent.totp_pending = agent.totp_step = None
            unit.recovery_codes.replace(agent.id, ())
            unit.sessions.end_all(agent.id, utc_now())
        return agent.id

    try:
        return database.write(work)
    finally:
        database.close()


def _fits(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _check_skills(role: str | None, names: Sequence[str], capacity: int | None) -> None:
    if role is not None and role not in list(Role):
        raise SettingsError(f"{role!r} is no role: {', '.join(Role)}")
    for name in names:
        if not re.fullmatch(r"[a-z0-9_-]{1,50}", name):
            raise SettingsError(f"{name!r} is no queue or language: lower-case letters, digits, - and _")
    if capacity is not None and not 0 <= capacity <= MAX_CAPACITY:
        raise SettingsError(f"an agent's capacity is between 0 and {MAX_CAPACITY}")
