import { code, type Code, isCode, type Literal } from "./literal.ts";

/** A rule as data; a member that is undefined is not there. */
interface RuleData {
  readonly when: readonly object[];
}

/** What rules ask, by name, as code that stands for it; undefined where they ask nothing. */
export const predicatesOf = (rules: readonly RuleData[]): Readonly<Record<string, Code>> | undefined => {
  const names = rules.flatMap(({ when }) =>
    when.flatMap((predicate) =>
      Object.entries(predicate).flatMap(([name, wanted]) => (name === "at" || wanted === undefined ? [] : [name])),
    ),
  );
  const entries = [...new Set(names)].toSorted().map((name) => [name, code(name === "in" ? "isIn" : name)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** Imports the parts of the reader that stand as code in data; empty where none does. */
export const importOfParts = (...data: readonly (Literal | undefined)[]): string => {
  const names = [...new Set(data.flatMap(codeIn))].toSorted();
  return names.length === 0 ? "" : `import { ${names.join(", ")} } from "@genwait/lifecycle/parts";\n`;
};

const codeIn = (data: Literal | undefined): readonly string[] => {
  if (typeof data !== "object" || data === null) return [];
  return isCode(data) ? [data.code] : Object.values(data).flatMap(codeIn);
};
