import { isDeepStrictEqual } from "node:util";

import {
  type Classification,
  classifyResponse,
  compileLifecycle,
  type ErrorKind,
  errorKindOfStatus,
  isErrorKind,
  resolvePointer,
} from "@genwait/lifecycle";

import type { DeclaredJob } from "../openapi/jobs.ts";
import { type Json, type JsonObject, listAt, memberOf, textAt } from "../openapi/json.ts";
import type { Meaning, ResponseCase } from "./response-case.ts";

/** A response that the declared lifecycle reads in another way than `responses.yaml` says. */
export interface Misreading {
  readonly entry: ResponseCase;
  /** Its place in the list. */
  readonly index: number;
  /** What the declaration makes of the response. */
  readonly read: Meaning;
  /** What is wrong with an invalid response. */
  readonly why?: string;
}

/** The responses among these that the declarations of their jobs misread; those of jobs that are not declared are left out. */
export const misreadings = (
  document: JsonObject,
  jobs: readonly DeclaredJob[],
  entries: readonly ResponseCase[],
): readonly Misreading[] =>
  entries.flatMap((entry, index) => {
    const declaration = jobs.find(({ name }) => name === entry.job)?.declaration;
    if (declaration === undefined) return [];
    const { status, headers } = entry.response;
    const body = bodyOf(entry);
    const facts = { status, body, header: (name: string) => headers[name.toLowerCase()] ?? null };
    const found = classifyResponse(compileLifecycle(declaration), facts, entry.request);
    const read = meaningOf(found, () => errorKindOf(document, status, body));
    const expected = "phase" in entry.means ? { items: read.items ?? [], ...entry.means } : entry.means;
    if (isDeepStrictEqual(read, expected)) return [];
    const why = found.is === "invalid-response" && `${found.pointer} is ${found.found} instead of ${found.expected}`;
    return [{ entry, index, read, ...(why !== false && { why }) }];
  });

/** What a meaning says, for a message: `phase failed, failure error`. */
export const meaningText = (means: Meaning): string =>
  Object.entries(means)
    .filter(([, value]) => !Array.isArray(value) || value.length > 0)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");

const bodyOf = ({ response }: ResponseCase): unknown => {
  try {
    return JSON.parse(response.text);
  } catch {
    return undefined;
  }
};

const meaningOf = (
  read: Classification,
  errorOfHttp: () => ErrorKind,
): Meaning & { readonly items?: readonly string[] } => {
  if (read.is === "call-error") return { error: read.kind };
  if (read.is === "invalid-response") return { error: "invalid-response" };
  if (read.is === "unclassified") return { error: errorOfHttp() };
  const { state } = read;
  return {
    phase: state.phase,
    items: (state.items ?? []).map(({ phase }) => phase),
    ...(state.phase === "failed" && {
      failure: state.failure.kind,
      ...(state.failure.message !== undefined && { message: state.failure.message }),
      ...(state.failure.code !== undefined && { code: state.failure.code }),
    }),
    ...(state.phase === "pending" && {
      ...(state.unknownStatus !== undefined && state.unknownStatus !== null && { unknownStatus: state.unknownStatus }),
      ...(state.stage !== undefined && { stage: state.stage }),
      ...(state.progress !== undefined && { progress: state.progress }),
    }),
  };
};

/** What an HTTP code means, after the document's own `x-errors`. */
const errorKindOf = (document: JsonObject, status: number, body: unknown): ErrorKind => {
  const declared = listAt(document, "x-errors").find((entry) => matches(entry, status, body));
  const kind = memberOf(declared, "kind");
  return isErrorKind(kind) ? kind : errorKindOfStatus(status);
};

const matches = (entry: Json, status: number, body: unknown): boolean => {
  if (memberOf(entry, "status") !== status) return false;
  const at = textAt(entry, "at");
  const wanted = textAt(entry, "contains") ?? "";
  const found = at === undefined ? "" : resolvePointer(body, at);
  return typeof found === "string" && found.toLowerCase().includes(wanted.toLowerCase());
};
