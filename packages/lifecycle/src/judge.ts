import type { Failure } from "./job-state.ts";
import { type FailureKind, type Kind, kinds } from "./phase.ts";
import { isAbsent, resolvePointer } from "./pointer.ts";
import { type Answer, matches, type Scalar } from "./rule.ts";
import type { XFailure, XState } from "./x-job.ts";

/** What the rules and the table of a declaration say of one answer, or of one item in it. */
export interface Verdict {
  readonly is: "verdict";
  readonly kind: Kind;
  /** The value that decided: the service's word, or the HTTP code. */
  readonly status: Scalar;
  /** The table does not list the status. */
  readonly unknown: boolean;
  readonly byRule: boolean;
  /** Where the rule that decided finds the reason. */
  readonly pointers?: XFailure;
  /** Drawn from the items, where all of them failed. */
  readonly failureKind?: FailureKind;
  readonly details?: Pick<Failure, "message" | "code">;
}

/** An answer without what must be read to know the job's state. */
export interface Breach {
  readonly is: "breach";
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** Ordered rules first, then the table, then `otherwise`. */
export const judge = (state: XState | undefined, answer: Answer): Verdict | Breach | { readonly is: "unread" } => {
  const isGood = answer.status >= 200 && answer.status < 300;
  for (const rule of state?.rules ?? []) {
    if (!isGood && !rule.when.some((predicate) => predicate.status !== undefined)) continue;
    if (matches(rule, answer)) return verdict(rule.is, statusOf(state, answer), { byRule: true, pointers: rule });
  }
  if (!isGood) return { is: "unread" };
  if (state?.at === undefined) return verdict(state?.otherwise ?? "pending", answer.status, {});
  const value = resolvePointer(answer.body, state.at);
  const kind = kinds.find((candidate) => state.values?.[candidate]?.some((scalar) => scalar === value));
  if (kind !== undefined && isScalar(value)) return verdict(kind, value, {});
  if (isAbsent(value) || !isScalar(value) || !hasListedType(state, value)) {
    return { is: "breach", pointer: state.at, expected: "a status", found: describe(value) };
  }
  return verdict(state.otherwise ?? "pending", value, { unknown: true });
};

/** What stands in a place, in a word or two and without its contents. */
export const describe = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
};

const verdict = (kind: Kind, status: Scalar, more: Partial<Verdict>): Verdict => ({
  is: "verdict",
  kind,
  status,
  unknown: false,
  byRule: false,
  ...more,
});

const statusOf = (state: XState | undefined, answer: Answer): Scalar => {
  const value = state?.at === undefined ? undefined : resolvePointer(answer.body, state.at);
  return isScalar(value) ? value : answer.status;
};

const isScalar = (value: unknown): value is Scalar =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

const hasListedType = (state: XState, value: Scalar): boolean =>
  Object.values(state.values ?? {}).some((listed) => listed.some((scalar) => typeof scalar === typeof value));
