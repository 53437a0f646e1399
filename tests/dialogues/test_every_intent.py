"""Every intent of docs/annotation.md has a useful answer, in English and in Chinese."""

from __future__ import annotations

import re

import pytest
from onlooker import Onlooker
from stack import Stack

UTTERANCES = {
    "track_order": ("Where is my desk lamp right now?", "我的台灯现在到哪里了？"),
    "late_delivery": ("My desk lamp should have been here days ago", "我的台灯早就该到了，怎么还没到"),
    "delivery_options": ("Do you ship to Switzerland, and what does it cost?", "你们用什么快递，运费多少？"),
    "delivery_period": ("How long does delivery usually take?", "一般下单后几天能到？"),
    "change_shipping_address": ("Please send my mug to another address", "我想改一下收货地址"),
    "place_order": ("How do I place an order?", "怎么下单？"),
    "cancel_order": ("Please cancel my mug order", "帮我取消马克杯那个订单"),
    "change_order": ("Can I change the colour of my headphones order?", "我想把订单里的耳机换个颜色"),
    "purchase_history": ("What have I bought from you so far?", "我以前买过哪些东西？"),
    "get_invoice": ("I need an invoice for my order", "可以开发票吗？"),
    "payment_issue": ("My card was charged twice", "我被重复扣款了"),
    "check_payment_methods": ("Which payment methods do you accept?", "支持哪些付款方式？"),
    "get_refund": ("I want my money back", "我要退款"),
    "track_refund": ("When will my refund arrive?", "我的退款什么时候到账？"),
    "check_refund_policy": ("What is your refund policy?", "你们的退货政策是什么？"),
    "return_item": ("I want to send something back", "我想退货"),
    "exchange_item": ("Can I exchange it for a bigger size?", "可以换大一号吗？"),
    "item_damaged": ("It arrived broken", "收到的东西是坏的"),
    "wrong_item": ("You sent me the wrong item", "你们发错货了"),
    "missing_item": ("Something is missing from my parcel", "包裹里少了一件东西"),
    "product_question": ("What material is the kettle made of?", "电热水壶是什么材质的？"),
    "recommendation": ("Can you recommend a present for my mother?", "有什么推荐的吗？"),
    "complaint": ("I want to file a complaint about your service", "我要投诉你们的服务"),
    "review": ("I'd like to leave a review", "我想写个评价"),
    "edit_account": ("I want to change the phone number in my account", "我想修改账户里的手机号"),
    "delete_account": ("Please delete my account", "我要注销账户"),
    "recover_password": ("I forgot my password", "我忘记密码了"),
    "newsletter_subscription": ("Unsubscribe me from the newsletter", "取消订阅你们的邮件"),
    "promo_code": ("Is my code WELCOME10 still good?", "优惠码 WELCOME10 还能用吗？"),
    "loyalty_points": ("How many points do I have?", "我有多少积分？"),
    "warranty": ("Is my desk lamp still under warranty?", "我的台灯还在质保期内吗？"),
    "back_in_stock": ("When will the winter coat in M be back in stock?", "冬季外套M码什么时候补货？"),
    "size_advice": ("Which size should I take in the running shoes?", "跑鞋我该买多大码？"),
    "opt_out": ("Please stop recommending things to me", "别再给我推荐东西了"),
    "contact_human_agent": ("I want to talk to a human", "我要找人工客服"),
    "contact_customer_service": ("What is the phone number of your customer service?", "客服电话是多少？"),
    "legal_threat": ("I will take you to court", "我要起诉你们"),
    "greet": ("Good morning!", "你好"),
    "goodbye": ("Bye, see you", "再见"),
    "thanks": ("Thank you!", "谢谢"),
    "affirm": ("Yes", "是的"),
    "deny": ("No", "不用了"),
    "inform": ("W-10433", "马克杯"),
    "bot_challenge": ("Am I talking to a robot?", "你是机器人吗？"),
    "out_of_scope": ("What is the capital of Peru?", "今天天气怎么样？"),
}
# Words of which a useful answer has at least one; what is not here is a matter of manners only.
USEFUL = {
    "track_order": "SwiftParcel",
    "delivery_options": "Northpost|SwiftParcel|4[.,]90",
    "delivery_period": "working day|工作日",
    "get_invoice": "invoice|发票",
    "check_payment_methods": "PayPal",
    "check_refund_policy": "30",
    "return_item": "[Rr]eturn|退",
    "exchange_item": "mug|size|one|换|退",
    "recover_password": "reset|重置",
    "delete_account": "delet|注销",
    "edit_account": "number|号",
    "newsletter_subscription": "newsletter|subscribed|订",
    "contact_customer_service": "help@demo.shop",
    "contact_human_agent": "person|colleague|同事|人工",
    "legal_threat": "person|colleague|someone|人",
    "bot_challenge": "bot|program|assistant|机器人|智能助手",
    "purchase_history": "mug|马克杯",
    "cancel_order": "18.90",
    "product_question": "€",
    "recommendation": "€",
    "payment_issue": "payment|付款",
    "change_shipping_address": "address|地址",
    "change_order": "headphones|colour|packed|耳机|颜色|打包",
    "promo_code": "WELCOME10",
    "loyalty_points": "145",
    "warranty": "warranty|质保",
    "back_in_stock": "coat|大衣|外套",
    "size_advice": "44|size|码",
    "opt_out": "suggest|recommend|推荐",
}


@pytest.mark.parametrize("intent", UTTERANCES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_intent_gets_a_useful_answer(stack: Stack, look: Onlooker, intent: str, language: str) -> None:
    thomas = stack.customer("c-three")

    answer = thomas.hears(UTTERANCES[intent][language == "zh"])

    assert answer.strip()
    assert "{" not in answer
    assert "utter_" not in answer
    assert bool(re.search("[\u4e00-\u9fff]", answer)) is (language == "zh")
    assert re.search(USEFUL.get(intent, "."), answer), answer
    if intent not in ("contact_human_agent", "legal_threat"):
        assert look.handed_over(thomas) is None
