"""The hand-written tables behind `noise.py`: what fingers, input methods and habits make of English and Chinese.

They are small on purpose, and training must not read them: the robustness set is to be as foreign to the bot as real slips are.
Nothing in them turns a message into its contrary: no negations, nothing that makes "sell" of "buy".
"""

from __future__ import annotations

# The letters around each letter of a QWERTY keyboard.
KEYBOARD = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb",
    "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p": "ol",
    "q": "wa", "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x": "zsdc",
    "y": "tghu", "z": "asx",
}  # fmt: skip

# As people write in chats; longer ones first, since the first that fits a place is taken.
ABBREVIATIONS = {
    "as soon as possible": ("asap",), "by the way": ("btw",), "to be honest": ("tbh",), "oh my god": ("omg",),
    "i don't know": ("idk",), "don't know": ("dunno",), "let me know": ("lmk",), "right now": ("rn",),
    "thank you": ("ty", "thx", "thank u"), "want to": ("wanna",), "going to": ("gonna",), "got to": ("gotta",),
    "kind of": ("kinda",), "at the moment": ("atm",), "a lot": ("alot",), "of course": ("ofc",),
    "something": ("smth", "sth"), "someone": ("sb", "some1"), "anyone": ("any1",), "tomorrow": ("tmrw", "2moro"),
    "yesterday": ("yday", "yest"), "today": ("2day",), "tonight": ("2nite",), "please": ("pls", "plz"),
    "thanks": ("thx", "tks"), "because": ("bc", "cuz"), "before": ("b4",), "really": ("rly",), "though": ("tho",),
    "through": ("thru",), "probably": ("prob", "prolly"), "message": ("msg",), "address": ("addr",),
    "account": ("acct", "acc"), "package": ("pkg",), "delivery": ("deliv",), "delivered": ("delivd",),
    "information": ("info",), "number": ("nr", "num"), "about": ("abt",), "great": ("gr8",), "people": ("ppl",),
    "would": ("wud",), "could": ("cud",), "should": ("shud",), "what": ("wat", "wot"), "with": ("w/",),
    "without": ("w/o",), "your": ("ur",), "you're": ("ur", "youre"), "you": ("u",), "are": ("r",), "and": ("n", "&"),
    "for": ("4",), "okay": ("k", "kk"), "very": ("v",), "have": ("hav",), "been": ("bin",), "just": ("jus",),
    "when": ("wen",), "where's": ("wheres",), "what's": ("whats", "wats"), "it's": ("its",), "i'm": ("im",),
    "i've": ("ive",), "i'd": ("id",), "don't": ("dont",), "can't": ("cant",), "didn't": ("didnt",),
    "doesn't": ("doesnt",), "isn't": ("isnt",), "won't": ("wont",), "haven't": ("havent",), "hasn't": ("hasnt",),
    "that's": ("thats",), "there's": ("theres",), "wasn't": ("wasnt",), "this": ("dis",), "that": ("dat",),
    "how": ("hw",), "still": ("stil",), "minutes": ("mins",), "hours": ("hrs",), "weeks": ("wks",), "days": ("dys",),
}  # fmt: skip

# What an input method offers for the same sounds (tones aside).
HOMOPHONES = {
    "的": "得地", "得": "的", "地": "的", "在": "再", "再": "在", "了": "啦勒", "是": "事", "我": "窝", "你": "泥",
    "们": "门", "这": "着", "那": "哪", "哪": "那", "吗": "嘛", "吧": "把", "么": "嘛", "怎": "真", "什": "神",
    "想": "像", "要": "药", "会": "回", "到": "道", "道": "到", "货": "或", "订": "定", "定": "订", "单": "但",
    "账": "帐", "快": "块", "递": "第", "收": "首", "发": "法", "查": "察茶", "换": "患", "退": "腿", "还": "孩",
    "寄": "记", "件": "建", "包": "宝", "裹": "果", "物": "误", "流": "留", "客": "课", "服": "福", "址": "纸",
    "改": "该", "取": "去", "消": "销", "申": "深", "请": "清", "帮": "邦", "像": "想", "钱": "前", "付": "副",
    "支": "之", "码": "马", "密": "蜜", "号": "好", "登": "灯", "录": "路", "员": "原", "工": "公", "质": "制",
    "量": "亮", "尺": "齿", "寸": "村", "坏": "怀", "错": "措", "漏": "露", "破": "迫", "送": "宋", "时": "十",
    "间": "件", "今": "金", "明": "名", "昨": "作", "周": "州", "评": "平", "价": "家", "惠": "会", "券": "劝",
    "票": "飘", "谢": "写", "气": "汽", "投": "头", "诉": "速", "问": "文", "题": "提", "知": "只", "能": "嫩",
    "已": "以", "经": "精", "里": "理", "进": "近", "新": "心", "开": "凯", "箱": "相", "机": "鸡", "鞋": "协",
    "颜": "言", "商": "伤", "品": "拼", "家": "加", "店": "电", "话": "画", "联": "连", "系": "细", "急": "及",
    "等": "邓", "天": "添", "少": "绍", "多": "都", "都": "多", "过": "国", "用": "拥", "给": "几", "看": "砍",
    "直": "值", "接": "街", "处": "出", "理": "里", "样": "养", "现": "线", "信": "新", "卡": "咖", "声": "生",
}  # fmt: skip

