import type { Scalar } from "@genwait/lifecycle";

import { isJsonList, isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "./json.ts";
import type { KeyModel } from "./key.ts";
import { type DocumentOperation, methods } from "./operations.ts";
import { type Resolve, resolverOf } from "./references.ts";

export type ParameterPlace = "path" | "query" | "header" | "cookie";

/** A parameter that callers of an operation pass. */
export interface DeclaredParameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly isRequired: boolean;
  readonly schema: JsonObject;
  /** As the document writes it. */
  readonly source: JsonObject;
  /** The one value that is legal, or that a required parameter has by default: sent where none is given. */
  readonly value?: Scalar;
}

/** The parameters that callers pass; an operation's own replace those of its path, and the key is none of them. */
export const parametersOf = (
  { pathItem, operation }: Pick<DocumentOperation, "pathItem" | "operation">,
  { resolve, key }: { readonly resolve: Resolve; readonly key: KeyModel | undefined },
): readonly DeclaredParameter[] => {
  const parameters = new Map<string, DeclaredParameter>();
  for (const source of [...listAt(pathItem, "parameters"), ...listAt(operation, "parameters")].map(resolve)) {
    const name = textAt(source, "name") ?? "";
    const place = textAt(source, "in");
    if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") continue;
    const isKey = place === key?.in && name.toLowerCase() === key.name.toLowerCase();
    if (isKey || (place === "header" && ignoredHeaders.has(name.toLowerCase()))) continue;
    const isRequired = place === "path" || memberOf(source, "required") === true;
    const schema = objectAt(source, "schema");
    const value = isRequired ? legalValueOf(resolve(schema)) : undefined;
    parameters.set(`${place} ${name}`, {
      name,
      in: place,
      isRequired,
      schema,
      source,
      ...(value !== undefined && { value }),
    });
  }
  return [...parameters.values()];
};

// OpenAPI ignores parameters of these names: https://spec.openapis.org/oas/v3.0.3#fixed-fields-9
const ignoredHeaders: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

/**
 * A document without the parameters that nobody passes: those that OpenAPI ignores, and the key. openapi-typescript makes types of them
 * all the same, and would ask every caller for them.
 */
export const withoutUnpassed = (document: JsonObject): JsonObject => {
  const resolve = resolverOf(document);
  const schemes = Object.values(objectAt(objectAt(document, "components"), "securitySchemes")).map(resolve);
  const keys = new Set(schemes.flatMap((scheme) => (textAt(scheme, "type") === "apiKey" ? [placeOf(scheme)] : [])));
  const isUnpassed = (value: Json): boolean => {
    const parameter = resolve(value);
    const name = textAt(parameter, "name") ?? "";
    return (
      keys.has(placeOf(parameter)) || (textAt(parameter, "in") === "header" && ignoredHeaders.has(name.toLowerCase()))
    );
  };
  const passed = (holder: JsonObject): JsonObject => {
    const parameters = listAt(holder, "parameters");
    return parameters.some(isUnpassed)
      ? { ...holder, parameters: parameters.filter((parameter) => !isUnpassed(parameter)) }
      : holder;
  };
  const passedItem = (item: Json): Json => {
    if (!isJsonObject(item)) return item;
    const members = Object.entries(passed(item)).map(([name, member]): readonly [string, Json] => [
      name,
      isMethod(name) && isJsonObject(member) ? passed(member) : member,
    ]);
    return Object.fromEntries(members);
  };
  const passedItems = (items: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(items).map(([name, item]) => [name, passedItem(item)]));
  const components = objectAt(document, "components");
  return {
    ...document,
    paths: passedItems(objectAt(document, "paths")),
    ...(isJsonObject(components["pathItems"]) && {
      components: { ...components, pathItems: passedItems(components["pathItems"]) },
    }),
  };
};

const placeOf = (place: JsonObject): string =>
  `${textAt(place, "in") ?? ""} ${textAt(place, "name")?.toLowerCase() ?? ""}`;

const isMethod = (name: string): boolean => methods.some((method) => method === name);

/** The only value of a schema, or the one that it has by default. */
const legalValueOf = (schema: JsonObject): Scalar | undefined => {
  const words = listAt(schema, "enum");
  const only = memberOf(schema, "const") ?? (words.length === 1 ? words[0] : undefined) ?? memberOf(schema, "default");
  return typeof only === "string" || typeof only === "number" || typeof only === "boolean" ? only : undefined;
};

/** What a parameter's value is in JSON: `number` for integers too. */
export const scalarTypeOf = (schema: JsonObject): "string" | "number" | "boolean" => {
  const type = memberOf(schema, "type");
  const kind = isJsonList(type) ? type.find((name) => name !== "null") : type;
  if (kind === "integer" || kind === "number") return "number";
  return kind === "boolean" ? "boolean" : "string";
};
