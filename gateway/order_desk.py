"""What agents have done with a customer's orders: by the bot's rules, once, with a receipt that the conversation keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from gateway.bodies import Refused
from gateway.changes import Notices, change_of
from gateway.clock import Clock
from gateway.people import People
from gateway.push import Change
from gateway.records import Records
from gateway.relay import Relay
from gateway.views import Json, message_view
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest
from storage import Unit
from storage.tables import Conversation, Message
from support import request_keys
from support.calendars import local_day
from support.conversation import Status
from support.errors import IntegrationError, InvalidInput, NotAllowed, NotFound
from support.order_actions import ActionCheck, OrderAction, check, offered
from support.orders import Address, Order
from support.policies import Policies

EVENT = "order_action"
_KINDS = {
    OrderAction.CANCEL: RequestKind.CANCEL_ORDER,
    OrderAction.CHANGE_ADDRESS: RequestKind.CHANGE_ADDRESS,
    OrderAction.REFUND: RequestKind.REFUND,
    OrderAction.CHASE_REFUND: RequestKind.REFUND,
}
_MOST_TIMES = 20


class OrderDesk:
    """`timezone` is the shop's."""

    def __init__(
        self,
        records: Records,
        relay: Relay,
        people: People,
        notices: Notices,
        policies: Policies,
        clock: Clock,
        timezone: str,
    ) -> None:
        self._records = records
        self._relay = relay
        self._people = people
        self._notices = notices
        self._policies = policies
        self._clock = clock
        self._timezone = timezone

    async def actions(self, conversation_id: str) -> list[Json]:
        """Return what may be done with each order of the customer, none for a guest. Raises NotFound, IntegrationError."""
        customer_id = await self._records.read(lambda unit: unit.conversations.get(conversation_id).visitor.customer_id)
        if customer_id is None:
            return []
        today = local_day(self._clock(), self._timezone)
        return [
            {
                "id": order.id,
                "label": order.contents(),
                "label_zh": order.contents("zh"),
                "total": str(order.total),
                "address": asdict(order.address) if order.address else None,
                "actions": [_view(one) for one in offered(order, today, self._policies, self._timezone)],
            }
            for order in await self._people.orders(customer_id)
        ]

    async def act(
        self,
        conversation_id: str,
        order_id: str,
        action: OrderAction,
        agent_id: str,
        *,
        amount: str | None,
        address: Address | None,
        problem: str | None,
    ) -> Json:
        """Have the shop do it, once, and return the message with the receipt.

        Args:
            amount: what the agent has seen and confirmed, an amount that goes back or a fee.

        Raises:
            NotFound, NotAllowed (not the assignee), InvalidInput.
            Conflict: a rule refuses it, or it is about another amount now; `detail` names both.
            IntegrationError: the shop did not answer. It may have done it all the same; asking again does it no second time.
        """
        customer_id = await self._records.read(lambda unit: _may_act(unit, conversation_id, agent_id))
        order = await self._order(customer_id, order_id)
        if action is OrderAction.CHANGE_ADDRESS:
            if address is None:
                raise InvalidInput("a change of address needs the new `address`")
            address = (
                address if address.country or not order.address else replace(address, country=order.address.country)
            )
        if action is OrderAction.REFUND and problem is None:
            raise InvalidInput("a refund needs the `problem`: damaged, wrong or missing")
        today = local_day(self._clock(), self._timezone)
        found = check(order, action, today, self._policies, self._timezone, address)
        # What the agent asks for may be what was just done: then its receipt is looked up, and nothing is refused.
        done = await self._records.read(lambda unit: _receipt_of(unit, conversation_id, order_id, action, address))
        if done is not None and not found.allowed:
            return done
        if not found.allowed:
            raise Refused(f"the rule refuses it: {found.rule}", _view(found))
        if _told(found) != (amount or ""):
            raise Refused("it is about another amount now", {**_view(found), "rule": "amount"})
        receipt = await self._submit(order, action, found, address, problem)
        change = await self._relay.change(
            conversation_id,
            lambda unit: self._note(unit, conversation_id, order, action, found, address, receipt, agent_id),
        )
        if change is None:
            known = await self._records.read(lambda unit: _with_reference(unit, conversation_id, receipt.reference))
            assert known is not None
            return known
        return change.messages[0]

    async def _order(self, customer_id: str, order_id: str) -> Order:
        order = next((one for one in await self._people.orders(customer_id) if one.id == order_id), None)
        if order is None:
            raise NotFound("this customer has no such order")
        return order

    async def _submit(
        self, order: Order, action: OrderAction, found: ActionCheck, address: Address | None, problem: str | None
    ) -> Receipt:
        key, details = _asked(order, action, found, address, problem)
        for _ in range(_MOST_TIMES):
            try:
                receipt = await self._people.submit(
                    ShopRequest(_KINDS[action], order.customer_id, order.id, key, details)
                )
            except IntegrationError as error:
                if not error.permanent:
                    raise
                raise Refused("the shop refused it", {**_view(found), "rule": "shop"}) from error
            # To an address and back, and there again: that is another wish than the first one.
            again = action is OrderAction.CHANGE_ADDRESS and receipt.repeated and receipt.state is RequestState.DONE
            if not again:
                return receipt
            key = f"{key}:{receipt.reference}"
        raise Refused("this address was changed too often", {**_view(found), "rule": "shop"})

    def _note(
        self,
        unit: Unit,
        conversation_id: str,
        order: Order,
        action: OrderAction,
        found: ActionCheck,
        address: Address | None,
        receipt: Receipt,
        agent_id: str,
    ) -> Change | None:
        """Keep the receipt in the conversation, for customer and agents; None if it is there already."""
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        if _with_reference(unit, conversation_id, receipt.reference) is not None:
            return None
        done = "done" if receipt.state is RequestState.DONE else "requested"
        detail = {
            "action": str(action),
            "order_id": order.id,
            "label": order.contents(),
            "label_zh": order.contents("zh"),
            "amount": _told(found),
            "reference": receipt.reference,
            "state": done,
            "address": asdict(address) if address else None,
        }
        values = {
            "item": order.contents(conversation.language),
            "order": order.id,
            "amount": _told(found),
            "reference": receipt.reference,
            "address": address.line() if address else "",
        }
        said = self._notices.say(f"order_{action}_{done}", conversation, **values)
        notice = self._notices.write(unit, conversation, said, EVENT, now, detail=detail)
        facts = {"order_id": order.id, "reference": receipt.reference}
        unit.audit.add(now, agent_id, f"order_{action}", conversation.id, facts)
        return change_of(conversation, [notice], status=False)


