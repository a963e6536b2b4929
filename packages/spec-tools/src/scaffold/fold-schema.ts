import type { Resolve } from "../openapi/references.ts";
import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
} from "../openapi/json.ts";

/** A schema with its references, `allOf`s and alternatives folded together, as a guess needs it: what members there may be. */
export interface FoldedSchema {
  readonly types: readonly string[];
  readonly description: string;
  /** The words of `enum` and `const`, of all alternatives. */
  readonly words: readonly Json[];
  readonly members: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
  /** Of a list. */
  readonly entry: Json | undefined;
  /** The alternatives that are objects, when there are several: one for each status, in the best documents. */
  readonly variants: readonly FoldedSchema[];
  readonly source: JsonObject;
}

/** Folds one level of a schema; its members are as they were. */
export const foldSchema = (schema: Json | undefined, resolve: Resolve, depth = 0): FoldedSchema => {
  const source = resolve(schema);
  const own = ownOf(source);
  if (depth > maxDepth) return own;
  const inner = (part: Json): FoldedSchema => foldSchema(part, resolve, depth + 1);
  const all = listAt(source, "allOf").map(inner);
  const anyOf = [...listAt(source, "oneOf"), ...listAt(source, "anyOf")]
    .map(inner)
    .filter(({ types }) => !isNullOnly(types));
  const objects = anyOf.filter(({ members }) => members.size > 0);
  const joined = [own, ...all].reduce(both);
  if (anyOf.length === 0) return joined;
  const alternatives = anyOf.reduce(either);
  return { ...both(joined, alternatives), variants: objects.length > 1 ? objects : alternatives.variants };
};

// Compositions of compositions are legal; this deep they are a circle.
const maxDepth = 20;

const ownOf = (source: JsonObject): FoldedSchema => {
  const type = source["type"];
  return {
    types: isJsonList(type) ? type.filter((name) => typeof name === "string") : typeof type === "string" ? [type] : [],
    description: textAt(source, "description") ?? "",
    words: [...listAt(source, "enum"), ...(source["const"] === undefined ? [] : [source["const"]])].filter(
      (word) => word !== null,
    ),
    members: new Map(Object.entries(objectAt(source, "properties"))),
    required: new Set(listAt(source, "required").filter((name) => typeof name === "string")),
    entry: memberOf(source, "items"),
    variants: [],
    source,
  };
};

const isNullOnly = (types: readonly string[]): boolean => types.length === 1 && types[0] === "null";

/** What holds when both schemas hold. */
const both = (left: FoldedSchema, right: FoldedSchema): FoldedSchema => ({
  ...unite(left, right),
  required: new Set([...left.required, ...right.required]),
});

/** What may be there when one of the two holds. */
const either = (left: FoldedSchema, right: FoldedSchema): FoldedSchema => ({
  ...unite(left, right),
  required: new Set([...left.required].filter((name) => right.required.has(name))),
});

const unite = (left: FoldedSchema, right: FoldedSchema): FoldedSchema => ({
  types: [...new Set([...left.types, ...right.types])],
  description: left.description === "" ? right.description : left.description,
  words: [...new Set([...left.words, ...right.words])],
  members: new Map([
    ...left.members,
    ...[...right.members].map(([name, schema]) => [name, joinedMember(left.members.get(name), schema)] as const),
  ]),
  required: left.required,
  entry: left.entry ?? right.entry,
  variants: left.variants.length > 0 ? left.variants : right.variants,
  source: isJsonObject(left.source) && Object.keys(left.source).length > 0 ? left.source : right.source,
});

/** A member that two alternatives have, such as a status with one word in each. */
const joinedMember = (left: Json | undefined, right: Json): Json =>
  left === undefined || left === right ? right : { anyOf: [left, right] };
