"""Promo codes: what one gives, or why it is refused and what works instead."""

from __future__ import annotations

import re
from typing import Any

from actions.turn import Turn, TurnAction, both, policies, shop
from support import amounts, codes
from support.escalation import Reason
from support.money import Money
from support.orders import OrderLine, Product, Promotion
from support.products import named
from support.promotions import PromotionCheck, may_redeem, used_in

_ASKED = "promo_code:asked"
_TWO = re.compile(
    r"\b(?:two|both|several|multiple|2) (?:\w+ )?(?:codes|coupons|vouchers)\b|\b(?:combin\w+"
    r"|stack\w*)\b.{0,30}\b(?:codes?|coupons?|vouchers?)\b"
    r"|\b(?:codes?|coupons?|vouchers?)\b.{0,30}\b(?:combin\w+|stack\w*)\b|[两2二]个?张?(?:优惠券|优惠码|券|码)|一起用|叠加|同时用",
    re.IGNORECASE,
)


class PromoCode(TurnAction):
    """Look a code up by its name."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_promo_code"

    def handle(self, turn: Turn) -> None:
        """Tell about the code that is named; ask for it once where none is."""
        turn.wish()
        tell(turn)


def tell(turn: Turn) -> None:
    """Say what the code that is named gives, or why it does not hold."""
    code, promotion = _named(turn)
    if _TWO.search(turn.text) and policies().promotions.one_per_order:
        turn.say("utter_promo_one_per_order")
        turn.tried("promo_code", "answered")
    elif not code:
        _ask(turn)
    else:
        turn.fact("promo code", code)
        check = _check(turn, promotion)
        turn.tried("promo_code", "answered" if check.allowed else "refused")
        if check.allowed and promotion:
            _gives(turn, promotion, check)
        else:
            _refuse(turn, code, check)


def _named(turn: Turn) -> tuple[str, Promotion | None]:
    """Return the code that is meant: of several, and of words that merely stand where one might, one that the shop knows."""
    likely = codes.find(turn.text)
    for code in [*likely, *codes.guesses(turn.text)][:6]:
        promotion = shop().promotion(code)
        if promotion:
            return promotion.code, promotion
    return (likely[0] if likely else ""), None


def _ask(turn: Turn) -> None:
    if _ASKED in turn.said:
        turn.say("utter_promo_no_code")
        turn.tried("promo_code", "answered")
        turn.offer_human(Reason.ASKED)
        return
    turn.said.append(_ASKED)
    question = {"kind": "account", "job": "promo_code", "step": "code", "reads": ["code"], "intents": ["promo_code"]}
    turn.put("utter_promo_which", question)
    turn.tried("promo_code", "asked")


def _check(turn: Turn, promotion: Promotion | None) -> PromotionCheck:
    """Check the code for what the message says of the basket: the thing that is named, or an amount."""
    today, rules = turn.today, policies()
    if promotion is None:
        return may_redeem(None, today, rules)
    used = used_in(promotion.code, turn.orders) is not None
    bought = [line.product for order in turn.orders for line in order.lines]
    product = named(turn.text, turn.entity("product"), bought, shop().products())
    worth = next((a for a in amounts.find(turn.text) if f"{a.value:g}" not in promotion.code), None)
    if worth and promotion.least:
        spent = Money(round(worth.value * 100), worth.currency)
        anything = product or Product("", "", "", next(iter(promotion.categories), ""), spent)
        return may_redeem(promotion, today, rules, lines=[OrderLine("", anything, 1, spent)], used=used)
    lines = [OrderLine("", product, 1, product.price)] if product else []
    return may_redeem(promotion, today, rules, lines=lines, used=used)


def _gives(turn: Turn, promotion: Promotion, check: PromotionCheck) -> None:
    response = "utter_promo_valid_saving" if check.saving and check.saving.minor_units else "utter_promo_valid"
    turn.say(response, code=promotion.code, saving=str(check.saving or ""), each_term=_terms(promotion, check))


def _terms(promotion: Promotion, check: PromotionCheck) -> list[dict[str, str]]:
    """Return what it gives and under which terms, each as the one value that its line is chosen by."""
    rows: list[dict[str, str]] = []
    if promotion.percent:
        rows.append({"percent": str(promotion.percent)})
    if promotion.amount:
        rows.append({"amount": str(promotion.amount)})
    if check.least and check.least.minor_units:
        rows.append({"least": str(check.least)})
    rows += [{"word_category": category} for category in check.categories]
    if check.until:
        rows.append({"day_until": str(check.until)})
    if promotion.once:
        rows.append({"word_once": "once"})
    return rows


def _refuse(turn: Turn, code: str, check: PromotionCheck) -> None:
    values: dict[str, Any] = {
        "code": code,
        "day_from": str(check.first_day or ""),
        "day_until": str(check.until or ""),
        "least": str(check.least or ""),
        "missing": str(check.missing or ""),
        "each_category": [{"word_category": category} for category in check.categories],
    }
    order = used_in(code, turn.orders) if check.rule == "used" else None
    if order:
        values |= {"day_used": str(turn.day_of(order.placed_at)), "item": both(order), "order": order.id}
    turn.say(f"utter_promo_refused_{check.rule}", **values)
    if check.rule == "unknown":
        turn.offer_human(Reason.ASKED)
