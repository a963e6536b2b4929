import { wrappedImport } from "./emit-types.ts";
import { type Code, type Literal, part, partsIn } from "./literal.ts";

/** A rule as data; a member that is undefined is not there. */
interface RuleData {
  readonly when: readonly { readonly at?: unknown }[];
}

/** What rules ask, by name, as code that stands for it; undefined where they ask nothing. */
export const predicatesOf = (rules: readonly RuleData[]): Readonly<Record<string, Code>> | undefined => {
  const names = rules.flatMap(({ when }) =>
    when.flatMap((predicate) =>
      Object.entries(predicate).flatMap(([name, wanted]) => {
        // Where a place is in the body, its value is found without a part.
        const isAsked = name === "at" ? String(wanted).startsWith("$") : wanted !== undefined;
        return isAsked ? [name] : [];
      }),
    ),
  );
  const entries = [...new Set(names)].toSorted().map((name) => [name, part(name === "in" ? "isIn" : name)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** Imports the parts that stand as code in data; empty where none does. */
export const importOfParts = (module: string, ...data: readonly (Literal | undefined)[]): string => {
  const names = [...new Set(data.flatMap(partsIn))].toSorted();
  return names.length === 0 ? "" : wrappedImport(names, module);
};
