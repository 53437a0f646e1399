"""Mask what must not be kept: card numbers before anything is stored or sent, personal data before a message is learnt from."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Groups of digits with spaces, dots or dashes between them as people (and Chinese keyboards) type them.
_GROUPS = re.compile(r"\d+(?:[ \t.\-\u00a0\u2002-\u200a\u2010-\u2015\u202f\u2212\u3000\uff0d]{1,3}\d+)*")
_GROUP = re.compile(r"\d+")
_LENGTHS = (16, 15, 19, 18, 17, 14, 13)  # of card numbers, the likeliest first


def luhn(digits: str) -> bool:
    """Say whether `digits` passes the Luhn check of ISO/IEC 7812-1."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit)
        if index % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def mask_cards(text: str) -> str:
    """Replace card numbers (13–19 digits that pass Luhn) by `•••• 1234`, keeping the last four digits."""
    return _GROUPS.sub(lambda match: _mask_groups(match.group()), text)


def _mask_groups(text: str) -> str:
    """Mask every card among the groups: "4111 1111 1111 1111 12/27" has an expiry date behind it that is no part of it."""
    groups = [(match.start(), match.end()) for match in _GROUP.finditer(text)]
    found = []
    for first, (start, _) in enumerate(groups):
        for _, end in groups[first : first + 19]:
            # int() reads any script's digits (full-width too).
            digits = "".join(str(int(c)) for c in text[start:end] if c.isdecimal())
            if len(digits) in _LENGTHS and luhn(digits) and len(set(digits)) > 1:
                whole = (start, end) == (0, len(text))
                found.append((-1 if whole else _LENGTHS.index(len(digits)), start, end, digits[-4:]))
    cards: list[tuple[int, int, str]] = []
    for _, start, end, last_four in sorted(found):
        if all(end <= other_start or other_end <= start for other_start, other_end, _ in cards):
            cards.append((start, end, last_four))
    for start, end, last_four in sorted(cards, reverse=True):
        text = f"{text[:start]}•••• {last_four}{text[end:]}"
    return text


# What stands in for personal data. Brackets, so that nobody takes a mask for something that a customer wrote.
MASKS = ("<email>", "<phone>", "<account>", "<id>", "<address>", "<name>")

# Neither Chinese characters and punctuation nor what ends a word: "我的邮箱是lena@example.com，谢谢".
_ATOM = r"[^\s@.,;:!?<>()\[\]{}\"'“”‘’/\\\u3000-\u9fff\uff00-\uffef]"
_EMAIL = re.compile(rf"(?<!{_ATOM}){_ATOM}++(?:\.{_ATOM}++)*+@{_ATOM}++(?:\.{_ATOM}++)++")
_EMAIL_SPOKEN = re.compile(
    r"\b[\w.+-]{1,64} *[\[(]? *\bat\b *[\])]? *[\w-]{1,64} *[\[(]? *\bdot\b *[\])]? *(?:com|org|net|de|co|io|cn)\b",
    re.I,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])", re.I)
_HANDLE = re.compile(
    r"((?:微信|wechat|qq|支付宝)(?:号|账号|id)?\s{0,3}(?:是|为|:|：)?\s{0,3})([A-Za-z0-9_-]{6,20})", re.I
)
_CHINESE_ID = re.compile(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z•#+-])(?:\+ ?)?\(?\d(?:[ ().\-/\u00a0\u2010-\u2015\u2212\uff0d]{0,2}\d){6,15}(?![0-9A-Za-z])"
)
_CALL = re.compile(r"(?:phone|mobile|cell|call|whatsapp|\btel\b|number is|电话|手机|号码)\D{0,12}$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}([./-])\d{1,2}\2\d{1,2}")
_AMERICAN = re.compile(r"\(?[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4}")

