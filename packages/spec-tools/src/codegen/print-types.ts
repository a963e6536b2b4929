import ts from "typescript";

import { memberOf } from "../merge/json.ts";
import { tsdoc } from "./comment-of.ts";
import { plainName } from "./normalized-for-types.ts";
import { schemaTypeNodes } from "./schema-type-nodes.ts";
import type { NamedSchema } from "./type-table.ts";
import { typeText } from "./type-text.ts";

/** A declared type as TypeScript, and the other declared types that it names. */
export interface PrintedType {
  readonly name: string;
  readonly text: string;
  readonly uses: ReadonlySet<string>;
}

/** Writes schemas as TypeScript, by name: an interface where it is an object's, a type alias otherwise. */
export const printTypes = (schemas: readonly NamedSchema[]): ReadonlyMap<string, PrintedType> => {
  const types = schemaTypeNodes(schemas);
  return new Map(schemas.map((schema) => [schema.name, printed(schema, types.get(schema.name))]));
};

const printed = ({ name, schema }: NamedSchema, type: ts.TypeNode | undefined): PrintedType => {
  const uses = new Set<string>();
  const nameOf = (used: string): string => {
    uses.add(used);
    return used;
  };
  const isObject = type !== undefined && ts.isTypeLiteralNode(type);
  const head = isObject ? `export interface ${name} ` : `export type ${name} = `;
  const options = { indent: "", before: head.length, nameOf, memberName: plainName };
  const text = type === undefined ? "unknown" : typeText(type, options);
  const comment = memberOf(schema, "x-comment");
  // A list that begins on a line of its own needs no space before the line's end.
  const declaration = `${text.startsWith("\n") ? head.trimEnd() : head}${text}${isObject ? "" : ";"}\n`;
  return { name, text: tsdoc(typeof comment === "string" ? comment : "") + declaration, uses };
};
