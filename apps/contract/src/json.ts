/** An object of JSON, its members unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with members, no list. */
export const isRecord = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of an object; none of anything else. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(value) ? Object.entries(value) : [];

/** A value, but never undefined: a test cannot go on without it. */
export const need = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`Failed to set up the contract suite: there is no ${what}.`);
  return value;
};
