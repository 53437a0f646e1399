/** REST calls about what the bot says and what agents say with one key (docs/architecture.md). */

import { call } from "../api";

export type SpokenLanguage = "en" | "zh";

export interface BotText {
  name: string;
  topic: string;
  shipped: string[];
  own: string[] | null;
  buttons: string[];
  variables: string[];
  changed_by: string | null;
  changed_at: string | null;
}

export interface MacroStep {
  kind: string;
  value: string;
}

export interface MacroDraft {
  language: SpokenLanguage;
  title: string;
  text: string;
  note: string;
  when: string[];
  asks: { name: string; question: string }[];
  does: MacroStep[];
}

export interface ShopMacro extends MacroDraft {
  id: string;
  shipped: boolean;
  enabled: boolean;
  changed_by: string | null;
  changed_at: string | null;
}

export interface ShopMacros {
  macros: ShopMacro[];
  variables: string[];
  conditions: string[];
}

const part = encodeURIComponent;

export const botTexts = async (language: SpokenLanguage): Promise<BotText[]> => (await call<{ texts: BotText[] }>("GET", `/api/texts?language=${language}`)).texts;
export const changeBotText = async (name: string, language: SpokenLanguage, texts: string[]): Promise<BotText> => (await call<{ text: BotText }>("POST", `/api/texts/${part(name)}`, { language, texts })).text;
export const resetBotText = async (name: string, language: SpokenLanguage): Promise<BotText> => (await call<{ text: BotText }>("POST", `/api/texts/${part(name)}/reset`, { language })).text;

export const shopMacros = (language: SpokenLanguage): Promise<ShopMacros> => call("GET", `/api/macros?language=${language}`);
export const addMacro = (draft: MacroDraft): Promise<unknown> => call("POST", "/api/macros", draft);
export const changeMacro = (id: string, draft: MacroDraft): Promise<unknown> => call("POST", `/api/macros/${part(id)}`, draft);
export const deleteMacro = (id: string): Promise<unknown> => call("POST", `/api/macros/${part(id)}/delete`, {});
export const switchMacro = (id: string, enabled: boolean): Promise<unknown> => call("POST", `/api/macros/${part(id)}/switch`, { enabled });
