"""The customers' chat over plain HTTP, for channels without Socket.IO."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from gateway.bodies import ChatIn, checked_conversation, checked_text
from gateway.errors import RESPONSES
from gateway.gate import client_address
from gateway.identity import Identity
from gateway.limits import Limits
from gateway.origins import Origins, require_json
from gateway.records import Records
from gateway.relay import Relay
from gateway.views import customer_view, message_view, told_status
from storage import Unit
from storage.ids import NewId
from support.errors import Unauthenticated


class Button(BaseModel):
    """A quick reply."""

    title: str
    payload: str


class Attachment(BaseModel):
    """A photo or PDF; `GET /api/attachments/{id}` has its bytes. Of a PDF the size in pixels is null."""

    id: str
    kind: Literal["image", "pdf"]
    name: str
    media_type: str
    size_bytes: int
    width_px: int | None
    height_px: int | None


class Message(BaseModel):
    """A message as customers see it."""

    id: str
    offset: int
    conversation_id: str
    author: Literal["customer", "bot", "agent", "system"]
    author_name: str | None
    text: str
    buttons: list[Button]
    attachments: list[Attachment]
    created_at: str
    client_message_id: str | None
    event: str | None


class Reply(BaseModel):
    """What was said in answer."""

    text: str
    buttons: list[Button] = []


class ChatOut(BaseModel):
    """The answer to a message; `visitor_token` is what a new guest goes on with."""

    conversation_id: str
    message_id: str
    status: str
    replies: list[Reply]
    visitor_token: str | None = None


class HistoryOut(BaseModel):
    """A conversation as its customer sees it."""

    conversation_id: str
    status: str
    messages: list[Message]


def router(
    identity: Identity,
    records: Records,
    relay: Relay,
    limits: Limits,
    origins: Origins,
    ids: NewId,
    *,
    max_chars: int,
    wait_s: float,
) -> APIRouter:
    """Return the routes under /api/chat; `wait_s` is how long a caller waits for the bot."""
    routes = APIRouter(prefix="/api/chat", tags=["chat"], responses=RESPONSES)

    @routes.post("", response_model_exclude_none=True)
    async def say(body: ChatIn, request: Request) -> ChatOut:
        """Send a message and wait for the bot; without a token a new guest is made."""
        origins.require_chat(request.headers)
        require_json(request.headers)
        speaker, visitor_token = identity.authorized(request.headers.get("authorization")), None
        text = checked_text(body.text, max_chars, body.attachments)
        if speaker is None:
            limits.strangers.spend(client_address(request))
            speaker = identity.newcomer()
            visitor_token = identity.visitor_token(speaker.guest_id or "")
        else:
            limits.messages.spend(speaker.key)
        conversation_id = checked_conversation(body.conversation_id) if body.conversation_id else None
        client_id = body.client_message_id or ids("c")
        received = await relay.receive(speaker, text, client_id, conversation_id, attachments=body.attachments)
        message_id = received.message["id"]
        status, replies = await relay.replies(message_id, wait_s)
        return ChatOut(
            conversation_id=received.message["conversation_id"],
            message_id=message_id,
            status=status,
            replies=[Reply(text=reply["text"], buttons=reply["buttons"]) for reply in replies],
            visitor_token=visitor_token,
        )

    @routes.get("/{conversation_id}")
    async def history(
        conversation_id: str, request: Request, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    ) -> HistoryOut:
        """Return the messages after an offset; only to whom the conversation belongs."""
        speaker = identity.authorized(request.headers.get("authorization"))
        if speaker is None:
            raise Unauthenticated("whose conversation this is, a token must tell")
        limits.requests.spend(speaker.key)
        checked_conversation(conversation_id)

        def work(unit: Unit) -> dict[str, Any]:
            visitor = unit.visitors.find(speaker.customer_id, speaker.guest_id)
            conversation = unit.conversations.of_visitor(visitor.id if visitor else "", conversation_id)
            assert conversation is not None
            messages = unit.messages.after(conversation.id, after)
            return {
                "conversation_id": conversation.id,
                "status": told_status(conversation.status),
                "messages": [customer_view(message_view(message)) for message in messages],
            }

        return HistoryOut.model_validate(await records.read(work))

    return routes
