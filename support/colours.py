"""Colours as customers name them, in English and Chinese, and which product variant they fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from support import naming

# English name to its Chinese stems: "蓝" stands for 蓝色, 蓝的.
_HAN = {
    "red": ("红", "大红", "正红"),
    "burgundy": ("酒红", "枣红"),
    "blue": ("蓝",),
    "navy": ("藏青", "藏蓝", "海军蓝"),
    "light blue": ("浅蓝", "天蓝", "湖蓝"),
    "dark blue": ("深蓝",),
    "green": ("绿", "草绿", "翠绿"),
    "dark green": ("墨绿", "深绿"),
    "light green": ("浅绿",),
    "forest": ("森林绿",),
    "cream": ("奶油白",),
    "olive": ("军绿", "橄榄绿"),
    "mint": ("薄荷绿",),
    "yellow": ("黄", "明黄", "鹅黄"),
    "orange": ("橙", "橘", "橘黄"),
    "purple": ("紫", "深紫"),
    "lilac": ("浅紫", "淡紫", "香芋紫"),
    "pink": ("粉", "粉红", "樱花粉"),
    "rose": ("玫红", "玫瑰红"),
    "black": ("黑", "纯黑"),
    "white": ("白", "纯白"),
    "off-white": ("米白", "奶白"),
    "ivory": ("象牙白",),
    "beige": ("米", "米黄", "杏"),
    "grey": ("灰",),
    "light grey": ("浅灰",),
    "dark grey": ("深灰",),
    "charcoal": ("炭灰", "炭黑"),
    "brown": ("棕", "褐", "咖啡", "咖"),
    "dark brown": ("深棕",),
    "light brown": ("浅棕",),
    "tan": ("驼", "焦糖"),
    "khaki": ("卡其",),
    "gold": ("金", "香槟金"),
    "rose gold": ("玫瑰金",),
    "silver": ("银",),
    "coral": ("珊瑚",),
    "sea green": ("海绿",),
    "pine": ("松绿",),
    "moss": ("苔绿",),
    "ochre": ("赭石",),
    "oat": ("燕麦",),
    "rust": ("铁锈", "锈红"),
    "sand": ("沙",),
    "stone": ("岩石",),
    "slate": ("石板灰", "岩灰"),
    "steel": ("不锈钢",),
    "graphite": ("石墨",),
    "plum": ("梅子", "梅紫"),
    "teal": ("凫蓝",),
    "mustard": ("芥末黄",),
    "lavender": ("薰衣草紫",),
    "camel": ("骆驼",),
    "walnut": ("胡桃木",),
    "oak": ("橡木",),
    "taupe": ("灰褐",),
    "maroon": ("褐红",),
    "turquoise": ("青", "蓝绿"),
    "colourful": ("彩",),
}
_PLAIN = (
    "red|blue|green|yellow|purple|pink|black|white|grey|gray|brown|beige|navy|turquoise|ivory|khaki|maroon|burgundy"
    "|lilac|teal|crimson|magenta|violet|indigo|fuchsia|scarlet|taupe|ecru|aqua|cyan"
)
# Words that are colours only in a colour's place: "the orange one", "in cream", "mint or black".
_PERHAPS = (
    "orange|cream|gold|golden|silver|mint|coral|charcoal|olive|tan|bronze|copper|lavender|mustard|peach|rose|plum"
    "|sand|stone|slate|rust|moss|oat|sage|forest|graphite|steel|ochre|pine|anthracite|champagne|camel|lemon|emerald"
    "|ruby|sapphire|amber|walnut|oak"
)
_SHADE = (
    r"(?:(?:light|dark|pale|deep|bright|hot|pastel|neon|navy|sky|royal|baby|sea|sage|forest|olive|emerald|lime|mint|off|warm|cool|cold"
    r"|rose|midnight|matte?|metallic)[\s-]+)?"
)
_COLOUR = rf"{_SHADE}(?:rose[\s-]gold|{_PLAIN})(?:ish)?"
_FLAGS = re.IGNORECASE | re.ASCII
# Names of things, days and sayings that begin with a colour.
_NAMES = re.compile(
    r"(?:black|white|green|red|yellow)[\s-](?:teas?|wines?|friday|noise|tie|pepper|coffee|bread|rice|beans?|light|bull|cross|card|list"
    r"|label|magic|board|mail|out|bear|hole|market|box|lives|smith|house|paper|goods|spirit|chocolate|vinegar|flag|carpet|tape|eye"
    r"|panda|onions?|cabbage|peppers?|pages|gold)\b"
    r"|brown\s+(?:rice|sugar|bread)\b|blue[\s-]?(?:ray|tooth|berry|berries|yeti|cheese|print|rim|badge|monday|whale|light)\b"
    r"|pink\s+(?:floyd|panther|gin|salt)\b|grey\s+(?:goose|area)\b|purple\s+rain\b|navy\s+seal\b"
    r"|green(?:\s+(?:house|day|screen)|house)\b",
    _FLAGS,
)
_SAYINGS = re.compile(
    r"\b(?:out\s+of\s+the|feel(?:ing|s)?|felt|see(?:ing)?|saw|in\s+the|into\s+the|once\s+in\s+a|flash(?:es|ing)?|blink(?:s|ing)?|go(?:es|ing)?"
    r"|stays?|turn(?:s|ed)?|lights?(?:\s+(?:is|stays|turns?))?|james|jack|mr\.?|mrs\.?|ms\.?|bluetooth)\s+$",
    _FLAGS,
)
_CLEAR = re.compile(
    rf"(?<![\w+&-])(?P<colour>{_COLOUR})(?:[\s-]colou?r(?:ed)?\b)?(?![\w+&']|-(?!(?:ish|colou?red|and|or)\b))", _FLAGS
)
_IN_PLACE = re.compile(
    rf"\b(?:the|an?|my|your|this|that)\s+(?P<one>{_SHADE}(?:{_PERHAPS}))(?=\s+(?:ones?|version|colou?r|variant|model|edition)\b)"
    rf"|\b(?:in|colou?r(?:\s+(?:is|was|:))?)\s+(?P<two>{_SHADE}(?:{_PERHAPS}))"
    r"(?=\s*(?:$|[,.;!?)])|\s+(?:please|pls|instead|not|or|and|if|is|rather|too)\b)"
    rf"|\b(?P<three>{_SHADE}(?:{_PERHAPS}))(?=\s*(?:instead\s+of|not|rather\s+than|or)\s+(?:the\s+)?{_COLOUR}\b)"
    rf"|\b{_COLOUR}\s*,?\s*(?:instead\s+of|not|rather\s+than|or)\s+(?:the\s+)?(?P<four>{_SHADE}(?:{_PERHAPS}))\b"
    # Nothing but the colour.
    rf"|^\s*(?:the\s+|in\s+|no,?\s+)?(?P<five>{_SHADE}(?:{_PERHAPS}))(?:\s+(?:one|please|pls|then|thanks))*\s*[.!?]*\s*$",
    _FLAGS,
)
# "The mustard sofa": before a thing, where it is not what the thing is made of.
_BEFORE_A_THING = re.compile(
    rf"\b(?P<colour>{_SHADE}(?:{_PERHAPS}))\s+(?P<thing>[a-z]+(?:[\s-][a-z]+)?)\b", re.IGNORECASE | re.ASCII
)
_MATERIALS = frozenset(
    ("steel", "stone", "oak", "walnut", "pine", "copper", "bronze", "rose", "lavender", "lemon", "mint")
)
_STEMS = sorted({stem for stems in _HAN.values() for stem in stems}, key=len, reverse=True)
_STEM = "|".join(_STEMS)
_LONG = "|".join(
    stem
    for stem in _STEMS
    if len(stem) > 1
    # Without 色 these are things: 咖啡, 珊瑚绒, 不锈钢.
    and stem
    not in (
        *(
            "咖啡",
            "焦糖",
            "大红",
            "正红",
            "橘黄",
            "明黄",
            "珊瑚",
            "赭石",
            "燕麦",
            "铁锈",
            "岩石",
            "不锈钢",
            "石墨",
            "梅子",
            "骆驼",
        ),
        *("胡桃木", "橡木"),
    )
)
_LONE = "|".join(stem for stem in _STEMS if stem not in "米金青彩咖银杏沙" and not set(stem) & set("石木钢驼麦锈梅珊"))
_HAN_COLOUR = re.compile(
    rf"(?<![变褪掉染脸气])(?P<colour>(?:{_STEM})色)(?!星期五|情人节|号|差|素|盲|狼|泽|调|系)"
    rf"|(?P<long>{_LONG})(?![\u4e00-\u9fff]*[袍酒茶])"
    rf"|(?<![\u4e00-\u9fff\d.])(?P<first>{_STEM})(?=的)"
    rf"|(?<=[要换个成是件双款条选买那把])(?P<bare>{_LONE})(?=的|那|款|$|[，,。！!？?吧])"
)
_PARTS = re.compile(r"(\s*[/,;|]\s*|\s+-\s+)")
_ENGLISH = {stem: name for name, stems in _HAN.items() for stem in stems}


@dataclass(frozen=True)
class ColourMention:
    """A colour in a text: `text[start:end]`. `colour` is its English name, in British spelling."""

    start: int
    end: int
    colour: str


def find(text: str) -> list[ColourMention]:
    """Return the colours in `text` from left to right; a name that begins with a colour ("green tea") is none."""
    found: list[ColourMention] = []
    for match in _CLEAR.finditer(text):
        if not _is_name(text, match):
            found.append(ColourMention(match.start("colour"), match.end("colour"), plain(match["colour"])))
    for rule in (_IN_PLACE, _HAN_COLOUR):
        for match in rule.finditer(text):
            group = match.lastgroup or ""
            found.append(ColourMention(match.start(group), match.end(group), plain(match[group])))
    for match in _BEFORE_A_THING.finditer(text):
        thing = match["thing"]
        if match["colour"].lower() not in _MATERIALS and (naming.known(thing) or naming.known(thing.split()[0])):
            found.append(ColourMention(match.start("colour"), match.end("colour"), plain(match["colour"])))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[ColourMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _is_name(text: str, match: re.Match[str]) -> bool:
    if _NAMES.match(text, match.start()) or _SAYINGS.search(text[max(0, match.start() - 24) : match.start()]):
        return True
    # "Pink Floyd", "The Green", "Mr Brown": a capital within a sentence, with a capital beside it.
    if not match.group()[0].isupper() or match.group().isupper():
        return False
    beside = re.match(r"[\s+&-]+[A-Z]\w", text[match.end() :])
    before = re.search(r"[^\s.!?]\s+([A-Z]\S*)\s+$", text[: match.start()])
    return bool(beside or re.search(r"\b(?:Mr|Mrs|Ms|Dr)\.?\s+$", text[: match.start()])) or bool(
        before and before[1] != "I" and before[1][-1] not in ".!?:,"
    )


def plain(colour: str) -> str:
    """Return the English name of a colour, in British spelling, without shades of spelling: "Gray", "grey-ish" and 灰色 are "grey"."""
    text = re.sub(r"[\s-]+", " ", colour.strip().lower())
    han = text.removesuffix("色").removesuffix("的")
    if han in _ENGLISH:
        return _ENGLISH[han]
    text = re.sub(r"\bgray", "grey", re.sub(r"(?<=[a-z]{3})ish$", "", text)).replace("golden", "gold")
    return text.replace("off white", "off-white")


def fits(colour: str, variant: str) -> bool:
    """Say whether a product's `variant` ("blue", "sea green", "navy / M", "藏青色") is of that colour or a shade of it."""
    wanted = plain(colour).split()
    for part in re.split(r"[/,;|]|\s+-\s+", variant):
        words = plain(part).split()
        shades = {*words, *(base for word in words for base in _SHADES.get(word, ()))}
        if wanted and all(word in shades for word in wanted):
            return True
    return False


