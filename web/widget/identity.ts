/** Who is chatting: a guest, or the customer that the shop's token names. The gateway checks; this only tells people apart. */

export interface Identity {
  /** "guest" or "customer:<sub>"; the key of what is stored. */
  key: string;
  token: string | null;
  /** When the token ends, in ms since 1970; null for guests or tokens without `exp`. */
  expiresAtMs: number | null;
  /** The guest whose conversation the customer takes along. */
  guestToken: string | null;
}

export const GUEST: Identity = { key: "guest", token: null, expiresAtMs: null, guestToken: null };

/** Return whom a customer's JWT names. Raises Error if it is none. */
export function identityOf(token: string, guestToken: string | null = null): Identity {
  const claims = readClaims(token);
  if (typeof claims.sub !== "string" || claims.sub === "") throw new Error("Warmline.identify: the token names no customer (sub)");
  return {
    key: `customer:${claims.sub}`,
    token,
    expiresAtMs: typeof claims.exp === "number" ? claims.exp * 1000 : null,
    guestToken,
  };
}

export function isExpired(identity: Identity, nowMs: number): boolean {
  return identity.expiresAtMs !== null && identity.expiresAtMs <= nowMs;
}

function readClaims(token: string): { sub?: unknown; exp?: unknown } {
  try {
    const body = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims === "object" && claims !== null) return claims;
  } catch {
    // Falls through to the error below: the token itself must not appear in it.
  }
  throw new Error("Warmline.identify: this is not a JWT");
}
