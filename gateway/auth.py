"""Signing in and out over HTTP, and who is behind a request."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from gateway.accounts import COOKIE, SESSION_LIFE, Accounts
from gateway.bodies import LoginIn
from gateway.clock import Clock
from gateway.errors import RESPONSES
from gateway.origins import Origins, require_json
from gateway.sockets import Desk
from gateway.views import agent_view
from storage.tables import Agent
from support.errors import NotAllowed
from support.routing import LEADS, Role


class AgentOut(BaseModel):
    """The agent who is signed in."""

    agent: dict[str, Any]


class Done(BaseModel):
    """Nothing more to say."""

    ok: bool = True


class Gate:
    """Lets agents through."""

    def __init__(self, accounts: Accounts, origins: Origins) -> None:
        self._accounts = accounts
        self._origins = origins

    def own_pages(self, request: Request) -> None:
        """Raise NotAllowed for an unsafe call of another origin's page, or one whose body is no JSON."""
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            self._origins.require_own(request.headers)
            require_json(request.headers)

    async def agent(self, request: Request) -> Agent:
        """Return who is signed in. Raises Unauthenticated, NotAllowed."""
        agent = await self._accounts.signed_in(request.cookies.get(COOKIE))
        self.own_pages(request)
        return agent

    async def lead(self, request: Request) -> Agent:
        """Return the supervisor or admin who is signed in. Raises Unauthenticated, NotAllowed."""
        agent = await self.agent(request)
        if agent.role not in LEADS:
            raise NotAllowed("this is for supervisors and admins")
        return agent

    async def admin(self, request: Request) -> Agent:
        """Return the admin who is signed in. Raises Unauthenticated, NotAllowed."""
        agent = await self.agent(request)
        if agent.role != Role.ADMIN:
            raise NotAllowed("this is for admins")
        return agent


def router(accounts: Accounts, gate: Gate, desk: Desk, clock: Clock, *, secure: bool) -> APIRouter:
    """Return the routes under /api/auth; `secure` marks the cookie for HTTPS only."""
    routes = APIRouter(prefix="/api/auth", tags=["auth"], responses=RESPONSES)

    @routes.post("/login")
    async def login(body: LoginIn, request: Request, response: Response) -> AgentOut:
        """Sign in; the session is in the cookie."""
        gate.own_pages(request)
        agent, token = await accounts.sign_in(body.email, body.password, client_address(request))
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(SESSION_LIFE.total_seconds()),
            httponly=True,
            secure=secure,
            samesite="strict",
            path="/",
        )
        return AgentOut(agent=agent_view(agent, clock()))

    @routes.post("/logout")
    async def logout(request: Request, response: Response) -> Done:
        """Sign out; signing out twice is fine."""
        gate.own_pages(request)
        token = request.cookies.get(COOKIE)
        if token:
            await accounts.sign_out(token)
            await desk.drop(token)
        response.delete_cookie(COOKIE, path="/", httponly=True, secure=secure, samesite="strict")
        return Done()

    @routes.get("/me")
    async def me(request: Request) -> AgentOut:
        """Return who is signed in."""
        return AgentOut(agent=agent_view(await gate.agent(request), clock()))

    return routes


def client_address(request: Request) -> str:
    """Return the client's address, for limits only."""
    return request.client.host if request.client else "unknown"
