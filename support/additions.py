"""What a message wants put into an order that has left nobody's hands yet: another product, beside what is in it or instead of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from support import colours, naming, numerals, variants
from support.naming import Naming
from support.orders import Product
from support.products import short_names

_I = re.IGNORECASE
_ADD = re.compile(
    r"\b(?:add(?:ing)?|include)\b"
    r"|\b(?:throw|pop|put|chuck|stick|slip|squeeze)\b(?=[^.!?]{2,60}\b(?:in|into|with|to)\b)"
    r"|(?<!参)加(?=[一两二三四五六上购个件进入点只套\d])|追加|再(?:加|买|要|来|拿|添)|添(?=[一两加上个])|多(?:加|要|买|拿)",
    _I,
)
_ADDED = re.compile(
    r"\s*(?:\w+\s+){0,2}?(?:added|included|thrown in|put in)\b|[^，。！？,]{0,4}(?:加|放)(?:进|到|上)", _I
)
_SWAP = re.compile(
    r"\b(?:swap\w*|switch\w*|replac\w+|exchang\w+|chang\w+|trad(?:e|ing)|substitut\w+|instead|rather than|in place of)\b"
    r"|换|改|替|而不是|不要[^。！？!?]{1,20}要|要[^。！？!?]{1,12}不要",
    _I,
)
# What stands before the thing that comes, and before the thing that goes.
_COMES = re.compile(
    r"\b(?:for|with|to|into|by|want|need|prefer|take|get|have|like|be)\s+(?:[\w'’-]+\s+){0,4}$"
    r"|(?:换成?|改成|改为|换为|替换?[成为]|成|要|来)[^，。！？,!?]{0,8}$",
    _I,
)
_GOES = re.compile(
    r"\b(?:instead of|rather than|in place of|not|no|swap|switch|replace|exchange|change|trade|substitute)\s+"
    r"(?:(?:the|my|an?|that|this|those|these|one|of)\s+)?(?:(?!(?:for|with|to|into|by)\b)[\w-]+\s+){0,2}$"
    r"|(?:不要|不想要|而不是|把|将)[^，。,换改替成]{0,6}$",
    _I,
)
_INSTEAD = re.compile(r"\s*(?:,\s*)?(?:\w+\s+)?(?:instead\b|rather than\b|in place of\b|而不是|[，,]?\s*不要)", _I)
_RULED_OUT = re.compile(r"\b(?:instead of|rather than|in place of|not)\b|不想?要|而不是", _I)
_INTO_AN_ORDER = re.compile(
    r"\b(?:to|in|into|with|on) (?:my|the|this|that|our|an?|existing|open) (?:[\w-]+ ){0,3}(?:order|parcel|package)\b"
    r"|\b(?:to|in|into|with) W\s?-?\d|订单|[那这上]一?单|单[里子]|一起发",
    _I,
)
# Something is to be added of which nobody has said what: "one more item", "再加点东西".
_SOMETHING = re.compile(r"\b(?:something|items?|things?|products?|articles?|stuff)\b|东西|商品|别的|其他", _I)
_ENGLISH_COUNT = re.compile(
    r"\b(?P<one>an?|another|one more|one|second|third|extra)\b|\b(?P<number>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b",
    _I,
)
_HAN_COUNT = re.compile(
    r"(?P<number>[一两二三四五六七八九十]|\d{1,2})\s?(?:个|只|把|套|件|双|台|盏|条|块|副|瓶|支|盒|包|张|床|顶|份)"
)


@dataclass(frozen=True)
class Goal:
    """What shall come into an order. `kind`: "add" or "swap".

    `products`: what it may be, one where it is clear, several where they are named equally well, none where nobody said it.
    `pieces`: how many, None where it isn't said. `said`: the words about it, for its size and colour. `rest`: the message without its
    name: what is left says which order is meant, and what goes.
    """

    kind: str
    products: tuple[Product, ...] = ()
    pieces: int | None = None
    said: str = ""
    rest: str = ""
    alone: bool = True


def goal(text: str, catalogue: Sequence[Product]) -> Goal | None:
    """Return what a message wants added, or to come instead of something; None where it wants neither."""
    places = _places(text, catalogue)
    index = _added(text, places)
    if index is not None:
        return _goal("add", text, places, index, catalogue)
    swap = _SWAP.search(text)
    index = _instead(text, places) if swap else None
    if index is not None:
        return _goal("swap", text, places, index, catalogue)
    if not places and not swap and _ADD.search(text):
        return Goal("add", rest=text)
    return None


def into_an_order(text: str) -> bool:
    """Say whether what is wanted shall come into an order that there is, rather than be a new one."""
    return bool(_INTO_AN_ORDER.search(text))


def something(text: str) -> bool:
    """Say whether "one more" is one more thing of any kind rather than one more of what is in the order."""
    return bool(_SOMETHING.search(text))


def named(text: str, catalogue: Sequence[Product]) -> Goal | None:
    """Return what an answer names that was asked for what shall come; None where it names nothing of the catalogue."""
    places = _places(text, catalogue)
    kept = [index for index, place in enumerate(places) if not _GOES.search(text[: place.start])]
    return _goal("", text, places, kept[-1], catalogue) if kept else None


def pieces(text: str, product: Product | None = None) -> int | None:
    """Return how many pieces the words about a product say; a size of it is no number of pieces."""
    han = _HAN_COUNT.search(text)
    if han:
        return numerals.chinese(han["number"])
    for match in reversed(list(_ENGLISH_COUNT.finditer(text))):
        number = match["number"]
        if number is None:
            return 1
        if not (product and number.isdigit() and variants.meant(product, number)):
            return numerals.english(number)
    return None


def _places(text: str, catalogue: Sequence[Product]) -> list[Naming]:
    """Return what of the catalogue a text names; "the graphite watch" is a watch like "the watch"."""
    own = {variant.name for product in catalogue for variant in product.variants if not variant.name.isdecimal()}
    spans = [(colour.start, colour.end) for colour in colours.find(text)]
    for name in sorted((name for name in own if len(name) > 2), key=len, reverse=True):
        spans += [match.span() for match in re.finditer(rf"\b{re.escape(name)}(?=\s+[a-z])", text, _I)]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return naming.find(text, [short_names(product) for product in catalogue])


def _added(text: str, places: Sequence[Naming]) -> int | None:
    """Return the place that is to be added: the first after the verb, or the one before "added"."""
    verb = _ADD.search(text)
    if verb and not _SWAP.search(text[: verb.start()]):
        after = [index for index, place in enumerate(places) if place.start >= verb.end()]
        # "Add one more to the order with the mug" names only where it goes.
        if after and not re.search(r"\b(?:order|parcel) with\b", text[verb.end() : places[after[0]].start], _I):
            return after[0]
    return next((i for i, place in enumerate(places) if _ADDED.match(text, place.end)), None)


def _instead(text: str, places: Sequence[Naming]) -> int | None:
    """Return the place that is to come instead of another: the last one with a word for that before or after it."""
    coming = [index for index, place in enumerate(places) if not _GOES.search(text[: place.start])]
    for index in reversed(coming):
        # From the start of what is named before: a place may hold a word too many, "floor lamp with".
        before = text[places[index - 1].start if index else 0 : places[index].start]
        if _COMES.search(before) or _INSTEAD.match(text, places[index].end):
            return index
    return (
        coming[-1]
        if coming and len(coming) < len(places) and re.search(r"\b(?:instead|rather)\b|不要", text, _I)
        else None
    )


def _goal(kind: str, text: str, places: Sequence[Naming], index: int, catalogue: Sequence[Product]) -> Goal:
    place = places[index]
    start = places[index - 1].end if index else 0
    end = places[index + 1].start if index + 1 < len(places) else len(text)
    verb = _ADD.search(text)
    if kind == "add" and verb and start < verb.end() <= place.start:
        start = verb.end()
    products = tuple(catalogue[i] for i in place.indices)
    said = text[start:end]
    number = pieces(text[start : place.start], products[0] if len(products) == 1 else None)
    rest = text[: place.start] + " " * (place.end - place.start) + text[place.end :]
    if kind == "swap":  # the mug of "instead of the mug" is what it is about
        rest = _RULED_OUT.sub(lambda match: " " * len(match.group()), rest)
    return Goal(kind, products, number, said, rest, len(places) == 1)
