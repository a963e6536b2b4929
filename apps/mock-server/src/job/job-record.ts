import type { StatusKind } from "@genwait/lifecycle";

import type { JobModel } from "../document/api-model.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** A scenario under the name by which it was chosen, such as `slow-90s`. */
export interface NamedScenario {
  readonly name: string;
  readonly scenario: Scenario;
}

/** One job: only what cannot be computed from its id, the seed and the time. A hundred thousand of them are alive at once. */
export interface JobRecord {
  readonly api: string;
  /** Another one when the API's document was read again. */
  job: JobModel;
  readonly id: string;
  readonly startedAtMs: number;
  /** The same moment on the callers' clock, for dates in responses. */
  readonly createdAtMs: number;
  chosen: NamedScenario;
  readonly wasCreated: boolean;
  /** What it is known by beside its id; absent where nobody has said it yet. */
  readonly carried?: Readonly<Record<string, string>>;
  /** What the create asked for. */
  readonly requested?: Requested;
  /** Polls so far, failed ones included. */
  polls: number;
  /** When it ended, where it is the number of polls that ends it. */
  endedAtMs?: number;
  /** A result that somebody commanded. */
  result?: CommandedResult;
  /** How often its output was asked for since there is one. */
  outputs?: number;
  /** When the API was told to cancel it, and what came of it: it ends as cancelled, is forgotten, or was over and has lost its output. */
  cancelled?: { readonly as: "asked" | "gone" | "deleted"; readonly atMs: number };
  /** When its results were renewed last. */
  renewedAtMs?: number;
}

/** Whether the API does not know a job any more. */
export const isGone = ({ cancelled }: JobRecord): boolean => cancelled !== undefined && cancelled.as !== "asked";

/** What a create asked for. */
export interface Requested {
  readonly items?: number;
  /** The response's members that the create asked for: pointers of `whenRequested`. */
  readonly members: readonly string[];
  /** What stood where the declaration's runtime expressions point, by expression. */
  readonly given?: ReadonlyMap<string, string | number | boolean>;
}

/** A result that came from outside. */
export interface CommandedResult {
  readonly kind: StatusKind;
  readonly atMs: number;
  readonly message?: string;
}
