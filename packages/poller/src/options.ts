import { type Clock, type Job, type JobResult, systemClock } from "@genwait/lifecycle";
import type { EventListener } from "./events.ts";

/** How to make a poller. */
export interface PollerOptions {
  /** For each group of jobs that share a rate limit: those of a client, or of all clients of an `account`. */
  readonly rateLimit?: RateLimitOptions | undefined;
  /** @default the machine's own time */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1; jitter is drawn from it. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** Told what happens. What it throws or rejects with is reported as a warning, and harms no wait. */
  readonly onEvent?: EventListener | undefined;
  /**
   * Asked before polls are started, with the group and how many of them are due; they start when it resolves. A number
   * says how many may start, anything else all of them. The polls wait for it, their time limits do not run meanwhile.
   * What it rejects with is reported as a warning, and it is asked again a second later.
   */
  readonly reserve?: Reserve | undefined;
}

export type Reserve = (group: string | object, count: number) => unknown;

/** What the polls of one group may use. */
export interface RateLimitOptions {
  /** In no second do more polls start than this; they are evenly spread over it. May be a fraction. @default no limit */
  readonly requestsPerSecond?: number | undefined;
  /** Polls under way at once, at most. @default 240 */
  readonly maxConcurrent?: number | undefined;
  /** How long a response about one job can keep the others of its group from being polled, whatever it says. @default 10 minutes */
  readonly maxPauseMs?: number | undefined;
}

/** How to wait for one job; all times in milliseconds. */
export interface WaitOptions<
  State extends { readonly phase: string } = { readonly phase: string },
  J = Job<State, unknown>,
> {
  /**
   * The deadline, from the start of the wait; 0 polls once. It holds beside a `signal` that has a time of its own.
   * @default `poll.timeout` of the job's declaration
   */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait with the signal's own reason. The job itself goes on. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with each state that differs from the one before, the result included; in a wait that joins another one for the
   * same job first with the state that is known. What it throws or rejects with ends this wait, and no other.
   */
  readonly onUpdate?: ((state: State, job: J) => unknown) | undefined;
  /** Called after each poll, a failed one included. What it throws or rejects with ends this wait, and no other. */
  readonly onPoll?: ((report: PollReport<State>, job: J) => unknown) | undefined;
  /** From the start of one poll to the start of the next. @default `poll.every` of the job's declaration */
  readonly intervalMs?: number | undefined;
  /**
   * As many errors in a row end the wait; a 429, and a 503 with `Retry-After`, do not count.
   * @default 3 for a bare id, of errors that can mean a wrong address; else no limit
   */
  readonly maxErrors?: number | undefined;
  /**
   * How long from the start of the wait a job may be unknown (404) that was not polled well yet.
   * @default `poll.notFoundRetry` of its declaration from its creation for a job that this program created, else 0
   */
  readonly notFoundRetryMs?: number | undefined;
  /** How long before the deadline the final poll starts. @default as long as the slowest poll so far took, at least 250, at most a quarter of the time */
  readonly finalPollMs?: number | undefined;
  /**
   * Cuts off a poll that hangs. A client has its own limit, too. Of several waits for one job the one whose deadline comes
   * first decides, as it does for `finalPollMs`.
   * @default half of the time that is left, at most 60 seconds (10 while more than half of `maxConcurrent` polls are under way), never less than 250 or twice the slowest poll so far
   */
  readonly pollTimeoutMs?: number | undefined;
  /** The job was polled well before: its id and its address are right. @default as the job says */
  readonly known?: boolean | undefined;
  /** An abort asks the service to stop the job, too, if no other wait is left for it. Needs a job that has `cancel`. @default false */
  readonly cancelOnAbort?: boolean | undefined;
}

/** What one poll came to: a state, or an error. */
export type PollReport<State extends { readonly phase: string } = { readonly phase: string }> = {
  readonly attempt: number;
  readonly durationMs: number;
  /** The id of the response, which the vendor's support asks for. */
  readonly requestId: string | undefined;
} & ({ readonly state: State; readonly error?: undefined } | { readonly error: unknown; readonly state?: undefined });

/** How to wait for many jobs. Times count for each job from when it is pulled; `signal` is for all of them. */
export interface ManyOptions<J extends AnyJob = AnyJob> extends WaitOptions<StateOf<J>, J> {
  /**
   * Jobs that are waited for, or whose result is not yet taken, at most. The next job is pulled from the source when there
   * is room for it: the 10,001st when one of the 10,000 before it has its result, and that is taken.
   * @default 10,000
   */
  readonly concurrency?: number | undefined;
}

