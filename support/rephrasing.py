"""May this wording stand for that one? Placeholders for values, and a guard that compares what both say.

The guard knows nothing of meaning. It counts whatever could carry some: figures, days, links, values, promises, terms, apologies,
questions, negations; and it lets no word in that is not known to be harmless. Many a good rewording is refused, too: the template is
never wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from support.language import detect
from support.rephrasing_words import BEGINNERS, ENGLISH, words

SHORTEST, LONGEST = 0.5, 1.8  # of the template's length
_ENGLISH_SHARE = 0.2
_HAN_SLACK = 0.2

_VARIABLE = re.compile(r"\{(\w+)\}")
_PLACEHOLDER = re.compile(r"⟦(\d+)⟧")
# Each digit is part of exactly one of these, so that no change of a digit goes unseen.
_FACT = re.compile(
    r"⟦\d+⟧"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|www\.)[^\s<>\"'，。！？、；：（）]*[^\s<>\"'，。！？、；：（）.,!?;:)]"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s，。！？、；：（）]*[^\s，。！？、；：（）.,!?;:)])?"
    r"|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-?\d[a-z\d-]*"
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?\b"
    r"|\d+"
    r"|[$€£¥₩₽₹%‰]"
    r"|(?:today|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|今天|明天|后天|昨天|前天|(?:周|星期|礼拜)[一二三四五六日天末]",
    re.ASCII,
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_TRADITIONAL = re.compile("[們個這來時說為會對還過後給與無訂單貨發請嗎經讓達關於應該爾麼樣現實]")
_SENTENCE = re.compile(r"[.!?。！？]+(?:\s|$)|[。！？]")
_MARKS = '*_`#<>{}[]()|\\~^=@/&•·"“”「」『』《》【】⟦⟧…'
_EMOTICON = re.compile(r"[:;=]-?[()DPp/|\]\[]|\^_?\^|<3|\bx[dD]\b")
_CONTRACTIONS = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"'d\b"), " would"),
)


@dataclass(frozen=True)
class Masked:
    """A template whose values are placeholders ⟦1⟧, ⟦2⟧ …; `names` says of each, in their order, what it is."""

    text: str
    names: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def original(self) -> str:
        """Return what the template says."""
        return _PLACEHOLDER.sub(lambda match: self.values[int(match.group(1)) - 1], self.text)

    def restore(self, rewritten: str) -> str | None:
        """Put the values back; None unless each placeholder is there once, in the template's order, and no other."""
        if _PLACEHOLDER.findall(rewritten) != [str(number) for number in range(1, len(self.values) + 1)]:
            return None
        return _PLACEHOLDER.sub(lambda match: self.values[int(match.group(1)) - 1], rewritten)


def mask(template: str, values: Mapping[str, str]) -> Masked:
    """Replace each `{variable}` of a response, a second mention too, by a numbered placeholder."""
    names = tuple(_VARIABLE.findall(template))
    numbers = iter(range(1, len(names) + 1))
    text = _VARIABLE.sub(lambda _: f"⟦{next(numbers)}⟧", template)
    return Masked(text, names, tuple(values.get(name, "") for name in names))


class Guard:
    """Compare a rewording with its template."""

    def problems(self, original: str, rewritten: str, values: Mapping[str, str], language: str) -> tuple[str, ...]:
        """Return the kinds of difference, empty if the rewording may be said.

        Args:
            original: what the template says, values filled in.
            rewritten: what would be said instead.
            values: what was filled in.
            language: `en` or `zh`.
        """
        if not original.strip() or not rewritten.strip():
            return ("empty",)
        found = [kind for kind, differs in _checks(original, rewritten, language) if differs]
        if any(_count(original, value) != _count(rewritten, value) for value in values.values() if value.strip()):
            found.append("value")
        return tuple(dict.fromkeys(found))


def _checks(original: str, rewritten: str, language: str) -> list[tuple[str, bool]]:
    before, after = _fold(original), _fold(rewritten)
    checks = [
        ("fact", _FACT.findall(before) != _FACT.findall(after)),
        ("question", _questions(before) != _questions(after)),
        ("exclamation", after.count("!") > before.count("!")),
        ("sentences", abs(len(_SENTENCE.findall(after)) - len(_SENTENCE.findall(before))) > 1),
        ("lines", original.strip().count("\n") != rewritten.strip().count("\n")),
        ("length", not SHORTEST <= len(rewritten.strip()) / len(original.strip()) <= LONGEST),
        ("marks", _more(original, rewritten, _MARKS) or len(_emoticons(rewritten)) > len(_emoticons(original))),
        ("characters", bool(_odd(rewritten) - _odd(original))),
        ("language", _changes_language(original, rewritten, language)),
        ("name", _names_somebody(original, rewritten, language)),
        ("word", bool(_new_words(before, after, language))),
        ("voice", _voice(before, language) != _voice(after, language)),
    ]
    table = words(language)
    plain, reworded = table.idle.sub(" ", before), table.idle.sub(" ", after)
    for kind, patterns in table.kinds:
        checks.append((kind, any(len(p.findall(plain)) != len(p.findall(reworded)) for p in patterns)))
    return checks


