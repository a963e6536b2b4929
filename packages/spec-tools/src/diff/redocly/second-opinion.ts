import type { Finding } from "../finding.ts";
import { limitKeywords } from "../schema/fold-limits.ts";
import type { RedoclyVerdict } from "./run-redocly.ts";

/**
 * What `redocly diff` calls breaking and our own comparison has no word for: a rule it did not have when the corrections were written,
 * or a keyword that our comparison does not know. What both know is ours to judge, since redocly weighs what is written, not what it
 * comes to for a client.
 */
export const secondOpinion = (verdicts: readonly RedoclyVerdict[], own: readonly Finding[]): readonly Finding[] =>
  verdicts
    .filter((verdict) => verdict.bump === "major" && !isCorrected(verdict) && !own.some(({ pointer }) => isNear(pointer, verdict.pointer)))
    .map(({ rule, pointer, message }) => ({ bump: "major", change: rule, pointer, message: asSentence(message) }));

const isCorrected = ({ rule, property }: RedoclyVerdict): boolean =>
  Object.hasOwn(corrections, rule) || (rule === "schema-constraint-changed" && property !== undefined && knownKeywords.has(property));

/** Each rule of redocly's that we judge ourselves, with where it goes wrong for a client, if it does. */
export const corrections: Readonly<Record<string, string>> = {
  "operation-removed": "right, and an operation that moved is one reason in place of two",
  "path-removed": "right, and an operation that moved is one reason in place of two",
  "operation-id-changed": "right",
  "parameter-removed": "blind to parameters that moved between a path and its operations, and to those the specification ignores",
  "parameter-became-required": "blind to parameters that moved between a path and its operations, and to those the specification ignores",
  "parameter-serialization-changed": "takes a default that is spelled out for a change",
  "request-body-removed": "right",
  "request-body-became-required": "does not see a required body that is new",
  "response-removed": "an error that is no longer listed breaks nobody; a code may still be in its range",
  "response-header-removed": "right, and blind to headers that may be missing now",
  "media-type-removed": "takes a charset for another media type",
  "security-requirement-changed": "blind to a key that is asked for where `security: []` was",
  "security-scheme-changed": "minds schemes that no operation asks for, and new names for the same scheme",
  "server-removed": "minds a slash at the end, and not a variable's lost value",
  "schema-type-changed": "minds a reference that may be null, a type that was inferred, types written as a union",
  "enum-values-removed": "blind to lists of values written as a union",
  "enum-values-added": "enums in answers are open in our clients",
  "required-properties-added": "blind to allOf",
  "required-properties-removed": "blind to allOf",
  "property-removed": "lets callers send what is not read any more",
  "schema-combinator-changed": "weighs how schemas are put together, not what they come to",
};

const knownKeywords: ReadonlySet<string> = new Set([
  ...Object.keys(limitKeywords),
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "const", "items", "prefixItems", "additionalProperties"],
  ...["unevaluatedProperties", "unevaluatedItems", "patternProperties", "not", "if", "then", "else", "contains", "propertyNames"],
  ...["dependentSchemas", "dependentRequired"],
]);

/** At the same place, or one inside the other. */
const isNear = (left: string, right: string): boolean =>
  left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);

const asSentence = (message: string): string => (message.endsWith(".") ? message : `${message}.`);
