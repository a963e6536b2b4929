import { escapePointerToken, isRecord, readExpression, type RuntimeExpression, type Scalar } from "@genwait/lifecycle";

import { follow } from "./references.ts";

/** An arrow from one operation's response to another operation, by OpenAPI's Link. */
export interface LinkModel {
  readonly name: string;
  /** The method and path that the response belongs to. */
  readonly method: string;
  readonly path: string;
  readonly code: string;
  /** The operationId that the link leads to. */
  readonly target: string;
  /** What the target is called with; a whole request body has the empty name. */
  readonly parameters: readonly LinkParameter[];
  /** Where the response lists the outputs to come, by the link's own `x-items`. */
  readonly items?: RuntimeExpression;
  /** Where the response has an address to call in place of the target's own, by the link's `x-address`. */
  readonly address?: RuntimeExpression;
  /** Whether the response tells the state of the job, too, by the link's `x-state`. */
  readonly tellsState: boolean;
}

/** What stands in one place of a linked request: a value, or what stands elsewhere. */
export type LinkParameter = {
  /** Where the request carries it, as the Link writes it: a bare name may be that of a parameter anywhere. */
  readonly name: string;
  readonly in?: RuntimeExpression["in"];
} & ({ readonly from: RuntimeExpression } | { readonly value: Scalar });

/** Every Link of a document. */
export const readLinks = (document: Record<string, unknown>): readonly LinkModel[] => {
  const targetOf = targetsIn(document);
  return entries(document.paths).flatMap(([path, item]) =>
    entries(follow(document, item)).flatMap(([method, operation]) =>
      entries(follow(document, operation).responses).flatMap(([code, response]) =>
        entries(follow(document, response).links).flatMap(([name, node]) => {
          const link = follow(document, node);
          const items = readExpression(link["x-items"]);
          const address = isRecord(link["x-address"]) ? readExpression(link["x-address"].from) : undefined;
          const target = targetOf(link);
          if (target === undefined) return [];
          return [
            {
              name,
              method,
              path,
              code,
              target,
              parameters: parametersOf(link),
              tellsState: link["x-state"] === true,
              ...(items && { items }),
              ...(address && { address }),
            },
          ];
        }),
      ),
    ),
  );
};

// By its name, or by a reference to its place.
const targetsIn = (document: Record<string, unknown>): ((link: Record<string, unknown>) => string | undefined) => {
  const places = new Map<string, string>(
    entries(document.paths).flatMap(([path, item]) =>
      entries(follow(document, item)).flatMap(([method, operation]) => {
        const { operationId } = follow(document, operation);
        const name = typeof operationId === "string" ? operationId : `${method} ${path}`;
        return [[`#/paths/${escapePointerToken(path)}/${method}`, name]];
      }),
    ),
  );
  return ({ operationId, operationRef }) =>
    typeof operationId === "string"
      ? operationId
      : typeof operationRef === "string"
        ? places.get(decodeURIComponent(operationRef))
        : undefined;
};

const parametersOf = ({ parameters, requestBody }: Record<string, unknown>): readonly LinkParameter[] => [
  ...entries(parameters).flatMap(([written, value]) => {
    const [, place, name = written] = /^(path|query|header)\.(.+)$/.exec(written) ?? [];
    return parameterOf({ name, ...(isPlace(place) && { in: place }) }, value);
  }),
  ...(isRecord(requestBody) ? entries(requestBody) : [["", requestBody] as const]).flatMap(([name, value]) =>
    parameterOf({ name, in: "body" }, value),
  ),
];

const isPlace = (text: string | undefined): text is "path" | "query" | "header" =>
  text === "path" || text === "query" || text === "header";

const parameterOf = (place: Pick<LinkParameter, "name" | "in">, value: unknown): readonly LinkParameter[] => {
  const from = readExpression(value);
  if (from !== undefined) return [{ ...place, from }];
  const isConstant = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isConstant ? [{ ...place, value }] : [];
};

const entries = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
