import { createRequire } from "node:module";

import { escapePointerToken, isObject } from "@genwait/lifecycle";

import { type FaultName, isFaultName } from "../fault/fault.ts";
import { longestMs, timeMs } from "./longest-time.ts";
import type * as AjvModule from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";

/** What of the published schema: a whole file, or a part of one. */
export type SchemaPart = "file" | "scenario" | "fault";

/** What the published schema has against a file of scenarios, or a part of one; nothing where it is good. */
export const schemaFault = (value: unknown, part: SchemaPart): SchemaFault | undefined => {
  const validate = validatorOf(part);
  if (validate(value)) return senseFault(value, "");
  const error = mostTelling(validate.errors ?? []);
  if (error === undefined) return undefined;
  const member = error.keyword === "additionalProperties" ? `/${String(error.params.additionalProperty)}` : "";
  return { pointer: error.instancePath + member, reason: reasonOf(error) };
};

/** What the schema has against a value. */
export interface SchemaFault {
  /** Where in the value. */
  readonly pointer: string;
  /** What is wrong there, as the end of a sentence. */
  readonly reason: string;
}

// What a schema cannot say: that a pair is in order, that a time is one that a clock can hold, that a fault reads a member.
const senseFault = (value: unknown, pointer: string): SchemaFault | undefined => {
  if (typeof value === "string") {
    const isTooLong = /^\d+(?:\.\d+)?(?:ms|s|m|h)$/.test(value) && timeMs(value) > longestMs;
    return isTooLong ? { pointer, reason: `"${value}" is longer than a hundred years` } : undefined;
  }
  if (!isObject(value)) return undefined;
  for (const [first, second] of [
    ["from", "to"],
    ["p50", "p95"],
  ] as const) {
    const [low, high] = [Reflect.get(value, first), Reflect.get(value, second)];
    if (typeof low === "string" && typeof high === "string" && timeMs(low) > timeMs(high))
      return { pointer, reason: `"${first}" is more than "${second}"` };
  }
  const is: unknown = Reflect.get(value, "is");
  const span: unknown = Reflect.get(value, "for");
  if (isFaultName(is) && typeof span === "string" && timeMs(span) === 0)
    return { pointer: `${pointer}/for`, reason: `"for" is no time at all, so the fault never hits` };
  if (isFaultName(is)) {
    const vain = Object.keys(value).find((name) => readers[name]?.includes(is) === false);
    if (vain !== undefined)
      return { pointer, reason: `"${vain}" means nothing to ${is}; ${readers[vain]?.join(" and ")} read it` };
  }
  for (const [name, member] of Object.entries(value)) {
    // What a finished job contains is the service's business.
    const fault = name === "body" ? undefined : senseFault(member, `${pointer}/${escapePointerToken(name)}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const readers: Readonly<Record<string, readonly FaultName[]>> = {
  retryAfter: ["rate-limited", "unavailable"],
  retryAfterAs: ["rate-limited", "unavailable"],
  delay: ["latency"],
  status: ["no-credits"],
};

const validators = new Map<SchemaPart, ValidateFunction>();

const validatorOf = (part: SchemaPart): ValidateFunction => {
  const known = validators.get(part);
  if (known !== undefined) return known;
  // Required, not imported: a mock that nobody gives a scenario starts without, and a JSON module would have to lie inside
  // the compiled sources.
  const require = createRequire(import.meta.url);
  const { Ajv }: typeof AjvModule = require("ajv");
  const ajv = new Ajv({ verbose: true, allErrors: true, allowUnionTypes: true });
  ajv.addSchema(require("../../scenario.schema.json"), "scenarios");
  const validate = ajv.compile({ $ref: part === "file" ? "scenarios#" : `scenarios#/definitions/${part}` });
  validators.set(part, validate);
  return validate;
};

// Of several alternatives none fits: that, and not what each of them lacks, is the thing to say.
const mostTelling = (errors: readonly ErrorObject[]): ErrorObject | undefined =>
  errors.find(({ keyword, instancePath }) => keyword === "type" && instancePath === "") ??
  errors.findLast(({ keyword }) => keyword === "anyOf") ??
  errors.find(({ keyword }) => keyword === "propertyNames") ??
  errors[0];

const reasonOf = ({ keyword, params, parentSchema, instancePath }: ErrorObject): string => {
  const name = instancePath.split("/").at(-1) ?? "";
  const description = typeof parentSchema?.description === "string" ? parentSchema.description : "something else";
  if (keyword === "additionalProperties") {
    return `"${String(params.additionalProperty)}" is no member of ${name === "" ? "it" : `"${name}"`}; there are ${Object.keys(parentSchema?.properties ?? {}).join(", ")}`;
  }
  if (keyword === "required") return `"${String(params.missingProperty)}" is missing`;
  if (keyword === "not") return `"duration", "phases" and "polls" contradict each other: give one of them`;
  if (keyword === "enum" && Array.isArray(params.allowedValues))
    return `"${name}" is not one of ${params.allowedValues.join(", ")}`;
  if (keyword === "propertyNames")
    return `"${String(params.propertyName)}" is no name of small letters, digits, dots and hyphens`;
  return `${name === "" ? "it" : `"${name}"`} is not ${description}`;
};
