"""The agents' desk over REST.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from gateway.bodies import AgentMessageIn, AssignIn, MergeIn, SnoozeIn, checked_conversation, checked_text
from gateway.chat import Message
from gateway.clock import Clock
from gateway.cursors import MAX_CHARS, cursor_of, position_in
from gateway.errors import RESPONSES
from gateway.feedback import RatingOut
from gateway.gate import Gate
from gateway.joining import Joining
from gateway.lifecycle import Lifecycle
from gateway.people import PATIENCE_S, Dossier, People, stored_customer
from gateway.records import Records
from gateway.relay import Relay
from gateway.routing import Routing
from gateway.sightings import Sightings
from gateway.suggesting import Suggester
from gateway.suggestions import SuggestionOut
from gateway.surveys import rating_view
from gateway.views import Json, message_view, summary_view
from storage import Unit
from storage.listing import position_of
from storage.tables import Agent
from support.conversation import Status
from support.excerpts import MOST_CHARS, words_of
from support.handoff import customer_card
from support.orders import Customer

LISTED = 200


class Name(BaseModel):
    """An agent, by id and name."""

    id: str
    name: str


class CustomerName(BaseModel):
    """A customer, by id and name; a guest has neither."""

    id: str | None
    name: str | None
    verified: bool


class Preview(BaseModel):
    """The beginning of the last message."""

    text: str
    author: str
    at: str
    attachments: int = 0


class Mood(BaseModel):
    """The latest emotion."""

    label: str
    valence: float


class Sla(BaseModel):
    """How the first human reply stands; `first_response_s` in seconds of opening hours."""

    target_at: str
    state: Literal["ok", "warning", "breached", "met"]
    first_response_s: int | None


class Summary(BaseModel):
    """A conversation in the queue. Lists are ordered by `place`, then `waiting_since`, then the latest `updated_at`."""

    id: str
    status: Literal["pending", "open", "snoozed", "resolved"]
    priority: str
    queue: str
    reason: str | None
    language: str
    customer: CustomerName
    assignee: Name | None
    last_message: Preview | None
    emotion: Mood | None
    waiting_since: str | None
    sla: Sla | None
    language_fallback: bool
    snoozed_until: str | None
    abandoned_at: str | None
    merged_into: str | None
    created_at: str
    updated_at: str
    message_count: int
    place: int


class DeskMessage(Message):
    """A message as agents see it."""

    private: bool
    understood: dict[str, Any] | None
    detail: dict[str, Any] | None = None


class ConversationsOut(BaseModel):
    """A page of the queue; `next` is the `cursor` of the page that follows, null on the last."""

    conversations: list[Summary]
    next: str | None


class Counts(BaseModel):
    """How many conversations there are in each state; `mine` are open and the asking agent's."""

    pending: int
    open: int
    snoozed: int
    resolved: int
    mine: int


class CountsOut(BaseModel):
    """How long each list of the desk is."""

    counts: Counts


class ConversationOut(BaseModel):
    """One conversation's summary."""

    conversation: Summary


class WholeConversation(BaseModel):
    """Everything that an agent sees; `handoff` is a `handoff/1` packet (support/handoff-1.schema.json).

    `merged`: the conversations that go on in this one. `suggestions` are for the customer's newest message; null while
    they are being made, which a socket event ends. `customer_awaited`: the shop takes its time, and the card is what we know ourselves;
    `GET …/customer` waits for the rest.
    """

    conversation: Summary
    messages: list[DeskMessage]
    handoff: dict[str, Any] | None
    sla: Sla | None
    merged: list[Summary]
    customer: dict[str, Any] | None
    customer_awaited: bool
    suggestions: list[SuggestionOut] | None
    rating: RatingOut | None = None


class CustomerOut(BaseModel):
    """A customer's card, null for a guest."""

    customer: dict[str, Any] | None


class Joinable(BaseModel):
    """A conversation that can be joined with another; `goes_there`: it is the one that goes on."""

    conversation: Summary
    goes_there: bool


