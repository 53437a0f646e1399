"""Answers to what the product actions asked: which one, which size, and whether an offer is taken."""

from __future__ import annotations

from typing import Any

from actions import products, size_advice, stock_alerts, warranties
from actions.turn import Turn


def answer(turn: Turn, question: dict[str, Any]) -> None:
    """Go on with what was asked; what the message before said still counts."""
    if question["kind"] == "product_offer":
        _go_on(turn, question)
        return
    with turn.hearing(f"{turn.text}. {question['heard']}"):
        _go_on(turn, question)


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