def _fold(text: str) -> str:
    """Return the text in one form: compatible characters, lower case, straight apostrophes, contractions written out."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")
    for pattern, full in _CONTRACTIONS:
        text = pattern.sub(full, text)
    return text


def _count(text: str, value: str) -> int:
    return text.casefold().count(value.strip().casefold())


def _questions(folded: str) -> tuple[int, int]:
    return folded.count("?"), folded.count("吗")


def _more(original: str, rewritten: str, characters: str) -> bool:
    return any(rewritten.count(char) > original.count(char) for char in characters)


def _emoticons(text: str) -> list[str]:
    return _EMOTICON.findall(text)


def _odd(text: str) -> Counter[str]:
    """Count what plain prose doesn't need: symbols and emoji, control, format and private characters, digits of other scripts."""
    return Counter(
        char
        for char in text
        if (unicodedata.category(char)[0] in "SC" and char != "\n")
        or (unicodedata.category(char)[0] == "N" and not unicodedata.normalize("NFKC", char).isascii())
    )


def _changes_language(original: str, rewritten: str, language: str) -> bool:
    if detect(original) != detect(rewritten) or _alphabets(rewritten) - _alphabets(original):
        return True
    if language == "zh":
        return (
            _han_share(rewritten) < _han_share(original) - _HAN_SLACK
            or bool(Counter(_LATIN.findall(rewritten)) - Counter(_LATIN.findall(original)))
            or bool(Counter(_TRADITIONAL.findall(rewritten)) - Counter(_TRADITIONAL.findall(original)))
            or rewritten.count("你") > original.count("你")
        )
    if len(_HAN.findall(rewritten)) > len(_HAN.findall(original)):
        return True
    return _english_share(rewritten) < min(_ENGLISH_SHARE, _english_share(original))


def _alphabets(text: str) -> set[str]:
    """Name the scripts of the letters; a letter with an accent counts by itself, for English needs none."""
    found = set()
    for char in text:
        if char.isalpha() and not (char.isascii() or _HAN.match(char)):
            name = unicodedata.name(char, char)
            found.add(char if name.startswith("LATIN") else name.split(" ")[0])
    return found


def _han_share(text: str) -> float:
    letters = sum(char.isalpha() for char in text)
    return len(_HAN.findall(text)) / letters if letters else 0.0


def _english_share(text: str) -> float:
    words = _WORD.findall(text.casefold().replace("’", "'"))
    return sum(word in ENGLISH for word in words) / len(words) if words else 0.0


def _names_somebody(original: str, rewritten: str, language: str) -> bool:
    """Say whether a capitalised word is new where no sentence begins, or addresses somebody where one does."""
    if language == "zh":
        return _more(original, rewritten, "先生女士姐哥亲")
    known = {word.casefold() for word in _WORD.findall(original.replace("’", "'")) if word[0].isupper()}
    text = rewritten.replace("’", "'")
    for match in _WORD.finditer(text):
        word = match.group()
        if not word[0].isupper() or word.casefold() in known or word in ("I", "I'm", "I've", "I'll", "I'd"):
            continue
        begins = not text[: match.start()].strip() or re.search(r"[.!?\n]\s*$", text[: match.start()])
        called = text[match.end() : match.end() + 1] == ","
        if not begins or word[1:] != word[1:].lower():
            return True
        if called and word.casefold() not in BEGINNERS and not word.endswith("ly"):
            return True
    return False


def _new_words(before: str, after: str, language: str) -> set[str]:
    """Return the words (of Chinese: characters) that the template lacks and that aren't known to be harmless; both texts folded."""
    harmless = words(language).harmless
    if language == "zh":
        return set(_HAN.findall(after)) - set(_HAN.findall(before)) - harmless
    known = {_stem(word) for word in _WORD.findall(before)}
    return {word for word in _WORD.findall(after) if _stem(word) not in known and word not in harmless}


def _stem(word: str) -> str:
    """Take off an ending: "looked" and "looking" are forms of one word."""
    return re.sub(r"(?:'s|ing|ed|es|s)$", "", word) if len(word) > 4 else word


def _voice(folded: str, language: str) -> tuple[bool, ...]:
    """Say who speaks and acts: "I", "we". Neither may come in, where an act would be invented, nor go, where a fault would."""
    if language == "zh":
        return "我们" in folded or "咱" in folded, bool(re.search(r"我(?!们)", folded))
    return (
        bool(re.search(r"\b(?:we|us|our|ours)\b", folded)),
        bool(re.search(r"\b(?:i|me|my|mine)\b", folded)),
    )
