import type { judgeItems } from "./judge-items.ts";
import type { Kind } from "./phase.ts";
import type { Predicates } from "./rule.ts";
import type { stageOf } from "./state-details.ts";
import type { XCallRule, XFailure, XItems, XState } from "./x-job.ts";

/**
 * A declaration made ready for reading: times are milliseconds, and what only the mock needs is gone.
 * Made by {@link compileLifecycle}; generated clients carry it as data, with those parts of the reader that it needs beside
 * the table of words, and no others.
 */
export interface Lifecycle {
  readonly name: string;
  readonly id: { readonly answer?: string };
  readonly call?: readonly XCallRule[];
  readonly state?: XState;
  readonly items?: ItemsReader;
  readonly promised?: Promises;
  readonly types?: PromisedTypes;
  readonly failure?: XFailure;
  readonly progress?: { readonly at: string; readonly of: 1 | 100 };
  readonly stage?: { readonly at: string };
  /** Reads `stage` and `progress`. */
  readonly stageOf?: typeof stageOf;
  /** What the rules ask, by name. */
  readonly predicates?: Predicates;
  readonly poll: PollTimes;
  readonly pace?: PaceTimes;
  readonly typicalDurationMs?: { readonly p50: number; readonly p95: number };
}

export interface ItemsReader extends Pick<XItems, "at" | "id" | "state" | "failure" | "none"> {
  /** Reads the items, and judges the job by them. */
  readonly judge: typeof judgeItems;
  readonly promised?: Promises;
  readonly types?: PromisedTypes;
}

/** Members that an end promises, of the job or of an item; without one of them the answer breaks the contract. */
export type Promises = { readonly [kind in Kind]?: readonly string[] };

/** What the schema calls a promised member, where it has one word for it: `a string`, `a number`, `a list`, `an object`. */
export type PromisedTypes = Readonly<Record<string, string>>;

/** All in milliseconds. */
export interface PollTimes {
  readonly firstMs: number;
  readonly everyMs: number;
  readonly atMostMs: number;
  readonly notFoundGraceMs: number;
}

export interface PaceTimes {
  readonly tooManyRequestsMs?: number;
  readonly limits?: readonly { readonly remaining: string; readonly below: number; readonly everyMs: number }[];
}
