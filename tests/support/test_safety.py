"""Reports of harm by a product are found in both languages; questions about safety and everyday words are not taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import safety

REPORTED_EN = [
    "the lamp caught fire last night",
    "your charger burst into flames",
    "it was on fire!",
    "smoke is coming out of the kettle",
    "the plug started smoking",
    "the toaster is sparking",
    "sparks flew out of the socket when I plugged it in",
    "the battery exploded in my bag",
    "the glass shattered in my hand",
    "the cable melted",
    "there's a burning smell from the heater",
    "it smells like burning",
    "the power bank overheated",
    "it got so hot that I couldn't hold it, too hot to touch",
    "I got an electric shock from the lamp",
    "it gave me a nasty electric shock",
    "the kettle shocked me",
    "my daughter was electrocuted by it",
    "I got zapped when I touched the case",
    "the blade cut my finger",
    "I cut myself on the broken teapot",
    "the handle broke and I burned my hand",
    "hot water scalded my arm",
    "the chair collapsed under me",
    "the shelf fell on my son",
    "my hand is bleeding",
    "she needed four stitches",
    "it put me in hospital",
    "I had an allergic reaction to the cream",
    "it gave me an awful rash",
    "I broke out in hives",
    "my face is swollen after using the mask",
    "my toddler swallowed a part of the toy",
    "my son swallowed the battery",
    "a magnet came off and the baby has swallowed one",
    "our dog choked on a piece of it",
    "we all got food poisoning from the hamper",
    "there was glass in the jam",
    "my wife was injured by your ladder",
    "Can I return it? It caught fire.",
]
REPORTED_ZH = [
    "台灯着火了",
    "充电宝自燃了",
    "插头冒烟了",
    "水壶冒火花",
    "电池爆炸了",
    "玻璃杯突然炸裂了",
    "充电器烧焦了",
    "一股焦糊味",
    "电热毯漏电",
    "我触电了",
    "我被这个灯电了一下",
    "插上就短路了",
    "手被划破了",
    "孩子被烫伤了",
    "把我手割伤了",
    "刀柄断了，划伤了手指",
    "椅子散架，我妈摔伤了",
    "手一直在流血了",
    "缝了五针",
    "我老公受伤了",
    "用了面霜过敏了",
    "戴上耳环就过敏了",
    "敷完面膜脸都肿了",
    "起了一身红疹",
    "皮肤红肿",
    "吃完呼吸困难",
    "宝宝误吞了零件",
    "孩子把电池吞了",
    "儿子吞了一颗磁珠",
    "小孩被零件噎住了",
    "吃了你们的点心上吐下泻",
    "食物中毒了",
    "已经送医院了",
    "吃出玻璃渣了",
    "手机充着电就烧起来了",
    "插座触電，好吓人",
]
FRIENDS_EN = [
    "could it catch fire?",
    "does the lamp get hot? will it burn my hand?",
    "is there a risk of electric shock?",
    "does it protect against electric shock?",
    "I'm shocked at the price",
    "I got a shock when I saw the bill",
    "it shocked me how rude the driver was",
    "this knife is killer",
    "your sale is on fire",
    "do you have the Kindle Fire?",
    "a fire pit for the garden",
    "is the smoking jacket back?",
    "does it spark joy? haha",
    "this blew up on TikTok, is it in stock?",
    "an explosion of colour, I love it",
    "it melted my heart",
    "the chocolate melted on the way",
    "my phone blew up on social media after the unboxing",
    "is it hypoallergenic?",
    "I'm allergic to wool, is there any in it?",
    "can a child swallow the small parts?",
    "that price is hard to swallow",
    "the swallow print cushion",
    "I swallowed the cost of delivery",
    "do you have rash guards for kids?",
    "it was a rash buy, can I return it?",
    "a first aid kit for cuts and burns",
    "deliver it to the hospital where I work",
    "I was in hospital, so I missed the return window",
    "the stitches came loose on the jacket",
    "the shoes hurt my feet",
    "the zip is broken",
    "the teapot arrived in pieces",
    "you cut my order short",
    "I'm burnt out waiting for you",
    "it's a burning question",
    "smells like burning wood, lovely candle",
    "overheating protection, does it have that?",
    "the driver hurt my feelings",
    "makes me sick how you treat people",
    "the dress is so tight I can't breathe in it",
    "the plaster for treating burns, is it sterile?",
]
FRIENDS_ZH = [
    "这个会着火吗",
    "充电宝会不会爆炸",
    "会漏电吗",
    "我对羊毛过敏，这件含羊毛吗",
    "敏感肌能用吗",
    "过敏体质可以用吗",
    "防过敏的枕头有吗",
    "担心孩子误吞零件，有大一点的吗",
    "小孩会不会吞下去",
    "我要气炸了",
    "气死我了",
    "评论区炸了",
    "爆炸头玩偶还有吗",
    "好吃到爆炸",
    "价格太炸裂了",
    "防烫伤手套有货吗",
    "防触电保护有没有",
    "会割手吗",
    "烟灰缸什么时候补货",
    "火锅底料到了吗",
    "生意火爆",
    "衣服开线了",
    "杯子碎了",
    "茶壶送来就是破的",
    "电到账了吗，电子券",
    "寄到医院门诊部",
    "我在住院，没法退货",
    "急救包里有什么",
    "创可贴能止血吗",
    "被你们坑了",
    "我的心受到了伤害",
    "鞋子磨脚",
    "裙子太紧了",
    "电池充不进电",
    "灯不亮",
    "耳环容易过敏吗",
    "怕划伤手，有手套吗",
    "这刀杀手级别，好用",
]


@pytest.mark.parametrize("text", [*REPORTED_EN, *REPORTED_ZH])
def test_harm_is_found(text: str) -> None:
    assert safety.reported(text)
    assert safety.reported(f"Hello. {text}")


@pytest.mark.parametrize("text", [*FRIENDS_EN, *FRIENDS_ZH])
def test_talk_about_things_is_no_report(text: str) -> None:
    assert not safety.reported(text)


def test_there_are_enough_of_each() -> None:
    assert all(len(set(texts)) >= 30 for texts in (REPORTED_EN, REPORTED_ZH, FRIENDS_EN, FRIENDS_ZH))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert safety.reported(text) in (True, False)
