"""Signed-in browsers, second factors' recovery codes, and tries to sign in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, delete, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session, joinedload

from storage.people_tables import RecoveryCode, SignInTry
from storage.tables import Agent, AgentSession


def public_id(session: AgentSession) -> str:
    """Return the name by which a session is shown and ended: nobody signs in with it, nor finds the token by it."""
    return f"se_{sha256(session.token_hash.encode()).hexdigest()[:24]}"


class Sessions:
    """The repository of agents' sessions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, agent_id: str, token_hash: str, at: datetime, expires_at: datetime, device: str = "") -> None:
        """Keep a sign-in, and drop what has expired."""
        self._session.execute(delete(AgentSession).where(AgentSession.expires_at <= at))
        self._session.add(
            AgentSession(
                token_hash=token_hash,
                agent_id=agent_id,
                created_at=at,
                expires_at=expires_at,
                device=device,
                last_seen_at=at,
            )
        )
        self._session.flush()

    def find(self, token_hash: str, now: datetime) -> AgentSession | None:
        """Return the session with its agent; None if it is unknown, ended or expired, or the agent is deactivated."""
        query = _valid(now).where(AgentSession.token_hash == token_hash).options(joinedload(AgentSession.agent))
        return self._session.scalars(query).one_or_none()

    def valid(self, token_hashes: Collection[str], now: datetime) -> dict[str, str]:
        """Return those of the sessions that still hold, each with its agent's role."""
        query = _valid(now).where(AgentSession.token_hash.in_(token_hashes)).options(joinedload(AgentSession.agent))
        return {found.token_hash: found.agent.role for found in self._session.scalars(query)}

    def of_agent(self, agent_id: str, now: datetime) -> Sequence[AgentSession]:
        """Return an agent's sessions that hold, the one used last first."""
        query = _valid(now).where(AgentSession.agent_id == agent_id)
        found = self._session.scalars(query).all()
        return sorted(found, key=lambda one: one.last_seen_at or one.created_at, reverse=True)

    def seen(self, token_hash: str, at: datetime) -> None:
        """Note that the session has been used."""
        found = self._session.get(AgentSession, token_hash)
        if found is not None:
            found.last_seen_at = at

    def end(self, token_hash: str, at: datetime) -> None:
        """End a session."""
        found = self._session.get(AgentSession, token_hash)
        if found is not None and found.revoked_at is None:
            found.revoked_at = at

    def end_all(self, agent_id: str, at: datetime, but: str | None = None) -> list[str]:
        """End an agent's sessions, all `but` one; return the hashes of those that were ended."""
        ended = [one for one in self.of_agent(agent_id, at) if one.token_hash != but]
        for one in ended:
            one.revoked_at = at
        return [one.token_hash for one in ended]


class RecoveryCodes:
    """The repository of recovery codes, known by their hashes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replace(self, agent_id: str, code_hashes: Collection[str]) -> None:
        """Let these be the agent's codes, and no others."""
        self._session.execute(delete(RecoveryCode).where(RecoveryCode.agent_id == agent_id))
        self._session.add_all(RecoveryCode(code_hash=one, agent_id=agent_id) for one in code_hashes)
        self._session.flush()

    def spend(self, agent_id: str, code_hash: str) -> bool:
        """Use a code up; False if the agent has none of that hash."""
        query = delete(RecoveryCode).where(RecoveryCode.agent_id == agent_id, RecoveryCode.code_hash == code_hash)
        return bool(self._session.execute(query.returning(RecoveryCode.code_hash)).all())

    def count(self, agent_id: str) -> int:
        """Return how many are left."""
        query = select(RecoveryCode.code_hash).where(RecoveryCode.agent_id == agent_id)
        return len(self._session.scalars(query).all())


class SignInTries:
    """The repository of tries to sign in, so that a restart forgets none and several gateways count together."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def wait(self, key: str, most: int, window: timedelta, now: datetime) -> timedelta | None:
        """Count a try of this key; if there were `most` within the window, count nothing and return how long to wait."""
        if self._session.get_bind().dialect.name == "postgresql":
            # Two tries at once must not both be the last one allowed.
            self._session.execute(sql("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": key})
        self._session.execute(delete(SignInTry).where(SignInTry.at <= now - window))
        query = select(SignInTry.at).where(SignInTry.key == key).order_by(SignInTry.at)
        tries = self._session.scalars(query).all()
        if len(tries) >= most:
            return tries[0] + window - now
        self._session.add(SignInTry(key=key, at=now))
        self._session.flush()
        return None

    def refund(self, key: str) -> None:
        """Take back the newest try."""
        query = select(SignInTry).where(SignInTry.key == key).order_by(SignInTry.id.desc()).limit(1)
        found = self._session.scalars(query).one_or_none()
        if found is not None:
            self._session.delete(found)
            self._session.flush()

    def forget(self, key: str) -> None:
        """Give a key its full allowance back."""
        self._session.execute(delete(SignInTry).where(SignInTry.key == key))


def _valid(now: datetime) -> Select[AgentSession]:
    return (
        select(AgentSession)
        .join(Agent, Agent.id == AgentSession.agent_id)
        .where(AgentSession.revoked_at.is_(None), AgentSession.expires_at > now, Agent.deactivated_at.is_(None))
    )
