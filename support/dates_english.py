"""How English speaks of days: each form, and what it means seen from today."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from support import dates_words as words
from support import numerals
from support.calendars import (
    Span,
    day_of,
    days_from,
    feast,
    month_of,
    months_from,
    one,
    part_of,
    quarter_of,
    season_of,
    week_of,
    year_of,
)
from support.tenses import FUTURE, PAST, Frame

# None: a date, but which one can't be told. False: no date at all.
Reading = Span | None | bool
Reader = Callable[[re.Match[str], Frame], Reading]


def _group(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "").lower()


def _led(match: re.Match[str], leading: re.Pattern[str] = words.LEADING) -> bool:
    return bool(leading.search(match.string, max(0, match.start() - 16), match.start()))


def _free(match: re.Match[str]) -> bool:
    return bool(words.FREE.match(match.string, match.end()))


def _step(match: re.Match[str], name: str = "which") -> int:
    which = _group(match, name)
    return 0 if not which or which == "this" else -1 if which[0] in "lp" else 1


def _day(day: date | None) -> Span | None:
    return one(day) if day else None


def _year(match: re.Match[str], frame: Frame) -> int | None:
    if _group(match, "ago").startswith("last"):
        return frame.today.year - 1
    digits = _group(match, "year")
    return int(digits) + (2000 if len(digits) == 2 else 0) if digits else None


def _third(match: re.Match[str]) -> str:
    said = _group(match, "third").removeprefix("the").strip()
    return "late" if said.startswith(("la", "end")) else "mid" if said.startswith("mid") else "early"


def _chosen(match: re.Match[str], frame: Frame, of: Callable[[int], Span | None]) -> Span | None:
    """Return the year's one that "last", "this" or "next" means."""
    step = _step(match)
    if step:
        return frame.last(of) if step < 0 else frame.next(of)
    return of(frame.today.year)


def _relative_day(match: re.Match[str], frame: Frame) -> Reading:
    word = _group(match, "word")
    if " " in word:
        return _day(days_from(frame.today, -2 if "before" in word else 2))
    days = -1 if word[0] == "y" else 0 if word in ("today", "2day", "tonight", "tonite") else 1
    return _day(days_from(frame.today, days))


def _part_of_today(match: re.Match[str], frame: Frame) -> Reading:
    return _day(days_from(frame.today, _step(match)))


def _away(match: re.Match[str], frame: Frame, sign: int) -> Span | None:
    count = numerals.english(match["count"])
    half, unit = bool(_group(match, "half")), _group(match, "unit")
    if count is None:
        return None
    if unit.startswith(("h", "mi")):
        return one(frame.today) if count <= 12 or unit[0] == "m" else None
    if unit.startswith("d"):
        return _day(days_from(frame.today, sign * count))
    if unit.startswith("w"):
        return _day(days_from(frame.today, sign * (count * 7 + 3 * half)))
    if unit.startswith("m"):
        found = months_from(frame.today, sign * count)
        return _day(days_from(found, sign * 15 * half)) if found else None
    return _day(months_from(frame.today, sign * (count * 12 + 6 * half)))


def _ago(match: re.Match[str], frame: Frame) -> Reading:
    return _away(match, frame, -1)


def _half_ago(match: re.Match[str], frame: Frame) -> Reading:
    return _day(months_from(frame.today, -6) if _group(match, "unit").startswith("y") else days_from(frame.today, -15))


def _ahead(match: re.Match[str], frame: Frame) -> Reading:
    # "It broke in a week" names no day.
    return _away(match, frame, 1) if frame.tense == FUTURE or match.group()[:2].lower() != "in" else False


def _trailing(match: re.Match[str], frame: Frame) -> Reading:
    begin = _away(match, frame, -1)
    return Span(begin.first, frame.today) if begin else None


