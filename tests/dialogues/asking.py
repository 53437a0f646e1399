"""What the bot asks for, and whether it knew that already: nobody is asked twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from wordings import pieces, responses

# What can be asked for, by how a question for it is put.
TOPICS = {
    "item": r"\bwhich (?:one|order|of (?:these|them)|item|product|parcel)\b|which is it|哪一?[单件个](?!码|颜色|尺码)|哪款|是哪件",
    "order_number": r"\b(?:your|the|an) order number\b|订单号(?:是|发|告诉|多少)|(?:提供|告诉我|发).{0,6}订单号",
    "postcode": r"\b(?:postcode|postal code|zip)\b|邮编",
    "email": r"\b(?:what|which)\b.{0,20}e-?mail|your e-?mail(?: address)?\?|(?:哪个|什么|您的)邮箱",
    "name": r"\byour (?:full )?name\b|您的姓名|怎么称呼",
    "size": r"\b(?:which|what) size\b|size would you|哪个?尺?码|什么尺码|多大码|几码",
    "colour": r"\b(?:which|what) colou?r\b|colou?r would you|(?:哪个|哪种|什么)颜色",
    "reason": r"\bwhy\b|what(?:'s| is| was) (?:wrong|the (?:reason|matter))|\bthe reason\b|什么原因|为什么|哪里不合适|原因是",
    "address": r"\b(?:which|what)(?: is the| new)? address\b|(?:the|your) new address"
    r"|where (?:should|shall) .{0,20}(?:go|send|sent)|(?:新|什么|哪个)地址|寄到哪|送到哪",
    "way_back": r"drop .{0,20}off.{0,60}(?:pick|collect)|(?:pick|collect).{0,60}drop|上门取.{0,20}(?:自己|自行|寄|送)|自己?寄.{0,20}上门",
    "quantity": r"\bhow many\b|几[件个只]|多少[件个只]",
    "remedy": r"(?:new one|right one|replacement|sent? .{0,12}missing|rest sent).{0,40}(?:money|refund)|(?:换新|补发|换一件新).{0,12}退",
    "contact": r"\b(?:phone|telephone) number\b.{0,12}\?|(?:哪个|什么)(?:电话|手机)",
}
_TOPICS = {topic: re.compile(pattern, re.IGNORECASE) for topic, pattern in TOPICS.items()}
# What a response asks for whose name says it; its words alone may sound like another question ("which one": which size).
_BY_NAME = tuple(
    (re.compile(pattern), topic)
    for pattern, topic in (
        (r"^utter_which_(?:item|order_\w+)$", "item"),
        (r"^utter_verify_number$", "order_number"),
        (r"^utter_verify_postcode$", "postcode"),
        (r"^utter_(?!\w*refused)\w+_reason$", "reason"),
        (r"^utter_(?!\w*refused)\w+_method(?:_fee)?$", "way_back"),
        (r"^utter_(?!\w*refused)\w+_quantity$", "quantity"),
        (r"^utter_(?:exchange|change_order|stock_which|another_product)_variant$", "variant"),
        (r"^utter_edit_account_address_(?:street|city)$", "address"),
        # What shall come into an order is no item that they have.
        (r"^utter_(?:(?:add|swap)_item_which|another_product_among)$", ""),
        # What was named isn't to be had: what else may it be? And: which page, which part of the account?
        (
            r"^utter_(?:exchange|change_order|another_product)_(?:same|unknown|largest|smallest|sold_out|out_of_stock)(?:_until)?$",
            "",
        ),
        (r"^utter_(?:article_unclear|edit_account_which)$", ""),
    )
)
# Who said one of the first has said which variant.
_VARIANT = {"size": "variant", "colour": "variant"}
# Said before a question that is still unanswered: putting it again is no second question.
_AGAIN = {"utter_back_to_it", "utter_unfinished", "utter_job_unclear"}
# What the shop knows of whoever is signed in.
KNOWN_TO_THE_SHOP = ("name", "email", "order_number")
# It may be asked of each job anew; everything else only once.
_OF_EACH_JOB = "item"
# The responses whose purpose is to ask for one thing.
_QUESTION_NAME = re.compile(r"^utter_(?:\w+_)?(?:which|ask)(?:_|$)")
_URL = re.compile(r"https?://\S+")
_SENTENCE = re.compile(r"[^.!?。！？\n]*[?？]")


def questions(text: str) -> list[str]:
    """Return the sentences of a reply that are questions."""
    return [found.strip() for found in _SENTENCE.findall(_URL.sub("", text))]


def topics(text: str) -> set[str]:
    """Return what the questions of a reply ask for: by the name of the response, else by its words."""
    return {topic for name, words in pieces(text) for topic in _topics(name, questions(words))}


def _topics(name: str, asked: Sequence[str]) -> set[str]:
    if not asked:
        return set()
    for pattern, topic in _BY_NAME:
        if pattern.search(name):
            return {topic} - {""}
    return {topic for topic, pattern in _TOPICS.items() if any(pattern.search(one) for one in asked)}


@dataclass(frozen=True)
class Repeat:
    """Something that was asked for although it was known."""

    step: int
    what: str
    known_from: str


@dataclass
class Ear:
    """Listens to one dialogue."""

    signed_in: bool
    asked: int = 0
    repeats: list[Repeat] = field(default_factory=list)
    _step: int = 0
    _given: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)

    def hear(self, gives: Sequence[str], corrects: bool, replies: Sequence[str]) -> list[str]:
        """Take in a message, by what it gives, and its replies; return the names of the responses."""
        self._step += 1
        if corrects:
            self._given.clear()
            self._asked.clear()
        told = [*gives, *(_VARIANT[one] for one in gives if one in _VARIANT)]
        self._given |= dict.fromkeys(told, f"step {self._step}")
        spoken = [(responses(reply), topics(reply)) for reply in replies]
        names = [name for said, _ in spoken for name in said]
        wanted = {topic for _, asked in spoken for topic in asked}
        questioning = [name for name in names if _QUESTION_NAME.match(name)]
        again = {one for said, asked in spoken if _AGAIN & set(said) for one in (*said, *asked)}
        self.asked += max(len(wanted), len(questioning))
        for topic in sorted(wanted):
            if topic in self._given:
                self.repeats.append(Repeat(self._step, topic, self._given[topic]))
            elif self.signed_in and topic in KNOWN_TO_THE_SHOP:
                self.repeats.append(Repeat(self._step, topic, "the shop"))
        for question in dict.fromkeys([*questioning, *sorted(wanted - {_OF_EACH_JOB})]):
            if question in self._asked and question not in self._given and question not in again:
                self.repeats.append(Repeat(self._step, question, f"asked in step {self._asked[question]}"))
            self._asked[question] = self._step
        return names
