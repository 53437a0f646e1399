"""Answers to what the product actions asked: which one, which size, and whether an offer is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions import catalogue, products, size_advice, stock_alerts, warranties
from actions.turn import Turn
from support.orders import Product


def answer(turn: Turn, question: dict[str, Any]) -> None:
    """Go on with what was asked; what the message before said still counts, but the product that this one names."""
    if question["kind"] == "product_offer":
        _go_on(turn, question)
        return
    product = catalogue.named_product(turn) if question["step"] == "which" else None
    with turn.hearing(f"{turn.text}. {question['heard']}"):
        if product:
            _TELL.get(question["job"], products.tell)(turn, product)
        else:
            _go_on(turn, question)


_TELL: dict[str, Callable[[Turn, Product], None]] = {
    "back_in_stock": stock_alerts.about,
    "size_advice": size_advice.tell,
}


def _go_on(turn: Turn, question: dict[str, Any]) -> None:
    match question["job"]:
        case "warranty":
            warranties.answer(turn, question)
        case "back_in_stock":
            stock_alerts.answer(turn, question)
        case "size_advice":
            size_advice.start(turn)
        case _:
            products.start(turn)
