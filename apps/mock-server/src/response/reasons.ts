import { escapePointerToken, isObject, resolvePointer } from "@genwait/lifecycle";

import { setAt } from "../edit-pointer.ts";

/**
 * An error's body with the true reasons in the place of its message: at one of the known places, else at the member that
 * reads most like a message, else at the only text. A body without such a place stays as it is.
 */
export const withReasons = (
  body: unknown,
  reasons: readonly string[],
  places: readonly (string | undefined)[] = [],
): unknown => {
  if (typeof body === "string") return reasons.join("; ");
  const known = places.find((at) => at !== undefined && typeof resolvePointer(body, at) === "string");
  const at = known ?? likeliest(textsOf(body, "", 4));
  const example = at === undefined ? undefined : resolvePointer(body, at);
  if (at === undefined || typeof example !== "string") return body;
  return setAt(structuredClone(body), at, inTheStyleOf(example, reasons));
};

// Some services number what they have against a request: "Input validation errors: 1. …".
const inTheStyleOf = (example: string, reasons: readonly string[]): string => {
  const [, before] = /^(.*?)\b1[.)] /s.exec(example) ?? [];
  if (before === undefined) return reasons.join("; ");
  return before + reasons.map((reason, index) => `${index + 1}. ${reason}`).join(" ");
};

const textsOf = (value: unknown, pointer: string, depth: number): readonly string[] => {
  if (typeof value === "string") return [pointer];
  if (!isObject(value) || depth === 0) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    textsOf(member, `${pointer}/${escapePointerToken(name)}`, depth - 1),
  );
};

// The most telling name first.
const messageNames = ["message", "detail", "error_description", "description", "reason", "msg", "error", "title"];

const likeliest = (pointers: readonly string[]): string | undefined => {
  for (const name of messageNames) {
    const found = pointers.find((pointer) => pointer.toLowerCase().endsWith(`/${name}`));
    if (found !== undefined) return found;
  }
  // A list of messages has no names.
  return pointers.length === 1 ? pointers[0] : pointers.find((pointer) => /\/\d+$/.test(pointer));
};
