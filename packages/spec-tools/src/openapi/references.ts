import { type Json, isJsonObject, type JsonObject, memberOf, textAt } from "./json.ts";
import { CommandError } from "../command.ts";

/** Finds what a `$ref` stands for. */
export type Resolve = (value: Json | undefined) => JsonObject;

const schemaPrefix = "#/components/schemas/";

/** Resolves references inside a document; chains are followed, and what is no object resolves to an empty one. */
export const resolverOf = (document: JsonObject): Resolve => {
  return (value) => {
    let current = value;
    for (let hops = 0; hops < maxHops; hops++) {
      const reference = textAt(current, "$ref");
      if (reference === undefined) return isJsonObject(current) ? current : {};
      current = targetOf(document, reference);
    }
    throw unfollowable(String(textAt(value, "$ref")), "it leads back to itself", "Point it at a definition.");
  };
};

/** The way to what a value stands for: its own, or where its `$ref` leads. */
export const placeOf = (value: Json | undefined, tokens: readonly string[]): readonly string[] => {
  const reference = textAt(value, "$ref");
  return reference?.startsWith("#/") === true ? reference.slice(2).split("/").map(unescape) : tokens;
};

/** The name of the component schema that a reference stands for. */
export const componentOf = (schema: Json | undefined): string | undefined => {
  const reference = textAt(schema, "$ref");
  return reference?.startsWith(schemaPrefix) === true ? unescape(reference.slice(schemaPrefix.length)) : undefined;
};

/** A reference to a component schema. */
export const referenceTo = (component: string): JsonObject => ({
  $ref: schemaPrefix + component.replaceAll("~", "~0").replaceAll("/", "~1"),
});

const targetOf = (document: JsonObject, reference: string): Json => {
  let target: Json | undefined = reference.startsWith("#") ? document : undefined;
  for (const token of reference.slice(1).split("/").slice(1)) target = memberOrEntry(target, unescape(token));
  if (target === undefined) {
    throw reference.startsWith("#")
      ? unfollowable(reference, "nothing in the document is there", "Correct the reference, or add what it names.")
      : unfollowable(reference, "it leads to another document", "Copy what it means into the document.");
  }
  return target;
};

const memberOrEntry = (value: Json | undefined, token: string): Json | undefined =>
  Array.isArray(value) ? value[Number(token)] : memberOf(value, token);

const unescape = (token: string): string => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");

// Aliases of aliases are legal; a chain this long is a circle.
const maxHops = 100;

const unfollowable = (reference: string, why: string, hint: string): CommandError =>
  new CommandError(`Failed to follow the reference ${reference}: ${why}. ${hint}`);
