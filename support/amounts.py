"""Amounts of money as customers write them: "$25", "40 quid", "25块5", "两百块"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from support import numerals

_SYMBOLS = {
    "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD",
    "$": "USD", "＄": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "₩": "KRW", "₹": "INR",
}  # fmt: skip
_WORDS = {
    "USD": r"usd|us\s?dollars?|dollars?|dollers?|bucks?",
    "EUR": r"eur|euros?",
    "GBP": r"gbp|pounds?(?:\s+sterling)?|quid",
    "CNY": r"cny|rmb|yuan|kuai",
    "JPY": r"jpy|yen",
    "CHF": r"chf|(?:swiss\s+)?francs?",
    "SEK": r"sek",
    "NOK": r"nok",
    "DKK": r"dkk",
    "PLN": r"pln|z[łl]oty",
    "INR": r"inr|rupees?",
    "AUD": r"aud",
    "CAD": r"cad",
    "HKD": r"hkd",
    "SGD": r"sgd",
}
_HAN_WORDS = {
    "美元": "USD", "美金": "USD", "刀": "USD", "欧元": "EUR", "欧": "EUR", "英镑": "GBP", "镑": "GBP", "日元": "JPY", "日币": "JPY",
    "港币": "HKD", "港元": "HKD", "台币": "TWD", "新币": "SGD", "加元": "CAD", "加币": "CAD", "澳元": "AUD", "澳币": "AUD",
    "韩元": "KRW", "韩币": "KRW", "法郎": "CHF", "人民币": "CNY", "块钱": "CNY", "元钱": "CNY", "块": "CNY", "元": "CNY", "圆": "CNY",
}  # fmt: skip
_NOTES = {"fiver": 5.0, "tenner": 10.0, "grand": 1000.0}

# "1,299.00", "1.299,00", "19.99", "19,99", "25", "1 299".
_DIGITS = r"\d{1,3}(?:[,.\s]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?![\d])"
_WORD = "|".join(f"(?P<{code}>{pattern})" for code, pattern in _WORDS.items())
_HAN_WORD = "|".join(sorted(_HAN_WORDS, key=len, reverse=True))
_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True))
_FLAGS = re.IGNORECASE | re.ASCII

_BEFORE = re.compile(
    rf"(?<![A-Za-z])(?P<symbol>{_SYMBOL})\s?(?P<number>{_DIGITS})(?P<k>k\b)?(?:\s?(?:usd|eur|gbp|cny|rmb)\b)?", _FLAGS
)
_CODE_BEFORE = re.compile(
    r"\b(?P<code>usd|eur|gbp|cny|rmb|chf|sek|nok|dkk|pln|jpy|cad|aud|hkd)\s?(?P<number>" + _DIGITS + ")", _FLAGS
)
_AFTER = re.compile(
    rf"(?<![\w.,/-])(?P<number>{_DIGITS}|{numerals.ENGLISH})(?:\s?(?P<k>k))?\s?[-–]?\s?(?:(?P<symbol>[$€£¥￥])(?!\s?\d)|(?:{_WORD})\b)",
    _FLAGS,
)
_MINOR = re.compile(r"(?<![\w.,/-])(?P<number>\d{1,3})\s?(?P<unit>cents?|pence|ct|(?<!\d\d\d)p)\b(?!\.?\s*m\b)", _FLAGS)
_NOTE = re.compile(r"\b(?:a|an|one)\s+(?P<note>fiver|tenner)\b", _FLAGS)
_HAN_NUMBER = r"[0-9０-９]{1,9}(?:[.．][0-9０-９]{1,2})?|[零〇一二两三四五六七八九十百千万]+"
_HAN = re.compile(
    rf"(?<![0-9０-９.零〇一二两三四五六七八九十百千万几数好])(?:[¥￥])?(?P<number>{_HAN_NUMBER})(?P<wan>万)?(?:多|来|几)?\s?(?P<word>{_HAN_WORD})"
    r"(?:(?P<dime>[0-9０-９]|[一二两三四五六七八九])(?P<cent>[0-9０-９])?(?:毛|角|(?![0-9０-９]))(?:钱)?)?"
)
_HAN_MINOR = re.compile(
    r"(?<![块元0-9０-９])(?P<number>[1-9１-９]|[一二两三四五六七八九])(?:毛|角)(?:钱|[0-9一二三四五六七八九]分?)?(?![衣巾线巾刷绒料落度])"
)
# "多扣了50", "运费15": a number that a word of money leads to, and that counts nothing else ("花了3天").
_HAN_BARE = re.compile(
    r"(?:[退扣付赔贵花返省]|收(?![到货])|差(?!评)|便宜|优惠|[降涨](?:到|价)?|差价|原价|标价|运费|邮费|押金|一共|总共|合计|实付)(?:给|了|我|您|你|要|是|才|就|多|[:：])*"
    rf"(?P<number>{_HAN_NUMBER})(?![0-9０-９.．零〇一二两三四五六七八九十百千万])(?!多?(?:{_HAN_WORD}|[毛角分厘]))"
    r"(?!多?\s*[个件双条台只把本张套盒箱袋瓶包份单次天周月年号日点秒小米厘公斤克升寸码折%％倍人位家页层楼期款种笔回样起直下会些遍半步趟项片支枚A-Za-z])"
)
# "一块去" (together), "两块地毯" (a measure word): 块 counts money where a number is large, or nothing it could count follows.
_MONEY_FOLLOWS = re.compile(
    r"\s*(?:$|[^\u3400-\u9fff]|[的了吧吗呢啊呀嘛都就也还又才左右上下以不没是在买卖退差优运邮红返税押定拿给一二三五到和跟但可能够多少贵便太亏够付打折充])"
)
# "一块" is more often "together" or "one piece of".
_MONEY_BEFORE = re.compile(r"[差退扣收付赔宜降涨贵省花返多少]了?我?$")


@dataclass(frozen=True)
class AmountMention:
    """An amount in a text: `text[start:end]`. `currency` is an ISO 4217 code."""

    start: int
    end: int
    value: float
    currency: str


def find(text: str) -> list[AmountMention]:
    """Return the amounts in `text` from left to right. "$" is taken for US dollars, "¥" and 块 for yuan."""
    found: list[AmountMention] = []
    for pattern in (_BEFORE, _CODE_BEFORE, _AFTER, _MINOR, _NOTE, _HAN, _HAN_MINOR, _HAN_BARE):
        for match in pattern.finditer(text):
            read = _read(pattern, match)
            if read:
                start, end = match.span("number" if pattern is _HAN_BARE else 0)
                found.append(AmountMention(start, end, round(read[0], 2), read[1]))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[AmountMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _read(pattern: re.Pattern[str], match: re.Match[str]) -> tuple[float, str] | None:
    if pattern is _NOTE:
        return _NOTES[match["note"].lower()], "GBP"
    if pattern is _HAN:
        return _han(match)
    if pattern is _HAN_BARE:
        value = _han_value(match["number"])
        return None if value is None or value < 10 else (value, "CNY")  # "只退了一半", "扣了三遍"
    if pattern is _HAN_MINOR:
        return (numerals.chinese(match["number"]) or 0) / 10, "CNY"
    value = _value(match["number"])
    if value is None:
        return None
    if pattern is _MINOR:
        return value / 100, {"p": "GBP", "pence": "GBP", "ct": "EUR"}.get(match["unit"].lower(), "USD")
    groups = match.groupdict()
    if groups.get("k"):
        value *= 1000
    symbol = groups.get("symbol")
    if symbol:
        return value, _SYMBOLS[symbol.lower()]
    code = groups.get("code")
    if code:
        return value, "CNY" if code.lower() == "rmb" else code.upper()
    return value, next(code for code in _WORDS if groups.get(code))


def _value(number: str) -> float | None:
    if number[0].isalpha():
        return float(numerals.english(number) or 0) or None
    digits = re.sub(r"\s", "", number)
    # The last separator begins the cents unless three digits follow it.
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = re.sub(r"[.,]", "", digits[: cents.start()] if cents else digits)
    return float(f"{int(whole)}.{cents[1] if cents else 0}")


def _han_value(number: str) -> float | None:
    if re.match(r"[0-9０-９]", number):
        return float(number.replace("．", "."))
    count = numerals.chinese(number)
    return None if count is None else float(count)


def _han(match: re.Match[str]) -> tuple[float, str] | None:
    number, word = match["number"], match["word"]
    following = match.string[match.end() :]
    value = _han_value(number)
    if value is None:
        return None
    if match["wan"]:
        value *= 10_000
    small = value < 10 and match["dime"] is None
    if word in ("块", "元", "刀", "圆", "欧") and small and not _MONEY_FOLLOWS.match(following):
        return None
    if (
        word == "块"
        and number in ("一", "1")
        and not match["dime"]
        and not _MONEY_BEFORE.search(match.string[: match.start()])
    ):
        return None
    if (
        word == "块"
        and value < 100
        and re.match(
            r"(?:钱)?(?:地[毯垫]|布|板|表|肥?皂|蛋糕|电池|玻璃|毛?巾|手表|砖|糖|饼|肉|屏|木|石|垫|毯|瓷)", following
        )
    ):
        return None
    if word == "元" and re.match(r"[旦宵素件器]", following):
        return None
    if match["dime"]:
        value += (numerals.chinese(match["dime"]) or 0) / 10 + (numerals.chinese(match["cent"] or "0") or 0) / 100
    return value, _HAN_WORDS[word]
