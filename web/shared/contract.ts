/** The types of docs/architecture.md: Socket.IO events and REST shapes. Wire names stay as they are on the wire. */

export type Status = "pending" | "open" | "snoozed" | "resolved";
export type Author = "customer" | "bot" | "agent" | "system";
export type SystemEvent =
  | "handoff"
  | "waiting"
  | "contact_noted"
  | "agent_joined"
  | "agent_assigned"
  | "agent_left"
  | "returned_to_bot"
  | "resolved"
  // Only on the desk.
  | "released"
  | "snoozed"
  | "woken"
  | "abandoned"
  | "merged"
  | "transferred"
  | "transferred_to_team"
  | "let_go"
  | "queued"
  | "macro"
  | "order_action";
export type Presence = "online" | "away" | "offline";
export type Priority = "low" | "normal" | "high" | "urgent";
export type EmotionLabel = "neutral" | "happy" | "grateful" | "confused" | "anxious" | "disappointed" | "frustrated" | "angry";

export interface Button {
  title: string;
  payload: string;
}

export interface EmotionReading {
  label: EmotionLabel;
  confidence?: number;
  valence: number;
  intensity?: number;
}

export interface Understood {
  intent?: { name: string; confidence: number } | null;
  emotion?: EmotionReading | null;
  entities?: { entity: string; value: string; start?: number; end?: number }[];
  language?: string;
}

/** A photo or PDF; its bytes are at `/api/attachments/{id}`. */
export interface Attachment {
  id: string;
  kind: "image" | "pdf";
  name: string;
  media_type: string;
  size_bytes: number;
  width_px: number | null;
  height_px: number | null;
}

export interface Message {
  id: string;
  offset: number;
  conversation_id: string;
  author: Author;
  author_name?: string | null;
  text: string;
  buttons?: Button[] | null;
  attachments?: Attachment[] | null;
  created_at: string;
  client_message_id?: string | null;
  event?: SystemEvent | null;
  /** Only on the desk. */
  private?: boolean;
  /** Only on the desk, on customer messages. */
  understood?: Understood | null;
  /** Only on the desk, on notices: what they are about, to be said in the agent's own language. */
  detail?: Record<string, unknown> | null;
}

export interface BotUttered extends Message {
  quick_replies?: (Button & { content_type?: string })[] | null;
}

export interface WireError {
  code: string;
  message: string;
  retry_after_s?: number;
  detail?: Record<string, unknown> | null;
}

export interface ConversationState {
  conversation_id: string | null;
  status: Status;
  visitor_token?: string | null;
  customer?: { name?: string | null } | null;
  agent?: { name?: string | null } | null;
  messages: BotUttered[];
}

export type Ack<T> = ({ ok: true } & T) | { ok: false; error: WireError };

export type Part = "bot" | "human";

/** What a customer answered to the survey. */
export interface Rating {
  /** 1 to 5, of the parts that were rated. */
  csat: Partial<Record<Part, number>>;
  /** 1 to 7. */
  effort: number | null;
  /** 0 to 10. */
  recommend: number | null;
  comment: string | null;
  answered_at: string;
  changed_at: string | null;
}

/** What is asked about a conversation that is over. */
export interface Survey {
  conversation_id: string;
  parts: Part[];
  question: "ces" | "nps" | null;
  rating: Rating | null;
}

/** Answers; what is left out stays as it was. */
export interface Answers {
  csat?: Partial<Record<Part, number>>;
  effort?: number;
  recommend?: number;
  comment?: string;
}

/** How the first human reply stands. */
export interface Sla {
  target_at: string;
  state: "ok" | "warning" | "breached" | "met";
  first_response_s: number | null;
}

export interface Summary {
  id: string;
  status: Status;
  priority: Priority;
  queue: string | null;
  reason: string | null;
  language: string;
  customer: { id: string | null; name: string | null; verified: boolean } | null;
  assignee: { id: string; name: string } | null;
  last_message: { text: string; author: Author; at: string; attachments?: number } | null;
  emotion: { label: EmotionLabel; valence: number } | null;
  waiting_since: string | null;
  sla: Sla | null;
  /** The assignee may not speak the customer's language. */
  language_fallback: boolean;
  snoozed_until: string | null;
  abandoned_at: string | null;
  merged_into: string | null;
  created_at: string;
  updated_at: string;
  message_count: number;
  /** The first part of the order of lists: the lower, the sooner. */
  place: number;
}

/** Amounts are text that the core wrote with their currency: "€59.00". */
export type Amount = string;

export interface OrderLine {
  name: string;
  name_zh?: string | null;
  quantity: number;
  variant?: string | null;
  total?: Amount | null;
}

export interface Refund {
  id: string;
  amount: Amount;
  status: string;
  due_on?: string | null;
  days_overdue?: number | null;
}

export interface Order {
  id: string;
  label: string;
  label_zh?: string | null;
  status: string;
  placed_at: string;
  total: Amount;
  promised_on?: string | null;
  expected_on?: string | null;
  delivered_at?: string | null;
  days_late?: number | null;
  carrier?: string | null;
  tracking_url?: string | null;
  lines?: OrderLine[];
  refunds?: Refund[];
}

