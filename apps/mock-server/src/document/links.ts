import { isRecord } from "@genwait/lifecycle";

import { follow } from "./references.ts";
import { type Place, readExpression } from "./runtime-expression.ts";

/** An arrow from one operation's response to another operation, by OpenAPI's Link. */
export interface LinkModel {
  /** The method and path that the response belongs to. */
  readonly method: string;
  readonly path: string;
  readonly code: string;
  /** The operationId that the link leads to. */
  readonly target: string;
  /** The target's parameters by their bare names; a whole request body under the empty name. */
  readonly parameters: ReadonlyMap<string, Place>;
  /** Where the response lists the outputs to come, by the link's own `x-items`. */
  readonly items?: Place;
}

/** Every Link of a document. */
export const readLinks = (document: Record<string, unknown>): readonly LinkModel[] =>
  entries(document.paths).flatMap(([path, item]) =>
    entries(follow(document, item)).flatMap(([method, operation]) =>
      entries(follow(document, operation).responses).flatMap(([code, response]) =>
        entries(follow(document, response).links).flatMap(([, node]) => {
          const link = follow(document, node);
          const items = readExpression(link["x-items"]);
          if (typeof link.operationId !== "string") return [];
          return [
            { method, path, code, target: link.operationId, parameters: parametersOf(link), ...(items && { items }) },
          ];
        }),
      ),
    ),
  );

const parametersOf = ({ parameters, requestBody }: Record<string, unknown>): ReadonlyMap<string, Place> => {
  const body = isRecord(requestBody) ? entries(requestBody) : [["", requestBody] as const];
  return new Map(
    [...entries(parameters), ...body].flatMap(([name, expression]) => {
      const place = readExpression(expression);
      return place === undefined ? [] : [[name.replace(/^(?:path|query|header)\./, ""), place] as const];
    }),
  );
};

const entries = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
