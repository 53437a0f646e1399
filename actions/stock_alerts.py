"""Back in stock: when more is expected, and word of it, once, to whoever wants it."""

from __future__ import annotations

from typing import Any

from actions import catalogue
from actions.turn import Turn, TurnAction, shop
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest
from support.orders import Product
from support.product_questions import wanted, wants_telling
from support.replies import agrees

JOB = "back_in_stock"


class BackInStock(TurnAction):
    """Say when a thing is expected back, and note who wants to know."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_back_in_stock"

    def handle(self, turn: Turn) -> None:
        """Find the product."""
        start(turn)


def start(turn: Turn) -> None:
    """Answer for the product that is named or in view, ask which otherwise."""
    product = catalogue.found(turn, JOB, "utter_stock_which")
    if product:
        turn.wish()
        about(turn, product)


def about(turn: Turn, product: Product) -> None:
    """Answer for the variant that is meant: the named one, the one just offered, the only one that is sold out."""
    catalogue.keep_in_view(turn, product)
    asked = wanted(product, turn.text)
    if asked.unknown:
        names = catalogue.variants([variant.name for variant in product.variants])
        turn.say("utter_product_variant_unknown", item=catalogue.label(product), variants=names)
        turn.tried(JOB, "answered")
        return
    gone = [variant.name for variant in product.variants if variant.stock <= 0]
    name = asked.variant.name if asked.variant else str(_offer(turn, product).get("variant") or "")
    if not name and 1 < len(gone) < len(product.variants):
        _ask_variant(turn, product, gone)
        return
    name = name or (gone[0] if len(gone) == 1 else "")
    variant = product.variant(name) if name else None
    stock = variant.stock if variant else product.stock
    item = catalogue.label(product, name)
    if stock > 0:
        turn.say("utter_stock_there", item=item, price=str(product.price), word_stock=catalogue.stock_word(stock))
        turn.tried(JOB, "answered")
    elif wants_telling(turn.text) or (_offer(turn, product) and agrees(turn.text)):
        note(turn, product, name)
    else:
        day = catalogue.restock_day(turn, product)
        turn.say("utter_stock_expected" if day else "utter_stock_no_day", item=item, day_restock=day)
        turn.tried(JOB, "answered")
        offer(turn, product, name)


def offer(turn: Turn, product: Product, variant: str) -> None:
    """Offer word when the thing is back."""
    if turn.handoff_follows:
        return
    if not turn.customer:
        turn.say("utter_stock_alert_guest")
        return
    turn.say("utter_stock_alert_offer", item=catalogue.label(product, variant))
    turn.ask("product_offer", job=JOB, step="alert", product_id=product.id, variant=variant)


def note(turn: Turn, product: Product, variant: str) -> None:
    """Have the shop send word, once for one delivery that is waited for."""
    if not turn.customer:
        turn.say("utter_stock_alert_guest")
        turn.tried(JOB, "refused")
        return
    receipt = submit(turn, turn.customer["id"], product, variant)
    state = "known" if receipt.repeated else "done" if receipt.state is RequestState.DONE else "requested"
    turn.say(f"utter_stock_alert_{state}", **told(turn, product, variant, receipt))
    turn.tried("stock_alert", "answered" if receipt.repeated else "done")
    turn.fact("stock alert", f"{catalogue.label(product, variant)['en']}, {receipt.reference}")


def submit(turn: Turn, customer_id: str, product: Product, variant: str) -> Receipt:
    """Ask the shop for word, once for one delivery that is waited for, wherever the wish came up.

    A guest's `customer_id` is that of the order they proved. Raises ShopUnavailable, IntegrationError.
    """
    key = f"stock_alert:{customer_id}:{product.id}:{variant}:{product.restock_on or ''}"
    details = {"product_id": product.id} | ({"variant": variant} if variant else {})
    if turn.customer:
        return turn.submit_account(RequestKind.STOCK_ALERT, key, **details)
    return shop().submit(ShopRequest(RequestKind.STOCK_ALERT, customer_id, "", key, details))


def told(turn: Turn, product: Product, variant: str, receipt: Receipt) -> dict[str, Any]:
    """Return what is said of a wish for word; the day as a closing, where the catalogue has one."""
    return {
        "closing": ["utter_stock_alert_day"],
        "item": catalogue.label(product, variant),
        "reference": receipt.reference,
        "day_restock": catalogue.restock_day(turn, product),
    }


def answer(turn: Turn, question: dict[str, Any]) -> None:
    """Go on with which product or variant is meant, or with the yes to being told."""
    if question["step"] == "which":
        start(turn)
        return
    product = catalogue.listed(question["product_id"])
    if product is None:
        turn.say("utter_inform_nothing")
    elif question["step"] == "variant":
        about(turn, product)
    elif turn.intent == "deny":
        turn.say("utter_stock_alert_declined")
        turn.tried(JOB, "answered")
    else:
        note(turn, product, question["variant"])


def _offer(turn: Turn, product: Product) -> dict[str, Any]:
    """Return the offer of a moment ago, if it was of this product: "yes, let me know when it's back"."""
    question = turn.question or {}
    offered = question.get("kind") == "product_offer" and question.get("product_id") == product.id
    return question if offered else {}


def _ask_variant(turn: Turn, product: Product, gone: list[str]) -> None:
    titles = [catalogue.variants([name])[turn.language] for name in gone]
    turn.say("utter_stock_which_variant", buttons=titles[:5], item=catalogue.label(product))
    turn.ask(
        "product",
        job=JOB,
        step="variant",
        product_id=product.id,
        heard=turn.text,
        reads=["variant"],
        intents=["inform", JOB],
        candidates=[{"names": [name, catalogue.variants([name])["zh"]]} for name in gone],
    )
    turn.tried(JOB, "asked")
