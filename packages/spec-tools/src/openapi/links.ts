import { jsonSchemasOf } from "./jobs.ts";
import { type JsonObject, objectAt, textAt } from "./json.ts";
import type { DocumentOperation } from "./operations.ts";
import type { Resolve } from "./references.ts";

/** An OpenAPI Link, and the response that carries it. */
export interface FoundLink {
  readonly name: string;
  readonly link: JsonObject;
  /** The code of the response, as written. */
  readonly code: string;
  /** Of the response. */
  readonly schemas: readonly JsonObject[];
  /** Of the response, in lower case. */
  readonly headers: readonly string[];
  /** The way to the Link in the document. */
  readonly tokens: readonly string[];
}

/** The Links on the responses of an operation. */
export const linksOf = (
  { operation, tokens }: Pick<DocumentOperation, "operation" | "tokens">,
  resolve: Resolve,
): readonly FoundLink[] =>
  Object.entries(objectAt(operation, "responses")).flatMap(([code, value]) => {
    const response = resolve(value);
    const schemas = jsonSchemasOf(response, resolve);
    const headers = Object.keys(objectAt(response, "headers")).map((header) => header.toLowerCase());
    return Object.entries(objectAt(response, "links")).map(([name, link]) => ({
      name,
      link: resolve(link),
      code,
      schemas,
      headers,
      tokens: [...tokens, "responses", code, "links", name],
    }));
  });

/** Whether a Link stands on a response that says that all is well. */
export const isOnGood = ({ code }: FoundLink): boolean => code.startsWith("2") || code === "default";

/** The operation that a Link leads to, by its id or by its place. */
export const targetOf = <Operation extends DocumentOperation>(
  link: JsonObject,
  operations: readonly Operation[],
): Operation | undefined => {
  const id = textAt(link, "operationId");
  const reference = textAt(link, "operationRef");
  return operations.find(
    (operation) =>
      (id !== undefined && operation.id === id) || (reference !== undefined && reference === referenceOf(operation)),
  );
};

/** `#/paths/~1jobs~1{id}/get`, as an operationRef writes it. */
export const referenceOf = ({ path, method }: Pick<DocumentOperation, "path" | "method">): string =>
  `#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}`;
