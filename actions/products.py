"""Questions about products, and what might suit: only what the catalogue and the purchases say."""

from __future__ import annotations

from collections import Counter

from actions.turn import Turn, TurnAction, shop
from support.dialogue import choose
from support.orders import Product

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
        products = list(shop().products())
        named = [[n for n in (p.short_name, p.name, p.short_name_zh, p.name_zh) if n] for p in products]
        index = choose(turn.entity("product") or turn.text, named, ordinals=False)
        turn.wish()
        turn.tried("product_question", "answered")
        if index is None:
            turn.say("utter_product_question")
            return
        product = products[index]
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
        owned = {product.id for product in bought}
        available = [p for p in shop().products() if p.stock > 0 and p.id not in owned]
        favourites = [category for category, _ in Counter(p.category for p in bought).most_common()]
        turn.tried("recommendation", "answered")
        for category in favourites:
            fitting = [p for p in available if p.category == category]
            if fitting:
                times = Counter(p.id for p in bought if p.category == category)
                because = next(p for p in bought if p.id == times.most_common(1)[0][0])
                turn.say(
                    "utter_recommendation",
                    item=_label(fitting[0]),
                    price=str(fitting[0].price),
                    because=_label(because),
                )
                return
        if available:
            turn.say("utter_recommendation_new", item=_label(available[0]), price=str(available[0].price))
        else:
            turn.say("utter_product_question")
