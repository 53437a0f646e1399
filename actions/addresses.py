"""Send an order elsewhere: by the shop before it leaves, by asking the carrier afterwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from actions.jobs import CONFIRM, Fields, Job, JobAction, item_of
from actions.turn import Turn, policies
from integrations.shops.interface import RequestKind, RequestState
from support import replies, selection
from support.changes import may_change_address
from support.escalation import Reason
from support.orders import Address, Order, OrderLine
from support.selection import Selection

_PARTS = ("street", "postcode", "city")
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
_CODE = re.compile(r"\bpost ?code\b|\bzip\b|邮编", re.IGNORECASE)
_CITY = re.compile(r"^(?:it'?s |in |the city is |city:? |是|在)?(?P<city>[^\d?？,，。;；:：]{2,40})$", re.IGNORECASE)


class ChangeAddress(Job):
    """Where an order goes; `fields`: the parts of the new address."""

    name = "change_shipping_address"
    intents = ("change_shipping_address", "edit_account", "delivery_options")
    which = "utter_which_order_address"
    steps = _PARTS
    by_line = False

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
        asked = fields.get("asked")
        if found:
            _keep(fields, found, order)
        elif asked == "street" and turn.intent == "inform" and re.search(r"\d", turn.text):
            fields["street"] = turn.text.strip(" ,.!。！")
        elif asked == "postcode" or (fields.get("street") and _CODE.search(turn.text)):
            fields["postcode"] = replies.postcode(turn.text) or fields.get("postcode")
        elif asked == "city" and turn.intent not in ("affirm", "deny"):
            city = _CITY.match(turn.text.strip(" .!。！"))
            if city:
                fields["city"] = city["city"].strip()

    def allowed(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> bool:
        """Check how far the order is, and the address once it is complete."""
        address = _address(turn, order, fields)
        check = may_change_address(order, address, policies())
        if check.allowed:
            return True
        shipment = order.shipment
        values: dict[str, Any] = {"item": item_of(order, None), "order": order.id}
        values |= {"carrier": shipment.carrier if shipment else "", "address": _line(address or order.address)}
        turn.say(f"utter_change_shipping_address_refused_{check.rule}", **values)
        turn.tried(self.name, "refused", order)
        if check.rule == "country":
            turn.fact("new_address", _line(address))
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
        address = _address(turn, order, fields)
        check = may_change_address(order, address, policies())
        values |= {"address": _line(address), "carrier": order.shipment.carrier if order.shipment else ""}
        kind = "_carrier" if check.by == "carrier" else ""
        if check.fee and check.fee.minor_units:
            kind, values["fee"] = "_carrier_fee", str(check.fee)
        self.put(turn, order, fields, step, f"utter_change_shipping_address_confirm{kind}", reads=["address"], **values)

    def act(self, turn: Turn, order: Order, line: OrderLine | None, fields: Fields) -> None:
        """Have the address changed, or the carrier asked, once."""
        address = _address(turn, order, fields)
        if address is None:
            return
        check = may_change_address(order, address, policies())
        key = f"address:{order.id}:{'|'.join(' '.join(part.lower().split()) for part in asdict(address).values())}"
        receipt = turn.submit(RequestKind.CHANGE_ADDRESS, order, key, address=asdict(address))
        done = "done" if receipt.state is RequestState.DONE else "carrier" if check.by == "carrier" else "requested"
        turn.say(
            f"utter_change_shipping_address_{done}",
            item=item_of(order, None),
            order=order.id,
            address=_line(address),
            reference=receipt.reference,
            carrier=order.shipment.carrier if order.shipment else "",
        )
        turn.tried(self.name, "done", order)
        turn.fact("new_address", f"{_line(address)} ({order.id}), {receipt.reference}")
        turn.done = {"job": self.name, "order_id": order.id}


CHANGE_ADDRESS = ChangeAddress()


class ChangeAddressAction(JobAction):
    """Start a change of address."""

    job = CHANGE_ADDRESS


def _keep(fields: Fields, found: Address, order: Order) -> None:
    """Put an address into the fields; what the same street was known with stays where the text does not say it again."""
    code, city = found.postcode, found.city
    if fields.get("street") == found.street:
        code, city = code or fields.get("postcode") or "", city or fields.get("city") or ""
    old = order.address
    # "杭州西湖区…": the city of before, without its 市.
    if not city and found.country == "CN" and old and old.city and old.city.removesuffix("市") in found.street:
        city = old.city
    needs_no_code = found.country == "CN"
    fields |= {"street": found.street or None, "city": city or None, "country": found.country}
    fields["postcode"] = code or ("" if needs_no_code else None)


def _known(turn: Turn, order: Order) -> Address | None:
    """Return the address of an earlier order that is meant: the last one's, or the one where most of them went."""
    home = _HOME.search(turn.text)
    if not home and not _LAST.search(turn.text):
        return None
    earlier = [other.address for other in turn.orders if other.id != order.id and other.address]
    if not earlier:
        return None
    elsewhere = [address for address in earlier if _line(address) != _line(order.address)]
    if home:
        return Counter(earlier).most_common(1)[0][0]
    return (elsewhere or earlier)[0]


def _address(turn: Turn, order: Order, fields: Fields) -> Address | None:
    """Return the new address, None as long as something of it is missing."""
    if any(fields.get(part) is None for part in _PARTS):
        return None
    old = order.address
    name = (old.name if old else "") or str((turn.customer or {}).get("name") or "")
    country = fields.get("country") or (old.country if old else "")
    return Address(name, fields["street"], fields["postcode"], fields["city"], country)


def _line(address: Address | None) -> str:
    """Return an address in one line; a Chinese one as it is written there."""
    if address is None:
        return ""
    if not re.search(r"[\u3400-\u9fff]", address.street):
        return address.line()
    place = address.street if address.city.removesuffix("市") in address.street else f"{address.city}{address.street}"
    return f"{place}，{address.postcode}" if address.postcode else place
