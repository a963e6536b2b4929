import { isAbsent, resolvePointer, type ResponseFacts } from "@genwait/lifecycle";

import { isRequired, type Schema, schemasAt, typesOf } from "../document/schema.ts";
import { removeAt, setAt } from "../edit-pointer.ts";

/** A response in the making: what it says so far, and what the document would let it say. */
export interface Draft {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly mediaType?: string;
  body: unknown;
  readonly schema?: Schema;
  /** A body with every member the document knows: where values come from that the draft lacks. */
  readonly full: unknown;
  /** The body is one of the response's named examples. */
  readonly isExample?: boolean;
  /** The schema is one of several alternatives, of which the others describe other responses. */
  readonly isVariant?: boolean;
}

/** The draft as a reader of responses sees it. */
export const asResponse = ({ status, headers, mediaType, body }: Draft): ResponseFacts => ({
  status,
  body,
  header: (name) => (name === "content-type" ? mediaType : headers[name]),
});

/** Puts a member in, if it is not there: with the document's own example. */
export const putIn = (draft: Draft, pointer: string): void => {
  if (!isAbsent(resolvePointer(draft.body, pointer))) return;
  const value = resolvePointer(draft.full, pointer) ?? exampleAt(draft.schema, pointer);
  if (!isAbsent(value)) draft.body = setAt(draft.body, pointer, structuredClone(value));
};

// What generates bodies passes over an example that stands beside alternatives.
const exampleAt = (schema: Schema | undefined, pointer: string): unknown =>
  schemasAt(schema, pointer).flatMap(({ examples = [] }) => examples)[0];

/** Takes a member out; where the schema demands it, it is left there with nothing in it. */
export const takeOut = (draft: Draft, pointer: string): void => {
  if (resolvePointer(draft.body, pointer) === undefined) return;
  const nothing = isRequired(draft.schema, pointer) ? emptyOf(typesOf(schemasAt(draft.schema, pointer))) : undefined;
  draft.body = nothing === undefined ? removeAt(draft.body, pointer) : setAt(draft.body, pointer, nothing.value);
};

/** Leaves a member there with nothing in it: `""`, `[]` or `{}`, as its type wants. */
export const empty = (draft: Draft, pointer: string): void => {
  const types = typesOf(schemasAt(draft.schema, pointer)).filter((type) => type !== "null");
  draft.body = setAt(draft.body, pointer, emptyOf(types)?.value ?? "");
};

const emptyOf = (types: readonly string[]): { readonly value: unknown } | undefined => {
  if (types.includes("null")) return { value: null };
  if (types.includes("string")) return { value: "" };
  if (types.includes("array")) return { value: [] };
  return types.includes("object") ? { value: {} } : undefined;
};
