"""Facts of the demo shop in scripts: `{mug.total}`, `{day+2}` … (script.py lists them)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from onlooker import in_days, said_in_chinese, said_in_english

from integrations.shops.demo import DemoShop
from support.orders import Order, OrderLine
from support.returns import may_return

FACT = re.compile(r"\{(?:day(?P<days>[+-]\d+)|(?:(?P<whose>c-[\w-]+)/)?(?P<product>[\w' -]+)\.(?P<what>[a-z]+))\}")
_BRACES = re.compile(r"\{[^{}]*\}")


class NoSuchFact(Exception):
    """The demo shop knows nothing of the kind; the message names it."""


def unknown(text: str) -> list[str]:
    """Return what stands in braces and is not the name of a fact."""
    return [
        found
        for found in _BRACES.findall(text)
        if not (match := FACT.fullmatch(found)) or (match["what"] or "price") not in {"price", *_OF_AN_ORDER}
    ]


@dataclass(frozen=True)
class Facts:
    """What the shop knows, for one customer (None: a guest)."""

    shop: DemoShop
    customer: str | None

    def fill(self, text: str, language: str) -> str:
        """Return a text with its facts. Raises NoSuchFact."""
        return FACT.sub(lambda match: self._fact(match, language), text)

    def _fact(self, match: re.Match[str], language: str) -> str:
        if match["days"]:
            return said(in_days(int(match["days"])), language)
        name, what = match["product"], match["what"]
        if what == "price":
            return next((str(p.price) for p in self.shop.products() if p.short_name == name), "") or _none(match)
        order, line = self._line(match["whose"] or self.customer or "", name, match)
        return _OF_AN_ORDER[what](order, line, language) or _none(match)

    def _line(self, customer: str, name: str, match: re.Match[str]) -> tuple[Order, OrderLine]:
        for order in self.shop.orders(customer, limit=100):
            for line in order.lines:
                if line.product.short_name == name:
                    return order, line
        _none(match)
        raise AssertionError


def said(day: date, language: str) -> str:
    """Return a day as a reply names it."""
    return (said_in_chinese if language == "zh" else said_in_english)(day)


def _none(match: re.Match[str]) -> str:
    raise NoSuchFact(f"the demo shop has no {match[0]}")


def _until(order: Order, line: OrderLine, language: str) -> str:
    until = may_return(order, in_days(0)).until
    return said(until, language) if until else ""


_OF_AN_ORDER: dict[str, Callable[[Order, OrderLine, str], str]] = {
    "total": lambda order, line, language: str(order.total),
    "order": lambda order, line, language: order.id,
    "line": lambda order, line, language: str(line.total),
    "until": _until,
    "refund": lambda order, line, language: str(order.refunds[0].amount) if order.refunds else "",
    "postcode": lambda order, line, language: order.address.postcode if order.address else "",
}
