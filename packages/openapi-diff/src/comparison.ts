import type { Bump, Direction, Fact, SoftCode, Step } from "./change.ts";
import type { Effect } from "./constraints.ts";
import type { NormalSchema, NormalSchemas, Schema } from "./normal-schema.ts";

/** Two schemas side by side, and what their comparison can say and ask. */
export interface Comparison {
  readonly schemas: readonly [Schema, Schema];
  readonly old: NormalSchema;
  readonly revised: NormalSchema;
  readonly direction: Direction;
  /** Whether what typed clients show counts, too. */
  readonly types: boolean;
  readonly forms: NormalSchemas;
  /** Where the schema stands: in the new document, or in the old one where it is gone. */
  readonly pointer: string;
  /** Whether both are the same text and mean the same. */
  isUnchanged(old: Schema, revised: Schema): boolean;
  add(fact: Fact<SoftCode>, at?: { readonly steps?: readonly Step[]; readonly pointer?: string }): void;
  /** Compares two schemas below these, or in their place; each may stand nowhere, which is any value. */
  enter(old: Schema, revised: Schema, steps: readonly Step[], options?: EnterOptions): void;
  /** The strongest change between two schemas, whatever stands above them. */
  bumpBetween(old: Schema, revised: Schema, options?: { readonly both: boolean }): Bump | "none";
}

export interface EnterOptions {
  /** Null has been compared above. */
  readonly ignoresNull?: boolean;
}

/**
 * What an effect means: a client that sends is broken by fewer values, one that reads by more; of an effect that cannot be told, both.
 * `harmless` is what the other direction asks for.
 */
export const weigh = (
  effect: Effect,
  direction: Direction,
  harmless: Readonly<Record<Direction, Bump>> = { request: "minor", response: "minor" },
): Bump => {
  const breaking: Effect = direction === "request" ? "narrowed" : "widened";
  return effect === breaking || effect === "replaced" ? "major" : harmless[direction];
};
