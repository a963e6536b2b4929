import { isAbsent, isObject, resolvePointer } from "./pointer.ts";
import { type Answer, meets, type Predicates, type Rule } from "./rule.ts";

type Test = (value: unknown, wanted: unknown, answer: Answer) => boolean;

export const is: Test = (value, wanted) => value === wanted;

export const not: Test = (value, wanted) => value !== wanted;

export const isIn: Test = (value, wanted) => Array.isArray(wanted) && wanted.includes(value);

export const prefix: Test = (value, wanted) => typeof value === "string" && value.startsWith(`${wanted}`);

/** Compared without case. */
export const contains: Test = (value, wanted) => typeof value === "string" && lower(value).includes(lower(wanted));

export const present: Test = (value) => !isAbsent(value);

export const absent: Test = isAbsent;

export const empty: Test = (value, wanted) =>
  wanted === (isAbsent(value) || value === "" || (isObject(value) && Object.keys(value).length === 0));

export const gt: Test = (value, wanted) => typeof value === "number" && value > Number(wanted);

export const status: Test = (_, wanted, answer) =>
  typeof wanted === "number" ? wanted === answer.status : statusMatches(`${wanted}`, answer.status);

export const media: Test = (_, wanted, { header }) => lower(header?.("content-type")).split(";")[0]?.trim() === wanted;

const headerPrefix = "$response.header.";

/** The value at a pointer into the body, or of a header. */
export const at: Predicates[string] = (place, _, { body, header }) => {
  const pointer = typeof place === "string" ? place : undefined;
  return pointer?.startsWith(headerPrefix)
    ? header?.(pointer.slice(headerPrefix.length).toLowerCase())
    : resolvePointer(body, pointer);
};

/** Every predicate, by the name that declarations use. */
export const predicates: Predicates = {
  at,
  is,
  not,
  in: isIn,
  prefix,
  contains,
  present,
  absent,
  empty,
  gt,
  status,
  media,
};

/** Whether every predicate of the rule holds for the answer. */
export const matches = (rule: Rule, answer: Answer): boolean => meets(rule, answer, predicates);

/** Whether an HTTP code is the one named, or of the class named (`4XX`). */
export const statusMatches = (wanted: number | string, code: number): boolean =>
  [`${code}`, `${Math.floor(code / 100)}XX`].includes(`${wanted}`.toUpperCase());

const lower = (text: unknown): string => `${text}`.toLowerCase();