/** How to start a job and wait for it. `timeoutMs` and `signal` are for both. */
export interface RunOptions<
  State extends { readonly phase: string } = { readonly phase: string },
  J = Job<State, unknown>,
> extends WaitOptions<State, J> {
  /** Called once with the job, as soon as there is one. What it throws or rejects with ends the run; the job goes on. */
  readonly onStart?: ((job: J) => unknown) | undefined;
}

/** Any job, for a type parameter that keeps what else a job object carries. */
export type AnyJob = Job<{ readonly phase: string }, unknown>;

/** What a job's responses are classified as. */
export type StateOf<J extends AnyJob> = J extends Job<infer State, unknown> ? State : never;

/** What a wait for a job resolves with. */
export type ResultOf<J extends AnyJob> =
  J extends Job<infer State, infer Result> ? (unknown extends Result ? JobResult<State> : Result) : never;

/** How the wait for one of many jobs ended: with the job's result, or with an error that stops no other. */
export type WaitResult<J extends AnyJob> = J extends AnyJob
  ? | { readonly job: J; readonly result: ResultOf<J>; readonly error?: undefined }
    | { readonly job: J; readonly error: unknown; readonly result?: undefined }
  : never;

/** Jobs from anywhere, pulled as there is room for them. */
export type Jobs<J extends AnyJob> = Iterable<J> | AsyncIterable<J>;

/** What one wait was asked for, taken once: what a caller changes in its object later has no effect. */
export type WaitSettings = WaitOptions;

// One for all: ten thousand empty objects are half a megabyte.
const noSettings: WaitSettings = Object.freeze({});

/** The last that were only numbers and flags: waits that ask for the same one after another share them, and are checked once. */
let lastPlain: WaitSettings = noSettings;

/** What the poller goes by. */
export interface PollerSettings {
  readonly requestsPerSecond: number;
  readonly maxConcurrent: number;
  readonly maxPauseMs: number;
  readonly clock: Clock;
  random(): number;
  readonly onEvent: EventListener | undefined;
  readonly reserve: Reserve | undefined;
}

// Enough for thousands of jobs. Over HTTP/1.1 each is a socket, and some systems allow a process no more than 256 files.
const defaultMaxConcurrent = 240;

const defaultMaxPauseMs = 600_000;

/** Of jobs that are only waited for, ten thousand cost little; a source without an end must not be pulled for ever. */
const defaultConcurrency = 10_000;

/** @throws TypeError or RangeError for an option that means nothing. */
export const pollerSettings = (options: PollerOptions = {}): PollerSettings => {
  check("create a poller", "options", options, optionRules.poller);
  const { rateLimit = {}, clock = systemClock, random = Math.random, onEvent, reserve } = options;
  check("create a poller", "rateLimit", rateLimit, optionRules.rateLimit);
  if (typeof clock.elapsed !== "function" || typeof clock.now !== "function" || typeof clock.after !== "function")
    throw new TypeError(
      "Failed to create a poller: clock has no now(), elapsed() and after(). Give a Clock of @genwait/lifecycle.",
    );
  const drawn = random();
  if (!(drawn >= 0 && drawn < 1))
    throw new RangeError(`Failed to create a poller: random gave ${drawn}. Give a function like Math.random.`);
  return {
    requestsPerSecond: rateLimit.requestsPerSecond ?? Infinity,
    maxConcurrent: rateLimit.maxConcurrent ?? defaultMaxConcurrent,
    maxPauseMs: rateLimit.maxPauseMs ?? defaultMaxPauseMs,
    clock,
    random,
    onEvent,
    reserve,
  };
};

/** @throws TypeError or RangeError for an option that means nothing. */
export const waitSettings = <State extends { readonly phase: string }, J>(
  options: WaitOptions<State, J> | undefined,
): WaitSettings => {
  if (options === undefined) return noSettings;
  if (isObject(options) && isSame(options, lastPlain)) return lastPlain;
  check("wait", "options", options, optionRules.wait);
  const settings = { ...(options as WaitSettings) };
  // A callback or a signal would be kept for as long as the program runs.
  if (!Object.values(settings).some(isObject)) lastPlain = settings;
  return settings;
};

