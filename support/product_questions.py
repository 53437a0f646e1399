"""What a message asks of a product: which of its facts, which of its variants."""

from __future__ import annotations

import re
from dataclasses import dataclass

from support import colours, reference
from support.orders import Product, Variant
from support.products import short_names

_I = re.IGNORECASE
# In the order in which they are told.
_ASPECTS: dict[str, re.Pattern[str]] = {
    "warranty": re.compile(r"\bwarrant(?:y|ies)\b|\bguarantees?\b|保修|质保|三包", _I),
    "fit": re.compile(
        r"\b(?:true to size|(?:runs?|fits?|comes? up|sized?) (?:true|small|large|big|tight|loose|narrow|wide)"
        r"|how (?:do|does) (?:it|they|these|this|those|the [\w -]{2,30}) fit)\b|偏[大小]|码数?正|尺码准|版型",
        _I,
    ),
    "variants": re.compile(
        r"\b(?:(?:what|which|other|any other|more|all the) (?:sizes?|colou?rs?|versions?|variants?)"
        r"|(?:sizes?|colou?rs?) (?:do|are|is))\b"
        r"|(?:什么|哪些|哪几种|哪几个|几种|几个|其他|别的)(?:颜色|色|尺码|码|尺寸|款式)|有(?:什么|哪些)(?:颜色|码|尺码)",
        _I,
    ),
    "brand": re.compile(
        r"\b(?:what|which) (?:brand|make)\b|\bwho (?:makes|made)\b|\bbrand\?|什么牌子|哪个牌子|啥牌子|什么品牌|哪个品牌|谁家的",
        _I,
    ),
    "stock": re.compile(
        r"\b(?:in stock|out of stock|sold out|available|availability|how many (?:are )?left|any left|do you (?:still )?have|have you got)\b"
        r"|有货|没货|缺货|现货|库存|售罄|卖完|还有(?:吗|没|货|多少)",
        _I,
    ),
    "price": re.compile(
        r"\b(?:how much|price|prices?|costs?|cheap\w*|expensive)\b|多少钱|价格|价钱|几块|怎么卖|贵", _I
    ),
}
# "Does it run small?": a question with a yes or a no.
_RUNS = r"\b(?:runs?|fits?|comes? up|sized?|on the)(?: too| a bit| a little| rather| quite)? "
_FITS: dict[str, re.Pattern[str]] = {
    "small": re.compile(_RUNS + r"(?:\w+ or )?(?:small|tight|narrow)\b|偏小|偏紧", _I),
    "large": re.compile(_RUNS + r"(?:\w+ or )?(?:large|big|loose|wide)\b|偏大|偏松", _I),
    "true": re.compile(r"\btrue to size\b|" + _RUNS + r"true\b|码数?正|尺码准|标准码", _I),
}
_TELL_ME = re.compile(
    r"\b(?:notify|ping|alert|e-?mail|text) me\b|\blet me know (?:when|once|as soon|if)\b"
    r"|(?<!can you )(?<!could you )\btell me (?:when|once|as soon)\b"
    r"|\b(?:waiting|wait) ?list\b|\b(?:stock|restock) (?:alert|notification|reminder)\b|\bremind me when\b|\bput me (?:down|on the list)\b"
    r"|通知(?:我|一下|订阅)|提醒我|到货提醒|补货提醒|(?:到|有)货?了?(?:就|再|请|麻烦)?(?:喊|叫|告诉|说|通知|能通知)(?:我|一声)|告诉我一声",
    _I,
)
_AGAIN = re.compile(
    r"\b(?:re-?order(?:ing)?|order(?:ed)? (?:it |them |this |that )?again|again please|(?:buy|get|take|want) (?:it |them )?again|same again"
    r"|(?:the )?same (?:as|one|ones|thing|again)|same\b.*\b(?:as|again)"
    r"|as last (?:time|month|year)|my last order|another one of|order again|a second one)\b"
    r"|再(?:买|来|下|订|拍|要)|同样的?|一模一样|和上次一样|跟上次一样|上次(?:那|买|的)|回购|复购",
    _I,
)
_OTHER_UNITS = "(?:€|eur|kg|cm|元|块|欧|公斤|厘米|天|个|件)"


@dataclass(frozen=True)
class Wanted:
    """Which variant a message means: `variant` if it is one, `unknown` if it describes one that there is none of."""

    variant: Variant | None = None
    unknown: bool = False


def aspects(text: str) -> tuple[str, ...]:
    """Return the facts that are asked for: warranty, fit, variants, brand, stock, price."""
    return tuple(name for name, pattern in _ASPECTS.items() if pattern.search(text))


def fits_asked(text: str) -> tuple[str, ...]:
    """Return the fits that are asked about: "small", "large", "true"."""
    return tuple(name for name, pattern in _FITS.items() if pattern.search(text))


def wants_telling(text: str) -> bool:
    """Say whether somebody plainly wants to be told when a thing is back."""
    return bool(_TELL_ME.search(text))


def wants_again(text: str) -> bool:
    """Say whether somebody wants what they bought before."""
    return bool(_AGAIN.search(text))


def wanted(product: Product, text: str) -> Wanted:
    """Return the variant that a message means, by size, colour or the shop's own word for it."""
    said = reference.read(text, [short_names(product)], [variant.name for variant in product.variants])
    description = said.description
    own = [variant for variant in product.variants if _says(variant.name, said.text)]
    if len(own) == 1:
        return Wanted(own[0])
    if not description.describes or not product.variants:
        return Wanted()
    fitting = [variant for variant in product.variants if description.fits(variant.name)]
    if not fitting and description.colours and description.sizes:  # "the blue one in M" of a thing that has sizes only
        fitting = [v for v in product.variants if any(_fits(part, v.name) for part in _parts(description))]
        return Wanted(fitting[0] if len(fitting) == 1 else None, len(fitting) != 1)
    return Wanted(fitting[0] if len(fitting) == 1 else None, not fitting)


def variant_label(variant: str) -> dict[str, str]:
    """Return what a variant is called in both languages: its colour in that language where it is known, else the shop's own word."""
    return {"en": colours.english(variant), "zh": colours.chinese(variant) or variant}


def _says(name: str, text: str) -> bool:
    if name.isdecimal():  # "is 44 in stock?", but not "€44" or "44 euros"
        return bool(re.search(rf"(?<![A-Za-z0-9€£$¥.,-]){name}(?![A-Za-z0-9%-]|[.,]\d| ?{_OTHER_UNITS})", text, _I))
    if len(name) < 3:
        return False
    return bool(re.search(rf"\b{re.escape(name)}\b", text, _I))


def _parts(description: reference.Phrase) -> list[reference.Phrase]:
    return [
        *(reference.Phrase(colours=(colour,)) for colour in description.colours),
        *(reference.Phrase(sizes=(size,)) for size in description.sizes),
    ]


def _fits(phrase: reference.Phrase, name: str) -> bool:
    return phrase.fits(name)
