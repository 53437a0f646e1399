"""Which language a message is in, by its script: enough for English and Chinese, exact and free."""

from __future__ import annotations

import re
from collections.abc import Iterable

LANGUAGES = ("en", "zh")

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
# Order numbers say nothing about the language, nor do words that every language borrows.
_NEUTRAL = re.compile(r"\bW[- ]?\d+\b|#\d+|\b(?:ok|okay|hi|hello|bye|pdf|vip|app|id)\b", re.IGNORECASE)


def detect(text: str) -> str | None:
    """Return "en" or "zh", None where the text itself does not tell ("42", "W-10423", "👍").

    A Han character weighs like a short word: "order 到哪了" is Chinese, "what does 你好 mean in English?" is English.
    """
    han = len(_HAN.findall(text))
    words = len(_LATIN_WORD.findall(_NEUTRAL.sub(" ", text)))
    if han and han >= words:
        return "zh"
    if words:
        return "en"
    return None


def of_conversation(newest_first: Iterable[str], preferred: str | None = None) -> str:
    """Return the language to answer in: the newest message that tells, else the customer's own choice, else English."""
    for text in newest_first:
        found = detect(text)
        if found:
            return found
    return preferred if preferred in LANGUAGES else "en"
