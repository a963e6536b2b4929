/** An answer without what must be read to know the job's state. */
export interface Breach {
  readonly is: "breach";
  readonly rule?: never;
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** Says what stands at a place where something else must. */
export const breach = (pointer: string, expected: string, value: unknown): Breach => ({
  is: "breach",
  pointer,
  expected,
  found: describe(value),
});

/** What stands in a place, in a word or two and without its contents. */
export const describe = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
};
