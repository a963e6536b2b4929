import { sameJson } from "./json.ts";
import { createReach } from "./reach.ts";
import { followed, memberOf, type SpecDocument } from "./spec-node.ts";

/** Whether values of two documents are the same text, and everything they refer to is. */
export interface Unchanged {
  values(old: unknown, revised: unknown): boolean;
  /** For one and the same `#/components/…` reference on both sides. */
  reference(reference: string): boolean;
}

/** Most of a document is what it was: this tells so without comparing what it means. */
export const createUnchanged = (old: SpecDocument, revised: SpecDocument): Unchanged => {
  const reach = createReach(old);
  const own = remembered((reference) => sameJson(textOf(reference, old), textOf(reference, revised)));
  const reference = remembered((name) => [...reach({ $ref: name })].every(own));
  return {
    values: (before, after) => sameJson(before, after) && [...reach(before)].every(own),
    reference,
  };
};

const remembered = (ask: (key: string) => boolean): ((key: string) => boolean) => {
  const responses = new Map<string, boolean>();
  return (key) => {
    const response = responses.get(key) ?? ask(key);
    responses.set(key, response);
    return response;
  };
};

/** Undefined where a component is gone. */
const textOf = (reference: string, document: SpecDocument): unknown => {
  const [, , kind = "", name = ""] = reference.split("/");
  const root = { value: document.root, pointer: document.name, document };
  const plainName = name.replaceAll("~1", "/").replaceAll("~0", "~");
  const place = memberOf(memberOf(memberOf(root, "components"), kind), plainName);
  return place === undefined ? undefined : followed(place).value;
};
