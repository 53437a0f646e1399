"""The rules for promo codes: is it valid, from and until when, for what, and what does it save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from support.money import Money
from support.orders import Order, OrderLine, OrderStatus, Promotion
from support.policies import Policies, shipped


@dataclass(frozen=True)
class PromotionCheck:
    """Whether a code may be used.

    `rule` names why not: unknown, not_yet, expired, used, another_code, category, currency, below_least.
    `saving`: what it saves of the lines given, None without lines. `missing`: how much more must be in the order.
    `alternative`: add_items, wait or nothing.
    """

    allowed: bool
    rule: str = ""
    saving: Money | None = None
    first_day: date | None = None
    until: date | None = None
    least: Money | None = None
    missing: Money | None = None
    categories: tuple[str, ...] = ()
    alternative: str = ""


def used_in(code: str, orders: Sequence[Order]) -> Order | None:
    """Return the newest order that a code counted for; one that was cancelled gave it back."""
    found = [
        order
        for order in orders
        if order.status is not OrderStatus.CANCELLED and code.casefold() in map(str.casefold, order.promo_codes)
    ]
    return max(found, key=lambda order: order.placed_at, default=None)


def may_redeem(
    promotion: Promotion | None,
    today: date,
    policies: Policies | None = None,
    *,
    lines: Sequence[OrderLine] = (),
    used: bool = False,
    applied: Sequence[str] = (),
) -> PromotionCheck:
    """Decide whether a code may be used today.

    Args:
        promotion: the code as the shop has it, None if it knows none. lines: what is to be bought, empty where nobody knows.
        used: whether the customer has used it before. applied: other codes on the same order.
    """
    rules = (policies or shipped()).promotions
    if promotion is None:
        return PromotionCheck(False, "unknown")
    facts = PromotionCheck(
        False,
        first_day=promotion.first_day,
        until=_until(promotion.last_day, rules.grace_days),
        least=promotion.least,
        categories=promotion.categories,
    )
    if facts.first_day and today < facts.first_day:
        return replace(facts, rule="not_yet", alternative="wait")
    if facts.until and today > facts.until:
        return replace(facts, rule="expired")
    if used and promotion.once:
        return replace(facts, rule="used")
    if rules.one_per_order and any(code.upper() != promotion.code.upper() for code in applied):
        return replace(facts, rule="another_code")
    return _for_lines(promotion, facts, lines, rules.most_percent) if lines else replace(facts, allowed=True)


def _until(last_day: date | None, grace_days: int) -> date | None:
    return last_day + timedelta(days=grace_days) if last_day and last_day.year < date.max.year else last_day


def _for_lines(
    promotion: Promotion, facts: PromotionCheck, lines: Sequence[OrderLine], most_percent: int
) -> PromotionCheck:
    currency = lines[0].unit_price.currency
    fixed = [amount for amount in (promotion.amount, promotion.least) if amount and amount.minor_units]
    if any(price.currency != currency for price in [*(line.unit_price for line in lines), *fixed]):
        return replace(facts, rule="currency")
    whole = sum(line.total.minor_units for line in lines)
    for_it = [line for line in lines if not promotion.categories or line.product.category in promotion.categories]
    if not for_it:
        return replace(facts, rule="category", alternative="add_items")
    if promotion.least and whole < promotion.least.minor_units:
        missing = Money(promotion.least.minor_units - whole, currency)
        return replace(facts, rule="below_least", missing=missing, alternative="add_items")
    eligible = Money(sum(line.total.minor_units for line in for_it), currency)
    percent = eligible.share(min(100, max(0, promotion.percent)), 100)
    saving = percent + (promotion.amount or Money(0, currency))
    return replace(
        facts, allowed=True, saving=saving.at_most(eligible).at_most(Money(whole, currency).share(most_percent, 100))
    )
