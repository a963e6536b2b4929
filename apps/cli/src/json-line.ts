import {
  type Failure,
  type ItemState,
  type Job,
  type JobAddresses,
  type JobParameters,
  type JobState,
  type ResultDetails,
  type Scalar,
} from "@genwait/lifecycle";
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
  /** What the service knows the job by beside its id; with it a line of stdin names the job. */
  readonly parameters?: JobParameters;
  /** Where the create said that the job's operations are. */
  readonly addresses?: JobAddresses;
  /** How many items were asked for, where that is known. */
  readonly expectedItems?: number;
  /** When the job was created, in epoch milliseconds; of a create alone. */
  readonly createdAtMs?: number;
  /** The service was asked to stop the job. */
  readonly cancelRequested?: true;
  /** What came of a cancel: `too-late` where the job was over. */
  readonly cancel?: "requested" | "too-late";
  /** The create that the line is about. */
  readonly operation?: string;
  readonly stage?: string;
  /** Of 1. */
  readonly progress?: number;
  readonly unknownStatus?: Scalar;
  /** How many jobs are before this one. */
  readonly queuePosition?: number;
  /** The lines that the work has written. */
  readonly logs?: readonly string[];
  /** Until when the result is good, in ISO 8601. */
  readonly expiresAt?: string;
  /** Without their bodies, which stand in the whole one. */
  readonly items?: readonly Omit<ItemState, "body">[];
  readonly failure?: Failure;
  /** What was downloaded, or why not. */
  readonly files?: readonly FileOutcome[];
  /** The service's whole response; of bytes their `type` and `size`. */
  readonly body?: unknown;
  /** What a further operation gave for the result; of bytes their `type` and `size`. */
  readonly output?: unknown;
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
export const startedLine = (
  job: Pick<Job, "api" | "name" | "id" | "parameters" | "addresses" | "expectedItems" | "createdAtMs">,
  { operation, body }: { readonly operation: string; readonly body: unknown },
): string => {
  const { api, name, id, createdAtMs } = job;
  const which = { api, job: name, id, operation, ...carriedFacts(job) };
  return lineOf({
    ...which,
    ...(createdAtMs !== undefined && { createdAtMs }),
    phase: "pending",
    attempts: 0,
    elapsedMs: 0,
    body,
  });
};

/** What a job carries beside its id. */
const carriedFacts = ({
  parameters,
  addresses,
  expectedItems,
  cancelRequested,
}: Partial<Job>): Pick<JsonLine, "parameters" | "addresses" | "expectedItems" | "cancelRequested"> => ({
  ...(parameters !== undefined && { parameters }),
  ...(addresses !== undefined && { addresses }),
  ...(expectedItems !== undefined && { expectedItems }),
  ...(cancelRequested === true && { cancelRequested }),
});

/** Data as one line of JSON Lines. */
export const lineOf = (line: JsonLine): string => `${terminalJson(line)}\n`;

const outcomeAsData = (outcome: Outcome, keyVariable: string): JsonLine => {
  const { job, attempts, elapsedMs, state } = outcome;
  const which = { api: job.api, job: job.name, id: job.id, ...carriedFacts(job) };
  const took = { attempts, elapsedMs: Math.round(elapsedMs) };
  if (state === undefined)
    return { ...which, phase: "unknown", ...took, error: errorFacts(outcome.error, keyVariable) };
  return {
    ...which,
    phase: state.phase,
    ...took,
    ...(outcome.files !== undefined && { files: outcome.files }),
    ...(outcome.cancel !== undefined && { cancel: outcome.cancel }),
    ...stateFacts(state),
  };
};

/** What a state brings. */
export const stateFacts = (
  state: JobState,
): Pick<JsonLine, "items" | "failure" | "body" | "logs" | "expiresAt" | "output"> => ({
  ...(state.phase === "pending" ? pendingFacts(state) : resultFacts(state)),
  ...(state.logs !== undefined && { logs: state.logs }),
  ...(state.items !== undefined && { items: state.items.map(withoutBody) }),
  ...(state.phase === "failed" && { failure: state.failure }),
  body: jsonOf(state.body),
});

const resultFacts = ({ expiresAt, output }: ResultDetails): Pick<JsonLine, "expiresAt" | "output"> => ({
  ...(expiresAt !== undefined && { expiresAt }),
  ...(output !== undefined && { output: jsonOf(output) }),
});

/** A value as JSON has it: of bytes, what they are. */
const jsonOf = (value: unknown): unknown => (value instanceof Blob ? { type: value.type, size: value.size } : value);

const pendingFacts = ({
  stage,
  progress,
  unknownStatus,
  queuePosition,
}: Extract<JobState, { readonly phase: "pending" }>): Pick<
  JsonLine,
  "stage" | "progress" | "unknownStatus" | "queuePosition"
> => ({
  ...(queuePosition !== undefined && { queuePosition }),
  ...(stage !== undefined && { stage }),
  ...(progress !== undefined && { progress }),
  ...(unknownStatus !== undefined && { unknownStatus }),
});

const withoutBody = ({ body: _, ...item }: ItemState): Omit<ItemState, "body"> => item;
