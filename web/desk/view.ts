import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../shared/language";
import type { Desk } from "./store";
import { textsIn, type Texts } from "./texts";

/** What every part of the desk needs: whose language, which words, and the desk itself. */
export interface View {
  desk: Desk;
  language: Language;
  texts: Texts;
}

const ViewContext = createContext<View | null>(null);

export const ViewProvider = ViewContext.Provider;

export function viewOf(desk: Desk, language: Language): View {
  return { desk, language, texts: textsIn(language) };
}

export function useView(): View {
  const view = useContext(ViewContext);
  if (!view) throw new Error("useView outside of ViewProvider");
  return view;
}