_ORDER = re.compile(r"\bW[- ]?\d+|#\d+", re.IGNORECASE)
_SMALL = r"(?:the|on|is|a|an|my|to|at|in|of|by|for|and|are|was|it|its|days?|weeks?|hours?|more|still|out|other)\b"
_PLACE = r"(?![A-Z]{1,2}\d)[A-ZÄÖÜ][\w'’-]*"
_TOWN = rf"(?:,?\s+(?:[A-Z]{{1,2}}[-\s]\s?)?\d{{5}}(?:-\d{{4}})?(?:\s+{_PLACE})*|,\s*{_PLACE}(?:\s+{_PLACE}){{0,2}})"
_UK_CODE = r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
_FLAT = r"(?:,?\s*\b(?:apt|apartment|flat|unit|suite|floor)\b\.?\s*\w{1,5})"
_ADDRESS = re.compile(
    r"(?:"
    # 221b baker street; 12 Oxford Way: what is also an everyday word needs a capital.
    rf"\b\d{{1,5}}[a-zA-Z]?,?\s+(?:(?:(?!(?i:{_SMALL}))[\w'’.-]+\s+){{1,3}}(?i:street|road|avenue|boulevard|blvd|rd|ave|lane)\b"
    rf"|(?:{_PLACE}\s+){{1,3}}(?:St|Drive|Dr|Way|Court|Ct|Square|Sq|Place|Pl|Terrace|Close|Crescent|Gardens|Row|Parkway)\b)"
    # Torstr. 12, Lange Straße 5a; Via Roma 3, 12 Rue de la Paix
    rf"|\b(?:{_PLACE}\s+)?[\wäöüß-]{{0,40}}(?i:stra(?:ß|ss)e|str\.|allee|gasse)\s?\d{{1,4}}(?:\s?[a-z]\b)?"
    rf"|\b(?:\d{{1,4}}\s+)?(?:[Rr]ue|Via|Calle|Avenida|Plaza|Piazza)\s+(?:(?:d[aeiu]\w{{0,2}}|l[ae]s?)\s+)*{_PLACE}(?:\s+\d{{1,4}}\b)?"
    rf"){_FLAT}?{_TOWN}{{0,3}}(?:,?\s*{_UK_CODE})?"
    # A postcode alone.
    rf"|{_UK_CODE}|\b(?:{_PLACE}\s+){{0,2}}{_PLACE},?\s[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?\b"
)
_ADDRESS_TOLD = re.compile(r"(\baddress(?: is| to|:)\s+)((?!wrong|not)[^.!?<>\n]{6,})", re.IGNORECASE)
# Chinese writes no blanks: a part of an address ends where a word stands that no place is called.
_HAN = r"(?:成都|[\u4e00-\u9fff](?<![到至成为是在寄送往把改从我你他她您的了请址吗呢给按向和个点])(?<!知道))"
_UNIT = "(?:号|弄|栋|幢|楼|室|单元|座|层|期|组|门|院|铺|#|-)"
_STREET = "(?:路(?!上)|街(?!上)|大道|巷|胡同|村|小区|花园|新城|苑|大厦|公寓)"
_CHINESE_ADDRESS = re.compile(
    rf"(?>(?:{_HAN}{{1,8}}?(?:省|自治区|市|(?<!小)区|县|镇|乡|州)){{0,5}})"
    rf"(?>{_HAN}{{1,10}}?{_STREET}(?:{_HAN}{{0,6}}?{_STREET}){{0,2}})"
    rf"[A-Za-z东西南北中一二三四五六七八九十段支]{{0,4}}\d{{1,5}}\s?{_UNIT}{{1,2}}"
    rf"(?:[A-Za-z]{{0,10}}{_HAN}{{0,6}}?[\dA-Za-z一二三四五六七八九十-]{{1,6}}{_UNIT}{{1,2}})*+(?:\d{{2,4}}(?!\d|[年月日号点件块元天]))?"
)

