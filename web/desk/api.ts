/** The desk's REST calls (docs/architecture.md). */

import type { Agent, Canned, ConversationDetail, Message, Summary, WireError } from "../shared/contract";

export type Tab = "open" | "mine" | "bot" | "snoozed" | "resolved";

const QUERIES: Record<Tab, string> = { open: "status=open&mine=0", mine: "status=open&mine=1", bot: "status=pending&mine=0", snoozed: "status=snoozed&mine=0", resolved: "status=resolved&mine=0" };

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterS: number | null;
  readonly detail: Record<string, unknown> | null;

  constructor(status: number, error: Partial<WireError>) {
    super(error.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = error.code ?? (status === 0 ? "unavailable" : "invalid");
    this.retryAfterS = error.retry_after_s ?? null;
    this.detail = error.detail ?? null;
  }
}

export async function me(): Promise<Agent> {
  return (await call<{ agent: Agent }>("GET", "/api/auth/me")).agent;
}

/** Sign in; throws `code_required` where a second factor is asked for, and then the same is sent again with its code. */
export async function signIn(email: string, password: string, code?: string): Promise<Agent> {
  return (await call<{ agent: Agent }>("POST", "/api/auth/login", { email, password, ...(code ? { code } : {}) })).agent;
}

export async function signOut(): Promise<void> {
  await call("POST", "/api/auth/logout", {});
}

export interface ConversationPage {
  conversations: Summary[];
  /** The cursor of the page that follows. */
  next: string | null;
}

export type Counts = Record<Tab, number>;

export async function conversations(tab: Tab, limit: number, cursor: string | null): Promise<ConversationPage> {
  const behind = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
  return call<ConversationPage>("GET", `/api/conversations?${QUERIES[tab]}&limit=${limit}${behind}`);
}

export async function counts(): Promise<Counts> {
  const { pending, ...others } = (await call<{ counts: Record<Exclude<Tab, "bot"> | "pending", number> }>("GET", "/api/conversations/counts")).counts;
  return { ...others, bot: pending };
}

export async function conversation(id: string): Promise<ConversationDetail> {
  return call<ConversationDetail>("GET", path(id));
}

/** The customer's card, however long the shop takes. */
export async function customer(id: string): Promise<ConversationDetail["customer"]> {
  return (await call<{ customer: ConversationDetail["customer"] }>("GET", `${path(id)}/customer`)).customer;
}

export async function transition(id: string, action: "claim" | "resolve" | "return-to-bot"): Promise<Summary> {
  return (await call<{ conversation: Summary }>("POST", `${path(id)}/${action}`, {})).conversation;
}

export async function snooze(id: string, until: string): Promise<Summary> {
  return (await call<{ conversation: Summary }>("POST", `${path(id)}/snooze`, { until })).conversation;
}

export async function setPresence(presence: "online" | "away"): Promise<Agent> {
  return (await call<{ agent: Agent }>("POST", "/api/presence", { presence })).agent;
}

export interface Outgoing {
  text: string;
  /** Ids of what was uploaded for it. */
  attachments: string[];
  isPrivate: boolean;
  clientMessageId: string;
  suggestion: string | null;
  /** The newest message that the agent had seen when they began to write. */
  seenOffset: number;
  /** They know that a colleague was faster. */
  isAnyway: boolean;
}

export async function write(id: string, out: Outgoing): Promise<Message> {
  const body = {
    text: out.text,
    attachments: out.attachments,
    private: out.isPrivate,
    client_message_id: out.clientMessageId,
    seen_offset: out.seenOffset,
    anyway: out.isAnyway,
    ...(out.suggestion ? { suggestion: out.suggestion } : {}),
  };
  return (await call<{ message: Message }>("POST", `${path(id)}/messages`, body)).message;
}

export async function dismiss(id: string, suggestion: string): Promise<void> {
  await call("POST", `${path(id)}/suggestions/${encodeURIComponent(suggestion)}`, { outcome: "rejected" });
}

export async function canned(id: string): Promise<Canned[]> {
  return (await call<{ canned: Canned[] }>("GET", `${path(id)}/canned`)).canned;
}

export function path(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}`;
}

/** Ask the gateway. Throws ApiError, also where nobody answers. */
export async function call<T>(method: string, url: string, body?: object): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: body ? { "content-type": "application/json" } : {},
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new ApiError(0, { code: "unavailable" });
  }
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, errorIn(answer));
  return answer as T;
}

function errorIn(answer: unknown): Partial<WireError> {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return {};
  return (answer as { error: Partial<WireError> }).error;
}
