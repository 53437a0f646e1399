"""What a customer says of their account: which part is to change, to what; which messages they want and which not."""

from __future__ import annotations

import re

from support.naming import everyday

_I = re.IGNORECASE

# What the shop changes, by what it is called; what else an account may hold is for a colleague.
_FIELDS: dict[str, re.Pattern[str]] = {
    "phone": re.compile(
        r"\b(?:phone|mobile|cell(?:phone)?|telephone|landline)\b|\bmy (?:new )?number\b|手机|电话|号码|换绑|改号|换号",
        _I,
    ),
    "email": re.compile(r"\be-?mails?\b|\bmail address\b|@|邮箱|邮件地址|电子邮件", _I),
    "address": re.compile(r"\baddress\b|地址|住址", _I),
    "name": re.compile(
        r"\b(?:full |first |last |maiden |legal |married |sur)?name\b|\bspelled wrong\b|姓名|名字|改名|账户名|真名", _I
    ),
}
_ELSEWHERE = re.compile(
    r"\b(?:user ?name|nickname|language|birth(?:day|date)?|date of birth|card|sizes?|preferences?|notifications?|merge|avatar|picture"
    r"|business|addresses|password|landline off|take \w+ (?:\w+ )?off)\b"
    r"|昵称|用户名|语言|生日|银行卡|尺码|偏好|合并|头像|性别|解绑|密码"
    # One address is saved: a second one, or none at all, is for a person.
    r"|\b(?:two|second|another|extra|additional|billing) (?:\w+ )?address\b"
    r"|\b(?:delete|remove|erase) .{0,30}address\b|\badd an? .{0,20}address\b"
    r"|地址[^，,。]{0,8}(?:删|撤|去掉|清空|去喽)|(?:删|撤)[掉除]?[^，,。]{0,8}地址|(?:两|二|第二|几|多|另一|账单)[个条]?[^，,。]{0,2}地址|加一[条个][^，,。]{0,6}地址",
    _I,
)
# The account's address rather than an order's.
_SAVED = re.compile(
    r"\b(?:saved|default|primary|standard|account|profile|address book|on file)\b|默认|保存的|存的|常用|账户|账号|个人资料|地址簿",
    _I,
)
_OF_AN_ORDER = re.compile(
    r"\b(?:orders?|parcels?|packages?|shipments?|delivery of)\b|订单|包裹|快递|[这那]单|[这那]批货", _I
)
_MAIL_ADDRESS = re.compile(r"\be-?mail address(?:es)?\b|\bmail address(?:es)?\b|邮箱地址|邮件地址", _I)
_TAMPERED = re.compile(
    r"\b(?:hack\w*|stolen|somebody (?:else )?(?:has )?chang\w+|someone (?:else )?(?:has )?chang\w+|not me who)\b"
    r"|被盗|有人动|不是我改|盗号",
    _I,
)

