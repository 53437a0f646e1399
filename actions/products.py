"""Questions about products, and what might suit: only what the catalogue and the purchases say."""

from __future__ import annotations

from collections import Counter

from actions.knowledge import answer_from_article
from actions.turn import Turn, TurnAction, shop
from support.orders import Product
from support.products import kinds, named, ruled_out

_FEW = 5


def _stock_word(product: Product) -> str:
    if product.stock <= 0:
        return "sold_out"
    return "few_left" if product.stock <= _FEW else "in_stock"


def _label(product: Product) -> dict[str, str]:
    return {"en": product.label("en"), "zh": product.label("zh")}


class ProductQuestion(TurnAction):
    """Say what the catalogue knows of a product."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_product_question"

    def handle(self, turn: Turn) -> None:
        """Find the product that is named."""
        product = _meant(turn)
        if product is not None:
            _tell(turn, product)
        elif not answer_from_article(turn):
            turn.wish()
            turn.tried("product_question", "answered")
            turn.say("utter_product_question")


def product_named(turn: Turn) -> bool:
    """Say what the catalogue knows of the one product that the message names, whatever it looks like; return whether it names one."""
    product = _meant(turn)
    if product is None:
        return False
    _tell(turn, product)
    return True


def _meant(turn: Turn) -> Product | None:
    bought = [line.product for order in turn.orders for line in order.lines]
    return named(turn.text, turn.entity("product"), bought, shop().products())


def _tell(turn: Turn, product: Product) -> None:
    turn.wish()
    turn.tried("product_question", "answered")
    turn.fact("product", product.short_name)
    turn.say(
        "utter_product",
        opening=turn.opening("general", product.id),
        item=_label(product),
        price=str(product.price),
        word_stock=_stock_word(product),
        description={"en": product.description, "zh": product.description_zh or product.description},
    )


class Recommendation(TurnAction):
    """Suggest something of the kind they buy most, and say why."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_recommendation"

    def handle(self, turn: Turn) -> None:
        """Choose from the catalogue by the purchases."""
        bought = [line.product for order in turn.orders for line in order.lines]
        products = shop().products()
        unwanted = {product.id for product in bought} | ruled_out(turn.text, products)
        available = [p for p in products if p.stock > 0 and p.id not in unwanted]
        wanted = kinds(turn.text, turn.entity("product"), products)[:1]
        favourites = [category for category, _ in Counter(p.category for p in bought).most_common()]
        turn.tried("recommendation", "answered")
        suggestion = next((p for c in wanted + favourites for p in available if p.category == c), None)
        times = Counter(p.id for p in bought if suggestion and p.category == suggestion.category)
        if suggestion and times:
            because = next(p for p in bought if p.id == times.most_common(1)[0][0])
            turn.say(
                "utter_recommendation", item=_label(suggestion), price=str(suggestion.price), because=_label(because)
            )
        elif suggestion or available:
            suggestion = suggestion or available[0]
            turn.say("utter_recommendation_new", item=_label(suggestion), price=str(suggestion.price))
        else:
            turn.say("utter_product_question")