def _period(match: re.Match[str], frame: Frame) -> Reading:
    step, unit, today = _step(match) if _group(match, "which") else -2, _group(match, "unit"), frame.today
    if unit == "weekend":
        return _weekend(today, step)
    if unit == "week":
        day = days_from(today, 7 * step)
        return week_of(day) if day else None
    if unit == "year":
        return year_of(today.year + step)
    other = months_from(today.replace(day=1), step * (3 if unit == "quarter" else 1))
    if not other:
        return None
    return quarter_of(other.year, (other.month + 2) // 3) if unit == "quarter" else month_of(other.year, other.month)


def _weekend(today: date, step: int) -> Span | None:
    saturday = days_from(week_of(today).first, 5 + 7 * step)
    return Span(saturday, week_of(saturday).last) if saturday else None


def _bare_weekend(match: re.Match[str], frame: Frame) -> Reading:
    return _weekend(frame.today, -1 if frame.tense == PAST and frame.today.weekday() < 5 else 0)


def _part_of_period(match: re.Match[str], frame: Frame) -> Reading:
    """Read "the end of the month", "the beginning of last year"."""
    step, unit, third = _step(match), _group(match, "unit"), _third(match)
    if unit == "year":
        return part_of(year_of(frame.today.year + step), third)
    if unit == "week":
        monday = days_from(week_of(frame.today).first, 7 * step)
        bounds = {"early": (0, 1), "mid": (2, 3), "late": (3, 6)}[third]
        return Span(monday + timedelta(bounds[0]), monday + timedelta(bounds[1])) if monday else None
    other = months_from(frame.today.replace(day=1), step)
    return part_of(month_of(other.year, other.month), third) if other else None


def _named_weekday(match: re.Match[str], frame: Frame) -> Reading:
    """Read "Tuesday" of the nearest week that fits, "last Tuesday" as the latest one that is over, "Tuesday next week"."""
    said = _group(match, "day")
    number = words.DAYS[said[:3]]
    if len(said) < 6 and not (
        _free(match) and (said in ("tue", "tues", "thu", "thur", "thurs", "fri") or _led(match, words.LEADING_DAY))
    ):
        # "sat" and "sun" are days where a word before them says so.
        if not (_group(match, "which") and _free(match)):
            return False
    elif _is_name(match):
        return False
    monday = week_of(frame.today).first
    if _group(match, "week"):
        return _day(days_from(monday, 7 * _step(match, "week") + number))
    which, step = _group(match, "which"), _step(match)
    if not which:
        return frame.weekday(number)
    if step < 0:
        return _day(days_from(frame.today, -((frame.today.weekday() - number - 1) % 7) - 1))
    if which == "next":
        return _day(days_from(monday, 7 + number))
    here = days_from(monday, number)
    if here and here < frame.today and frame.tense != PAST:
        here = days_from(here, 7)
    return _day(here)


def _is_name(match: re.Match[str]) -> bool:
    """Say whether a capital word goes on from here, as in "Sunday Flannel Pyjamas"."""
    following = re.compile(r"\s+(?!I\b)([A-Z][a-z]+)").match(match.string, match.end())
    return bool(following and match.group()[0].isupper() and following[1].lower()[:3] not in words.MONTHS)


def _day_and_month(match: re.Match[str], frame: Frame) -> Reading:
    word = _group(match, "number")
    day = words.ORDINALS.index(word) + 1 if word in words.ORDINALS else int(re.sub(r"\D", "", word))
    month = _group(match, "month")
    # "I may 5 times", "march 3 miles": of such words only "May 5" and "may 5th" are dates.
    doubtful = word.isdecimal() and month in ("may", "mar", "march", "dec", "jun", "sep") and match["month"].islower()
    if (
        doubtful
        and match.start("month") < match.start("number")
        and not (_free(match) and _led(match, words.LEADING_DAY))
    ):
        return False
    if not 1 <= day <= 31:
        return False
    year = _year(match, frame)
    if year:
        return _day(day_of(year, words.MONTHS[month[:3]], day))
    return frame.day_and_month(day, words.MONTHS[month[:3]])


def _named_month(match: re.Match[str], frame: Frame) -> Reading:
    said = _group(match, "month")
    month = words.MONTHS[said[:3]]
    year, which, third = _year(match, frame), _group(match, "which"), _group(match, "third")
    if not words.CLEAR_MONTHS.fullmatch(said) and not year:
        capital = (
            said in ("may", "march")
            and match["month"][0].isupper()
            and bool(words.MIDST.search(match.string[: match.start()]))
        )
        if not (_free(match) and (which or third or _led(match) or capital)):
            return False
        if said == "may" and words.MODAL.match(match.string, match.end()) and not (capital and _led(match)):
            return False
    if year:
        span: Span | None = month_of(year, month)
    else:
        span = _chosen(match, frame, lambda y: month_of(y, month)) if which else frame.month(month)
    return part_of(span, _third(match)) if span and third else span


def _named_season(match: re.Match[str], frame: Frame) -> Reading:
    season = _group(match, "season").replace("fall", "autumn")
    year, which = _year(match, frame), _group(match, "which")
    if not (year or (_free(match) and (which or _led(match)))):
        return False
    if year:
        return season_of(year, season)
    if which == "this":
        begun = season_of(frame.today.year - 1, season)  # a winter that began last year
        return begun if begun.last >= frame.today else season_of(frame.today.year, season)
    return _chosen(match, frame, lambda y: season_of(y, season)) if which else frame.season(season)


def _named_year(match: re.Match[str], frame: Frame) -> Reading:
    return year_of(int(match["year"])) if _led(match) and _free(match) else False


def _quarter(match: re.Match[str], frame: Frame) -> Reading:
    return quarter_of(_year(match, frame) or frame.today.year, int(match["quarter"]))


def _named_feast(match: re.Match[str], frame: Frame) -> Reading:
    said = _group(match, "feast")
    name = next(name for pattern, name in words.FEASTS.items() if re.fullmatch(pattern, said, re.ASCII))
    year = _year(match, frame)
    if year:
        return feast(name, year)
    return _chosen(match, frame, lambda y: feast(name, y)) if _group(match, "which") else frame.feast(name)


def _iso(match: re.Match[str], frame: Frame) -> Reading:
    return _day(day_of(int(match["year"]), int(match["month"]), int(match["number"]))) or False


def _numeric(match: re.Match[str], frame: Frame) -> Reading:
    """Read "21/11", "21/11/2026", "21.11.": the day first, the month first only where nothing else is possible."""
    first, second, year = int(match["first"]), int(match["second"]), _year(match, frame)
    # "1/2" is a half, "9/10" a mark and "24/7" always: without a year a word must lead to it, or the day be no month.
    if not year:
        led = _led(match, words.LEADING_FRACTION) or (match["sep"] == "/" and max(first, second) > 12)
        if not led or {first, second} == {24, 7} or first == second == 10:
            return False
    if second > 12 >= first:
        first, second = second, first
    if not (1 <= first <= 31 and 1 <= second <= 12):
        return False
    return (_day(day_of(year, second, first)) if year else frame.day_and_month(first, second)) or False


def _bare_ordinal(match: re.Match[str], frame: Frame) -> Reading:
    day = int(re.sub(r"\D", "", match["number"]))
    if not (1 <= day <= 31 and (_group(match, "which") or _free(match))):
        return False
    if not (_group(match, "the") or _led(match, words.LEADING_DAY)):
        return False
    if _group(match, "which"):
        other = months_from(frame.today.replace(day=1), _step(match))
        return _day(day_of(other.year, other.month, day)) if other else None
    return frame.day_of_month(day)


def _rule(pattern: str, read: Reader) -> tuple[re.Pattern[str], Reader]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE), read


