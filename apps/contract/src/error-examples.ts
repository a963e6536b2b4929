import type { ApiOperation } from "@genwait/client-core";
import { type ErrorKind, isErrorKind, isRecord, resolvePointer } from "@genwait/lifecycle";
import type { ContractApi } from "./apis.ts";
import { entriesOf, followReference, sourceOf } from "./document.ts";
import { exampleOfSchema } from "./schema-example.ts";

/** One declared error response of an operation, as the document shows it. */
export interface ErrorExample {
  readonly title: string;
  readonly operation: ApiOperation;
  readonly status: number;
  /** The example's name in the document; absent where it is made from the schema. */
  readonly key?: string;
  readonly body: unknown;
  readonly kind: ErrorKind;
}

/** Every declared response above 399 of every operation, each of its examples once, with the kind that it means. */
export const errorExamplesOf = (api: ContractApi): readonly ErrorExample[] =>
  api.description.operations.flatMap((operation) =>
    entriesOf(sourceOf(operation, api.document)["responses"]).flatMap(([code, response]) => {
      const status = Number(code);
      if (!(status >= 400)) return [];
      return bodiesOf(api, response).map(({ key, body }) => ({
        title: `${operation.id} ${code}${key === undefined ? "" : ` ${key}`}`,
        operation,
        status,
        ...(key !== undefined && { key }),
        body,
        kind: kindOf(api, status, body),
      }));
    }),
  );

const bodiesOf = (
  { document }: ContractApi,
  response: unknown,
): readonly { readonly key?: string; readonly body: unknown }[] => {
  const content = followReference(document, response)["content"];
  const shown = entriesOf(content).find(([media]) => /[/+]json$/.test(media))?.[1];
  const media = followReference(document, shown);
  const named = entriesOf(media["examples"]).map(([key, example]) => ({
    key,
    body: followReference(document, example)["value"],
  }));
  return named.length > 0 ? named : [{ body: media["example"] ?? exampleOfSchema(media["schema"], { document }) }];
};

// Written down once more, apart from the client's own table: by HTTP, unless the document's x-errors say otherwise.
const kindOf = ({ document }: ContractApi, status: number, body: unknown): ErrorKind => {
  const rules = Array.isArray(document["x-errors"]) ? document["x-errors"].filter(isRecord) : [];
  const rule = rules.find(({ status: code, at, contains }) => {
    const text = typeof at === "string" ? resolvePointer(body, at) : undefined;
    return (
      code === status &&
      (at === undefined || (typeof text === "string" && text.toLowerCase().includes(`${contains}`.toLowerCase())))
    );
  });
  const kind = rule?.["kind"];
  return isErrorKind(kind) ? kind : kindOfCode(status);
};

const kindOfCode = (status: number): ErrorKind => {
  if (status === 401) return "unauthorized";
  if (status === 402) return "insufficient-credits";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "not-found";
  if (status === 429) return "rate-limited";
  return status === 408 || status === 425 || status >= 500 ? "unavailable" : "invalid-request";
};
