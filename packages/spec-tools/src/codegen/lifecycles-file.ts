import { compileLifecycle, type CompileOptions, type JsonType, pointerTokens } from "@genwait/lifecycle";

import { isJsonObject, listAt, memberOf } from "../openapi/json.ts";
import { type Data, identifier, literal, moduleLine } from "../text/typescript-text.ts";
import type { ApiModel, JobModel, Schema } from "./api-model.ts";
import { pascalCase } from "./names.ts";
import { type Resolve, resolverOf } from "../openapi/references.ts";

/** The constant that holds a job's lifecycle. */
export const lifecycleName = (job: string): string => {
  const name = pascalCase(job);
  return identifier(`${name.charAt(0).toLowerCase()}${name.slice(1)}Lifecycle`);
};

/** `src/generated/lifecycles.ts`: what is declared of each job, as data. */
export const emitLifecycles = (api: ApiModel): string => {
  const resolve = resolverOf(api.document);
  const constants = api.jobs.map((job) => {
    const lifecycle = compileLifecycle(job.declaration, { typeAt: typesOfFields(job, resolve) });
    const data: Data = JSON.parse(JSON.stringify(lifecycle));
    return `export const ${lifecycleName(job.declaration.name)}: Lifecycle = ${literal(data)};\n`;
  });
  return [moduleLine("import type", ["Lifecycle"], "@genwait/lifecycle"), ...constants].join("\n");
};

type TypeAt = NonNullable<CompileOptions["typeAt"]>;

/** What the schemas of a job's responses call each member, where they have one word for it. */
const typesOfFields = ({ declaration, operation }: JobModel, resolve: Resolve): TypeAt => {
  const schemas = operation.responses.flatMap(({ code, schema }) =>
    code.startsWith("2") && schema !== undefined ? [schema] : [],
  );
  return (pointer, of) => {
    const list = of === "item" ? [...pointerTokens(declaration.items?.at ?? ""), anyEntry] : [];
    const types = schemas.flatMap((schema) => typesAt(schema, [...list, ...pointerTokens(pointer)], resolve));
    const [type, ...others] = new Set(types);
    return others.length === 0 && type !== unknownType ? type : undefined;
  };
};

const anyEntry: unique symbol = Symbol("any entry of a list");

const unknownType = "unknown";

/** Every type that a member can have, null aside; a schema that leaves it open adds the unknown type. */
const typesAt = (
  schema: Schema,
  tokens: readonly (string | symbol)[],
  resolve: Resolve,
): readonly (JsonType | typeof unknownType)[] => {
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

const ownTypes = (type: unknown, hasBranches: boolean): readonly (JsonType | typeof unknownType)[] => {
  const types = [type].flat().filter((name) => name !== "null" && name !== undefined);
  if (types.length === 0) return type === undefined && !hasBranches ? [unknownType] : [];
  // JSON has one kind of number.
  return types.map((name) => (name === "integer" ? "number" : isJsonType(name) ? name : unknownType));
};

const jsonTypes: ReadonlySet<unknown> = new Set<JsonType>(["string", "number", "boolean", "array", "object"]);

const isJsonType = (name: unknown): name is JsonType => jsonTypes.has(name);
