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
import { type Member, membersOfDocument } from "../openapi/document-walk.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { methods } from "../openapi/operations.ts";
import type { Addition } from "../openapi/overlay.ts";
import { resolverOf } from "../openapi/references.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { isTyped, variantsOf } from "../openapi/schema-places.ts";
import { lineAt, parseYaml } from "../openapi/yaml-file.ts";
import { lookalike } from "./nearest.ts";
import type { Problem } from "./problem.ts";

/**
 * What an overlay says about a member, parameter, header, response or operation that upstream does not have. An update creates what is
 * absent, so a word about a member that was renamed or removed would bring it back as a member without a type, which nobody sends.
 */
export const checkGhosts = ({ document, additions, files }: MergedSpec): readonly Problem[] => {
  const overlay = parseYaml(files.overlay);
  const brought = new Set(additions.map(({ tokens }) => jsonPointer(tokens)));
  const seen = new Set<string>();
  return additions.flatMap((addition) =>
    ghostsIn(addition, document).flatMap(({ kind, tokens, value }): readonly Problem[] => {
      const way = [...addition.way, ...tokens.slice(addition.tokens.length)];
      const place = ["actions", `${addition.index}`, "update", ...way];
      // A target that matches many places says the same of each.
      const once = `${jsonPointer(place)} ${kind}`;
      if (seen.has(once)) return [];
      seen.add(once);
      const name = kinds[kind].name(tokens, value);
      const like = lookalike(tokens.at(-1) ?? "", othersBeside(tokens, { document, brought }));
      const meant =
        like === undefined ? "" : `; ${kinds[kind].name([...tokens.slice(0, -1), like], value)} looks like it`;
      return [
        {
          file: files.overlay.path,
          ...lineAt(overlay, place),
          path: jsonPointer(tokens),
          message: `the action ${verbFor(value)} ${name}, which upstream no longer has${meant}`,
          fix: `Follow upstream, or if it is new give it ${kinds[kind].needs}.`,
        },
      ];
    }),
  );
};

interface Ghost {
  readonly kind: Kind;
  readonly tokens: readonly string[];
  readonly value: Json;
}

const ghostsIn = (addition: Addition, document: JsonObject): readonly Ghost[] => {
  const found: Ghost[] = [];
  const depth = addition.tokens.length;
  for (const member of membersOfDocument(inPlace(addition, document))) {
    if (member.path.length < depth) continue;
    const tokens = [...addition.tokens, ...member.path.slice(depth)];
    if (found.some((ghost) => ghost.tokens.every((token, index) => tokens[index] === token))) continue;
    const kind = kindOf(member, tokens);
    // The whole document is JSON, and so is what a walk of it gives.
    const value = isJson(member.value) ? member.value : null;
    if (kind !== undefined && !kinds[kind].isWhole(value, document)) found.push({ kind, tokens, value });
  }
  return found;
};

/** The addition alone, where it stands in the document: what it is depends on what is above it. */
const inPlace = ({ tokens, value }: Addition, document: JsonObject): Json => {
  const holders: (Json | undefined)[] = [document];
  for (const token of tokens) {
    const holder = holders.at(-1);
    holders.push(isJsonList(holder) ? holder[Number(token)] : memberOf(holder, token));
  }
  return tokens.reduceRight<Json>(
    (inner, token, index) => (isJsonList(holders[index]) ? [inner] : { [token]: inner }),
    value,
  );
};

const isJson = (value: unknown): value is Json => value !== undefined;

type Kind =
  | "schema"
  | "header"
  | "parameter"
  | "response"
  | "media"
  | "operation"
  | "requestBody"
  | "link"
  | "securityScheme";

interface KindOfThing {
  readonly name: (tokens: readonly string[], value: Json) => string;
  /** Whether it stands by itself, without anything of upstream's. */
  readonly isWhole: (value: Json, document: JsonObject) => boolean;
  readonly needs: string;
}

const has = (value: Json, ...members: readonly string[]): boolean =>
  ["$ref", ...members].some((member) => memberOf(value, member) !== undefined);

const last = (tokens: readonly string[]): string => tokens.at(-1) ?? "";

