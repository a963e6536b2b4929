import type { Answer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import type { Connection } from "./connection.ts";
import type { Scrub } from "./scrub.ts";

/** One call under way: what its errors name, and what they must not show. */
export interface CallContext {
  readonly connection: Connection;
  readonly operation: Operation;
  /** Hides the key in use. */
  readonly scrub: Scrub;
}

/** An answer as it came, its body read. */
export interface ReceivedAnswer extends Answer {
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** Why `body` is none, in words. */
  readonly problem?: string;
  /** What ended the body before its end. */
  readonly broken?: unknown;
}
