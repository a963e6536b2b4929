import type { IncomingMessage } from "node:http";

// Prism's own limit. The longest text that a documented field takes fits well.
const mostBytes = 10 * 1024 * 1024;

/** Whether a body of a media type is text, whatever its bytes. */
export const isTextual = (mediaType: string | null | undefined): boolean =>
  mediaType == null || /^text\/|json|xml|x-www-form-urlencoded/i.test(mediaType);

/** The request's body, nothing where it is too large. */
export const bodyOf = async (request: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> => {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced === 0 && request.headers["transfer-encoding"] === undefined) return Buffer.alloc(0);
  if (announced > mostBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.byteLength;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
