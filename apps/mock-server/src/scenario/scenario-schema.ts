import { createRequire } from "node:module";

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";

/** What of the published schema: a whole file, or a part of one. */
export type SchemaPart = "file" | "scenario" | "fault";

/** What the published schema has against a file of scenarios, or a part of one; nothing where it is good. */
export const schemaFault = (value: unknown, part: SchemaPart): SchemaFault | undefined => {
  const validate = validatorOf(part);
  if (validate(value)) return undefined;
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

const validators = new Map<SchemaPart, ValidateFunction>();

const validatorOf = (part: SchemaPart): ValidateFunction => {
  const known = validators.get(part);
  if (known !== undefined) return known;
  const ajv = new Ajv({ verbose: true, allErrors: true, allowUnionTypes: true });
  // Required, not imported: a JSON module would have to lie inside the compiled sources.
  ajv.addSchema(createRequire(import.meta.url)("../../scenario.schema.json"), "scenarios");
  const validate = ajv.compile({ $ref: part === "file" ? "scenarios#" : `scenarios#/definitions/${part}` });
  validators.set(part, validate);
  return validate;
};

// Of several alternatives none fits: that, and not what each of them lacks, is the thing to say.
const mostTelling = (errors: readonly ErrorObject[]): ErrorObject | undefined =>
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
  if (keyword === "not") return `"duration" and "phases" contradict each other: give one of them`;
  if (keyword === "enum" && Array.isArray(params.allowedValues))
    return `"${name}" is not one of ${params.allowedValues.join(", ")}`;
  if (keyword === "propertyNames")
    return `"${String(params.propertyName)}" is no name of small letters, digits, dots and hyphens`;
  return `${name === "" ? "it" : `"${name}"`} is not ${description}`;
};
