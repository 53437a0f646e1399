"""What the product actions share: which product and which variant a turn is about, and how both are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.turn import Turn, shop
from support.orders import OrderLine, Product, Variant
from support.product_questions import variant_label, wanted
from support.products import named, short_names, touched
from support.selection import GENERIC

_FEW = 5
_MOST = 5  # buttons
_IN_VIEW = "product:"


@dataclass(frozen=True)
class Meant:
    """The product that is meant, or those that may be; `unknown` is a name that no product has."""

    product: Product | None = None
    candidates: tuple[Product, ...] = ()
    unknown: str = ""


def meant(turn: Turn) -> Meant:
    """Find the product: named, or the one that the conversation is about."""
    product, mention, catalogue = named_product(turn), _mention(turn), shop().products()
    if product:
        return Meant(product)
    several = touched(turn.text, mention, catalogue)
    if several:
        return Meant(candidates=tuple(several))
    if mention:
        return Meant(unknown=mention)
    return Meant(in_view(turn, catalogue))


def named_product(turn: Turn) -> Product | None:
    """Return the one product that the message names."""
    return named(turn.text, _mention(turn), [line.product for line in lines(turn)], shop().products())


def _mention(turn: Turn) -> str | None:
    mention = turn.entity("product")
    return None if mention and mention.lower() in GENERIC else mention


def in_view(turn: Turn, catalogue: Sequence[Product]) -> Product | None:
    """Return the product that "it" means: the one last talked about, alone or as an order's only thing."""
    memory = next((said for said in reversed(turn.said) if said.startswith(_IN_VIEW)), "")
    product_id, _, order_id = memory.removeprefix(_IN_VIEW).partition("|")
    order = turn.order(turn.order_in_view) if turn.order_in_view else None
    if order and turn.order_in_view != order_id and len(order.lines) == 1:
        product_id = order.lines[0].product.id  # an order has been talked of since
    return next((product for product in catalogue if product.id == product_id), None)


def keep_in_view(turn: Turn, product: Product) -> None:
    """Remember the product, and what order was in view with it: which of the two is newer shows later."""
    turn.said[:] = [said for said in turn.said if not said.startswith(_IN_VIEW)]
    turn.said.append(f"{_IN_VIEW}{product.id}|{turn.order_in_view or ''}")
    turn.fact("product", product.short_name or product.name)


def lines(turn: Turn) -> list[OrderLine]:
    """Return all that they bought, the newest first."""
    return [line for order in turn.orders for line in order.lines]


def ask_which(turn: Turn, response: str, job: str, products: Sequence[Product], **values: Any) -> None:
    """Ask which product is meant, and leave it open."""
    shown = products[:_MOST]
    titles = [product.label(turn.language) for product in shown]
    turn.say(response, buttons=[title[:1].upper() + title[1:] for title in titles], **values)
    catalogue = products or shop().products()
    turn.ask(
        "product",
        job=job,
        step="which",
        heard=turn.text,
        intents=["inform", "product_question", job],
        candidates=[{"names": short_names(product)} for product in catalogue],
    )
    turn.wish()
    turn.tried(job, "asked")


def found(turn: Turn, job: str, which: str) -> Product | None:
    """Return the product that is meant; where it isn't clear, ask or say so and return None."""
    what = meant(turn)
    if what.product:
        return what.product
    if what.unknown:
        turn.say("utter_product_unknown", mention=what.unknown)
        turn.tried(job, "refused")
        turn.wish()
    else:
        ask_which(turn, which, job, what.candidates)
    return None


def variant_of(turn: Turn, product: Product) -> Variant | None:
    """Return the variant that the message means."""
    return wanted(product, turn.text).variant


def label(product: Product, variant: str = "") -> dict[str, str]:
    """Return what a product is called in both languages, with its size or colour."""
    names = {"en": product.label("en"), "zh": product.label("zh")}
    if not variant:
        return names
    said = variant_label(variant)
    return {"en": f"{names['en']} ({said['en']})", "zh": f"{names['zh']}（{said['zh']}）"}


def variants(names: Sequence[str]) -> dict[str, str]:
    """Return variants as a list in both languages."""
    labels = [variant_label(name) for name in names]
    return {"en": ", ".join(each["en"] for each in labels), "zh": "、".join(each["zh"] for each in labels)}


def stock_word(stock: int) -> str:
    """Return the word for so many pieces."""
    if stock <= 0:
        return "sold_out"
    return "few_left" if stock <= _FEW else "in_stock"


def restock_day(turn: Turn, product: Product) -> str:
    """Return the day when more is expected, empty where none is known or it is past."""
    day = product.restock_on
    return str(day) if day and day >= turn.today else ""


def listed(product_id: str) -> Product | None:
    """Return the product as the catalogue has it now."""
    return next((product for product in shop().products() if product.id == product_id), None)
