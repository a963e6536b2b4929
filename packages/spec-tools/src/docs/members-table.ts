import { followed, memberOf, type SpecNode, valueAt } from "../openapi/spec-node.ts";
import { type Origins, sourceCell } from "./origins.ts";
import { descriptionOf, rowsOfSchema } from "./schema-rows.ts";
import { typeWords } from "./type-words.ts";
import { mdCell, mdCode, mdJson, mdTable } from "../text/markdown-text.ts";

/** The members of a schema as a table; the type alone for one that has none. */
export const membersTable = (schema: SpecNode | undefined, origins: Origins): string => {
  if (schema === undefined) return "";
  const rows = rowsOfSchema(schema).map(({ pointer, isRequired, schema: member }) => {
    const source = sourceCell(origins, member.pointer, nested);
    const example = exampleOf(member, origins);
    // An example whose source is another one says so itself.
    const from = example.source === source ? "" : ` ${example.source}`;
    return [
      mdCode(pointer),
      typeWords(member),
      isRequired ? "yes" : "",
      mdCell(descriptionOf(member)),
      `${example.shown}${from}`.trim(),
      source,
    ];
  });
  if (rows.length === 0) return typeWords(schema) === "any" ? "" : `${typeWords(schema)}.`;
  return mdTable(["member", "type", "required", "what it is", "example", "source"], rows);
};

/** What has a row or a column of its own. */
const nested = ["properties", "items", "example", "examples", "required", "allOf", "oneOf", "anyOf"] as const;

const exampleOf = (member: SpecNode, origins: Origins): { readonly shown: string; readonly source: string } => {
  const schema = followed(member);
  const [example] = ["example", "default"].flatMap((keyword) => memberOf(schema, keyword) ?? []);
  if (example === undefined || (typeof example.value === "object" && example.value !== null))
    return { shown: "", source: "" };
  return { shown: mdJson(example.value, 80), source: sourceCell(origins, example.pointer) };
};

/** A node's member that is a text. */
export const textOf = (node: SpecNode | undefined, key: string): string => {
  const value = valueAt(node, key);
  return typeof value === "string" ? value : "";
};
