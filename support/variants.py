"""Which of a product's variants a customer wants: the shop's own name for "M", "blue" or "the M in blue"."""

from __future__ import annotations

import re

from support import colours, sizes
from support.orders import Product, Variant

_JOINT = re.compile(r"\s*[/,;|]\s*|\s+-\s+")


def meant(product: Product, wanted: str, current: str = "") -> Variant | None:
    """Return the variant that `wanted` names, None if it names none or several.

    What it leaves open stays as it is: from "blue / L", "M" leads to "blue / M".
    """
    exact = product.variant(wanted.strip())
    if exact or not wanted.strip():
        return exact
    fitting = [v for v in product.variants if all(_fits(part, v.name) for part in _parts(wanted))]
    if len(fitting) > 1 and current:
        likeness = [len({*_parts(v.name)} & {*_parts(current)}) for v in fitting]
        fitting = [v for v, alike in zip(fitting, likeness, strict=True) if alike == max(likeness)]
    return fitting[0] if len(fitting) == 1 else None


def in_stock(product: Product, pieces: int = 1, but: str = "") -> tuple[str, ...]:
    """Return the variants of which there are so many, without the one named `but`."""
    return tuple(v.name for v in product.variants if v.stock >= pieces and v.name.lower() != but.lower())


def _parts(variant: str) -> list[str]:
    return [part for part in _JOINT.split(variant.lower().strip()) if part]


def _fits(part: str, variant: str) -> bool:
    return sizes.fits(part, variant) or colours.fits(part, variant)
