"""What a customer answers to a question of a job: how many, why, how, where to. Each reader returns None where nothing of it is said."""

from __future__ import annotations

import re
from collections.abc import Callable

from support import colours, sizes
from support.orders import Address

_WORDS = {
    "one": 1, "a single": 1, "just the one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "一": 1, "两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6,
}  # fmt: skip
_COUNT = re.compile(
    r"(?<![\w.,£€$¥-])(?P<digits>\d{1,2})(?!\d|[.,]\d|(?:st|nd|rd|th)\b)\s*"
    r"(?:x\b|×|of (?:them|these|those)|pieces?|pcs|pairs?|items?|个|件|只|双|条|套|台|把)"
    r"|\b(?P<word>one|two|both|three|four|five|six)\b(?: of (?:them|these|those|the \w+)| pieces?| pairs?| items?)?"
    r"|(?P<han>[一两二俩三四五六])(?:个|件|只|双|条|套|台|把)"
    r"|^\W*(?P<bare>\d{1,2})\W*$",
    re.IGNORECASE,
)
# "That one", "the blue one", "this one" count nothing; nor does "which one".
_POINTING = re.compile(
    r"\b(?:the|that|this|which|another|other|new|right|wrong|\w+er) (?:\w+ )?one\b|[这那哪]一[个件]", re.IGNORECASE
)
_ALL = re.compile(
    r"\b(?:all of (?:it|them|these|those)|all (?:two|three|four|five|six)|everything|the lot|(?:the )?whole (?:order|lot|thing)"
    r"|the entire order)\b"
    r"|全部|全都|所有|整单|整个订单|都[退要换取]",
    re.IGNORECASE,
)

_I = re.IGNORECASE
_REASONS: dict[str, re.Pattern[str]] = {
    "too_small": re.compile(
        r"too (?:small|tight|short|narrow)|(?:runs|fits) small|doesn'?t fit me|pinch|太小|偏小|小了|太紧|紧了|太短|挤脚|勒",
        _I,
    ),
    "too_large": re.compile(
        r"too (?:big|large|loose|long|wide|baggy)|(?:runs|fits) (?:big|large)|swim in|太大|偏大|大了|太松|太长|太肥|肥了",
        _I,
    ),
    "damaged": re.compile(
        r"broken|damaged|crack|scratch|dent|torn|ripped|faulty|defect|doesn'?t work|stopped working|leak"
        r"|坏|破|裂|划痕|碎|漏|用不了|质量问题",
        _I,
    ),
    "wrong_item": re.compile(
        r"wrong (?:item|one|thing|colou?r|size)|not what i ordered|发错|不是我(?:买|要|订)的|错货", _I
    ),
    "not_as_described": re.compile(
        r"not (?:as|like) (?:described|expected|shown|in the (?:picture|photo))|different (?:from|than|to) the (?:picture|photo)"
        r"|looks? (?:cheap|different)|colou?r is (?:off|different)|poor quality|bad quality"
        r"|不一样|不符|色差|质量(?:差|不好|一般)|和描述",
        _I,
    ),
    "arrived_late": re.compile(r"(?:came|arrived|was) too late|too late now|missed the|来晚|太晚|迟了|错过", _I),
    "changed_mind": re.compile(
        r"chang\w* my mind|(?:don'?t|no longer) (?:want|need|like)|not (?:my|for me)|found (?:it )?cheaper|doesn'?t suit"
        r"|bought (?:it )?by mistake|already have|不想要|不要了|不喜欢|用不上|不需要|后悔|买错|拍错|不合适|不适合|买重",
        _I,
    ),
}
_YES = re.compile(
    r"\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|do it|correct|exactly|right|absolutely|of course)\b"
    r"|\W*(?:好|可以|是的|对|行|嗯|没错|确认|就这样|要的|麻烦)",
    _I,
)
_NO_REASON = re.compile(
    r"\b(?:no (?:particular |special )?reason|none of your business|just because|rather not say|doesn'?t matter)\b"
    r"|没(?:什么|有)?(?:原因|理由)|不想说|就是不想",
    _I,
)
_DROP_OFF = re.compile(
    r"\bdrop(?:ping|ped)?[- ]?(?:it |them )?off\b|\btake it to\b|\bbring it (?:to|in|back)\b|\bpost (?:it|them) myself\b"
    r"|\bparcel ?shop\b|\bpost office\b|自己寄|自行寄|自寄|驿站|送到|拿去|寄件点|代收点",
    _I,
)
_PICK_UP = re.compile(
    r"\bpick(?:ed|ing)? ?(?:it|them)? ?up\b|\bpick-?up\b|\bcollect(?:ed|ion)?\b|\bcome (?:and )?get\b|\bfetch\b"
    r"|\bcourier (?:can|could|should|to) (?:come|get)|上门|来取|取件|过来拿|来拿",
    _I,
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_PHONE = re.compile(r"(?<![\dA-Za-z])\+?\d[\d ()/-]{6,18}\d(?!\d)")
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[AC-FHKNPRTV-Y]\d{2} ?[A-Z\d]{4}|\d{4} ?[A-Z]{2})\b"
    r"|(?<!\d)(?:\d{2}-\d{3}|\d{3} \d{2})(?!\d)|(?<![\d-])\d{4,6}(?![\d-])",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:street|st\.?|road|rd\.?|lane|ln\.?|avenue|ave\.?|drive|close|court|square|way|place|terrace|gardens|crescent|boulevard"
    r"|blvd|flat|apartment|apt\.?|unit|house|rue|via|calle|avenida|plaza|ul\.)\b"
    r"|\b\w*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|straat|laan|gatan|vägen)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\bW\s?-?\s?\d+|[#＃]\s?\d+|订单号?\s?\d+|\border (?:number |no\.? )?\d+", re.IGNORECASE)
