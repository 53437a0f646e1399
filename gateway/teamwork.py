"""Passing conversations on, macros, and what is done with orders, over REST.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from gateway.bodies import MacroIn, OrderActionIn, TransferIn, checked_conversation, checked_text
from gateway.desk import ConversationOut, DeskMessage
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.macros import Macros
from gateway.order_desk import OrderDesk
from gateway.transfers import Transfers
from storage.tables import Agent
from support.errors import InvalidInput
from support.order_actions import OrderAction
from support.orders import Address


class Asked(BaseModel):
    """What the agent fills in before a macro runs."""

    name: str
    question: str


class Step(BaseModel):
    """What a macro does."""

    kind: str
    value: str


class MacroBody(BaseModel):
    """A macro as it would run now; `fingerprint` goes back with the run: what was seen is what is done."""

    id: str
    title: str
    text: str
    note: str
    asks: list[Asked]
    does: list[Step]
    fingerprint: str


class MacrosOut(BaseModel):
    """The macros that fit a conversation."""

    macros: list[MacroBody]


class ActionBody(BaseModel):
    """What may be done with an order; `rule` names why not, `alternative` what else can be done."""

    kind: Literal["cancel", "change_address", "refund", "chase_refund"]
    allowed: bool
    rule: str
    amount: str
    by: str
    alternative: str


class OrderBody(BaseModel):
    """An order and its actions."""

    id: str
    label: str
    label_zh: str
    total: str
    address: dict[str, str] | None
    actions: list[ActionBody]


class OrdersOut(BaseModel):
    """The customer's orders, newest first; none of a guest."""

    orders: list[OrderBody]


class ReceiptOut(BaseModel):
    """The message that keeps the shop's receipt; `detail` says what was done."""

    message: DeskMessage


def router(gate: Gate, transfers: Transfers, macros: Macros, orders: OrderDesk, *, max_chars: int) -> APIRouter:
    """Return the routes under /api/conversations; all of them are for agents only."""
    routes = APIRouter(prefix="/api/conversations", tags=["teamwork"], responses=RESPONSES)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    Signed = Annotated[Agent, Depends(signed_in)]

    @routes.post("/{conversation_id}/transfer")
    async def transfer(conversation_id: str, body: TransferIn, agent: Signed) -> ConversationOut:
        """Give a conversation to a colleague or a queue, with a note; for its assignee and those who lead."""
        checked_conversation(conversation_id)
        if (body.agent_id is None) == (body.queue is None):
            raise InvalidInput("a transfer goes to an `agent_id` or to a `queue`")
        note = checked_text(body.note, max_chars)
        if body.agent_id is not None:
            summary = await transfers.to_agent(conversation_id, body.agent_id, note, agent.id, body.client_message_id)
        else:
            assert body.queue is not None
            summary = await transfers.to_queue(conversation_id, body.queue, note, agent.id, body.client_message_id)
        return ConversationOut.model_validate({"conversation": summary})

    @routes.post("/{conversation_id}/release")
    async def release(conversation_id: str, agent: Signed) -> ConversationOut:
        """Give a conversation back to its queue; for its assignee and those who lead."""
        summary = await transfers.release(checked_conversation(conversation_id), agent.id)
        return ConversationOut.model_validate({"conversation": summary})

    @routes.get("/{conversation_id}/macros")
    async def offered(conversation_id: str, agent: Signed) -> MacrosOut:
        """List the macros that fit here, filled; none where the conversation is somebody else's."""
        listed = await macros.offered(checked_conversation(conversation_id), agent)
        return MacrosOut.model_validate({"macros": listed})

    @routes.post("/{conversation_id}/macros/{macro_id}")
    async def run(conversation_id: str, macro_id: str, body: MacroIn, agent: Signed) -> ConversationOut:
        """Do what a macro says, as it was previewed, or nothing."""
        summary = await macros.run(
            checked_conversation(conversation_id),
            macro_id,
            agent,
            seen_as=body.fingerprint,
            answers=body.values,
            client_message_id=body.client_message_id,
            seen=None if body.anyway else body.seen_offset,
        )
        return ConversationOut.model_validate({"conversation": summary})

    @routes.get("/{conversation_id}/orders")
    async def actions(conversation_id: str, agent: Signed) -> OrdersOut:
        """List the customer's orders with what the rules allow."""
        listed: list[dict[str, Any]] = await orders.actions(checked_conversation(conversation_id))
        return OrdersOut.model_validate({"orders": listed})

    @routes.post("/{conversation_id}/orders/{order_id}/{action}")
    async def act(
        conversation_id: str, order_id: str, action: OrderAction, body: OrderActionIn, agent: Signed
    ) -> ReceiptOut:
        """Have the shop do something with an order, once; for the assignee, and only what the rules allow."""
        message = await orders.act(
            checked_conversation(conversation_id),
            order_id,
            action,
            agent.id,
            amount=body.amount,
            address=Address(**body.address.model_dump()) if body.address else None,
            problem=body.problem,
        )
        return ReceiptOut.model_validate({"message": message})

    return routes
