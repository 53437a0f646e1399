import type { Message, Packet, TimelinePoint } from "../../shared/contract";

/** Return the emotion of each customer message, oldest first: from the messages as they are now, else from the packet. */
export function pointsOf(messages: Message[], handoff: Packet | null): TimelinePoint[] {
  const points = new Map((handoff?.emotion_timeline ?? []).map((point) => [point.message_id, point]));
  for (const message of messages) {
    const emotion = message.author === "customer" ? message.understood?.emotion : null;
    if (!emotion) continue;
    points.set(message.id, {
      message_id: message.id,
      at: message.created_at,
      label: emotion.label,
      valence: emotion.valence,
      confidence: emotion.confidence ?? null,
      quote: message.text,
    });
  }
  return [...points.values()].sort((a, b) => a.at.localeCompare(b.at));
}
