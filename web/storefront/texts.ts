import type { Language } from "../shared/language";

const en = {
  tagline: "Things worth keeping, at home and on the way.",
  taglineMore: "Made to last. And when something goes wrong, someone listens.",
  demo: "Demo shop",
  shopAs: "Shop as",
  guest: "Guest",
  guestHint: "Choose a customer at the top right to try their story.",
  guestStory: "Not signed in: the assistant does not know your orders.",
  signOut: "Sign out",
  signedInAs: (name: string) => `Signed in as ${name}`,
  chooseCustomer: "Choose who is shopping",
  otherLanguage: "中文",
  otherLanguageLabel: "中文, switch to Chinese",
  askUs: "Ask customer service",
  categories: { all: "Everything", home: "Home", kitchen: "Kitchen", clothing: "Clothing", shoes: "Shoes", electronics: "Electronics", outdoor: "Outdoor", beauty: "Bath & care" } as Record<string, string>,
  filter: "Filter by category",
  products: (count: number) => `${count} ${count === 1 ? "product" : "products"}`,
  loading: "Opening the shop…",
  failed: "The shelves could not be loaded.",
  retry: "Try again",
  close: "Close",
  askAbout: "Ask about this",
  freeReturns: "30 days to change your mind",
  delivery: "Free delivery from €50",
  footer: "Hearth & Hive is an invented shop. It shows Warmline, an open-source support assistant; nothing here is for sale.",
  help: "Help",
  desk: "For agents: the desk",
  notFound: "We do not carry this product (any more).",
  signInFailed: "Signing in did not work. You are browsing as a guest.",
};

export type Texts = typeof en;

const zh: Texts = {
  tagline: "值得长久相伴的好物，在家，也在路上。",
  taglineMore: "经久耐用；万一出了问题，也有人用心倾听。",
  demo: "演示商店",
  shopAs: "选择身份",
  guest: "访客",
  guestHint: "在右上角选择一位顾客，体验不同的故事。",
  guestStory: "未登录：客服助手不知道您的订单。",
  signOut: "退出登录",
  signedInAs: (name) => `已登录：${name}`,
  chooseCustomer: "选择购物身份",
  otherLanguage: "EN",
  otherLanguageLabel: "EN，切换到英文",
  askUs: "咨询客服",
  categories: { all: "全部", home: "家居", kitchen: "厨房", clothing: "服装", shoes: "鞋履", electronics: "电子", outdoor: "户外", beauty: "洗护" },
  filter: "按类别筛选",
  products: (count) => `${count} 件商品`,
  loading: "正在打开商店…",
  failed: "商品加载失败。",
  retry: "重试",
  close: "关闭",
  askAbout: "咨询此商品",
  freeReturns: "30 天无忧退货",
  delivery: "满 €50 免运费",
  footer: "Hearth & Hive 是虚构的商店，用于展示开源客服助手 Warmline；这里的商品均不出售。",
  help: "帮助中心",
  desk: "客服工作台",
  notFound: "没有找到这件商品。",
  signInFailed: "登录未成功，您正以访客身份浏览。",
};

export function textsIn(language: Language): Texts {
  return language === "zh" ? zh : en;
}
