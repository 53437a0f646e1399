import type { ComponentChildren, JSX } from "preact";

/** Addresses, and paths of the shop itself such as `/products/floor-lamp` or `/help/returns?lang=zh`. */
const LINK = /https?:\/\/[^\s<>"'，。！？；、）】》]+|(?<![\w/.])\/(?:products|orders|returns|account|help)(?:\/[\w.-]+)*(?:\?lang=\w+)?/gi;
/** Numbers of orders, requests and parcels, such as W-10423: no line may end at their hyphen. */
const REFERENCE = /\b[A-Z]{1,3}-\d[\d-]*/g;
const TRAILING = /[.,;:!?)\]}]+$/;

export interface RichTextProps {
  text: string;
  /** Called for links of the shop itself; true means that somebody else took care of it. */
  onShopLink?: (path: string) => boolean;
}

/** Show a message's text; http(s) addresses and shop paths become links, everything else stays text. */
export function RichText({ text, onShopLink }: RichTextProps): JSX.Element {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = match[0].replace(TRAILING, "");
    const href = safeAddress(shown);
    if (!href) continue;
    parts.push(...wholeReferences(text.slice(end, match.index)));
    const isShopPath = shown.startsWith("/");
    const follow = (event: MouseEvent): void => {
      if (isShopPath && onShopLink?.(shown)) event.preventDefault();
    };
    parts.push(
      <a key={match.index} href={href} target="_blank" rel="noopener noreferrer" onClick={follow}>
        {shown}
      </a>,
    );
    end = match.index + shown.length;
  }
  parts.push(...wholeReferences(text.slice(end)));
  return <>{parts}</>;
}

function wholeReferences(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    parts.push(text.slice(end, match.index), <span class="whole">{match[0]}</span>);
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** Return the address if it is one to link to, null otherwise. */
export function safeAddress(address: string): string | null {
  if (/^\/(?!\/)/.test(address)) return address;
  try {
    const { protocol, href } = new URL(address);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}
