"""A customer's own data over HTTP: to take along, and to delete. The token says whose; nothing else does."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from gateway.belongings import belongings
from gateway.bodies import EraseIn
from gateway.clock import Clock
from gateway.erasing import Erasing
from gateway.errors import RESPONSES
from gateway.identity import Identity, Speaker
from gateway.limits import Limits
from gateway.origins import Origins, require_json
from gateway.records import Records
from support.errors import InvalidInput, Unauthenticated


class Erased(BaseModel):
    """What is gone."""

    deleted_conversations: int


def router(
    identity: Identity, records: Records, erasing: Erasing, limits: Limits, origins: Origins, clock: Clock
) -> APIRouter:
    """Return the routes under /api/privacy."""
    routes = APIRouter(prefix="/api/privacy", tags=["chat"], responses=RESPONSES)

    def whose(request: Request) -> Speaker:
        origins.require_chat(request.headers)
        speaker = identity.authorized(request.headers.get("authorization"))
        if speaker is None:
            raise Unauthenticated("whose data this is, a token must tell")
        limits.privacy.spend(speaker.key)
        return speaker

    @routes.get("/data", response_model=dict[str, Any])
    async def data(request: Request) -> Response:
        """Return all that is kept of whoever holds the token, as a file (`warmline-data/1`)."""
        speaker = whose(request)
        found = await records.read(lambda unit: belongings(unit, speaker, clock()))
        headers = {"Content-Disposition": 'attachment; filename="my-conversations.json"', "Cache-Control": "no-store"}
        return JSONResponse(found, headers=headers)

    @routes.post("/erase")
    async def erase(body: EraseIn, request: Request) -> Erased:
        """Delete all that is kept of whoever holds the token, for good; `confirm` must be true."""
        require_json(request.headers)
        speaker = whose(request)
        if not body.confirm:
            raise InvalidInput("`confirm` must be true: this cannot be undone")
        return Erased(deleted_conversations=await erasing.erase(speaker))

    return routes
