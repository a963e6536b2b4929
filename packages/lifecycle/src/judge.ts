import { type Breach, breach } from "./breach.ts";
import type { Failure } from "./job-state.ts";
import { type Kind, kinds } from "./phase.ts";
import { resolvePointer } from "./pointer.ts";
import { type Answer, applies, type Predicates, type Scalar } from "./rule.ts";
import type { XState, XStateRule } from "./x-job.ts";

/** What the rules and the table of a declaration say of one answer, or of one item in it. */
export interface Verdict {
  readonly kind: Kind;
  /** The value that decided: the service's word, or the HTTP code. */
  readonly status: Scalar;
  /** A status that the table does not list. */
  readonly unknownStatus?: Scalar | undefined;
  /** The rule that decided; without one it was the table, or the items. */
  readonly rule?: XStateRule;
  /** Drawn from the items, where all of them failed. */
  readonly failure?: Failure;
}

/** Ordered rules first, then the table, then `otherwise`. `place` is where what is judged stands in the answer. */
export const judge = (
  state: XState | undefined,
  answer: Answer,
  predicates: Predicates | undefined,
  place: string = "",
): Verdict | Breach => {
  const { at, rules, values = {}, otherwise = "pending" } = state ?? {};
  const value = resolvePointer(answer.body, at);
  const rule = rules?.find((candidate) => applies(candidate, answer, predicates));
  if (rule) return { kind: rule.is, status: isScalar(value) ? value : answer.status, rule };
  if (at === undefined) return { kind: otherwise, status: answer.status };
  if (isScalar(value)) {
    const kind = kinds.find((candidate) => values[candidate]?.includes(value));
    if (kind) return { kind, status: value };
    const isWord = Object.values(values).some((listed) => listed.some((word) => typeof word === typeof value));
    if (isWord) return { kind: otherwise, status: value, unknownStatus: value };
  }
  return breach(place + at, "a status", value);
};

const isScalar = (value: unknown): value is Scalar => value !== undefined && Object(value) !== value;