_HAN_STREET = re.compile(r"[省市区县镇乡村路街道巷弄号栋幢楼室座]")
_TO = re.compile(
    r"^.*?\b(?:(?:new|right|correct|delivery|shipping) address(?: is| would be|:)?"
    r"|(?:send|ship|deliver|change|redirect|update) (?:it|them|that|this|everything|the (?:order|parcel|\w+))?(?: instead)? ?to"
    r"|it'?s|to my (?:work|office|parents'?|mum'?s|new place)(?: at)?|(?:should|must) be|is now)\b[:,]?\s*",
    re.IGNORECASE,
)
_POLITE = re.compile(r"[ ,.!]*\b(?:please|pls|plz|thanks|thank you|thx|ta|instead|now)[ .!]*$", re.IGNORECASE)
_HAN_TO = re.compile(r"^.*?(?:地址(?:是|为|改成|改为|换成|：|:)|(?:寄|送|发|改)(?:到|成|去)|改送)[：:，, ]*")


def quantity(text: str) -> int | None:
    """Return how many pieces are meant; "all of them" says none: see `everything`."""
    for match in _COUNT.finditer(_POINTING.sub(" ", text)):
        digits = match["digits"] or match["bare"]
        if digits:
            return int(digits) or None
        word = match["word"] or match["han"]
        return _WORDS[word.lower()]
    return None


def agrees(text: str) -> bool:
    """Say whether a text begins with a plain yes, whatever else it says: "yes, return it please"."""
    return bool(_YES.match(text))


def everything(text: str) -> bool:
    """Say whether all of it is meant."""
    return bool(_ALL.search(text))


def reason(text: str) -> str | None:
    """Return why: too_small, too_large, damaged, wrong_item, not_as_described, arrived_late, changed_mind, none_given."""
    for name, pattern in _REASONS.items():
        if pattern.search(text):
            return name
    return "none_given" if _NO_REASON.search(text) else None


def method(text: str) -> str | None:
    """Return how a parcel goes back: drop_off or pick_up."""
    if _PICK_UP.search(text):
        return "pick_up"
    return "drop_off" if _DROP_OFF.search(text) else None


def variant(text: str) -> str | None:
    """Return the size or colour that is named, in its plain form; of both the size, then the colour: "M / blue"."""
    parts = [mention.size for mention in sizes.find(text)[-1:]] + [
        mention.colour for mention in colours.find(text)[-1:]
    ]
    return " / ".join(parts) or None


