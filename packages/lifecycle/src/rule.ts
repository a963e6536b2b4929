import { isAbsent, resolvePointer } from "./pointer.ts";

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

const headerPrefix = "$response.header.";

/** Whether every predicate of the rule holds for the answer. */
export const matches = (rule: Rule, answer: Answer): boolean =>
  rule.when.every((predicate) => holds(predicate, answer));

/** Whether an HTTP code is the one named, or of the class named (`4XX`). */
export const statusMatches = (wanted: number | string, status: number): boolean =>
  typeof wanted === "number"
    ? wanted === status
    : wanted.toUpperCase() === `${Math.floor(status / 100)}XX` || wanted === `${status}`;

const holds = (predicate: Predicate, answer: Answer): boolean => {
  if (predicate.status !== undefined && !statusMatches(predicate.status, answer.status)) return false;
  if (predicate.media !== undefined && mediaType(answer) !== predicate.media) return false;
  return predicate.at === undefined || holdsFor(predicate, valueAt(predicate.at, answer));
};

const holdsFor = (test: Predicate, value: unknown): boolean =>
  (test.is === undefined || value === test.is) &&
  (test.not === undefined || value !== test.not) &&
  (test.in === undefined || test.in.some((scalar) => scalar === value)) &&
  (test.prefix === undefined || (typeof value === "string" && value.startsWith(test.prefix))) &&
  (test.contains === undefined ||
    (typeof value === "string" && value.toLowerCase().includes(test.contains.toLowerCase()))) &&
  (test.present === undefined || !isAbsent(value)) &&
  (test.absent === undefined || isAbsent(value)) &&
  (test.empty === undefined || isEmpty(value) === test.empty) &&
  (test.gt === undefined || (typeof value === "number" && value > test.gt));

const valueAt = (at: string, answer: Answer): unknown =>
  at.startsWith(headerPrefix)
    ? (answer.header?.(at.slice(headerPrefix.length).toLowerCase()) ?? undefined)
    : resolvePointer(answer.body, at);

const mediaType = (answer: Answer): string | undefined =>
  answer.header?.("content-type")?.split(";")[0]?.trim().toLowerCase();

const isEmpty = (value: unknown): boolean =>
  isAbsent(value) || value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
