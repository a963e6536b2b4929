import { STATUS_CODES } from "node:http";

import { type ErrorKind, ruleMatches, resolvePointer, type XError } from "@genwait/lifecycle";

import type { ResponseTemplate, Pick } from "../body/response-template.ts";
import { byName, firstOf } from "../body/pick-example.ts";
import type { ApiModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { setAt } from "../edit-pointer.ts";
import { declares } from "./declares.ts";
import { jsonResponse, type RawResponse } from "./raw-response.ts";

/** Which error. */
export interface ErrorResponseOptions {
  readonly status: number;
  /** Where one code has several meanings: the one that is meant. */
  readonly kind?: ErrorKind;
}

/** An error as the document shows it; as problem+json where the document shows none. */
export const errorResponse = async (
  api: ApiModel,
  operation: Operation | undefined,
  { status, kind }: ErrorResponseOptions,
  responseTemplate: ResponseTemplate,
): Promise<RawResponse> => {
  const declaring = [operation, ...api.operations].find(
    (candidate) => candidate !== undefined && declares(candidate, status),
  );
  if (declaring === undefined) return undeclared(status);
  const meanings = api.errors.filter((error) => error.status === status);
  const draft = await responseTemplate(declaring, status, pickFor(meanings, kind));
  if (draft.mediaType === undefined || draft.body === undefined) return { status, headers: draft.headers };
  const body = withMeaning(draft.body, meanings, kind);
  const { headers, mediaType } = draft;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers, mediaType, text };
};

const undeclared = (status: number): RawResponse => ({
  ...jsonResponse(status, {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: "The document declares no response for this code.",
  }),
  mediaType: "application/problem+json",
});

const pickFor = (meanings: readonly XError[], kind: ErrorKind | undefined): Pick => {
  const wanted = meanings.find((error) => error.kind === kind);
  const isRight: Pick = (examples) =>
    examples.find(({ value }) =>
      wanted === undefined ? !meanings.some((error) => isOf(value, error)) : isOf(value, wanted),
    );
  return firstOf(byName(kind), isRight);
};

// `x-errors` tells two meanings of one code apart by a word in the response: the word is put in, or kept out.
const withMeaning = (body: unknown, errors: readonly XError[], kind: ErrorKind | undefined): unknown => {
  if (kind === undefined) return body;
  const present = errors.find((error) => isOf(body, error));
  const wanted = errors.find((error) => error.kind === kind);
  if (present === wanted) return body;
  const at = (wanted ?? present)?.at;
  return at === undefined ? body : setAt(body, at, wanted === undefined ? messages[kind] : textWith(wanted, kind));
};

const isOf = (body: unknown, { at, contains }: XError): boolean =>
  at === undefined ||
  (contains === undefined
    ? resolvePointer(body, at) !== undefined
    : ruleMatches({ when: [{ at, contains }] }, { status: 0, body }));

const textWith = ({ contains = "" }: XError, kind: ErrorKind): string => {
  const text = messages[kind];
  return text.toLowerCase().includes(contains.toLowerCase()) ? text : `${text}: ${contains}`;
};

const messages: Readonly<Record<ErrorKind, string>> = {
  "invalid-request": "Invalid request",
  "insufficient-credits": "Insufficient credits remaining",
  forbidden: "Forbidden",
  unauthorized: "Invalid key",
  "not-found": "Not found",
  rejected: "Rejected",
  "rate-limited": "Too many requests",
  unavailable: "Service unavailable",
  network: "Bad gateway",
  "call-timeout": "Gateway timeout",
  "invalid-response": "Bad gateway",
  middleware: "Bad request",
};
