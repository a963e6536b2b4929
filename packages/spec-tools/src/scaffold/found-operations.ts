import { type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { type DocumentOperation, isJsonMedia, operationsOf } from "../openapi/operations.ts";
import { placeOf, type Resolve } from "../openapi/references.ts";
import { jsonPath, type PlacedSchema } from "./folded-schema.ts";

/** An operation of a vendor's document, as the guesses look at it. */
export interface FoundOperation extends DocumentOperation {
  /** Where an overlay's action finds it. */
  readonly target: string;
  readonly parameters: readonly JsonObject[];
  /** What it gives when all is well; the first 2xx that is JSON. */
  readonly response: FoundResponse | undefined;
  /** Every 2xx code with a JSON response. */
  readonly goodCodes: readonly string[];
}

export interface FoundResponse {
  readonly schema: PlacedSchema;
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
    .map((found) => {
      const good = Object.entries(objectAt(found.operation, "responses")).flatMap(([code, value]) => {
        const [media] = code.startsWith("2") ? jsonMediaOf(resolve(value)) : [];
        if (media === undefined) return [];
        const tokens = [...placeOf(value, [...found.tokens, "responses", code]), "content", media.name, "schema"];
        const schema = { schema: memberOf(media.body, "schema") ?? {}, tokens };
        return [{ code, response: { schema, examples: examplesOfMedia(media.body, resolve) } }];
      });
      return {
        ...found,
        target: jsonPath(found.tokens),
        parameters: [...listAt(found.pathItem, "parameters"), ...listAt(found.operation, "parameters")].map(resolve),
        response: good[0]?.response,
        goodCodes: good.map(({ code }) => code),
      };
    });

/** The JSON bodies that a response or a request may have. */
export const jsonMediaOf = (holder: JsonObject): readonly { readonly name: string; readonly body: JsonObject }[] => {
  const content = objectAt(holder, "content");
  return Object.keys(content)
    .filter(isJsonMedia)
    .map((name) => ({ name, body: objectAt(content, name) }));
};

/** The examples of a JSON body, by name. */
export const examplesOfMedia = (body: JsonObject, resolve: Resolve): readonly FoundExample[] => {
  const named = Object.entries(objectAt(body, "examples")).flatMap(([key, example]) => {
    const { value, summary } = resolve(example);
    return value === undefined ? [] : [{ name: typeof summary === "string" ? summary : key, value }];
  });
  const schema = resolve(memberOf(body, "schema"));
  const alone = memberOf(body, "example") ?? memberOf(schema, "example") ?? listAt(schema, "examples")[0];
  return alone === undefined ? named : [...named, { name: "the document's example", value: alone }];
};

/** All the prose that is about an operation. */
export const textsOf = ({ operation }: FoundOperation): readonly string[] =>
  [textAt(operation, "summary"), textAt(operation, "description")].filter((text) => text !== undefined);

/** The last path parameter, else a query parameter whose name says id: what carries a job's id. */
export const idParameterOf = ({
  parameters,
  path,
}: FoundOperation): { readonly in: "path" | "query"; readonly name: string } | undefined => {
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].at(-1)?.[1];
  if (inPath !== undefined) return { in: "path", name: inPath };
  const inQuery = namesIn(parameters, "query").find((name) => /id$/i.test(name) && !isPaging(name));
  return inQuery === undefined ? undefined : { in: "query", name: inQuery };
};

export const namesIn = (parameters: readonly JsonObject[], place: "query" | "header"): readonly string[] =>
  parameters.flatMap((parameter) => (textAt(parameter, "in") === place ? (textAt(parameter, "name") ?? []) : []));

/** Whether a parameter or a member is about the pages of a list. */
export const isPaging = (name: string): boolean =>
  /^(?:starting|ending|created)?(?:after|before|last|since)|^nextpage|^page|^(?:cursor|next|prev(?:ious)?|offset|skip|limit|perpage|hasmore|total)(?:id|token|url|link|page|cursor|number|size|count|pages|items)?$/.test(
    name.toLowerCase().replaceAll(/[^a-z0-9]/g, ""),
  );
