import type { Failure, ItemState, JobState, Scalar } from "@genwait/lifecycle";
import { type ErrorFacts, errorFacts } from "./error-facts.ts";
import type { FileOutcome, Outcome } from "./outcome.ts";
import { terminalJson } from "./terminal-text.ts";

/** A line of `--json`, the same for every command; `json-line.schema.json` describes it. */
export interface JsonLine {
  readonly api: string;
  /** The declared name, such as `generation`. */
  readonly job: string;
  /** Null where a create failed and nobody knows of a job. */
  readonly id: string | null;
  /** `unknown` exactly where there is an `error`. */
  readonly phase: JobState["phase"] | "unknown";
  /** Polls of the job's status that this command sent. */
  readonly attempts: number;
  readonly elapsedMs: number;
  /** The create that the line is about. */
  readonly operation?: string;
  readonly stage?: string;
  /** Of 1. */
  readonly progress?: number;
  readonly unknownStatus?: Scalar;
  /** Without their bodies, which stand in the whole one. */
  readonly items?: readonly Omit<ItemState, "body">[];
  readonly failure?: Failure;
  /** What was downloaded, or why not. */
  readonly files?: readonly FileOutcome[];
  /** The service's whole response. */
  readonly body?: unknown;
  readonly error?: ErrorFacts;
  /** The durable wait that the line is about. */
  readonly wait?: WaitFacts;
}

/** A durable wait as data. */
export interface WaitFacts {
  readonly id: string;
  readonly isOpen: boolean;
  /** How it ended: the job's phase, or why it ended before its job. */
  readonly phase?: string;
  readonly cursor?: string;
  readonly account?: string;
  readonly key?: string;
  /** Why nobody polls it. */
  readonly problem?: string;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly data?: unknown;
}

/** One outcome as one line of JSON Lines. */
export const jsonLine = (outcome: Outcome, keyVariable: string): string => lineOf(outcomeAsData(outcome, keyVariable));

/** A create that failed, in the same shape. */
export const failedCreateLine = (create: Pick<JsonLine, "api" | "job" | "operation">, error: ErrorFacts): string =>
  lineOf({ ...create, id: error.jobId ?? null, phase: "unknown", attempts: 0, elapsedMs: 0, error });

/** A create that started a job, in the same shape. */
export const startedLine = (create: Pick<JsonLine, "api" | "job" | "id" | "operation">, body: unknown): string =>
  lineOf({ ...create, phase: "pending", attempts: 0, elapsedMs: 0, body });

/** Data as one line of JSON Lines. */
export const lineOf = (line: JsonLine): string => `${terminalJson(line)}\n`;

const outcomeAsData = (outcome: Outcome, keyVariable: string): JsonLine => {
  const { job, attempts, elapsedMs, state } = outcome;
  const which = { api: job.api, job: job.name, id: job.id };
  const took = { attempts, elapsedMs: Math.round(elapsedMs) };
  if (state === undefined)
    return { ...which, phase: "unknown", ...took, error: errorFacts(outcome.error, keyVariable) };
  return {
    ...which,
    phase: state.phase,
    ...took,
    ...(outcome.files !== undefined && { files: outcome.files }),
    ...stateFacts(state),
  };
};

/** What a state brings. */
export const stateFacts = (state: JobState): Pick<JsonLine, "items" | "failure" | "body"> => ({
  ...(state.phase === "pending" && pendingFacts(state)),
  ...(state.items !== undefined && { items: state.items.map(withoutBody) }),
  ...(state.phase === "failed" && { failure: state.failure }),
  body: state.body,
});

const pendingFacts = ({
  stage,
  progress,
  unknownStatus,
}: Extract<JobState, { readonly phase: "pending" }>): Pick<JsonLine, "stage" | "progress" | "unknownStatus"> => ({
  ...(stage !== undefined && { stage }),
  ...(progress !== undefined && { progress }),
  ...(unknownStatus !== undefined && { unknownStatus }),
});

const withoutBody = ({ body: _, ...item }: ItemState): Omit<ItemState, "body"> => item;