const isSame = (options: object, settings: object): boolean => {
  for (const name in options) if (Reflect.get(options, name) !== Reflect.get(settings, name)) return false;
  for (const name in settings) if (!Object.hasOwn(options, name)) return false;
  return true;
};

/** @throws TypeError or RangeError for a concurrency that means nothing. */
export const concurrencyOf = (options: { readonly concurrency?: number | undefined } = {}): number => {
  check("wait", "options", options, optionRules.many);
  return options.concurrency ?? defaultConcurrency;
};

/** @throws TypeError for a job that cannot be waited for. */
export const checkJob = (job: AnyJob): void => {
  const missing = isObject(job) ? missingPart(job) : "poll()";
  if (missing !== undefined)
    throw new TypeError(
      `Failed to wait: the job has no ${missing}. Give a job of a client, or an object of the type Job.`,
    );
};

const missingPart = ({ poll, identity, client, rateLimitGroup, lifecycle }: Partial<AnyJob>): string | undefined => {
  if (typeof poll !== "function") return "poll()";
  if (typeof identity !== "string") return "identity";
  if (!isObject(client)) return "client";
  if (typeof rateLimitGroup !== "string" && !isObject(rateLimitGroup)) return "rateLimitGroup";
  const times = lifecycle?.poll;
  if (!isObject(times)) return "lifecycle.poll";
  const { initialDelayMs, intervalMs, timeoutMs, notFoundRetryMs } = times;
  // False also for what is no number.
  const areTimes = initialDelayMs >= 0 && intervalMs >= 0 && timeoutMs >= 0 && notFoundRetryMs >= 0;
  return areTimes ? undefined : "times in lifecycle.poll";
};

const isObject = (value: unknown): value is object =>
  (typeof value === "object" || typeof value === "function") && value !== null;

/** What an option may be. */
type Rule = "time" | "time above 0" | "count" | "function" | "object" | "signal" | "flag";

type Rules = Readonly<Record<string, Rule>>;

/** What may be given, and what it may be. */
export const optionRules: Readonly<Record<"poller" | "rateLimit" | "wait" | "many", Rules>> = {
  poller: { rateLimit: "object", clock: "object", random: "function", onEvent: "function", reserve: "function" },
  rateLimit: { requestsPerSecond: "time above 0", maxConcurrent: "count", maxPauseMs: "time" },
  wait: {
    timeoutMs: "time",
    signal: "signal",
    onUpdate: "function",
    onPoll: "function",
    onStart: "function",
    intervalMs: "time above 0",
    maxErrors: "count",
    notFoundRetryMs: "time",
    finalPollMs: "time",
    pollTimeoutMs: "time above 0",
    known: "flag",
    cancelOnAbort: "flag",
  },
  many: { concurrency: "count" },
};

const check = (what: string, named: string, options: object, rules: Rules): void => {
  if (!isObject(options))
    throw new TypeError(`Failed to ${what}: ${named} is ${shown(options)}. Give an object, or nothing.`);
  // No list of entries: ten thousand waits would make ten thousand.
  for (const name in options) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const value: unknown = Reflect.get(options, name);
    if (rule === undefined || value === undefined) continue;
    const problem = problemOf(rule, value);
    if (problem === undefined) continue;
    const message = `Failed to ${what}: ${name} is ${shown(value)}. Give ${problem}.`;
    throw typeof value === "number" ? new RangeError(message) : new TypeError(message);
  }
};

/** What should be there in place of the value; undefined for one that will do. */
const problemOf = (rule: Rule, value: unknown): string | undefined => {
  switch (rule) {
    case "time":
      return typeof value === "number" && value >= 0 ? undefined : "a number from 0 on";
    case "time above 0":
      return typeof value === "number" && value > 0 ? undefined : "a number above 0";
    case "count":
      return typeof value === "number" && value >= 1 ? undefined : "a number from 1 on";
    case "function":
      return typeof value === "function" ? undefined : "a function";
    case "object":
      return isObject(value) ? undefined : "an object";
    case "signal":
      return isObject(value) && "aborted" in value && "addEventListener" in value ? undefined : "an AbortSignal";
    case "flag":
      return typeof value === "boolean" ? undefined : "true or false";
  }
};

const shown = (value: unknown): string => {
  if (typeof value === "string") return `the text "${value}"`;
  return isObject(value) ? "another object" : String(value);
};
