import type { XJob } from "@genwait/lifecycle";

import { isJsonObject, type Json, type JsonObject, memberOf, objectAt, textAt } from "../merge/json.ts";

/** An `x-job` with the operation that carries it. */
export interface DeclaredJob {
  readonly name: string;
  readonly declaration: Json & XJob;
  readonly operation: JsonObject;
  readonly operationId: string;
  /** Of the path's item: parameters may stand there. */
  readonly pathItem: JsonObject;
  /** The way to the declaration in the document. */
  readonly tokens: readonly string[];
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every `x-job` of a document, in its order, whatever state it is in. */
export const declaredJobs = (document: JsonObject): readonly DeclaredJob[] =>
  Object.entries(objectAt(document, "paths")).flatMap(([path, pathItem]) =>
    methods.flatMap((method) => {
      const operation = objectAt(pathItem, method);
      const declaration = memberOf(operation, "x-job");
      if (!isDeclaration(declaration) || !isJsonObject(pathItem)) return [];
      const operationId = textAt(operation, "operationId") ?? `${method.toUpperCase()} ${path}`;
      const tokens = ["paths", path, method, "x-job"];
      return [{ name: textAt(declaration, "name") ?? "", declaration, operation, operationId, pathItem, tokens }];
    }),
  );

// Checks of what it says come first, by its JSON Schema; this tells the compiler.
const isDeclaration = (value: Json | undefined): value is Json & XJob => isJsonObject(value);
