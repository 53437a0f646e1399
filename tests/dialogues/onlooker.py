"""Looks where a customer cannot: on the desk, and into the shop's own records."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import httpx
from stack import Person, Stack

from integrations.shops.demo import DemoShop, demo_path
from integrations.shops.interface import RequestKind
from support.orders import Order, Product

# Every way in which a reply may say sorry.
SORRY = re.compile(r"sorry|apolog|抱歉|道歉|对不起", re.IGNORECASE)
_WEEKDAYS_ZH = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]


def sorry(text: str) -> bool:
    """Say whether the text apologises."""
    return bool(SORRY.search(text))


def in_days(days: int) -> date:
    """Return the day so many days from today, UTC."""
    return datetime.now(UTC).date() + timedelta(days=days)


def said_in_english(day: date) -> str:
    """Return what a reply must contain to name this day of the current weeks."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    away = (day - in_days(0)).days
    if away in near:
        return near[away]
    return f"{day:%A}" if abs(away) <= 6 else f"{day.day} {day:%B}"


def said_in_chinese(day: date) -> str:
    """Return what a reply in Chinese must contain to name this day of the current weeks."""
    near = {0: "今天", 1: "明天", -1: "昨天"}
    away = (day - in_days(0)).days
    if abs(away) > 300 or (abs(away) > 45 and day.year != in_days(0).year):
        return f"{day.year}年{day.month}月{day.day}日"
    return near.get(away) or f"{day.month}月{day.day}日{_WEEKDAYS_ZH[day.weekday()]}"


def titles(replies: list[dict[str, Any]]) -> list[str]:
    """Return what stands on the buttons."""
    return [button["title"] for reply in replies for button in reply.get("buttons") or []]


@dataclass
class Onlooker:
    """Sees what the desk shows and what the demo shop holds."""

    stack: Stack
    desk: httpx.Client
    _shops: list[DemoShop] = field(default_factory=list)

    @cached_property
    def shop(self) -> DemoShop:
        """The demo shop itself."""
        shop = DemoShop.open(demo_path(self.stack.home))
        self._shops.append(shop)
        return shop

    def leave(self) -> None:
        """Close what was opened."""
        for shop in self._shops:
            shop.close()

    def order(self, customer: str, label: str) -> Order:
        """Return the newest order of a customer with this label."""
        return next(order for order in self.shop.orders(customer, limit=100) if order.label() == label)

    def statuses(self, customer: str) -> dict[str, str]:
        """Return the state of each order."""
        return {order.id: str(order.status) for order in self.shop.orders(customer, limit=100)}

    def product(self, short_name: str) -> Product:
        """Return a product of the catalogue."""
        return next(product for product in self.shop.products() if product.short_name == short_name)

    def requests(self, customer: str) -> list[tuple[str, str]]:
        """Return what the shop was asked to do for a customer: kind and order, in the order of asking.

        What the shop gives where it was at fault is not among them: see `gestures`.
        """
        return [(kind, order_id) for kind, order_id in self._asked_for(customer) if kind != RequestKind.GOODWILL]

    def gestures(self, customer: str) -> list[str]:
        """Return the orders for which the shop was asked to make good."""
        return [order_id for kind, order_id in self._asked_for(customer) if kind == RequestKind.GOODWILL]

    def _asked_for(self, customer: str) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(demo_path(self.stack.home))) as connection:
            rows = connection.execute(
                "SELECT kind, order_id FROM requests WHERE customer_id = ? ORDER BY id", [customer]
            )
            return [(str(kind), str(order_id)) for kind, order_id in rows]

    def changes(self) -> list[str]:
        """Return what the shop was asked to do for anybody: kinds, in the order of asking."""
        with closing(sqlite3.connect(demo_path(self.stack.home))) as connection:
            return [str(kind) for (kind,) in connection.execute("SELECT kind FROM requests ORDER BY id")]

    def conversation(self, person: Person) -> dict[str, Any]:
        """Return the conversation as the desk has it."""
        answer = self.desk.get(f"/api/conversations/{person.conversation_id}")
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def packet(self, person: Person) -> dict[str, Any]:
        """Return the handoff packet; fails if there is none."""
        found = self.conversation(person)["handoff"]
        assert found is not None, "there was no handoff"
        packet: dict[str, Any] = found
        return packet

    def handed_over(self, person: Person) -> tuple[str, str] | None:
        """Return reason and priority of the handoff, None if there was none or the bot leads again."""
        found = self.conversation(person)["conversation"]
        return (found["reason"], found["priority"]) if found["reason"] else None

    def understood(self, person: Person) -> list[dict[str, Any]]:
        """Return what was understood of each message of the customer."""
        messages = self.conversation(person)["messages"]
        return [message["understood"] for message in messages if message["author"] == "customer"]

    def back_to_the_bot(self, person: Person) -> None:
        """Have the agent claim the conversation and return it to the bot."""
        for step in ("claim", "return-to-bot"):
            answer = self.desk.post(f"/api/conversations/{person.conversation_id}/{step}", json={})
            answer.raise_for_status()
        person.status = "pending"
