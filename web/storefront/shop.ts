/** The demo shop's data, and who is shopping. A real shop has a back end of its own here. */

import type { DemoCustomer, Product } from "../shared/contract";
import type { Language } from "../shared/language";
import type { WarmlineApi } from "../widget/api";

const CHOSEN = "hearth-and-hive:customer";

export async function fetchProducts(): Promise<Product[]> {
  return (await fetchJson<{ products: Product[] }>("/demo/products")).products;
}

export async function fetchCustomers(): Promise<DemoCustomer[]> {
  return (await fetchJson<{ customers: DemoCustomer[] }>("/demo/customers")).customers;
}

/** Fetch a fresh token for a demo customer and tell the widget who is here. */
export async function signIn(customerId: string, language: Language): Promise<void> {
  const { token } = await fetchJson<{ token: string }>(`/demo/token?customer=${encodeURIComponent(customerId)}`);
  localStorage.setItem(CHOSEN, customerId);
  (await widget()).identify(token, { language });
}

export async function signOut(): Promise<void> {
  localStorage.removeItem(CHOSEN);
  (await widget()).logout();
}

/** Return the customer chosen on an earlier visit, null for a guest. */
export function chosenCustomer(): string | null {
  return localStorage.getItem(CHOSEN);
}

export async function openChat(): Promise<void> {
  (await widget()).open();
}

/** Return the widget's API; its script tag is deferred and may run after ours. */
async function widget(): Promise<WarmlineApi> {
  if (!window.Warmline && document.readyState !== "complete") {
    await new Promise((done) => window.addEventListener("load", done, { once: true }));
  }
  if (!window.Warmline) throw new Error("widget.js did not load");
  return window.Warmline;
}

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}