_PREFIX = rf"(?:\b{words.DAY},?\s+(?:the\s+)?)?"
_NUMBER = r"(?P<number>\d{1,2}(?:st|nd|rd|th)?)"

# The longest reading of a place counts; of readings of one length the first.
RULES = (
    _rule(
        r"\b(?P<word>(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)|yester?day|yday|today|2day|tonight|tonite"
        rf"|tom+or+ow|tm(?:r|w|rw|mrw|rrw)|2mor+ow|2moro)\b{words.PART_OF_DAY}",
        _relative_day,
    ),
    _rule(
        r"\b(?P<which>this|last)\s+(?:morning|afternoon|evening|night|noon)\b(?!\s+(?:gowns?|dress(?:es)?|wear|bags?)\b)",
        _part_of_today,
    ),
    _rule(rf"\b{words.WHICH}\s+(?P<unit>week(?:end)?|month|year|quarter)\b", _period),
    _rule(r"\b(?:the\s+)?(?P<unit>week(?:end)?|month|year)\s+before\s+last\b", _period),
    _rule(r"(?:(?<=\bthe\s)|(?<=\bat\s))weekend\b", _bare_weekend),
    _rule(
        rf"\b{words.COUNT}\s*(?P<unit>(?:hour|hr|minute|min|day|week|wk|month|year|yr)s?)(?P<half>\s+and\s+a\s+half)?\s+(?:ago|back)\b",
        _ago,
    ),
    _rule(r"\bhalf\s+an?\s+(?P<unit>year|month)\s+ago\b", _half_ago),
    _rule(rf"\bin\s+{words.COUNT}\s+(?P<unit>(?:day|week|month|wk)s?)\b(?:['’]?\s+time\b)?", _ahead),
    _rule(rf"\b{words.COUNT}\s+{words.LONG}\s+from\s+(?:now|today)\b", _ahead),
    _rule(rf"\b(?:the\s+)?(?:last|past|previous)\s+(?!an?\b){words.COUNT}\s+{words.LONG}\b", _trailing),
    _rule(
        rf"{_PREFIX}\b(?:the\s+)?{_NUMBER}\s*(?:of\s+)?(?P<month>{words.MONTH})\b(?:\.(?=\s*\d{{4}}))?{words.OF_YEAR}",
        _day_and_month,
    ),
    _rule(
        rf"{_PREFIX}\b(?:the\s+)?(?P<number>{'|'.join(words.ORDINALS)})\s+of\s+(?P<month>{words.MONTH})\b{words.OF_YEAR}",
        _day_and_month,
    ),
    _rule(
        rf"{_PREFIX}\b(?P<month>{words.MONTH})\.?\s+(?:the\s+)?{_NUMBER}\b(?![./:]\d|\s*[%$€£]){words.OF_YEAR}",
        _day_and_month,
    ),
    _rule(rf"\b(?:{words.THIRD}[\s-]+)?(?:{words.WHICH}\s+)?(?P<month>{words.MONTH})\b{words.OF_YEAR}", _named_month),
    _rule(rf"\b{words.THIRD}\s+(?:the|{words.WHICH})\s+(?P<unit>week|month|year)\b", _part_of_period),
    _rule(
        rf"\b(?:{words.WHICH}\s+)?(?P<season>spring|summer|autumn|fall|winter)\b(?:\s+of)?{words.OF_YEAR}",
        _named_season,
    ),
    _rule(rf"(?<![\w./:-])(?P<year>{words.YEAR})\b(?![/.:-]\d|\s*[%€$£])", _named_year),
    _rule(rf"\bq(?P<quarter>[1-4])\b{words.OF_YEAR}", _quarter),
    _rule(
        rf"(?<!happy )(?<!merry )\b(?:{words.WHICH}\s+)?(?P<feast>{'|'.join(words.FEASTS)})\b{words.THING}{words.OF_YEAR}",
        _named_feast,
    ),
    _rule(
        r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<number>\d{1,2})(?![\d/-]|\.\d)",
        _iso,
    ),
    _rule(
        r"(?<![\w./:-])(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)",
        _numeric,
    ),
    _rule(
        r"(?<![\w./:-])(?P<first>\d{1,2})(?P<sep>/)(?P<second>\d{1,2})(?![\w/%.]|\s*(?:stars?|price|of)\b)", _numeric
    ),
    _rule(r"(?<![\w./:-])(?P<first>\d{1,2})(?P<sep>\.)(?P<second>\d{1,2})\.(?![\w])", _numeric),
    _rule(
        r"\b(?P<the>the\s+)?(?P<number>\d{1,2}(?:st|nd|rd|th))\b(?:\s+of\s+(?P<which>last|this|next)\s+month\b)?",
        _bare_ordinal,
    ),
    _rule(
        rf"\b(?:{words.WHICH}\s+)?(?P<day>{words.DAY})\b{words.PART_OF_DAY}(?:\s+(?:of\s+)?(?P<week>last|this|next)\s+week\b)?",
        _named_weekday,
    ),
    _rule(rf"\b(?P<week>last|this|next)\s+week\s+(?:on\s+)?(?P<day>{words.DAY})\b", _named_weekday),
    _rule(rf"\b(?:{words.WHICH}\s+)?(?P<day>{words.SHORT_DAY})\b{words.PART_OF_DAY}", _named_weekday),
)
