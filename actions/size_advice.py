"""Which size to take: what past purchases say, how the thing fits, whether there is one; and nothing where nothing is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions import catalogue, stock_alerts
from actions.turn import Turn, TurnAction, policies
from support.orders import OrderLine, Product
from support.product_questions import fits_asked
from support.size_advice import SizeAdvice, advise, has_sizes

JOB = "size_advice"


class AdviseSize(TurnAction):
    """Say which size to take, and why."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_size_advice"

    def handle(self, turn: Turn) -> None:
        """Find the product."""
        start(turn)


def start(turn: Turn) -> None:
    """Advise on the product that is named or in view, ask which otherwise."""
    product = catalogue.found(turn, JOB, "utter_size_which")
    if product:
        tell(turn, product)


def tell(turn: Turn, product: Product) -> None:
    """Give the size and what speaks for it; where nothing does, the sizes that there are."""
    turn.wish()
    turn.tried(JOB, "answered")
    catalogue.keep_in_view(turn, product)
    values: dict[str, Any] = {
        "item": catalogue.label(product),
        "sizes": catalogue.variants([variant.name for variant in product.variants]),
    }
    if not has_sizes(product):
        turn.say("utter_size_in_colours" if product.variants else "utter_size_one", **values)
        return
    fit = _answer(turn, product)
    values["word_fits"] = f"fits_{product.fits}"
    advice = advise(product, turn.orders)
    if advice is None:
        response = "utter_size_unknown_fit" if product.fits and not fit else "utter_size_unknown"
        turn.say(response, opening=fit, word_fit=_fit(product, 0), **values)
        return
    values |= {
        "worn": advice.worn,
        "times": advice.times,
        "brand": advice.brand,
        "word_fit": _fit(product, advice.step),
    }
    values["against"] = ", ".join(advice.against)
    worn = [f"utter_size_worn_{_evidence(advice)}"]
    before = {"opening": fit, "lead": worn} if fit else {"opening": worn}
    new = _just_bought(turn, product) if fit else None
    if new:
        # What came days ago and may still go back proves no size: whoever asks may be holding the one that is too tight.
        turn.say("utter_size_yours", opening=fit, **{**values, "worn": new.variant})
        return
    if advice.size is None:
        turn.say("utter_size_not_made", **before, **values)
        return
    turn.fact("size", f"{product.short_name}: {advice.size}")
    response = _advice(product, advice, told=bool(fit))
    values |= {"size": advice.size, "word_stock": catalogue.stock_word(advice.stock)}
    values["word_step"] = "step_up" if advice.step > 0 else "step_down"
    turn.say(response, **before, **values)
    if advice.stock <= 0:
        stock_alerts.offer(turn, product, advice.size)


def _just_bought(turn: Turn, product: Product) -> OrderLine | None:
    """Return this very product among what came so shortly ago that it can still be returned."""
    window = timedelta(days=policies().returns.window_days)
    new = [o for o in turn.orders if o.delivered_at and turn.today - turn.day_of(o.delivered_at) <= window]
    lines = (line for order in new for line in order.lines)
    return next((line for line in lines if line.product.id == product.id and line.kept and line.variant), None)


def _answer(turn: Turn, product: Product) -> list[str]:
    """Return the opening that answers "does it run small?", where that is asked and known."""
    asked = fits_asked(turn.text)
    if not asked or not product.fits:
        return []
    if len(asked) > 1:
        return ["utter_size_fit_told"]
    return ["utter_size_fit_yes" if product.fits in asked else "utter_size_fit_no"]


def _advice(product: Product, advice: SizeAdvice, *, told: bool) -> str:
    """Return the response that names the size; how the thing fits is said with it unless it was told."""
    if not told:
        return "utter_size_advice_fit" if product.fits else "utter_size_advice"
    if advice.step:
        return "utter_size_advice_step"
    return "utter_size_advice" if product.fits == "true" else "utter_size_advice_allowed"


def _evidence(advice: SizeAdvice) -> str:
    if advice.against:
        return "against"
    return advice.basis if advice.times > 1 else f"{advice.basis}_once"


def _fit(product: Product, step: int) -> str:
    return f"fits_{product.fits}" + ("_up" if step > 0 else "_down" if step < 0 else "") if product.fits else ""
