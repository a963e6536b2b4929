import { applyOverlay } from "../merge/apply-overlay.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject, listAt, memberOf, textAt } from "../merge/json.ts";
import type { MergedSpec } from "../merge/merge-spec.ts";
import { parseYaml } from "../merge/parse-yaml.ts";
import { withTimeMarks } from "./time-marks.ts";

/**
 * The merged document with an `x-mark` on each operation and each schema that the overlay adds without the vendor's
 * word: what is observed or assumed there, as the overlay puts it.
 */
export const markedDocument = async ({ document, files }: MergedSpec): Promise<JsonObject> => {
  const overlay = parseYaml(files.overlay).value;
  const upstream = parseYaml(files.openapi).value;
  if (!isJsonObject(overlay) || !isJsonObject(upstream)) return document;
  const actions = listAt(overlay, "actions").map(withMark);
  return (await applyOverlay(upstream, { ...overlay, actions }, files.overlay.path)).document;
};

/** The mark of an operation or a schema, as a sentence. */
export const markOf = (value: Json | undefined): string => {
  const mark = textAt(value, "x-mark") ?? "";
  return mark === "" ? "" : `${mark[0]?.toUpperCase()}${mark.slice(1)}.`;
};

const withMark = (action: Json): Json => {
  const update = memberOf(action, "update");
  if (!isJsonObject(action) || update === undefined) return action;
  const description = textAt(action, "description") ?? "";
  // What the vendor documents needs no remark; the empty mark takes away that of an action before.
  const mark = /^(?:observed|assumed): /.test(description) ? description.replace(/\.$/, "") : "";
  const [word = ""] = /^(?:documented|observed|assumed)/.exec(description) ?? [];
  return { ...action, update: withTimeMarks(textAt(action, "target") ?? "", marked(update, mark), word) };
};

const marked = (value: Json, mark: string): Json => {
  if (isJsonList(value)) return value.map((entry) => marked(entry, mark));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    verbatim.has(name) ? member : marked(member, mark),
  ]);
  const copy: JsonObject = Object.fromEntries(members);
  return isDefinition(value) ? { ...copy, "x-mark": mark } : copy;
};

const verbatim: ReadonlySet<string> = new Set([
  "example",
  "examples",
  "default",
  "enum",
  "x-job",
  "x-errors",
  "security",
]);

const isDefinition = (value: JsonObject): boolean =>
  typeof value["operationId"] === "string" ||
  typeof value["$ref"] === "string" ||
  typeof value["type"] === "string" ||
  ["type", "enum", "allOf", "anyOf", "oneOf"].some((keyword) => isJsonList(value[keyword]));
