import { resolvePointer } from "@genwait/lifecycle";
import { isRecord, type JsonObject } from "./json.ts";

/** The object itself, or the one of the same document that its `$ref` names; empty where there is none. */
export const followReference = (document: JsonObject, value: unknown): JsonObject => {
  let here = value;
  // A chain this long is a circle.
  for (let hops = 0; hops < 32 && isRecord(here) && typeof here["$ref"] === "string"; hops++) {
    here = resolvePointer(document, decodeURIComponent(here["$ref"].slice(1)));
  }
  return isRecord(here) ? here : {};
};
