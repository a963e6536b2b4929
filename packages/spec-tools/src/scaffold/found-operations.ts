import { pointerTokens } from "@genwait/lifecycle";

import { componentOf, type Resolve } from "../openapi/references.ts";
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
import { isJsonMedia, operationsOf } from "../openapi/operations.ts";

/** An operation of a vendor's document, as the guesses look at it. */
export interface FoundOperation {
  readonly path: string;
  readonly method: string;
  /** Where an overlay's action finds it. */
  readonly target: string;
  readonly source: JsonObject;
  readonly parameters: readonly JsonObject[];
  /** What it gives when all is well; the first 2xx that is JSON. */
  readonly response: FoundResponse | undefined;
  /** Every 2xx code with a JSON response. */
  readonly goodCodes: readonly string[];
}

export interface FoundResponse {
  readonly code: string;
  readonly media: string;
  readonly schema: Json | undefined;
  readonly examples: readonly FoundExample[];
}

export interface FoundExample {
  readonly name: string;
  readonly value: Json;
}

/** What a client may send; other methods tell nothing of jobs. */
const sendable: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete"]);

/** Every operation of a document, in its order. */
export const foundOperations = (document: JsonObject, resolve: Resolve): readonly FoundOperation[] =>
  operationsOf(document)
    .filter(({ method }) => sendable.has(method))
    .map(({ path, method, tokens, operation: source, pathItem: item }) => {
      const responses = Object.entries(objectAt(source, "responses")).flatMap(([code, response]) =>
        code.startsWith("2") ? responsesOf(code, resolve(response), resolve) : [],
      );
      return {
        path,
        method,
        target: `$${tokens.map((token) => (/^[A-Za-z_]\w*$/.test(token) ? `.${token}` : `[${quoted(token)}]`)).join("")}`,
        source,
        parameters: [...listAt(item, "parameters"), ...listAt(source, "parameters")].map(resolve),
        response: responses[0],
        goodCodes: responses.map(({ code }) => code),
      };
    });

/** A name between the brackets of a JSONPath. */
export const quoted = (name: string): string => `'${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** The examples of a response with this code, by name. */
export const examplesOf = (response: JsonObject, resolve: Resolve): readonly FoundExample[] => {
  const content = objectAt(response, "content");
  return Object.keys(content)
    .filter(isJsonMedia)
    .flatMap((media) => examplesOfMedia(objectAt(content, media), resolve));
};

const responsesOf = (code: string, response: JsonObject, resolve: Resolve): readonly FoundResponse[] => {
  const content = objectAt(response, "content");
  const media = Object.keys(content).find(isJsonMedia);
  if (media === undefined) return [];
  const body = objectAt(content, media);
  return [{ code, media, schema: memberOf(body, "schema"), examples: examplesOfMedia(body, resolve) }];
};

const examplesOfMedia = (body: JsonObject, resolve: Resolve): readonly FoundExample[] => {
  const named = Object.entries(objectAt(body, "examples")).flatMap(([key, example]) => {
    const { value, summary } = resolve(example);
    return value === undefined ? [] : [{ name: typeof summary === "string" ? summary : key, value }];
  });
  const schema = resolve(memberOf(body, "schema"));
  const alone = memberOf(body, "example") ?? memberOf(schema, "example") ?? listAt(schema, "examples")[0];
  return alone === undefined ? named : [...named, { name: "the document's example", value: alone }];
};

/** All the prose that is about an operation. */
export const textsOf = ({ source }: FoundOperation): readonly string[] =>
  [textAt(source, "summary"), textAt(source, "description")].filter((text) => text !== undefined);

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
export const membersOfResponse = (schema: Json | undefined, resolve: Resolve): readonly ResponseMember[] => {
  const members: ResponseMember[] = [];
  let level = [{ pointer: "", folded: foldSchema(schema, resolve) }];
  for (let depth = 1; depth <= deepest && level.length > 0; depth += 1) {
    const found = level.flatMap(({ pointer, folded }) => membersOf(pointer, folded, { resolve, depth }));
    members.push(...found);
    level = found.map(({ pointer, schema: folded }) => ({ pointer, folded }));
  }
  return members;
};

/** Status members sit in an envelope or two; what is deeper is a job's output. */
const deepest = 4;

const membersOf = (
  parent: string,
  { members, required }: FoldedSchema,
  { resolve, depth }: { readonly resolve: Resolve; readonly depth: number },
): readonly ResponseMember[] =>
  [...members].map(([name, schema]) => ({
    pointer: `${parent}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    name,
    parent,
    schema: foldSchema(schema, resolve),
    isRequired: required.has(name),
    depth,
  }));

/** A name without case and separators: `taskStatus`, `task_status` and `Task-Status` are one. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

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
  if (depth > deepestComposition) return undefined;
  for (const keyword of ["allOf", "oneOf", "anyOf"]) {
    for (const [index, part] of listAt(value, keyword).entries()) {
      const found = stepFrom({ value: part, path: `${path}.${keyword}[${index}]` }, token, resolve, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};

// A composition this deep contains itself.
const deepestComposition = 10;

const followed = (place: PlacedSchema, resolve: Resolve): PlacedSchema => {
  const component = componentOf(place.value);
  return component === undefined
    ? place
    : { value: resolve(place.value), path: `$.components.schemas[${quoted(component)}]` };
};
