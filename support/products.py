"""Which product a customer means: among what they bought first, then in the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from support import reference
from support.dialogue import choose
from support.naming import ORDINARY
from support.orders import Product


def short_names(product: Product) -> list[str]:
    """Return what people call a product, in both languages."""
    return [name for name in (product.short_name or product.name, product.short_name_zh) if name]


def named(text: str, mention: str | None, purchased: Sequence[Product], catalogue: Sequence[Product]) -> Product | None:
    """Return the one product that the message names, as the catalogue has it; None where it names none or several.

    Args:
        text: the message; mention: the product entity in it that is not ruled out.
        purchased: what the customer bought, the newest first; catalogue: all that the shop sells.
    """
    if mention and mention.lower() in ORDINARY:
        mention = None
    pools = (list({product.id: product for product in purchased}.values()), list(catalogue))
    for pool in pools:
        said = reference.read(text, [short_names(product) for product in pool])
        whole = {index for phrase in said.wanted if phrase.complete for index in phrase.indices}
        meant = whole or said.named
        if len(meant) == 1:
            return _listed(pool[next(iter(meant))], catalogue)
        names = [[*short_names(product), *filter(None, (product.name, product.name_zh))] for product in pool]
        index = choose(mention, names, ordinals=False) if mention else None
        if index is not None:
            return _listed(pool[index], catalogue)
    return None


def _listed(product: Product, catalogue: Sequence[Product]) -> Product:
    """Return the product with today's price and stock, if it is still sold."""
    return next((listed for listed in catalogue if listed.id == product.id), product)


def ruled_out(text: str, catalogue: Sequence[Product]) -> set[str]:
    """Return the ids of the products that the message does not want: "shoes, but not sandals"."""
    said = reference.read(text, [short_names(product) for product in catalogue])
    return {catalogue[index].id for phrase in said.excluded for index in phrase.indices}


def kinds(text: str, mention: str | None, catalogue: Sequence[Product]) -> list[str]:
    """Return the categories of what the message names, in the catalogue's order: of "shoes", those that have shoes."""
    said = reference.read(text, [short_names(product) for product in catalogue])
    indices = said.named or {
        index
        for index, product in enumerate(catalogue)
        if mention and choose(mention, [short_names(product)], ordinals=False) is not None
    }
    return list(dict.fromkeys(catalogue[index].category for index in sorted(indices)))


def touched(text: str, mention: str | None, catalogue: Sequence[Product]) -> list[Product]:
    """Return the products whose names the message touches: of "shoes" all that are shoes."""
    said = reference.read(text, [short_names(product) for product in catalogue])
    if said.named:
        return [catalogue[index] for index in sorted(said.named)]
    if not mention or mention.lower() in ORDINARY:
        return []
    return [p for p in catalogue if choose(mention, [short_names(p)], ordinals=False) is not None]
