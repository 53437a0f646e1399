"""Attachments over HTTP: customers send them and see their own, agents see those of conversations, and send some too.

Without postponed annotations, as in gateway/desk.py.
"""

from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from gateway.attachments import Attachments
from gateway.bodies import TooLarge, checked_conversation
from gateway.chat import Attachment
from gateway.errors import RESPONSES
from gateway.gate import Gate, client_address
from gateway.identity import Identity, Speaker
from gateway.limits import Limits
from gateway.origins import Origins
from support.attachments import PDF
from support.errors import InvalidInput, Unauthenticated, WarmlineError

PATH = "/api/attachments"
DESK_PATH = f"{PATH}/desk"
NAME_HEADER = "x-file-name"
_DRAIN_FACTOR = 4
_HEADERS = {
    # Whatever a file turned out to be, it runs nothing, loads nothing, and is in no frame.
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Vary": "Authorization, Cookie",
}


class UploadOut(BaseModel):
    """What became of the file."""

    attachment: Attachment


def router(
    attachments: Attachments, identity: Identity, gate: Gate, limits: Limits, origins: Origins, *, max_bytes: int
) -> APIRouter:
    """Return the routes under /api/attachments; `max_bytes` is the size of one file."""
    routes = APIRouter(prefix=PATH, tags=["chat"], responses=RESPONSES)

    def admitted(request: Request) -> Speaker:
        origins.require_chat(request.headers)
        speaker = identity.authorized(request.headers.get("authorization"))
        if speaker is None:
            raise Unauthenticated("whose file this is, a token must tell")
        limits.uploads.spend(client_address(request))
        limits.messages.spend(speaker.key)
        return speaker

    async def whole(request: Request) -> tuple[str, bytes]:
        data = await _read(request, max_bytes, max_bytes * _DRAIN_FACTOR)
        if data is None:
            raise TooLarge(f"a file has at most {max_bytes} bytes")
        if not data:
            raise InvalidInput("the file is empty")
        return unquote(request.headers.get(NAME_HEADER, "")[:1000], errors="replace"), data

    body = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}

    @routes.post("", openapi_extra={"requestBody": body})
    async def upload(request: Request) -> UploadOut:
        """Take in one file, as the body; `X-File-Name` holds its name, percent-encoded. A message then names its id."""
        try:
            speaker = admitted(request)
        except WarmlineError:
            await _read(request, 0, max_bytes * _DRAIN_FACTOR)
            raise
        name, data = await whole(request)
        return UploadOut.model_validate({"attachment": await attachments.add(speaker, name, data)})

    @routes.post("/desk", openapi_extra={"requestBody": body}, tags=["desk"])
    # Without a default, who is not signed in would be told about a missing parameter first.
    async def upload_of_agent(request: Request, conversation: str = "") -> UploadOut:
        """Take in a file of an agent's for this conversation, as above. Their message then names its id."""
        try:
            agent = await gate.agent_with_file(request)
            limits.uploads.spend(agent.id)
            checked_conversation(conversation)
        except WarmlineError:
            await _read(request, 0, max_bytes * _DRAIN_FACTOR)
            raise
        name, data = await whole(request)
        view = await attachments.add_of_agent(agent.id, conversation, name, data)
        return UploadOut.model_validate({"attachment": view})

    @routes.get("/{attachment_id}", response_class=FileResponse)
    async def download(attachment_id: str, request: Request) -> FileResponse:
        """Return a file: to the customer whose it is, by their token, or to an agent who is signed in."""
        speaker = identity.authorized(request.headers.get("authorization"))
        if speaker is not None:
            limits.requests.spend(speaker.key)
            stored = await attachments.of_speaker(attachment_id, speaker)
        else:
            await gate.agent(request)
            stored = await attachments.for_agents(attachment_id)
        return FileResponse(
            stored.path,
            media_type=stored.media_type,
            filename=stored.name,
            content_disposition_type="attachment" if stored.media_type == PDF else "inline",
            headers=_HEADERS,
        )

    return routes


async def _read(request: Request, most: int, drain: int) -> bytes | None:
    """Return the body, None if it is larger than `most` bytes; memory never holds more.

    A client that is still sending may miss an early answer, so up to `drain` bytes are read and dropped.
    """
    data, size = bytearray(), 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= most:
                data += chunk
            else:
                data.clear()
                if size > drain:
                    break
    except ClientDisconnect:
        raise InvalidInput("the upload broke off") from None
    return bytes(data) if size <= most else None
