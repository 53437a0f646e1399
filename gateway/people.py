"""What the shop knows of a verified customer, fetched in a thread and remembered for a minute."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import anyio
import anyio.to_thread

from gateway import logs
from gateway.clock import Clock
from gateway.identity import Speaker
from integrations.shops.interface import Receipt, Shop, ShopRequest
from storage import Unit
from storage.tables import Visitor
from support.errors import IntegrationError
from support.orders import Customer, Order

Result = TypeVar("Result")

SHOP_TIMEOUT_S = 5.0
PATIENCE_S = 0.6  # of somebody who looks at a page that can do without
REMEMBER_S = 60.0
REMEMBER_FAILURE_S = 5.0
SHOP_THREADS = 16
REMEMBERED = 5_000

_ORDER_NUMBER = re.compile(r"[A-Za-z]{0,4}-?\d[\d-]{2,30}")


@dataclass(frozen=True)
class Dossier:
    """A customer and their orders as of now.

    `shop_failed`: the shop did not answer, so the orders are unknown. `awaited`: nobody has asked it yet, the orders come later.
    """

    customer: Customer | None = None
    orders: tuple[Order, ...] = ()
    shop_failed: bool = False
    awaited: bool = False


class People:
    """Reads customers from the shop port."""

    def __init__(self, shop: Shop, clock: Clock) -> None:
        self._shop = shop
        self._clock = clock
        # A shop that hangs holds threads of its own, never those that the database needs.
        self._threads = anyio.CapacityLimiter(SHOP_THREADS)
        self._known: OrderedDict[str, tuple[float, Customer | None]] = OrderedDict()

    async def find(self, customer_id: str) -> Customer | None:
        """Return the customer; None if the shop has none of that id or does not answer."""
        known = self._known.get(customer_id)
        if known and known[0] > time.monotonic():
            return known[1]
        try:
            customer = await self._ask(lambda: self._shop.customer(customer_id))
            remember_s = REMEMBER_S
        except IntegrationError:
            customer, remember_s = (known[1] if known else None), REMEMBER_FAILURE_S
        self._known[customer_id] = (time.monotonic() + remember_s, customer)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return customer

    async def dossier(
        self, customer_id: str | None, fallback: Customer | None = None, *, within_s: float = SHOP_TIMEOUT_S
    ) -> Dossier:
        """Return a customer with their orders; with `fallback` and without orders if the shop does not answer in time."""
        if customer_id is None:
            return Dossier()

        def ask() -> tuple[Customer | None, Sequence[Order]]:
            return self._shop.customer(customer_id), self._shop.orders(customer_id)

        try:
            customer, orders = await self._ask(ask, within_s)
        except IntegrationError as error:
            if within_s < SHOP_TIMEOUT_S and isinstance(error.__cause__, TimeoutError):
                return Dossier(fallback, (), awaited=True)
            logs.warn("shop_unavailable")
            return Dossier(fallback, (), shop_failed=True)
        return Dossier(customer or fallback, tuple(orders))

    async def orders(self, customer_id: str) -> Sequence[Order]:
        """Return a customer's orders as the shop has them now. Raises IntegrationError."""
        return await self._ask(lambda: self._shop.orders(customer_id))

    async def buyer(self, order_id: str) -> str | None:
        """Return the id of the customer whose order this is; None if there is none, or the shop does not answer."""
        if not _ORDER_NUMBER.fullmatch(order_id):
            return None
        try:
            order = await self._ask(lambda: self._shop.order(order_id.upper()))
        except IntegrationError:
            return None
        return order.customer_id if order else None

    async def submit(self, request: ShopRequest) -> Receipt:
        """Ask the shop for a change, once per key. Raises IntegrationError: not `permanent`, it may have been done all the same."""
        return await self._ask(lambda: self._shop.submit(request))

    async def visitor_of(self, speaker: Speaker) -> Callable[[Unit], Visitor]:
        """Return how to find, or first store, the speaker's visitor within a unit of work."""
        now = self._clock()
        if speaker.customer_id is None:
            guest_id = speaker.guest_id or ""
            return lambda unit: unit.visitors.guest(guest_id, now)
        customer_id, email = speaker.customer_id, speaker.email
        known = await self.find(customer_id)
        name = known.name[:300] if known else ""
        language = ("zh" if known.language.startswith("zh") else "en") if known else ""
        email = (known.email[:320] if known else "") or email
        return lambda unit: unit.visitors.customer(customer_id, now, name=name, email=email, language=language)

    async def _ask(self, call: Callable[[], Result], within_s: float = SHOP_TIMEOUT_S) -> Result:
        """Call the shop in a thread. Raises IntegrationError, also for what else an adapter lets through."""
        try:
            with anyio.fail_after(within_s):
                return await anyio.to_thread.run_sync(call, abandon_on_cancel=True, limiter=self._threads)
        except IntegrationError:
            raise
        except Exception as error:
            if not isinstance(error, TimeoutError):
                logs.failed("shop_failed")
            raise IntegrationError("the shop did not answer", permanent=False) from error


def stored_customer(visitor: Visitor) -> Customer | None:
    """Return what we ourselves know of a verified customer; None for a guest."""
    if visitor.customer_id is None:
        return None
    return Customer(visitor.customer_id, visitor.name, visitor.email, visitor.language)


def speaker_of(visitor: Visitor) -> Speaker:
    """Return who speaks as this visitor."""
    return Speaker(visitor.customer_id, visitor.id, visitor.email)
