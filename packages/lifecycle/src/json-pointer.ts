/** The value at a JSON Pointer (RFC 6901), or undefined where there is none, or no pointer. The empty pointer is the whole. */
export const resolvePointer = (root: unknown, pointer: string | undefined): unknown => {
  if (pointer === undefined) return undefined;
  let value = root;
  for (const token of pointerTokens(pointer)) {
    if (!isObject(value) || !Object.hasOwn(value, token)) return undefined;
    value = Reflect.get(value, token);
  }
  return value;
};

/** Missing or null: a service that writes null for "nothing here" means the same. */
export const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

/** A JSON object or array. */
export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && !Array.isArray(value);

/** The JSON types that a guaranteed field can be checked for. */
export type JsonType = "string" | "number" | "boolean" | "array" | "object";

/** The JSON type of a value; undefined for null and for what is not JSON. */
export const jsonTypeOf = (value: unknown): JsonType | undefined => {
  if (Array.isArray(value)) return "array";
  if (isRecord(value)) return "object";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : undefined;
};

/** What stands in a place, in a word or two and without its contents: `nothing`, `null`, `a string`, `an array`. */
export const describeValue = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return withArticle(jsonTypeOf(value) ?? typeof value);
};

/** `a string`, `an array`. */
export const withArticle = (word: string): string => `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;

/** A member's name as a JSON Pointer writes it. */
export const escapePointerToken = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

// Declarations hold a few dozen pointers, each resolved at every poll; the bound is against pointers made from data.
const cacheSize = 1000;
const cache = new Map<string, readonly string[]>();

/** The unescaped members that a pointer names, from the root inwards. */
export const pointerTokens = (pointer: string): readonly string[] => {
  let tokens = cache.get(pointer);
  if (!tokens) {
    tokens = pointer
      .split("/")
      .slice(1)
      .map((token) => token.replaceAll(/~[01]/g, (escape) => (escape === "~1" ? "/" : "~")));
    if (cache.size < cacheSize) cache.set(pointer, tokens);
  }
  return tokens;
};
