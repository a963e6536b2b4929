import type { Operation } from "@genwait/client-core";
import { type CallErrorKind, callErrorKinds, resolvePointer } from "@genwait/lifecycle";
import type { ContractApi } from "./contract-api.ts";
import { sourceOf } from "./discover-apis.ts";
import { exampleOfSchema } from "./example-of-schema.ts";
import { followReference } from "./follow-reference.ts";
import { entriesOf, isRecord } from "./json.ts";

/** One declared error answer of an operation, as the document shows it. */
export interface ErrorExample {
  readonly title: string;
  readonly operation: Operation;
  readonly status: number;
  /** The example's name in the document; absent where it is made from the schema. */
  readonly key?: string;
  readonly body: unknown;
  readonly kind: CallErrorKind;
}

/** Every declared answer above 399 of every operation, each of its examples once, with the kind it must be read as. */
export const errorExamplesOf = (api: ContractApi): readonly ErrorExample[] =>
  Object.values(api.descriptor.operations).flatMap((operation) =>
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
  const media = isRecord(content) ? followReference(document, content["application/json"]) : {};
  const named = entriesOf(media["examples"]).map(([key, example]) => ({
    key,
    body: followReference(document, example)["value"],
  }));
  return named.length > 0 ? named : [{ body: media["example"] ?? exampleOfSchema(media["schema"], { document }) }];
};

// Written down once more, apart from the client's own table: by HTTP, unless the document's x-errors say otherwise.
const kindOf = ({ document }: ContractApi, status: number, body: unknown): CallErrorKind => {
  const rules = Array.isArray(document["x-errors"]) ? document["x-errors"].filter(isRecord) : [];
  const rule = rules.find(({ status: code, at, contains }) => {
    const text = typeof at === "string" ? resolvePointer(body, at) : undefined;
    return (
      code === status &&
      (at === undefined || (typeof text === "string" && text.toLowerCase().includes(`${contains}`.toLowerCase())))
    );
  });
  return callErrorKinds.find((kind) => kind === rule?.["kind"]) ?? kindOfCode(status);
};

const kindOfCode = (status: number): CallErrorKind => {
  if (status === 401) return "unauthorized";
  if (status === 402) return "insufficient-credits";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "not-found";
  if (status === 429) return "rate-limited";
  return status === 408 || status === 425 || status >= 500 ? "unavailable" : "invalid-request";
};
