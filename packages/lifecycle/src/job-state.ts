import type { FailureKind } from "./phase.ts";
import type { Scalar } from "./rule.ts";
import type { ItemPhase } from "./x-job.ts";

/** The body of an answer for each phase that a job can have; a phase it cannot have is left out. */
export interface PhaseBodies {
  readonly pending?: unknown;
  readonly succeeded?: unknown;
  readonly partial?: unknown;
  readonly failed?: unknown;
}

/** Bodies of a job about which nothing is known. */
export interface AnyBodies extends PhaseBodies {
  readonly pending: unknown;
  readonly succeeded: unknown;
  readonly partial: unknown;
  readonly failed: unknown;
}

/** What an answer says about a job: one member for each phase this job can have, told apart by `phase`. */
export type JobState<Bodies extends PhaseBodies = AnyBodies, Item extends ItemState = ItemState> = {
  [P in keyof Bodies & keyof StateByPhase<unknown, Item>]: StateByPhase<Bodies[P], Item>[P];
}[keyof Bodies & keyof StateByPhase<unknown, Item>];

/** A state that is no longer going to change. */
export type EndState<State extends { readonly phase: string } = JobState> = Exclude<
  State,
  { readonly phase: "pending" }
>;

interface StateByPhase<Body, Item extends ItemState> {
  readonly pending: PendingState<Body, Item>;
  readonly succeeded: SucceededState<Body, Item>;
  readonly partial: PartialState<Body, Item>;
  readonly failed: FailedState<Body, Item>;
}

export interface PendingState<Body = unknown, Item extends ItemState = ItemState> {
  readonly phase: "pending";
  readonly body: Body;
  readonly items: readonly Item[];
  /** The service's own word for what it is doing. */
  readonly stage?: string;
  /** From 0 to 1. */
  readonly progress?: number;
  /** A status the declaration does not list; it counts as pending. */
  readonly unknownStatus?: Scalar;
}

export interface SucceededState<Body = unknown, Item extends ItemState = ItemState> {
  readonly phase: "succeeded";
  readonly body: Body;
  readonly items: readonly Item[];
}

/** Some outputs are good, some are not. */
export interface PartialState<Body = unknown, Item extends ItemState = ItemState> {
  readonly phase: "partial";
  readonly body: Body;
  readonly items: readonly Item[];
}

export interface FailedState<Body = unknown, Item extends ItemState = ItemState> {
  readonly phase: "failed";
  readonly body: Body;
  readonly items: readonly Item[];
  readonly failure: Failure;
}

/** Why there is no result. */
export interface Failure {
  readonly kind: FailureKind;
  /** The service's own word, number or HTTP code. */
  readonly status: Scalar;
  readonly message?: string;
  readonly code?: string | number;
}

/** One output of a job that has several. */
export interface ItemState<Body = unknown, P extends ItemPhase = ItemPhase> {
  readonly id?: string;
  readonly phase: P;
  readonly status: Scalar;
  /** There once the item has failed. */
  readonly failure?: Failure;
  readonly body: Body;
}

/** An output that came to nothing, and why. */
export interface FailedItemState<Body = unknown> extends ItemState<Body, "failed"> {
  readonly failure: Failure;
}
