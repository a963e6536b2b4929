import { parseDuration } from "./duration.ts";
import type { StatusKind } from "./job-state.ts";
import type { JsonType } from "./json-pointer.ts";
import type { Rule } from "./rules.ts";
import type {
  XCallRule,
  XCancel,
  XExpires,
  XFailure,
  XItems,
  XJob,
  XLogs,
  XMembers,
  XOutput,
  XOutputFailure,
  XPoll,
  XRateLimit,
  XState,
} from "./x-job.ts";

/**
 * A declaration made ready for use, as data: defaults filled in, times in milliseconds, and what only the mock and the
 * documentation need left out. Made by {@link compileLifecycle}; generated clients carry it as a literal.
 */
export interface Lifecycle {
  readonly name: string;
  readonly id: { readonly response?: string };
  readonly call?: readonly XCallRule[];
  readonly state?: XState;
  readonly items?: ItemsLifecycle;
  readonly guaranteed?: GuaranteedFields;
  readonly failure?: XFailure;
  readonly progress?: { readonly at: string; readonly of: 1 | 100 };
  readonly stage?: { readonly at: string };
  readonly poll: PollTimes;
  readonly rateLimit?: DeclaredRateLimit;
  /** How the responses of the operations that give the output are read, in their order. */
  readonly output?: readonly OutputStep[];
  readonly cancel?: Omit<XCancel, "link">;
  readonly expires?: DeclaredExpiry;
  readonly queue?: { readonly at: string };
  readonly logs?: XLogs;
}

export interface OutputStep {
  readonly failed?: readonly XOutputFailure[];
  readonly pending?: readonly Rule[];
}

/** How long the results of a job are good. */
export interface DeclaredExpiry {
  /** In milliseconds. */
  readonly afterMs?: number;
  readonly from?: string;
  readonly at?: string;
  /** @default "poll" */
  readonly renew?: "never" | "link";
}

/** How the outputs of a job are read. */
export interface ItemsLifecycle extends Pick<XItems, "at" | "id" | "failure" | "none" | "state"> {
  readonly guaranteed?: GuaranteedFields;
}

/** Fields that a terminal response has, of the job or of an item, by their pointers; beside each its type, where its schema has one. */
export type GuaranteedFields = { readonly [kind in StatusKind]?: Readonly<Record<string, JsonType | "any">> };

/** All in milliseconds. */
export interface PollTimes {
  /** Before the first poll. */
  readonly initialDelayMs: number;
  /** Between two polls. */
  readonly intervalMs: number;
  /** The deadline of a wait whose caller names none. */
  readonly timeoutMs: number;
  /** How long after the creation a 404 is retried. */
  readonly notFoundRetryMs: number;
}

export interface DeclaredRateLimit {
  /** The pause after a 429 that names none, in milliseconds. */
  readonly pauseMs?: number;
  readonly limits?: readonly DeclaredLimit[];
}

/** When the header `remaining` falls below `below`, polls of one job are `intervalMs` apart. */
export interface DeclaredLimit {
  readonly remaining: string;
  readonly below: number;
  readonly intervalMs: number;
  readonly windowMs?: number;
}

/** A declared rate limit that runs low, as a response tells it. */
export interface LowLimit {
  /** Requests that are left in the window. */
  readonly remaining: number;
  /** The window in which they are left, in milliseconds, where the declaration names one. */
  readonly windowMs?: number;
  /** How far apart polls of one job shall be, in milliseconds. */
  readonly intervalMs: number;
}

export interface CompileOptions {
  /** The JSON type of a guaranteed field, of the job or of an item. @default any value will do */
  readonly typeAt?: (pointer: string, of: "job" | "item") => JsonType | undefined;
}

/**
 * Makes a declaration ready for use.
 *
 * @throws TypeError for a duration that is none.
 */
