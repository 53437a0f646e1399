"""How Chinese speaks of days: each form, and what it means seen from today."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

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

_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2, "大后": 3}
_YEARS = {"大前": -3, "前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}
_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_FEASTS = {
    "元旦": "new_year",
    "情人节": "valentine",
    "妇女节|三八节?": "womens_day",
    "清明节?": "qingming",
    "五一|劳动节": "labour_day",
    "母亲节": "mothers_day",
    "六一|儿童节": "childrens_day",
    "父亲节": "fathers_day",
    "618|六一八": "618",
    "教师节": "teachers_day",
    "国庆节?": "national_day",
    "万圣节?": "halloween",
    "双十一|双11|双１１|光棍节": "singles_day",
    "双十二|双12|双１２": "double_twelve",
    "感恩节": "thanksgiving",
    "黑五|黑色星期五": "black_friday",
    "网络星期一": "cyber_monday",
    "平安夜": "christmas_eve",
    "圣诞节?": "christmas",
    "春节|过年|新年": "spring_festival",
    "除夕|大年三十|年三十": "new_moon_eve",
    "元宵节?": "lantern",
    "端午节?": "dragon_boat",
    "七夕节?": "qixi",
    "中秋节?": "mid_autumn",
    "复活节": "easter",
}
_NUM = r"(?:[0-9０-９]{1,4}|[一二两俩三四五六七八九十]{1,3})"
_DAY_NUM = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_PART = r"(?:一?早上?|上午|中午|下午|晚上?|傍晚|夜里|夜间|半夜|深夜|凌晨|早晨|清晨)?"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年的?|(?P<relative>大前|前|去|今|本|明|后)年的?)?"
_THIRD = r"(?P<third>初|中旬|中|底|末|上旬|下旬)"
_SECTION = r"(?:期间|假期|当天|那天|那会儿|的时候)?"


def _group(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def _number(text: str) -> int:
    return numerals.chinese(text) or 0


def _day(day: date | None) -> Span | None:
    return one(day) if day else None


def _year(match: re.Match[str], frame: Frame) -> int | None:
    if _group(match, "year"):
        year = int(match["year"])
        return year + (2000 if year < 100 else 0)
    relative = _group(match, "relative")
    return frame.today.year + _YEARS[relative] if relative else None


def _step(match: re.Match[str]) -> int:
    which = _group(match, "which")
    return -len(which) if which.startswith("上") else len(which) if which.startswith("下") else 0


def _third_of(span: Span | None, third: str) -> Span | None:
    if span is None or not third:
        return span
    return part_of(span, "early" if third in ("初", "上旬") else "mid" if third.startswith("中") else "late")


def _relative_day(match: re.Match[str], frame: Frame) -> Reading:
    return _day(days_from(frame.today, _DAYS[match["which"]]))


def _week(match: re.Match[str], frame: Frame) -> Reading:
    monday = days_from(week_of(frame.today).first, 7 * _step(match))
    return week_of(monday) if monday else None


def _weekday(match: re.Match[str], frame: Frame) -> Reading:
    char = match["day"]
    number = _WEEKDAYS[char] if char in _WEEKDAYS else int(char) - 1
    which = _group(match, "which")
    if char == "末":
        late = not which and frame.tense == PAST and frame.today.weekday() < 5
        saturday = days_from(week_of(frame.today).first, 5 + 7 * (_step(match) - late))
        return Span(saturday, week_of(saturday).last) if saturday else None
    if not which:
        return frame.weekday(number)
    return _day(days_from(week_of(frame.today).first, 7 * _step(match) + number))


def _month_away(match: re.Match[str], frame: Frame) -> Reading:
    other = months_from(frame.today.replace(day=1), _step(match))
    if other is None:
        return None
    if _group(match, "number"):
        return _day(day_of(other.year, other.month, _number(match["number"].rstrip("号日")))) or False
    return _third_of(month_of(other.year, other.month), _group(match, "third"))


def _part_of_month(match: re.Match[str], frame: Frame) -> Reading:
    today = frame.today
    other: date | None = today
    if frame.tense == PAST and match["third"] in ("底", "末") and today.day < 21:
        other = months_from(today.replace(day=1), -1)
    elif frame.tense == FUTURE and match["third"] == "初" and today.day > 10:
        other = months_from(today.replace(day=1), 1)
    return _third_of(month_of(other.year, other.month), match["third"]) if other else None


def _month(match: re.Match[str], frame: Frame) -> Reading:
    month = _number(match["month"])
    if not 1 <= month <= 12:
        return False
    year = _year(match, frame)
    span = month_of(year, month) if year else frame.month(month)
    return _third_of(span, _group(match, "third"))


def _day_and_month(match: re.Match[str], frame: Frame) -> Reading:
    month, day, year = _number(match["month"]), _number(match["number"]), _year(match, frame)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    return _day(day_of(year, month, day)) if year else frame.day_and_month(day, month)


def _bare_day(match: re.Match[str], frame: Frame) -> Reading:
    day = _number(match["number"])
    return frame.day_of_month(day) if 1 <= day <= 31 else False


def _away(frame: Frame, sign: int, count: int, unit: str, half: bool) -> date | None:
    if unit in ("小时", "分钟"):
        return frame.today if count <= 12 or unit == "分钟" else None
    if unit == "天":
        return days_from(frame.today, sign * count)
    if unit in ("周", "星期", "礼拜"):
        return days_from(frame.today, sign * (count * 7 + 3 * half))
    if unit == "月":
        found = months_from(frame.today, sign * count)
        return days_from(found, sign * 15 * half) if found else None
    return months_from(frame.today, sign * (count * 12 + 6 * half))


def _ago(match: re.Match[str], frame: Frame) -> Reading:
    count, half = _number(_group(match, "count")), bool(_group(match, "half"))
    sign = 1 if match["side"].endswith("后") else -1
    return _day(_away(frame, sign, count, match["unit"], half))


def _trailing(match: re.Match[str], frame: Frame) -> Reading:
    half = match["count"] == "半"
    begin = _away(frame, -1, 0 if half else _number(match["count"]) or 3, match["unit"], half)
    return Span(begin, frame.today) if begin else None


def _few_days_ago(match: re.Match[str], frame: Frame) -> Reading:
    count = _number(match["count"]) if match["count"] not in "几两" else 7
    first, last = days_from(frame.today, -count), days_from(frame.today, -1)
    return Span(first, last) if first and last and count else None


def _whole_year(match: re.Match[str], frame: Frame) -> Reading:
    year = _year(match, frame)
    return _third_of(year_of(year), _group(match, "third")) if year else False


def _part_of_year(match: re.Match[str], frame: Frame) -> Reading:
    return _third_of(year_of(frame.today.year), match["third"])


def _half_year(match: re.Match[str], frame: Frame) -> Reading:
    year = _year(match, frame) or frame.today.year
    return (
        Span(date(year, 1, 1), date(year, 6, 30))
        if match["half"] == "上"
        else Span(date(year, 7, 1), date(year, 12, 31))
    )


def _quarter(match: re.Match[str], frame: Frame) -> Reading:
    which = _group(match, "which")
    if which:
        other = months_from(frame.today.replace(day=1), 3 * _step(match))
        return quarter_of(other.year, (other.month + 2) // 3) if other else None
    return quarter_of(_year(match, frame) or frame.today.year, _number(match["quarter"]))


def _season(match: re.Match[str], frame: Frame) -> Reading:
    season, year = _SEASONS[match["season"]], _year(match, frame)
    # "冬天穿什么" speaks of every winter.
    if not year and not _IN_A_SEASON.match(match.string, match.end()):
        return False
    return season_of(year, season) if year else frame.season(season)


def _feast(match: re.Match[str], frame: Frame) -> Reading:
    name = next(name for pattern, name in _FEASTS.items() if re.fullmatch(pattern, match["feast"]))
    year = _year(match, frame)
    if _group(match, "side"):  # "五一前", "节后": around a day, not on it
        return None
    return feast(name, year) if year else frame.feast(name)


def _unknown(match: re.Match[str], frame: Frame) -> Reading:
    return None


def _rule(pattern: str, read: Reader) -> tuple[re.Pattern[str], Reader]:
    return re.compile(pattern), read


# "3号楼", "7号电池", "42号色": numbers that count something else.
_NOT_A_DAY = r"(?!(?:[楼线店门桌仓库柜房院床机台站口电选颜码色钢链铁客技员馆厅桶文字球]|后门))"
# "上礼拜一样", "周三次": not Monday, not Wednesday.
_DAY_CHAR = r"(?:一(?![共样直起次个般些下单回件趟定]|会儿)|[二三四五六](?![次回趟个件单年])|[日天末]|[1-6](?![\d次回趟个件单年]))"
_IN_A_SEASON = re.compile(r"(?:的时候|那会儿?|里)?(?:\s*$|[，,。？?！!]|[我都就]{0,2}(?:在.{0,8})?[买下订收拍入])")
_UNIT = r"个?(?P<unit>小时|分钟|天|周|星期|礼拜|年|(?<=个)月)"

# The longest reading of a place counts; of readings of one length the first.
RULES = (
    _rule(rf"(?<![啥么提])(?P<which>大前|大后|前|昨|今|明|后)(?:天(?!台)|日(?!期)|儿个?){_PART}", _relative_day),
    _rule(r"(?P<which>昨|今|明|当)(?:晚上?|早上?|夜|晨)", _relative_day),
    _rule(r"(?P<which>上+|这|本|下+)(?:一)?个?(?:周|星期|礼拜)(?![边围年转期岁])", _week),
    _rule(rf"(?P<which>上+|这|本|下+)(?:一)?个?(?:周|星期|礼拜)(?P<day>{_DAY_CHAR}){_PART}", _weekday),
    _rule(
        rf"(?<![每一二两三四五六七八九十几\d个])(?:周|星期|礼拜)(?P<day>{_DAY_CHAR}){_PART}",
        _weekday,
    ),
    _rule(
        rf"(?P<which>上+|这|本|下+)(?:一)?个?月(?!份额)(?:份)?(?:{_THIRD}|(?P<number>{_DAY_NUM}[号日]|\d{{1,2}}(?![\d个件单])))?",
        _month_away,
    ),
    _rule(r"(?<![个\d一二三四五六七八九十])月(?P<third>初|中|底|末)(?!国)", _part_of_month),
    _rule(
        rf"{_YEAR}(?<![个\d])(?P<month>{_DAY_NUM})月(?:份)?{_THIRD}?(?!\s*[0-9０-９])(?![饼票])",
        _month,
    ),
    _rule(
        rf"{_YEAR}(?<![个\d])(?P<month>{_DAY_NUM})月(?:份)?(?P<number>{_DAY_NUM})[号日]?(?![\d个天])", _day_and_month
    ),
    # "24/7" is always, "1/2" a half, "9/10" a mark: something that one does on a day has to follow.
    _rule(
        rf"{_YEAR}(?<![\d./-])(?P<month>[0-9]{{1,2}})[/.](?P<number>[0-9]{{1,2}})(?![\d./%％])"
        r"(?=号|日|[那就才刚]?[下买订拍收到付退发寄])[号日]?",
        _day_and_month,
    ),
    _rule(rf"(?<![\d第一二三四五六七八九十大小.路街巷弄道村里栋院牌])(?P<number>{_DAY_NUM})号{_NOT_A_DAY}", _bare_day),
    _rule(rf"(?P<count>{_NUM}){_UNIT}(?P<half>半)?多?(?P<side>之前|以前|前|之后|以后|后)(?![台排门])", _ago),
    _rule(r"(?P<half>半)个?(?P<unit>月|年|小时)多?(?P<side>之前|以前|前|之后|以后|后)", _ago),
    _rule(rf"(?:最近|近|过去|这)(?:的)?(?P<count>{_NUM}|[几半])个?(?P<unit>天|周|星期|礼拜|月|年)", _trailing),
    _rule(rf"(?<![提\w])前(?P<count>几|(?!一天){_NUM})天", _few_days_ago),
    _rule(r"前[阵段](?:子|时间)|节[前后]|年后|年前", _unknown),
    _rule(rf"(?P<relative>大前|前|去|今|本|明|后)年(?:{_THIRD}(?!国))?", _whole_year),
    _rule(rf"(?<!\d)(?P<year>(?:19|20)\d\d|[12]\d(?=年[初底]?[买下订送入收的那]))年(?:{_THIRD})?", _whole_year),
    _rule(r"(?<![大前去今本明后\d往每全整半])年(?P<third>初|中|底|末)(?!级)", _part_of_year),
    _rule(rf"{_YEAR}(?P<half>[上下])半年", _half_year),
    _rule(rf"{_YEAR}第?(?P<quarter>[一二三四1-4])季度|(?P<which>上|这|本|下)个?季度", _quarter),
    _rule(rf"{_YEAR}(?P<season>[春夏秋冬])(?:天|季(?![款新装衣外服被鞋裤裙]))", _season),
    _rule(r"(?P<relative>去|今|明)(?P<season>[春夏秋冬])(?!天)", _season),
    _rule(
        rf"{_YEAR}(?<!\d)(?P<feast>{'|'.join(_FEASTS)})(?!\d|树|老人|快乐|帽|袜|祝福|好){_SECTION}(?P<side>[前后](?!天))?",
        _feast,
    ),
)
