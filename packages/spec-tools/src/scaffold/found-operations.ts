import type { Resolve } from "../openapi/references.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import { isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";

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

const methods: readonly string[] = ["get", "post", "put", "patch", "delete"];

/** Every operation of a document, in its order. */
export const foundOperations = (document: JsonObject, resolve: Resolve): readonly FoundOperation[] =>
  Object.entries(objectAt(document, "paths")).flatMap(([path, value]) => {
    const item = resolve(value);
    return methods.flatMap((method) => {
      const source = memberOf(item, method);
      if (!isJsonObject(source)) return [];
      const responses = Object.entries(objectAt(source, "responses")).flatMap(([code, response]) =>
        code.startsWith("2") ? responsesOf(code, resolve(response), resolve) : [],
      );
      return [
        {
          path,
          method,
          target: `$.paths[${quoted(path)}].${method}`,
          source,
          parameters: [...listAt(item, "parameters"), ...listAt(source, "parameters")].map(resolve),
          response: responses[0],
          goodCodes: responses.map(({ code }) => code),
        },
      ];
    });
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
