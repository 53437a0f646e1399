"""Questions about products: only what the catalogue says, and that which was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions import catalogue, stock_alerts
from actions.knowledge import answer_from_article
from actions.orders import asks_for_arrival, open_order_named
from actions.turn import Turn, TurnAction, policies
from support.orders import Product
from support.product_questions import aspects, wanted
from support.products import short_names
from support.size_advice import has_sizes

JOB = "product_question"
_MOST = 2  # facts in one answer; who asks for more gets the whole of it


class ProductQuestion(TurnAction):
    """Say what the catalogue knows of a product."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_product_question"

    def handle(self, turn: Turn) -> None:
        """Find the product that is named."""
        start(turn)


def start(turn: Turn) -> None:
    """Answer about the product that is named or in view; else from an article, else ask which."""
    if asks_for_arrival(turn.text) and open_order_named(turn):
        return  # "when does my rice cooker come?"
    meant = catalogue.meant(turn)
    if not turn.entity("product") and not _named_whole(turn, meant.product) and answer_from_article(turn):
        return  # "how do I wash wool?"
    product = catalogue.found(turn, JOB, "utter_product_question")
    if product:
        tell(turn, product)


def _named_whole(turn: Turn, product: Product | None) -> bool:
    """Say whether a message names the product by all of its name; "wool" alone is no wool blanket."""
    text = turn.text.lower()
    return product is not None and any(name.lower() in text for name in short_names(product))


def product_named(turn: Turn) -> bool:
    """Say what the catalogue knows of the one product that the message names, whatever it looks like; return whether it names one."""
    product = catalogue.named_product(turn)
    if product is None:
        return False
    tell(turn, product)
    return True


def tell(turn: Turn, product: Product) -> None:
    """Say the facts that are asked for; price, stock and description where none is."""
    turn.wish()
    turn.tried(JOB, "answered")
    catalogue.keep_in_view(turn, product)
    asked = aspects(turn.text)
    if set(asked) - {"price", "stock"}:
        asked = tuple(aspect for aspect in asked if aspect != "stock")  # "which colours do you have?"
    wish = wanted(product, turn.text)
    if wish.variant or wish.unknown:
        asked = tuple(aspect for aspect in asked if aspect not in ("price", "stock", "variants"))
        _variant(turn, product, wish.variant.name if wish.variant else "")
    elif set(asked) - {"price", "stock"} == set() or len(asked) > _MOST:
        _all(turn, product)
        return
    for aspect in asked:
        _TELL.get(aspect, _all)(turn, product)


def _all(turn: Turn, product: Product) -> None:
    turn.say(
        "utter_product",
        opening=turn.opening("general", product.id),
        item=catalogue.label(product),
        price=str(product.price),
        word_stock=catalogue.stock_word(product.stock),
        description={"en": product.description, "zh": product.description_zh or product.description},
    )


def _variant(turn: Turn, product: Product, name: str) -> None:
    variant = product.variant(name) if name else None
    values: dict[str, Any] = {"price": str(product.price)}
    if variant is None:
        names = catalogue.variants([each.name for each in product.variants])
        turn.say("utter_product_variant_unknown", item=catalogue.label(product), variants=names, **values)
        return
    item = catalogue.label(product, variant.name)
    if variant.stock > 0:
        turn.say("utter_product_variant", item=item, word_stock=catalogue.stock_word(variant.stock), **values)
        return
    day = catalogue.restock_day(turn, product)
    turn.say("utter_stock_expected" if day else "utter_stock_no_day", item=item, day_restock=day)
    stock_alerts.offer(turn, product, variant.name)


def _variants(turn: Turn, product: Product) -> None:
    there = catalogue.variants([each.name for each in product.variants if each.stock > 0])
    gone = catalogue.variants([each.name for each in product.variants if each.stock <= 0])
    response = "utter_product_one_form"
    if product.variants:
        response = "utter_product_variants_some_gone" if gone["en"] and there["en"] else "utter_product_variants"
    names = catalogue.variants([each.name for each in product.variants])
    turn.say(response, item=catalogue.label(product), variants=names, there=there, gone=gone)


def _fit(turn: Turn, product: Product) -> None:
    if not has_sizes(product):
        _variants(turn, product)
    elif product.fits:
        turn.say("utter_product_fit", item=catalogue.label(product), word_fit=f"fits_{product.fits}")
    else:
        turn.say("utter_product_fit_unknown", item=catalogue.label(product))


def _warranty(turn: Turn, product: Product) -> None:
    months = max(product.warranty_months, policies().warranty.least_months)
    response = "utter_warranty_product" if months else "utter_warranty_product_none"
    turn.say(response, item=catalogue.label(product), months=months)


def _brand(turn: Turn, product: Product) -> None:
    response = "utter_product_brand" if product.brand else "utter_product_brand_unknown"
    turn.say(response, item=catalogue.label(product), brand=product.brand)


_TELL: dict[str, Callable[[Turn, Product], None]] = {
    "variants": _variants,
    "fit": _fit,
    "warranty": _warranty,
    "brand": _brand,
}
