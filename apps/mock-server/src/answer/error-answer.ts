import { STATUS_CODES } from "node:http";

import { type CallErrorKind, matches, resolvePointer, type XError } from "@genwait/lifecycle";

import type { Basis, Pick } from "../body/basis.ts";
import { byName, firstOf } from "../body/pick-example.ts";
import type { ApiModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { setAt } from "../edit-pointer.ts";
import { declares } from "./declares.ts";
import { jsonAnswer, type RawAnswer } from "./raw-answer.ts";

/** Which error. */
export interface ErrorWish {
  readonly status: number;
  /** Where one code has several meanings: the one that is meant. */
  readonly kind?: CallErrorKind;
}

/** An error as the document shows it; as problem+json where the document shows none. */
export const errorAnswer = async (
  api: ApiModel,
  operation: Operation | undefined,
  { status, kind }: ErrorWish,
  basis: Basis,
): Promise<RawAnswer> => {
  const declaring = [operation, ...api.operations].find(
    (candidate) => candidate !== undefined && declares(candidate, status),
  );
  if (declaring === undefined) return undeclared(status);
  const meanings = api.errors.filter((error) => error.status === status);
  const draft = await basis(declaring, status, pickFor(meanings, kind));
  if (draft.mediaType === undefined || draft.body === undefined) return { status, headers: draft.headers };
  const body = withMeaning(draft.body, meanings, kind);
  const { headers, mediaType } = draft;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers, mediaType, text };
};

const undeclared = (status: number): RawAnswer => ({
  ...jsonAnswer(status, {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: "The document declares no answer for this code.",
  }),
  mediaType: "application/problem+json",
});

const pickFor = (meanings: readonly XError[], kind: CallErrorKind | undefined): Pick => {
  const wanted = meanings.find((error) => error.kind === kind);
  const isRight: Pick = (examples) =>
    examples.find(({ value }) =>
      wanted === undefined ? !meanings.some((error) => isOf(value, error)) : isOf(value, wanted),
    );
  return firstOf(byName(kind), isRight);
};

// `x-errors` tells two meanings of one code apart by a word in the answer: the word is put in, or kept out.
const withMeaning = (body: unknown, errors: readonly XError[], kind: CallErrorKind | undefined): unknown => {
  if (kind === undefined) return body;
  const read = errors.find((error) => isOf(body, error));
  const wanted = errors.find((error) => error.kind === kind);
  if (read === wanted) return body;
  const at = (wanted ?? read)?.at;
  return at === undefined
    ? body
    : setAt(body, at, wanted === undefined ? (messages[kind] ?? kind) : textWith(wanted, kind));
};

const isOf = (body: unknown, { at, contains }: XError): boolean =>
  at === undefined ||
  (contains === undefined
    ? resolvePointer(body, at) !== undefined
    : matches({ when: [{ at, contains }] }, { status: 0, body }));

const textWith = ({ contains = "" }: XError, kind: CallErrorKind): string => {
  const text = messages[kind] ?? kind;
  return text.toLowerCase().includes(contains.toLowerCase()) ? text : `${text}: ${contains}`;
};

const messages: Partial<Record<CallErrorKind, string>> = {
  "insufficient-credits": "Insufficient credits remaining",
  forbidden: "Forbidden",
  unauthorized: "Invalid key",
  "rate-limited": "Too many requests",
};