const kinds: Readonly<Record<Kind, KindOfThing>> = {
  schema: {
    name: (tokens) => nameOfSchema(tokens),
    isWhole: (value, document) => typeof value === "boolean" || isTyped(variantsOf([value], looseResolver(document))),
    needs: "a type of its own",
  },
  header: {
    name: (tokens) => `the header ${last(tokens)}`,
    isWhole: (value) => has(value, "schema", "content"),
    needs: "a schema of its own",
  },
  parameter: {
    name: (tokens, value) => `the parameter ${textAt(value, "name") ?? last(tokens)}`,
    isWhole: (value) => has(value) || (has(value, "in") && has(value, "schema", "content")),
    needs: "name, in and a schema of its own",
  },
  response: {
    name: (tokens) => `the response ${last(tokens)}`,
    isWhole: (value) => has(value, "description"),
    needs: "a description of its own",
  },
  media: {
    name: (tokens) => `the body ${last(tokens)} of ${ownerOf(tokens)}`,
    isWhole: (value) => has(value, "schema"),
    needs: "a schema of its own",
  },
  operation: {
    name: (tokens) => `the operation ${last(tokens).toUpperCase()} ${tokens.at(-2) ?? ""}`,
    isWhole: (value) => has(value, "responses"),
    needs: "responses of its own",
  },
  requestBody: {
    name: (tokens) => `the request body of ${ownerOf(tokens)}`,
    isWhole: (value) => has(value, "content"),
    needs: "content of its own",
  },
  link: {
    name: (tokens) => `the Link ${last(tokens)}`,
    isWhole: (value) => has(value, "operationId", "operationRef"),
    needs: "an operationId",
  },
  securityScheme: {
    name: (tokens) => `the security scheme ${last(tokens)}`,
    isWhole: (value) => has(value, "type"),
    needs: "a type of its own",
  },
};

// A reference into nowhere is redocly's to tell, and stands for something at any rate.
const looseResolver = (document: JsonObject) => {
  const resolve = resolverOf(document);
  return (value: Json | undefined): JsonObject => {
    try {
      return resolve(value);
    } catch {
      return { type: "object" };
    }
  };
};

const kindOf = ({ role, key, isListEntry, path }: Member, tokens: readonly string[]): Kind | undefined => {
  const holder = tokens.at(-2) ?? "";
  if (role === "data") return undefined;
  // Under a Link's parameters are expressions.
  if (role === "map") return holder === "parameters" && tokens.length === 3 ? "parameter" : byMap.get(holder);
  if (isListEntry) return byList.get(key);
  const isInPath = ["paths", "pathItems", "webhooks"].includes(path.at(-3) ?? "");
  if (isInPath && methods.some((method) => method === key)) return "operation";
  return byKeyword.get(key);
};

const byMap: ReadonlyMap<string, Kind> = new Map([
  ...["properties", "patternProperties", "schemas", "$defs", "definitions", "dependentSchemas"].map(
    (name) => [name, "schema"] as const,
  ),
  ["headers", "header"],
  ["responses", "response"],
  ["content", "media"],
  ["requestBodies", "requestBody"],
  ["links", "link"],
  ["securitySchemes", "securityScheme"],
]);

const byList: ReadonlyMap<string, Kind> = new Map([
  ["parameters", "parameter"],
  ...["allOf", "anyOf", "oneOf", "prefixItems"].map((name) => [name, "schema"] as const),
]);

const byKeyword: ReadonlyMap<string, Kind> = new Map([
  ["schema", "schema"],
  ["items", "schema"],
  ["requestBody", "requestBody"],
]);

/** `/error/message` for a member, `the schema Job` for a component, `what stands under items` for anything else. */
const nameOfSchema = (tokens: readonly string[]): string => {
  if (tokens.at(-2) === "schemas") return `the schema ${last(tokens)}`;
  const members = tokens.filter((_, index) => tokens[index - 1] === "properties" && index > 0);
  const path = `/${members.join("/")}`;
  if (tokens.at(-2) === "properties") return path;
  if (members.length > 0) return `${path} (${last(tokens)})`;
  return `the schema of ${ownerOf(tokens)}`;
};

const ownerOf = (tokens: readonly string[]): string => {
  const place = tokens.findLastIndex((token) => methods.some((method) => method === token));
  return place > 0 ? `${(tokens[place] ?? "").toUpperCase()} ${tokens[place - 1]}` : jsonPointer(tokens.slice(0, -1));
};

const verbFor = (value: Json): string =>
  isJsonObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((word) => /^examples?$/.test(word))
    ? "gives an example to"
    : "describes";

interface Surroundings {
  readonly document: JsonObject;
  readonly brought: ReadonlySet<string>;
}

/** What upstream has beside a ghost: behind the `$ref` and in the alternatives of the schema that holds it, too. */
const othersBeside = (tokens: readonly string[], { document, brought }: Surroundings): readonly string[] => {
  const resolve = looseResolver(document);
  const valueAt = (way: readonly string[]): Json | undefined =>
    way.reduce<Json | undefined>(
      (value, token) => (isJsonList(value) ? value[Number(token)] : memberOf(value, token)),
      document,
    );
  const holder = tokens.slice(0, -1);
  const names = Object.keys(objectOf(valueAt(holder))).filter((name) => !brought.has(jsonPointer([...holder, name])));
  if (holder.at(-1) !== "properties") return names.filter((name) => name !== tokens.at(-1));
  const schema = valueAt(holder.slice(0, -1));
  const parts = schema === undefined ? [] : variantsOf([schema, ...listAt(schema, "allOf")], resolve);
  const others = parts.slice(1).flatMap((part) => Object.keys(objectAt(part, "properties")));
  return [...new Set([...names, ...others])].filter((name) => name !== tokens.at(-1));
};

const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
