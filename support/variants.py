"""Which of a product's variants a customer wants: the shop's own name for "M", "blue", "the M in blue" or "a size bigger"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from support import colours, sizes
from support.orders import Product, Variant

_JOINT = re.compile(r"\s*[/,;|]\s*|\s+-\s+")

_I = re.IGNORECASE
_COUNT = {"two": 2, "2": 2, "three": 3, "3": 3, "两": 2, "二": 2, "俩": 2, "三": 3}
_BIGGER = r"(?:bigger|larger|wider)"
_SMALLER = r"(?:smaller|tighter)"
_N = r"(?P<n>two|three|2|3|half an?|one|an?|1|the next|next)"
# What is said of the thing itself ("it runs a size smaller", "bigger than I thought") asks for nothing.
_OF_ITSELF = re.compile(
    r"\b(?:is|are|was|were|it's|they're|runs?|fits?|came|comes?|turned out|feels?|looks?|seems?|much|even|way)\s+(?:too\s+|about\s+)?$"
    r"|(?:偏|太|是|有点|发来的?|收到的?|来的?)\s*$",
    _I,
)
_THAN = re.compile(r"\s+than\s+(?!(?:the|my|this|that|mine|these|those|what i have|\d|[smlx]{1,3}\b))", _I)
_STEPS = (
    re.compile(rf"\b{_N}\s+(?:full\s+)?sizes?\s+(?:(?P<up>up|{_BIGGER})|(?P<down>down|{_SMALLER}))\b", _I),
    re.compile(rf"\b(?:(?P<up>up)|(?P<down>down))\s+(?:by\s+)?{_N}\s+sizes?\b", _I),
    re.compile(
        rf"\b{_N}\s+(?:bit\s+|little\s+|slightly\s+)?(?:(?P<up>{_BIGGER})|(?P<down>{_SMALLER}))(?:\s+(?:sizes?|ones?|pairs?))?\b",
        _I,
    ),
    re.compile(
        rf"\b(?:(?:in|for|need|want|get|have|take|to|try|something|slightly|the|some)\s+)"
        rf"(?:(?P<up>{_BIGGER})|(?P<down>{_SMALLER}))(?:\s+(?:sizes?|ones?|pairs?))?\b",
        _I,
    ),
    re.compile(r"\bsize\s+(?:it\s+)?(?:(?P<up>up)|(?P<down>down))\b", _I),
    re.compile(rf"^\W*(?:(?P<up>{_BIGGER})|(?P<down>{_SMALLER}))\b(?:\s+(?:sizes?|ones?|please))?\W*$", _I),
    re.compile(r"(?:(?P<up>大|加大)|(?P<down>小|减小))(?P<n>[一两二三俩半123])?个?(?P<unit>码|号|尺码|圈)(?!数)"),
    re.compile(r"(?:(?P<up>大)|(?P<down>小))(?:一?点|些)(?!什么)"),
    re.compile(r"(?<=[换要来拿])(?:个|件|双|条)?(?:(?P<up>大)|(?P<down>小))的"),
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not?|never|without|from|instead\s+of|rather\s+than|isn'?t|don'?t\s+(?:want|need|like))"
    r"(?:\s+(?:in|an?|the|my|this|that|size|colou?r))*|(?:不要|不是|不换|别要?|而不是|从|由|把))\s*$",
    _I,
)
# "Swap 41 for 42", "39换40": what stands before goes, what stands after comes.
_BECOMES = re.compile(
    r"\s*(?:码|号|色|的|ones?|pair)?\s*(?:for|to|into|with|换成?|改成?|改为|换为|换到|→|->)\s*(?:(?:an?|the|size|in)\s+)*",
    _I,
)
_WANTED_BEFORE = re.compile(
    r"(?:\b(?:for|to|into|want|need|take|have|get|make\s+it|prefer)(?:\s+(?:in|an?|the|size|colou?r))*"
    r"|换成?|换到|要|改成?|改为|来)\s*$",
    _I,
)
_AFTER = r"(?![\w/-]|[.,]\d|\s*(?:[%€£$]|days?\b|weeks?\b|euros?\b|pounds?\b|times\b|percent|天|元|块|次|年|月|日))"


@dataclass(frozen=True)
class Wanted:
    """A variant as a text names it: the shop's name for it, or the customer's own words where it comes in no such.

    `beyond`: 1 where something larger than the largest is wanted, -1 for smaller than the smallest; `name` is then empty.
    """

    name: str
    beyond: int = 0


@dataclass(frozen=True)
class _Said:
    start: int
    end: int
    value: str
    is_size: bool


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


def wanted(text: str, product: Product, current: str = "") -> Wanted | None:
    """Return the variant that a text asks for, None where it asks for none.

    Args:
        text: what the customer wrote: "a 40", "not the blue one, the black one", "one size up", "换大一码".
        product: as the catalogue has it. current: the variant that they have now.
    """
    said = _asked_for(text, product, current)
    step = steps(text)
    if not said:
        return _stepped(product, current, step) if step else None
    worn = [part for part in _parts(current) if sizes.place(part)]
    # "大码" is an L where there is one; of shoes it is a larger one.
    if step and worn and all(each.is_size and sizes.place(each.value) is None for each in said):
        return _stepped(product, current, step)
    last = [each.value for kind in (True, False) for each in [e for e in said if e.is_size is kind][-1:]]
    name = " / ".join(last)
    found = meant(product, name, current)
    if found is None and worn and name in ("L", "S") and re.search(r"[大小][码号]", text):
        return _stepped(product, current, 1 if name == "L" else -1)
    return Wanted(found.name if found else name)


def steps(text: str) -> int:
    """Return how many sizes larger (more than 0) or smaller a text asks for: 1 for "one size up", -2 for "小两码", 0 if it doesn't."""
    found = [match for match in _steps(text) if not _OF_ITSELF.search(text[: match.start()])]
    if not found:
        return 0
    match = max(found, key=lambda each: each.end())
    number = _COUNT.get((match.groupdict().get("n") or "").lower(), 1)
    return number if match["up"] else -number


