/** Where a job is in its life. Every phase but `pending` is an end. */
export type Phase = "pending" | "succeeded" | "partial" | "failed";

/** How a job that produced nothing ended. */
export type FailureKind = "error" | "withheld" | "cancelled" | "expired";

/** What a declaration can call a status: a phase, or a particular way to fail. */
export type Kind = Phase | Exclude<FailureKind, "error">;

/** Every kind, in the order in which value tables are read. */
export const kinds: readonly Kind[] = ["pending", "succeeded", "partial", "failed", "withheld", "cancelled", "expired"];

/** The phase that a kind belongs to: all ways to fail are `failed`. */
export const phaseOf = (kind: Kind): Phase => (isPhase(kind) ? kind : "failed");

/** The failure that a kind stands for. */
export const failureKindOf = (kind: Kind): FailureKind => (isPhase(kind) ? "error" : kind);

const phases: ReadonlySet<Kind> = new Set<Kind>(["pending", "succeeded", "partial", "failed"]);

const isPhase = (kind: Kind): kind is Phase => phases.has(kind);