def _may_act(unit: Unit, conversation_id: str, agent_id: str) -> str:
    """Return whose orders they are. Raises NotFound, NotAllowed."""
    conversation: Conversation = unit.conversations.get(conversation_id)
    if conversation.status is not Status.OPEN or conversation.assignee_id != agent_id:
        raise NotAllowed("only the assignee acts on orders: claim the conversation first")
    if conversation.visitor.customer_id is None:
        raise NotFound("a guest has no orders here")
    return conversation.visitor.customer_id


def _asked(
    order: Order, action: OrderAction, found: ActionCheck, address: Address | None, problem: str | None
) -> tuple[str, Mapping[str, object]]:
    """Return key and details of the wish, the same as when the bot asks for it."""
    match action:
        case OrderAction.CANCEL:
            return request_keys.cancelling(order.id), {}
        case OrderAction.CHANGE_ADDRESS:
            assert address is not None
            return request_keys.new_address(order.id, address), {"address": asdict(address)}
        case OrderAction.REFUND:
            return request_keys.refunding(order.id), {"item": order.label(), "problem": problem or ""}
        case OrderAction.CHASE_REFUND:
            return request_keys.chasing(found.refund_id), {"refund": found.refund_id}


def _events(unit: Unit, conversation_id: str) -> list[Message]:
    return [one for one in unit.messages.events(conversation_id, EVENT) if one.detail]


def _with_reference(unit: Unit, conversation_id: str, reference: str) -> Json | None:
    for message in _events(unit, conversation_id):
        if message.detail and message.detail["reference"] == reference:
            return message_view(message)
    return None


def _receipt_of(
    unit: Unit, conversation_id: str, order_id: str, action: OrderAction, address: Address | None
) -> Json | None:
    """Return the newest receipt for this very wish."""
    where = asdict(address) if address else None
    for message in reversed(_events(unit, conversation_id)):
        detail: dict[str, Any] = message.detail or {}
        if (detail["order_id"], detail["action"], detail["address"]) == (order_id, str(action), where):
            return message_view(message)
    return None


def _told(found: ActionCheck) -> str:
    """Return the amount that is confirmed: what goes back, or a fee; empty where there is none."""
    if found.amount is not None:
        return str(found.amount)
    return str(found.fee) if found.fee is not None and found.fee.minor_units else ""


def _view(found: ActionCheck) -> Json:
    return {
        "kind": str(found.action),
        "allowed": found.allowed,
        "rule": found.rule,
        "amount": _told(found),
        "by": found.by,
        "alternative": found.alternative,
    }
