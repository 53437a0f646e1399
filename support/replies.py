"""What a customer answers to a question of a job: how many, why, how, where to. Each reader returns None where nothing of it is said."""

from __future__ import annotations

import re
from collections.abc import Callable

from support import account, codes, colours, sizes, variants
from support.orders import Address

_WORDS = {
    "one": 1, "a single": 1, "just the one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "一": 1, "两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6,
}  # fmt: skip
_COUNT = re.compile(
    r"(?<![\w.,£€$¥-])(?P<digits>\d{1,2})(?!\d|[.,]\d|(?:st|nd|rd|th)\b)\s*"
    r"(?:x\b|×|of (?:them|these|those|the|my)\b|pieces?|pcs|pairs?|items?|个|件|只|双|条|套|台|把)"
    r"|\b(?P<word>one|two|both|three|four|five|six)\b(?: of (?:them|these|those|the \w+)| pieces?| pairs?| items?)?"
    r"|(?P<han>[一两二俩三四五六])(?:个|件|只|双|条|套|台|把)"
    r"|^[^\w£€$¥]*(?P<bare>\d{1,2})[^\w£€$¥]*$",
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
_OTHER_REASON = re.compile(r"\btoo \w+|\bbecause\b|太\w{1,3}了?|因为", _I)
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
_PICTURE = r"(?:photos?|photographs?|pictures?|pics?|images?|snapshots?|videos?|screenshots?)"
_PHOTO = re.compile(
    rf"\b(?:send|attach|show|upload|share|post|took|take|taken|provide|email|need|want|require|have|got)\b[^.!?]{{0,24}}\b{_PICTURE}\b"
    rf"|^\W*(?:a )?{_PICTURE}\W*$"
    r"|(?:发|传|拍|有|要|需要|提供|上传|附)[^。！？]{0,6}(?:照片|图片|相片|图|视频|截图)|拍(?:个|张)?照|(?:照片|图片|视频)[^。！？]{0,6}(?:发|传|给)",
    _I,
)
_ALERT = re.compile(
    r"\b(?:tell|notify|alert|inform|remind|e-?mail|message|ping) me\b|\blet me know\b|\bstock alert\b|\bkeep me posted\b"
    r"|到货.{0,4}(?:通知|提醒|告诉)|(?:通知|提醒|告诉)我|(?:有货|补货)了?.{0,4}(?:说|通知|提醒|告诉)",
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
    r"\b(?:street|st\.?|road|rd\.?|row|lane|ln\.?|avenue|ave\.?|drive|close|court|square|way|place|terrace|gardens|crescent|boulevard"
    r"|blvd|quay|park|hill|mews|rise|parade|green|flat|apartment|apt\.?|unit|house|rue|via|calle|avenida|plaza|ul\.)(?=\W|$)"
    r"|\b\w*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|straat|laan|gatan|vägen)(?=\W|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\bW\s?-?\s?\d{4,}|[#＃]\s?\d{4,}|订单号?\s?\d+|\border (?:number |no\.? )?\d+", re.IGNORECASE)
_HAN_STREET = re.compile(r"[省市区县镇乡村路街道巷弄号栋幢楼室座]")
_HAN_HOUSE = re.compile(r"\d|[一二三四五六七八九十百]+(?:号|栋|幢|楼|室)")
# What stands before an address: "can the lamp go to 12 Rose Lane", "to my office at 3 High Street".
_TO = re.compile(
    r"^.*?\b(?:(?:new|right|correct|delivery|shipping|home|work) address(?: is now| is| would be| should be| to|:)"
    r"|(?:send|sent|ship|shipped|deliver|delivered|change|redirect|update|forward|move|go|come|bring|have|get)\b[^\d\n]{0,60}?\bto(?=[\s,])"
    r"|it'?s|(?:should|must) be|is now)(?:\b|(?<=:))[:,]?\s*"
    r"|^(?:my|our) [^\d,]{2,30}?\bat\s+"
    r"|^(?:no|nope|sorry|actually|rather|i mean|yes)\b[,.!]?\s*|^to\s+",
    re.IGNORECASE,
)
# "I moved two streets on, 3 days ago": a number that is no house's.
_COUNTED = re.compile(r"\b\d+ (?:days?|weeks?|months?|years?|hours?|minutes?|times|items?|pieces?)\b", re.IGNORECASE)
_POLITE = re.compile(
    r"[ ,.!?]*\b(?:please|pls|plz|thanks|thank you|thx|ta|instead|now|if possible)[ .!?]*$", re.IGNORECASE
)
_HAN_TO = re.compile(
    r"^(?:不(?:是|对)?|错了)[，, ]+(?:是)?"
    r"|^.*?(?:地址(?:是|为|改成|改为|改到|换成|：|:)|改(?:寄|送|发)(?:到|去|往)?|(?:寄|送|发|改|换)(?:到|成|去|往))[：:，, ]*"
)
_HAN_POLITE = re.compile(r"[，, ]*(?:(?:可以|行|好|能行)?[吗么嘛]|谢谢|吧|呢|麻烦(?:了|您|你)?)[。！!？?]*$")
_COUNTRIES = {
    "AT": "austria", "BE": "belgium", "BG": "bulgaria", "CA": "canada", "CH": "switzerland", "CN": "china", "CY": "cyprus",
    "CZ": "czechia|czech republic", "DE": "germany|deutschland", "DK": "denmark", "EE": "estonia", "ES": "spain", "FI": "finland",
    "FR": "france", "GB": "uk|united kingdom|great britain|england|scotland|wales", "GR": "greece", "HR": "croatia", "HU": "hungary",
    "IE": "ireland", "IT": "italy|italia", "LT": "lithuania", "LU": "luxembourg", "LV": "latvia", "MT": "malta",
    "NL": "netherlands|the netherlands|holland", "NO": "norway", "PL": "poland", "PT": "portugal", "RO": "romania", "SE": "sweden",
    "SI": "slovenia", "SK": "slovakia", "US": "usa|united states",
}  # fmt: skip
_COUNTRY = re.compile(
    r"[ ,]+(?:" + "|".join(f"(?P<{code}>{names})" for code, names in _COUNTRIES.items()) + r")\W*$", re.IGNORECASE
)


def quantity(text: str) -> int | None:
    """Return how many pieces are meant; "all of them" says none: see `everything`."""
    for match in _COUNT.finditer(_POINTING.sub(" ", text)):
        digits = match["digits"] or match["bare"]
        if digits:
            return int(digits) or None
        return _WORDS.get((match["word"] or match["han"]).casefold())
    return None


def agrees(text: str) -> bool:
    """Say whether a text begins with a plain yes, whatever else it says: "yes, return it please"."""
    return bool(_YES.match(text)) and not text.rstrip().endswith(("?", "？"))


def everything(text: str) -> bool:
    """Say whether all of it is meant."""
    return bool(_ALL.search(text))


def reason(text: str) -> str | None:
    """Return why: too_small, too_large, damaged, wrong_item, not_as_described, arrived_late, changed_mind, other, none_given."""
    for name, pattern in _REASONS.items():
        if pattern.search(text):
            return name
    if _NO_REASON.search(text):
        return "none_given"
    return "other" if _OTHER_REASON.search(text) else None


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


def photo(text: str) -> bool:
    """Say whether a photo or video is offered, or asked about: "I can send a picture", "要拍照吗"."""
    return bool(_PHOTO.search(text))


def without_photo(text: str) -> str:
    """Return a text without its offer of a photo: "I can send a photo" asks for nothing to be sent."""
    return _PHOTO.sub(" ", text)


def alert(text: str) -> bool:
    """Say whether word is wanted when something is there again."""
    return bool(_ALERT.search(text))


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
    without = _NUMBER.sub(" ", text)
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
    lines = " ".join(part.strip(" ,") + "," for part in _NUMBER.sub(" ", text).splitlines() if part.strip()).rstrip(",")
    if len(_HAN_STREET.findall(lines)) >= 2 and _HAN_HOUSE.search(lines):
        return _han_address(lines, name)
    named = _STREET.search(lines) or ("," in lines and postcode(lines))
    if not re.search(r"\d", _COUNTED.sub("", lines)) or len(lines.split()) < 2 or not named:
        return None
    place, country = _country(_place(lines))
    found = [match for match in _POSTCODE.finditer(place) if match.start() > 0]
    if not found:
        street, _, city = place.rpartition(",")
        return Address(name, street.strip() or place, "", city.strip() if street else "", country)
    code = found[-1]
    before, after = place[: code.start()].strip(" ,"), place[code.end() :].strip(" ,")
    # "12 Rose Lane, York YO1 7HH" and "Hafenstr. 3, 20457 Hamburg": the city stands before or after its code.
    if after:
        city, _, rest = after.partition(",")
        return Address(name, before, code.group(0).upper(), city.strip(), country or rest.strip())
    street, _, city = before.rpartition(",")
    return Address(name, street.strip() or before, code.group(0).upper(), city.strip() if street else "", country)


def without_address(text: str) -> str:
    """Return what a text says before its postal address; all of it where there is none."""
    found = address(text)
    if found is None:
        return text
    start = text.find(found.street[:6]) if found.street else -1
    return text[:start] if start >= 0 else re.split(r"\d", text, maxsplit=1)[0]


def _place(line: str) -> str:
    """Cut off what stands around an address."""
    place = line
    for _ in range(3):
        shorter = _POLITE.sub("", place).strip(" ,.!?")
        shorter = _TO.sub("", shorter, count=1)
        if shorter == place or not re.search(r"\d", shorter):
            break
        place = shorter
    return place.strip(" ,.!?")


def _country(place: str) -> tuple[str, str]:
    """Split the country off the end of an address, as its two-letter code."""
    match = _COUNTRY.search(place)
    return (place[: match.start()].strip(" ,"), match.lastgroup or "") if match else (place, "")


def _han_address(line: str, name: str) -> Address:
    place = _HAN_POLITE.sub("", _HAN_TO.sub("", line).strip(" ,，。!！?？")).strip(" ,，。!！?？")
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
    "variant": lambda text: variant(text) or variants.steps(text) or None,
    "photo": lambda text: photo(text) or None,
    "alert": lambda text: alert(text) or None,
    "email": email,
    "phone": phone,
    "postcode": postcode,
    "order_number": order_number,
    "address": address,
    "code": codes.code,
    "account_part": account.part,
    "person": account.name_alone,
    "subscription": account.subscription,
}
