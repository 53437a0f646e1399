/** The REST calls by which agents work together (docs/architecture.md). */

import type { ActionableOrder, Address, Colleague, Macro, Message, Notice, OrderActionKind, SearchResult, Summary } from "../shared/contract";
import { call, path } from "./api";

export interface Notices {
  notices: Notice[];
  unseen: number;
}

export interface Colleagues {
  agents: Colleague[];
  queues: string[];
}

export interface SearchPage {
  results: SearchResult[];
  next: string | null;
}

export async function colleagues(): Promise<Colleagues> {
  return call<Colleagues>("GET", "/api/colleagues");
}

/** All agents with what they have to do: for those who lead. */
export async function agents(): Promise<Colleague[]> {
  return (await call<{ agents: Colleague[] }>("GET", "/api/agents")).agents;
}

export async function transfer(id: string, to: { agent_id: string } | { queue: string }, note: string, clientMessageId: string): Promise<Summary> {
  return (await call<{ conversation: Summary }>("POST", `${path(id)}/transfer`, { ...to, note, client_message_id: clientMessageId })).conversation;
}

export async function assign(id: string, agentId: string): Promise<Summary> {
  return (await call<{ conversation: Summary }>("POST", `${path(id)}/assign`, { agent_id: agentId })).conversation;
}

export async function release(id: string): Promise<Summary> {
  return (await call<{ conversation: Summary }>("POST", `${path(id)}/release`, {})).conversation;
}

export async function merge(id: string, into: string): Promise<Summary> {
  return (await call<{ conversation: Summary }>("POST", `${path(id)}/merge`, { into })).conversation;
}

/** Another conversation, and whether the one asked about goes on in it or the other way round. */
export interface Pair {
  conversation: Summary;
  goes_there: boolean;
}

export async function joinable(id: string, words: string): Promise<Pair[]> {
  return (await call<{ pairs: Pair[] }>("GET", `${path(id)}/joinable?q=${encodeURIComponent(words)}`)).pairs;
}

export async function notices(): Promise<Notices> {
  return call<Notices>("GET", "/api/notices");
}

export async function seen(ids: string[] | null): Promise<Notices> {
  return call<Notices>("POST", "/api/notices/seen", ids ? { ids } : {});
}

export async function search(query: string, after: string | null): Promise<SearchPage> {
  const more = after ? `&after=${encodeURIComponent(after)}` : "";
  return call<SearchPage>("GET", `/api/search?q=${encodeURIComponent(query)}${more}`);
}

export async function macros(id: string): Promise<Macro[]> {
  return (await call<{ macros: Macro[] }>("GET", `${path(id)}/macros`)).macros;
}

export interface MacroRun {
  fingerprint: string;
  values: Record<string, string>;
  client_message_id: string;
  seen_offset: number;
  anyway: boolean;
}

export async function runMacro(id: string, macro: string, run: MacroRun): Promise<Summary> {
  return (await call<{ conversation: Summary }>("POST", `${path(id)}/macros/${encodeURIComponent(macro)}`, run)).conversation;
}

export async function orders(id: string): Promise<ActionableOrder[]> {
  return (await call<{ orders: ActionableOrder[] }>("GET", `${path(id)}/orders`)).orders;
}

export interface Confirmed {
  amount?: string;
  address?: Address;
  problem?: string;
}

export async function act(id: string, order: string, kind: OrderActionKind, confirmed: Confirmed): Promise<Message> {
  return (await call<{ message: Message }>("POST", `${path(id)}/orders/${encodeURIComponent(order)}/${kind}`, confirmed)).message;
}
