import { escapePointerToken, isObject, isRecord, resolvePointer } from "@genwait/lifecycle";

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

/** A reference that leads out of its document, and where it stands. */
export interface OutsideReference {
  readonly reference: string;
  /** A JSON Pointer to the object that has it. */
  readonly pointer: string;
}

/**
 * The first reference that leaves a document, wherever it stands, examples included: whatever resolves references would
 * open that file or ask that address.
 */
export const findOutsideReference = (document: object): OutsideReference | undefined => {
  // Documents may be circular where somebody has resolved their references, and may share parts by YAML aliases.
  const seen = new Set<object>();
  const pending: { readonly value: object; readonly pointer: string }[] = [{ value: document, pointer: "" }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (seen.has(place.value)) continue;
    seen.add(place.value);
    for (const [name, member] of Object.entries(place.value)) {
      if (typeof member === "string" && referenceMembers.has(name) && !member.startsWith("#"))
        return { reference: member, pointer: place.pointer };
      if (isObject(member)) pending.push({ value: member, pointer: `${place.pointer}/${escapePointerToken(name)}` });
    }
  }
  return undefined;
};

const referenceMembers: ReadonlySet<string> = new Set(["$ref", "$dynamicRef", "$recursiveRef"]);
