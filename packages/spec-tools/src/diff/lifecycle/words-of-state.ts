import { type StatusKind, statusKinds, type Scalar, type XState } from "@genwait/lifecycle";

import { normalSchema } from "../schema/normal-schema.ts";
import type { Schema } from "../schema/schema.ts";
import { schemasAt } from "./schema-at.ts";

/** What a declaration makes of the service's words. */
export interface StateWords {
  /** Words and their kinds: those of the table, and those that a rule names. */
  readonly kinds: ReadonlyMap<Scalar, StatusKind>;
  /** The words that the schema lists; undefined where it lists none. */
  readonly listed: readonly Scalar[] | undefined;
  /** Where the schema of the status stands. */
  readonly pointer: string | undefined;
}

/** Reads the status of a job or of its items, `schemas` being those of the response or of an item. */
export const wordsOfState = (state: XState, schemas: readonly Schema[]): StateWords => {
  const words = new Map<Scalar, StatusKind>();
  for (const kind of statusKinds) for (const word of state.values?.[kind] ?? []) words.set(word, kind);
  for (const rule of state.rules ?? []) {
    for (const { at, is, in: list } of rule.when) {
      if (at !== state.at) continue;
      // A word that leads to different ends by what else the response says is known all the same.
      for (const word of [...(is === undefined ? [] : [is]), ...(list ?? [])])
        if (!words.has(word)) words.set(word, rule.is);
    }
  }
  const statuses = state.at === undefined ? [] : schemasAt(schemas, state.at).map(normalSchema);
  const lists = statuses.flatMap(({ values }) => (values === undefined ? [] : [values]));
  return {
    kinds: words,
    listed: lists.length === 0 ? undefined : [...new Set(lists.flat().filter(isScalar))],
    pointer: statuses[0]?.pointer,
  };
};

const isScalar = (value: unknown): value is Scalar => ["string", "number", "boolean"].includes(typeof value);
