import type { Duration, StatusKind, PendingForm, Scalar } from "@genwait/lifecycle";

import type { FaultRule } from "../fault/fault.ts";

/** A job's lifecycle: how long, how it ends, and what goes wrong on the way. Everything left out is the default. */
export interface Scenario {
  /** What it shows, for people. */
  readonly describe?: string;
  /**
   * From the start to the end: a time, a range drawn from by the seed, a distribution, or the declaration's own.
   * @default "typical"
   */
  readonly duration?: Duration | "typical" | DurationRange | DurationSpread;
  /** Pending for this number of polls, then over: whatever the time. In place of `duration` and `phases`. */
  readonly polls?: number;
  /** What happens until the end, in order; their times replace `duration`. */
  readonly phases?: readonly ScenarioPhase[];
  /** How it ends; a kind that the job cannot express becomes the nearest one that it can. @default "succeeded" */
  readonly result?: StatusKind | "never";
  /** How many outputs, or how each of them ends. @default as many as were asked for, else 4 */
  readonly items?: number | readonly StatusKind[];
  /** Whether outputs finish one after another or all at the end. @default "one-by-one" */
  readonly itemsFinish?: "one-by-one" | "together";
  /** What a failed response says. @default the document's example */
  readonly failure?: { readonly message?: string; readonly code?: string | number };
  /** What unfinished responses look like; each form is an assumption about the service. */
  readonly pendingAs?: PendingForm;
  /** What the response of a finished job contains: laid over the composed one, member by member. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** A folder whose files are served in place of made ones: `exportUrl.pdf` by the member's name, else any of the kind. */
  readonly files?: string;
  /** How the webhook that the declaration names comes. @default "once" */
  readonly webhook?: WebhookManner;
  /** The create's response tells the end already, where it tells the state at all; in place of `duration`. */
  readonly create?: "terminal";
  /** `other`: the operations' own addresses lead to another region, which knows no such job; the ones that responses give lead to it. */
  readonly region?: "other";
  /** The output that a further operation gives: not there at its first two calls, or a failure. @default there as soon as the job has succeeded */
  readonly output?: "late" | "failed";
  /** `too-late`: the job cannot be cancelled any more, although it is not over. */
  readonly cancel?: "too-late";
  readonly faults?: readonly FaultRule[];
}

/**
 * At the job's end: once, twice, half a minute late or never; forged: also at its beginning, untrue and signed with another
 * secret; old: signed with a time of an hour before.
 */
export type WebhookManner = "once" | "twice" | "late" | "never" | "forged" | "old";

/** Any time between two, drawn by the seed. */
export interface DurationRange {
  readonly from: Duration;
  readonly to: Duration;
}

/** Half of all jobs are done by `p50`, all but one in twenty by `p95`. */
export interface DurationSpread {
  readonly p50: Duration;
  readonly p95: Duration;
}

/** What responses say for a while. */
export interface ScenarioPhase {
  readonly for: Duration;
  /** The service's word for what it is doing. */
  readonly stage?: string;
  /** The status itself. */
  readonly status?: Scalar;
  /** From 0 to 1. */
  readonly progress?: number;
  readonly pendingAs?: PendingForm;
}
