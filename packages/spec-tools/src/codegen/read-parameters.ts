import { type JsonObject, memberOf, objectAt, textAt } from "../merge/json.ts";
import type { KeyModel, ParameterModel } from "./api-model.ts";
import { isKeyParameter } from "./read-key.ts";

/** The parameters that callers pass; an operation's own replace those of its path, and the key is none of them. */
export const readParameters = (list: readonly JsonObject[], key: KeyModel | undefined): readonly ParameterModel[] => {
  const parameters = new Map<string, ParameterModel>();
  for (const source of list) {
    const name = textAt(source, "name") ?? "";
    const place = textAt(source, "in");
    const description = textAt(source, "description");
    if (place !== "path" && place !== "query" && place !== "header") continue;
    if (isKeyParameter(key, { in: place, name }) || (place === "header" && ownHeaders.has(name.toLowerCase())))
      continue;
    parameters.set(`${place} ${name}`, {
      name,
      in: place,
      isRequired: place === "path" || memberOf(source, "required") === true,
      ...(description !== undefined && { description }),
      schema: objectAt(source, "schema"),
    });
  }
  return [...parameters.values()];
};

// OpenAPI ignores parameters of these names: https://spec.openapis.org/oas/v3.0.3#fixed-fields-9
const ownHeaders: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);
