"""Which facts a text asks a customer for, and which ones nobody needs to ask for any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from support.privacy import mask_personal

# Each kind of fact with the words that name it. A sentence asks for it only if it is a question or a request.
_NAMED = {
    "order": r"order (?:number|id|no\b)|which (?:of your )?orders?\b|order (?:is|was) (?:it|this)(?: about)?"
    r"|订单号|单号|哪(?:个|一个|笔|张|一笔|一张)订单|哪一?单",
    "item": r"(?:which|what) (?:item|product|article|part of the order)\b|哪(?:一)?(?:个|件|款)(?:商品|东西|产品)|哪(?:一)?件|什么商品",
    "name": r"your (?:full |first |last )?name\b|who am i (?:speaking|writing)|您的(?:姓名|名字)|贵姓|怎么称呼",
    "email": r"(?:your|the|which|what) e-?mail|e-?mail address|邮箱",
    "phone": r"(?:your|a|which|what) (?:tele)?phone(?: number)?|mobile number|手机号|电话号码|联系电话",
    "address": r"(?:what(?:'s|’s| is| was)|(?:tell|send|give) (?:me|us)|need|which) (?:is )?"
    r"(?:your|the) (?:delivery |shipping |home |full )?address"
    r"|收货地址(?:是|发|告诉)|(?:提供|告诉我|发)[^。？！]{0,8}地址|地址是(?:什么|哪)",
    "new_address": r"(?:new|right|correct|other) address\b|where (?:shall|should) (?:we|i) send|新地址|正确的?地址|寄到哪",
    "postcode": r"post ?code|zip code|邮编|邮政编码",
    "problem": r"what (?:happened|is wrong|went wrong|exactly is)|what(?:'s|’s) (?:wrong|the (?:problem|matter))|describe"
    r"|哪里(?:坏|有问题)|发生了什么|什么问题|怎么了|描述一下",
    "reason": r"\b(?:why (?:do|are|would|did)|the reason|what made you)|原因|为什么",
    "wish": r"(?:refund|replacement|new one|money back|again|exchange|return)\b[^.?!]{0,40}"
    r" or [^.?!]{0,60}(?:refund|replacement|new one|money|again|exchange|return)"
    r"|which (?:would|do) you (?:like|prefer|want)|还是(?:给您)?(?:退|换|补|重)|您(?:更)?(?:希望|想要|倾向)(?:哪|怎么)",
    "size": r"(?:which|what) size|your (?:usual )?size|哪个尺码|什么尺码|多大(?:码|号)|(?:平时|一般)穿",
    "photo": r"\b(?:photo|picture|image)s?\b|照片|图片|拍(?:张|个|一张|几张)",
    "date": r"(?:which|what) (?:day|date|time)\b|when (?:did|was|would|do|should|are)|哪(?:天|一天)|什么时候|几号|什么时间",
    "payment": r"(?:which|what|how did you) (?:card|pay|payment|method)|last (?:four|4) digits|怎么付|哪张卡|付款方式|尾号",
    "promo_code": r"(?:which|what|the|your) (?:promo |discount |voucher )?code|哪个(?:优惠码|优惠券)|优惠码(?:是|发)",
}
KINDS = frozenset(_NAMED)
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _NAMED.items()}
_SENTENCE = re.compile(r"[^.!?。！？；;\n]+[.!?。！？；;\n]*")
_REQUEST = re.compile(
    r"[?？]|\b(?:please|could you|can you|would you|let me know|tell me|tell us|send me|send us|give me|give us|i need|we need"
    r"|i only need|all i need)\b|请(?!放心|留意|不用|稍)|麻烦|劳烦|告诉我|发给我|发我|提供|需要您",
    re.IGNORECASE,
)
# "The address on the order, is that still right?" asks nobody to say it again.
_CONFIRMS = re.compile(
    r"\b(?:still (?:right|correct|the best)|is that right)\b|还是(?:寄到|订单上)|对吧", re.IGNORECASE
)

# What the bot's notes and the packet call a fact (`known_facts`), and what needs no more asking then.
_FACTS: Mapping[str, frozenset[str]] = {
    "customer": frozenset({"name"}),
    "email": frozenset({"email"}),
    "product": frozenset({"item"}),
    "problem": frozenset({"problem", "reason"}),
    "wants": frozenset({"wish"}),
    "return": frozenset({"item", "reason"}),
    "exchange": frozenset({"item", "size", "wish"}),
    "size": frozenset({"size"}),
    "usual size": frozenset({"size"}),
    "new_address": frozenset({"new_address", "address", "postcode"}),
    "days in question": frozenset({"date"}),
    "order proven by number and postcode": frozenset({"order", "postcode"}),
    "payment": frozenset({"payment"}),
    "promo code": frozenset({"promo_code"}),
    "cancelled": frozenset({"item", "order"}),
    "changed": frozenset({"item", "order"}),
}
_ENTITIES: Mapping[str, frozenset[str]] = {
    "order_number": frozenset({"order"}),
    "product": frozenset({"item"}),
    "date": frozenset({"date"}),
    "reason": frozenset({"reason"}),
    "size": frozenset({"size"}),
    "email": frozenset({"email"}),
}
_MASKS: Mapping[str, frozenset[str]] = {
    "<email>": frozenset({"email"}),
    "<phone>": frozenset({"phone"}),
    "<address>": frozenset({"address", "new_address", "postcode"}),
    "<name>": frozenset({"name"}),
}
_ORDER_NUMBER = re.compile(r"\bW[- ]?\d{3,}|#\d{3,}", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def asked_for(text: str) -> frozenset[str]:
    """Return the kinds of facts that a text asks for, as far as its words tell."""
    found = set()
    for sentence in _SENTENCE.findall(text):
        if _REQUEST.search(sentence) and not _CONFIRMS.search(sentence):
            found |= {kind for kind, pattern in _PATTERNS.items() if pattern.search(sentence)}
    return frozenset(found)


def told(
    facts: Iterable[Mapping[str, str]], texts: Iterable[str] = (), entities: Iterable[Mapping[str, object]] = ()
) -> frozenset[str]:
    """Return the kinds of facts that nobody needs to ask for again.

    Args:
        facts: the packet's `known_facts`.
        texts: what the customer wrote.
        entities: what the bot found in it, each with `entity`; what a message rules out tells nothing.
    """
    found: set[str] = set()
    for fact in facts:
        found |= _FACTS.get(fact["key"], frozenset())
        if fact["key"] == "photo" and fact["value"] != "offered":
            found.add("photo")
        if fact["key"] == "contact":  # what a guest left for a reply
            found.add("email" if "@" in fact["value"] else "phone")
        if fact["key"].startswith("order ") and not fact["key"].startswith("order proven"):
            found |= {"order", "item"}
    for text in texts:
        masked = mask_personal(text)
        for mask, kinds in _MASKS.items():
            found |= kinds if mask in masked else frozenset()
        if _ORDER_NUMBER.search(text):
            found.add("order")
    for entity in entities:
        if not entity.get("negated"):
            found |= _ENTITIES.get(str(entity.get("entity")), frozenset())
    return frozenset(found)
