import type { SpecNode } from "../spec-node.ts";

/** A schema as a conjunction: every node of it must hold. What a single node is, and what `allOf` makes of several. */
export type Schema = readonly SpecNode[];

export type JsonType = "boolean" | "integer" | "number" | "string" | "array" | "object";

/** The form in which two schemas are compared: references followed, `allOf` folded, null told apart from the rest. */
export interface NormalSchema {
  /** Where its first part is written. */
  readonly pointer: string;
  /** The component it refers to, if it is a reference. */
  readonly name: string | undefined;
  /** `false`, which nothing satisfies. */
  readonly never: boolean;
  /** Without null; undefined is any. */
  readonly types: readonly JsonType[] | undefined;
  readonly nullable: boolean;
  /** Without null; undefined is any. */
  readonly values: readonly unknown[] | undefined;
  /** Said with `const`: a value that is not meant to get company. */
  readonly isConst: boolean;
  /** `minLength`, `pattern`, `format` and their like; a keyword that says nothing new is left out. */
  readonly limits: ReadonlyMap<string, unknown>;
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly additional: Additional;
  readonly patternProperties: ReadonlyMap<string, Schema>;
  readonly items: Schema | undefined;
  readonly prefixItems: readonly Schema[];
  readonly unions: readonly Union[];
  readonly discriminator: SpecNode | undefined;
  /** Keywords that hold schemas and are compared one by one: `not`, `contains`, `if` and their like. */
  readonly nested: ReadonlyMap<string, SpecNode>;
  /** What changes nothing on the wire: texts, examples, `default`, `deprecated`, `readOnly`, `writeOnly`. */
  readonly notes: ReadonlyMap<string, unknown>;
}

export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** Members without a name of their own: any, none, or those of a schema. */
export type Additional = "open" | "closed" | Schema;

export interface Union {
  readonly kind: "oneOf" | "anyOf";
  readonly pointer: string;
  readonly variants: readonly Schema[];
}

/** One text for the same schema, whichever way it was reached. */
export const keyOf = (schema: Schema): string => schema.map(({ pointer }) => pointer).join(" ");
