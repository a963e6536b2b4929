import { pointerTokens } from "@genwait/lifecycle";

import { componentOf, type Resolve } from "../openapi/references.ts";
import { type Json, listAt, memberOf } from "../openapi/json.ts";
import { type FoundOperation, quoted } from "./found-operations.ts";

/** A schema with the JSONPath that finds it in the document. */
interface PlacedSchema {
  readonly value: Json;
  readonly path: string;
}

/** The schema of a member of an operation's response, where an overlay's action finds it; undefined when a reference leads out of sight. */
export const targetOfMember = (
  operation: FoundOperation,
  pointer: string,
  resolve: Resolve,
): PlacedSchema | undefined => {
  const { response } = operation;
  if (response?.schema === undefined) return undefined;
  const root = {
    value: response.schema,
    path: `${operation.target}.responses[${quoted(response.code)}].content[${quoted(response.media)}].schema`,
  };
  let place: PlacedSchema | undefined = root;
  for (const token of pointerTokens(pointer))
    place = place === undefined ? undefined : stepFrom(place, token, resolve, 0);
  return place === undefined ? undefined : followed(place, resolve);
};

const stepFrom = (place: PlacedSchema, token: string, resolve: Resolve, depth: number): PlacedSchema | undefined => {
  const { value, path } = followed(place, resolve);
  const property = memberOf(memberOf(value, "properties"), token);
  if (property !== undefined) return { value: property, path: `${path}.properties[${quoted(token)}]` };
  const items = memberOf(value, "items");
  if (items !== undefined && /^\d+$/.test(token)) return { value: items, path: `${path}.items` };
  if (depth > deepest) return undefined;
  for (const keyword of ["allOf", "oneOf", "anyOf"]) {
    for (const [index, part] of listAt(value, keyword).entries()) {
      const found = stepFrom({ value: part, path: `${path}.${keyword}[${index}]` }, token, resolve, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};

// A composition this deep contains itself.
const deepest = 10;

const followed = (place: PlacedSchema, resolve: Resolve): PlacedSchema => {
  const component = componentOf(place.value);
  return component === undefined
    ? place
    : { value: resolve(place.value), path: `$.components.schemas[${quoted(component)}]` };
};
