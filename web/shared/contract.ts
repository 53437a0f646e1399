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
  | "merged";
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
}

export interface BotUttered extends Message {
  quick_replies?: (Button & { content_type?: string })[] | null;
}

export interface WireError {
  code: string;
  message: string;
  retry_after_s?: number;
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
  handoff: Packet | null;
  customer: Card | null;
  /** `null` while they are being made. */
  suggestions: Suggestion[] | null;
}

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: string;
  presence: Presence;
  second_factor: boolean;
  must_change_password: boolean;
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
