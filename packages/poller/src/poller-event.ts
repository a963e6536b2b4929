import type { Departure } from "@genwait/lifecycle";
import type { AnswerKind } from "./passing-errors.ts";
import type { WaitErrorReason } from "./wait-error.ts";

/** Which job an event is about. No key is in an event. */
export interface EventJob {
  readonly api: string;
  readonly name: string;
  readonly id: string;
}

/** What a poller tells while it waits. */
export type PollerEvent = ReadEvent | RetryEvent | PacedEvent | DepartureEvent | PhaseEvent | EndEvent;

/** An answer told the state of a job. */
export interface ReadEvent extends EventJob {
  readonly type: "read";
  readonly attempt: number;
  readonly durationMs: number;
  readonly phase: string;
}

/** A read failed, and is tried again. */
export interface RetryEvent extends EventJob {
  readonly type: "retry";
  readonly attempt: number;
  readonly kind: Exclude<AnswerKind, "pending">;
  readonly delayMs: number;
  readonly error: unknown;
}

/** All jobs of the pace group wait, or are read further apart, because of the answer to this one. */
export interface PacedEvent extends EventJob {
  readonly type: "paced";
  readonly reason: "retry-after" | "too-many-requests" | "limit-low";
  readonly pauseMs: number;
}

/** An answer left its schema without harm, or had a status that nobody has heard of; told once for each. */
export interface DepartureEvent extends EventJob, Departure {
  readonly type: "departure";
}

/** The phase or the stage of a job changed. */
export interface PhaseEvent extends EventJob {
  readonly type: "phase";
  readonly phase: string;
  readonly stage?: string;
  readonly progress?: number;
}

/** A wait is over. */
export interface EndEvent extends EventJob {
  readonly type: "end";
  /** The phase in which the job ended, or why the wait ended without it. */
  readonly outcome: EndOutcome;
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** `threw`: `onUpdate` threw, and the wait rejected with what it threw. */
export type EndOutcome = "succeeded" | "partial" | "failed" | WaitErrorReason | "aborted" | "threw";
