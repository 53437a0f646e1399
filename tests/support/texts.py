"""Texts for property tests: anything at all, and what looks like an entity."""

from __future__ import annotations

import re

from hypothesis import strategies as st

_PIECES = re.findall(
    r"\S+",
    "W-10231 #10423 order 订单 号 2026 11 31 3rd 24/7 1/2 . , - / : ? the last next this Monday sat may March 5 2 两 一 百 千 万 零 十 三"
    " 周 月 日 年 上 下 前 后 天 个 半 块 毛 元 ¥ $ € £ k p quid euros M XL size 42 码 king cm x 160 米 1米8 blue 蓝色 白 的 in cream not"
    " 不是 是 ， sorry 不对 no I mean mug 杯子 lamp lamps 台灯 ２ ½ ² İ ß 😀 ago weeks since before 之前 去年 双十一 spring Christmas"
    " don't keep instead of",
)
ANY_TEXT = (
    st.text(max_size=60)
    | st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join)
    | st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)
)
