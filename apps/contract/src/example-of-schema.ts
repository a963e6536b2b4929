import { followReference } from "./follow-reference.ts";
import { entriesOf, isRecord, type JsonObject } from "./json.ts";

export interface ExampleOptions {
  readonly document: JsonObject;
  /** Leave out what the schema does not demand. @default false */
  readonly onlyRequired?: boolean;
}

/** A value as the document's own examples make it: of the whole, or member by member. */
export const exampleOfSchema = (schema: unknown, options: ExampleOptions): unknown => {
  const { document, onlyRequired = false } = options;
  const here = followReference(document, schema);
  const own = here["example"] ?? (Array.isArray(here["examples"]) ? here["examples"][0] : undefined);
  if (own !== undefined && !(onlyRequired && isRecord(own))) return own;
  if (here["items"] !== undefined) return [exampleOfSchema(here["items"], options)];
  const required = Array.isArray(here["required"]) ? here["required"] : [];
  const members = entriesOf(here["properties"]).filter(([name]) => !onlyRequired || required.includes(name));
  const examples = members.map(([name, member]) => [name, exampleOfSchema(member, options)] as const);
  const given = examples.filter(([, value]) => value !== undefined);
  return here["properties"] === undefined && given.length === 0 ? undefined : Object.fromEntries(given);
};
