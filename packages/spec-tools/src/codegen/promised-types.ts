import { type CompileOptions, pointerTokens } from "@genwait/lifecycle";

import { isJsonObject, listAt, memberOf } from "../merge/json.ts";
import type { JobModel, Schema } from "./api-model.ts";
import type { Resolve } from "./references.ts";
import { typeWords } from "./type-words.ts";

/** What the schemas of a job's answers call each member, where they have one word for it. */
export const promisedTypesOf = ({ declaration, operation }: JobModel, resolve: Resolve): TypeAt => {
  const schemas = operation.answers.flatMap(({ code, schema }) =>
    code.startsWith("2") && schema !== undefined ? [schema] : [],
  );
  return (pointer, of) => {
    const list = of === "item" ? [...pointerTokens(declaration.items?.at ?? ""), anyEntry] : [];
    const types = schemas.flatMap((schema) => typesAt(schema, [...list, ...pointerTokens(pointer)], resolve));
    const [type, ...others] = new Set(types);
    return others.length > 0 || type === undefined || type === unknownType ? undefined : typeWords(type);
  };
};

type TypeAt = NonNullable<CompileOptions["typeAt"]>;

/** Every type that a member can have, null aside; a schema that leaves it open adds the unknown type. */
const typesAt = (schema: Schema, tokens: readonly (string | symbol)[], resolve: Resolve): readonly string[] => {
  const whole = resolve(schema);
  const [token, ...deeper] = tokens;
  const branches = ["allOf", "anyOf", "oneOf"].flatMap((composition) =>
    listAt(whole, composition).filter(isJsonObject),
  );
  const inBranches = branches.flatMap((branch) => typesAt(branch, tokens, resolve));
  if (token === undefined) return [...ownTypes(whole["type"], branches.length > 0), ...inBranches];
  const member = token === anyEntry ? whole["items"] : memberOf(memberOf(whole, "properties"), String(token));
  return isJsonObject(member) ? typesAt(member, deeper, resolve) : inBranches;
};

const ownTypes = (type: unknown, hasBranches: boolean): readonly string[] => {
  const types = [type].flat().filter((name) => typeof name === "string" && name !== "null");
  // Readers of JSON know one kind of number.
  if (types.length > 0) return types.map((name) => (name === "integer" ? "number" : String(name)));
  return type === undefined && !hasBranches ? [unknownType] : [];
};

const anyEntry: unique symbol = Symbol("any entry of a list");

const unknownType = "unknown";
