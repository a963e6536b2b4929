import { isAbsent, isObject, resolvePointer } from "./pointer.ts";

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

/** Whether every predicate of the rule holds for the answer. */
export const matches = (rule: Rule, answer: Answer): boolean =>
  rule.when.every((predicate) => {
    const value = valueAt(predicate.at, answer);
    return Object.entries(predicate).every(([name, wanted]) => tests[name]?.(value, wanted, answer) ?? true);
  });

/** Whether an HTTP code is the one named, or of the class named (`4XX`). */
export const statusMatches = (wanted: number | string, status: number): boolean =>
  [`${status}`, `${Math.floor(status / 100)}XX`].includes(`${wanted}`.toUpperCase());

/** Whether HTTP calls an answer good; only rules that name a code read others. */
export const isGood = ({ status }: Answer): boolean => status > 199 && status < 300;

/** Whether a rule of a job is about this answer, and matches it. */
export const applies = (rule: Rule, answer: Answer): boolean =>
  (isGood(answer) || rule.when.some(({ status }) => status !== undefined)) && matches(rule, answer);

// By the names of a predicate's members; `at` says where, and tests nothing.
const tests: Readonly<Record<string, (value: unknown, wanted: unknown, answer: Answer) => boolean>> = {
  is: (value, wanted) => value === wanted,
  not: (value, wanted) => value !== wanted,
  in: (value, wanted) => Array.isArray(wanted) && wanted.includes(value),
  prefix: (value, wanted) => typeof value === "string" && value.startsWith(`${wanted}`),
  contains: (value, wanted) => typeof value === "string" && lower(value).includes(lower(wanted)),
  present: (value) => !isAbsent(value),
  absent: isAbsent,
  empty: (value, wanted) => isEmpty(value) === wanted,
  gt: (value, wanted) => typeof value === "number" && value > Number(wanted),
  status: (_, wanted, { status }) => statusMatches(`${wanted}`, status),
  media: (_, wanted, { header }) => lower(header?.("content-type")).split(";")[0]?.trim() === wanted,
};

const headerPrefix = "$response.header.";

const valueAt = (at: string | undefined, { body, header }: Answer): unknown =>
  at?.startsWith(headerPrefix) ? header?.(lower(at.slice(headerPrefix.length))) : resolvePointer(body, at);

const lower = (text: unknown): string => `${text}`.toLowerCase();

const isEmpty = (value: unknown): boolean =>
  isAbsent(value) || value === "" || (isObject(value) && Object.keys(value).length === 0);
