import type { Departure } from "@genwait/lifecycle";
import type { ReadErrorKind } from "./passing-errors.ts";
import type { WaitErrorReason } from "./wait-error.ts";

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
  readonly read: ReadFacts;
  readonly retry: RetryFacts;
  readonly paced: PacedFacts;
  readonly departure: Departure;
  readonly phase: PhaseFacts;
  readonly end: EndFacts;
}

/** An answer told the state of a job. */
export interface ReadFacts {
  readonly attempt: number;
  readonly durationMs: number;
  readonly phase: string;
}

/** A read failed, and is tried again. */
export interface RetryFacts {
  readonly attempt: number;
  readonly kind: ReadErrorKind;
  readonly delayMs: number;
  readonly error: unknown;
}

/** All jobs of the pace group wait, or are read further apart, because of an answer to this one. */
export interface PacedFacts {
  readonly reason: "retry-after" | "too-many-requests" | "limit-low";
  readonly pauseMs: number;
}

/** The phase, the stage or the progress of a job changed. */
export interface PhaseFacts {
  readonly phase: string;
  readonly stage: string | undefined;
  readonly progress: number | undefined;
}

/** A wait is over. */
export interface EndFacts {
  /** The phase in which the job ended, or why the wait ended without it. */
  readonly outcome: EndOutcome;
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** `threw`: `onUpdate` threw, and the wait rejected with what it threw. */
export type EndOutcome = "succeeded" | "partial" | "failed" | WaitErrorReason | "aborted" | "threw";
