import { STATUS_CODES } from "node:http";

import { type ErrorKind, ruleMatches, resolvePointer, type XError } from "@genwait/lifecycle";

import type { ResponseTemplate, Pick } from "../body/response-template.ts";
import { byName, firstOf } from "../body/pick-example.ts";
import type { ApiModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { setAt } from "../edit-pointer.ts";
import { declares } from "./declares.ts";
import { jsonResponse, type RawResponse } from "./raw-response.ts";
import { withReasons } from "./reasons.ts";

/** Which error. */
export interface ErrorResponseOptions {
  readonly status: number;
  /** Where one code has several meanings: the one that is meant. */
  readonly kind?: ErrorKind;
  /** What is wrong with this very request, in place of the example's message. */
  readonly reasons?: readonly string[];
  /** The id that was asked for, in place of the example's. */
  readonly id?: string;
}

/** An error as the document shows it; as problem+json where the document shows none. */
export const errorResponse = async (
  api: ApiModel,
  operation: Operation | undefined,
  { status, kind, reasons = [], id = "" }: ErrorResponseOptions,
  responseTemplate: ResponseTemplate,
): Promise<RawResponse> => {
  const others = isServiceWide(kind) ? api.operations : [];
  const declaring = [operation, ...others].find((candidate) => candidate !== undefined && declares(candidate, status));
  if (declaring === undefined) return undeclared(status, reasons);
  const meanings = api.errors.filter((error) => error.status === status);
  const draft = await responseTemplate(declaring, status, pickFor(meanings, kind));
  if (draft.mediaType === undefined || draft.body === undefined) return { status, headers: draft.headers };
  const meant = withMeaning(draft.body, meanings, kind);
  const places = api.errors.map(({ at }) => at);
  const body = reasons.length > 0 ? withReasons(meant, reasons, places) : withId(meant, id);
  const { headers, mediaType } = draft;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers, mediaType, text };
};

/** Whether a refusal is about the account or the service, and looks alike at every operation. */
export const isServiceWide = (kind: ErrorKind | undefined): boolean => kind !== undefined && serviceWide.has(kind);

const serviceWide: ReadonlySet<ErrorKind> = new Set([
  "unauthorized",
  "rate-limited",
  "insufficient-credits",
  "forbidden",
  "unavailable",
]);

// Documents write an id that is anybody's as xxxxxx, {id} or <id>.
const withId = (body: unknown, id: string): unknown => {
  if (id === "") return body;
  const text = JSON.stringify(body);
  const filled = text.replaceAll(/\bx{4,}\b|\{\w*id\}|<\w*id>/gi, () => JSON.stringify(id).slice(1, -1));
  return filled === text ? body : JSON.parse(filled);
};

const undeclared = (status: number, reasons: readonly string[]): RawResponse => ({
  ...jsonResponse(status, {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: reasons.length > 0 ? reasons.join("; ") : "The document declares no response for this code.",
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
