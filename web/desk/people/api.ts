/** REST calls about accounts and what the shop decides (docs/architecture.md). */

import { call } from "../api";
import type { Agent } from "../../shared/contract";

export type Role = "agent" | "supervisor" | "admin";

export interface Colleague {
  id: string;
  name: string;
  role: Role;
  queues: string[];
  languages: string[];
  capacity: number;
  presence: "online" | "away" | "offline";
  active: boolean;
  load: number;
  email: string | null;
  second_factor: boolean | null;
  one_time_until: string | null;
}

export interface LetIn {
  agent: Colleague;
  one_time_password: string;
}

export interface Queue {
  name: string;
  title: string | null;
  title_zh: string | null;
  built_in: boolean;
  open: number;
  agents: number;
}

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Schedule {
  timezone: string;
  week: Record<Weekday, string[]>;
  holidays: Record<string, string[]>;
}

export interface Hours {
  hours: Schedule & { source: "file" | "desk"; zone: string; filed: Schedule };
  is_open: boolean;
  opens_at: string | null;
}

export interface Retention {
  retention: { conversation_days: number; audit_days: number };
  due: number;
}

export interface CannedResponse {
  id: string;
  language: "en" | "zh";
  title: string;
  text: string;
  intents: string[];
  author: string | null;
  author_name: string | null;
  personal: boolean;
  enabled: boolean;
}

export interface CannedDraft {
  language: "en" | "zh";
  title: string;
  text: string;
  personal: boolean;
  intents: string[];
}

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  actor_name: string | null;
  action: string;
  conversation_id: string | null;
  detail: Record<string, unknown> | null;
}

export interface AuditPage {
  entries: AuditEntry[];
  next: number | null;
  actions: string[];
}

export interface AuditFilter {
  actor: string;
  action: string;
  conversation: string;
  since: string;
  until: string;
}

export interface Session {
  id: string;
  device: string;
  created_at: string;
  last_seen_at: string | null;
  expires_at: string;
  current: boolean;
}

export interface Enrolment {
  secret: string;
  uri: string;
  qr: string;
}

export interface Standing {
  open: number;
  unassigned: number;
  warning: number;
  breached: number;
  waiting_since: string | null;
}

export interface Board {
  at: string;
  total: Standing;
  with_bot: number;
  snoozed: number;
  queues: (Standing & { queue: string; title: string | null; title_zh: string | null })[];
  longest: { conversation_id: string; queue: string; priority: "urgent" | "high" | "normal" | "low"; language: string; waiting_since: string; assignee: string | null; sla: string | null }[];
  agents: { id: string; name: string; presence: "online" | "away" | "offline"; load: number; capacity: number }[];
  today: { since: string; handoffs: number; answered: number; median_s: number | null; handled: number };
}

export interface AgentChange {
  name?: string;
  role?: Role;
  queues?: string[];
  languages?: string[];
  capacity?: number;
  active?: boolean;
}

const part = encodeURIComponent;

export const agents = async (): Promise<Colleague[]> => (await call<{ agents: Colleague[] }>("GET", "/api/agents")).agents;
export const addAgent = (agent: AgentChange & { email: string; name: string }): Promise<LetIn> => call("POST", "/api/agents", agent);
export const changeAgent = async (id: string, change: AgentChange): Promise<Colleague> => (await call<{ agent: Colleague }>("POST", `/api/agents/${part(id)}`, change)).agent;
export const resetPassword = (id: string): Promise<LetIn> => call("POST", `/api/agents/${part(id)}/reset-password`, {});
export const resetSecondFactor = (id: string): Promise<unknown> => call("POST", `/api/agents/${part(id)}/reset-second-factor`, {});

export const queues = async (): Promise<Queue[]> => (await call<{ queues: Queue[] }>("GET", "/api/queues")).queues;
export const addQueue = async (queue: { name: string; title: string; title_zh: string }): Promise<Queue[]> => (await call<{ queues: Queue[] }>("POST", "/api/queues", queue)).queues;
export const renameQueue = async (name: string, titles: { title: string; title_zh: string }): Promise<Queue[]> => (await call<{ queues: Queue[] }>("POST", `/api/queues/${part(name)}`, titles)).queues;
export const deleteQueue = async (name: string): Promise<Queue[]> => (await call<{ queues: Queue[] }>("POST", `/api/queues/${part(name)}/delete`, {})).queues;

export const hours = (): Promise<Hours> => call("GET", "/api/settings/hours");
export const setHours = (schedule: Schedule): Promise<Hours> => call("POST", "/api/settings/hours", schedule);
export const resetHours = (): Promise<Hours> => call("POST", "/api/settings/hours/reset", {});

export const retention = (): Promise<Retention> => call("GET", "/api/settings/retention");
export const setRetention = (kept: Retention["retention"]): Promise<Retention> => call("POST", "/api/settings/retention", kept);

export const cannedResponses = async (language: string): Promise<CannedResponse[]> => (await call<{ canned: CannedResponse[] }>("GET", `/api/canned?language=${language}`)).canned;
export const addCanned = (draft: CannedDraft): Promise<unknown> => call("POST", "/api/canned", draft);
export const changeCanned = (id: string, draft: CannedDraft): Promise<unknown> => call("POST", `/api/canned/${part(id)}`, draft);
export const deleteCanned = (id: string): Promise<unknown> => call("POST", `/api/canned/${part(id)}/delete`, {});
export const switchCanned = (id: string, enabled: boolean): Promise<unknown> => call("POST", `/api/canned/${part(id)}/switch`, { enabled });

/** Return the filter as an address's query; days are the reader's own, from the first's beginning to the last's end. */
export function auditQuery(filter: AuditFilter, before: number | null = null): string {
  const query = new URLSearchParams();
  if (filter.actor) query.set("actor", filter.actor);
  if (filter.action) query.set("action", filter.action);
  if (filter.conversation) query.set("conversation", filter.conversation.trim());
  if (filter.since) query.set("since", new Date(`${filter.since}T00:00:00`).toISOString());
  if (filter.until) {
    const end = new Date(`${filter.until}T00:00:00`);
    end.setDate(end.getDate() + 1);
    query.set("until", end.toISOString());
  }
  if (before !== null) query.set("before", String(before));
  return query.toString();
}
export const audit = (filter: AuditFilter, before: number | null): Promise<AuditPage> => call("GET", `/api/audit?${auditQuery(filter, before)}`);

export const changePassword = (old: string, next: string): Promise<unknown> => call("POST", "/api/auth/password", { old, new: next });
export const sessions = async (): Promise<Session[]> => (await call<{ sessions: Session[] }>("GET", "/api/auth/sessions")).sessions;
export const endSession = (id: string): Promise<unknown> => call("POST", `/api/auth/sessions/${part(id)}/end`, {});
export const endOtherSessions = (): Promise<unknown> => call("POST", "/api/auth/sessions/end-others", {});
export const secondFactor = (): Promise<{ second_factor: boolean; recovery_codes_left: number }> => call("GET", "/api/auth/second-factor");
export const beginSecondFactor = (password: string): Promise<Enrolment> => call("POST", "/api/auth/second-factor", { password });
export const confirmSecondFactor = async (code: string): Promise<string[]> => (await call<{ recovery_codes: string[] }>("POST", "/api/auth/second-factor/confirm", { code })).recovery_codes;
export const endSecondFactor = (password: string): Promise<unknown> => call("POST", "/api/auth/second-factor/off", { password });
export const me = async (): Promise<Agent> => (await call<{ agent: Agent }>("GET", "/api/auth/me")).agent;

export const wallboard = (): Promise<Board> => call("GET", "/api/wallboard");