_LATIN_NAME = (
    r"[A-ZÀ-ÖØ-Þ][\w'’.-]*(?: (?:d[aeiu]|v[ao]n|der|den|de la|bin|al) (?=[A-ZÀ-ÖØ-Þ])| [A-ZÀ-ÖØ-Þ][\w'’.-]*){0,4}"
)
_NAMED = re.compile(
    r"(?:\bname(?: on \w+ \w+)?(?: is| should be| must be|:)? (?:now |to (?:be )?)?|\bto (?:be )?|\binto |\bas "
    r"|\bit'?s |\bit is |\bcalled |\bbecome "
    rf"|\bi'?m )[\"“']?(?P<name>{_LATIN_NAME})(?!\s*(?:in|on|for|@))"
)
_HAN_NAMED = re.compile(
    r"(?:(?:姓名|名字|账户名)?(?:改|换|更新)(?:成|为|到)|(?:姓名|名字)(?:是|叫|为|：|:)|我叫|应该是)[“\"]?(?P<name>[\u3400-\u9fff·]{2,10}?)"
    r"[”\"]?(?=$|[\s，。,.!！；;]|谢谢|可以|好吗|吧|吗)"
)
_ALONE = re.compile(rf"\W*(?:(?:it'?s|it is|my name is|i'?m|no,?)\s+)?(?P<name>{_LATIN_NAME})\W*", 0)
_HAN_ALONE = re.compile(r"\W*(?:我叫|叫|是)?(?P<name>[\u3400-\u9fff·]{2,6})\W*")
_LOWER = re.compile(r"[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]*")
_NO_NAMES = re.compile(
    r"(?:Yes|Yeah|Yep|No|Nope|Ok|Okay|Sure|Thanks|Thank|Hi|Hello|Please|Where|What|When|Why|How|Who|Cancel|Return|Track|Stop|Never|Wait"
    r"|Mrs?|Ms|Miss|Dr|The|My|I|Talk|Ask|W-?\d+)\b|是的|好的|不用|不要|不是|没有|谢谢|算了|可以|您好|你好|对的|转人工|人工|怎么|什么|取消|退货"
)
_HAN_WORDS = re.compile(r"[的个那这怎么我们你您什吗呢吧了在不]|公司|邮箱|手机|电话|订单|账户|名字")

_REFUSED = re.compile(
    r"\b(?:un-?subscrib\w*|opt(?:ing)? (?:me )?out|sign me off|take (?:me|this|my \w+) off|remove me|no more|stop|untick|switch (?:it )?off"
    r"|turn (?:it )?off|cancel|quit|(?:don'?t|do not|no longer|not more|not any) (?:want|receive|send|wish)\w*"
    r"|want not|leave (?:the|your))\b"
    r"|退订|退掉|退了|取消|关了|关掉|停掉|不想(?:再)?收|不要再?(?:发|给)|别(?:再)?(?:发|给)|不订了|^\W*TD\W*$",
    _I,
)
_WANTED = re.compile(
    r"\b(?:re-?subscribe|(?<!un)subscribe|sign (?:me|up|my|us)|signing up|join|count me in|add me|put (?:me|my)"
    r"|get notified|switch (?:it )?on"
    r"|turn (?:it )?on|opt (?:me )?in|back on|start (?:sending|getting))\b"
    r"|(?<!消)(?<!退)订阅|开启|打开|怎么开|想订|要订|帮我订|重新订",
    _I,
)
_IF = re.compile(r"\bif i (?:sign|subscribe|join)|要是(?:我)?订|如果(?:我)?订", _I)
_ELSEWHERE_SENT = re.compile(
    r"\b(?:my (?:wife|husband|partner|mum|mom|dad|friend|sister|brother|daughter|son)|(?:other|another|new"
    r"|different) (?:e-?mail|address))\b"
    r"|闺蜜|我妈|我爸|老爸|爱人|老公|老婆|朋友|(?:换了?|新的?|另一个)邮箱",
    _I,
)
_UNWANTED_SUBSCRIPTION = re.compile(
    r"取消(?:邮件|我的|你们的|这个)?订阅|没订阅过|不(?:想|要|再)订阅?|退出订阅|\bcancel (?:my |the )?subscription\b", _I
)
_TEXT_MESSAGES = re.compile(r"\b(?:sms|text messages?|(?:marketing|promo\w*) texts?|texts)\b|短信", _I)
_BY_MAIL = re.compile(r"\b(?:e-?mails?|newsletters?|mails?|mailing)\b|邮件|邮箱|周刊|月刊|周报", _I)

