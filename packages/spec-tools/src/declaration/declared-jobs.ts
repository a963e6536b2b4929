import type { XJob } from "@genwait/lifecycle";

import { isJsonObject, type Json, type JsonObject, memberOf, textAt } from "../merge/json.ts";
import { type DeclaredOperation, declaredOperations } from "./declared-operations.ts";

/** An `x-job` with the operation that carries it. */
export interface DeclaredJob {
  readonly name: string;
  readonly declaration: Json & XJob;
  readonly status: DeclaredOperation;
  /** The way to the declaration in the document. */
  readonly tokens: readonly string[];
}

/** Every `x-job` of a document, in its order. What it says is checked by its JSON Schema elsewhere. */
export const declaredJobs = (document: JsonObject): readonly DeclaredJob[] =>
  declaredOperations(document).flatMap((status) => {
    const declaration = memberOf(status.operation, "x-job");
    if (!isDeclaration(declaration)) return [];
    return [{ name: textAt(declaration, "name") ?? "", declaration, status, tokens: [...status.tokens, "x-job"] }];
  });

const isDeclaration = (value: Json | undefined): value is Json & XJob => isJsonObject(value);
