import { isJsonObject, type JsonObject, memberOf, objectAt, textAt } from "./json.ts";
import { placeOf, resolverOf } from "./references.ts";

/** The methods that OpenAPI has a member for in a path item, in the order in which operations are told. */
export const methods = ["get", "post", "put", "patch", "delete", "head", "options", "trace"] as const;

export type Method = (typeof methods)[number];

/** An operation with its place in the document. */
export interface DocumentOperation {
  /** The operationId, or method and path where it has none. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly operation: JsonObject;
  /** Parameters may stand here, too. */
  readonly pathItem: JsonObject;
  /** The way to it in the document: behind the `$ref` where its path item is one. */
  readonly tokens: readonly string[];
}

/** Every operation of a document, in its order; path items behind a `$ref` are followed. */
export const operationsOf = (document: JsonObject): readonly DocumentOperation[] => {
  const resolve = resolverOf(document);
  return Object.entries(objectAt(document, "paths")).flatMap(([path, value]) => {
    const pathItem = resolve(value);
    const place = placeOf(value, ["paths", path]);
    return methods.flatMap((method) => {
      const operation = memberOf(pathItem, method);
      if (!isJsonObject(operation)) return [];
      const id = textAt(operation, "operationId") ?? `${method.toUpperCase()} ${path}`;
      return [{ id, method, path, operation, pathItem, tokens: [...place, method] }];
    });
  });
};

/** Whether a media type is JSON: `application/json`, or a type built on it such as `application/problem+json`. */
export const isJsonMedia = (media: string): boolean => /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(media);

/** Whether a media type is a form's. */
export const isFormMedia = (media: string): boolean =>
  /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\s*(?:;|$)/i.test(media);