# What looks alike: a stroke more or less, another radical, a neighbour in a stroke-based input method.
LOOKALIKES = {
    "货": "贷", "订": "钉", "单": "弹", "件": "仵", "包": "饱", "裹": "裏", "物": "吻", "流": "琉", "钱": "线",
    "付": "什", "商": "滴", "品": "晶", "质": "盾", "量": "童", "尺": "尽", "码": "妈", "坏": "环", "破": "坡",
    "错": "借", "发": "友", "送": "迭", "查": "杳", "问": "间", "请": "清", "客": "容", "服": "报", "地": "他",
    "址": "扯", "改": "攻", "消": "销", "申": "甲", "密": "蜜", "录": "碌", "登": "凳", "帮": "绑", "我": "找",
    "们": "仃", "的": "旳", "了": "子", "吗": "妈", "还": "环", "要": "耍", "想": "相", "在": "仕", "人": "入",
    "工": "土", "天": "夭", "等": "寺", "时": "吋", "候": "侯", "多": "夕", "明": "朋", "昨": "咋",
    "今": "令", "周": "用", "期": "斯", "样": "洋", "机": "肌", "优": "忧", "惠": "蕙", "券": "卷", "票": "漂",
    "开": "井", "评": "坪", "价": "阶", "谢": "榭", "退": "腿", "换": "唤", "快": "块", "递": "涕", "收": "牧",
    "到": "倒", "账": "胀", "号": "另", "是": "昰", "你": "伱", "这": "迏", "那": "哪", "什": "付", "么": "公",
    "怎": "恁", "家": "冢", "已": "己", "经": "径", "里": "理", "手": "毛", "电": "甩", "话": "活", "员": "贝",
    "投": "设", "诉": "诈", "取": "趣", "款": "歉", "银": "很", "行": "彳", "卡": "下", "颜": "颇", "色": "包",
    "鞋": "鞭", "箱": "相", "新": "亲", "间": "问", "直": "真", "处": "外", "理": "埋", "晚": "晓",
}  # fmt: skip

# The same characters in both scripts; where several would fit, the one of an online shop's chats.
SIMPLIFIED = (
    "个没谢还这们么来给说吗发单帮点买里会号换货机过开电写几别钱着订话时问两码请现后错对样儿烦让头账费动亲邮门为办价记妈选该进"
    "装见递东诉谁销评报转条补实户宝气从贵张听无车录当赶页讲运关边认证删种师应爱礼刚双线结题数块显购员学笔图库紧务复猫国间长难"
    "确锅满骗区签试统网带处规仓变风书垫顺坏热备灯计欢抢荐终决银楼红连俩卖标脸乐质联链预贴资视钟颜额验专凉设断绝体态声脚业级须"
    "优够达纸节丢柜适税旧轮亏兴项冲绒调广铁锁绑恶护担爷弹脑语场据盖挂顾赔医饭尽压温产盘闭阅险蓝裤奖废约续胶输镜败极滚负迟领凭"
    "响闺壶烧绕疯误审离称释闪骂鱼论乱总烂积细责键阳晒盗静协扫财远飞婴晕随详赠绿队净属怀钮编强涨并龙觉归术状谱黄传呜帐愤拦营虚"
    "际检劳养鸟叠帘烟岁惊涂诺遗闻频减却骑围层湿环纯职药颗仪劲将权滤类艺诈谅参园导扰独虽载钢义偿吓铺戏脱雾识许读团愿晓监粮继议"
    "谈赞软鸡孙冻袜饼云恋炉夹妇摆树测窝缩诞邻遥驾画绍绳缝钻铃鸭损异毕简脏训贝较严伞隐辈闹叶岛币梦猪耻腾酱纹词厂县宽浅纠纪练麦"
    "仅伤衬乡争墙尘摇栏欧辞陈宁宠悬战灵穷维诚贼轻饿暂钥农剧卫厉啰坚奋尔径搁枪沟洒滨篮缘聪蜗针铲鲜课惯杂档横疗组谎贺赖赚赛赵违"
    "陆馆齐习妆虫励华启奥忧挤汇润渔矿绘肠赌辩鹅赏厅择构毁灭稳竞肤肿苹译辆迁逻闷丽虾举亚伦兰击剂夺寻恼拥拨挡捡残汤玛砖笼纤缠罚"
    "苏获萝触讨诱钓铅骤经"
)
TRADITIONAL = (
    "個沒謝還這們麼來給說嗎發單幫點買裡會號換貨機過開電寫幾別錢著訂話時問兩碼請現後錯對樣兒煩讓頭賬費動親郵門為辦價記媽選該進"
    "裝見遞東訴誰銷評報轉條補實戶寶氣從貴張聽無車錄當趕頁講運關邊認證刪種師應愛禮剛雙線結題數塊顯購員學筆圖庫緊務復貓國間長難"
    "確鍋滿騙區簽試統網帶處規倉變風書墊順壞熱備燈計歡搶薦終決銀樓紅連倆賣標臉樂質聯鏈預貼資視鐘顏額驗專涼設斷絕體態聲腳業級須"
    "優夠達紙節丟櫃適稅舊輪虧興項沖絨調廣鐵鎖綁惡護擔爺彈腦語場據蓋掛顧賠醫飯盡壓溫產盤閉閱險藍褲獎廢約續膠輸鏡敗極滾負遲領憑"
    "響閨壺燒繞瘋誤審離稱釋閃罵魚論亂總爛積細責鍵陽曬盜靜協掃財遠飛嬰暈隨詳贈綠隊淨屬懷鈕編強漲並龍覺歸術狀譜黃傳嗚帳憤攔營虛"
    "際檢勞養鳥疊簾煙歲驚塗諾遺聞頻減卻騎圍層濕環純職藥顆儀勁將權濾類藝詐諒參園導擾獨雖載鋼義償嚇鋪戲脫霧識許讀團願曉監糧繼議"
    "談贊軟雞孫凍襪餅雲戀爐夾婦擺樹測窩縮誕鄰遙駕畫紹繩縫鑽鈴鴨損異畢簡髒訓貝較嚴傘隱輩鬧葉島幣夢豬恥騰醬紋詞廠縣寬淺糾紀練麥"
    "僅傷襯鄉爭牆塵搖欄歐辭陳寧寵懸戰靈窮維誠賊輕餓暫鑰農劇衛厲囉堅奮爾徑擱槍溝灑濱籃緣聰蝸針鏟鮮課慣雜檔橫療組謊賀賴賺賽趙違"
    "陸館齊習妝蟲勵華啟奧憂擠匯潤漁礦繪腸賭辯鵝賞廳擇構毀滅穩競膚腫蘋譯輛遷邏悶麗蝦舉亞倫蘭擊劑奪尋惱擁撥擋撿殘湯瑪磚籠纖纏罰"
    "蘇獲蘿觸討誘釣鉛驟經"
)

