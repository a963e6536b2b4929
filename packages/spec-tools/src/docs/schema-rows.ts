import { followed, listOf, memberOf, membersOf, type SpecNode, textsAt, valueAt } from "../openapi/spec-node.ts";

/** One member of a schema, at whatever depth, for a table. */
export interface SchemaRow {
  /** Like a JSON Pointer; the entries of a list are a star. */
  readonly pointer: string;
  readonly isRequired: boolean;
  readonly schema: SpecNode;
}

/** The members of a schema as rows: references followed, compositions folded, entries of lists as `*`. */
export const rowsOfSchema = (schema: SpecNode | undefined): readonly SchemaRow[] =>
  schema === undefined ? [] : rowsUnder(followed(schema), { prefix: "", seen: [] });

interface Way {
  readonly prefix: string;
  /** Against schemas that contain themselves. */
  readonly seen: readonly string[];
}

const rowsUnder = (schema: SpecNode, { prefix, seen }: Way): readonly SchemaRow[] => {
  if (seen.includes(schema.pointer) || seen.length > deepest) return [];
  const way = { prefix, seen: [...seen, schema.pointer] };
  const entry = memberOf(schema, "items");
  const rows = new Map<string, SchemaRow>();
  for (const part of partsOf(schema)) {
    const required = textsAt(part, "required");
    for (const [name, member] of membersOf(memberOf(part, "properties"))) {
      const pointer = `${prefix}/${name}`;
      for (const row of [
        { pointer, isRequired: required.includes(name), schema: member },
        ...rowsUnder(member, { ...way, prefix: pointer }),
      ]) {
        if (!rows.has(row.pointer)) rows.set(row.pointer, row);
      }
    }
  }
  const entries = entry === undefined ? [] : rowsUnder(followed(entry), { ...way, prefix: `${prefix}/*` });
  return [...rows.values(), ...entries];
};

// Deeper than any table is read.
const deepest = 6;

/** A schema and everything it is composed of. */
const partsOf = (schema: SpecNode): readonly SpecNode[] => [
  schema,
  ...["allOf", "oneOf", "anyOf"].flatMap((keyword) =>
    listOf(memberOf(schema, keyword)).flatMap((part) =>
      part.pointer === schema.pointer ? [] : partsOf(followed(part)),
    ),
  ),
];

/** What a schema says in words, wherever composition hides it. */
export const descriptionOf = (schema: SpecNode): string => {
  for (const part of partsOf(schema)) {
    const text = valueAt(part, "description");
    if (typeof text === "string") return text;
  }
  return "";
};
