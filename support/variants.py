"""Which of a product's variants a customer wants: the shop's own name for "M", "blue" or "the M in blue"; what a message asks for."""

from __future__ import annotations

import re

from support import colours, sizes
from support.orders import Product, Variant

_SIZE = re.compile(r"\d+(?:[.,]\d)?(?:[-–]\d+)?|(?:\d?X{0,3}|\d)[SML]|one size", re.IGNORECASE)
# "Forest instead of blue", "from blue to forest": what it is now.
_FROM = re.compile(
    r"(?:\b(?:instead of|rather than|not|isn'?t|from)|而不是|不是|不要|从|原来的?)(?:\s+(?:the|a|an|my|in|size))*\s*$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\b(?:to|into|in|make it|want|have|be)|换成?|改成?|要|成)(?:\s+(?:the|a|an|size|colou?r))*\s*$", re.IGNORECASE
)
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


def asked_for(text: str, product: Product, current: str = "") -> str | None:
    """Return the size or colour that a message asks for, None where it asks for none.

    It need not be one that the product comes in. What the thing is now counts only where it stands as the goal ("make it blue").
    """
    said = _mentions(text, product)
    others = [mention for mention in said if not _fits(mention[2], current)] if current else said
    wanted: dict[bool, str] = {}
    for start, _, word in said:
        before = text[:start]
        if _FROM.search(before) or (current and _fits(word, current) and (others or not _TO.search(before))):
            continue
        wanted[bool(_SIZE.fullmatch(word))] = word
    return " / ".join(wanted.values()) or None


def _mentions(text: str, product: Product) -> list[tuple[int, int, str]]:
    """Return where sizes and colours are named, in the product's own words first: start, end, word."""
    found: list[tuple[int, int, str]] = []
    for part in dict.fromkeys(part.strip() for v in product.variants for part in _JOINT.split(v.name)):
        # A single letter is a size where it is a capital, or all that is said.
        flags = re.IGNORECASE if len(part) > 1 or len(text.strip(" .!?")) == 1 else 0
        for word in filter(None, (part, colours.chinese(part))):
            edges = (r"(?<![\w.,'’])", r"(?![\w'’]|[.,]\d)") if word.isascii() else ("", "")
            for match in re.finditer(edges[0] + re.escape(word) + edges[1], text, flags):
                found.append((match.start(), match.end(), part))
    general = [(m.start, m.end, m.colour) for m in colours.find(text)]
    general += [(m.start, m.end, m.size) for m in sizes.find(text)] if product.variants else []
    found += [m for m in general if not any(m[0] < end and start < m[1] for start, end, _ in found)]
    return sorted(found)
