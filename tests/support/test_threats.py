"""Threats with law, bank, agency or press: polite ones are found, everyday words and jokes are not taken for any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import threats

THREATS_EN = [
    "I'd hate to involve my lawyer",
    "it would be a shame if my bank had to reverse this",
    "You'll be hearing from my solicitor.",
    "I'm going to sue you",
    "we are suing your company for damages",
    "See you in court!",
    "I'd rather not take this to court, but you leave me little choice",
    "I am considering legal action",
    "My attorney will be in touch shortly",
    "I would prefer to settle this without my lawyer",
    "I really don't want to contact my lawyer over a lamp",
    "If it isn't here by Friday I'm filing a chargeback",
    "I'll dispute the charge with my bank",
    "I will ask my bank to claw the money back",
    "my card company can reverse the payment you know",
    "I'm opening a dispute with PayPal",
    "Trading Standards would be interested in this",
    "I wonder what the ombudsman would make of it",
    "small claims it is then",
    "I'll report you to the consumer protection agency",
    "the Better Business Bureau will hear about this",
    "I'm going to the press with this",
    "maybe I should talk to a reporter about how you treat people",
    "I won't hesitate to call my lawyer",
    "I'm not suing you yet",
    "I’d prefer not to start legal proceedings",
    "this ends up in court if nobody answers",
    "I know my rights, Section 75 covers this",
    "let's hope we can sort this out without lawyers involved",
    "it would be unfortunate if I had to get my bank involved",
    "I'll have my bank reverse it",
    "Next step is legal action against you",
    "I'd hate to have to go public with this",
    "please don't make me hire a lawyer",
    "I shall be instructing my solicitors on Monday",
]
THREATS_ZH = [
    "我不想麻烦律师，但你们再拖就没办法了",
    "等着收律师函吧",
    "我要起诉你们",
    "我要告你们",
    "那就法院见",
    "再不退款我就打12315",
    "我已经在12315投诉了",
    "信不信我找消协",
    "不想闹到法院，麻烦尽快处理",
    "希望不用走法律途径",
    "我会通过法律手段解决",
    "我的律师会联系你们",
    "只好请律师来谈了",
    "那我就去工商局反映",
    "市场监管局见吧",
    "我去黑猫投诉",
    "我会让银行把钱追回来",
    "要是非得让银行撤销这笔交易，大家都不好看",
    "我准备申请拒付",
    "我找信用卡中心申请争议了",
    "我要在微博上曝光你们",
    "那我只能找媒体了",
    "再不处理我就报警",
    "这件事我会打官司",
    "你们这样我只能申请仲裁",
    "要不要我联系记者来问问",
    "上法庭也不怕",
    "我不想惊动消费者协会的",
    "非要闹上法庭吗",
    "大不了走诉讼，我奉陪",
    "我会追究你们的法律责任",
    "告到法院我也要讨个说法",
    "我已经委托律师了",
    "别逼我去法院起诉",
    "小红书上给你们曝光一下",
]
FRIENDS_EN = [
    "where is my lamp?",
    "hi, Sue here, my order hasn't come",
    "my lawyer loves this lamp, do you have another?",
    "I'm a lawyer and I need an invoice for the office",
    "can you deliver to 12 Court Road?",
    "do you have court shoes in size 38?",
    "is it good for a tennis court?",
    "my bank declined the card",
    "my bank says the payment went through",
    "which bank do you use for refunds?",
    "does the power bank come with a cable?",
    "has the charge been reversed?",
    "reverse the charge please",
    "will the refund go back to my card?",
    "I was charged twice",
    "can I see the terms?",
    "I'm going to the news agent first, then I can drop it off",
    "do you sell a trouser press?",
    "a French press for my mum please",
    "is the newspaper rack in stock?",
    "I'd like to complain about the delivery",
    "this is the worst shop ever",
    "I'll leave you a bad review",
    "I'm not going to sue you, I only want to know when it comes",
    "no need to call a lawyer, it's only a mug :)",
    "send it to my solicitor's office at 3 High Street",
    "it's a gift for our attorney",
    "so sue me, I ordered two by mistake",
    "what legal rights do I have for returns?",
    "is there a consumer guarantee on it?",
    "I'd kill for that lamp",
    "the colour is to die for",
    "can you contact the carrier?",
    "I want to talk to a person",
    "please ask the bank to check it",
    "I'll call my bank to see whether the payment arrived",
    "I paid with Visa, can I change it to PayPal?",
]
FRIENDS_ZH = [
    "我的灯到哪了？",
    "请告诉我物流信息",
    "麻烦转告你们仓库别发错",
    "我是律师，需要开发票",
    "给律师朋友买的生日礼物",
    "请律师朋友吃饭用的酒杯，什么时候到",
    "送到法院路12号",
    "寄到法院门卫就行",
    "订单尾号是12315",
    "W-12315 到哪了",
    "黑猫图案的T恤还有吗",
    "这个相机的曝光补偿怎么调",
    "银行卡付款失败了",
    "银行说已经扣款了",
    "退款是退到银行卡吗",
    "支付宝可以付款吗",
    "警报器有货吗",
    "有能报警的手环吗",
    "要不要报警啊",
    "报警器怎么安装",
    "我要投诉快递员",
    "你们太差劲了",
    "我要给差评",
    "我不会告你们的，就想问问什么时候到",
    "我没想起诉谁，就是问问",
    "广告里那款有吗",
    "公告上说今天发货",
    "这款沙发法式的还有吗",
    "律师袍有货吗",
    "发票抬头写某某律师事务所",
    "法律类的书还有吗",
    "新闻同款围巾有吗",
    "媒体架多少钱",
    "我想转人工",
    "记者证卡套有吗",
    "记得告诉我一声",
    "我撤销退货申请可以吗",
]
JOKES = [
    "haha I'm suing you, this lamp is so gorgeous that nobody looks at me any more",
    "救命，太可爱了，我要告你们害我剁手哈哈",
    "my cat will sue you lol",
    "my cat is calling her lawyer if the tuna doesn't come",
    "the dog says he'll see you in court",
    "our toddler is going to press charges over the missing teddy",
    "I'm suing you for making me this happy, just kidding",
    "my houseplants are taking legal action",
    "my wallet wants a word with its lawyer, your sale is too good",
    "I'd kill for that lamp",
    "call my lawyer, I've been robbed by cute mugs lmao",
    "my gran will sue if her slippers are late, she's 94 and fierce",
    "only joking, I won't really go to the press",
    "我家猫要告你们了",
    "我家猫主子说罐头再不到就找律师",
    "狗狗要起诉你们，零食太好吃了[狗头]",
    "我要告你们，太好看了害我又剁手😂",
    "开个玩笑，不会真去12315的",
    "我家娃要打官司了，玩具太少",
]
MEANT = [
    *THREATS_EN,
    *THREATS_ZH,
    "haha very funny, my lawyer will be in touch",
    "lol no. I want my money or we go to court.",
    "see you in court haha",
    "haha jackpot, I recorded the call! the judge is going to love it 😁",
    "法院见嘿嘿嘿",
    "行啊，那我报警了哈哈",
    "I'll sue you 😂",
]


@pytest.mark.parametrize("text", [*THREATS_EN, *THREATS_ZH])
def test_threats_are_found_however_polite(text: str) -> None:
    assert threats.made(text)
    assert threats.made(f"Hello. {text}")


@pytest.mark.parametrize("text", [*FRIENDS_EN, *FRIENDS_ZH])
def test_everyday_words_are_no_threats(text: str) -> None:
    assert not threats.made(text)


@pytest.mark.parametrize("text", JOKES)
def test_jokes_are_told_apart(text: str) -> None:
    assert threats.in_jest(text)


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_is_no_joke(text: str) -> None:
    assert not threats.in_jest(text)


def test_there_are_enough_of_each() -> None:
    assert all(len(set(texts)) >= 30 for texts in (THREATS_EN, THREATS_ZH, FRIENDS_EN, FRIENDS_ZH))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert threats.made(text) in (True, False)
    assert threats.in_jest(text) in (True, False)
