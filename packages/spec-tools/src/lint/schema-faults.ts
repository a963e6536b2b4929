import type { ErrorObject, ValidateFunction } from "ajv";

import { isJsonObject, type Json, textAt } from "../openapi/json.ts";
import { suggest } from "./nearest.ts";

/** One place where a value is not what its JSON Schema asks for, in words. */
export interface SchemaFault {
  /** A JSON Pointer into the value. */
  readonly pointer: string;
  readonly message: string;
  readonly fix: string;
}

/** Everything a validator finds wrong with a value. The validator must be made with `allErrors` and `verbose`. */
export const schemaFaults = (validate: ValidateFunction, value: Json): readonly SchemaFault[] => {
  if (validate(value)) return [];
  return (validate.errors ?? []).flatMap((error) => describe(error) ?? []);
};

type Describe = (error: ErrorObject) => SchemaFault | undefined;

const describe: Describe = (error) => (describers[error.keyword] ?? other)(error);

const describers: Readonly<Record<string, Describe>> = {
  additionalProperties: (error) => {
    const word = textOf(error.params["additionalProperty"]);
    return {
      ...fault(error, `"${word}" is no member here`, suggest(word, membersOf(error))),
      pointer: `${error.instancePath}/${escaped(word)}`,
    };
  },
  required: (error) => {
    const member = textOf(error.params["missingProperty"]);
    return fault(error, `"${member}" is missing`, `Add it${hint(propertyOf(error, member))}.`);
  },
  dependencies: (error) =>
    fault(
      error,
      `"${textOf(error.params["property"])}" stands alone`,
      `Add "${textOf(error.params["missingProperty"])}" beside it.`,
    ),
  enum: (error) => {
    const allowed = Array.isArray(error.schema) ? error.schema.map(textOf) : [];
    return fault(
      error,
      `${shown(error.data)} is not ${titleOf(error) ?? "known here"}`,
      suggest(textOf(error.data), allowed),
    );
  },
  pattern: (error) => {
    const found = error.propertyName ?? error.data;
    return fault(
      error,
      `${shown(found)} is not ${titleOf(error) ?? "well formed"}`,
      `Write ${titleOf(error) ?? "it as the schema says"}.`,
    );
  },
  type: (error) => {
    const isContainer = error.schema === "object" || error.schema === "array";
    const wanted = isContainer ? kindOf(error.schema) : (titleOf(error) ?? kindOf(error.schema));
    return fault(error, `${shown(error.data)} stands here`, `Write ${wanted}.`);
  },
  const: (error) =>
    fault(error, `${shown(error.data)} stands here`, `Write ${JSON.stringify(error.schema)}, or leave the member out.`),
  // Their causes are reported on their own: for the name of the member, and for the branch that was taken.
  propertyNames: () => undefined,
  if: () => undefined,
};

const other: Describe = (error) =>
  fault(error, `${shown(error.data)} ${error.message ?? "is not allowed"}`, "Correct it.");

const fault = (error: ErrorObject, message: string, fix: string): SchemaFault => ({
  pointer: error.instancePath,
  message,
  fix,
});

const escaped = (token: string): string => token.replaceAll("~", "~0").replaceAll("/", "~1");

const membersOf = ({ parentSchema }: ErrorObject): readonly string[] => {
  const properties: unknown = parentSchema?.["properties"];
  return isJsonObject(properties) ? Object.keys(properties) : [];
};

const propertyOf = ({ parentSchema }: ErrorObject, member: string): unknown => {
  const properties: unknown = parentSchema?.["properties"];
  return isJsonObject(properties) ? properties[member] : undefined;
};

const hint = (schema: unknown): string => {
  const text = isJsonObject(schema) ? (textAt(schema, "description") ?? textAt(schema, "title")) : undefined;
  return text === undefined ? "" : `: ${text.replace(/\.$/, "")}`;
};

const titleOf = ({ parentSchema }: ErrorObject): string | undefined => textOf(parentSchema?.["title"]) || undefined;

const kindOf = (type: unknown): string =>
  type === "object" ? "members" : type === "array" ? "a list" : `a ${textOf(type)}`;

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > longestShown ? `${text.slice(0, longestShown)}…"` : text;
};

const longestShown = 40;