def without_steps(text: str) -> str:
    """Return a text without its "one size up": what is left may say how many pieces."""
    for match in sorted(_steps(text), key=lambda each: -each.start()):
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text


def without_goal(text: str) -> str:
    """Return a text without the size or colour that a thing shall have or shall not: what is left says which thing is meant."""
    spans = [(size.start, size.end) for size in sizes.find(text)]
    spans += [(colour.start, colour.end) for colour in colours.find(text)]
    for start, end in spans:
        if _NOT_BEFORE.search(text[:start]) or _WANTED_BEFORE.search(text[:start]):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def in_stock(product: Product, pieces: int = 1, but: str = "") -> tuple[str, ...]:
    """Return the variants of which there are so many, without the one named `but`."""
    return tuple(v.name for v in product.variants if v.stock >= pieces and v.name.lower() != but.lower())


def _steps(text: str) -> list[re.Match[str]]:
    return [match for rule in _STEPS for match in rule.finditer(text) if not _THAN.match(text, match.end())]


def _stepped(product: Product, current: str, step: int) -> Wanted | None:
    """Return the variant so many rungs from the current one, None where sizes have no order here."""
    start = next((place for part in _parts(current) if (place := sizes.place(part))), None)
    if start is None:
        return None
    rungs: dict[float, str] = {}
    for variant in product.variants:
        for part in _parts(variant.name):
            place = sizes.place(part)
            if place and place[0] == start[0]:
                rungs.setdefault(place[1], part)
    beyond = sorted((at for at in rungs if (at > start[1] if step > 0 else at < start[1])), reverse=step < 0)
    if len(beyond) < abs(step):
        return Wanted("", 1 if step > 0 else -1)
    part = rungs[beyond[abs(step) - 1]]
    found = meant(product, part, current)
    return Wanted(found.name if found else part)


def _asked_for(text: str, product: Product, current: str) -> list[_Said]:
    """Return the sizes and colours that a text asks for, in its order: without those ruled out, swapped away, or only worn."""
    said = _said(text, product)
    kept = []
    for index, each in enumerate(said):
        following = said[index + 1] if index + 1 < len(said) else None
        if _NOT_BEFORE.search(text[: each.start]):
            continue
        if following and _BECOMES.fullmatch(text[each.end : following.start]):
            continue
        kept.append(each)
    here = _parts(current)
    worn = [each for each in kept if any(_fits(each.value, part) or _fits(part, each.value) for part in here)]
    others = [each for each in kept if each not in worn]
    asked = [
        each
        for each in worn
        if _WANTED_BEFORE.search(text[: each.start]) or not re.search(r"\w", text[: each.start] + text[each.end :])
    ]
    # "The black M in blue": the M stays, and says nothing new.
    return sorted(others + [each for each in asked if not any(o.is_size is each.is_size for o in others)], key=_start)


def _said(text: str, product: Product) -> list[_Said]:
    found = _own_names(text, product.variants)
    found += [_Said(each.start, each.end, each.size, True) for each in sizes.find(text)]
    found += [_Said(each.start, each.end, each.colour, False) for each in colours.find(text)]
    kept: list[_Said] = []
    for each in found:  # the shop's own names come first
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return sorted(kept, key=_start)


def _own_names(text: str, of: Sequence[Variant]) -> list[_Said]:
    """Return where a text says what the shop calls a size or colour; a single letter counts only where it is plainly a size."""
    parts = sorted({part for variant in of for part in _parts(variant.name) if len(part) > 1}, key=len, reverse=True)
    return [
        _Said(match.start(), match.end(), part, sizes.place(part) is not None)
        for part in parts
        for match in re.finditer(rf"(?<![a-z0-9_.,/#€£$-]){re.escape(part)}{_AFTER}", text, _I | re.A)
    ]


def _start(each: _Said) -> int:
    return each.start


def _parts(variant: str) -> list[str]:
    return [part for part in _JOINT.split(variant.lower().strip()) if part]


def _fits(part: str, variant: str) -> bool:
    return sizes.fits(part, variant) or colours.fits(part, variant)
