import { isJsonObject, type JsonObject, memberOf, objectAt, textAt } from "./json.ts";

/** An operation with its place in the document. */
export interface DeclaredOperation {
  /** The operationId, or method and path where it has none. */
  readonly id: string;
  readonly operation: JsonObject;
  /** Parameters may stand here, too. */
  readonly pathItem: JsonObject;
  readonly tokens: readonly string[];
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every operation of a document, in its order. */
export const declaredOperations = (document: JsonObject): readonly DeclaredOperation[] =>
  Object.entries(objectAt(document, "paths")).flatMap(([path, pathItem]) =>
    methods.flatMap((method) => {
      const operation = memberOf(pathItem, method);
      if (!isJsonObject(operation) || !isJsonObject(pathItem)) return [];
      const id = textAt(operation, "operationId") ?? `${method.toUpperCase()} ${path}`;
      return [{ id, operation, pathItem, tokens: ["paths", path, method] }];
    }),
  );

/** Whether a media type is JSON: `application/json`, or a type built on it such as `application/problem+json`. */
export const isJsonMedia = (media: string): boolean => /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(media);
