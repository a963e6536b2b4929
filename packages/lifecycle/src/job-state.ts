import type { Scalar } from "./rules.ts";

/** Where a job stands. Every phase but `pending` is terminal: it does not change any more. */
export type Phase = "pending" | "succeeded" | "partial" | "failed";

/** How a job that produced nothing ended; `filtered`: made, and not handed out (moderated, censored). */
export type FailureKind = "error" | "filtered" | "cancelled" | "expired";

/** What a declaration can call a status: a phase, or a particular way to fail. */
export type StatusKind = Phase | Exclude<FailureKind, "error">;

/** The phase of each kind of status, in the order in which value tables are read: all ways to fail are `failed`. */
const phases: Readonly<Record<StatusKind, Phase>> = {
  pending: "pending",
  succeeded: "succeeded",
  partial: "partial",
  failed: "failed",
  filtered: "failed",
  cancelled: "failed",
  expired: "failed",
};

const isStatusKind = (word: string): word is StatusKind => Object.hasOwn(phases, word);

/** Every kind of status, in the order in which value tables are read. */
export const statusKinds: readonly StatusKind[] = Object.keys(phases).filter(isStatusKind);

/** The phase that a kind of status belongs to. */
export const phaseOf = (kind: StatusKind): Phase => phases[kind];

/** The way to fail that a kind of status stands for. */
export const failureKindOf = (kind: StatusKind): FailureKind =>
  kind === "filtered" || kind === "cancelled" || kind === "expired" ? kind : "error";

/** A job that goes on. */
export interface PendingState<Body = unknown> {
  readonly phase: "pending";
  readonly body: Body;
  /** The service's own word for what it is doing. */
  readonly stage?: string;
  /** From 0 to 1. */
  readonly progress?: number;
  /** A status that the declaration does not list; it counts as pending. */
  readonly unknownStatus?: Scalar;
  /** How many jobs are before this one. */
  readonly queuePosition?: number;
  /** The lines that the work has written so far. */
  readonly logs?: readonly string[];
  /** Those of `logs` that this wait has not been told yet; only in what a poller tells. */
  readonly newLogs?: readonly string[];
}

/** What a result may have beside its body, where its lifecycle declares it. */
export interface ResultDetails {
  /** What a further operation gave, as JSON, as text, or as a `Blob`. */
  readonly output?: unknown;
  /** The lines that the work has written. */
  readonly logs?: readonly string[];
  /** Until when the result is good, in ISO 8601. */
  readonly expiresAt?: string;
}

/** A job that has made what was asked for. */
export interface SucceededState<Body = unknown> extends ResultDetails {
  readonly phase: "succeeded";
  readonly body: Body;
}

/** A job of whose items some are good and some are not. */
export interface PartialState<Body = unknown> extends ResultDetails {
  readonly phase: "partial";
  readonly body: Body;
}

/** A job without a result. */
export interface FailedState<Body = unknown> extends ResultDetails {
  readonly phase: "failed";
  readonly body: Body;
  readonly failure: Failure;
}

/** Why there is no result. */
export interface Failure {
  readonly kind: FailureKind;
  /** The service's own word, number or HTTP code. */
  readonly status: Scalar;
  readonly message?: string;
  readonly code?: string | number;
  /** Guaranteed fields of a failure that the response lacks, as JSON Pointers: it is a failure all the same. */
  readonly missing?: readonly string[];
}

export type ItemPhase = "pending" | "succeeded" | "failed";

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

/** The state of a job that has several outputs. */
export type WithItems<State, Item extends ItemState = ItemState> = State & { readonly items: readonly Item[] };

/** What a response says about a job of which nothing else is known; told apart by `phase`. */
export type JobState = (PendingState | SucceededState | PartialState | FailedState) & {
  /** The outputs of a job that has several. */
  readonly items?: readonly ItemState[];
};

/** A state that does not change any more. */
export type JobResult<State extends { readonly phase: string } = JobState> = Exclude<
  State,
  { readonly phase: "pending" }
>;

/** Whether a state is terminal. */
export const isJobResult = <State extends { readonly phase: string }>(state: State): state is JobResult<State> =>
  state.phase !== "pending";