_ON_AGAIN = re.compile(
    r"\b(?:(?:turn|switch|put) (?:(?!off\b)\w+ ){0,3}(?:back )?on|back on|(?:can|may) (?:\w+ )?(?:suggest|recommend"
    r"|write|message|remind) (?:\w+ )*again"
    r"|(?:suggest|recommend|remind)\w* (?:\w+ ){0,3}again|opt (?:me )?(?:back )?in)\b"
    r"|重新(?:打开|开启|推荐|提醒)|恢复(?:推荐|提醒)|(?:可以|又可以|再次?)(?:给我)?(?:推荐|提醒)(?:了|吧)?$",
    _I,
)
_NOT_AGAIN = re.compile(r"\b(?:don'?t|do not|stop|never|no more|not|quit)\b|别|不要|不用|关[了掉闭]|停", _I)
_MESSAGES = re.compile(
    r"\b(?:remind\w*|follow[- ]?ups?|message me|messag\w+|writ(?:e|ing) (?:to )?me|contact(?:ing)? me"
    r"|keep me posted|alerts?|notif\w+|ping\w*)\b"
    r"|提醒|消息|通知|催|回访|联系我|别再跟我说|不用给我发",
    _I,
)


def part(text: str) -> str | None:
    """Return which part of the account is to change: name, phone, email, address; "other" for what a shop cannot be asked for."""
    plain = _MAIL_ADDRESS.sub("e-mail", text)
    if _TAMPERED.search(plain) or _ELSEWHERE.search(plain):
        return "other"
    return next((name for name, pattern in _FIELDS.items() if pattern.search(plain)), None)


def saved_address(text: str) -> bool:
    """Say whether the address that the account has saved is meant, and no order's."""
    plain = _MAIL_ADDRESS.sub("e-mail", text)
    return bool(_FIELDS["address"].search(plain) and _SAVED.search(plain)) and not _OF_AN_ORDER.search(plain)


def of_an_order(text: str) -> bool:
    """Say whether a text speaks of an order or a parcel."""
    return bool(_OF_AN_ORDER.search(text))


def person(text: str) -> str | None:
    """Return the person's name that stands in a wish to change it: "to Anna Berg", "姓名改成王小明"."""
    for match in (*_NAMED.finditer(text), *_HAN_NAMED.finditer(text)):
        name = match["name"].strip(" .").removeprefix("全名")
        if not _NO_NAMES.match(name) and not _HAN_WORDS.search(name):
            return name
    return None


def name_alone(text: str) -> str | None:
    """Return the name that a short answer is, or holds: what was asked for, so that a name alone will do."""
    told = person(text)
    if told:
        return told
    match = _ALONE.fullmatch(text.strip()) or _HAN_ALONE.fullmatch(text.strip())
    if match and not _NO_NAMES.match(match["name"]) and not _HAN_WORDS.search(match["name"]):
        return match["name"].strip(" .")
    words = text.strip(" .!").split()
    # "anna berg": nobody is made to hit the shift key.
    if 1 <= len(words) <= 4 and all(_LOWER.fullmatch(word) and word not in everyday() for word in words):
        return " ".join(word.capitalize() for word in words)
    return None


def subscription(text: str) -> bool | None:
    """Say whether the newsletter is wanted or not; None where a text says neither or both."""
    if _UNWANTED_SUBSCRIPTION.search(text):
        return False
    if _IF.search(text):
        return None
    wanted, refused = _WANTED.search(text), _REFUSED.search(text)
    if bool(wanted) == bool(refused):
        return None
    return bool(wanted)


def for_another(text: str) -> bool:
    """Say whether the newsletter of somebody else, or of another address, is meant."""
    return bool(_ELSEWHERE_SENT.search(text))


def by_text_message(text: str) -> bool:
    """Say whether text messages are meant rather than e-mails."""
    return bool(_TEXT_MESSAGES.search(text)) and not _BY_MAIL.search(text)


def messages(text: str) -> bool:
    """Say whether messages of our own accord are meant (reminders, follow-ups) rather than suggestions."""
    return bool(_MESSAGES.search(text))


def on_again(text: str) -> bool:
    """Say whether what was switched off is wanted again."""
    return bool(_ON_AGAIN.search(text)) and not _NOT_AGAIN.search(text)
