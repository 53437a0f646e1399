"""What a customer rules out: "not the lamp, the mug", "W-10231, sorry, W-10232", "不是杯子，是台灯"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """Something named in a text, `text[start:end]`: a `kind` of entity."""

    kind: str
    start: int
    end: int


_FLAGS = re.IGNORECASE | re.ASCII
_ARTICLES = (
    r"(?:\s+(?:the|my|an?|that|this|those|these|any|your|our|about|for|to|in|from|of|on|order|number|no\.?|size|colou?r|ones?|it'?s|#))*\s*"
    r"[\"'“‘(#]?$"
)
_RECEIVED = (
    r"\b(?:got|get|getting|received|sent|send(?:ing)?|came|comes|arrived|delivered|there\s+(?:was|is)"
    r"|contains?|contained|found|supplied|was|is|has|had)\b"
)
# Directly before what is ruled out.
_NOT = re.compile(
    r"(?:(?<!why )(?<!whether or )\bnot|\b(?:is|was|are|were)n['’]?t|\bnor|\bneither|\bexcept(?:\s+for)?|\bapart\s+from|\bother\s+than"
    rf"|\banything\s+but|\ball\s+but){_ARTICLES}",
    _FLAGS,
)
# "Don't cancel the lamp"; but "why don't you cancel the lamp?" wants it done.
_LEAVE = re.compile(
    r"(?<!why )(?<!you )(?<!they )\b(?:do\s+not|don['’]?t|never)\s+(?:want\s+(?:you\s+)?to\s+|wanna\s+|need\s+to\s+|mean\s+to\s+)?"
    r"(?:cancel|return|send(?:\s+back)?|refund|change|ship|exchange|swap|touch|remove|delete|mean|say|give\s+back)(?:ing)?"
    + _ARTICLES,
    _FLAGS,
)
_ABOUT = re.compile(
    r"\b(?:not|isn['’]?t|(?:did|do)(?:\s+not|n['’]?t))\s+(?:mean|meant|say|talk(?:ing)?|ask(?:ing)?|look(?:ing)?|complain(?:ing)?)"
    + _ARTICLES,
    _FLAGS,
)
_INSTEAD = re.compile(rf"\b(?:instead\s+of|rather\s+than|in\s+place\s+of){_ARTICLES}", _FLAGS)
# Ruled out only where something else of the kind is named: "I don't want the lamp" alone is about the lamp.
_REFUSE = re.compile(
    r"\b(?:(?:do|did)(?:\s+not|n['’]?t)|never)\s+(?:want(?:ed)?|need|order(?:ed)?|ask(?:ed)?|buy|bought|like)"
    + _ARTICLES,
    _FLAGS,
)
_KEEP = re.compile(r"\b(?:keep(?:ing)?|kept)" + _ARTICLES, _FLAGS)
# "That's not the lamp I ordered" is about the lamp.
_ORDERED = re.compile(
    r"\s+(?:that\s+|which\s+)?(?:i|we|she|he|they)(?:['’](?:d|ve)|\s+(?:had|have|actually))?\s+"
    r"(?:ordered|order|wanted|want|asked|bought|chose|paid|picked|selected|need|meant)\b",
    _FLAGS,
)
_HAN_MEASURE = r"(?:我的|那个?|这个?|[那这]?[个件款条台只把双单本]|订单号?|尺码|颜色)*\s*$"
_HAN_NOT = re.compile(
    r"(?:(?<!是)不是|并非|而非|不要动|不(?:想)?(?:退|换|取消|选)|(?:千万|先)?别(?:给我|帮我)?(?:取消|退|换|动|发|改|寄)|不用(?:取消|退|换|改)"
    rf"|除了|除开|不包括|(?<!说)不是说|没说){_HAN_MEASURE}"
)
_HAN_REFUSE = re.compile(rf"(?:(?<!要)不(?:想)?(?:要|买)|没(?:买|订|下单|要)|别要){_HAN_MEASURE}")
_HAN_KEEP = re.compile(rf"(?:留着|保留|留下|留){_HAN_MEASURE}")
_HAN_LEFT = re.compile(r"(?:就|先)?(?:别|不用|不要|不必)(?:取消|退|换|动|改)")
_HAN_ORDERED = re.compile(r"(?:是)?我(?:买|订|要|点|选|拍)的")

_LONGEST = 60  # characters between what is corrected and what it is corrected to
# Between what is corrected and what it is corrected to.
_CUE = (
    r"(?:sorry|apologies|my\s+bad|oops|ops|whoops|wait|hang\s+on|hold\s+on|i\s+mean(?:t)?(?:\s+to\s+say)?|meant|scratch\s+that|make\s+(?:that|it)"
    r"|correction|typo|actually|or\s+rather|rather|should\s+(?:be|read)|that['’]?s\s+wrong|wrong(?:\s+(?:one|number))?|no|nope|not\s+that"
    r"|the\s+(?:right|correct)\s+(?:one|number)\s+is)"
)
_LINK = r"(?:oh|ah|er|erm|um|uh|well|ok|it['’]?s|its|it\s+is|is|was|the|an?|my|order|number|size|in|that|but|of\s+course|ones?|#)"
_CORRECTION = re.compile(
    rf"(?:\s+ones?\b)?(?:[\s,.;:!?…–—()-]|\b{_LINK}\b)*(?:\b{_CUE}\b(?:[\s,.;:!?…–—()#-]|\b{_LINK}\b)*)+", _FLAGS
)
_HAN_CORRECTION = re.compile(
    r"[的\s，,。.、！!？?…—]*(?:哦|噢|啊|呃|额|哎呀?|那个|我|刚才)?[\s，,]*"
    r"(?:不对|不不+|不(?=[，,\s])|错了|[说打写发]错了?|更正|抱歉|对不起|不好意思|应该是|我是说|准确说|搞错了?|啊不|哦不|不是(?=[，,\s]))"
    r"(?:[，,。.\s了啊呀、！!]|不对|应该|我是说|是|要|换成|[说打写]错了?|那个)*"
)
_AND = re.compile(
    r"\s*,?\s*(?:or|nor)\b(?:\s+(?:the|my|an?|those|that))*\s*|\s*(?:或者?|和|跟|、|以及)\s*(?:那个?)?", _FLAGS
)
# Words of one phrase: "the blue mug", "蓝色的杯子", "the mug in blue".
_PHRASE = re.compile(r"\s*(?:in\s+)?(?:size\s+)?|的|-", _FLAGS)


def excluded(text: str, places: Sequence[Place]) -> list[bool]:
    """Say for each of the `places`, which stand in order of `start`, whether the text rules it out.

    In a correction the later one counts. A refusal ("I don't want the lamp") rules something out only where something else of its
    kind is named: by itself it is what the message is about.
    """
    out = [_is_excluded(text, place) for place in places]
    begins, ends = [place.start for place in places], [place.end for place in places]
    for group in phrases(text, places):
        for index in group:
            begins[index], ends[index] = places[group[0]].start, max(places[i].end for i in group)
    for index, place in enumerate(places):
        following = next(
            (
                other
                for other in range(index + 1, len(places))
                if places[other].kind == place.kind and places[other].start >= place.end
            ),
            None,
        )
        if following is not None and not out[index]:
            between = text[ends[index] : begins[following]][: _LONGEST + 1]
            out[index] = len(between) <= _LONGEST and bool(
                _CORRECTION.fullmatch(between) or _HAN_CORRECTION.fullmatch(between)
            )
    for index, place in enumerate(places):
        if not out[index] and _is_refused(text, place):
            said = text[place.start : place.end]
            out[index] = any(
                not flag and other.kind == place.kind and text[other.start : other.end] != said
                for other, flag in zip(places, out, strict=True)
            )
    for index in range(1, len(places)):
        earlier, place = places[index - 1], places[index]
        between = text[earlier.end : place.start] if place.start >= earlier.end else ""
        same = earlier.kind == place.kind
        if same and out[index - 1] and _AND.fullmatch(between) and _is_excluded(text, earlier):
            out[index] = True
        elif not same and place.start >= earlier.end and _PHRASE.fullmatch(between) and out[index - 1] != out[index]:
            out[index - 1] = out[index] = True
    return out


def phrases(text: str, places: Sequence[Place]) -> list[list[int]]:
    """Return the places in groups, each of the words of one phrase: `blue` and `mug` in "the blue mug"."""
    groups: list[list[int]] = []
    for index, place in enumerate(places):
        earlier = places[groups[-1][-1]] if groups else None
        if (earlier and place.start < earlier.end) or (
            earlier
            and _PHRASE.fullmatch(text[earlier.end : place.start])
            and all(places[i].kind != place.kind for i in groups[-1])
        ):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _is_excluded(text: str, place: Place) -> bool:
    before, after = text[max(0, place.start - 60) : place.start], text[place.end : place.end + 30]
    if _ORDERED.match(after):
        return False
    if _HAN_NOT.search(before):
        return not _HAN_ORDERED.match(after)
    if _HAN_LEFT.match(after.lstrip("的就先")):
        return True
    instead = _INSTEAD.search(before)
    if instead:
        # "I got a mug instead of a lamp": it is the lamp that they own.
        return not re.search(_RECEIVED, text[: place.start], _FLAGS) and not re.search(_RECEIVED, after, _FLAGS)
    return bool(_NOT.search(before) or _LEAVE.search(before) or _ABOUT.search(before))


def _is_refused(text: str, place: Place) -> bool:
    before = text[max(0, place.start - 60) : place.start]
    return any(refusal.search(before) for refusal in (_REFUSE, _HAN_REFUSE, _KEEP, _HAN_KEEP))
