"""What has been committed, told to those who may know: the customer's tabs and the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import socketio

from gateway.views import Json, customer_view

CUSTOMER = "/"
DESK = "/desk"
AGENTS = "agents"


@dataclass
class Change:
    """What one transaction did to a conversation, in the contract's shapes.

    `messages` are as the desk sees them; `status` is None when the state stayed as it was; `seen` are customer's
    messages that have now been read; `started` says that the visitor's tabs are to follow a new conversation;
    `understood` is an earlier message that the desk gets once more, now with what the bot made of it; `sla` is a
    deadline that the desk is told of, because it has passed or nearly so; `notices` are for single agents, by their ids;
    `packet` says that the handoff packet was written anew.
    """

    visitor_id: str
    conversation_id: str
    summary: Json
    messages: list[Json] = field(default_factory=list)
    status: Json | None = None
    seen: Sequence[str] = ()
    started: bool = False
    understood: Json | None = None
    sla: Json | None = None
    notices: list[tuple[str, Json]] = field(default_factory=list)
    packet: bool = False


class Push:
    """Emits to rooms: one for each visitor, one for all agents, one for those who watch a conversation."""

    def __init__(self, sio: socketio.AsyncServer) -> None:
        self._sio = sio
        self._listeners: list[Callable[[Change], None]] = []

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Let somebody within this gateway know of its changes, after everybody else has been told."""
        self._listeners.append(listener)

    async def publish(self, change: Change) -> None:
        """Tell everybody about a committed change; private notes go to the desk alone."""
        if change.started:
            state = {"conversation_id": change.conversation_id, "status": change.summary["status"], "agent": None}
            name = change.summary["customer"]["name"]
            await self._customer("conversation", change, {**state, "customer": {"name": name}, "messages": []})
        for message_id in change.seen:
            await self._customer("delivery", change, {"message_id": message_id, "state": "seen"})
        if change.understood:
            await self._desk(change, change.understood)
        for message in change.messages:
            if not message["private"]:
                await self.message(change.visitor_id, message)
            await self._desk(change, message)
        if change.status is not None:
            await self._customer("status", change, change.status)
        await self._sio.emit("conversation_changed", {"conversation": change.summary}, room=AGENTS, namespace=DESK)
        which: Json = {"conversation_id": change.conversation_id}
        if change.packet:
            await self._sio.emit("packet_changed", which, room=watchers(change.conversation_id), namespace=DESK)
        if change.sla is not None:
            assignee = change.summary["assignee"]
            who = {"customer": change.summary["customer"]["name"], "assignee": assignee["id"] if assignee else None}
            await self._sio.emit("sla_changed", {**which, "sla": change.sla, **who}, room=AGENTS, namespace=DESK)
        for agent_id, notice in change.notices:
            await self._sio.emit("notice", {"notice": notice}, room=agent_room(agent_id), namespace=DESK)
        for listener in self._listeners:
            listener(change)

    async def message(self, visitor_id: str, message: Mapping[str, Any]) -> None:
        """Show a message in the visitor's tabs."""
        shown = customer_view(message)
        event = "user_message"
        if message["author"] != "customer":
            event = "bot_uttered"
            shown["quick_replies"] = [{**button, "content_type": "text"} for button in message["buttons"]]
        await self._sio.emit(event, shown, room=visitor_id, namespace=CUSTOMER)
        if event == "bot_uttered":
            await self._sio.emit(event, plain(shown), room=plain_room(visitor_id), namespace=CUSTOMER)

    async def rating(self, conversation_id: str, rating: Json) -> None:
        """Show those who watch what the customer thinks of it."""
        body = {"conversation_id": conversation_id, "rating": rating}
        await self._sio.emit("rating", body, room=watchers(conversation_id), namespace=DESK)

    async def erased(self, visitor_id: str, conversation_ids: Sequence[str]) -> None:
        """Tell the visitor's tabs and all agents that these conversations are gone for good."""
        await self._sio.emit("erased", {}, room=visitor_id, namespace=CUSTOMER)
        for conversation_id in conversation_ids:
            body = {"conversation_id": conversation_id}
            await self._sio.emit("conversation_erased", body, room=AGENTS, namespace=DESK)

    async def typing_to_customer(self, visitor_id: str, who: str, typing: bool, name: str | None = None) -> None:
        """Show the customer that bot or agent is typing."""
        body = {"who": who, "typing": typing, **({"name": name} if name else {})}
        await self._sio.emit("typing", body, room=visitor_id, namespace=CUSTOMER)

    async def typing_to_desk(self, conversation_id: str, who: str, typing: bool) -> None:
        """Show those who watch that somebody is typing."""
        body = {"conversation_id": conversation_id, "who": who, "typing": typing}
        await self._sio.emit("typing", body, room=watchers(conversation_id), namespace=DESK)

    async def viewers(self, conversation_id: str, viewers: list[Json]) -> None:
        """Show those who watch who else does, and who is writing."""
        body = {"conversation_id": conversation_id, "viewers": viewers}
        await self._sio.emit("viewers", body, room=watchers(conversation_id), namespace=DESK)

    async def suggestions(self, conversation_id: str, message_id: str | None, suggestions: list[Json]) -> None:
        """Show those who watch what could be answered to a customer's message; `message_id` is None where none could be made."""
        body = {"conversation_id": conversation_id, "message_id": message_id, "suggestions": suggestions}
        await self._sio.emit("suggestions", body, room=watchers(conversation_id), namespace=DESK)

    async def wallboard(self, sid: str, board: Json) -> None:
        """Show a desk how the wallboard is now."""
        await self._sio.emit("wallboard", {"wallboard": board}, to=sid, namespace=DESK)

    async def delivery(self, visitor_id: str, message_id: str, state: str) -> None:
        """Tell the customer what became of their message."""
        await self._sio.emit(
            "delivery", {"message_id": message_id, "state": state}, room=visitor_id, namespace=CUSTOMER
        )

    async def _desk(self, change: Change, message: Json) -> None:
        await self._sio.emit("message", {"message": message}, room=watchers(change.conversation_id), namespace=DESK)

    async def _customer(self, event: str, change: Change, body: Json) -> None:
        await self._sio.emit(event, body, room=change.visitor_id, namespace=CUSTOMER)


def plain(shown: Json) -> Json:
    """Return what Rasa's own widget can show: it takes nothing for a text that has any other key."""
    return {key: shown[key] for key in ("text", "quick_replies") if shown[key]}


def plain_room(visitor_id: str) -> str:
    """Return the room of a visitor's tabs that speak Rasa's protocol and nothing more."""
    return f"plain:{visitor_id}"


def watchers(conversation_id: str) -> str:
    """Return the desk's room for a conversation."""
    return f"watch:{conversation_id}"


def agent_room(agent_id: str) -> str:
    """Return the room of one agent's desks."""
    return f"agent:{agent_id}"
