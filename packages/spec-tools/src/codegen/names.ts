/**
 * A name for a type: words joined, each with a capital.
 *
 * @example
 * ```ts
 * pascalCase("get-generation_status"); // "GetGenerationStatus"
 * ```
 */
export const pascalCase = (name: string): string => {
  const joined = name
    .split(/[^\p{ID_Continue}]+|_/u)
    .filter((word) => word !== "")
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join("");
  return /^\p{ID_Start}/u.test(joined) ? joined : `Type${joined}`;
};

/** The environment variable that holds an API's key. */
export const keyVariableOf = (api: string): string => `${api.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}_API_KEY`;

/** Whether a name can stand as a member without quotes. */
export const isIdentifier = (name: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);

/** Names handed out once: the second asker gets a suffix, then a number. */
export interface NameTable {
  /** The wish, or the nearest name that is free. */
  take(wish: string, suffix?: string): string;
}

/** A table in which some names are gone from the start. */
export const createNameTable = (taken: Iterable<string> = []): NameTable => {
  const gone = new Set(taken);
  return {
    take: (wish, suffix = "") => {
      const candidates = [wish, wish + suffix];
      for (let number = 2; candidates.every((name) => gone.has(name)); number++)
        candidates.push(`${wish}${suffix}${number}`);
      const name = candidates.find((candidate) => !gone.has(candidate)) ?? wish;
      gone.add(name);
      return name;
    },
  };
};
