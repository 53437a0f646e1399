"""Sizes as customers write them: "M", "42", "king size", "M码", "42码", "1米8", "160 x 230"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from support import numerals

_LETTERS = r"(?:\d?X{1,4}[SL]|\dXL|[SML])"
_NUMBER = r"\d{1,2}(?:[.,]5|\s?½)?"
_SHOE = r"(?:3[4-9]|4\d|50)(?:[.,]5)?"
_BED = r"(?:super\s*-?\s*king|king|queen|twin|full|double|single)"
_WORDS = {"small": "S", "medium": "M", "large": "L", "extra large": "XL", "extra small": "XS"}
_WORD = r"(?:(?:extra|x)[\s-]?)?(?:small|medium|large)"
_HAN_WORDS = {"小": "S", "中": "M", "大": "L", "加大": "XL", "特大": "XL", "加小": "XS", "特小": "XS", "均": "ONE"}
_LADDER = ("3XS", "XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL")
_UNITS = {"厘米": "cm", "公分": "cm", "inches": "inch", "英寸": "inch", "寸": "inch", "吋": "inch"}
_SYSTEM = r"(?:uk|us|eu|eur)"
# A single letter or a bare number is a size where such words stand around it.
_LEAD = r"(?:in|an?|the|to|for|not|of|or|and|from|it's|its|is|want|need|take|have|get|got|wear|with|than|as|my|your|another|as\s+an?)"
_REST = (
    r"(?=\s*(?:$|[,;!?)/]|\.(?!\d)|[^\x00-\u024f])"
    r"|\s+(?:please|pls|plz|instead|not|or|and|one|ones|is|was|fits?|would|for|if|rather|but|size|to|then|thanks|now|in|because|as|so|at)\b)"
)
_END = r"(?=\s*(?:$|[,;!?)]|\.(?!\d)))"
_OR = r"\s+(?:please|pls|instead|not|rather|or)\b"
_FOR = r"\s+(?:for|to)\s+(?:an?\s+)?"
_NOT = r"\s+(?:instead\s+of|not|rather\s+than)\s+(?:an?\s+)?"
_NO_MONEY = r"(?!\s*[€£$%])"
_TIMES = r"\s?[x×]\s?\d{1,4}"
_LENGTH = r"(?:\s?(?:cm|mm|m|inch(?:es)?|厘米|公分|米))"


def _rule(pattern: str, flags: int = re.ASCII | re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_RULES = (
    # "size M", "sized 42.5", "EU size 42", "UK 9"
    _rule(
        r"\b(?:sizes?|sized|sz)(?:\s+(?:is|was|of|in)\b|\s*[:：])?(?:\s+|(?<=[:：])|(?=\d))(?:an?\s+)?"
        rf"(?:{_SYSTEM}\s*)?(?P<size>{_LETTERS}|{_NUMBER}|{_WORD})(?![\w/-]|[.,]\d)"
    ),
    _rule(
        rf"\b{_SYSTEM}\s?(?:size\s+)?(?P<size>{_NUMBER})(?![\w/%-]|[.,]\d|\s?(?:euros?|dollars?|pounds?|days?|weeks?))"
    ),
    _rule(rf"(?<![\w.,/-])(?P<size>{_NUMBER}\s?(?:uk|us|eu|eur))\b"),
    _rule(r"\b(?P<size>W\d{2}\s?/?\s?L\d{2})\b"),
    # "king size", "single-sized", "a double duvet"
    _rule(rf"\b(?P<size>{_BED}[\s-]?sized?)\b"),
    _rule(
        r"\b(?P<size>super[\s-]king|king|queen|twin|double|single)(?=\s+(?:bed(?:ding|sheets?)?|mattress|duvets?|(?:fitted\s+)?sheets?|quilts?"
        r"|bed\s*frame|topper|pillowcases?)\b(?!\s+of\b))"
    ),
    # "XL", "2xl": nothing else is written so.
    _rule(r"(?<![\w-])(?P<size>\d?X{1,4}[SL]|\dXL)(?![\w-])"),
    # "in M", "an L please", "the S one"
    _rule(rf"\b(?i:{_LEAD})\s+(?P<size>[SML]){_REST}", re.ASCII),
    _rule(rf"(?:^|[,.!?;:(/]\s*)(?P<size>[SML])(?!\s*&){_REST}", re.ASCII),
    _rule(rf"\b(?:in|an?)\s+(?P<size>(?:extra[\s-])?(?:small|medium|large))(?:{_END}|(?={_OR}))"),
    _rule(r"\b(?:the|an?|my)\s+(?P<size>(?:extra[\s-])?(?:small|medium|large))(?=\s+(?:ones?|version|size)\b)"),
    # "in 42", "a 42, not a 41", "41 for 42"
    _rule(
        rf"\b(?:in\s+an?|an?|in)\s+(?P<size>(?:[2-6]\d|8|1\d)(?:[.,]5)?)(?:{_END}|(?=\s+(?:please|pls|instead|not|rather|or\s+an?\s+\d)\b))"
    ),
    _rule(rf"\b(?P<size>{_SHOE})(?={_NOT}{_SHOE}\b{_NO_MONEY})"),
    _rule(rf"\b{_SHOE}{_NOT}(?P<size>{_SHOE}\b){_NO_MONEY}"),
    _rule(rf"\b(?P<size>{_SHOE})(?={_FOR}{_SHOE}\b(?!\s*[€£$%\w]))"),
    _rule(rf"\b{_SHOE}{_FOR}(?P<size>{_SHOE}\b)(?!\s*[€£$%\w])"),
    # Nothing but the size.
    _rule(
        rf"^\s*(?:the\s+|an?\s+|in\s+|no,?\s+)?(?P<size>{_LETTERS}|(?:3[0-9]|4\d|5[0-8])(?:[.,]5)?|{_WORD})"
        r"(?:\s+(?:one|please|pls|then|thanks))*\s*[.!?]*\s*$"
    ),
    # "160 x 230 cm", "140×200", "60 cm", "1米8"; "7x24" is round the clock.
    _rule(
        rf"(?<![\w.])(?P<size>(?!7\s?[x×]\s?24)\d{{1,4}}(?:[.,]\d)?{_TIMES}(?:[.,]\d)?(?:{_TIMES})?{_LENGTH}?)(?!\w)"
    ),
    _rule(
        r"(?<![\w.,])(?P<size>(?:\d{1,3}\s?[-–]\s?)?\d{1,3}(?:[.,]\d)?\s?(?:cm|inch(?:es)?|厘米|公分|英寸|吋|寸))(?!\w*[A-Za-z])"
    ),
    _rule(
        r"(?<![\w.,])(?P<size>\d(?:[.,]\d{1,2})?\s?(?:米|m)\s?\d?|[一两二三]米[一二三四五六七八九半]?)"
        r"(?!\w*[A-Za-z])(?=\s|[的床宽长高款规尺版席吧,，。?？!！]|$)"
    ),
    # "M码", "42码", "大号", "要L的", "尺码M", "165/88A"
    _rule(rf"(?<![A-Za-z0-9])(?P<size>(?:{_LETTERS}|(?:3[0-9]|4\d|[25]\d|[1-9])(?:[.]5)?)码)"),
    _rule(rf"(?<![A-Za-z0-9])(?P<size>(?:{_LETTERS}|(?:3[3-9]|4\d|5\d)(?:[.]5)?)号)(?![楼店门线院])"),
    _rule(r"(?P<size>(?:加大|特大|加小|特小|[大中小均])[码号])(?!数)"),
    _rule(rf"(?:尺码|码数|尺寸|鞋码)\s*[是为选要：:]?\s*(?P<size>{_LETTERS}|\d{{2}}(?:\.5)?)(?![A-Za-z0-9])"),
    _rule(
        rf"(?<=[要成换买拍选是穿个件了])\s?(?P<size>{_LETTERS}|(?:3[4-9]|4[0-8])(?:\.5)?)(?=的|吧|$|[，,。！!？?]|、)",
        re.ASCII,
    ),
    _rule(r"(?<![\d/])(?P<size>1[4-9]\d/\d{2,3}[A-C]?)(?![\d/])"),
)


@dataclass(frozen=True)
class SizeMention:
    """A size in a text: `text[start:end]`. `size` is its plain form: "M", "42", "king", "160x230 cm"."""

    start: int
    end: int
    size: str


def find(text: str) -> list[SizeMention]:
    """Return the sizes in `text` from left to right."""
    found = [
        SizeMention(match.start("size"), match.end("size"), plain(match["size"]))
        for rule in _RULES
        for match in rule.finditer(text)
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[SizeMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def plain(size: str) -> str:
    """Return a size's plain form, the same for all its spellings: "m码" and "Medium" are "M", "1米8" is "1.8 m"."""
    text = re.sub(r"\s+", " ", size.strip().lower())
    if text.rstrip("码号") in _HAN_WORDS and text[-1] in "码号":
        return _HAN_WORDS[text.rstrip("码号")]
    text = text.removesuffix("码").removesuffix("号")
    word = (
        text.replace("-", " ")
        .replace("x small", "extra small")
        .replace("x large", "extra large")
        .replace("extraextra", "extra")
    )
    if word in _WORDS:
        return _WORDS[word]
    metres = re.fullmatch(r"(\d(?:[.,]\d{1,2})?|[一二两三]) ?(?:米|m) ?([\d一二三四五六七八九半]?)", text)
    if metres:
        whole = metres[1].replace(",", ".")
        value = whole if whole[0].isdecimal() else str(numerals.chinese(whole))
        rest = {"半": "5"}.get(metres[2]) or (str(numerals.chinese(metres[2])) if metres[2] else "")
        return f"{value}.{rest} m" if rest else f"{value} m"
    text = re.sub(r"(?<=\d) ?(?:uk|us|eur?)$", "", text)
    bed = re.fullmatch(rf"({_BED})(?:[ -]?sized?)?", text)
    if bed:
        return re.sub(r"[ -]+", " ", bed[1])
    if re.fullmatch(r"(?:\d?x{0,4}[sml]|\dxl)", text):
        letters = text.upper()
        return f"{letters.count('X')}{'X' + letters[-1]}" if letters.count("X") > 2 else letters.replace("2XL", "XXL")
    text = re.sub(r" ?[x×] ?", "x", text.replace(",", ".").replace(" ½", ".5").replace("½", ".5"))
    return re.sub(r"(?<=\d) ?(cm|mm|m|厘米|公分|inch(?:es)?|[英吋寸]+)$", lambda m: " " + _UNITS.get(m[1], m[1]), text)


def place(part: str) -> tuple[str, float] | None:
    """Return a size's kind, and where it stands among its like: "M" after "S", "42" after "39-41"; None for what is no such size."""
    size = plain(part) if part.strip() else ""
    if size in _LADDER:
        return "letters", float(_LADDER.index(size))
    span = re.fullmatch(r"(\d{1,3}(?:\.5)?)(?:[-–](\d{1,3}(?:\.5)?))?", size)
    return ("numbers", (float(span[1]) + float(span[2] or span[1])) / 2) if span else None


def fits(size: str, variant: str) -> bool:
    """Say whether a product's `variant` ("M", "42", "42-44", "blue / M") is, or contains, that size."""
    wanted = plain(size)
    for part in re.split(r"[/,;|]|\s+-\s+", variant):
        if plain(part) == wanted or wanted in re.split(
            r"\s+", plain(part).upper() if wanted.isupper() else plain(part)
        ):
            return True
        bounds = re.fullmatch(r"\s*(\d{1,3})\s?[-–]\s?(\d{1,3})\s*", part)
        if bounds and re.fullmatch(r"\d{1,3}(?:\.5)?", wanted) and int(bounds[1]) <= float(wanted) <= int(bounds[2]):
            return True
    return False
