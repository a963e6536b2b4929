import { isJsonObject } from "../../openapi/json.ts";
import { followed } from "../../openapi/spec-node.ts";

/** Which components a value of a document refers to, directly and through each other, as `#/components/…` references. */
export type Reach = (value: unknown) => ReadonlySet<string>;

/** Reads each component once, however many values refer to it. */
export const createReach = (document: unknown): Reach => {
  const direct = new Map<string, ReadonlySet<string>>();
  const directOf = (reference: string): ReadonlySet<string> => {
    const known = direct.get(reference);
    if (known !== undefined) return known;
    const references = referencesIn(followed({ value: { $ref: reference }, pointer: "", root: document }).value);
    direct.set(reference, references);
    return references;
  };
  return (value) => {
    const reached = new Set<string>();
    const open = [...referencesIn(value)];
    for (let reference = open.pop(); reference !== undefined; reference = open.pop()) {
      if (reached.has(reference)) continue;
      reached.add(reference);
      open.push(...directOf(reference));
    }
    return reached;
  };
};

/** The name of a component schema in a reference to one. */
export const schemaNameIn = (reference: string): string | undefined =>
  /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1]?.replaceAll("~1", "/").replaceAll("~0", "~");

const referencesIn = (value: unknown): ReadonlySet<string> => {
  const references = new Set<string>();
  const walk = (inner: unknown): void => {
    if (Array.isArray(inner)) for (const entry of inner) walk(entry);
    if (!isJsonObject(inner)) return;
    const reference = inner["$ref"];
    if (typeof reference === "string" && reference.startsWith("#/components/")) references.add(reference);
    for (const [member, entry] of Object.entries(inner)) if (!isExample(member)) walk(entry);
  };
  walk(value);
  return references;
};

/** An example may show a `$ref` that refers to nothing. */
const isExample = (member: string): boolean => member === "example" || member === "examples";