# What a customer may call a shop's own colour.
_SHADES = {
    "navy": ("blue", "dark"),
    "indigo": ("blue",),
    "sapphire": ("blue",),
    "turquoise": ("blue", "green"),
    "teal": ("blue", "green"),
    "mint": ("green", "light"),
    "moss": ("green",),
    "forest": ("green", "dark"),
    "olive": ("green",),
    "pine": ("green",),
    "sage": ("green",),
    "emerald": ("green",),
    "ivory": ("white", "off-white", "cream"),
    "cream": ("white", "beige"),
    "ecru": ("white", "beige"),
    "off-white": ("white",),
    "sand": ("beige",),
    "oat": ("beige",),
    "stone": ("grey", "beige"),
    "taupe": ("grey", "brown"),
    "slate": ("grey", "dark"),
    "charcoal": ("grey", "dark", "black"),
    "graphite": ("grey", "dark", "black"),
    "anthracite": ("grey", "dark", "black"),
    "steel": ("grey", "silver"),
    "silver": ("grey",),
    "rust": ("red", "brown", "orange"),
    "burgundy": ("red", "dark"),
    "maroon": ("red", "dark"),
    "crimson": ("red",),
    "scarlet": ("red",),
    "coral": ("pink", "orange", "red"),
    "rose": ("pink",),
    "fuchsia": ("pink",),
    "magenta": ("pink",),
    "plum": ("purple",),
    "lilac": ("purple", "light"),
    "lavender": ("purple", "light"),
    "violet": ("purple",),
    "ochre": ("yellow", "brown"),
    "mustard": ("yellow",),
    "camel": ("brown", "beige", "tan"),
    "tan": ("brown",),
    "khaki": ("green", "beige"),
    "walnut": ("brown",),
}


def chinese(variant: str) -> str:
    """Return what a Chinese customer calls the variant's colour ("蓝色" for "blue"), "" where there is no word for it here.

    Of "navy / M" the colour is said in Chinese, the size as it is: "藏青色 / M".
    """
    parts = _PARTS.split(variant)
    said = [f"{_HAN[plain(part)][0]}色" if plain(part) in _HAN else part for part in parts]
    return "".join(said) if said != parts else ""


def english(variant: str) -> str:
    """Return what an English customer calls the variant's colour ("blue" for "蓝色"); a name that is no Chinese colour stays."""
    parts = _PARTS.split(variant)
    return "".join(
        plain(part) if re.search(r"[\u3400-\u9fff]", part) and plain(part) in _HAN else part for part in parts
    )
