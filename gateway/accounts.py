"""Agents' accounts and sign-ins."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie

import anyio
import anyio.to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway import logs
from gateway.clock import Clock, utc_now
from gateway.limits import Window
from gateway.records import Records
from storage import Database, Unit, migrate
from storage.tables import Agent
from support.errors import SettingsError, Unauthenticated
from support.routing import MAX_CAPACITY, Role
from support.settings import Settings

COOKIE = "warmline_session"
SESSION_LIFE = timedelta(hours=12)
MIN_PASSWORD_CHARS = 8
THROTTLE_S = 300.0
TRIES_PER_EMAIL = 5
TRIES_PER_ADDRESS = 20


class Accounts:
    """Signs agents in and out. Passwords are kept as argon2id hashes, sessions as SHA-256 of their token."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._hasher = PasswordHasher()
        self._by_email = Window(TRIES_PER_EMAIL, THROTTLE_S)
        self._by_address = Window(TRIES_PER_ADDRESS, THROTTLE_S)
        self._hashing = anyio.CapacityLimiter(2)  # each hash takes 64 MiB and a core
        self._nobody = ""

    async def sign_in(self, email: str, password: str, address: str) -> tuple[Agent, str]:
        """Return the agent and a new session token. Raises Unauthenticated, RateLimited."""
        key = email.strip().lower()
        self._by_address.spend(address)
        self._by_email.spend(key)
        agent = await self._records.read(lambda unit: unit.agents.by_email(email))
        right = await anyio.to_thread.run_sync(self._verify, agent, password, limiter=self._hashing)
        if agent is None or not right:
            logs.warn("sign_in_refused", agent_id=agent.id if agent else None)
            raise Unauthenticated("e-mail or password is wrong")
        self._by_email.forget(key)
        self._by_address.refund(address)  # an office signs in from one address
        token = secrets.token_urlsafe(32)
        now = self._clock()

        def work(unit: Unit) -> None:
            unit.agents.open_session(agent.id, digest(token), now, now + SESSION_LIFE)
            unit.audit.add(now, agent.id, "sign_in")

        await self._records.write(work)
        return agent, token

    async def signed_in(self, token: str | None) -> Agent:
        """Return who holds the token. Raises Unauthenticated."""
        if token:
            agent = await self._records.read(lambda unit: unit.agents.of_session(digest(token), self._clock()))
            if agent is not None:
                return agent
        raise Unauthenticated("please sign in")

    async def sign_out(self, token: str) -> None:
        """Revoke the token."""
        await self._records.write(lambda unit: unit.agents.revoke(digest(token), self._clock()))

    def _verify(self, agent: Agent | None, password: str) -> bool:
        # An unknown address costs as much time as a wrong password, so that nobody can find out which exist.
        if agent is None and not self._nobody:
            self._nobody = self._hasher.hash(secrets.token_urlsafe(16))
        try:
            return self._hasher.verify(agent.password_hash if agent else self._nobody, password) and agent is not None
        except (VerificationError, InvalidHashError):
            return False


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
) -> str:
    """Make sure that an agent of this address exists, with this name and password; return their id.

    Args:
        role, queues, languages, capacity: None leaves them as they are; new ones are agents for everything, six at once.

    Brings the database up to date first. Raises SettingsError for an address, a password or a skill that cannot be.
    """
    _check_skills(role, [*(queues or ()), *(languages or ())], capacity)
    if "@" not in email:
        raise SettingsError("an agent needs an e-mail address")
    if len(password) < least_chars:
        raise SettingsError(f"an agent's password needs at least {least_chars} characters")
    migrate(settings.database_url)
    database, hasher = Database(settings.database_url), PasswordHasher()

    def work(unit: Unit) -> str:
        agent = unit.agents.by_email(email)
        if agent is None:
            agent = unit.agents.create(email, name, Role.AGENT, hasher.hash(password), utc_now())
        agent.name = name
        agent.role = role or agent.role
        agent.queues = agent.queues if queues is None else list(queues)
        agent.languages = agent.languages if languages is None else list(languages)
        agent.capacity = agent.capacity if capacity is None else capacity
        try:
            hasher.verify(agent.password_hash, password)
        except (VerificationError, InvalidHashError):
            agent.password_hash = hasher.hash(password)
        return agent.id

    try:
        return database.write(work)
    finally:
        database.close()


def _check_skills(role: str | None, names: Sequence[str], capacity: int | None) -> None:
    if role is not None and role not in list(Role):
        raise SettingsError(f"{role!r} is no role: {', '.join(Role)}")
    for name in names:
        if not re.fullmatch(r"[a-z0-9_-]{1,50}", name):
            raise SettingsError(f"{name!r} is no queue or language: lower-case letters, digits, - and _")
    if capacity is not None and not 0 <= capacity <= MAX_CAPACITY:
        raise SettingsError(f"an agent's capacity is between 0 and {MAX_CAPACITY}")
