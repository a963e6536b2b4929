import { resolvePointer } from "./pointer.ts";

/** A JSON scalar; `0`, `"0"` and `false` are three values. */
export type Scalar = string | number | boolean | null;

/** A conjunction: it matches when every predicate does. */
export interface Rule {
  readonly when: readonly Predicate[];
}

/** One or more small tests on one place of an answer; all must hold. */
export interface Predicate {
  /** A JSON Pointer into the body, or `$response.header.<name>`. */
  readonly at?: string;
  readonly is?: Scalar;
  readonly not?: Scalar;
  readonly in?: readonly Scalar[];
  readonly prefix?: string;
  readonly contains?: string;
  /** There, and not null. */
  readonly present?: true;
  /** Missing or null. */
  readonly absent?: true;
  /** `true`: missing, null, `""`, `[]` or `{}`; `false`: anything else. */
  readonly empty?: boolean;
  readonly gt?: number;
  /** The HTTP code: `202`, or a class such as `4XX`. */
  readonly status?: number | string;
  /** The media type, without parameters. */
  readonly media?: string;
}

/** What a rule looks at. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** A header by its lower-case name; without it every header counts as missing. */
  readonly header?: (name: string) => string | null | undefined;
}

/**
 * What the members of a predicate ask, by their names. `at` says where and asks nothing: it finds the value, and is needed
 * where that is a header.
 */
export type Predicates = Readonly<Record<string, (value: unknown, wanted: unknown, answer: Answer) => unknown>>;

/** Whether every predicate of the rule holds for the answer. */
export const meets = (rule: Rule, answer: Answer, predicates: Predicates = {}): boolean =>
  rule.when.every((predicate) => {
    const { at } = predicate;
    const value = predicates["at"] ? predicates["at"](at, "", answer) : resolvePointer(answer.body, at);
    // Read at every poll of every job: a loop, and nothing made for it.
    for (const name in predicate)
      if (name !== "at" && !predicates[name]?.(value, Reflect.get(predicate, name), answer)) return false;
    return true;
  });

/** Whether HTTP calls an answer good; only rules that name a code read others. */
export const isGood = ({ status }: Answer): boolean => status > 199 && status < 300;

/** Whether a rule of a job is about this answer, and matches it. */
export const applies = (rule: Rule, answer: Answer, predicates?: Predicates): boolean =>
  (isGood(answer) || rule.when.some(({ status }) => status)) && meets(rule, answer, predicates);
