/** Why a call failed. It says nothing about the job: how a job ended is data. */
export type CallErrorKind =
  | "invalid-request"
  | "unauthorized"
  | "insufficient-credits"
  | "forbidden"
  | "not-found"
  | "rejected"
  | "rate-limited"
  | "unavailable"
  | "network"
  | "call-timeout"
  | "contract";

/** Every kind of call error. */
export const callErrorKinds: readonly CallErrorKind[] = [
  "invalid-request",
  "unauthorized",
  "insufficient-credits",
  "forbidden",
  "not-found",
  "rejected",
  "rate-limited",
  "unavailable",
  "network",
  "call-timeout",
  "contract",
];

/** What {@link Job.read} rejects with: the part of a call's error that a waiting loop needs. */
export interface CallFailure {
  readonly kind: CallErrorKind;
  /** The HTTP code, where there was an answer. */
  readonly status?: number;
  /** How long the service asked us to stay away, in milliseconds; never negative, never NaN. */
  readonly retryAfterMs?: number;
}

/** Whether a value tells why a call failed; true for errors of another copy of the package, too. */
export const isCallFailure = (value: unknown): value is CallFailure =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  typeof value.kind === "string" &&
  (callErrorKinds as readonly string[]).includes(value.kind);
