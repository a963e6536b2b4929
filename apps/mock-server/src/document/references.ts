import { resolvePointer } from "@genwait/lifecycle";

import { isRecord } from "../json.ts";

/** Follows local references (`#/components/…`) until something else stands there; an object without members where they lead nowhere. */
export const follow = (document: unknown, node: unknown): Record<string, unknown> => {
  let here = node;
  for (let hops = 0; hops < longestChain && isRecord(here) && typeof here.$ref === "string"; hops++) {
    here = here.$ref.startsWith("#") ? resolvePointer(document, decodeURIComponent(here.$ref.slice(1))) : undefined;
  }
  return isRecord(here) ? here : {};
};

// A chain this long is a circle.
const longestChain = 32;
