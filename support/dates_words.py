"""English words for days, months and feasts, as patterns, and the words around them that tell a date from something else."""

from __future__ import annotations

import re

from support import numerals

DAYS = {"mon": 0, "tue": 1, "wed": 2, "wen": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
MONTHS = {name: number for number, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
DAY = r"(?:mon|tues|wednes|wensd?es|thurs|fri|satur|sun)day"
SHORT_DAY = r"(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)"
MONTH = (
    r"(?:january|febr?uary|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
CLEAR_MONTHS = re.compile(r"january|febr?uary|april|june|july|august|september|october|november|december")
PART_OF_DAY = r"(?:\s+(?:(?:early|late)\s+)?(?:morning|afternoon|evening|night|noon|lunchtime|midday)\b)?"
WHICH = r"(?P<which>last|past|previous|this\s+coming|this|coming|next|following)"
YEAR = r"(?:19[5-9]\d|20\d\d)"
OF_YEAR = rf"(?:,?\s+(?P<year>{YEAR})\b|\s+(?P<ago>last\s+year|gone)\b)?"
THIRD = r"(?P<third>early|mid|late|(?:the\s+)?(?:end|beginning|start|middle)\s+of)"
COUNT = rf"(?P<count>\d{{1,4}}|an?\s+(?:couple(?:\s+of)?|few|dozen)|couple(?:\s+of)?|(?:two\s+|a\s+)?dozen|few|{numerals.ENGLISH}|an?)"
LONG = r"(?P<unit>(?:day|week|month|year|yr|wk)s?)"
# "may", "spring" and "2019" are dates after such a word; by themselves they are more than that.
LEADING = re.compile(
    r"\b(?:in|since|until|till|by|of|from|during|over|before|after|for|around|about|maybe|back|through|early|mid|late|last|this|next"
    r"|(?:in|since|over|during|by|until|before|after|for)\s+the)[\s-]+$",
    re.IGNORECASE | re.ASCII,
)
LEADING_DAY = re.compile(
    r"\b(?:on|by|until|till|since|before|after|from|due|for|of|this|last|next|and|or)\s+$", re.IGNORECASE | re.ASCII
)
LEADING_FRACTION = re.compile(
    r"\b(?:on|by|until|till|since|before|after|from|dated|due|the|was|bought|ordered|placed)\s+$",
    re.IGNORECASE | re.ASCII,
)
# What may follow "the 3rd", "may" or "spring"; another word ("the 3rd parcel", "spring water") would be named by it.
FREE = re.compile(
    r"\s*(?:$|[^\w\s'’-]|-\s)"
    r"|\s+(?:and|or|but|to|till|until|at|in|on|of|i|i'm|i've|it|its|it's|you|they|we|he|she|my|the|that|this|is|isn'?t|was|wasn'?t|were"
    r"|so|because|cause|cos|please|pls|plz|still|already|now|then|if|when|as|for|by|from|not|no|nothing|has|had|have|will|with|without"
    r"|after|before|did|do|does|can|could|would|should|via|what|where|which|who|how|why|only|again|last|next|thanks|there|just|got|came"
    r"|never|yet|an?|instead|though|around|about|works?|ok|okay|latest|morning|afternoon|evening|night|was|with|and|u|arrived|shipped"
    rf"|delivered|ordered|bought|{YEAR})\b",
    re.IGNORECASE | re.ASCII,
)
MODAL = re.compile(
    r"\s+(?:be|i|we|you|they|he|she|it|have|not|need|want|also|never|well|still|only|seem|take|come|get)\b",
    re.IGNORECASE,
)
MIDST = re.compile(r"[a-z,]\s+$")  # a sentence goes on here
FEASTS = {
    r"(?:christmas|xmas)\s+eve": "christmas_eve",
    r"(?:christmas|xmas)(?:\s+day)?": "christmas",
    r"boxing\s+day": "boxing_day",
    r"(?:chinese|lunar)\s+new\s+year|spring\s+festival": "spring_festival",
    r"new\s+year['’]?s?\s+eve": "new_years_eve",
    r"new\s+year(?:['’]?s)?(?:\s+day)?": "new_year",
    r"good\s+friday": "good_friday",
    r"easter\s+sunday": "easter_sunday",
    r"easter\s+monday": "easter_monday",
    r"easter": "easter",
    r"ascension(?:\s+day)?": "ascension",
    r"black\s+friday": "black_friday",
    r"cyber\s+monday": "cyber_monday",
    r"thanksgiving(?:\s+day)?": "thanksgiving",
    r"hallowe['’]?en": "halloween",
    r"valentine['’]?s?(?:\s+day)?": "valentine",
    r"mother['’]?s['’]?\s+day": "mothers_day",
    r"father['’]?s['’]?\s+day": "fathers_day",
    r"women['’]?s\s+day": "womens_day",
    r"singles['’]?\s+day": "singles_day",
    r"mid-?autumn(?:\s+festival)?": "mid_autumn",
    r"dragon\s+boat\s+festival": "dragon_boat",
}
# "A Christmas tree" is a thing; "Christmas presents" come for a day.
THING = (
    r"(?!\s+(?:trees?|jumpers?|sweaters?|lights?|eggs?|cards?|stockings?|decorations?|cakes?|baskets?|bunny|baubles?|pyjamas|costumes?"
    r"|wreaths?|calendars?|socks|markets?|dress(?:es)?|crackers?|puddings?)\b)"
)
