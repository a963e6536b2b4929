import type { CallErrorKind } from "@genwait/lifecycle";

const kinds: Readonly<Record<number, CallErrorKind>> = {
  401: "unauthorized",
  402: "insufficient-credits",
  403: "forbidden",
  404: "not-found",
  // The service gave up reading the request; sent again, it may well arrive.
  408: "unavailable",
  410: "not-found",
  425: "unavailable",
  429: "rate-limited",
};

/**
 * What an HTTP code outside 2xx says by itself. Redirects are a breach of contract: following one would carry the key
 * to whatever address it names.
 */
export const kindOfStatus = (status: number): CallErrorKind =>
  kinds[status] ?? (status < 400 ? "contract" : status < 500 ? "invalid-request" : "unavailable");
