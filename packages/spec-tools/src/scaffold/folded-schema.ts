import { escapePointerToken, pointerTokens } from "@genwait/lifecycle";

import { isJsonList, type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { placeOf, type Resolve } from "../openapi/references.ts";

/** A schema with the way to it in the document. */
export interface PlacedSchema {
  readonly schema: Json;
  readonly tokens: readonly string[];
  /** What the same member is in other alternatives, such as a status with one word in each. */
  readonly others?: readonly PlacedSchema[];
}

/** A schema with its references, `allOf`s and alternatives folded together, as a guess needs it: what there may be. */
export interface FoldedSchema {
  /** Without null. */
  readonly types: readonly string[];
  readonly description: string;
  /** The words of `enum` and `const`, of all alternatives. */
  readonly words: readonly Json[];
  readonly members: ReadonlyMap<string, PlacedSchema>;
  /** What all alternatives require. */
  readonly required: ReadonlySet<string>;
  /** Of a list. */
  readonly entry: PlacedSchema | undefined;
  /** The schema itself, its reference followed. */
  readonly source: JsonObject;
  /** Where an overlay's action finds it. */
  readonly target: string;
}

/** Folds one level of a schema; its members are as they were. */
export const foldSchema = (place: PlacedSchema, resolve: Resolve): FoldedSchema => {
  const parts = partsOf(place, resolve);
  const sources = parts.map(({ source }) => source);
  const members = new Map<string, PlacedSchema>();
  for (const { source, tokens } of parts) {
    for (const [name, schema] of Object.entries(objectAt(source, "properties"))) {
      const place = { schema, tokens: placeOf(schema, [...tokens, "properties", name]) };
      const former = members.get(name);
      members.set(name, former === undefined ? place : { ...former, others: [...(former.others ?? []), place] });
    }
  }
  const lists = parts.filter(({ source }) => memberOf(source, "items") !== undefined);
  const words = sources.flatMap((source) => [...listAt(source, "enum"), memberOf(source, "const") ?? null]);
  return {
    types: [...new Set(sources.flatMap(typesOf))],
    description: sources.map((source) => textAt(source, "description") ?? "").find((text) => text !== "") ?? "",
    words: [...new Set(words)].filter((word) => word !== null),
    members,
    required: sharedBy([place, ...(place.others ?? [])].map(({ schema }) => requiredOf(schema, resolve, 0))),
    entry: lists.map(({ source, tokens }) => ({ schema: source["items"] ?? {}, tokens: [...tokens, "items"] }))[0],
    source: sources[0] ?? {},
    target: jsonPath(parts[0]?.tokens ?? place.tokens),
  };
};

/** The alternatives of a schema that are objects, where there are several: one for each status, in the best documents. */
export const variantsOf = (place: PlacedSchema, resolve: Resolve, depth = 0): readonly FoldedSchema[] => {
  if (depth > deepest) return [];
  const { source, tokens } = followed(place, resolve);
  const variants = composedOf(source, tokens, ["oneOf", "anyOf"])
    .map((part) => foldSchema(part, resolve))
    .filter(({ members }) => members.size > 0);
  if (variants.length > 1) return variants;
  for (const part of composedOf(source, tokens, ["allOf", "oneOf", "anyOf"])) {
    const found = variantsOf(part, resolve, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
};

/** A composition of compositions this deep contains itself. */
const deepest = 8;

/** What a pointer into a value of a schema leads to; a number steps into a list. */
export const schemaAt = (root: PlacedSchema, pointer: string, resolve: Resolve): FoldedSchema | undefined => {
  let folded = foldSchema(root, resolve);
  for (const token of pointerTokens(pointer)) {
    const next = folded.members.get(token) ?? (/^\d+$/.test(token) ? folded.entry : undefined);
    if (next === undefined) return undefined;
    folded = foldSchema(next, resolve);
  }
  return folded;
};

/** A member of a response, wherever it is nested. */
export interface ResponseMember {
  /** From the root of the response, or of an entry of the list it is in. */
  readonly pointer: string;
  readonly name: string;
  /** The pointer of the object it is in. */
  readonly parent: string;
  readonly schema: FoldedSchema;
  readonly isRequired: boolean;
  readonly depth: number;
}

/** Every member of a response's schema, from the outside inwards; entries of lists are no members of it. */
export const membersIn = (root: PlacedSchema | undefined, resolve: Resolve): readonly ResponseMember[] => {
  if (root === undefined) return [];
  const members: ResponseMember[] = [];
  let level = [{ pointer: "", schema: foldSchema(root, resolve) }];
  // Status members sit in an envelope or two; what is deeper is a job's output.
  for (let depth = 1; depth <= 4 && level.length > 0; depth += 1) {
    const found = level.flatMap(({ pointer: parent, schema: { members: inner, required } }) =>
      [...inner].map(([name, place]) => ({
        pointer: `${parent}/${escapePointerToken(name)}`,
        name,
        parent,
        schema: foldSchema(place, resolve),
        isRequired: required.has(name),
        depth,
      })),
    );
    members.push(...found);
    level = found;
  }
  return members;
};

export const isNumeric = ({ types }: FoldedSchema): boolean => types.includes("integer") || types.includes("number");

/** Neither an object nor a list. */
export const isScalarSchema = ({ members, entry, types }: FoldedSchema): boolean =>
  members.size === 0 && entry === undefined && types[0] !== "object";

/** A name without case and separators: `taskStatus`, `task_status` and `Task-Status` are one. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** The JSONPath of a place, as an overlay's target writes it: names that the vendor chose in brackets. */
export const jsonPath = (tokens: readonly string[]): string =>
  `$${tokens
    .map((token, index) => {
      if (holdsNames.has(tokens[index - 1] ?? "") || !/^\w+$/.test(token)) return `[${quoted(token)}]`;
      return /^\d/.test(token) ? `[${token}]` : `.${token}`;
    })
    .join("")}`;

const holdsNames: ReadonlySet<string> = new Set(["paths", "responses", "content", "properties", "links", "schemas"]);

/** A name between the brackets of a JSONPath. */
export const quoted = (name: string): string => `'${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

interface Part {
  readonly source: JsonObject;
  readonly tokens: readonly string[];
}

/** The schema and everything that it is composed of, each once; an alternative that is only null says nothing. */
const partsOf = (root: PlacedSchema, resolve: Resolve): readonly Part[] => {
  const seen = new Map<JsonObject, Part>();
  const visit = (place: PlacedSchema): void => {
    const part = followed(place, resolve);
    if (seen.has(part.source) || (seen.size > 0 && isNullOnly(part.source))) return;
    seen.set(part.source, part);
    composedOf(part.source, part.tokens, ["allOf", "oneOf", "anyOf"]).forEach(visit);
  };
  [root, ...(root.others ?? [])].forEach(visit);
  return [...seen.values()];
};

const composedOf = (
  source: JsonObject,
  tokens: readonly string[],
  keywords: readonly string[],
): readonly PlacedSchema[] =>
  keywords.flatMap((keyword) =>
    listAt(source, keyword).map((schema, index) => ({ schema, tokens: [...tokens, keyword, `${index}`] })),
  );

const followed = ({ schema, tokens }: PlacedSchema, resolve: Resolve): Part => ({
  source: resolve(schema),
  tokens: placeOf(schema, tokens),
});

const typesOf = (source: JsonObject): readonly string[] => {
  const type = memberOf(source, "type");
  return (isJsonList(type) ? type : [type]).filter((name) => typeof name === "string" && name !== "null") as string[];
};

const isNullOnly = (source: JsonObject): boolean => memberOf(source, "type") === "null";

const requiredOf = (schema: Json, resolve: Resolve, depth: number): ReadonlySet<string> => {
  const source = resolve(schema);
  if (depth > deepest) return new Set();
  const inner = (part: Json): ReadonlySet<string> => requiredOf(part, resolve, depth + 1);
  const alternatives = ["oneOf", "anyOf"].flatMap((keyword) => listAt(source, keyword));
  const own = listAt(source, "required").filter((name) => typeof name === "string");
  const all = listAt(source, "allOf").flatMap((part) => [...inner(part)]);
  return new Set([...own, ...all, ...sharedBy(alternatives.filter((part) => !isNullOnly(resolve(part))).map(inner))]);
};

const sharedBy = ([one = new Set(), ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set([...one].filter((name) => others.every((other) => other.has(name))));
