import {
  isAbsent,
  isRecord,
  type StatusKind,
  phaseOf,
  resolvePointer,
  type Scalar,
  type XFailure,
} from "@genwait/lifecycle";

import type { AddressModel } from "../document/follow-ups.ts";
import { leastOf, type Schema, schemasAt, typesOf, wordsOf } from "../document/schema.ts";
import { setAt } from "../edit-pointer.ts";
import { isFailure } from "../job/status-kinds.ts";
import { type Draft, putIn } from "./draft.ts";
import { prune } from "./sample.ts";
import { type Gap, gapText, gapValue } from "./template.ts";

/** Writes the id's gap where the id stands, and wherever the example repeats it, as addresses do. */
export const fillId = (draft: Draft, pointer: string | undefined, gap: Gap = "id"): void => {
  if (pointer === undefined || draft.body === undefined || !hasPlaceFor(draft, pointer)) return;
  const example = resolvePointer(draft.body, pointer) ?? resolvePointer(draft.full, pointer);
  const isNumber =
    typesOf(schemasAt(draft.schema, pointer)).every((type) => type === "integer" || type === "number") &&
    typeof example === "number";
  if (typeof example === "string" && example.length >= shortestId && example !== "string") {
    draft.body = replaceText(draft.body, example, gapText(gap));
    for (const [name, value] of Object.entries(draft.headers))
      draft.headers[name] = value.replaceAll(example, gapText(gap));
  }
  draft.body = setAt(draft.body, pointer, isNumber ? gapValue(gap) : gapText(gap));
};

// An error body has no place for an id, although the responses beside it have.
const hasPlaceFor = ({ body, schema }: Draft, pointer: string): boolean =>
  schema === undefined || schemasAt(schema, pointer).length > 0 || resolvePointer(body, pointer) !== undefined;

// A shorter example would be found inside words that only look like it.
const shortestId = 4;

/** Writes what a failure says: the given words, or else the document's example. */
export const fillFailure = (
  draft: Draft,
  kind: StatusKind,
  at: XFailure,
  said: { readonly message?: string; readonly code?: Scalar },
): void => {
  if (!isFailure(kind)) return;
  for (const part of ["message", "code"] as const) {
    const pointer = at[part];
    if (pointer === undefined) continue;
    const value = said[part];
    if (value === undefined) putIn(draft, pointer);
    else draft.body = setAt(draft.body, pointer, value);
  }
};

/** Puts the addresses in that the declaration reads, where the document has a place for them; their values come later. */
export const putAddresses = (draft: Draft, addresses: readonly AddressModel[]): void => {
  for (const { from, request } of addresses) {
    const { at } = from;
    // What only the response itself tells leads nowhere yet.
    const isKnown = request.every(({ value }) => value.is !== "told");
    if (from.in !== "body" || !isKnown || !isRecord(draft.body) || !hasTextAt(draft.schema, at)) continue;
    const tokens = at.split("/").slice(1);
    const above = tokens.slice(1).map((_, index) => `/${tokens.slice(0, index + 1).join("/")}`);
    for (const pointer of above) {
      if (!isAbsent(resolvePointer(draft.body, pointer))) continue;
      const shown = resolvePointer(draft.full, pointer);
      const least = leastOf({ allOf: schemasAt(draft.schema, pointer) });
      draft.body = setAt(draft.body, pointer, isRecord(shown) ? prune(shown, draft.schema, pointer) : least);
    }
    const value = resolvePointer(draft.body, at);
    if (!isAbsent(value) && value !== "") continue;
    const example = resolvePointer(draft.full, at);
    draft.body = setAt(draft.body, at, typeof example === "string" && example !== "" ? example : "address");
  }
};

const hasTextAt = (schema: Schema | undefined, at: string): boolean => {
  const types = typesOf(schemasAt(schema, at));
  return schemasAt(schema, at).length > 0 && (types.length === 0 || types.includes("string"));
};

/** The phase under which the declaration lists a kind's members. */
export const phaseWith = (kind: StatusKind, has: object | undefined): string => {
  const phase = phaseOf(kind);
  return phase === "partial" && !Object.hasOwn(has ?? {}, phase) ? "succeeded" : phase;
};

/** A word of the same type that no table lists, for responses that only `otherwise` can read. */
export const unlistedWord = (draft: Draft, at: string, values: object | undefined): Scalar => {
  const known = new Set<unknown>(Object.values(values ?? {}).flat());
  const allowed = schemasAt(draft.schema, at).flatMap(wordsOf);
  const words: readonly Scalar[] =
    typeof [...known][0] === "number" ? [102, 103, 999] : ["in_progress", "processing", "queued", "unlisted"];
  const free = allowed.find((value): value is string => typeof value === "string" && !known.has(value));
  return free ?? words.find((word) => !known.has(word)) ?? "unlisted";
};

/** The value with one text in place of another, in every string of it. */
export const replaceText = (value: unknown, from: string, to: string): unknown => {
  if (typeof value === "string") return value.replaceAll(from, to);
  if (Array.isArray(value)) return value.map((item) => replaceText(item, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaceText(member, from, to)]));
};