PINYIN = {
    "优惠券": "youhuiquan", "为什么": "weishenme", "快递": "kuaidi", "订单": "dingdan", "退货": "tuihuo",
    "退款": "tuikuan", "客服": "kefu", "发货": "fahuo", "物流": "wuliu", "包裹": "baoguo", "地址": "dizhi",
    "密码": "mima", "账号": "zhanghao", "账户": "zhanghu", "人工": "rengong", "谢谢": "xiexie", "你好": "nihao",
    "什么": "shenme", "怎么": "zenme", "取消": "quxiao", "发票": "fapiao", "换货": "huanhuo", "收到": "shoudao",
    "付款": "fukuan", "商品": "shangpin", "尺码": "chima", "颜色": "yanse", "质量": "zhiliang", "帮我": "bangwo",
    "可以": "keyi", "知道": "zhidao", "东西": "dongxi", "我的": "wode", "请问": "qingwen", "多少": "duoshao",
    "时候": "shihou", "现在": "xianzai", "今天": "jintian", "昨天": "zuotian", "明天": "mingtian",
    "推荐": "tuijian", "投诉": "tousu", "评价": "pingjia", "会员": "huiyuan", "支付": "zhifu", "你们": "nimen",
    "我要": "woyao", "我想": "woxiang", "还是": "haishi", "已经": "yijing", "好的": "haode", "不用": "buyong",
    "这个": "zhege", "那个": "nage", "哪里": "nali", "朋友": "pengyou", "衣服": "yifu", "手机": "shouji",
}  # fmt: skip

ENGLISH = {
    "优惠券": "coupon", "机器人": "robot", "订单": "order", "退款": "refund", "包裹": "package", "快递": "delivery",
    "地址": "address", "账号": "account", "账户": "account", "密码": "password", "发票": "invoice", "客服": "service",
    "取消": "cancel", "退货": "return", "尺码": "size", "颜色": "color", "邮件": "email", "邮箱": "email",
    "谢谢": "thanks", "你好": "hello", "质量": "quality", "今天": "today", "明天": "tomorrow", "推荐": "recommend",
    "评价": "review", "礼物": "gift", "生日": "birthday", "商品": "item", "会员": "VIP", "裙子": "skirt",
    "手机": "phone", "网站": "website", "价格": "price", "朋友": "friend", "问题": "problem", "周末": "weekend",
}  # fmt: skip
# Where no word of the table stands, one of these comes in.
STRAY = ("please", "hello", "btw", "sorry")

# Words at a sentence's end, and a few others, that are drawn out in chats.
DRAWN_OUT = "啊呀吧啦呢吗哦嘛呗哈嗯唉好急快谢慢烦等"
