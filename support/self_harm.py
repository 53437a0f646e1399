"""Words of somebody who may want to hurt or kill themselves, or fears that another one does, in English and Chinese.

Read on the text itself, whatever a model says. In doubt it is taken seriously: "I'll kill myself if it isn't here" counts, however it is
meant. Figures of speech about things ("to die for", "气死了"), and accidents ("I cut myself on the glass"), don't.
"""

from __future__ import annotations

import re

_SELF = r"(?:my ?self|himself|herself|themselves|themself)"
_SAID = re.compile(
    # "Killed myself laughing", "could kill myself for forgetting the size": figures of speech.
    rf"(?<!could )(?<!could have )(?<!almost )(?<!nearly )\b(?:kill|killing|unalive|unaliving|hang|hanging|drown"
    rf"|drowning|shoot|shooting) {_SELF}\b"
    r"(?! (?:laughing|with laughter|for|a|the|some))"
    r"|\bkms\b"
    rf"|\b(?:want(?:s|ed)? to|wanna|going to|gonna|feel like|think(?:ing)? (?:of|about)|thoughts? (?:of|about)"
    rf"|urges? to|might|tried to|threaten\w* to"
    rf"|plan(?:s|ning)? to|keep(?:s)?|started|(?:i'?ve|i have|he's|she's) been|(?:will|i'll|she'll|he'll)) (?:hurt"
    rf"|harm|cut|starv)(?:e|ting|ing)? {_SELF}\b"
    r"(?! (?:off|a slice|some|a piece))"
    r"|\bself[- ]?(?:harm|injur)\w*"
    r"|\b(?:end|take|ending|taking|took|ended) (?:my|his|her|their) (?:own )?li(?:fe|ves)\b"
    r"|\b(?:want to|wanna|going to|gonna|feel like|i'?ll|ready to|could|might"
    r"|about to) (?:just )?end(?:ing)? it all\b"
    r"(?! (?:and|by) (?:cancel|unsubscrib|clos|delet)| with (?:you|this shop|your))"
    r"|(?<!not )(?<!n't )\bsuicid(?:e|al)\b(?! (?:squad|doors?|girls?|tendencies|burger|wings?|sauce|king|by design))"
    r"|\b(?:i|he|she|they) (?:(?:just|really|only|still|honestly|actually|sometimes|often|kind of"
    r"|simply) )*(?:want(?:s|ed)?|wanna|wish)(?: to)? die\b"
    r"(?!(?:ing)? ?(?:of|from|laughing|with) ?(?:laugh|embarrass|shame|boredom|cute|happiness|joy)?)"
    r"|\b(?:wish|rather) (?:i|he|she) (?:was|were) (?:dead|never born|not alive)|\bwish i'?d never been born"
    r"|\bi'?d rather be dead\b|\bbetter off dead\b"
    r"|\b(?:don'?t|do not|doesn'?t|didn'?t|no longer) (?:really |even |just )?(?:want|wanna|wish|care)(?: to)?"
    r" (?:live (?:any ?more|any longer|like this)|live(?=\W*$|[.,!])|be alive|exist|be here (?:any ?more"
    r"|any longer)|wake up (?:any ?more|again|tomorrow)|go on living)"
    r"|\b(?:no (?:reason|point)|nothing(?: left)?) (?:to live for|to live|in living|(?:in )?being alive)\b"
    r"|\b(?:life|living)(?: is|'s| isn'?t| is not| has)"
    r"(?: just| really| no longer| not)* (?:worth (?:living|it any ?more)|pointless|unbearable)\b"
    r"|\bnot worth living\b"
    r"|\bcan'?t (?:go on|carry on|bear) living\b|\btired of (?:living|being alive)\b"
    r"|\b(?:everyone|everybody|they|the world|my (?:family|kids|wife|husband))(?:'d| would"
    r"| will) be better off without me\b"
    r"|\b(?:took|taken|take|taking|planning) (?:an |a )?(?:overdose|whole bottle of (?:pills|tablets))\b"
    r"|\boverdos(?:e|ed|ing) on (?:my|pills|tablets|sleeping|paracetamol)"
    r"|\bjump(?:ing)? (?:off|from) (?:a|the|my) (?:bridge|roof|building|balcony|cliff)\b(?! (?:jump|into))"
    r"|\bslit(?:ting)? my wrists?\b"
    r"|\b(?:i|he|she) wish(?:es)? (?:i|he|she) (?:could|would) (?:just |simply )?(?:die|be dead|not wake up)\b"
    r"|\bdisappear forever\b"
    r"|\bwhy (?:should|do) i (?:even |still )?(?:keep living|go on living|keep on living)\b"
    r"|\bnot be(?:ing)? (?:around|alive) (?:any ?more|much longer)\b",
    re.IGNORECASE,
)
_HAN_SAID = re.compile(
    r"(?<!商业)(?<!职业)(?<!政治)(?<!预防)(?<!防)自[杀殺](?!率|小队|小隊|兔|式|突击|专线主题)"
    r"|(?<!气)(?:我|真的?|好|就|只|都|很|老是?|总是?|一直|每天|有时候?|甚至|他|她|得|心里|突然)想死(?!你|您|我|它"
    r"|他|她|这|那|个|了[你您这那它])"
    r"|^\W*想死\W*$|想死的心|想(?:去|要)死(?!你)|想过死(?!当|磕)"
    r"|不想(?:再)?活(?!动|跃|络|页|泼|得|期|物|鱼|虾)|不想活(?:了|下去)"
    r"|我[^，。！？,!?]{0,10}活不下去|(?:^|[，。！？,!?\s]|真的?|快|实在)活不下去|没(?:有)?(?:勇气|力气|动力|意义"
    r"|信心)(?:再)?活|活着(?:真|好|也|还|都|就)*(?:没(?:什么|有|啥)?"
    r"(?:意思|意义|劲|用|希望)|太累|受罪)"
    r"|(?:不如|让我|还是|干脆|真想|真不如)(?:就|都)?死了|我[^，。！？,!?]{0,4}死了算了"
    r"|活着(?:真|还|也|都)?没有?(?:任何|一点|半点)(?:意思|意义|希望)|一死了之|想(?:就这么|就这样)?一了百了"
    r"|[结結]束(?:掉)?(?:自己|我|他|她)的?(?:生命|性命|一生)|[轻輕]生|[寻尋]死"
    r"|了[结結]自己|自我了[断斷]|了[断斷](?:我)?自己"
    r"|跳[楼樓](?!价|大甩|甩卖|促销|机|盘|式)|(?:想|要|去)(?:跳河|跳江|跳海|跳桥|卧轨|上吊)(?!灯|顶|扇|牌)"
    r"|割[腕脉]|自[残殘](?!废)|自我[伤傷]害"
    r"|(?:想|要|又|总是?|忍不住|在|开始|曾经?)(?:去)?[伤傷]害(?:了)?我?自己|拿刀割自己|离开(?:这个|人)世(?:界"
    r"|间)?(?!杯)|不想(?:再)?(?:待|留)在(?:这个)?(?:世上|世界)"
    r"|(?:吃|吞|喝)(?:了|下)?[^，。！？,!?]{0,6}(?:一瓶|一把|很多|整瓶|好多)[^，。！？,!?]{0,3}(?:安眠药|药片)"
    r"|写(?:好|了)?(?:了)?遗书|没有我(?:你们|大家|他们)会(?:更|过得更)好",
)
# "I'm not going to kill myself over a mug", "我不会自杀的": said to be none.
_DENIED = re.compile(
    r"\b(?:not|never|n't) (?:going to|gonna|about to|planning to|trying to)(?: \w+)? $|(?:不会|不至于|又不是要?"
    r"|没想过?|没有要|没打算)(?:去|真的?)?$",
    re.IGNORECASE,
)


def said(text: str) -> bool:
    """Say whether a text speaks of wanting to die, or of hurting or killing oneself."""
    plain = text.replace("’", "'")
    found = (*_SAID.finditer(plain), *_HAN_SAID.finditer(plain))
    return any(not _DENIED.search(plain[: match.start()]) for match in found)
