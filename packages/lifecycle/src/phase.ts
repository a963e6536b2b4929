/** Where a job is in its life. Every phase but `pending` is an end. */
export type Phase = "pending" | "succeeded" | "partial" | "failed";

/** How a job that produced nothing ended. */
export type FailureKind = "error" | "withheld" | "cancelled" | "expired";

/** What a declaration can call a status: a phase, or a particular way to fail. */
export type Kind = Phase | Exclude<FailureKind, "error">;

/** Every kind, in the order in which value tables are read. */
export const kinds: readonly Kind[] = ["pending", "succeeded", "partial", "failed", "withheld", "cancelled", "expired"];

/** The phase that a kind belongs to: all ways to fail are `failed`. */
export const phaseOf = (kind: Kind): Phase => (isWayToFail(kind) ? "failed" : kind);

/** The failure that a kind stands for. */
export const failureKindOf = (kind: Kind): FailureKind => (isWayToFail(kind) ? kind : "error");

const isWayToFail = (kind: Kind): kind is Exclude<Kind, Phase> => kinds.indexOf(kind) > kinds.indexOf("failed");
