import { isRecord } from "@genwait/lifecycle";
import type { Validate, ValidationError } from "./validator.ts";

type Errors = readonly ValidationError[];

/** What a check finds in a value that fits. */
export const none: Errors = [];

/** What a check finds in a value as a whole. */
export const unless = (fits: boolean, expected: string): Errors => (fits ? none : [{ pointer: "", expected }]);

/** Adds what is wrong with a member or an item to what is wrong with the whole. */
export const join = (found: Errors, token: string | number, errors: Errors): Errors =>
  errors.length
    ? [...found, ...errors.map(({ pointer, expected }) => ({ pointer: `/${token}${pointer}`, expected }))]
    : found;

/** Text. */
export const string: Validate = (value) => unless(typeof value === "string", "a string");

/** A number. */
export const number: Validate = (value) => unless(typeof value === "number", "a number");

/** `true` or `false`. */
export const boolean: Validate = (value) => unless(typeof value === "boolean", "a boolean");

/** A whole number. */
export const integer: Validate = (value) => unless(Number.isInteger(value), "an integer");

/** A list, each item of which is checked. */
export const list =
  (item: Validate): Validate =>
  (value) =>
    Array.isArray(value) ? value.flatMap((entry, index) => join(none, index, item(entry))) : unless(false, "a list");

/** An object: the members that must be there, and what is asked of each that is there. */
export const object = (members: Readonly<Record<string, Validate>>, required: readonly string[] = []): Validate => {
  const checks = Object.entries(members);
  return (value) => {
    if (!isRecord(value)) return unless(false, "an object");
    // Good answers are the rule: nothing is made for them.
    let found = none;
    for (const name of required) found = join(found, name, unless(value[name] !== undefined, "a value"));
    for (const [name, check] of checks) if (value[name] !== undefined) found = join(found, name, check(value[name]));
    return found;
  };
};
