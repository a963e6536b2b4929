import { isJsonList, isJsonObject, type Json, type JsonObject } from "../openapi/json.ts";
import { baseUrlFault, baseUrlKeyword, serverAddresses } from "../openapi/base-url.ts";
import type { FoundOperation } from "./found-operations.ts";
import type { GuessedAction } from "./guessed-action.ts";

/**
 * The address that will get the key: the document's own server, or one from a sample in its texts; undefined where nothing names one. A
 * person confirms it unless the document names exactly one.
 */
export const guessBaseUrl = (
  document: JsonObject,
  operations: readonly FoundOperation[],
): GuessedAction | undefined => {
  const declared = serverAddresses(document);
  const usable = declared.find((address) => baseUrlFault(address) === undefined);
  if (usable !== undefined) {
    return declared.length === 1
      ? pin(usable, "documented: the server that the vendor's document names")
      : pin(usable, "assumed: the first of the servers that the vendor's document names", [
          `Fill in: is this the address that gets the key? The document names ${declared.join(", ")}`,
        ]);
  }
  const prefix = declared.find((address) => address.startsWith("/")) ?? "";
  const sample = sampleAddress(document, prefix, operations);
  if (sample === undefined) return undefined;
  return pin(sample, "assumed: guessed from an address in the document's texts", [
    "Fill in: is this the address that gets the key? The document names no server",
  ]);
};

const pin = (url: string, description: string, notes: readonly string[] = []): GuessedAction => ({
  target: "$",
  description,
  update: { [baseUrlKeyword]: url },
  gaps: notes.map((note) => ({ path: [baseUrlKeyword], note })),
});

/** `https://api.x.com/v1/tasks/abc` in a text, with a server `/v1` and a path `/tasks/{id}`, → `https://api.x.com/v1`. */
const sampleAddress = (
  document: JsonObject,
  prefix: string,
  operations: readonly FoundOperation[],
): string | undefined => {
  for (const text of textsIn(document)) {
    for (const [address] of text.matchAll(/https:\/\/[a-z0-9.-]+(?::\d+)?\/[^\s"'`<>)\]]*/gi)) {
      const [base] = operations.flatMap(({ path }) => baseOf(address, prefix + path) ?? []);
      const url = base === undefined ? undefined : `${base}${prefix}`;
      if (url !== undefined && baseUrlFault(url) === undefined) return url;
    }
  }
  return undefined;
};

const baseOf = (address: string, path: string): string | undefined => {
  const fixed = path.split("{")[0]?.replace(/\/$/, "") ?? "";
  const at = address.indexOf(fixed, "https://".length);
  return fixed.length < 2 || at === -1 ? undefined : address.slice(0, at);
};

function* textsIn(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  else if (isJsonList(value)) for (const entry of value) yield* textsIn(entry);
  else if (isJsonObject(value)) for (const member of Object.values(value)) yield* textsIn(member);
}
