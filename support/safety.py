"""Reports that a product hurt somebody or nearly did: injury, fire, electric shock, allergic reaction, a child that swallowed a part.

English and Chinese, read on the text itself, whatever a model says. What happened counts ("it caught fire"), what might happen does not
("could it catch fire?").
"""

from __future__ import annotations

import re

_THING = (
    r"(?:it|they|that|which|this|thing|product|item|lamp|lights?|bulb|charger|battery|batteries|plug|socket|cable"
    r"|cord|wire|adapter|adaptor|toaster"
    r"|kettle|heater|blanket|oven|hob|iron|drill|fan|hair ?dryer|straighteners?|powerbank|power bank|phone|laptop"
    r"|scooter|e-?bike|candle|machine|blender"
    r"|fryer|cooker|pan|pot|glass|jar|bottle|dish|teapot|mug|motor|device|speaker|headphones|toy|one)"
)
_WHOM = (
    r"(?:me|my ?self|us|him|himself|her|herself|them|themselves|(?:my|his|her|our|their|the|a) (?:\w+ ){0,2}?"
    r"(?:hands?|fingers?|fingertips?|thumb|palm|wrist|arms?|elbow|legs?|knee|foot|feet|toes?|face|cheek|eyes?"
    r"|lips?|mouth|tongue|throat|skin|scalp|head|neck|back"
    r"|son|daughter|child|children|kids?|boy|girl|baby|toddler|grandson|granddaughter|niece|nephew|wife|husband"
    r"|partner|mother|mum|mom|father|dad"
    r"|sister|brother|friend|gran|grandma|grandmother|grandfather|dog|cat|puppy|kitten))"
)
_CHILD = (
    r"(?:son|daughter|child|kid|toddler|baby|boy|girl|grandson|granddaughter|niece|nephew|little one|year[- ]old"
    r"|he|she|dog|cat|puppy|kitten)"
)
_PART = (
    r"(?:parts?|pieces?|magnets?|batter(?:y|ies)|button|screws?|beads?|eye|cap|lid|wheel|bits?|plastic|coin|ball"
    r"|sticker|balloon|marble|bell|stud|nail)"
)
_REPORT = re.compile(
    # Injury. Past forms: "will it cut me?" asks about a thing.
    rf"\b(?:cut|burned|burnt|scalded|sliced|gashed|injured|stabbed|scratched|crushed|wounded"
    rf"|slashed) (?:\w+ )?{_WHOM}\b(?! (?:off|a slice|some))"
    rf"|\b(?:hurt|bruised|trapped|pinched|jammed) (?:\w+ )?{_WHOM}\b(?! (?:feelings|eyes? (?:to|just)|wallet|feet"
    rf"|toes?|foot))(?<!feet)(?<!foot)(?<!toes)(?<!toe)"
    r"|\b(?:i|he|she|we|they|who|son|daughter|child|baby|toddler|wife|husband|mother|mum|mom|dad|finger|hand|lip"
    r"|arm|leg|face|skin|gums?)"
    r"(?:'s|'m|'re| is| am| are| was| were| got| has been| have been|'ve been| been| started| still)+ (?:\w+ )?"
    r"(?:injured|bleeding|scalded|electrocuted|hospitali[sz]ed|burned by|burnt by|burned on|burnt on|cut on|cut by"
    r"|poisoned)\b(?! out)"
    r"|\b(?:put|landed) (?:me|him|her|us|my \w+) in (?:the )?(?:hospital|er|a&e|emergency)\b"
    r"|\bended up in (?:the )?(?:hospital|er|a&e|emergency room)\b"
    r"|\b(?:had to go|went|rushed|taken|took (?:him|her|me|us|my \w+)) to (?:the )?(?:hospital|er|a&e"
    r"|emergency room|doctor|vet)\b[^.!?]{0,30}"
    r"\b(?:because of|from (?:it|the|your)|after (?:using|eating|wearing|touching|drinking|it|the)|when (?:it|the))\b"
    r"|\b(?:needed|needs|got|had) (?:\d+|two|three|four|five|six|seven|eight|ten) stitches\b"
    r"|\b(?:collapsed|gave way|toppled over|tipped over|fell)(?: \w+)? (?:under|beneath|on|onto) (?:me|him|her|us"
    r"|my (?!order|door))"
    r"|\b(?:broke|broken|fractured) (?:my|his|her|their) (?:wrist|arm|leg|ankle|foot|hip|finger|nose|tooth|rib"
    r"|hand|toe)\b|\bcollapsed (?:while|when|as|with) (?:i|he|she|we|my)\b|\b(?:third|second|first|3rd"
    r"|2nd)[- ]degree burns?\b"
    r"|\bburns? on (?:my|his|her) \w+"
    # Fire, smoke, heat.
    r"|\bcaught (?:on )?fire\b|\bcatches fire\b|\bburst into flames?\b|\b(?:went up )?in flames\b|\bset (?:my|our"
    r"|the) \w+(?: \w+)? (?:on fire|alight)\b"
    rf"|\b{_THING}(?:'s| is| was| were| are) (?:\w+ )?(?:on fire|smoking|sparking|smouldering|burning)\b(?! (?:hot"
    rf"|deal|well|evenly|nicely|bright|through|question))"
    r"|\b(?:started|starts|began|begins|keeps|kept) (?:to (?:smoke|spark)|smoking|sparking|smouldering)\b"
    r"|\bsparks? (?:flew|fly|flying|came|coming|shot|shooting|jumped|out of|from)"
    rf"|\b(?:{_THING}) sparked\b|\bsmoke (?:is |was )?(?:com(?:es|ing)|came|pour(?:s|ing|ed)|rising|rose|out of|from)"
    rf"|\b{_THING} (?:just |suddenly |nearly |almost |has |had )*(?:exploded|blew up|blown up|burst in"
    rf"|shattered in)\b(?! on (?:tiktok|twitter|x|social|insta\w*|youtube))"
    r"|\b(?:plug|cable|cord|charger|adapter|adaptor|socket|casing|housing|plastic|wires?|battery|handle"
    r"|connector)(?: \w+){0,3} melt(?:ed|ing|s)\b"
    r"|\b(?:burning|burnt|burned|electrical|gas) smell\b|\bsmell(?:s|ed|ing)?(?: \w+){0,2} (?:of|like) (?:burning"
    r"|burnt|gas)\b(?! (?:wood|sugar|caramel|incense|sage))"
    r"|\bgas leak\w*|\bsmell(?:s|ed)? (?:burnt|burned)\b|\b(?:begun|begins) to (?:smoke|spark)|\bthere(?: are|'s"
    r"| were| was) sparks\b|\bmade my (?:\w+ )?skin burn"
    rf"|\b{_THING} (?:smoking|sparking)\b|\b(?:baby|child|kid|son|daughter|toddler)(?:'s| is| got"
    rf"| was) (?:badly )?hurt\b|\babout a fire\b|\bleaking (?:gas|acid|battery acid)\b|\bbattery (?:acid"
    rf"|is leaking|leaked|swelled|is swollen|is swelling|is bulging)|\boverheat(?:ed|s|ing)\b(?! protection)"
    r"|\b(?:got|gets|is|was|became) (?:so |too )hot (?:that |to (?:touch|hold))|\bshort[- ]circuit(?:ed|s|ing)\b"
    r"|\bscorch(?:ed|ing) (?:my|our|the|marks?)"
    # Electric shock.
    rf"|\b(?:got|gotten|gets|getting|gave|gives|giving|given|received|had|felt) (?:me |him |her |us "
    rf"|my \w+ )?(?:an?|a \w+) (?:\w+ )?electric(?:al)? shock\b"
    rf"|\b(?:got|gave|gives|getting|giving|felt) (?:me |him |her |us |my \w+ )?(?:a|a \w+) shock (?:from|off"
    rf"|when (?:i|he|she|we) (?:touch|plug|switch|turn|us)\w*)"
    rf"|\b(?:got|was|been|were) (?:zapped|electrocuted)\b|\b(?:got|was) shocked (?:by|from) (?:the )?{_THING}\b"
    rf"|\b(?:zapped|electrocuted|shocked) (?:me|him|her|us|my \w+)\b"
    r"(?! (?:how|that|to|when i saw|with))"
    # Allergic reaction.
    r"|\b(?:had|having|got|has|caused|causing|gave|triggered|suffered|with)(?: \w+){0,3} (?:allergic"
    r"|skin) reaction\b|\ballergic reaction (?:to|from|after)\b|\banaphyla\w+"
    r"|\b(?:broke|broken|came|come|coming|breaking) out in (?:\w+ )*(?:rash|hives|spots|blisters|welts)"
    r"|\b(?:gave|given|gives|got|has|have|had|developed|caused|left|covered in)(?: me| him| her| us"
    r"| my \w+)?(?: with)?(?: an?)?(?: \w+){0,2} rash(?:es)?\b"
    r"(?! (?:guards?|vests?|creams?|decision|move|buy|cream))"
    r"|\b(?:hives|welts)\b|\b(?:face|lips?|throat|tongue|eyes?|eyelids?|skin|hands?)(?: \w+)? (?:is|are|was|were"
    r"|got|went|has|have|started|began)?(?: all| very| really| badly)*"
    r" ?(?:swollen|swelled|swelling|swell up|blistered|blistering|peeling off)\b"
    r"|\b(?:trouble|difficulty|problems) breathing\b|\bstruggl\w+ to breathe\b|\bstopped breathing\b"
    r"|\bthroat (?:closed|closing|tightened)"
    # Swallowed, choked, poisoned.
    rf"|\b{_CHILD}(?:'s| has| have| had| just| almost| nearly| apparently)* (?:swallowed|inhaled|ingested|ate"
    rf"|bit off|bitten off|put) (?:\w+ ){{0,4}}?{_PART}\b"
    r"|\bswallowed (?:it|one|a|the|two|some)\b(?! (?:cost|price|loss|pride|fee|bill))|\b(?:choked|choking) on\b"
    r"|\bfood poisoning\b|\bpoisoned (?:me|us|him|her|my)|\b(?:threw|throwing) up after|\bvomit(?:ed|ing)\b"
    r"|\b(?:made|making) (?:me|us|him|her|my \w+)(?: \w+)? (?:violently |seriously )(?:ill|sick)\b"
    r"|\b(?:ill|sick) (?:after|from) (?:eating|drinking|using|taking)\b|\b(?:found|was|were|there's"
    r"|is)(?: \w+){0,3} (?:glass|metal|shards?|needle|mould|mold|razor)(?: \w+){0,2} in "
    r"(?:the|my|our|her|his) (?:food|jar|chocolates?|biscuits?|cookies?|tea|coffee|snacks?|baby food|jam|sauce"
    r"|honey|drink)\b"
    r"|\bcarbon monoxide alarm (?:went|is going)",
    re.IGNORECASE,
)
_HAN_THING = (
    r"(?:电池|充电宝|充电器|充电头|插头|插座|插排|电线|数据线|线|玻璃|灯泡?|台灯|壶|水壶|锅|电饭锅|杯子?|水杯"
    r"|瓶子?|手机|耳机|电脑|吹风机|电热毯|暖[风手]?[机宝器]|热水袋|风扇|机器"
    r"|烤箱|蒸蛋器|茶壶|它|东西|产品|玩具|滑板车|电动车|香薰|蜡烛)"
)
_HAN_BODY = r"(?:手指?头?|胳膊|手臂|手腕|手掌|腿|脚背|脚趾|脚|脸|眼睛?|嘴唇?|舌头|喉咙|头|额头|皮肤|背|脖子|膝盖)"
_HAN_WHO = r"(?:孩子|宝宝|小孩|娃|儿子|女儿|闺女|我|我妈|我爸|妈妈|爸爸|老人|老公|老婆|朋友|他|她|猫|狗)"
_HAN_REPORT = re.compile(
    r"(?<!不)(?:着火|[着著]火了|起火|冒烟|冒火|自燃|烧起来|烧着了)"
    rf"|{_HAN_THING}[^，。！？,!?]{{0,6}}(?:爆炸|(?<!要)炸了|炸开|炸裂|爆裂|爆了|裂开了?[^，。]{{0,4}}(?:伤|划)"
    rf"|烧焦|烧糊|烧坏|烧化|融化|熔化|发烫|鼓包|漏液)"
    r"|烫出(?:了)?(?:水)?泡|炸开了|(?:突然|当场|直接|差点|发生了?)(?:就)?(?:爆炸|炸了|炸开)(?<!气炸了)|(?:焦糊?味"
    r"|糊味|烧焦味|煤气味|燃气味)|漏(?:气|煤气)了|漏电|触[电電]|短路|[冒打]火花|火花四溅"
    rf"|(?:被|让)[^，。！？,!?]{{0,6}}电(?:了|到|麻|着|击)|电到{_HAN_WHO}|电了(?:我)?一下|麻了一下[^，。]{{0,6}}电"
    rf"|(?:烫|烧|割|划|刺|扎|砸|夹|咬|刮|磕|压|炸|戳|崩|摔)(?:伤|破)(?!不)(?:了|到|我|{_HAN_WHO}|{_HAN_BODY}|$|，"
    rf"|。|！)|(?:烫|割|划|扎|砸|刺|戳|电|崩|夹)(?:到|(?<!夹)着|(?<=夹)住)(?:了)?(?:我|{_HAN_WHO}|了?{_HAN_BODY})"
    rf"|{_HAN_BODY}[^，。！？,!?]{{0,6}}(?:流血|出血|肿了|红肿|起泡|起了?(?:水)?泡|割了|划了|破了个口|烂了|脱皮)"
    rf"|流血了|出了?(?:好多|很多)血|血流不止|缝了[一二两三四五六七八九十\d]+针"
    r"|受伤了?|弄伤|伤到(?:了)?(?:人|我|孩子|宝宝|手|眼)|(?:塌|垮|散架)了?[^，。！？,!?]{0,8}(?:摔|砸|伤)"
    r"|(?:用|戴|穿|吃|喝|抹|涂|擦|敷|喷|接触|碰|贴|洗)[^，。！？!?]{0,14}[过過]敏(?!的人|体质|肌)|[过過]敏(?:了"
    r"|反应|得|严重|起|休克|送)|(?:起|出|长|冒)(?:了)?(?:很多|好多|一身|一片|满脸|满身|一大片|一脸)?(?:红疹|疹子"
    r"|荨麻疹|红疙瘩|水泡)"
    r"|红肿|(?:脸|嘴|眼睛?|嘴唇|喉咙|舌头|皮肤)(?:都|全|一下子|马上|就)*肿(?:了|起来|得|成)|呼吸困难"
    r"|(?<![勒憋紧箍]得)喘不(?:上|过)气|休克"
    rf"|{_HAN_WHO}[^，。！？,!?]{{0,10}}(?:误吞|吞(?:了|下|进|食|到)|误食|咽下|吃(?:了|进去"
    rf"|下去)[^，。！？,!?]{{0,8}}(?:零件|电池|磁铁|磁珠|珠子|纽扣|扣子|螺丝|塑料|干燥剂)|噎(?:到|住)|卡(?:到|在"
    rf"|住)[^，。]{{0,4}}(?:喉|嗓))|误吞|误食"
    r"|把[^，。！？,!?]{0,8}(?:零件|电池|磁铁|磁珠|珠子|纽扣|扣子|螺丝|小球)[^，。！？,!?]{0,4}(?:吞|咽|吃)(?:了"
    r"|下|进)|噎(?:到|住)(?:了)?|食物中毒|中毒了|上吐下泻"
    r"|(?:吃|喝)[^，。！？!?]{0,8}(?:拉肚子|呕吐|吐了|肚子疼|腹泻)|送(?:去|到|往|进)?(?:了)?(?:医院|急诊|急救)"
    r"|进了?(?:医院|急诊)|叫了?救护车|(?:吃|喝)(?:出|到)(?:了)?[^，。！？,!?]{0,4}(?:玻璃|铁丝|刀片|针|虫)",
)
# What is asked or feared of a thing, and what a thing is for: its clause reports nothing.
_ASKED = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|and|but|also|quick question|just wondering|before i buy)\b\W*)*"
    r"(?:does|do|will|would|can|could|might|what if|what happens|how (?:do|can|to)|is there|are there|is it safe"
    r"|should)\b[^.!?]*\?"
    r"|\b(?:in case|protects?|protection|prevents?|against|risk of|proof|first[- ]aid|so that no|avoid|never again"
    r"|worried (?:it|about)|afraid (?:it|of)|tight|which size|treats?|for treating|helps? with)\b",
    re.IGNORECASE,
)
_HAN_ASKED = re.compile(
    r"会不会|会[^，。！？,!?]{0,12}[吗么嘛]|能[^，。！？,!?]{0,12}[吗么嘛]|可以[^，。！？,!?]{0,12}[吗么嘛]|容易"
    r"|防|避免|担心|万一|如果|要是|是否|不会|小心|以免|预防|免得|怕[^，。！？,!?]{0,10}(?:受伤|过敏|漏电|触电|着火"
    r"|起火|割|划|烫)"
    r"|专用|急救|治|适合[^，。]{0,8}(?:过敏|受伤)|有没有[^，。]{0,6}风险|抗|我对[^，。！？,!?]{1,6}过敏|(?:体质"
    r"|肌肤?|人群?)(?:能|可以|适合)"
)
_CLAUSE = re.compile(r"(?<=[.!?;\n。！？；])\s*|(?<=[，])")


def reported(text: str) -> bool:
    """Say whether a text reports that somebody came to harm by a product, or that it burned, smoked, gave a shock or broke dangerously."""
    plain = text.replace("’", "'")
    return any(
        (_REPORT.search(clause) and not _ASKED.search(clause))
        or (_HAN_REPORT.search(clause) and not _HAN_ASKED.search(clause))
        for clause in _CLAUSE.split(plain)
    )
