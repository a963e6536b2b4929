import type { findRule } from "./find-rule.ts";
import type { judgeItems } from "./judge-items.ts";
import type { Kind } from "./phase.ts";
import type { Predicates, Rule, Scalar } from "./rule.ts";
import type { slowDown } from "./slow-down.ts";
import type { stageOf } from "./state-details.ts";
import type { XCallRule, XFailure, XItems, XState, XStateRule } from "./x-job.ts";

/**
 * A declaration made ready for reading: times are milliseconds, and what only the mock and the documentation need is gone.
 * Made by {@link compileLifecycle}; generated clients carry it as data, with those parts of the reader that it needs beside
 * the table of words, and no others.
 */
export interface Lifecycle extends LifecycleReader {
  readonly name: string;
  readonly poll: PollTimes;
  readonly pace?: PaceTimes;
}

/** The part of a lifecycle that answers are read with. */
export interface LifecycleReader {
  readonly id: { readonly answer?: string | undefined };
  readonly call?: readonly XCallRule[] | undefined;
  readonly state?: StateReader;
  readonly items?: ItemsReader;
  readonly promised?: Promises;
  readonly failure?: XFailure;
  readonly progress?: { readonly at: string; readonly of: 1 | 100 };
  readonly stage?: { readonly at: string };
  /** Reads `stage` and `progress`. */
  readonly stageOf?: typeof stageOf;
  /** What the rules ask, by name. */
  readonly predicates?: Predicates | undefined;
}

/** Rules, and what finds the one that decides. */
export interface Rules<R extends Rule> {
  readonly find: typeof findRule;
  readonly list: readonly R[];
}

export interface StateReader extends Omit<XState, "rules" | "values"> {
  /** Each kind with the service's words for it, in the order of `kinds`. */
  readonly values?: readonly (readonly [kind: Kind, ...words: readonly Scalar[]])[];
  readonly rules?: Rules<XStateRule>;
}

export interface ItemsReader extends Pick<XItems, "at" | "id" | "failure" | "none"> {
  readonly state: StateReader;
  /** Reads the items, and judges the job by them. */
  readonly judge: typeof judgeItems;
  readonly promised?: Promises;
}

/**
 * Members that an end promises, of the job or of an item, by their pointers; without one of them the answer breaks the
 * contract. Beside each what its schema calls it: `a string`, `a number`, `a list`, `an object`, or nothing where it has no
 * one word for it.
 */
export type Promises = { readonly [kind in Kind]?: Readonly<Record<string, string>> };

/** All in milliseconds. */
export interface PollTimes {
  readonly firstMs: number;
  readonly everyMs: number;
  readonly atMostMs: number;
  readonly notFoundGraceMs: number;
}

export interface PaceTimes {
  readonly tooManyRequestsMs?: number;
  readonly limits?: readonly PaceLimit[];
  /** Reads the limits. */
  readonly slowDown?: typeof slowDown;
}

/** When the header `remaining` falls under `below`, reads are `everyMs` apart. */
export interface PaceLimit {
  readonly remaining: string;
  readonly below: number;
  readonly everyMs: number;
}
