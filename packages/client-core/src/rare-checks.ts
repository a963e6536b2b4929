import { isRecord } from "@genwait/lifecycle";
import { join, list, none, object, unless } from "./checks.ts";
import type { Validate } from "./validator.ts";

/** Takes anything, also an answer without content. */
export const anything: Validate = () => none;

/** Takes what one of the checks takes; what was expected is said in words. */
export const typed =
  (expected: string, ...checks: readonly Validate[]): Validate =>
  (value) =>
    unless(
      checks.some((check) => check(value).length === 0),
      expected,
    );

/** `null`, and nothing else. */
export const isNull: Validate = (value) => unless(value === null, "null");

/** What every check finds, one after another. */
export const all =
  (...checks: readonly Validate[]): Validate =>
  (value) =>
    checks.flatMap((check) => check(value));

/** Asks for one check at least that finds nothing. */
export const any =
  (...checks: readonly Validate[]): Validate =>
  (value) => {
    const found = checks.map((check) => check(value));
    return found.some(({ length }) => length === 0) ? none : [...found.flat(), ...unless(false, "anyOf")];
  };

/** A check that is defined further down, or around this one. */
export const later =
  (check: () => Validate): Validate =>
  (value) =>
    check()(value);

/** The members of an object; asks nothing of anything else. */
export const members: typeof object = (checks, required) => {
  const check = object(checks, required);
  return (value) => (isRecord(value) ? check(value) : none);
};

/** One member that an object must have, whatever its name. */
export const must =
  (name: string): Validate =>
  (value) =>
    isRecord(value) ? join(none, escaped(name), unless(value[name] !== undefined, "a value")) : none;

/** One member of an object, where it is there, whatever its name. */
export const member =
  (name: string, check: Validate): Validate =>
  (value) =>
    isRecord(value) && value[name] !== undefined ? join(none, escaped(name), check(value[name])) : none;

/** The members of an object that have no check of their own. */
export const otherMembers =
  (names: readonly string[], check: Validate): Validate =>
  (value) =>
    isRecord(value)
      ? Object.keys(value).flatMap((name) =>
          names.includes(name) ? none : join(none, escaped(name), check(value[name])),
        )
      : none;

/** The items of a list; asks nothing of anything else. */
export const items =
  (item: Validate): Validate =>
  (value) =>
    Array.isArray(value) ? list(item)(value) : none;

/** A number within a bound; asks nothing of anything else. */
export const bounded =
  (keyword: Bound, bound: number): Validate =>
  (value) =>
    unless(typeof value !== "number" || fits[keyword](value, bound), keyword);

/** A list within a bound; asks nothing of anything else. */
export const sized =
  (keyword: "minItems" | "maxItems", bound: number): Validate =>
  (value) =>
    unless(!Array.isArray(value) || (keyword === "minItems" ? value.length >= bound : value.length <= bound), keyword);

/** Text that a pattern matches; asks nothing of anything else. */
export const pattern = (source: string): Validate => {
  const expression = new RegExp(source, "u");
  return (value) => unless(typeof value !== "string" || expression.test(value), "pattern");
};

type Bound = "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum";

const fits: Readonly<Record<Bound, (value: number, bound: number) => boolean>> = {
  minimum: (value, bound) => value >= bound,
  maximum: (value, bound) => value <= bound,
  exclusiveMinimum: (value, bound) => value > bound,
  exclusiveMaximum: (value, bound) => value < bound,
};

// A member's name as a JSON Pointer writes it.
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
