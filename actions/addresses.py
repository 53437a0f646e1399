"""Send an order elsewhere: by the shop before it leaves, by asking the carrier afterwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from actions import saved_address
from actions.address_parts import PARTS, complete, line_of, read_parts
from actions.jobs import CONFIRM, Fields, Job, JobAction, item_of
from actions.turn import Turn, policies
from integrations.shops.interface import RequestKind, RequestState
from support import account, replies, request_keys, selection
from support.changes import may_change_address
from support.escalation import Reason
from support.orders import Address, Order, OrderLine
from support.selection import Selection

_LAST = re.compile(
    r"\b(?:same|usual|previous|last|old|other)\b.{0,20}\b(?:address|place|as (?:last|before))|\blike last time\b|\bas last time\b"
    r"|(?:上次|之前|以前|原来|老|跟上回)[^，,。]{0,6}(?:地址|一样)",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:my|the) home(?: address)?\b|\bto my (?:house|place|own address)\b|家(?:里)?(?:的)?地址|寄(?:到|回)?家",
    re.IGNORECASE,
)
_ORDER_NUMBER = re.compile(
    r"\bW\s?-?\s?\d{4,}|[#＃]\s?\d{4,}|订单号?\s?\d+|\border (?:number |no\.? )?\d{4,}", re.IGNORECASE
)


class ChangeAddress(Job):
    """Where an order goes; `fields`: the parts of the new address."""

    name = "change_shipping_address"
    intents = ("change_shipping_address", "edit_account", "delivery_options")
    which = "utter_which_order_address"
    steps = PARTS
    by_line = False

    def start(self, turn: Turn) -> None:
        """Begin; "my default address" is the account's, and so is an address where no order is open."""
        if turn.account and self._of_the_account(turn):
            saved_address.edit(turn, turn.account, {})
        else:
            super().start(turn)

    @staticmethod
    def _of_the_account(turn: Turn) -> bool:
        if turn.entity("order_number"):
            return False
        text = replies.without_address(turn.text)
        about = account.of_an_order(text) or selection.purchases(turn.orders, text, turn.entity("product"))
        nothing_open = not any(order.is_open for order in turn.orders)
        return account.saved_address(text) or (nothing_open and not about)

    def orders(self, turn: Turn) -> Sequence[Order]:
        """Return what has not arrived."""
        return [order for order in turn.orders if order.is_open]

    def select(self, turn: Turn, candidates: Sequence[Order]) -> Selection:
        """Find the order by what is said beside the address: a postcode is no order number, Rose Lane no rose."""
        numbered = _ORDER_NUMBER.search(turn.text)
        text = replies.without_address(turn.text)
        product = turn.entity("product")
        return selection.select(
            turn.orders,
            candidates,
            text=re.sub(r"\d{4,}", " ", text),
            number=numbered.group(0) if numbered else None,
            product=product if product and product.lower() in text.lower() else None,
            in_view=turn.order_in_view,
        )

    def find(self, turn: Turn) -> None:
        """Find the order; what is noted for an agent is the wish, not the address."""
        super().find(turn)
        turn.shorten_wish(replies.without_address(turn.text).strip() or "…")

    def read(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Read the address, whole or the part that was asked for."""
        found = replies.address(turn.text) or _known(turn, order)
        read_parts(turn, fields, found, order.address)

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Check how far the order is, and the address once it is complete."""
        address = complete(turn, order.address, fields)
        check = may_change_address(order, address, policies())
        if check.allowed:
            return True
        shipment = order.shipment
        values: dict[str, Any] = {"item": item_of(order, None), "order": order.id}
        values |= {"carrier": shipment.carrier if shipment else "", "address": line_of(address or order.address)}
        turn.say(f"utter_change_shipping_address_refused_{check.rule}", **values)
        turn.tried(self.name, "refused", order)
        if check.rule == "country":
            turn.fact("new_address", line_of(address))
            turn.offer_human(Reason.ASKED)
        elif check.rule in ("packed", "shipped"):
            turn.offer_human(Reason.POLICY_EXCEPTION)
        return False

    def ask(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields, step: str) -> None:
        """Ask for what is missing of the address; then for a yes to all of it."""
        fields = {**fields, "asked": step}
        values: dict[str, Any] = {"item": item_of(order, None), "order": order.id}
        if step != CONFIRM:
            reads = ["postcode", "address"] if step == "postcode" else ["address"]
            values["street"] = str(fields.get("street") or "")
            self.put(turn, order, fields, step, f"utter_change_shipping_address_{step}", reads=reads, **values)
            return
        address = complete(turn, order.address, fields)
        check = may_change_address(order, address, policies())
        values |= {"address": line_of(address), "carrier": order.shipment.carrier if order.shipment else ""}
        kind = "_carrier" if check.by == "carrier" else ""
        if check.fee and check.fee.minor_units:
            kind, values["fee"] = "_carrier_fee", str(check.fee)
        self.put(turn, order, fields, step, f"utter_change_shipping_address_confirm{kind}", reads=["address"], **values)

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Have the address changed, or the carrier asked, once."""
        address = complete(turn, order.address, fields)
        if address is None:
            return
        check = may_change_address(order, address, policies())
        key = request_keys.new_address(order.id, address)
        receipt = turn.submit(RequestKind.CHANGE_ADDRESS, order, key, address=asdict(address))
        done = "done" if receipt.state is RequestState.DONE else "carrier" if check.by == "carrier" else "requested"
        turn.say(
            f"utter_change_shipping_address_{done}",
            item=item_of(order, None),
            order=order.id,
            address=line_of(address),
            reference=receipt.reference,
            carrier=order.shipment.carrier if order.shipment else "",
        )
        turn.tried(self.name, "done", order)
        turn.fact("new_address", f"{line_of(address)} ({order.id}), {receipt.reference}")
        turn.done = {"job": self.name, "order_id": order.id}


CHANGE_ADDRESS = ChangeAddress()


class ChangeAddressAction(JobAction):
    """Start a change of address."""

    job = CHANGE_ADDRESS


def _known(turn: Turn, order: Order) -> Address | None:
    """Return the address of an earlier order that is meant: the last one's, or the one where most of them went."""
    home = _HOME.search(turn.text)
    if not home and not _LAST.search(turn.text):
        return None
    earlier = [other.address for other in turn.orders if other.id != order.id and other.address]
    if not earlier:
        return None
    elsewhere = [address for address in earlier if line_of(address) != line_of(order.address)]
    if home:
        return Counter(earlier).most_common(1)[0][0]
    return (elsewhere or earlier)[0]
