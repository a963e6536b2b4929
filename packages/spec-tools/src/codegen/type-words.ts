/** A type of JSON Schema, or several, as errors name it: in the words that describe what was found. */
export const typeWords = (type: unknown): string => [type].flat().map(wordOf).join(" or ");

const wordOf = (type: unknown): string => words.get(type) ?? `a ${String(type)}`;

const words: ReadonlyMap<unknown, string> = new Map([
  ["array", "a list"],
  ["object", "an object"],
  ["integer", "an integer"],
  ["null", "null"],
]);
