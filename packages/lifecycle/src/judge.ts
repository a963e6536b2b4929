import { type Breach, breach } from "./breach.ts";
import type { Failure, ItemState } from "./job-state.ts";
import type { StateReader } from "./lifecycle.ts";
import type { Kind } from "./phase.ts";
import { resolvePointer } from "./pointer.ts";
import type { Answer, Predicates, Scalar } from "./rule.ts";
import type { XStateRule } from "./x-job.ts";

/** What the rules and the table of a declaration say of one answer, or of one item in it. */
export interface Verdict {
  /** Only a {@link Breach} has a word here. */
  readonly is?: never;
  readonly kind: Kind;
  /** The value that decided: the service's word, or the HTTP code. */
  readonly status: Scalar;
  /** A status that the table does not list. */
  readonly unknownStatus?: Scalar | undefined;
  /** The rule that decided; without one it was the table, or the items. */
  readonly rule?: XStateRule;
  /** Drawn from the items, where all of them failed. */
  readonly failure?: Failure | undefined;
  /** The outputs of a job that lists them. */
  readonly items?: readonly ItemState[];
}

/** Ordered rules first, then the table, then `otherwise`. `place` is where what is judged stands in the answer. */
export const judge = (
  { at, rules, values = [], otherwise = "pending" }: StateReader | undefined = {},
  answer: Answer,
  predicates: Predicates | undefined,
  place: string = "",
): Verdict | Breach => {
  const value = resolvePointer(answer.body, at);
  const status = isScalar(value) ? value : answer.status;
  const rule = rules?.find(rules.list, answer, predicates);
  if (rule) return { kind: rule.is, status, rule };
  if (at === undefined) return { kind: otherwise, status };
  if (isScalar(value)) {
    const row = values.find(([, ...words]) => words.includes(value));
    if (row) return { kind: row[0], status };
    if (values.some(([, ...words]) => words.some((word) => typeof word === typeof value)))
      return { kind: otherwise, status, unknownStatus: value };
  }
  return breach(place + at, "a status", value);
};

const isScalar = (value: unknown): value is Scalar => value !== undefined && Object(value) !== value;
