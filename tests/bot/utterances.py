"""Twenty utterances a language, for readers that learn in a second."""

from __future__ import annotations

from bot.reading.reader import Example

EN = (
    ("where is my order", "track_order", "neutral"),
    ("track my parcel please", "track_order", "neutral"),
    ("has my package shipped yet", "track_order", "neutral"),
    ("I'm scared my order won't be here by Friday", "track_order", "anxious"),
    ("oh no, the party is tomorrow, where is my parcel", "track_order", "anxious"),
    ("I want my money back", "get_refund", "neutral"),
    ("refund me for the mug", "get_refund", "neutral"),
    ("please return the money to my card", "get_refund", "neutral"),
    ("give me my money back NOW you thieves", "get_refund", "angry"),
    ("this is a scam, refund me at once!!!", "get_refund", "angry"),
    ("I forgot my password", "recover_password", "neutral"),
    ("cannot sign in to my account", "recover_password", "neutral"),
    ("reset the password please", "recover_password", "neutral"),
    ("I'm so worried, my account is locked and I need it today", "recover_password", "anxious"),
    ("your stupid login throws me out again!!!", "recover_password", "angry"),
    ("let me talk to a human", "contact_human_agent", "neutral"),
    ("is there a real person here", "contact_human_agent", "neutral"),
    ("agent please", "contact_human_agent", "neutral"),
    ("get me a human, you useless liars", "contact_human_agent", "angry"),
    ("please, I'm afraid, I need to speak to somebody", "contact_human_agent", "anxious"),
)
ZH = (
    ("我的订单到哪了", "track_order", "neutral"),
    ("帮我查一下快递", "track_order", "neutral"),
    ("包裹发货了吗", "track_order", "neutral"),
    ("后天要用，快递怎么还没到，急死了", "track_order", "anxious"),
    ("好担心包裹丢了，帮我看看到哪了", "track_order", "anxious"),
    ("我要退款", "get_refund", "neutral"),
    ("把杯子的钱退给我", "get_refund", "neutral"),
    ("请把钱退到我的卡上", "get_refund", "neutral"),
    ("骗子！马上退款！", "get_refund", "angry"),
    ("气死我了，赶紧把钱退给我！！！", "get_refund", "angry"),
    ("密码忘了", "recover_password", "neutral"),
    ("登录不上我的账号", "recover_password", "neutral"),
    ("怎么重置密码", "recover_password", "neutral"),
    ("账号被锁了，今天就要用，好着急", "recover_password", "anxious"),
    ("什么破网站，又登不上去！！！", "recover_password", "angry"),
    ("转人工", "contact_human_agent", "neutral"),
    ("有真人客服吗", "contact_human_agent", "neutral"),
    ("找一下人工客服", "contact_human_agent", "neutral"),
    ("垃圾机器人，叫真人来！", "contact_human_agent", "angry"),
    ("求求你们了，让真人帮帮我吧，我好害怕", "contact_human_agent", "anxious"),
)


def examples(language: str, *, emotions: bool = True) -> list[Example]:
    """Return the utterances of a language; without their emotions if wanted."""
    rows = {"en": EN, "zh": ZH}[language]
    return [Example(text, intent, emotion if emotions else None, language) for text, intent, emotion in rows]
