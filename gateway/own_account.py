"""An agent's own account over REST: password, sessions, second factor.

Without postponed annotations: FastAPI must see the dependencies that are made within `router`.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from gateway.account_bodies import CodeIn, ConfirmedIn, PasswordIn
from gateway.accounts import COOKIE, Accounts, check_password, digest
from gateway.auth import Done
from gateway.changes import agent_of
from gateway.clock import Clock, iso
from gateway.desk_sockets import Desk
from gateway.errors import RESPONSES
from gateway.gate import Gate, client_address
from gateway.records import Records
from gateway.second_factor import Enrolment
from gateway.views import Json
from storage import Unit
from storage.sessions import public_id
from storage.tables import Agent
from support.errors import Conflict, InvalidInput, NotAllowed, NotFound


class SessionOut(BaseModel):
    """A signed-in browser. `device` is what it says of itself, "" if that is nothing we know."""

    id: str
    device: str
    created_at: str
    last_seen_at: str | None
    expires_at: str
    current: bool


class SessionsOut(BaseModel):
    """One's sessions, the one used last first."""

    sessions: list[SessionOut]


class EnrolmentOut(BaseModel):
    """What an authenticator app needs; `qr` is an SVG in a data URI."""

    secret: str
    uri: str
    qr: str


class RecoveryOut(BaseModel):
    """Recovery codes, shown once."""

    recovery_codes: list[str]


class SecondFactorOut(BaseModel):
    """Whether there is a second factor, and how many recovery codes are left."""

    second_factor: bool
    recovery_codes_left: int


def router(gate: Gate, records: Records, accounts: Accounts, desk: Desk, clock: Clock) -> APIRouter:
    """Return the routes under /api/auth that are about oneself."""
    routes = APIRouter(prefix="/api/auth", tags=["auth"], responses=RESPONSES)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    async def newcomer(request: Request) -> Agent:
        return await gate.newcomer(request)

    async def confirm(agent: Agent, password: str, request: Request) -> None:
        """Return if it is the agent's password. Raises NotAllowed, RateLimited: a borrowed browser is no licence to guess."""
        address = client_address(request)
        await accounts.throttle.spend(agent.email, address)
        if not await accounts.verify(agent, password):
            await records.write(lambda unit: unit.audit.add(clock(), agent.id, "password_refused"))
            raise NotAllowed("this is not your password")
        await records.write(lambda unit: accounts.throttle.refund(unit, agent.email, address))

    Signed = Annotated[Agent, Depends(signed_in)]

    @routes.post("/password")
    async def password(body: PasswordIn, request: Request, agent: Annotated[Agent, Depends(newcomer)]) -> Done:
        """Choose another password; every other session ends."""
        await confirm(agent, body.old, request)
        check_password(body.new, agent.email)
        if body.new == body.old:
            raise InvalidInput("the new password is the old one")
        hashed, now, current = await accounts.hash(body.new), clock(), _token(request)

        def work(unit: Unit) -> list[str]:
            found = agent_of(unit, agent.id)
            if found.password_hash != agent.password_hash:
                raise Conflict("the password has been changed meanwhile")
            found.password_hash, found.one_time_until = hashed, None
            ended = unit.sessions.end_all(agent.id, now, but=current)
            unit.audit.add(now, agent.id, "change_password", None, {"sessions_ended": len(ended)})
            return ended

        await desk.drop(await records.write(work))
        return Done()

    @routes.get("/sessions")
    async def sessions(request: Request, agent: Signed) -> SessionsOut:
        """List the browsers in which one is signed in."""
        current = _token(request)

        def work(unit: Unit) -> list[Json]:
            return [
                {
                    "id": public_id(one),
                    "device": one.device,
                    "created_at": iso(one.created_at),
                    "last_seen_at": iso(one.last_seen_at),
                    "expires_at": iso(one.expires_at),
                    "current": one.token_hash == current,
                }
                for one in unit.sessions.of_agent(agent.id, clock())
            ]

        return SessionsOut.model_validate({"sessions": await records.read(work)})

    @routes.post("/sessions/{session_id}/end")
    async def end(session_id: str, agent: Signed) -> Done:
        """Sign one's other browser out."""
        now = clock()

        def work(unit: Unit) -> str:
            mine = [one for one in unit.sessions.of_agent(agent.id, now) if public_id(one) == session_id]
            if not mine:
                raise NotFound("there is no such session")
            mine[0].revoked_at = now
            unit.audit.add(now, agent.id, "end_session")
            return mine[0].token_hash

        await desk.drop([await records.write(work)])
        return Done()

    @routes.post("/sessions/end-others")
    async def end_others(request: Request, agent: Signed) -> Done:
        """Sign out everywhere but here."""
        now, current = clock(), _token(request)

        def work(unit: Unit) -> list[str]:
            ended = unit.sessions.end_all(agent.id, now, but=current)
            unit.audit.add(now, agent.id, "end_sessions", None, {"sessions_ended": len(ended)})
            return ended

        await desk.drop(await records.write(work))
        return Done()

    @routes.get("/second-factor")
    async def second_factor(agent: Signed) -> SecondFactorOut:
        """Tell whether there is a second factor."""
        left = await records.read(lambda unit: unit.recovery_codes.count(agent.id))
        return SecondFactorOut(second_factor=agent.totp_secret is not None, recovery_codes_left=left)

    @routes.post("/second-factor")
    async def begin(body: ConfirmedIn, request: Request, agent: Signed) -> EnrolmentOut:
        """Get a secret for an authenticator app; it counts once a code of it has been shown."""
        await confirm(agent, body.password, request)

        def work(unit: Unit) -> Enrolment:
            return accounts.second_factor.begin(agent_of(unit, agent.id))

        made = await records.write(work)
        return EnrolmentOut(secret=made.secret, uri=made.uri, qr=made.qr)

    @routes.post("/second-factor/confirm")
    async def confirm_code(body: CodeIn, request: Request, agent: Signed) -> RecoveryOut:
        """Show a code of the app: from now on signing in asks for one. Every other session ends."""
        now, current = clock(), _token(request)
        await accounts.throttle.spend(agent.email, client_address(request))

        def work(unit: Unit) -> tuple[list[str], list[str]]:
            codes = accounts.second_factor.confirm(unit, agent_of(unit, agent.id), body.code, now)
            accounts.throttle.refund(unit, agent.email, client_address(request))
            unit.audit.add(now, agent.id, "second_factor_on")
            return codes, unit.sessions.end_all(agent.id, now, but=current)

        codes, ended = await records.write(work)
        await desk.drop(ended)
        return RecoveryOut(recovery_codes=codes)

    @routes.post("/second-factor/off")
    async def off(body: ConfirmedIn, request: Request, agent: Signed) -> Done:
        """Sign in without a second factor again."""
        await confirm(agent, body.password, request)

        def work(unit: Unit) -> None:
            accounts.second_factor.clear(unit, agent_of(unit, agent.id))
            unit.audit.add(clock(), agent.id, "second_factor_off")

        await records.write(work)
        return Done()

    return routes


def _token(request: Request) -> str:
    return digest(request.cookies.get(COOKIE) or "")
