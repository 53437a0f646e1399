"""Keys by which the shop does a thing once, whether the bot or an agent asks for it."""

from __future__ import annotations

from dataclasses import asdict

from support.orders import Address


def cancelling(order_id: str) -> str:
    """Return the key of cancelling a whole order."""
    return f"cancel:{order_id}"


def new_address(order_id: str, address: Address) -> str:
    """Return the key of sending an order to this address; capitals and blanks make no other one."""
    return f"address:{order_id}:{'|'.join(' '.join(part.lower().split()) for part in asdict(address).values())}"


def refunding(order_id: str, about: str = "all") -> str:
    """Return the key of the money back for a line of an order, or for all of it."""
    return f"refund:{order_id}:{about}"


def chasing(refund_id: str) -> str:
    """Return the key of pressing for a refund that is overdue."""
    return f"refund-overdue:{refund_id}"
