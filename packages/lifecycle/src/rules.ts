import { isAbsent, isObject, resolvePointer } from "./json-pointer.ts";

/** A JSON scalar; `0`, `"0"` and `false` are three values. */
export type Scalar = string | number | boolean | null;

/** A conjunction: it matches when every predicate does. */
export interface Rule {
  readonly when: readonly Predicate[];
}

/** One or more small tests on one place of a response; all must hold. */
export interface Predicate {
  /** A JSON Pointer into the body, or `$response.header.<name>`. */
  readonly at?: string;
  readonly is?: Scalar;
  readonly not?: Scalar;
  readonly in?: readonly Scalar[];
  readonly prefix?: string;
  /** Compared without case. */
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

/** What rules look at: a response, its body parsed. */
export interface ResponseFacts {
  readonly status: number;
  readonly body: unknown;
  /** A header by its lower-case name; without it every header counts as missing. */
  readonly header?: (name: string) => string | null | undefined;
}

type Test = (value: unknown, wanted: unknown, response: ResponseFacts) => boolean;

/** What each member of a predicate tests; `at` only says where. */
const tests: Readonly<Record<Exclude<keyof Predicate, "at">, Test>> = {
  is: (value, wanted) => value === wanted,
  not: (value, wanted) => value !== wanted,
  in: (value, wanted) => Array.isArray(wanted) && wanted.includes(value),
  prefix: (value, wanted) => typeof value === "string" && value.startsWith(`${wanted}`),
  contains: (value, wanted) => typeof value === "string" && value.toLowerCase().includes(`${wanted}`.toLowerCase()),
  present: (value) => !isAbsent(value),
  absent: isAbsent,
  empty: (value, wanted) =>
    wanted === (isAbsent(value) || value === "" || (isObject(value) && Object.keys(value).length === 0)),
  gt: (value, wanted) => typeof value === "number" && value > Number(wanted),
  status: (_, wanted, { status }) =>
    typeof wanted === "number" ? wanted === status : statusMatches(`${wanted}`, status),
  media: (_, wanted, { header }) => header?.("content-type")?.split(";")[0]?.trim().toLowerCase() === wanted,
};

const isTestName = (name: string): name is keyof typeof tests => Object.hasOwn(tests, name);

/** The names of all predicates, for whoever reads declarations. */
export const predicateNames: readonly string[] = Object.keys(tests);

const headerPrefix = "$response.header.";

const valueAt = (place: string | undefined, { body, header }: ResponseFacts): unknown =>
  place?.startsWith(headerPrefix)
    ? header?.(place.slice(headerPrefix.length).toLowerCase())
    : resolvePointer(body, place);

/** Whether every predicate of a rule holds for the response. A predicate that does not exist never holds. */
export const ruleMatches = (rule: Rule, response: ResponseFacts): boolean =>
  rule.when.every((predicate) => {
    const value = valueAt(predicate.at, response);
    // Evaluated at every poll of every job: a loop, and no object made for it.
    for (const name in predicate) {
      if (name === "at") continue;
      if (!isTestName(name) || !tests[name](value, predicate[name], response)) return false;
    }
    return true;
  });

/** Whether an HTTP code is the one named, or of the class named (`4XX`). */
export const statusMatches = (wanted: string, status: number): boolean =>
  [`${status}`, `${Math.floor(status / 100)}XX`].includes(wanted.toUpperCase());

/** Whether HTTP calls a response successful. */
export const isSuccessStatus = (status: number): boolean => status > 199 && status < 300;

/** The first of a declaration's rules that matches; only rules that name a `status` look at responses outside 2xx. */
export const findRule = <R extends Rule>(rules: readonly R[] | undefined, response: ResponseFacts): R | undefined =>
  rules?.find(
    (rule) =>
      (isSuccessStatus(response.status) || rule.when.some(({ status }) => status !== undefined)) &&
      ruleMatches(rule, response),
  );
