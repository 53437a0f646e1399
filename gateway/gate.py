"""Who is behind a request to the desk, and what their role lets them do."""

from __future__ import annotations

from fastapi import Request

from gateway.accounts import COOKIE, Accounts
from gateway.origins import Origins, require_json
from storage.tables import Agent
from support.errors import NotAllowed
from support.routing import LEADS, Role


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
        """Return who is signed in. Raises Unauthenticated, NotAllowed, PasswordChangeRequired."""
        agent = await self._accounts.signed_in(request.cookies.get(COOKIE))
        self.own_pages(request)
        return agent

    async def agent_with_file(self, request: Request) -> Agent:
        """Return who is signed in and sends a file, which is no JSON. Raises Unauthenticated, NotAllowed."""
        agent = await self._accounts.signed_in(request.cookies.get(COOKIE))
        self._origins.require_own(request.headers)
        return agent

    async def newcomer(self, request: Request) -> Agent:
        """Return who is signed in, if need be with a one-time password. Raises Unauthenticated, NotAllowed."""
        agent = await self._accounts.signed_in(request.cookies.get(COOKIE), one_time=True)
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


def client_address(request: Request) -> str:
    """Return the client's address, for limits only."""
    return request.client.host if request.client else "unknown"
