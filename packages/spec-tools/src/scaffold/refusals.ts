import type { ErrorKind } from "@genwait/lifecycle";

/** A refusal that every job API knows, whether its document says so or not. */
export interface Refusal {
  readonly status: number;
  readonly kind: ErrorKind;
  /** For the response's description, and the title of a response. */
  readonly title: string;
  /** What the service would say. */
  readonly reason: string;
  /** Only an operation that takes an id can be asked for one that nobody knows. */
  readonly needsId: boolean;
}

export const refusals: readonly Refusal[] = [
  { status: 401, kind: "unauthorized", title: "Invalid or missing key", reason: "Invalid API key", needsId: false },
  { status: 404, kind: "not-found", title: "Nobody knows the id", reason: "Not found", needsId: true },
  { status: 429, kind: "rate-limited", title: "Too many requests", reason: "Too many requests", needsId: false },
  { status: 500, kind: "unavailable", title: "The service failed", reason: "Internal server error", needsId: false },
];
