import type { ApiOperation } from "@genwait/client-core";
import { isRecord, pointerTokens, resolvePointer } from "@genwait/lifecycle";

/** An object of JSON, its members unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The members of an object; none of anything else. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(value) ? Object.entries(value) : [];

/** A copy of a body in which the member at a pointer has a value; objects on the way to it are made. */
export const withMember = (body: unknown, pointer: string, value: unknown): unknown => {
  const copy: unknown = structuredClone(body);
  const tokens = pointerTokens(pointer);
  let here = copy;
  for (const [index, token] of tokens.entries()) {
    if (!Array.isArray(here) && !isRecord(here)) break;
    if (index === tokens.length - 1) Reflect.set(here, token, value);
    else if (!Reflect.has(here, token)) Reflect.set(here, token, {});
    here = Reflect.get(here, token);
  }
  return copy;
};

/** A value, but never undefined: a test cannot go on without it. */
export const need = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`Failed to set up the contract suite: there is no ${what}.`);
  return value;
};

/** The object itself, or the one of the same document that its `$ref` names; empty where there is none. */
export const followReference = (document: JsonObject, value: unknown): JsonObject => {
  let here = value;
  // A chain this long is a circle.
  for (let hops = 0; hops < 32 && isRecord(here) && typeof here["$ref"] === "string"; hops++) {
    here = resolvePointer(document, decodeURIComponent(here["$ref"].slice(1)));
  }
  return isRecord(here) ? here : {};
};

/** An operation as the document writes it. */
export const sourceOf = ({ path, method }: ApiOperation, document: JsonObject): JsonObject => {
  const item = entriesOf(document["paths"]).find(([name]) => name === path)?.[1];
  return followReference(document, followReference(document, item)[method.toLowerCase()]);
};
