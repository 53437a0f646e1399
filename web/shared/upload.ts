/** A file's way to the gateway: large photos are made smaller first, and the progress is told. */

import type { Attachment, WireError } from "./contract";

export const ACCEPTED = ["image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"];
const LONGEST_SIDE_PX = 2560;
const SMALL_BYTES = 1_500_000;
const JPEG_QUALITY = 0.88;

export type Uploaded = { ok: true; attachment: Attachment } | { ok: false; error: WireError };

export interface Upload {
  done: Promise<Uploaded>;
  abort(): void;
}

/** Return the file as it should travel. Telephones take photos of ten megabytes; the gateway keeps 2560 pixels a side. */
export async function prepared(file: File): Promise<Blob> {
  const isKnown = ACCEPTED.includes(file.type);
  const isSmall = isKnown && file.size <= SMALL_BYTES;
  if (!file.type.startsWith("image/") || file.type === "image/gif" || file.type === "image/svg+xml" || isSmall) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const context = canvas.getContext("2d");
    if (!context) return file;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const smaller = await new Promise<Blob | null>((give) => canvas.toBlob(give, "image/jpeg", JPEG_QUALITY));
    return smaller && (smaller.size < file.size || !isKnown) ? smaller : file;
  } catch {
    return file; // The gateway says what is wrong with it.
  }
}

/** Send a file, with a token or the cookie of a session; XMLHttpRequest, because fetch tells no progress. */
export function upload(address: string, token: string | null, data: Blob, name: string, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((give) => {
    const failed = (): void => give({ ok: false, error: { code: "unavailable", message: "" } });
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = failed;
    request.onabort = failed;
    request.ontimeout = failed;
    request.onload = () => give(read(request));
    request.open("POST", address);
    request.timeout = 120_000;
    if (token !== null) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encoded(name));
    request.send(data);
  });
  return { done, abort: () => request.abort() };
}

/** Return the name for a header; one that is no text (half a character) is left out, and the gateway gives its own. */
function encoded(name: string): string {
  try {
    return encodeURIComponent(name);
  } catch {
    return "";
  }
}

function read(request: XMLHttpRequest): Uploaded {
  try {
    const body = JSON.parse(request.responseText) as { attachment?: Attachment; error?: WireError };
    if (request.status === 200 && body.attachment) return { ok: true, attachment: body.attachment };
    if (body.error) return { ok: false, error: body.error };
  } catch {
    // A proxy's own page, most likely: the status has to do.
  }
  return { ok: false, error: { code: request.status === 413 ? "too_large" : "unavailable", message: "" } };
}