def email(text: str) -> str | None:
    """Return the e-mail address that is named."""
    match = _EMAIL.search(text)
    return match.group(0) if match else None


def phone(text: str) -> str | None:
    """Return the phone number that is named, with its digits and a leading plus only."""
    match = _PHONE.search(text)
    if not match:
        return None
    digits = re.sub(r"\D", "", match.group(0))
    return ("+" if match.group(0).startswith("+") else "") + digits if 7 <= len(digits) <= 15 else None


def postcode(text: str) -> str | None:
    """Return the postcode that is named, in capitals with single blanks; an order number with its W is none."""
    without = re.sub(
        r"\bW\s?-?\s?\d+|[#＃]\s?\d+|订单号?\s?\d+|\border (?:number |no\.? )?\d+", " ", text, flags=re.IGNORECASE
    )
    match = next(_POSTCODE.finditer(without), None)
    return re.sub(r"\s+", " ", match.group(0)).upper() if match else None


def order_number(text: str) -> str | None:
    """Return the order number that is named, as it was typed; digits alone are one too."""
    match = _NUMBER.search(text) or re.fullmatch(r"\W*\d{4,10}\W*", text)
    return match.group(0).strip() if match else None


def same_postcode(one: str, other: str) -> bool:
    """Say whether two postcodes are the same, whatever blanks, hyphens and case they were written with."""
    plain = [re.sub(r"[^0-9A-Z]", "", code.upper()) for code in (one, other)]
    return bool(plain[0]) and plain[0] == plain[1]


def address(text: str, name: str = "") -> Address | None:
    """Return the postal address that is written out, for `name`; None where the text is none.

    What is not told apart by a postcode stays whole, in `street`: nobody's address is bent into a form.
    """
    lines = " ".join(part.strip(" ,") + "," for part in text.splitlines() if part.strip()).rstrip(",")
    if len(_HAN_STREET.findall(lines)) >= 2:
        return _han_address(lines, name)
    named = _STREET.search(lines) or ("," in lines and postcode(lines))
    if not re.search(r"\d", lines) or len(lines.split()) < 3 or not named:
        return None
    place = _TO.sub("", _POLITE.sub("", lines)).strip(" ,.!")
    if not re.search(r"\d", place):
        place = lines.strip(" ,.!")
    found = [match for match in _POSTCODE.finditer(place) if match.start() > 0]
    if not found:
        street, _, city = place.rpartition(",")
        return Address(name, street.strip() or place, "", city.strip() if street else "")
    code = found[-1]
    before, after = place[: code.start()].strip(" ,"), place[code.end() :].strip(" ,")
    # "12 Rose Lane, York YO1 7HH" and "Hafenstr. 3, 20457 Hamburg": the city stands before or after its code.
    if after:
        city, _, country = after.partition(",")
        return Address(name, before, code.group(0).upper(), city.strip(), country.strip())
    street, _, city = before.rpartition(",")
    return Address(name, street.strip() or before, code.group(0).upper(), city.strip() if street else "")


def _han_address(line: str, name: str) -> Address:
    place = _HAN_TO.sub("", line).strip(" ,，。!！")
    code = re.search(r"(?<!\d)\d{6}(?!\d)", place)
    street = (place.replace(code.group(0), "") if code else place).strip(" ,，")
    city = re.search(r"([\u3400-\u9fff]{2,6}?市)", re.sub(r"^[\u3400-\u9fff]{2,3}省", "", street))
    return Address(name, street, code.group(0) if code else "", city.group(1) if city else "", "CN")


# What a question may wait for, by the word that it names (`reads`, support/dialogue.py).
READERS: dict[str, Callable[[str], object]] = {
    "everything": lambda text: everything(text) or None,
    "quantity": lambda text: quantity(text) or everything(text) or None,
    "reason": reason,
    "method": method,
    "variant": variant,
    "email": email,
    "phone": phone,
    "postcode": postcode,
    "order_number": order_number,
    "address": address,
}