export interface Card {
  id: string;
  name: string;
  email?: string | null;
  language?: string | null;
  since?: string | null;
  city?: string | null;
  loyalty_points?: number | null;
  verified_by?: string | null;
  orders?: Order[];
}

export interface Tried {
  action: string;
  outcome: string;
  at?: string | null;
}

export interface Fact {
  key: string;
  value: string;
}

export interface TimelinePoint {
  message_id: string;
  at: string;
  label: EmotionLabel;
  valence: number;
  confidence?: number | null;
  quote?: string | null;
}

export interface SummaryLine {
  text: string;
  text_zh?: string | null;
  evidence: string[];
}

export interface NextStep {
  text: string;
  text_zh: string;
  because: string;
  because_zh: string;
  evidence: string[];
}

export interface Failure {
  kind: string;
  order_id: string;
  days: number | null;
  label: string;
  label_zh: string;
  made_good: { kind: string; detail: string | null; at: string }[];
}

export interface History {
  conversations: number;
  last_at: string | null;
  handoffs: { conversation_id: string; at: string; reason: string }[];
  failures: Failure[];
}

export interface Packet {
  schema?: string;
  conversation_id: string;
  created_at: string;
  reason: string;
  priority: Priority;
  queue?: string | null;
  language?: string | null;
  customer?: { id?: string | null; name?: string | null; verified_by?: string | null } | null;
  orders?: Order[];
  tried?: Tried[];
  known_facts?: Fact[];
  open_question?: string | null;
  emotion_timeline?: TimelinePoint[];
  summary?: SummaryLine[];
  /** Absent in packets of before. */
  escalation?: { reason: string; priority: Priority; queue: string; because: { rule: string; evidence: string[] }[] } | null;
  next_step?: NextStep | null;
  history?: History | null;
  suggested_replies?: { text: string; source?: string | null }[];
}

/** A reply that an agent may insert, for the customer's newest message. */
export interface Suggestion {
  id: string;
  text: string;
  source: { kind: "canned" | "past_answer" | "article" | "step"; title?: string | null; url?: string | null; message?: string | null };
  score: number;
}

/** A canned response, filled with a conversation's facts. */
export interface Canned {
  id: string;
  title: string;
  text: string;
  own: boolean;
}

export interface ConversationDetail {
  conversation: Summary;
  messages: Message[];
  /** Conversations that go on in this one. */
  merged: Summary[];
  handoff: Packet | null;
  customer: Card | null;
  /** The shop takes its time: the card is what we know ourselves, the whole one comes later. */
  customer_awaited: boolean;
  /** `null` while they are being made. */
  suggestions: Suggestion[] | null;
  rating: Rating | null;
}

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: string;
  /** What they answer; empty means all. */
  queues: string[];
  languages: string[];
  presence: Presence;
  second_factor: boolean;
  must_change_password: boolean;
}

/** A colleague who has a conversation open. */
export interface Viewer {
  id: string;
  name: string;
  writing: "reply" | "note" | null;
}

/** A colleague as every agent sees them; `load` only to those who lead. */
export interface Colleague {
  id: string;
  name: string;
  role: string;
  presence: Presence;
  queues: string[];
  languages: string[];
  load?: number;
}

/** Somebody named this agent in a note, or gave them a conversation. */
export interface Notice {
  id: string;
  kind: "mention" | "transfer";
  conversation_id: string;
  customer: string | null;
  by: { id: string; name: string };
  text: string;
  message_id: string;
  created_at: string;
  seen: boolean;
}

export interface SearchResult {
  kind: "customer" | "order" | "message" | "note";
  conversation: Summary;
  message_id: string | null;
  offset: number | null;
  author: Author | null;
  author_name: string | null;
  at: string;
  excerpt: { text: string; hit: boolean }[];
}

/** A macro as it would run now. */
export interface Macro {
  id: string;
  title: string;
  text: string;
  note: string;
  asks: { name: string; question: string }[];
  does: { kind: string; value: string }[];
  fingerprint: string;
}

export type OrderActionKind = "cancel" | "change_address" | "refund" | "chase_refund";

/** What may be done with an order; `rule` names why not. */
export interface OrderAction {
  kind: OrderActionKind;
  allowed: boolean;
  rule: string;
  amount: Amount;
  by: string;
  alternative: string;
}

export interface Address {
  name: string;
  street: string;
  postcode: string;
  city: string;
  country: string;
}

export interface ActionableOrder {
  id: string;
  label: string;
  label_zh: string;
  total: Amount;
  address: Address | null;
  actions: OrderAction[];
}

export interface DemoCustomer {
  id: string;
  name: string;
  language: string;
  story: string;
  story_zh?: string | null;
}

export interface Product {
  id: string;
  name: string;
  name_zh?: string | null;
  category: string;
  price: Amount;
  description?: string | null;
  description_zh?: string | null;
}
