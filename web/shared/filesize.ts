/** Return a size as people say it: "84 KB", "1.2 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Return how large a photo is shown: within a square of `side` CSS pixels, its shape kept, never so flat that nothing is seen. */
export function shownSize(width: number | null, height: number | null, side: number): { width: number; height: number } {
  if (!width || !height) return { width: side, height: side };
  const scale = Math.min(1, side / Math.max(width, height));
  const smallest = side / 4;
  return { width: Math.max(smallest, Math.round(width * scale)), height: Math.max(smallest, Math.round(height * scale)) };
}
