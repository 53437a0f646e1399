"""Signing in and out over HTTP, and who is behind a request."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from gateway.account_bodies import LoginIn
from gateway.accounts import COOKIE, SESSION_LIFE, Accounts, digest
from gateway.clock import Clock
from gateway.desk_sockets import Desk
from gateway.devices import device_of
from gateway.errors import RESPONSES
from gateway.gate import Gate, client_address
from gateway.views import agent_view


class AgentOut(BaseModel):
    """The agent who is signed in."""

    agent: dict[str, Any]


class Done(BaseModel):
    """Nothing more to say."""

    ok: bool = True


def router(accounts: Accounts, gate: Gate, desk: Desk, clock: Clock, *, secure: bool) -> APIRouter:
    """Return the routes under /api/auth; `secure` marks the cookie for HTTPS only."""
    routes = APIRouter(prefix="/api/auth", tags=["auth"], responses=RESPONSES)

    @routes.post("/login")
    async def login(body: LoginIn, request: Request, response: Response) -> AgentOut:
        """Sign in; the session is in the cookie. 401 `code_required` asks for the same once more, with a `code`."""
        gate.own_pages(request)
        device = device_of(request.headers.get("user-agent", ""))
        agent, token = await accounts.sign_in(body.email, body.password, client_address(request), body.code, device)
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
            await desk.drop([digest(token)])
        response.delete_cookie(COOKIE, path="/", httponly=True, secure=secure, samesite="strict")
        return Done()

    @routes.get("/me")
    async def me(request: Request) -> AgentOut:
        """Return who is signed in."""
        return AgentOut(agent=agent_view(await gate.newcomer(request), clock()))

    return routes
