"""Coming back to what was begun: "ok, and my return?", "那我的退货呢"."""

from __future__ import annotations

import re

# What customers call each job (actions/answers.py), and each kind of question that stands for one.
_CALLED: dict[str, str] = {
    "return_item": r"returns?\b|send(?:ing)?\s+(?:it|them)\s+back\b|退货|退的事",
    "exchange_item": r"exchange\b|swap\b|换货|换码|换的事|调换",
    "cancel_part": r"cancell?ation\b|取消",
    "cancel_order": r"cancell?ation\b|取消",
    "change_order": r"changes?\b|改单|修改|改的事",
    "change_shipping_address": r"address(?:\s+change)?\b|地址",
    "get_invoice": r"invoice\b|receipt\b|bill\b|发票",
    "payment_issue": r"payment\b|double\s+charge\b|扣款|付款",
    "problem": r"claim\b|report\b|complaint\b|报告|登记|那件事",
}
_ANY = (
    r"(?:what|where)\s+(?:were|was)\s+we\b|where\s+did\s+we\s+(?:stop|leave\s+off)\b|back\s+to\s+(?:it|that|before)\b"
    r"|刚才(?:说|讲|办|弄)到哪|接着(?:刚才|办)|继续刚才|刚才那(?:个|件)事"
)
_OPENING = (
    r"(?:(?:ok(?:ay)?|so|right|well|thanks?|cool|good|great|yes|yeah|fine)\W+)*"
    r"(?:and|but|now|so|then|what\s+about|how\s+about|what\s+is\s+with|back\s+to|about)\W+"
    r"(?:(?:so|then|now|what\s+about|how\s+about|back\s+to|about)\W+)*(?:my|the|that|this)\s+"
)
_HAN_OPENING = r"(?:好的?|行|嗯|哦|谢谢)?\W*(?:那么?|还有|再说|回到)?\W*(?:我|咱们?)?(?:的|那个|那|这个|刚才的)?"
_MOST = 9  # words, or twice as many Han: more than that says something new


def comes_back(text: str, job: str) -> bool:
    """Say whether a text asks to go on with what was begun, and says nothing else.

    Args:
        text: what the customer wrote.
        job: a job's name, `problem` for a claim.
    """
    said = " ".join(text.lower().split())
    han = len(re.findall(r"[\u3400-\u9fff]", said))
    if (han > 2 * _MOST) if han else (len(said.split()) > _MOST):
        return False
    if re.search(_ANY, said):
        return True
    called = _CALLED.get(job)
    if not called:
        return False
    if han:
        return bool(re.fullmatch(rf"{_HAN_OPENING}(?:{called})(?:的?事儿?|呢|怎么样了?|\W)*", said))
    return bool(re.fullmatch(rf"{_OPENING}(?:[\w-]+\s+)?(?:{called})(?:\s+(?:then|now|again|please|thing))*\W*", said))


def job_of(question: dict[str, object]) -> str:
    """Return the job that a question stands for: its own name for it, or its kind."""
    kind = str(question.get("kind", ""))
    return "problem" if kind in ("problem", "remedy") else str(question.get("job") or kind)
