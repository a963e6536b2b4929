import { isJsonObject, type Json, listAt, memberOf } from "../merge/json.ts";

/**
 * What a union lists one by one, each a `const` or an enum of its own: words or numbers. That is another way to write an enum,
 * mostly for the sake of a text beside each. Undefined for any other union.
 */
export const kindOfWords = (variants: readonly Json[]): "string" | "number" | undefined => {
  const lists = variants.map(wordsOf);
  if (lists.some((words) => words.length === 0) || !variants.some(isConstant)) return undefined;
  const kinds = new Set(lists.flat().flatMap((word) => (word === null ? [] : [typeof word])));
  const [kind] = kinds;
  return kinds.size === 1 && (kind === "string" || kind === "number") ? kind : undefined;
};

const isConstant = (variant: Json): boolean => memberOf(variant, "const") !== undefined;

// A shape with members is no word, whatever stands beside them.
const wordsOf = (variant: Json): readonly Json[] => {
  if (!isJsonObject(variant) || memberOf(variant, "properties") !== undefined) return [];
  const constant = memberOf(variant, "const");
  if (constant !== undefined) return [constant];
  return memberOf(variant, "type") === "null" ? [null] : listAt(variant, "enum");
};