export const compileLifecycle = (job: XJob, { typeAt }: CompileOptions = {}): Lifecycle => {
  const { name, id, call, state, items, has, failure, progress, stage, poll, rateLimit } = job;
  const { output, cancel, expires, queue, logs } = job;
  return {
    name,
    id: id.response === undefined ? {} : { response: id.response },
    ...(call !== undefined && { call }),
    ...(state !== undefined && { state }),
    ...(items !== undefined && { items: compileItems(items, (pointer) => typeAt?.(pointer, "item")) }),
    ...guaranteedFields(has, (pointer) => typeAt?.(pointer, "job")),
    ...(failure !== undefined && { failure }),
    ...(progress !== undefined && { progress }),
    ...(stage !== undefined && { stage: { at: stage.at } }),
    poll: compilePoll(poll),
    ...(rateLimit !== undefined && { rateLimit: compileRateLimit(rateLimit) }),
    ...(output !== undefined && { output: [output].flat().map(compileOutput) }),
    ...(cancel !== undefined && { cancel: compileCancel(cancel) }),
    ...(expires !== undefined && { expires: compileExpiry(expires) }),
    ...(queue !== undefined && { queue: { at: queue.at } }),
    ...(logs !== undefined && { logs }),
  };
};

const compileOutput = ({ failed, pending }: XOutput): OutputStep => ({
  ...(failed !== undefined && { failed }),
  ...(pending !== undefined && { pending }),
});

const compileCancel = ({ link: _, ...cancel }: XCancel): Omit<XCancel, "link"> => cancel;

const compileExpiry = ({ after, from, at, renew = "poll" }: XExpires): DeclaredExpiry => ({
  ...(after !== undefined && { afterMs: parseDuration(after) }),
  ...(from !== undefined && { from }),
  ...(at !== undefined && { at }),
  ...(renew !== "poll" && { renew: renew === "never" ? renew : "link" }),
});

type TypeAt = (pointer: string) => JsonType | undefined;

const compileItems = ({ at, id, state, failure, none, has }: XItems, typeAt: TypeAt): ItemsLifecycle => ({
  at,
  ...(id !== undefined && { id }),
  state,
  ...(failure !== undefined && { failure }),
  none,
  ...guaranteedFields(has, typeAt),
});

const guaranteedFields = (
  has: { readonly [phase in "succeeded" | "partial" | "failed"]?: XMembers } | undefined,
  typeAt: TypeAt,
): Pick<Lifecycle, "guaranteed"> => {
  const guaranteed = (["succeeded", "partial", "failed"] as const).flatMap((phase) => {
    const present = has?.[phase]?.present ?? [];
    if (present.length === 0) return [];
    return [[phase, Object.fromEntries(present.map((pointer) => [pointer, typeAt(pointer) ?? "any"]))] as const];
  });
  return guaranteed.length === 0 ? {} : { guaranteed: Object.fromEntries(guaranteed) };
};

const compilePoll = ({
  first = "0s",
  every = "5s",
  timeout = "10m",
  notFoundRetry = "10s",
}: XPoll = {}): PollTimes => ({
  initialDelayMs: parseDuration(first),
  intervalMs: parseDuration(every),
  timeoutMs: parseDuration(timeout),
  notFoundRetryMs: parseDuration(notFoundRetry),
});

const compileRateLimit = ({ tooManyRequests, limits }: XRateLimit): DeclaredRateLimit => ({
  ...(tooManyRequests !== undefined && { pauseMs: parseDuration(tooManyRequests) }),
  ...(limits !== undefined && {
    limits: limits.map(({ remaining, below, every, window }) => ({
      remaining,
      below,
      intervalMs: parseDuration(every),
      ...(window !== undefined && { windowMs: parseDuration(window) }),
    })),
  }),
});

/** The declared limit that allows the fewest polls, of those that a response says run low; undefined while none does. */
export const lowLimitOf = (
  rateLimit: DeclaredRateLimit | undefined,
  header: (name: string) => string | null | undefined,
): LowLimit | undefined => {
  let lowest: LowLimit | undefined;
  for (const { remaining: name, below, intervalMs, windowMs } of rateLimit?.limits ?? []) {
    // Number("") would be 0, and a limit that is not told would count as used up.
    const remaining = Number.parseFloat(header(name) ?? "");
    if (!(remaining < below)) continue;
    const low: LowLimit = {
      remaining: Math.max(0, remaining),
      intervalMs,
      ...(windowMs !== undefined && { windowMs }),
    };
    if (lowest === undefined || requestsPerMs(low) < requestsPerMs(lowest)) lowest = low;
  }
  return lowest;
};

const requestsPerMs = ({ remaining, windowMs, intervalMs }: LowLimit): number =>
  windowMs === undefined ? 1 / intervalMs : remaining / windowMs;