class JoinableOut(BaseModel):
    """What a conversation can be joined with, the same customer's first."""

    pairs: list[Joinable]


class MessageOut(BaseModel):
    """A message as the desk sees it."""

    message: DeskMessage


def router(
    gate: Gate,
    records: Records,
    relay: Relay,
    routing: Routing,
    lifecycle: Lifecycle,
    joining: Joining,
    people: People,
    suggester: Suggester,
    sightings: Sightings,
    clock: Clock,
    *,
    max_chars: int,
) -> APIRouter:
    """Return the routes under /api/conversations; all of them are for agents only."""
    routes = APIRouter(prefix="/api/conversations", tags=["desk"], responses=RESPONSES)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    async def leads(request: Request) -> Agent:
        return await gate.lead(request)

    Signed = Annotated[Agent, Depends(signed_in)]
    Leads = Annotated[Agent, Depends(leads)]

    @routes.get("")
    async def conversations(
        agent: Signed,
        status: Literal["pending", "open", "snoozed", "resolved", "all"] = "open",
        mine: bool = False,
        limit: Annotated[int, Query(ge=1, le=LISTED)] = LISTED,
        cursor: Annotated[str | None, Query(max_length=MAX_CHARS)] = None,
    ) -> ConversationsOut:
        """List conversations by priority, then by how long the customer has been waiting, a page at a time."""
        after = position_in(cursor) if cursor is not None else None

        def work(unit: Unit) -> Json:
            wanted = None if status == "all" else Status(status)
            found = unit.listing.page(wanted, agent.id if mine else None, limit + 1, after)
            listed = found[:limit]
            following = cursor_of(position_of(listed[-1])) if len(found) > limit else None
            return {"conversations": [summary_view(conversation) for conversation in listed], "next": following}

        return ConversationsOut.model_validate(await records.read(work))

    @routes.get("/counts")
    async def counts(agent: Signed) -> CountsOut:
        """Count the conversations of each list."""
        return CountsOut.model_validate({"counts": await records.read(lambda unit: unit.listing.counts(agent.id))})

    @routes.get("/{conversation_id}")
    async def conversation(conversation_id: str, agent: Signed) -> WholeConversation:
        """Return a conversation with its messages, its newest handoff and the customer's card."""
        checked_conversation(conversation_id)

        def work(unit: Unit) -> tuple[Json, list[Json], Json | None, list[Json], Json | None, Any]:
            found = unit.conversations.get(conversation_id)
            messages = [message_view(message) for message in unit.messages.after(found.id, private=True)]
            handoff = unit.handoffs.latest(found.id)
            packet = handoff.packet if handoff else None
            merged = [summary_view(other) for other in unit.conversations.merged(found.id)]
            rating = rating_view(unit.ratings.of(found.id))
            return summary_view(found), messages, packet, merged, rating, stored_customer(found.visitor)

        summary, messages, packet, merged, rating, stored = await records.read(work)
        await sightings.note(agent.id, conversation_id)
        dossier = await people.dossier(stored.id if stored else None, stored, within_s=PATIENCE_S)
        card = _card(dossier, packet, clock)
        suggestions = await suggester.current(conversation_id)
        seen: Json = {"conversation": summary, "messages": messages, "handoff": packet, "customer": card}
        seen["customer_awaited"] = dossier.awaited
        return WholeConversation.model_validate(
            {**seen, "sla": summary["sla"], "merged": merged, "suggestions": suggestions, "rating": rating}
        )

    @routes.get("/{conversation_id}/customer")
    async def customer(conversation_id: str, _: Signed) -> CustomerOut:
        """Return the customer's card, however long the shop takes."""
        checked_conversation(conversation_id)

        def work(unit: Unit) -> tuple[Json | None, Customer | None]:
            found, handoff = unit.conversations.get(conversation_id), unit.handoffs.latest(conversation_id)
            return (handoff.packet if handoff else None), stored_customer(found.visitor)

        packet, stored = await records.read(work)
        dossier = await people.dossier(stored.id if stored else None, stored)
        return CustomerOut(customer=_card(dossier, packet, clock))

    @routes.get("/{conversation_id}/joinable")
    async def joinable(
        conversation_id: str, agent: Signed, q: Annotated[str, Query(max_length=MOST_CHARS)] = ""
    ) -> JoinableOut:
        """List what a conversation can be joined with: of the same customer, and guests'; `q` has words of a name or a message."""
        words = words_of(q.replace("\x00", ""))
        pairs = await joining.pairs(checked_conversation(conversation_id), agent.id, words)
        return JoinableOut.model_validate({"pairs": pairs})

    @routes.post("/{conversation_id}/claim")
    async def claim(conversation_id: str, agent: Signed) -> ConversationOut:
        """Take a conversation; the first agent who asks gets it."""
        summary = await relay.claim(checked_conversation(conversation_id), agent.id)
        return ConversationOut.model_validate({"conversation": summary})

    @routes.post("/{conversation_id}/assign")
    async def assign(conversation_id: str, body: AssignIn, agent: Leads) -> ConversationOut:
        """Give an open conversation to an agent, whoever has it; for supervisors and admins."""
        summary = await routing.assign_to(checked_conversation(conversation_id), body.agent_id, agent.id)
        return ConversationOut.model_validate({"conversation": summary})

    @routes.post("/{conversation_id}/snooze")
    async def snooze(conversation_id: str, body: SnoozeIn, agent: Signed) -> ConversationOut:
        """Set an open conversation aside until a time within 90 days."""
        summary = await lifecycle.snooze(checked_conversation(conversation_id), agent.id, body.until)
        return ConversationOut.model_validate({"conversation": summary})

    @routes.post("/{conversation_id}/merge")
    async def merge(conversation_id: str, body: MergeIn, agent: Signed) -> ConversationOut:
        """Join a conversation with another one of the same customer, which goes on and is returned."""
        into = checked_conversation(body.into)
        summary = await joining.merge(checked_conversation(conversation_id), into, agent.id)
        return ConversationOut.model_validate({"conversation": summary})

    @routes.post("/{conversation_id}/messages")
    async def say(conversation_id: str, body: AgentMessageIn, agent: Signed) -> MessageOut:
        """Write to the customer, or a private note to the other agents."""
        checked_conversation(conversation_id)
        text = checked_text(body.text, max_chars, body.attachments)
        message = await relay.say(
            conversation_id,
            agent.id,
            text,
            body.private,
            body.client_message_id,
            body.seen,
            attachments=body.attachments,
        )
        if body.suggestion is not None and not body.private:
            await suggester.used(conversation_id, body.suggestion, text, agent.id)
        return MessageOut.model_validate({"message": message})

    @routes.post("/{conversation_id}/resolve")
    async def resolve(conversation_id: str, agent: Signed) -> ConversationOut:
        """End a conversation."""
        summary = await relay.resolve(checked_conversation(conversation_id), agent.id)
        return ConversationOut.model_validate({"conversation": summary})

    @routes.post("/{conversation_id}/return-to-bot")
    async def return_to_bot(conversation_id: str, agent: Signed) -> ConversationOut:
        """Let the bot lead again."""
        summary = await relay.return_to_bot(checked_conversation(conversation_id), agent.id)
        return ConversationOut.model_validate({"conversation": summary})

    return routes


def _card(dossier: Dossier, packet: Json | None, clock: Clock) -> Json | None:
    """Return the customer's card; while the shop does not answer, with the orders as of the handoff."""
    if dossier.customer is None:
        return None
    card = customer_card(dossier.customer, "token", dossier.orders, clock().date())
    if (dossier.shop_failed or dossier.awaited) and packet:
        card["orders"] = packet["orders"]
    return card
