import { type Json, type JsonObject, objectAt, textAt } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import { createNameTable, pascalCase } from "./names.ts";
import { reservedNames } from "./reserved-names.ts";
import { componentsOfAnswers, isSided, type Side } from "./sides.ts";
import { normalizedForTypes } from "./normalized-for-types.ts";
import type { Resolve } from "./references.ts";

/** A type that the generated package declares, as a schema that openapi-typescript takes. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: Schema;
}

/** Collects the types of a package: the ones asked for by name, and the component schemas that they reach. */
export interface TypeTable {
  /** Declares a type; the comment comes before what the schema says of itself. */
  declare(name: string, schema: Schema, options: { readonly side: Side; readonly comment: string }): void;
  /** The component schemas that the declared types reach, in the order of the document. */
  components(): readonly NamedSchema[];
  /** The declared types, in the order of their declaration. */
  declared(): readonly NamedSchema[];
}

export interface TypeTableOptions {
  readonly document: JsonObject;
  readonly resolve: Resolve;
  /** Names that the package declares for itself; component schemas with one of these get a suffix. */
  readonly own: Iterable<string>;
}

/** An empty table for one document. */
export const createTypeTable = ({ document, resolve, own }: TypeTableOptions): TypeTable => {
  const schemas = objectAt(objectAt(document, "components"), "schemas");
  const names = createNameTable([...reservedNames, ...own]);
  const nameOf = new Map(
    Object.keys(schemas).map((component) => [component, names.take(pascalCase(component), "Schema")]),
  );
  const reached = new Map<string, { readonly name: string; readonly component: string; readonly schema: Schema }>();
  const declared: NamedSchema[] = [];
  const inputNames = new Map<string, string>();

  const answered = componentsOfAnswers(document);

  const nameFor = (component: string, side: Side): string => {
    const name = nameOf.get(component) ?? pascalCase(component);
    if (side === "answer" || !answered.has(component) || !isSided(component, schemas)) return name;
    const known = inputNames.get(component) ?? names.take(`${name}Input`);
    inputNames.set(component, known);
    return known;
  };
  const reach = (component: string, side: Side): string => {
    const name = nameFor(component, side);
    if (!reached.has(name)) {
      reached.set(name, { name, component, schema: {} });
      reached.set(name, { name, component, schema: normalize(schemas[component] ?? {}, side) });
    }
    return name;
  };
  const normalize = (schema: Json, side: Side): Schema => normalizedForTypes(schema, { side, resolve, reach });
  const order = Object.keys(schemas);

  return {
    declare: (name, schema, { side, comment }) => {
      const normalized = normalize(schema, side);
      const own = textAt(normalized, "x-comment");
      declared.push({
        name,
        schema: { ...normalized, "x-comment": own === undefined ? comment : `${comment}\n\n${own}` },
      });
    },
    components: () =>
      [...reached.values()].toSorted((left, right) => order.indexOf(left.component) - order.indexOf(right.component)),
    declared: () => declared,
  };
};
