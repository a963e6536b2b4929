import { isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt } from "../merge/json.ts";
import { kindOfWords } from "./kind-of-words.ts";
import { componentOf } from "./references.ts";

/** Whether a schema describes what callers send or what the service answers: the two are read differently. */
export type Side = "answer" | "request";

/**
 * Whether a component schema comes out differently on the two sides: a list of words is open in answers and closed in
 * requests, and members can be for one side only.
 */
export const isSided = (component: string, schemas: JsonObject): boolean =>
  hasSides(schemas[component], schemas, new Set([component]));

/** The component schemas that some answer of the document reaches. */
export const componentsOfAnswers = (document: JsonObject): ReadonlySet<string> => {
  const reached = new Set<string>();
  const walk = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const entry of value) walk(entry);
    if (!isJsonObject(value)) return;
    const component = componentOf(value);
    if (component !== undefined) {
      if (reached.has(component)) return;
      reached.add(component);
      walk(objectAt(objectAt(document, "components"), "schemas")[component]);
    }
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(objectAt(objectAt(document, "components"), "responses"));
  for (const item of Object.values(objectAt(document, "paths"))) {
    for (const operation of isJsonObject(item) ? Object.values(item) : []) walk(memberOf(operation, "responses"));
  }
  return reached;
};

const hasSides = (value: Json | undefined, schemas: JsonObject, seen: Set<string>): boolean => {
  if (Array.isArray(value)) return value.some((entry) => hasSides(entry, schemas, seen));
  if (!isJsonObject(value)) return false;
  const component = componentOf(value);
  if (component !== undefined) {
    if (seen.has(component)) return false;
    seen.add(component);
    return hasSides(schemas[component], schemas, seen);
  }
  const isOpenable =
    Array.isArray(memberOf(value, "enum")) ||
    ["anyOf", "oneOf"].some((keyword) => kindOfWords(listAt(value, keyword)) !== undefined);
  const isOneSided = memberOf(value, "readOnly") === true || memberOf(value, "writeOnly") === true;
  return (
    isOpenable ||
    isOneSided ||
    Object.entries(value).some(([keyword, inner]) => !annotations.has(keyword) && hasSides(inner, schemas, seen))
  );
};

const annotations: ReadonlySet<string> = new Set(["example", "examples", "default", "const"]);
