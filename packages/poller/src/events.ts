import type { Job, Scalar, SchemaMismatch } from "@genwait/lifecycle";
import type { PollErrorKind, WaitErrorReason } from "./errors.ts";
import { type DiagnosticsChannel, diagnosticsChannel, reportError } from "./runtime.ts";

/** What a poller tells while it waits: which job, and what happened. No key is in an event. */
export type PollerEvent = {
  [Type in keyof EventFacts]: EventJob & { readonly type: Type } & EventFacts[Type];
}[keyof EventFacts];

/** Which job an event is about. */
export interface EventJob {
  readonly api: string;
  readonly name: string;
  readonly id: string;
}

/** What each type of event tells. */
export interface EventFacts {
  readonly poll: PollFacts;
  readonly retry: RetryFacts;
  readonly "rate-limited": RateLimitedFacts;
  readonly "schema-mismatch": SchemaMismatch;
  readonly phase: PhaseFacts;
  readonly cancel: CancelFacts;
  readonly settled: SettledFacts;
}

/** A response told the state of a job. */
export interface PollFacts {
  readonly attempt: number;
  readonly durationMs: number;
  readonly phase: string;
  /** The id of the response, which the vendor's support asks for. */
  readonly requestId: string | undefined;
}

/** A poll failed, and is repeated. */
export interface RetryFacts {
  readonly attempt: number;
  readonly kind: PollErrorKind;
  readonly delayMs: number;
  readonly error: unknown;
  readonly requestId: string | undefined;
}

/** All jobs of the group wait, or are polled further apart, because of a response about this one. */
export interface RateLimitedFacts {
  readonly reason: "retry-after" | "too-many-requests" | "limit-low";
  /** How long none of them is polled, in milliseconds; 0 where they are only polled further apart. */
  readonly pauseMs: number;
  /** How many polls the group makes in a second from now on; undefined while nothing is known of what the service allows. */
  readonly pollsPerSecond: number | undefined;
}

/** The phase, the stage or the progress of a job changed. */
export interface PhaseFacts {
  readonly phase: string;
  readonly stage: string | undefined;
  readonly progress: number | undefined;
}

/** The service was asked to stop the job, because its wait was aborted with `cancelOnAbort`. */
export interface CancelFacts {
  /** Why it could not be asked; undefined if it was. */
  readonly error: unknown;
}

/** A wait is over. */
export interface SettledFacts {
  /** The terminal phase of the job, or why the wait stopped before it. */
  readonly outcome: WaitOutcome;
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** `threw`: a callback of the wait threw or rejected, and the wait rejected with that. */
export type WaitOutcome = "succeeded" | "partial" | "failed" | WaitErrorReason | "aborted" | "threw";

/** Every type of event. */
export const eventTypes: readonly (keyof EventFacts)[] = Object.keys({
  poll: true,
  retry: true,
  "rate-limited": true,
  "schema-mismatch": true,
  phase: true,
  cancel: true,
  settled: true,
} satisfies Record<keyof EventFacts, true>) as (keyof EventFacts)[];

/** A listener of the caller's. */
export type EventListener = (event: PollerEvent) => unknown;

// A service may say "rendering 1 %", "rendering 2 %" and so on: what is remembered of it has a bound.
const mostReported = 1000;

/** Tells events to `onEvent` and, on runtimes that have them, to the diagnostics channels `genwait:poller:<type>`. */
export class Events {
  readonly #onEvent: EventListener | undefined;
  readonly #channels: readonly DiagnosticsChannel[];
  readonly #channelOf: Partial<Record<keyof EventFacts, DiagnosticsChannel>> = {};
  readonly #reported = new Set<string>();

  constructor(onEvent: EventListener | undefined) {
    this.#onEvent = onEvent;
    for (const type of eventTypes) {
      const channel = diagnosticsChannel(`genwait:poller:${type}`);
      if (channel !== undefined) this.#channelOf[type] = channel;
    }
    this.#channels = Object.values(this.#channelOf);
  }

  /** Whether anybody listens: what nobody hears need not be made. */
  get isHeard(): boolean {
    if (this.#onEvent !== undefined) return true;
    for (const channel of this.#channels) if (channel.hasSubscribers) return true;
    return false;
  }

  emit<Type extends keyof EventFacts>(type: Type, job: EventJob, facts: EventFacts[Type]): void {
    const channel = this.#channelOf[type];
    if (this.#onEvent === undefined && channel?.hasSubscribers !== true) return;
    // A job itself may lead to its client, and to the key.
    const event = { ...facts, type, api: job.api, name: job.name, id: job.id } as PollerEvent;
    if (channel?.hasSubscribers === true) channel.publish(event);
    if (this.#onEvent !== undefined) callReported(this.#onEvent, event);
  }

  /** A status that the declaration does not list counts as pending, and is told once. */
  unknownStatus(job: Job<{ readonly phase: string }, unknown>, status: Scalar): void {
    const found = `${status}`;
    const key = `${job.api} ${job.name} ${found}`;
    if (this.#reported.has(key) || this.#reported.size >= mostReported) return;
    this.#reported.add(key);
    const pointer = job.lifecycle.state?.at ?? "";
    this.emit("schema-mismatch", job, { operation: job.name, pointer, expected: "a declared status", found });
  }
}

const report = (error: unknown): void => reportError("The poller's onEvent threw", error);

const callReported = (listener: EventListener, event: PollerEvent): void => {
  try {
    const returned = listener(event);
    if (returned instanceof Promise) returned.catch(report);
  } catch (error) {
    report(error);
  }
};
