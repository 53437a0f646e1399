"""Words of self-harm are found in both languages; figures of speech, anger, accidents and names of things are not taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import self_harm

SAID_EN = [
    "I want to kill myself",
    "I'm thinking about killing myself",
    "I want to die",
    "I just want to die",
    "I don't want to live anymore",
    "I don’t want to be alive",
    "I don't want to be here anymore",
    "I want to end my life",
    "sometimes I think about taking my own life",
    "I feel like ending it all",
    "I'm going to end it all",
    "I'm feeling suicidal",
    "I can't stop thinking about suicide",
    "there's no reason to live",
    "I have nothing to live for, and now the present is late too",
    "my life isn't worth living",
    "I wish I was dead",
    "I wish I were dead",
    "I'd be better off dead",
    "everyone would be better off without me",
    "I want to hurt myself",
    "I've been hurting myself again",
    "I have thoughts of harming myself",
    "I'm going to cut myself tonight",
    "self-harm is all I think about",
    "I took an overdose",
    "I'm going to jump off a bridge",
    "I'll kill myself if this parcel doesn't come",
    "I'm tired of living",
    "my son wants to kill himself",
    "I'm scared my sister is going to hurt herself",
    "I might as well hang myself",
    "honestly where is my order, I do not want to live like this",
    "i wanna die",
    "kms",
    "i wish i could just die",
    "I want to disappear forever",
    "why should I keep living",
]
SAID_ZH = [
    "我想自杀",
    "我真的不想活了",
    "我想死",
    "我好想死",
    "活着没意思",
    "活着真没什么意义",
    "我活不下去了",
    "真的活不下去了",
    "不如死了算了",
    "让我死了算了",
    "我想一了百了",
    "我想结束自己的生命",
    "我有轻生的念头",
    "我想跳楼",
    "我要从楼上跳楼了",
    "我刚割腕了",
    "我控制不住想伤害自己",
    "我又伤害自己了",
    "我总是自残",
    "我想离开这个世界",
    "我吃了一瓶安眠药",
    "我写好遗书了",
    "没有勇气活下去了",
    "没有我你们会更好",
    "东西到不到都无所谓了，我不想活了",
    "我儿子说他想自杀",
    "我怕她寻死",
    "每天想死",
    "不想再活下去",
    "我只想死，别的都不重要",
    "我想去死",
    "等得我想死的心都有了",
    "我已經不想活了",
    "我想結束自己的生命",
    "有自殺的念頭",
    "我觉得活着没有任何意义",
    "我想一死了之",
]
FRIENDS_EN = [
    "this knife is killer",
    "that lamp is to die for",
    "I'm dying to get my order",
    "I'd kill for that lamp",
    "my phone died, I couldn't answer the driver",
    "the battery is dead",
    "I cut myself on the glass",
    "I hurt myself when the chair broke",
    "she cut herself on the edge of the tin",
    "I nearly died laughing at the card",
    "I almost killed myself laughing",
    "I could kill myself for ordering the wrong size",
    "you're killing me with these delays",
    "the wait is killing me",
    "do you have the Suicide Squad poster?",
    "I want to dye the scarf",
    "my plants want to live in a bigger pot",
    "just end it all and cancel my subscription",
    "I want to end it, please cancel the contract",
    "I don't want to live with a broken fridge for a month",
    "I don't want to be here chatting all day",
    "this is a dead pixel",
    "I'm dead serious, refund me",
    "over my dead body will I pay that fee",
    "drop dead gorgeous, thank you",
    "I'm not going to kill myself over a mug",
    "I'm not suicidal, just annoyed",
    "does the rope come in 10 m?",
    "I need razor blades for my dad",
    "can I hurt the surface with a cloth?",
    "I'm sick and tired of waiting",
    "I can't go on like this, it's the third parcel",
    "is it safe for kids not to hurt themselves?",
    "I'll cut myself a slice of that cake",
    "die-cast cars, are they back?",
    "long live the queen mug",
    "I wanted to die of embarrassment when it rang",
]
FRIENDS_ZH = [
    "我要被你们气死了",
    "气死我了",
    "笑死我了",
    "累死了，等了一天",
    "急死我了",
    "想死你们家的蛋糕了",
    "太好吃了，想死它了",
    "我爱死这个包了",
    "我被你们坑死了",
    "这价格是跳楼价吗",
    "跳楼大甩卖什么时候开始",
    "自杀小队的手办有货吗",
    "讲自杀率的那本书有吗",
    "我不想活动结束才发货",
    "不想活跃在群里，取消订阅",
    "这鱼活不下去了，包装太差",
    "花到了就蔫了，怕活不下去",
    "你们这种店早晚活不下去",
    "手机死机了",
    "电池死了，充不进电",
    "死活联系不上快递",
    "把上吊灯的螺丝少发了一个",
    "这刀会伤害自己吗，有没有保护套",
    "我划伤了手",
    "被玻璃割伤了",
    "取消订单一了百了",
    "怎么这么想不开买了这个",
    "安眠枕什么时候补货",
    "烦死了，别再发短信",
    "丑死了，我要退货",
    "我不会自杀的，只是很生气",
    "慢死了",
    "死心了，退款吧",
    "我都快等死了",
    "杀手锏那款还有吗",
    "世界杯的球衣有吗",
    "我后悔死了",
]


@pytest.mark.parametrize("text", [*SAID_EN, *SAID_ZH])
def test_it_is_found_whatever_stands_around_it(text: str) -> None:
    assert self_harm.said(text)
    assert self_harm.said(f"Hello, where is my order? {text} thanks")
    assert self_harm.said(text.upper())


@pytest.mark.parametrize("text", [*FRIENDS_EN, *FRIENDS_ZH])
def test_figures_of_speech_are_not_taken_for_it(text: str) -> None:
    assert not self_harm.said(text)
    assert not self_harm.said(text.upper())


def test_there_are_enough_of_each() -> None:
    assert all(len(set(texts)) >= 30 for texts in (SAID_EN, SAID_ZH, FRIENDS_EN, FRIENDS_ZH))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert self_harm.said(text) in (True, False)