_NO_NAME = r"wrong|not|mis\w*|spel\w*|incorrect\w*|still|also|on|in|the|a|different|written|shown|printed|showing"
_SELF = re.compile(
    rf"((?i:\bmy (?:full )?name(?: is|'s|’s)|\bi am called) )(?!(?i:{_NO_NAME})\b)"
    r"([^\W\d_][\w'’-]*(?: [A-ZÄÖÜ][\w'’-]+){0,2})"
)
_CHINESE_SELF = re.compile(
    r"((?:(?<![给帮替让])我叫(?![一人个了不你他快])|我的名字(?:是|叫)|我姓名是|(?:收件人|收货人|联系人|姓名)\s?(?:是|叫|:|：)\s?))"
    r"([\u4e00-\u9fff]{2,4})(?=$|[\s，。,.!！;；、])"
)
_TITLES = "女士|先生|小姐|太太|老师"
# Names that are words, too: in small letters they are hardly meant as a name.
_ALSO_WORDS = re.compile(
    r"art|bell|best|bill|black|brown|chase|cook|day|dawn|drew|faith|frank|good|grace|grant|green|hall|hill|hope|hunter|jack|joy|june"
    r"|king|lane|law|long|love|mark|may|miles|moon|page|pat|penny|price|ray|read|rich|rob|rose|short|sky|star|stone|summer|sue|sunny"
    r"|wade|ward|way|white|will|wise|wood|young|an|do|hang|he|in|li|ma|my|no|she|so|to|you",
    re.IGNORECASE,
)


def mask_personal(text: str, names: Iterable[str] = ()) -> str:
    """Replace what tells who somebody is by `MASKS`; card numbers as `mask_cards` does. Order numbers stay.

    E-mail addresses, phone and account numbers are found by their form, and so are postal addresses as far as that goes: a person has to
    read what is kept or passed on.

    Args:
        names: those that the writer is known by; every part of them is masked. Other names only where somebody introduces himself.
    """
    text = mask_cards(text)
    text = _EMAIL_SPOKEN.sub("<email>", _EMAIL.sub("<email>", text))
    text = _HANDLE.sub(r"\1<account>", _IBAN.sub("<account>", text))
    text = _PHONE.sub(_phone, _CHINESE_ID.sub("<id>", text))
    text = _ADDRESS.sub("<address>", _CHINESE_ADDRESS.sub("<address>", text))
    text = _ADDRESS_TOLD.sub(_told, text)
    for name in names:
        text = _mask_name(text, name)
    return _CHINESE_SELF.sub(r"\1<name>", _SELF.sub(r"\1<name>", text))


def _phone(match: re.Match[str]) -> str:
    found = match.group()
    digits = "".join(str(int(c)) for c in found if c.isdecimal())
    if _DATE.fullmatch(found):
        return found
    is_phone = (
        (found.startswith(("+", "00", "(0")) and 9 <= len(digits) <= 15)
        or (digits.startswith("0") and digits[1] != "0" and 9 <= len(digits) <= 12)
        or re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits)
        or _AMERICAN.fullmatch(found)
        or _CALL.search(match.string[max(0, match.start() - 30) : match.start()])
    )
    return "<phone>" if is_phone else found


def _told(match: re.Match[str]) -> str:
    """Mask what somebody calls an address if it holds a number that is not an order's."""
    return f"{match[1]}<address>" if re.search(r"\d", _ORDER.sub("", match[2])) else match.group()


def _mask_name(text: str, name: str) -> str:
    """Mask a name and its parts: "Lena Berg", "lena", "王小明", "小明", "王女士"."""
    name = " ".join(name.split())
    if re.fullmatch(r"[\u4e00-\u9fff·]{2,}", name):
        text = text.replace(name, "<name>")
        if len(name) > 2:
            text = text.replace(name[-2:], "<name>")
        return re.sub(f"{name[0]}(?=(?:{_TITLES}))", "<name>", text)
    # As one, where it is written so, then its parts; a word's end may be a possessive's: "Lena's".
    for part in [name, *re.findall(r"[^\W\d_]{2,}", name)]:
        flags = 0 if _ALSO_WORDS.fullmatch(part) else re.IGNORECASE
        if part:
            text = re.sub(rf"(?<![\w<]){re.escape(part)}(?![\w>])", "<name>", text, flags=flags)
    return re.sub(r"<name>(?:[ -]<name>)+", "<name>", text)
