"""Threats with law, bank, agency or press, in words: the polite ones, too; and such as are said in jest."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_LAWYER = r"(?:lawyers?|solicitors?|attorneys?|barristers?|legal (?:team|counsel|adviser|advisor|department))"
_AGENCY = (
    r"(?:ombudsman|trading standards|small claims|consumer (?:protection|rights? (?:agency|centre|center)|agency"
    r"|affairs|watchdog)"
    r"|better business bureau|citizens advice|attorney general)"
)
_THREAT = re.compile(
    # A lawyer who is brought in. "My lawyer loves this lamp" is none.
    rf"\b(?:involv|contact|consult|hir|instruct|call|ring|phon|brief|ask|forward|engag|retain)(?:e|ing|ed|s)?"
    rf"(?: \w+){{0,4}} {_LAWYER}\b(?! (?:friend|joke)|'s)"
    rf"|\b(?:hear(?:ing)? from|speak(?:ing)? (?:to|with)|talk(?:ing)? (?:to|with)|bring(?:ing)? in|get(?:ting)?"
    rf"|over to|along to|on to|through)"
    rf" (?:my|our|a|the|an)(?: \w+)? {_LAWYER}\b(?! (?:friend|joke)|'s)(?: involved)?"
    rf"|\b(?:my|our|a) {_LAWYER} (?:will|would|is going to|are going to|can|could|may|might|has|have|should|says?"
    rf"|said|thinks|advised?|to)"
    r" (?:(?:already|soon|then|have to|need to|gladly|happily|take|be|been|you) )*"
    r"(?:in touch|contact|writ|send|sent|hear|deal|handl|look|over|take|see|read|explain|sort|letter|claim|case"
    r"|grounds|sue|know)"
    rf"|\b(?:without|before) (?:my |a |the |any )?{_LAWYER}\b|\blawyer(?:ed|ing)? up\b|\blawyers? (?:get "
    rf"|getting )?involved"
    r"|\b(?:sue|suing) (?:you|your|the (?:shop|store|company|seller)|this (?:shop|store|company)|them|for)\b"
    r"|\b(?:take|taking|pursue|consider|considering|start|starting|avoid|threaten|face|facing|need|without|of|to"
    r"|for|contemplat\w+|prefer)"
    r"(?: \w+){0,3} legal (?:action|steps|proceedings|measures|route|advice|remedies)\b"
    r"|\blegal (?:action|proceedings|steps) (?:will|would|is|may|might|against|follow|next|if)"
    r"|\b(?:see you|take (?:you|this|it|that|them)|taking (?:you|this|it)|go(?:ing)?|end(?:s|ing)? up|settle(?:d"
    r"|s)? (?:this|it)|meet(?:ing)?|goes)"
    r"(?: all)? (?:to|in|before) (?:a |the )?(?:court|judge)\b(?! (?:road|lane|street|shoes?))"
    r"|\bpress(?:ing)? charges\b|\breport(?:ing)? (?:you|this|your \w+"
    r"|the shop)(?: \w+){0,2} to (?:the )?(?:police|authorities|fraud|\w+ agency)"
    rf"|\b{_AGENCY}\b|\bletter before action\b|\bclass action\b|\b(?:end|settle\w*|settling"
    rf"|fight) (?:\w+ )?in court\b|\bcourt (?:form|it is|claim|order|papers)\b"
    rf"|\b{_LAWYER}(?:'s)? (?:letter|instructed|needs (?:it|this|your)|has the (?:file|case))|\b(?:threaten\w*"
    rf"|comes?|refund or|letter)(?: \w+){{0,4}} {_LAWYER}\b"
    r"|\b(?:in front of|to|before|by) a judge\b|\b(?:FTC|BBB|ACCC)\b|\b(?:i'?m calling|i'?ll call|will call"
    r"|going to call|i'?ll go to|going to) the police\b|\breport(?:ed|ing)? (?:it|this|you|them) to the police"
    # The bank.
    r"|\bcharge-?backs?\b|\bcharge (?:it|this|that) back\b"
    r"|\bcharging (?:it|this|everything)(?: all)? back\b"
    r"|\b(?:i'?ll|i will|i can|i could|i'?m|going to|gonna|have to|rather not) (?:have |get )?(?:(?:it"
    r"|this) )?(?:revers(?:e|ed|ing)|recall(?:ing)?) (?:the|this|that|my|your)"
    r"|\b(?:disput(?:e|ing)|contest(?:ing)?|claw(?:ing)? back)"
    r" (?:the|this|that|my|it|your)(?: \w+)?(?: (?:charges?|payments?|transactions?|money|purchase)| with| through)\b"
    r"|\b(?:bank|card (?:company|issuer|provider)|paypal|visa|mastercard|amex)(?:'s)?(?: \w+){0,4}"
    r" (?:revers(?:e|ed|es|ing) (?:it|this|that|the|my)|claw|pull (?:it|this|the)|take (?:it|this|the money) back"
    r"|get (?:my|the) money back"
    r"|get involved|step in|investigate|open a (?:case|dispute)|dispute (?:it|this|the))"
    r"|\b(?:open(?:ing)?|fil(?:e|ing)|rais(?:e|ing)|start(?:ing)?) (?:a|an) (?:\w+ )?(?:dispute|case"
    r"|claim) (?:with|at|through|on) "
    r"(?:my|the|paypal|visa|amex)"
    r"|\b(?:ask|get|have|involve|go to|go through|through|tell|let|call|contact)(?:ting|ing)? (?:my|the|our) "
    r"(?:bank|card (?:company|issuer|provider)) (?:to(?! (?:see|check|ask|find|confirm))|get|involved|instead|revers|handle|deal|sort|about"
    r"|know)"
    r"(?! (?:check|a (?:statement|new)))"
    r"|\bsection 75\b"
    # The press.
    r"|\b(?:go|going|talk(?:ing)?|speak(?:ing)?|turn(?:ing)?|tak(?:e|ing) (?:this|it)|writ(?:e|ing)|tell(?:ing)?"
    r"|contact(?:ing)?|inform(?:ing)?|sent|send)"
    r"(?: (?:straight|off|this|it|directly))* (?:to |with )?(?:the|a|our|my)(?: local)? (?:press|newspapers?"
    r"|papers?|media|news(?! agent)|tv|journalists?|reporters?)\b"
    r"(?! (?:shop|stand|rack|holder|cabinet|bag))"
    r"|\bgo(?:ing)? public (?:with|about)\b|\bconsumer (?:programme|show)\b"
    # Chinese.
    r"|律师函"
    r"|(?:找|请|联系|咨询|委托|惊动|麻烦|劳烦|通过|交给|问问?|让|叫|转给|带上|带着)(?:一下|下)?(?:我们?的?|个"
    r"|了)?(?:代理|专业)?律师"
    r"(?!朋友|同学|姐|哥|的|生日)"
    r"|律师(?:会|将|就会|要|来|马上|已经?)?(?:再|直接|跟|和|与|来)?(?:您|你们?|贵司)?(?:联系|沟通|发函|找你|找您"
    r"|处理|出面|介入|谈)"
    r"|(?:和|跟|由|走)律师(?:谈|说|聊|沟通|程序|流程)|律师(?:介入|出面)"
    r"|(?<!被)起诉|(?<![转警广报忠])告(?:你|您|死你|到法院|上法[院庭]|你们?公司|你们?店)(?!诉)|打官司"
    r"|走(?:到)?(?:法律|司法)(?:程序|途径|这一步)?"
    r"|(?:法律|司法)(?:途径|手段|程序|武器|行动|责任|追究)|(?:提起|进入|走)诉讼|法[院庭](?:上)?见|对簿公堂|上法庭"
    r"|闹上法[院庭]"
    r"|(?<![寄送])(?:上|闹到|告到|去|到|走)法院(?:去)?(?:告|起诉|见|解决|打|讨|说理|走|立案)|闹到法院|申请仲裁"
    r"|(?:我|就|只能|只好|得|去|已经|准备|否则|不然|再不[^，。！？]{1,8})(?:要|会|去|真的?"
    r"|马上)?(?<!要不要)报警(?!器|的|[吗啊么])"
    r"|消协|消费者(?:协会|保护|权益)|工商(?:局|所|部门|投诉)|市场?监管?(?:局|部门|总局|所)|监管部门|黑猫(?:投诉"
    r"|平台|上?投诉)"
    r"|(?:打|拨|找|投诉|举报|通过|闹到|反映|麻烦|惊动|联系|上|去|向)[^，。！？,!?\d]{0,6}(?<![\dWw-])123(?:15"
    r"|45)(?!\d)"
    r"|(?<![\dWw-])123(?:15|45)(?!\d)(?:上|平台|热线|电话|那边)?(?:投诉|举报|见|反映|处理|维权|介入)"
    r"|拒付(?!吗)|(?:撤销|撤回|追回|追讨|冻结|止付)(?:掉)?(?:这笔|那笔|该笔|我的)?(?:交易|付款|支付|款项?|钱|扣款)"
    r"|(?:让|请|找|叫|通过|联系)(?:我的?|发卡)?(?:银行|信用卡中心|发卡行)(?:那边)?(?:来)?(?:处理|介入|追|撤|退回"
    r"|把|冻结|申诉|投诉|拒|要回)"
    r"|(?:银行|信用卡(?:中心)?|支付宝|微信支付|交易|支付)(?:那边)?(?:发起|申请|提交|提)?(?:争议|申诉|维权|投诉)(?!吗)"
    r"|(?:媒体|网上|微博|抖音|小红书|公开|给你们?|把你们?|把这事|发出去)[^，。！？,!?]{0,6}曝光(?!度|补偿|时间|率)"
    r"|曝光(?:你|您|贵)"
    r"|(?:找|联系|告诉|惊动|请)(?:了)?(?:媒体|记者|电视台)|上(?:热搜|电视台|新闻)(?!同款)",
    _I,
)
# "I'm not going to sue you"; but "I won't hesitate to", "I'm not suing you yet" are threats.
_NOT_MEANT = re.compile(
    r"\b(?:not|never|n't) (?:going |planning |about |looking |trying |here |threatening )?(?:to )?(?:\w+ ){0,2}$"
    r"|\b(?:won'?t|wouldn'?t|no plans? to|no intention of|no need (?:to|for)|not threatening(?: with"
    r"| any)?) (?:be )?(?:\w+ ){0,1}$"
    r"|(?:不会|不打算|没打算|没想过?|没有要|不是要|不是来|不用|没必要|又不是)(?:去|真的?|要)?[^，。！？]{0,2}$",
    _I,
)
_MEANT_BEFORE = re.compile(
    r"hesitat|rather|\bwant|\blike\b|hate|hop(?:e|ing)|prefer|afraid|think twice|\bnot (?:have to|need to|force)"
    r"|n't (?:make|force)|希望|但愿",
    _I,
)
_MEANT_AFTER = re.compile(r"\byet\b|unless|\bif\b|for now|除非|如果|要是|暂时|否则|不然", _I)
_NEAR = 40  # characters before a threat in which a word bears on it
_CREATURE = (
    r"(?:cats?|dogs?|kittens?|pupp(?:y|ies)|hamsters?|rabbits?|bunn(?:y|ies)|parrots?|goldfish|turtle|toddlers?"
    r"|baby|kids?|plants?|houseplants?"
    r"|teddy|wallet|feet|back|stomach|inner child|sofa|gran(?:ny|dma)?|nan|mother-in-law|four-year-old|coffee)"
)
_JEST = re.compile(
    rf"\b(?:my|our|the|your|his|her) (?:\w+ )?{_CREATURE}(?:'ll|'s)?\b[^.!?]{{0,50}}\b"
    r"(?:sue|suing|lawyers?|attorneys?|solicitors?|court|charges|legal|ombudsman|kill|press)"
    rf"|\b(?:lawyers?|attorneys?|solicitors?) (?:of|for) (?:my|the) {_CREATURE}"
    r"|\b(?:just|only) (?:kidding|joking)\b|\bj/?k\b|\bkidding\b"
    # Laughter alone makes no joke ("haha very funny, see you in court 😄"): laughter over something nice does.
    r"|\A(?=.*(?:\b(?:lol|lmao|rofl|a?haha\w*|hehe\w*)\b|[😂🤣😜😝😹😍🥰]|哈{2,}|嘿{2,}|嘻{2,}))(?=.*(?:\b(?:cute"
    r"|gorgeous|beautiful|pretty|lovely|adorable|happy|too good"
    r"|so good|in love|obsessed)\b|好看|好吃|可爱|剁手|种草|喜欢|太香|爱了|漂亮|上头))"
    r"|\b(?:kill|die) for\b|\bdying (?:to|for)\b|\bkiller (?:deal|price|look|heels?|lamp)"
    r"|我家(?:的)?(?:小)?(?:猫|狗|猫主子|主子|喵|汪|仓鼠|兔子|鹦鹉|娃|宝宝|孩子|小祖宗|老太太"
    r"|金鱼)[^。！？!?]{0,16}(?:告|起诉|律师|法院|投诉|官司|报警|12315)"
    r"|(?:猫|狗|兔子|仓鼠|喵)(?:主子)?(?:要|会|说要|准备|扬言)[^。！？!?]{0,8}(?:告|起诉|律师|投诉|报警)"
    r"|开(?:个|你|您)?玩笑|逗你|\[doge\]|[\[【(（](?:狗头|doge|旺柴|手动狗头)[\]】)）]",
    _I | re.DOTALL,
)


def made(text: str) -> bool:
    """Say whether a text threatens with a lawyer, a court, a chargeback, an agency or the press, however politely."""
    plain = text.replace("’", "'")
    return any(
        not _NOT_MEANT.search(before := plain[max(0, match.start() - _NEAR) : match.start()])
        or bool(_MEANT_BEFORE.search(before) or _MEANT_AFTER.search(plain, match.end()))
        for match in _THREAT.finditer(plain)
    )


def in_jest(text: str) -> bool:
    """Say whether a text shows that its threat is a joke: whose threat it is, that it is called one, or what is laughed about."""
    return bool(_JEST.search(text.replace("’", "'")))
